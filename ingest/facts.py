"""Facts about a document, from the document. What it does not say stays unknown."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ingest.cleaning import CleanText
from ingest.headings import is_date
from ingest.kinds import source_kind
from ingest.records import DocumentFacts, Line, Paragraph, RawDocument
from ingest.text import fold_space

_BODY = re.compile(
    r"\b((?:[A-Z][\w’'&-]+(?:,)? (?:and |& |upon |on )?){1,6})(?:Local )?Safeguarding (?:Children(?:’s|'s)?|Child) (Board|Partnership|Partners)\b"
)
_YEAR = re.compile(r"(?<![\d/])((?:19|20)\d{2})(?![\d/])")
_DATED = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|winter)\s+"
    r"((?:19|20)\d{2})\b", re.IGNORECASE,
)  # fmt: skip
_PSEUDONYM = re.compile(
    r"\b((?:Child|Baby|Young Person|Adult|Sibling|Infant|Family)\s+(?:[A-Z]{1,2}\d?|[A-Z]\d)|(?:the [A-Z][a-z]+ (?:children|siblings)))\b"
)
_WRITTEN_BY = re.compile(
    r"\b(?:(?:report |overview report )?author|independent (?:author|reviewer)|lead reviewers?|written by|prepared by)\s*(?::|by)?\s+"
    r"((?:(?:Dr|Mr|Mrs|Ms|Professor|Prof|Sir|Dame)\.? )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]*\.?){1,3})", re.IGNORECASE,
)  # fmt: skip
_USELESS_TITLE = re.compile(
    r"^(?:microsoft word|untitled|document\d*$|template|layout|print|.*\.(?:docx?|indd|pdf|qxd)$|committee report)", re.IGNORECASE
)


def read_facts(path: Path, raw: RawDocument, text: CleanText, paragraphs: Sequence[Paragraph]) -> DocumentFacts:
    """Title, kind, year, area and people of a document, each from its metadata, cover or first pages."""
    opening = _opening(raw)
    posts = [p.text for p in paragraphs if p.role == "heading" and is_date(p.text)]
    title = f"Posts dated {posts[-1]} to {posts[0]}" if len(posts) > 1 else _title(path, raw, text, paragraphs)
    source, kind = ("commentary", "blog") if len(posts) > 1 else source_kind(title, f"{title}\n{opening}")
    publisher, area = _publisher(opening) if source in ("review", "other", "guidance") else (None, None)
    return DocumentFacts(
        title=title,
        kind=kind,
        source_kind=source,
        year=_year(path, title, raw),
        area=area,
        publisher=publisher,
        authors=tuple(dict.fromkeys(m for m in _WRITTEN_BY.findall(opening)[:3] if m[0].isupper())),
        pseudonyms=_pseudonyms(paragraphs),
    )


def _opening(raw: RawDocument) -> str:
    """The words of the first pages, folded; of a document without pages its first 6,000 characters."""
    pages = raw.pages[:4]
    return fold_space("\n".join(line.text for page in pages for line in page.lines))[:6000]


def _title(path: Path, raw: RawDocument, text: CleanText, paragraphs: Sequence[Paragraph]) -> str:
    declared = fold_space(raw.title or "")
    if len(declared) >= 8 and " " in declared and not _USELESS_TITLE.match(declared) and not re.match(r"^[\d-]+\W", declared):
        return declared
    if raw.paged:
        cover = _cover_title([x.line for x in text.body if x.page == raw.pages[0].number])
        if cover:
            return cover
    first = text.body[0].line.text if text.body else ""
    if not raw.paged and 4 <= len(first.split()) <= 32 and not first.endswith((".", ":", ";")):
        return first
    for paragraph in paragraphs:
        if paragraph.role == "heading" and len(paragraph.text.split()) >= 3:
            return paragraph.text[:160]
    return path.stem.replace("_", " ").replace("-", " ").strip()


def _cover_title(lines: Sequence[Line]) -> str | None:
    """The words set in the largest size on the cover, with the next size when those are few; None when all are alike."""
    sizes = sorted({line.size for line in lines if line.size and sum(c.isalpha() for c in line.text) > 3}, reverse=True)
    if len(sizes) < 2:
        return None
    for smallest in sizes[:3]:
        words = list(dict.fromkeys(line.text for line in lines if (line.size or 0) >= smallest - 0.6))
        title = fold_space(" ".join(words))
        if len(title.split()) >= 4:
            break
    return title[:160] if len(title) >= 8 else None


def _publisher(opening: str) -> tuple[str | None, str | None]:
    """(publishing body, its area) by the safeguarding board or partnership named most in the first pages."""
    found: Counter[tuple[str, str]] = Counter()
    for match in _BODY.finditer(opening):
        area = re.sub(r"^(?:The|By|For|From|Of|That)\s+", "", match.group(1).strip().rstrip(","))
        if area and area.lower() not in {"local", "the", "a", "national"}:
            found[(fold_space(match.group()).removeprefix("The ").removeprefix("That "), area.removesuffix(" Local"))] += 1
    if not found:
        return None, None
    return found.most_common(1)[0][0]


def _year(path: Path, title: str, raw: RawDocument) -> int | None:
    """The year in the title, else on the cover (first page), else a dated line on the first pages."""
    in_title = _YEAR.findall(title)
    if in_title:
        return int(in_title[-1])
    covers = [" ".join(line.text for line in page.lines) for page in raw.pages[:3]] if raw.paged else [_opening(raw)[:600]]
    for cover in covers:
        dated = _DATED.findall(cover) or (_YEAR.findall(cover) if raw.paged and len(cover) < 900 else [])
        if dated:
            return int(dated[0])
    named = _YEAR.findall(path.stem)
    return int(named[-1]) if named else None


def _pseudonyms(paragraphs: Sequence[Paragraph]) -> tuple[str, ...]:
    """Pseudonyms that the document uses at least three times, most used first."""
    seen = Counter(m for p in paragraphs for m in _PSEUDONYM.findall(p.text))
    return tuple(name for name, n in seen.most_common(12) if n >= 3)

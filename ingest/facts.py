"""Facts about a document, from the document. What it does not say stays unknown."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ingest.bylines import read_authors, read_publisher
from ingest.cleaning import CleanText, is_banner
from ingest.headings import is_date
from ingest.pseudonyms import read_pseudonyms
from ingest.records import DocumentFacts, Line, Paragraph, RawDocument
from ingest.sources import Source, source_of
from ingest.text import fold_space

_BODY = re.compile(
    r"\b((?:[A-Z][\w’'&-]+(?:,)? (?:and |& |upon |on )?){1,6})(?:Local )?Safeguarding (?:Children(?:’s|'s)?"
    r"|Child) (Board|Partnership|Partners)\b"
)
_YEAR = re.compile(r"(?<![\d/])((?:19|20)\d{2})(?![\d/])")
_DATED = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer"
    r"|autumn|winter)\s+"
    r"((?:19|20)\d{2})\b", re.IGNORECASE,
)  # fmt: skip
_USELESS_TITLE = re.compile(
    r"^(?:microsoft word|untitled|document\d*$|template|layout|print|.*\.(?:docx?|indd|pdf|qxd)$|committee report)",
    re.IGNORECASE,
)

_PUBLISHED = re.compile(r"\bpublished (?:on )?\d{1,2} [A-Z][a-z]+ ((?:19|20)\d{2})\b", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\D{0,60}((?:19|20)\d{2})", re.IGNORECASE)
_GENERIC = re.compile(
    r"^(?:the )?(?:final |full |overview |summary |annual )?(?:report|review|response)s?$", re.IGNORECASE
)


def read_facts(path: Path, raw: RawDocument, text: CleanText, paragraphs: Sequence[Paragraph]) -> DocumentFacts:
    """Title, kind, year, area and people of a document, each from its metadata, cover or first pages."""
    opening = _opening(raw)
    posts = () if raw.paged else _posts(paragraphs)
    title = _title(path, raw, text, paragraphs)
    if posts and next(p for p in paragraphs if p.role == "heading").text == posts[0]:
        title = f"Posts dated {posts[-1]} to {posts[0]}"
    found = source_of(title, f"{title}\n{opening}")
    if posts:
        found = Source(kind="commentary", document="blog", reason=f"{len(posts)} dated posts on one page")
    source = found.kind
    own = source in ("review", "other", "guidance")
    publisher, area = _publisher(opening) if own else (None, None)
    if not own and not posts and source != "inquiry":
        area = _only_area(paragraphs)
    publisher = publisher or read_publisher(raw, source, _site(raw, title))
    return DocumentFacts(
        title=title,
        kind=found.document,
        source_kind=source,
        reason=found.reason,
        year=_latest(posts) or _year(path, title, raw),
        area=area,
        publisher=publisher,
        authors=read_authors(raw, opening, source, publisher),
        pseudonyms=read_pseudonyms(title, paragraphs, source),
    )


def _site(raw: RawDocument, title: str) -> str | None:
    """The name of the web site that stands after the title of a page."""
    declared = fold_space(raw.title or "")
    site = declared.removeprefix(title).lstrip(" -|–") if declared.startswith(title) else ""
    return site or None


def _posts(paragraphs: Sequence[Paragraph]) -> tuple[str, ...]:
    """The dates over the parts of a page of several posts; empty when there are fewer than two."""
    dates = tuple(p.text for p in paragraphs if p.role == "heading" and is_date(p.text))
    return dates if len(dates) > 1 else ()


def _latest(posts: Sequence[str]) -> int | None:
    return max((int(y) for post in posts for y in _YEAR.findall(post)), default=None)


def _opening(raw: RawDocument) -> str:
    """The words of the first pages, folded; of a document without pages its first 6,000 characters."""
    lines = [line.text for page in raw.pages[:4] for line in page.lines if not is_banner(line.text)]
    return fold_space("\n".join(lines))[:6000]


def _title(path: Path, raw: RawDocument, text: CleanText, paragraphs: Sequence[Paragraph]) -> str:
    declared = fold_space(raw.title or "")
    declared = _without_site(declared, () if raw.paged else paragraphs)
    useless = _USELESS_TITLE.match(declared) or re.match(r"^[\d-]+\W", declared)
    cover = _cover_title([x.line for x in text.body if x.page == raw.pages[0].number]) if raw.paged else None
    if len(declared) >= 8 and " " in declared and not useless and (len(declared.split()) > 3 or not cover):
        return declared
    if cover:
        return cover
    first = text.body[0].line.text if text.body else ""
    if not raw.paged and 4 <= len(first.split()) <= 32 and not first.endswith((".", ":", ";")) and not is_date(first):
        return first
    for paragraph in paragraphs:
        if paragraph.role == "heading" and len(paragraph.text.split()) >= 3 and not is_date(paragraph.text):
            return paragraph.text[:160]
    return path.stem.replace("_", " ").replace("-", " ").strip()


def _without_site(title: str, paragraphs: Sequence[Paragraph]) -> str:
    """A web page's title without the name of its site after it."""
    for mark in (" - ", " | ", " – "):
        before, _, site = title.rpartition(mark)
        headed = any(p.role == "heading" and fold_space(p.text) == before for p in paragraphs[:20])
        if before and (headed or re.fullmatch(r"[\w ]+\.[\w.]+", site)):
            return before
    return title


def _cover_title(lines: Sequence[Line]) -> str | None:
    """The words in the largest size on the cover, from the top down; with the next sizes when those say too little."""
    usable = [
        x for x in lines if x.size and sum(c.isalpha() for c in x.text) > 3 and not re.match(r"^\d+ of \d+$", x.text)
    ]
    sizes = sorted({x.size or 0.0 for x in usable}, reverse=True)
    if len(sizes) < 2:
        return None
    title = ""
    for k, smallest in enumerate(sizes[:3]):
        chosen = sorted((x for x in usable if (x.size or 0) >= smallest - 0.6), key=lambda x: -(x.y or 0))
        words = [x.text for i, x in enumerate(chosen) if x.text not in {y.text for y in chosen[:i]}]
        title = fold_space(" ".join(words))
        stands_out = k == 0 and smallest > 1.3 * sizes[1] and len(title.split()) >= 2 and not _GENERIC.match(title)
        if len(title.split()) >= 4 or stands_out:
            break
    return title[:160] if len(title) >= 8 else None


def _only_area(paragraphs: Sequence[Paragraph]) -> str | None:
    """The area whose safeguarding board or partnership a report about it names, when it names one only."""
    named = {_area(match.group(1)) for p in paragraphs for match in _BODY.finditer(p.text)} - {None}
    return named.pop() if len(named) == 1 else None


def _area(text: str) -> str | None:
    """The place in the name of a board, None for words that name no place."""
    area = re.sub(r"^(?:The|By|For|From|Of|That|In|And)\s+", "", text.strip().rstrip(",")).removesuffix(" Local")
    return area if area and area.lower() not in {"local", "the", "a", "national"} else None


def _publisher(opening: str) -> tuple[str | None, str | None]:
    """(publishing body, its area) by the safeguarding board or partnership named most in the first pages."""
    found: Counter[tuple[str, str]] = Counter()
    for match in _BODY.finditer(opening):
        area = _area(match.group(1))
        if area:
            found[(fold_space(match.group()).removeprefix("The ").removeprefix("That "), area)] += 1
    if not found:
        return None, None
    return found.most_common(1)[0][0]


def _year(path: Path, title: str, raw: RawDocument) -> int | None:
    """The year of publication: by a date on the cover, the copyright, the title, the first pages, the file's name."""
    pages = [" ".join(line.text for line in page.lines) for page in raw.pages[:4]]
    covers = [text for text in pages[:3] if len(text.split()) < 150] if raw.paged else []
    copyrights = [y for text in pages for y in _COPYRIGHT.findall(text)] if raw.paged else []
    if published := [y for text in pages for y in _PUBLISHED.findall(text)] if raw.paged else []:
        return int(published[0])
    for years in (*(_DATED.findall(text) for text in covers), copyrights, _YEAR.findall(title)[-1:]):
        if years:
            return int(years[0])
    for text in pages[:3] if raw.paged else [_opening(raw)[:600]]:
        dated = _DATED.findall(text) or (_YEAR.findall(text) if raw.paged and len(text) < 900 else [])
        if dated:
            return int(dated[0])
    named = _YEAR.findall(path.stem)
    return int(named[-1]) if named else None

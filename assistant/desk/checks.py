"""The mark by which an exported quote is known again: short, in plain text, beside the quote's citation.

It stands in the footnote or the speaker's notes of its quote and so goes wherever the quote is copied, through Word,
PowerPoint or LibreOffice; a quote that was deleted takes its mark along. It looks like
``[check 888055933a71 5f2c0a11b2d3e4f5 0+1 p12 4.12 f1a2b3c4 d5e6f7a8 3f9a1c0d22b7aa10ffee]``: the document, the
passage, the first of its sentences and how many, the page, the paragraph, then hashes of the document's title, of the
citation in words and of the quote.
"""

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

from assistant.desk.papers import Quoted, quote_hash, shown
from assistant.place import kind_of, pages_of, titled
from assistant.records import Citation

HASH = 20  # hexadecimal digits of a quote's hash, of 64
_NAME = 8
_MARK = re.compile(
    r"\[check (?P<review>[\w-]+) (?P<passage>[\w-]+) "
    r"(?P<first>\d{1,6})\+(?P<count>\d{1,3}) p(?P<page>\d{1,6}|-) (?P<paragraph>[^\s\]]+) "
    r"(?P<title>[0-9a-f]{8}) (?P<words>[0-9a-f]{8}) (?P<digest>[0-9a-f]{20})\]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a mark says of its quote. ``title`` and ``words`` are hashes of the title and of the citation in words."""

    review_id: str
    passage_id: str
    first: int
    count: int
    page: int | None
    paragraph: str | None
    title: str
    words: str
    digest: str


def check_of(quoted: Quoted) -> Check:
    """The check of a quote."""
    citation = quoted.citation
    given = parse_qs(urlsplit(citation.url).query)
    return Check(
        review_id=citation.review_id, passage_id=citation.passage_id, first=_number(given, "sentence", 0),
        count=_number(given, "sentences", 1), page=citation.page, paragraph=shown(citation.paragraph or "") or None,
        title=name_hash(citation.title), words=name_hash(citation_words(citation)),
        digest=quote_hash(citation.quote)[:HASH],
    )  # fmt: skip


def mark(quoted: Quoted) -> str:
    """The mark of a quote."""
    check = check_of(quoted)
    page = "-" if check.page is None else check.page
    paragraph = quote(check.paragraph, safe=".()") if check.paragraph else "-"
    return (
        f"[check {check.review_id} {check.passage_id} {check.first}+{check.count} p{page} {paragraph} "
        f"{check.title} {check.words} {check.digest}]"
    )


def marked(text: str) -> list[tuple[str, Check]]:
    """Each mark in ``text`` with the words that stand before it, back to the mark before."""
    found, start = [], 0
    for match in _MARK.finditer(text):
        found.append((text[start : match.start()].strip(), _check(match)))
        start = match.end()
    return found


def citation_words(citation: Citation) -> str:
    """A citation as a professional writes it down: title, year, page, paragraph, section, kind, whose words."""
    parts = [titled(citation), *_where(citation)]
    voice = f"; words of {citation.voice}" if citation.voice else ""
    return without_marks(shown(f"{', '.join(parts)} [{kind_of(citation)}{voice}]"))


def short_words(citation: Citation) -> str:
    """A citation in few words, for a slide: title, year, page, paragraph, and whose words when not the review's."""
    place = ", ".join(_where(citation)[:2])
    voice = f"; words of {citation.voice}" if citation.voice else ""
    apart = "" if citation.source_kind in ("review", "inquiry") else f" [{kind_of(citation)}]"
    return shown(f"{titled(citation)}{', ' + place if place else ''}{voice}{apart}")


def without_marks(text: str) -> str:
    """``text`` in which nothing reads as a mark: no document can write one into a citation."""
    return text.replace("[check ", "[ check ")


def name_hash(text: str) -> str:
    """A short hash by which a title or a citation is known again, whatever its case."""
    return hashlib.sha256(shown(text).casefold().encode()).hexdigest()[:_NAME]


def _where(citation: Citation) -> list[str]:
    parts = [f"PDF page {pages_of(citation)}"] if citation.page is not None else []
    if citation.paragraph:
        parts.append(f"paragraph {citation.paragraph}")
    if citation.section and citation.section[-1] != citation.title:
        parts.append(f"section “{citation.section[-1]}”")
    return parts


def _check(match: re.Match[str]) -> Check:
    page, paragraph = match["page"], unquote(match["paragraph"])
    return Check(
        review_id=match["review"], passage_id=match["passage"], first=int(match["first"]), count=int(match["count"]),
        page=None if page == "-" else int(page), paragraph=None if paragraph == "-" else paragraph,
        title=match["title"], words=match["words"], digest=match["digest"],
    )  # fmt: skip


def _number(given: dict[str, list[str]], name: str, default: int) -> int:
    value = given.get(name, [""])[0]
    return int(value) if value.isdigit() else default

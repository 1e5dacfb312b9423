"""What belongs to the page and not to the text: running heads and feet, page numbers, contents pages, footnotes apart.

No word is changed here; lines are kept, set apart as notes, or left out, and the count of those left out is kept.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.labels import printed_labels
from ingest.records import Line, Page, RawDocument

_PAGE_NUMBER = re.compile(
    r"^\W*(?:page\s*)?(?P<label>\d{1,4}|[ivxlc]{1,7}|[A-Z]-?\d{1,3})(?:\s*(?:of|/)\s*\d{1,4})?\W*$", re.IGNORECASE
)
_LEADER = re.compile(r"(?:\.\s?){4,}|…{2,}|(?:_\s?){4,}")
_ENDS_IN_NUMBER = re.compile(r"^(?=.*[A-Za-z]).{3,}?[\s.…]\s*(\d{1,3}|[ivxlc]{1,6})$")
_WEB_FURNITURE = re.compile(
    r"^(?:hide ad|advertisement|comments? (?:are|is) closed\.?|share (?:this|on)\b.{0,40}|print this page"
    r"|skip to .{0,30}"
    r"|click to share .{0,40}|read more:?|related (?:articles|posts|stories):?|leave a (?:comment|reply).{0,30}"
    r"|posted (?:in|by) .{0,60}|tweet|facebook|linkedin|email this.{0,20}|supporting documents:?"
    r"|permanent link to this article:.*|log in to .{0,40}|subscribe.{0,40}|cookie.{0,40}|\d+ comments?"
    r"|newer post.*|older post.*|(?:related|you may also like|read next): .{0,100})$",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"^\W*(?:(?:DRAFT|CONFIDENTIAL|OFFICIAL|SENSITIVE|RESTRICTED|PROTECT|EMBARGOED|FICTIONAL|EXAMPLE|SAMPLE"
    r"|SPECIMEN|COPY|UNCLASSIFIED)\W*){1,4}$"
)
_IBID = re.compile(r"\b(?:ibid|op\.? ?cit)\b", re.IGNORECASE)
_NOTE = re.compile(r"^(?:\d{1,3}|[*†‡§])\s*\S")
_NOTED = re.compile(r"^(\d{1,4})\s+\D")
_ITEM = re.compile(r"^(?:recommendation|finding|learning point|lesson|conclusion) \d{1,3}\b", re.IGNORECASE)
_MENU = re.compile(r"^(?:[\w&’' ]{2,24}\s*[|·•/>]\s*){2,}[\w&’' ]{2,24}$")
_MARGIN = 0.115  # share of the page's height in which heads and feet stand


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLine:
    """A line with the page it stands on and its index among that page's lines."""

    line: Line
    page: int | None
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """The lines that carry text, in order; footnotes apart, by page; labels printed; how many lines were left out."""

    body: tuple[PlacedLine, ...]
    notes: tuple[PlacedLine, ...]
    labels: tuple[str | None, ...]
    furniture: int
    body_size: float | None


def is_banner(text: str) -> bool:
    """Whether ``text`` is a marking such as DRAFT or OFFICIAL SENSITIVE and nothing else."""
    return _BANNER.match(text) is not None


def clean(document: RawDocument) -> CleanText:
    """The text of ``document`` without its page furniture."""
    size = _body_size(document.pages)
    furniture = _furniture(document.pages) if document.paged else _web_furniture(document.pages)
    labels = printed_labels(document.pages, furniture)
    contents = set(_contents(document.pages, furniture)) if document.paged else set()
    body: list[PlacedLine] = []
    notes: list[PlacedLine] = []
    for p, page in enumerate(document.pages):
        banners = {i for i, x in enumerate(page.lines) if is_banner(x.text)}
        left_out = furniture[p] | banners | {i for q, i in contents if q == p}
        kept = [PlacedLine(line=x, page=page.number, index=i) for i, x in enumerate(page.lines) if i not in left_out]
        foot = _footnotes(kept, size) if size else set()
        body.extend(x for x in kept if x.index not in foot)
        notes.extend(x for x in kept if x.index in foot)
    count = sum(len(f) for f in furniture) + len(contents)
    return CleanText(body=tuple(body), notes=tuple(notes), labels=labels, furniture=count, body_size=size)


def _body_size(pages: Sequence[Page]) -> float | None:
    """The size in which most characters are set, in points."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            if line.size:
                sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else None


def _web_furniture(pages: Sequence[Page]) -> list[set[int]]:
    return [
        {i for i, x in enumerate(page.lines) if _WEB_FURNITURE.match(x.text) or _MENU.match(x.text)} for page in pages
    ]


def _signature(text: str) -> str:
    """``text`` with its numbers made equal; long ones are references and stay, so that footnotes do not look alike."""
    return re.sub(r"\b[ivxlc]{1,7}\b|(?<!\d)\d{1,4}(?!\d)", "#", text.lower()).replace(" ", "")


def _margin_lines(page: Page) -> Iterator[tuple[int, Line]]:
    """Lines in the upper or lower margin, and the two outermost at either end wherever they stand."""
    placed = [(i, line) for i, line in enumerate(page.lines) if line.y is not None]
    by_height = sorted(placed, key=lambda item: -(item[1].y or 0.0))
    outermost = {i for i, _ in [*by_height[:2], *by_height[-2:]]}
    for i, line in placed:
        share = (line.y or 0.0) / page.height
        if i in outermost or share > 1 - _MARGIN or share < _MARGIN:
            yield i, line


def _furniture(pages: Sequence[Page]) -> list[set[int]]:
    """Per page, indexes of the lines that are running heads and feet: repeated at one height, or page numbers."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        for key in {(_signature(x.text), round((x.y or 0.0) / 5)) for _, x in _margin_lines(page)}:
            seen[key] += 1
    enough = 3 if len(pages) > 3 else 2
    bands = {height for (_, height), n in seen.items() if n >= enough}
    of = (len(pages), _body_size(pages))
    return [_page_furniture(page, seen, enough, bands, of) for page in pages]


def _is_page_number(text: str, last: int) -> bool:
    """Whether a lone line in the margin can number a page of a document of ``last`` pages; "2003." ends a footnote."""
    match = _PAGE_NUMBER.match(text)
    if not match:
        return False
    label = match.group("label")
    return not label.isdigit() or (int(label) <= last + 100 and not text.rstrip().endswith("."))


def _heads_note(lines: Sequence[Line], i: int) -> bool:
    """Whether a lone number stands directly before the text of a footnote."""
    if i + 1 >= len(lines):
        return False
    a, b = lines[i], lines[i + 1]
    return abs((a.y or 0) - (b.y or 0)) < 7 and 0 < (b.x or 0) - (a.x or 0) < 30


def _among_notes(lines: Sequence[Line], i: int) -> bool:
    """Whether a line begins with a number that goes on from the line above, or goes on in that below: "84 Q 71."."""
    near = (lines[k].text if 0 <= k < len(lines) else "" for k in (i - 1, i, i + 1))
    above, here, below = (int(m.group(1)) if (m := _NOTED.match(text)) else None for text in near)
    return here is not None and (above == here - 1 or below == here + 1)


def _heads_text(line: Line, body_size: float | None) -> bool:
    """Whether a line met at the head of several pages is a heading: "Recommendation 18", "Response:", large type."""
    large = line.size is not None and body_size is not None and line.size > 1.4 * body_size
    return large or line.text.endswith(":") or _ITEM.match(line.text) is not None


def _page_furniture(
    page: Page, seen: Counter[tuple[str, int]], enough: int, bands: set[int], of: tuple[int, float | None]
) -> set[int]:
    last, body_size = of  # number of pages, and size of the text
    found: set[int] = set()
    for i, line in _margin_lines(page):
        band = round((line.y or 0.0) / 5)
        share = (line.y or 0.0) / page.height
        far_out = share > 1 - _MARGIN or share < _MARGIN
        repeats = max(seen[_signature(line.text), band + step] for step in (-1, 0, 1))
        if _IBID.search(line.text) or _among_notes(page.lines, i) or _heads_text(line, body_size):
            continue
        if (
            repeats >= enough
            and (far_out or len(line.text) < 90)
            or far_out
            and _is_page_number(line.text, last)
            and not _heads_note(page.lines, i)
            or far_out
            and band in bands
            and repeats >= 2
        ):
            found.add(i)
    return found


def _contents(pages: Sequence[Page], furniture: Sequence[set[int]]) -> Iterator[tuple[int, int]]:
    """(page index, line index) of every line of a contents page."""
    before = False
    for p, page in enumerate(pages[: max(12, len(pages) // 8)]):
        rows = [(i, _with_number(page.lines, i)) for i in range(len(page.lines)) if i not in furniture[p]]
        entries = [i for i, text in rows if _LEADER.search(text) or _ENDS_IN_NUMBER.match(text)]
        titled = any(re.match(r"^(table of )?contents\b", text, re.IGNORECASE) for _, text in rows[:6])
        led = sum(1 for _, text in rows if _LEADER.search(text))
        many = len(entries) >= 4 and len(entries) >= 0.4 * len(rows)
        before = len(entries) >= 3 and (titled or (before and many)) or led >= 4 or (titled and many)
        if before:
            last = max(entries) + 1
            yield from ((p, i) for i, text in rows if i < last or (i == last and _PAGE_NUMBER.match(text)))


def _footnotes(lines: Sequence[PlacedLine], body_size: float) -> set[int]:
    """Indexes of the small lines below the last line of the text of their column, from one that begins with a sign."""
    placed = [x for x in lines if x.line.y is not None and x.line.x is not None]
    full = [x for x in placed if (x.line.size or 0) > 0.93 * body_size or x.line.row]
    found: set[int] = set()
    for k, first in enumerate(lines):
        if first.index in found or not _NOTE.match(first.line.text) or not _is_small(first.line, body_size):
            continue
        if any(_beside(x.line, first.line) and (x.line.y or 0) < (first.line.y or 0) for x in full):
            continue
        found.add(first.index)
        for x in lines[k + 1 :]:
            if not _is_small(x.line, body_size) or (x.line.y or 0) > (first.line.y or 0) + 1:
                break
            found.add(x.index)
    return found


def _with_number(lines: Sequence[Line], i: int) -> str:
    """The text of line ``i`` with the page number that stands apart at the same height, as in a contents page."""
    line, after = lines[i], lines[i + 1] if i + 1 < len(lines) else None
    if after is None or line.y is None or after.y is None or abs(line.y - after.y) > 2:
        return line.text
    return f"{line.text} {after.text}" if _PAGE_NUMBER.match(after.text) else line.text


def _is_small(line: Line, body_size: float) -> bool:
    return line.y is not None and not line.row and (line.size or 0) <= 0.93 * body_size


def _beside(a: Line, b: Line) -> bool:
    """Whether two lines begin in one column of the page."""
    return -150 < (b.x or 0) - (a.x or 0) < 100

"""What belongs to the page and not to the text: running heads and feet, page numbers, contents pages, footnotes apart.

No word is changed here; lines are kept, set apart as notes, or left out, and the count of those left out is kept.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.furniture import NOTE, is_page_number, page_furniture, web_furniture
from ingest.labels import printed_labels
from ingest.records import Line, Page, RawDocument

_LEADER = re.compile(r"(?:\.\s?){4,}|…{2,}|(?:_\s?){4,}")
_ENDS_IN_NUMBER = re.compile(r"^(?=.*[A-Za-z]).{3,}?[\s.…]\s*(\d{1,3}|[ivxlc]{1,6})$")
_BANNER = re.compile(
    r"^\W*(?:(?:DRAFT|CONFIDENTIAL|OFFICIAL|SENSITIVE|RESTRICTED|PROTECT|EMBARGOED|FICTIONAL|EXAMPLE|SAMPLE"
    r"|SPECIMEN|COPY|UNCLASSIFIED)\W*){1,4}$"
)

_NUMBER_AND_WORD = re.compile(r"^\d{1,3} [a-z]")


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
    furniture = page_furniture(document.pages, size) if document.paged else web_furniture(document.pages)
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
            yield from ((p, i) for i, text in rows if i < last or (i == last and is_page_number(text)))


def _footnotes(lines: Sequence[PlacedLine], body_size: float) -> set[int]:
    """Indexes of the small lines below the last line of the text of their column, from one that begins with a sign."""
    placed = [x for x in lines if x.line.y is not None and x.line.x is not None]
    full = [x for x in placed if (x.line.size or 0) > 0.93 * body_size or x.line.row]
    found: set[int] = set()
    if all(x.line.row for x in full) and _stand_beside(placed):
        return found
    for k, first in enumerate(lines):
        if first.index in found or not NOTE.match(first.line.text) or not _is_small(first.line, body_size):
            continue
        if any(_beside(x.line, first.line) and (x.line.y or 0) < (first.line.y or 0) for x in full):
            continue
        if k and _runs_into(lines[k - 1].line, first.line):
            continue
        found.add(first.index)
        for x in lines[k + 1 :]:
            if not _is_small(x.line, body_size) or (x.line.y or 0) > (first.line.y or 0) + 1:
                break
            found.add(x.index)
    return found


def _stand_beside(lines: Sequence[PlacedLine]) -> bool:
    """Whether three heights or more hold several lines, as on a page that is all table or drawing."""
    heights = Counter(round(x.line.y or 0.0) for x in lines)
    return sum(n > 1 for n in heights.values()) >= 3


def _runs_into(above: Line, line: Line) -> bool:
    """Whether a line that begins with a number goes on with the sentence above it: "a person under / 18 in court"."""
    if above.y is None or line.y is None or above.size != line.size or abs((above.x or 0) - (line.x or 0)) > 1.5:
        return False
    goes_on = above.text[-1].isalnum() and _NUMBER_AND_WORD.match(line.text) is not None
    return goes_on and 0 < above.y - line.y < 1.5 * (line.size or 10.0)


def _with_number(lines: Sequence[Line], i: int) -> str:
    """The text of line ``i`` with the page number that stands apart at the same height, as in a contents page."""
    line, after = lines[i], lines[i + 1] if i + 1 < len(lines) else None
    if after is None or line.y is None or after.y is None or abs(line.y - after.y) > 2:
        return line.text
    return f"{line.text} {after.text}" if is_page_number(after.text) else line.text


def _is_small(line: Line, body_size: float) -> bool:
    return line.y is not None and not line.row and (line.size or 0) <= 0.93 * body_size


def _beside(a: Line, b: Line) -> bool:
    """Whether two lines begin in one column of the page."""
    return -150 < (b.x or 0) - (a.x or 0) < 100

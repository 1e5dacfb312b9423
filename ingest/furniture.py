"""Which lines belong to the page and not to the text: running heads and feet, page numbers, what a web page adds.

A running head or foot is known by coming back: at one height on several pages, with the same words, and with numbers
that are the same or count with the pages. A footnote's number, or a reference's, counts otherwise.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.labels import roman_value
from ingest.records import Line, Page

_PAGE_NUMBER = re.compile(
    r"^\W*(?:page\s*)?(?P<label>\d{1,4}|[ivxlc]{1,7}|[A-Z]-?\d{1,3})(?:\s*(?:of|/)\s*\d{1,4})?\W*$", re.IGNORECASE
)
_WEB_FURNITURE = re.compile(
    r"^(?:hide ad|advertisement|comments? (?:are|is) closed\.?|share (?:this|on)\b.{0,40}|print this page"
    r"|skip to .{0,30}"
    r"|click to share .{0,40}|read more:?|related (?:articles|posts|stories):?|leave a (?:comment|reply).{0,30}"
    r"|posted (?:in|by) .{0,60}|tweet|facebook|linkedin|email this.{0,20}|supporting documents:?"
    r"|permanent link to this article:.*|log in to .{0,40}|subscribe.{0,40}|cookie.{0,40}|\d+ comments?"
    r"|newer post.*|older post.*|(?:related|you may also like|read next): .{0,100})$",
    re.IGNORECASE,
)
_MENU = re.compile(r"^(?:[\w&’' ]{2,24}\s*[|·•/>]\s*){2,}[\w&’' ]{2,24}$")
_IBID = re.compile(r"\b(?:ibid|op\.? ?cit)\b", re.IGNORECASE)
_NOTED = re.compile(r"^(\d{1,4})\s+\D")
_ITEM = re.compile(r"^(?:recommendation|finding|learning point|lesson|conclusion) \d{1,3}\b", re.IGNORECASE)
_NUMBER = re.compile(r"\b[ivxlc]{1,7}\b|(?<!\d)\d{1,4}(?!\d)")  # longer ones are references
_MARGIN = 0.115  # share of the page's height in which heads and feet stand
_MOST = 0.25  # share of the pages; what comes back on more of them is no footnote
_BAND = 5.0  # points within which two heights are one

NOTE = re.compile(r"^(?:\d{1,3}(?!\d|[.,/:]\d)|[*†‡§])\s*\S")  # how a footnote begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """On how many pages the words in their margins come back: ``counts`` by form and height."""

    counts: Counter[tuple[str, int]]

    def pages(self, line: Line, p: int) -> int:
        """On how many pages ``line``, of page ``p`` counted from 0, stands at its height, itself among them."""
        return max(self._found(form, line) for form in _forms(line.text, p))

    def counts_pages(self, line: Line, p: int) -> bool:
        """Whether a number in ``line`` goes on with the pages, as a page number does and no footnote's."""
        forms = list(_forms(line.text, p))
        return max((self._found(form, line) for form in forms[1:]), default=0) > max(1, self._found(forms[0], line))

    def _found(self, form: str, line: Line) -> int:
        return max(self.counts[form, _band(line) + step] for step in (-1, 0, 1))


def recurring(pages: Sequence[Sequence[Line]]) -> Recurring:
    """What comes back on the ``pages``, each given as the lines in its margins."""
    counts: Counter[tuple[str, int]] = Counter()
    for p, lines in enumerate(pages):
        counts.update({(form, _band(line)) for line in lines for form in _forms(line.text, p)})
    return Recurring(counts=counts)


def _forms(text: str, p: int) -> Iterator[str]:
    """``text`` as printed, and with each of its numbers in turn written as the distance to the page's own, ``p``."""
    bare = text.lower().replace(" ", "")
    yield bare
    for match in _NUMBER.finditer(text.lower()):
        value = int(match.group()) if match.group().isdigit() else roman_value(match.group())
        if value is not None:
            yield f"{text[: match.start()]}#{value - p}#{text[match.end() :]}".lower().replace(" ", "")


def _band(line: Line) -> int:
    return round((line.y or 0.0) / _BAND)


def is_page_number(text: str) -> bool:
    """Whether ``text`` is a page number and nothing else: "12", "Page 3 of 9", "iv"."""
    return _PAGE_NUMBER.match(text) is not None


def web_furniture(pages: Sequence[Page]) -> list[set[int]]:
    """Per page, indexes of the lines that a web page adds to its text."""
    return [
        {i for i, x in enumerate(page.lines) if _WEB_FURNITURE.match(x.text) or _MENU.match(x.text)} for page in pages
    ]


def page_furniture(pages: Sequence[Page], body_size: float | None) -> list[set[int]]:
    """Per page, indexes of the lines that are running heads and feet, or page numbers."""
    margins = [list(_margin_lines(page)) for page in pages]
    seen = recurring([[line for _, line in lines] for lines in margins])
    enough = 3 if len(pages) > 3 else 2
    bands = {height for (_, height), n in seen.counts.items() if n >= enough}
    found: list[set[int]] = []
    for p, (page, lines) in enumerate(zip(pages, margins, strict=True)):
        found.append(set())
        for i, line in lines:
            times, far_out = seen.pages(line, p), _is_far_out(line, page)
            known = times >= enough or far_out and times >= 2 and _band(line) in bands
            if far_out and _numbers_page(page.lines, i, len(pages)):
                found[p].add(i)
            elif known and (far_out or len(line.text) < 90) and not _is_text(page, i, body_size):
                surely = times >= max(enough, _MOST * len(pages)) or seen.counts_pages(line, p)
                if surely or not _is_noted(page.lines, i, body_size):
                    found[p].add(i)
    return found


def _margin_lines(page: Page) -> Iterator[tuple[int, Line]]:
    """Lines in the upper or lower margin, and the two outermost at either end wherever they stand."""
    placed = [(i, line) for i, line in enumerate(page.lines) if line.y is not None]
    by_height = sorted(placed, key=lambda item: -(item[1].y or 0.0))
    outermost = {i for i, _ in [*by_height[:2], *by_height[-2:]]}
    for i, line in placed:
        if i in outermost or _is_far_out(line, page):
            yield i, line


def _is_far_out(line: Line, page: Page) -> bool:
    share = (line.y or 0.0) / page.height
    return share > 1 - _MARGIN or share < _MARGIN


def _numbers_page(lines: Sequence[Line], i: int, last: int) -> bool:
    """Whether a lone line in the margin can number a page of a document of ``last`` pages; "2003." ends a footnote."""
    match = _PAGE_NUMBER.match(lines[i].text)
    if not match or _heads_note(lines, i):
        return False
    label = match.group("label")
    return not label.isdigit() or (int(label) <= last + 100 and not lines[i].text.rstrip().endswith("."))


def _heads_note(lines: Sequence[Line], i: int) -> bool:
    """Whether a lone number stands directly before the text of a footnote."""
    if i + 1 >= len(lines):
        return False
    a, b = lines[i], lines[i + 1]
    return abs((a.y or 0) - (b.y or 0)) < 7 and 0 < (b.x or 0) - (a.x or 0) < 30


def _is_text(page: Page, i: int, body_size: float | None) -> bool:
    """Whether a line met on several pages is text: a heading, "Recommendation 18", "Response:", a note "84 Q 71."."""
    line = page.lines[i]
    large = line.size is not None and body_size is not None and line.size > 1.4 * body_size
    if large or line.text.endswith(":") or _ITEM.match(line.text) or _IBID.search(line.text):
        return True
    near = (page.lines[k].text if 0 <= k < len(page.lines) else "" for k in (i - 1, i, i + 1))
    above, here, below = (int(m.group(1)) if (m := _NOTED.match(text)) else None for text in near)
    return here is not None and (above == here - 1 or below == here + 1)


def _is_noted(lines: Sequence[Line], i: int, body_size: float | None) -> bool:
    """Whether a line is set in small type directly under one that begins with the sign of a footnote, or does so."""
    for k in range(i, -1, -1):
        line, above = lines[k], lines[k - 1] if k else None
        if body_size is None or not line.size or line.size > 0.93 * body_size:
            return False
        if NOTE.match(line.text):
            return True
        step = (above.y or 0.0) - (line.y or 0.0) if above else -1.0
        if not 0 <= step < 1.6 * line.size:
            return False
    return False

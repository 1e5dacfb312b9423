"""Which lines are headings, and at which level: from numbers, declared levels, and from size and weight."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ingest.numbering import Label
from ingest.records import Line

_TOP = re.compile(
    r"^(?:chapter|part|appendix|annex|schedule|section|volume)\s+(?:[0-9]{1,3}|[A-Z]|[ivx]+)\b", re.IGNORECASE
)
_ITEM = re.compile(
    r"^(?:recommendations?|findings?|learning points?|key learning|lessons?|conclusions?|questions?|considerations?)\s+"
    r"\d{1,3}(?:\.\d{1,2})?[a-z]?\b(?!,| (?-i:[a-z]))",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:should|must|shall|will|recommend|be|is|are|has|have)\b|:.*\bThat\b|[:,]$")
_CAPTION = re.compile(
    r"^(?:figure|table|box|chart|graph|map|diagram|exhibit)\s+\d{1,3}(?:\.\d{1,2})?[:.]?(?=\s|$)", re.IGNORECASE
)
_LETTER = re.compile(r"^[a-z]\.\s+(?=[A-Z])")
_DATE = re.compile(
    r"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?\d{1,2}(?:st|nd|rd|th)?\s+(?:january|february|march|april|may|june|july"
    r"|august|september|october|november|december),?\s+\d{4}$",
    re.IGNORECASE,
)
_FINAL = re.compile(r"[.!?;,][\"'”’)\]]*$|\b(?:and|or|the|of|to|a|an|in|for|with|that|by)$")
_STOPS = re.compile(r"[.;][\"'”’)\]]*$")
MAX_WORDS = 22
_MAX_ITALIC = 14  # words of a heading that only its slope tells from the text
Style = tuple[float, int]  # size in half points; 0 as the text, 1 italic, 2 bold and italic, 3 bold, 4 bold capitals


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """How the document sets its text and its headings. ``levels`` maps a heading style to a level."""

    body_size: float | None
    body_bold: bool
    levels: dict[Style, int]
    body_italic: bool = False


def begins_item(text: str) -> bool:
    """Whether ``text`` begins with "Recommendation 4", "Finding 2", "Learning point 3"."""
    return _ITEM.match(text) is not None


def begins_chapter(text: str) -> bool:
    """Whether ``text`` begins with "Chapter 3", "Appendix B"."""
    return _TOP.match(text) is not None


def asks_something(text: str) -> bool:
    """Whether ``text`` says what should be or is, as a paragraph does and a heading does not."""
    return _ASKS.search(text) is not None


def is_caption(text: str, *, bare: bool = False) -> bool:
    """Whether ``text`` names a figure, table or box by its number; ``bare``: and says no more than that."""
    match = _CAPTION.match(text)
    return match is not None and (not bare or match.end() == len(text))


def is_date(text: str) -> bool:
    """Whether ``text`` is a date and nothing else, as stands over the posts of a blog."""
    return _DATE.match(text) is not None


def looks_like_heading(line: Line, label: Label | None, styles: Styles, *, alone: bool) -> bool:
    """Whether ``line`` reads and looks like a heading. ``alone`` says that space or the source sets it apart."""
    if line.heading:
        return True
    text = line.text[label.end :] if label else line.text
    words = text.split()
    if not words or len(words) > MAX_WORDS or line.bullet or line.row or not any(c.isalpha() for c in text):
        return False
    lettered = _LETTER.match(text) and line.size is not None and line.size > 1.07 * (styles.body_size or 99.0)
    if (text[0].islower() or text[0] == "(") and not lettered:
        return False
    if line.size is not None and styles.body_size is not None:
        return not _STOPS.search(text) and (is_set_apart(line, styles) or label is None and is_quiet(line, styles))
    if _FINAL.search(text) or text[0] in "“‘\"'":
        return False
    if is_date(text):
        return True
    return alone and len(words) <= 14 and not text.endswith(":") and not _ITEM.match(text)


def is_set_apart(line: Line, styles: Styles) -> bool:
    """Whether a line is larger than the text, or bold where the text is not."""
    size, body = line.size or 0.0, styles.body_size or 0.0
    return size > body * 1.07 or line.bold and not styles.body_bold and size > 0.9 * body


def is_quiet(line: Line, styles: Styles) -> bool:
    """Whether a line of the text's own size and weight can be a heading, if it stands alone: in italics, or an item."""
    size, body = line.size or 0.0, styles.body_size or 0.0
    if is_set_apart(line, styles) or size < 0.95 * body or len(line.text.split()) > MAX_WORDS:
        return False
    return line.italic and not styles.body_italic or begins_item(line.text)


def reads_as_quiet_heading(text: str) -> bool:
    """Whether ``text``, set like the text or in italics, reads as a heading: short, no sentence, nobody asked."""
    words = len(text.split())
    if begins_item(text):
        return words <= MAX_WORDS and not _ASKS.search(text) and not _STOPS.search(text)
    return words <= _MAX_ITALIC and _FINAL.search(text.rstrip("?")) is None and not text.endswith(":")


def heading_styles(lines: Iterable[tuple[Line, Label | None]], body_size: float | None) -> Styles:
    """The document's styles, from all its ``lines`` with the number each begins with."""
    rows = list(lines)
    letters = sum(len(x.text) for x, _ in rows)
    styles = Styles(
        body_size=body_size, levels={}, body_bold=sum(len(x.text) for x, _ in rows if x.bold) > 0.5 * letters,
        body_italic=sum(len(x.text) for x, _ in rows if x.italic) > 0.5 * letters,
    )  # fmt: skip
    depths: dict[Style, Counter[int]] = {}
    seen: Counter[Style] = Counter()
    for line, label in rows:
        if line.size is None or line.row or not looks_like_heading(line, label, styles, alone=True):
            continue
        if is_quiet(line, styles) and not reads_as_quiet_heading(line.text):
            continue
        seen[_rank_style(line)] += 1
        if label or _TOP.match(line.text):
            depths.setdefault(_rank_style(line), Counter())[label.depth if label else 1] += 1
    known = {s: counts.most_common(1)[0][0] for s, counts in depths.items() if 3 * counts.total() > seen[s]}
    larger = [style for style in seen if style[0] > 1.07 * (body_size or 0.0)]
    if len(larger) > 2:  # bold numbers of the text's own size number paragraphs or points then, no chapters
        known = {style: depth for style, depth in known.items() if style in larger or depth > 1}
    return replace(styles, levels=_rank(seen, known))


def style_of(line: Line) -> Style:
    """The style of a line as far as it matters: size to half a point, weight and slope."""
    return round(2 * (line.size or 0)) / 2, (2 if line.italic else 3) if line.bold else int(line.italic)


def _rank_style(line: Line) -> Style:
    """The style of a heading: among bold ones of a size those in capitals stand above the others."""
    size, weight = style_of(line)
    return size, 4 if weight == 3 and in_capitals(line.text) else weight


def in_capitals(text: str) -> bool:
    """Whether ``text`` is set in capitals: more than an abbreviation, small slips of a font left aside."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 7 and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _rank(seen: Counter[Style], known: dict[Style, int]) -> dict[Style, int]:
    """Levels by falling size; a style that numbers its headings has the depth of the numbers.

    An unnumbered style stands one below all that are larger; one that is met only once does not push others down.
    """
    levels: dict[Style, int] = {}
    above = 0
    for style in sorted(seen, reverse=True):
        levels[style] = known.get(style, above + 1)
        if style in known or seen[style] > 1:
            above = max(above, levels[style])
    return levels


def heading_level(line: Line, label: Label | None, styles: Styles, *, plain_dates: bool) -> int:
    """The level of a heading, 1 the highest. ``plain_dates``: the document has dates over its parts."""
    if line.heading:
        return line.heading
    if label:
        small = line.size is not None and styles.body_size is not None and line.size <= 1.07 * styles.body_size
        return max(label.depth, styles.levels.get(_rank_style(line), 1)) if small else label.depth
    if _TOP.match(line.text):
        return 1
    if line.size is None:
        return 2 if plain_dates and not is_date(line.text) else 1
    if line.size is not None and is_quiet(line, styles) and begins_item(line.text):
        return 1
    known = styles.levels.get(_rank_style(line))
    plain = not (is_set_apart(line, styles) or line.italic) and not begins_item(line.text)
    return known or (max(styles.levels.values(), default=0) + 1 if plain else 1)

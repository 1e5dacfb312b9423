"""Which lines are headings, and at which level: from numbers, declared levels, and from size and weight."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.numbering import Label
from ingest.records import Line

_TOP = re.compile(
    r"^(?:chapter|part|appendix|annex|schedule|section|volume)\s+(?:[0-9]{1,3}|[A-Z]|[ivx]+)\b", re.IGNORECASE
)
_ITEM = re.compile(
    r"^(?:recommendations?|findings?|learning points?|key learning|lessons?|conclusions?|questions?|considerations?)\s+"
    r"\d{1,3}(?:\.\d{1,2})?[a-z]?\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?\d{1,2}(?:st|nd|rd|th)?\s+(?:january|february|march|april|may|june|july"
    r"|august|september|october|november|december),?\s+\d{4}$",
    re.IGNORECASE,
)
_FINAL = re.compile(r"[.!?;,][\"'”’)\]]*$|\b(?:and|or|the|of|to|a|an|in|for|with|that|by)$")
_STOPS = re.compile(r"[.;][\"'”’)\]]*$")
MAX_WORDS = 22
Style = tuple[float, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """How the document sets its text and its headings. ``levels`` maps (size, bold) of a heading style to a level."""

    body_size: float | None
    body_bold: bool
    levels: dict[Style, int]


def begins_item(text: str) -> bool:
    """Whether ``text`` begins with "Recommendation 4", "Finding 2", "Learning point 3"."""
    return _ITEM.match(text) is not None


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
    if text[0].islower() or text[0] == "(":
        return False
    if line.size is not None and styles.body_size is not None:
        larger = line.size > styles.body_size * 1.07
        bold = line.bold and not styles.body_bold and line.size > 0.9 * styles.body_size
        return (larger or bold) and not _STOPS.search(text)
    if _FINAL.search(text) or text[0] in "“‘\"'":
        return False
    if is_date(text):
        return True
    return alone and len(words) <= 14 and not text.endswith(":") and not _ITEM.match(text)


def heading_styles(lines: Iterable[tuple[Line, Label | None]], body_size: float | None) -> Styles:
    """The document's styles, from all its ``lines`` with the number each begins with."""
    rows = list(lines)
    bold = sum(len(x.text) for x, _ in rows if x.bold)
    styles = Styles(body_size=body_size, body_bold=bold > 0.5 * sum(len(x.text) for x, _ in rows), levels={})
    depths: dict[Style, Counter[int]] = {}
    seen: Counter[Style] = Counter()
    for line, label in rows:
        if line.size is None or line.row or not looks_like_heading(line, label, styles, alone=True):
            continue
        seen[style_of(line)] += 1
        if label or _TOP.match(line.text):
            depths.setdefault(style_of(line), Counter())[label.depth if label else 1] += 1
    known = {s: counts.most_common(1)[0][0] for s, counts in depths.items() if 3 * counts.total() > seen[s]}
    return Styles(body_size=body_size, body_bold=styles.body_bold, levels=_rank(seen, known))


def style_of(line: Line) -> Style:
    """The style of a line as far as it matters: size to half a point, and weight."""
    return round(2 * (line.size or 0)) / 2, line.bold


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
        return label.depth
    if _TOP.match(line.text):
        return 1
    if line.size is None:
        return 2 if plain_dates and not is_date(line.text) else 1
    return styles.levels.get(style_of(line), 1)


def join_heading(lines: Sequence[Line]) -> str:
    """The words of a heading that runs over several lines."""
    return " ".join(line.text for line in lines)

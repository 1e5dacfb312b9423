"""From the runs of characters that a PDF draws to the lines that a reader sees."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ingest.readers.order import in_order
from ingest.readers.tables import column_starts, half, with_rows
from ingest.records import Line
from ingest.text import resolve_glyphs

_BOLD = ("bold", "black", "heavy", "semibold", "demi")
_ITALIC = re.compile(r"italic|oblique|(?:regular|medium|light|book|bold|-)it$")
_BULLETS = "•●○▪◦■□–‣⁃∙"
_MARKER_SIZE = 0.82  # a footnote reference is set at most this large, as a share of its line
_LEAD = re.compile(
    r"^\W*(?:[A-Z]?\d{0,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlc]{1,6}|No"
    r"|(?:recommendation|finding|lesson|(?:key )?learning(?: point)?)\s\d{1,3}[a-z]?)\W*$",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"^(?:\d{1,2}|[A-Z])(?:\.\d{1,3}){1,3}\.?\s*$")  # hangs out before its text, drawn by itself
_NOTED = re.compile(r"^\d{1,3} \S")
_NUMBERED = re.compile(r"^\d{1,3} [^\d\W]")
_STOPS = frozenset(".,;:)]’”")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_LEADER = re.compile(r"^[\s.…_]{4,}(?:\d{1,3}|[ivxlc]{1,6})?\s*$")
_LED = re.compile(r"(?:[.…_]\s?){8,}$")
_NARROW, _WIDE = frozenset("iljtfrI.,;:'’‘!|()[]- "), frozenset("mwMW@%—…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Characters drawn in one go: ``x`` and ``y`` of their first baseline point and ``size``, in points.

    ``turn``: 1 when they run up the page and were turned to be read, -1 when they run down it, 0 when they are upright.
    """

    text: str
    x: float
    y: float
    size: float
    bold: bool
    italic: bool = False
    turn: int = 0


def turned_upright(runs: Sequence[Run], width: float, height: float) -> tuple[list[Run], float]:
    """The runs, and the height of the page as it is read: its width, where most of its letters are set sideways.

    Letters that run up the page begin at its right edge once it is turned, those that run down it at its lower one.
    """
    letters = Counter[int]()
    for run in runs:
        letters[run.turn] += len(run.text.strip())
    turn = max(letters, key=lambda t: letters[t], default=0)
    if not turn:
        return list(runs), height
    up, right = (width, 0.0) if turn > 0 else (0.0, height)
    return [replace(r, x=r.x + right, y=r.y + up) if r.turn == turn else r for r in runs], width


@lru_cache(maxsize=256)
def weight_and_slope(font: str) -> tuple[bool, bool]:
    """Whether a font of this name is bold, and whether it is italic."""
    name = font.lower()
    return any(word in name for word in _BOLD), _ITALIC.search(name) is not None


@dataclass(slots=True)
class _Open:
    """A line while runs are still being added to it."""

    text: str = ""
    x: float = 0.0
    y: float = 0.0
    end: float = 0.0
    sizes: Counter[float] = field(default_factory=Counter)
    bold: int = 0
    italic: int = 0
    by_word: bool = False  # drawn word by word, so that its end is known to within half an em
    spaced: bool = False  # the last run ends with a blank of its own
    sloped: bool = False  # the last run is italic
    markers: list[tuple[int, int]] = field(default_factory=list)

    @property
    def size(self) -> float:
        return max(self.sizes, key=self.sizes.__getitem__) if self.sizes else 0.0


def lines_of(runs: Sequence[Run]) -> tuple[Line, ...]:
    """The lines in the order in which they are read, white space folded, footnote references marked.

    Cells of a table that stand side by side are lines of their own, marked as rows.
    """
    placed = list(_pieces(runs))
    columns = column_starts([(run.x, run.y) for run, _ in placed if run.text.strip()])
    by_word = _drawn_by_word(runs)
    used: set[float] = set()
    lines: list[Line] = []
    current: _Open | None = None
    for run, broken in placed:
        if not run.text.strip():
            if current and not current.text.endswith(" ") and not broken:
                current.text += " "
            continue
        apart = current is None or broken or current.text.endswith(" ") or run.text[:1].isspace()
        if (
            current is None
            or not _continues(current, run, broken)
            or (apart and _is_next_cell(current, run, columns, used))
        ):
            _close(current, lines)
            current = _Open(x=run.x, y=run.y, by_word=by_word)
        _add(current, run, broken)
    _close(current, lines)
    return in_order(with_rows(lines))


def _drawn_by_word(runs: Sequence[Run]) -> bool:
    """Whether a page is drawn one word a run, as Google Docs does."""
    words = [run.text.strip() for run in runs if run.text.strip()]
    return len(words) > 20 and sum(" " not in word for word in words) > 0.9 * len(words)


def _pieces(runs: Sequence[Run]) -> Iterator[tuple[Run, bool]]:
    """(what was drawn, whether a line was broken before it), cut at line breaks."""
    broken = False
    for run in runs:
        for i, piece in enumerate(resolve_glyphs(run.text).split("\n")):
            broken = broken or i > 0
            if piece:
                yield run if piece == run.text else replace(run, text=piece), broken
                broken = broken and not piece.strip()


def _is_next_cell(line: _Open, run: Run, columns: frozenset[float], used: set[float]) -> bool:
    """Whether ``run``, on the height of ``line``, begins where the page's columns do.

    The text after a number or bullet begins in a column too; it is a cell only below another cell (``used``).
    """
    place = half(run.x)
    if run.x <= line.x + 8 or place not in columns or _LEADER.match(run.text) or _is_marker(line, run):
        return False
    if _LEAD.match(line.text):
        return place in used
    if _runs_on(line, run) or _LED.search(line.text):
        return False
    if run.x < (line.end + line.size if line.by_word else line.end - 0.12 * (line.end - line.x)):
        return False
    if (
        _NUMBERED.match(line.text) and run.text[:1].islower() and run.x < line.end + 1.6 * line.size
    ):  # a footnote, its words set one by one
        return False
    used.add(place)
    return True


def _runs_on(line: _Open, run: Run) -> bool:
    """Whether ``run`` goes on with the words of ``line``: with a stop, or in a footnote with a blank or a new slope."""
    width = line.end - line.x
    if run.x > line.end + 0.25 * width + line.size:
        return False
    if line.spaced and abs(run.x - line.end) < 0.05 * width:  # no room but for its blank
        return True
    sloped = line.spaced and run.italic != line.sloped
    return run.text[:1] in _STOPS or _NOTED.match(line.text) is not None and (run.text[:1].isspace() or sloped)


def _continues(line: _Open, run: Run, broken: bool) -> bool:
    """Whether ``run`` stands on the same printed line. A producer may break after every word (Google Docs does)."""
    height = max(line.size, run.size, 1.0)
    if _is_marker(line, run) or _is_ordinal(line, run) or _is_noted(line, run):
        return True
    level = abs(run.y - line.y) < 0.3 * height
    if not broken:
        return level or abs(run.y - line.y) < 0.5 * height
    gap = run.x - line.end
    if level and run.x > line.x and (_LEADER.match(run.text) or _LED.search(line.text)):
        return True
    if level and 0 < gap < 5.0 * height and _PARAGRAPH.match(line.text):
        return True
    return level and -2.0 * height < gap < (1.8 if line.by_word else 1.2) * height and run.x > line.x


def _is_marker(line: _Open, run: Run) -> bool:
    """A small raised number directly after the line's last character is a footnote reference.

    A producer may raise it by the text rise (Ts), which does not show in the place that pypdf reports.
    """
    text = run.text.strip()
    shift = run.y - line.y
    raised = 0.1 * line.size < shift < 0.8 * line.size or (abs(shift) < 0.01 and not line.text.endswith(" "))
    return bool(text) and text.isdigit() and len(text) <= 3 and raised and run.size <= _MARKER_SIZE * line.size


def _is_noted(line: _Open, run: Run) -> bool:
    """Whether ``run`` is the text of a footnote and ``line`` no more than its raised number."""
    drop = line.y - run.y
    raised = line.text.strip().isdigit() and line.size <= _MARKER_SIZE * run.size and 0.1 * run.size < drop < run.size
    return raised and abs(run.x - line.end) < 2 * run.size


def _is_ordinal(line: _Open, run: Run) -> bool:
    """Whether a small raised "th" directly follows the number of a day or century."""
    raised = 0.1 * line.size < run.y - line.y < 0.8 * line.size and run.size <= _MARKER_SIZE * line.size
    return raised and run.text.strip() in _ORDINALS and line.text[-1:].isdigit() and abs(run.x - line.end) < line.size


def _add(line: _Open, run: Run, broken: bool) -> None:
    marker = bool(line.text) and _is_marker(line, run)
    close = marker or _is_ordinal(line, run)
    hung = _PARAGRAPH.match(line.text) is not None and run.x > line.end + 0.1 * line.size
    if (broken or hung) and line.text and not line.text.endswith(" ") and not run.text.startswith(" ") and not close:
        line.text += " "
    if run.text[:1].isspace() and (line.text.endswith(" ") or not line.text):
        run = replace(run, text=run.text.lstrip())
    start = len(line.text)
    line.text += " ".join(run.text.split()) + (" " if run.text[-1:].isspace() else "")
    if run.text[:1].isspace() and line.text[start : start + 1] != " ":
        line.text = line.text[:start] + " " + line.text[start:]
    letters = len(run.text.strip())
    if marker:
        line.markers.append((start, start + letters))
    else:
        line.sizes[round(run.size, 1)] += letters
        line.bold += letters if run.bold else 0
        line.italic += letters if run.italic else 0
    line.spaced, line.sloped = run.text[-1:].isspace(), run.italic
    line.end = max(line.end, run.x + run.size * sum(map(_advance, run.text)))


@lru_cache(maxsize=1024)
def _advance(character: str) -> float:
    """About how wide a character is set in a book face, in ems; tells neighbours from cells of a table."""
    if character in _NARROW:
        return 0.28
    if character in _WIDE:
        return 0.85
    return 0.68 if character.isupper() else 0.52


def _close(line: _Open | None, lines: list[Line]) -> None:
    if line is None or not line.text.strip():
        return
    text = line.text.rstrip()
    lines.append(
        Line(
            text=text,
            x=round(line.x, 1),
            y=round(line.y, 1),
            size=line.size,
            bold=line.bold > 0.9 * sum(line.sizes.values()),
            italic=line.italic > 0.9 * sum(line.sizes.values()),
            bullet=text[0] in _BULLETS and (len(text) == 1 or text[1] in " \t"),
            markers=tuple(line.markers),
        )
    )

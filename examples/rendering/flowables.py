"""Paragraphs as reportlab sets them: they split over pages, carry their footnotes and note where they were drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable

from examples.rendering.content import Run
from examples.rendering.ledger import Ledger
from examples.rendering.lines import Line
from examples.rendering.styles import RULE, Style

NOTE_RULE = 9.0
_ORPHANS = 2
_WIDOWS = 2
_FUZZ = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a paragraph is in the ledger. `prefix` is text of its own that stands where its number would (`a)`)."""

    ref: str
    cell: int = 0
    prefix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Lines and how they are set in a column `width` points wide; `tag` is the number or bullet before the first."""

    lines: tuple[Line, ...]
    style: Style
    width: float
    tag: str = ""
    target: Target | None = None

    def part(self, start: int, end: int | None) -> Matter:
        """Return the lines from `start` to `end`; only a part with the first line has the tag."""
        if start == 0:
            return replace(self, lines=self.lines[:end])
        target = replace(self.target, prefix="") if self.target else None
        return replace(self, lines=self.lines[start:end], tag="", target=target)


class SetParagraph(Flowable):
    """Matter on its way to a page. `footnotes` holds the set footnotes of the whole document by their number."""

    def __init__(self, matter: Matter, *, ledger: Ledger, footnotes: Mapping[int, SetParagraph]) -> None:
        super().__init__()
        self.matter = matter
        self.ledger = ledger
        self.footnotes = footnotes

    @property
    def notes(self) -> tuple[SetParagraph, ...]:
        """The footnotes whose markers stand in these lines."""
        return tuple(self.footnotes[number] for line in self.matter.lines for number in line.notes)

    @property
    def set_height(self) -> float:
        """The height in points, padding included, notes and the space around left out."""
        return len(self.matter.lines) * self.matter.style.leading + 2 * self.matter.style.pad

    def start_height(self) -> float:
        """Return the height without which nothing of this can be begun on a page, footnotes included."""
        start = self._part(0, next(iter(self._break_points()), None))
        return start.set_height + notes_height(start.notes)

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Return the size; the lines were broken before, for the width of their column."""
        return self.matter.width, self.set_height

    def getSpaceBefore(self) -> float:
        """Return the space above, in points."""
        return self.matter.style.before

    def getSpaceAfter(self) -> float:
        """Return the space beneath, in points."""
        return self.matter.style.after

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        """Return the part that fits with its footnotes and the rest, or nothing where too little would stand alone."""
        for count in reversed(self._break_points()):
            first = self._part(0, count)
            if first.set_height + notes_height(first.notes) <= availHeight + _FUZZ:
                return [first, self._part(count, None)]
        return []

    def _break_points(self) -> Sequence[int]:
        """Return after how many lines a page may end: no widow, no orphan, no word that goes on overleaf."""
        lines = self.matter.lines
        return [count for count in range(_ORPHANS, len(lines) - _WIDOWS + 1) if not lines[count - 1].joined]

    def _part(self, start: int, end: int | None) -> SetParagraph:
        return SetParagraph(self.matter.part(start, end), ledger=self.ledger, footnotes=self.footnotes)

    def draw(self) -> None:
        """Draw, and write into the ledger what stands on this page."""
        canvas: Canvas = self.canv
        matter = self.matter
        self._draw_ground(canvas)
        canvas.setFillColor(matter.style.colour)
        base = self.set_height - matter.style.pad - 0.76 * matter.style.leading
        for index, line in enumerate(matter.lines):
            y = base - index * matter.style.leading
            if matter.tag and not index:
                self._draw_tag(canvas, y)
            self._draw_line(canvas, line, y)
        if matter.target is not None:
            target = matter.target
            text = (f"{target.prefix} " if target.prefix else "") + "".join(line.text for line in matter.lines)
            self.ledger.wrote(target.ref, page=canvas.getPageNumber(), text=text, cell=target.cell)

    def _draw_ground(self, canvas: Canvas) -> None:
        style = self.matter.style
        if style.fill is not None:
            canvas.setFillColor(style.fill)
            canvas.rect(0, -0.3, self.matter.width, self.set_height + 0.6, stroke=0, fill=1)
        if style.bar is not None:
            canvas.setFillColor(style.bar)
            canvas.rect(0 if style.fill else style.indent - 9, -0.3, 2.2, self.set_height + 0.6, stroke=0, fill=1)

    def _draw_tag(self, canvas: Canvas, y: float) -> None:
        style = self.matter.style
        text = canvas.beginText(style.tag_indent, y)
        text.setFont(style.setting.font, style.setting.size)
        text.textOut(self.matter.tag)
        canvas.drawText(text)

    def _draw_line(self, canvas: Canvas, line: Line, y: float) -> None:
        style = self.matter.style
        room = self.matter.width - style.indent - style.right
        text = canvas.beginText(style.indent, y)
        gaps = len(line.words) - 1
        if style.justify and gaps and not line.last:
            text.setWordSpace((room - line.width) / gaps)
        for run in _runs_of(line):
            text.setFont(*style.setting.font_of(run))
            text.setRise(0.36 * style.setting.size if run.note is not None else 0)
            text.textOut(style.setting.face.drawn(run.text))
        text.setRise(0)
        text.setWordSpace(0)
        canvas.drawText(text)


def _runs_of(line: Line) -> list[Run]:
    """Return the runs of a line, spaces and the added hyphen included, neighbours in one face as one run."""
    pieces: list[Run] = []
    for index, word in enumerate(line.words):
        pieces += [Run(text=" ", bold=word.runs[0].bold)] if index else []
        pieces += word.runs
    pieces += [Run(text="-", bold=pieces[-1].bold)] if line.hyphen else []
    runs: list[Run] = []
    for piece in pieces:
        alike = runs and piece.note is None and runs[-1].note is None and runs[-1].bold == piece.bold
        if alike:
            runs[-1] = Run(text=runs[-1].text + piece.text, bold=piece.bold)
        else:
            runs.append(piece)
    return runs


def notes_of(flowable: Flowable) -> tuple[SetParagraph, ...]:
    """Return the footnotes that must stand on the page that shows `flowable`."""
    return tuple(getattr(flowable, "notes", ()))


def notes_height(notes: Sequence[SetParagraph], *, begun: bool = False) -> float:
    """Return the room that footnotes take at the foot of a page; the rule above them counts unless they have begun."""
    if not notes:
        return 0.0
    return sum(note.set_height + note.matter.style.after for note in notes) + (0.0 if begun else NOTE_RULE)


class NoteRule(Flowable):
    """The short rule above the footnotes of a page."""

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Return the size."""
        return availWidth, NOTE_RULE

    def draw(self) -> None:
        """Draw the rule."""
        self.canv.setStrokeColor(RULE)
        self.canv.setLineWidth(0.6)
        self.canv.line(0, NOTE_RULE / 2 + 1, 130, NOTE_RULE / 2 + 1)

"""Pages: frames that keep room for the footnotes of what they hold, and the head and foot around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.doctemplate import BaseDocTemplate, PageTemplate
from reportlab.platypus.flowables import Flowable
from reportlab.platypus.frames import Frame

from examples.rendering.facts import Facts
from examples.rendering.flowables import NOTE_RULE, NoteRule, SetParagraph, notes_height, notes_of
from examples.rendering.ledger import Ledger
from examples.rendering.styles import (
    BOTTOM,
    GREY,
    GUTTER,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RULE,
    TEXT_WIDTH,
    TOP,
    Styles,
)

FICTIONAL = "FICTIONAL EXAMPLE"
HEAD_Y = PAGE_HEIGHT - 17 * mm
FOOT_Y = 16 * mm
SMALL_Y = 10 * mm
_BODY = ("opening", "body", "scanned")


class NotesFrame(Frame):
    """A frame whose bottom rises by the height of the footnotes that its content calls for."""

    def __init__(self, x: float, width: float, *, top: float = TOP) -> None:
        super().__init__(x, BOTTOM, width, top - BOTTOM, 0, 0, 0, 0)
        self.held: list[SetParagraph] = []

    def begin(self) -> None:
        """Make ready for a new page."""
        self.held = []
        self.bottomPadding = 0

    def add(self, flowable: Flowable, canv: Canvas, trySplit: int = 0) -> Literal[0, 1]:
        """Draw the flowable if it fits above its footnotes; return whether it did."""
        notes = notes_of(flowable)
        room = notes_height(notes, begun=bool(self.held))
        self.bottomPadding += room
        added = super().add(flowable, canv, trySplit)
        if added:
            self.held.extend(notes)
        else:
            self.bottomPadding -= room
        return added

    def draw_notes(self, canvas: Canvas) -> None:
        """Draw the footnotes at the foot of the frame, in the order of their markers."""
        if not self.held:
            return
        y = BOTTOM + notes_height(self.held) - NOTE_RULE
        NoteRule().drawOn(canvas, self.x1, y)
        for note in self.held:
            y -= note.set_height
            note.drawOn(canvas, self.x1, y)
            y -= note.matter.style.after


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNumbers:
    """What is printed for each page, as far as the drawing before this one tells. Pages count from 1 in the file."""

    roman_front: bool
    first_body_page: int
    pages: int

    def label(self, page: int) -> str:
        """Return the printed label of a page: `iv`, or `12`."""
        if self.roman_front and page < self.first_body_page:
            return roman(page)
        return str(page - self.first_body_page + 1 if self.roman_front else page)

    def foot(self, pattern: str, page: int) -> str:
        """Return the running head or foot of a page. In roman front matter {page} is the label, {pages} the body's."""
        total = self.pages - self.first_body_page + 1 if self.roman_front else self.pages
        label = self.label(page)
        return pattern.replace("{page}", label).replace("{pages}", str(total)).replace("{label}", label)


def roman(number: int) -> str:
    """Return a number from 1 to 49 in lower-case roman numerals."""
    out = ""
    for value, letters in ((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value:
            out, number = out + letters, number - value
    return out


class Pages:
    """The page templates of one document."""

    def __init__(self, facts: Facts, styles: Styles, *, numbers: PageNumbers, ledger: Ledger) -> None:
        self.facts = facts
        self.styles = styles
        self.numbers = numbers
        self.ledger = ledger
        self._body_seen = False

    def templates(self, *, first: str, title_height: float) -> list[PageTemplate]:
        """Return the templates cover, contents, opening, body and scanned, the one named `first` first.

        An opening page has the columns of the body beneath a title of the given height.
        """
        title = Frame(MARGIN, TOP - title_height, TEXT_WIDTH, title_height, 0, 0, 0, 0)
        whole = Frame(0, 0, PAGE_WIDTH, PAGE_HEIGHT, 0, 0, 0, 0)
        made = (
            self._template("cover", [NotesFrame(MARGIN, TEXT_WIDTH)], self._cover_edges),
            self._template("contents", [NotesFrame(MARGIN, TEXT_WIDTH)], self._edges),
            self._template("opening", [title, *self._columns(TOP - title_height)], self._edges),
            self._template("body", self._columns(TOP), self._edges),
            self._template("scanned", [whole], lambda canvas, page: None),
        )
        return sorted(made, key=lambda template: str(template.id) != first)

    def _columns(self, top: float) -> list[NotesFrame]:
        columns = self.facts.layout.columns
        width = self.styles.column_width(columns)
        return [NotesFrame(MARGIN + index * (width + GUTTER), width, top=top) for index in range(columns)]

    def _template(self, name: str, frames: Sequence[Frame], edges: Callable[[Canvas, int], None]) -> PageTemplate:
        def begin(canvas: Canvas, document: BaseDocTemplate) -> None:
            page = canvas.getPageNumber()
            for frame in frames:
                if isinstance(frame, NotesFrame):
                    frame.begin()
            if page == 1:
                self._label_pages(canvas)
            if name in _BODY and not self._body_seen:
                self._body_seen = True
                self.ledger.first_body_page = page
            if name == "cover":
                canvas.setFillColor(self.styles.accent)
                canvas.rect(0, PAGE_HEIGHT - 14 * mm, PAGE_WIDTH, 14 * mm, stroke=0, fill=1)
            if name in ("opening", "body", "contents"):
                self._draw_head(canvas, page)

        def finish(canvas: Canvas, document: BaseDocTemplate) -> None:
            for frame in frames:
                if isinstance(frame, NotesFrame):
                    frame.draw_notes(canvas)
            edges(canvas, canvas.getPageNumber())

        return PageTemplate(id=name, frames=list(frames), onPage=begin, onPageEnd=finish)

    def _label_pages(self, canvas: Canvas) -> None:
        body = self.numbers.first_body_page
        if self.numbers.roman_front and body > 1:
            canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
            canvas.addPageLabel(body - 1, style="ARABIC", start=1)
        else:
            canvas.addPageLabel(0, style="ARABIC", start=1)

    def edges(self, page: int) -> tuple[str, str, str]:
        """Return the running head, the running foot and the small print of a page."""
        layout = self.facts.layout
        return self.numbers.foot(layout.head, page), self.numbers.foot(layout.foot, page), FICTIONAL

    def _draw_head(self, canvas: Canvas, page: int) -> None:
        head = self.edges(page)[0]
        if not head:
            return
        canvas.setFont(self.styles.face.regular, 8.5)
        canvas.setFillColor(GREY)
        canvas.drawString(MARGIN, HEAD_Y, head)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, HEAD_Y - 5, PAGE_WIDTH - MARGIN, HEAD_Y - 5)

    def _edges(self, canvas: Canvas, page: int) -> None:
        front = self.numbers.roman_front and page < self.numbers.first_body_page
        foot = self.numbers.label(page) if front else self.edges(page)[1]
        canvas.setFont(self.styles.face.regular, 8.5)
        canvas.setFillColor(GREY)
        canvas.drawCentredString(PAGE_WIDTH / 2, FOOT_Y, foot)
        self._small_print(canvas)

    def _cover_edges(self, canvas: Canvas, page: int) -> None:
        self._small_print(canvas)

    def _small_print(self, canvas: Canvas) -> None:
        canvas.setFont(self.styles.face.regular, 6.5)
        canvas.setFillColor(GREY)
        canvas.drawCentredString(PAGE_WIDTH / 2, SMALL_Y, FICTIONAL)

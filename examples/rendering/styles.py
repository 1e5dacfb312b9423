"""The looks of the PDF: measures in points, colours, and the style of every sort of paragraph."""

from __future__ import annotations

from dataclasses import dataclass, replace
from zlib import crc32

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from examples.rendering.facts import Facts
from examples.rendering.fonts import Face
from examples.rendering.lines import Setting

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 25 * mm
TOP = PAGE_HEIGHT - 27 * mm
BOTTOM = 26 * mm
GUTTER = 8 * mm
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
INK = HexColor("#1a1a1a")
GREY = HexColor("#5f6368")
RULE = HexColor("#b5b9bd")
_ACCENTS = ("#1f3a5f", "#1d5c5c", "#6b2737", "#3b4a2f", "#4a2d5e", "#20405a")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How one sort of paragraph is set.

    `indent` and `right` are the distances of the text from the edges of its column; the number or bullet stands
    `tag_indent` from the left edge. `pad` is the room within a filled box. What is
    set with `keep` never stands at the foot of a page without what follows it.
    """

    setting: Setting
    leading: float
    colour: Color = INK
    indent: float = 0
    right: float = 0
    tag_indent: float = 0
    before: float = 0
    after: float = 0
    justify: bool = False
    fill: Color | None = None
    bar: Color | None = None
    pad: float = 0
    keep: bool = False


class Styles:
    """All styles of one document. Built from its facts and face; nothing changes afterwards."""

    def __init__(self, facts: Facts, face: Face) -> None:
        layout = facts.layout
        size = layout.size
        accent = HexColor(_ACCENTS[crc32(facts.publisher.encode()) % len(_ACCENTS)])
        regular = Setting(face=face, font=face.regular, size=size, hyphenate=layout.hyphenate)
        bold = replace(regular, font=face.bold, hyphenate=False)
        italic = replace(regular, font=face.italic)
        self.face = face
        self.accent = accent
        self.tint = _tint(accent)
        self.number_indent = _number_indent(facts)
        self.body = Style(
            setting=regular, leading=size * 1.36, before=size * 0.6, after=size * 0.7, justify=layout.justify
        )
        self.bullet = replace(self.body, before=size * 0.2, after=size * 0.35)
        self.quote = replace(
            self.body, setting=italic, indent=10 * mm, right=8 * mm, before=size * 0.2, bar=_tint(accent, 0.55), pad=2
        )
        self.pull = Style(
            setting=replace(italic, size=size * 1.45, hyphenate=False),
            leading=size * 1.9,
            colour=accent,
            indent=6 * mm,
            right=6 * mm,
            before=size,
            after=size * 1.2,
        )
        self.box = replace(self.body, fill=self.tint, bar=accent, pad=5, indent=5 * mm, right=5 * mm, before=0, after=0)
        self.box_title = replace(self.box, setting=bold, colour=accent, justify=False, keep=True)
        self.note = Style(
            setting=replace(regular, size=size * 0.8, hyphenate=False), leading=size, indent=4 * mm, after=1.5
        )
        self.cell = Style(setting=replace(regular, size=size * 0.88), leading=size * 1.12)
        self.cell_head = replace(self.cell, setting=replace(bold, size=size * 0.88), colour=HexColor("#ffffff"))
        self.byline = replace(self.body, setting=replace(italic, hyphenate=False), colour=GREY, justify=False)
        self.headings = _headings(bold, accent)
        self.title = Style(setting=replace(bold, size=size * 2.5), leading=size * 3.1, colour=accent, after=size)
        self.small = replace(self.body, setting=replace(regular, size=size * 0.85, hyphenate=False), colour=GREY)

    def column_width(self, columns: int, width: float = TEXT_WIDTH) -> float:
        """Return the width of one of so many columns."""
        return (width - GUTTER * (columns - 1)) / columns


def _headings(bold: Setting, accent: Color) -> tuple[Style, Style, Style]:
    size = bold.size
    return (
        _heading(bold, size=size * 1.6, before=size * 1.6, after=size * 0.8, colour=accent),
        _heading(bold, size=size * 1.2, before=size, after=size * 0.5, colour=accent),
        _heading(bold, size=size, before=size * 0.7, after=size * 0.35, colour=INK),
    )


def _heading(setting: Setting, *, size: float, before: float, after: float, colour: Color) -> Style:
    setting = replace(setting, size=size)
    return Style(setting=setting, leading=size * 1.3, before=before, after=after, colour=colour, keep=True)


def _number_indent(facts: Facts) -> float:
    """Return how far numbered text stands in: enough for the longest number of its scheme; 0 without numbers."""
    per_size = {"none": 0.0, "continuous": 2.5, "section": 3.3, "subsection": 4.1}[facts.layout.numbering]
    return facts.layout.size * per_size


def _tint(colour: Color, strength: float = 0.08) -> Color:
    return Color(*(1 - strength * (1 - part) for part in (colour.red, colour.green, colour.blue)))

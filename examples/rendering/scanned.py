"""Pages drawn as pictures: paper that was scanned, without any text to select."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.platypus.flowables import Flowable

from examples.rendering.content import Entry, HeadingPart, Part, Run
from examples.rendering.fonts import Face, font_path, open_face
from examples.rendering.ledger import Ledger
from examples.rendering.lines import Line, Setting, break_lines, words_of
from examples.rendering.styles import MARGIN, PAGE_HEIGHT, PAGE_WIDTH, TOP

_DOTS = 110
_SCALE = _DOTS / 72
_SIZE = 12.0
_LEADING = 17.0
_LAST_LINE = 40 * 72 / 25.4
_NOISE = 7
_TURN = 0.5
_QUALITY = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A line on a sheet: points from the left edge and from the foot of the page. `ref` is null for a heading."""

    line: Line
    x: float
    y: float
    bold: bool
    ref: str | None
    label: str = ""


Sheet = tuple[SheetLine, ...]


def sheets_of(parts: Sequence[Part]) -> list[Sheet]:
    """Return the sheets that hold the headings and paragraphs of a scanned block, in order."""
    face = _face(parts)
    width = PAGE_WIDTH - 2 * MARGIN
    sheets: list[list[SheetLine]] = [[]]
    y = TOP - _LEADING
    for part in parts:
        if not isinstance(part, Entry | HeadingPart):
            continue
        bold = isinstance(part, HeadingPart)
        indent = 18.0 if isinstance(part, Entry) and part.marker else 0.0
        runs = words_of(part.runs) if isinstance(part, Entry) else words_of(_heading_runs(part))
        setting = Setting(face=face, font=face.bold if bold else face.regular, size=_SIZE)
        for index, line in enumerate(break_lines(runs, width=width - indent, setting=setting)):
            if y < _LAST_LINE:
                sheets.append([])
                y = TOP - _LEADING
            label = part.marker or "" if isinstance(part, Entry) and not index else ""
            ref = part.ref if isinstance(part, Entry) else None
            sheets[-1].append(SheetLine(line=line, x=MARGIN + indent, y=y, bold=bold, ref=ref, label=label))
            y -= _LEADING
        y -= 0.6 * _LEADING
    return [tuple(sheet) for sheet in sheets]


class ScannedPage(Flowable):
    """One sheet as a picture that fills the page; `edges` returns head, foot and small print for a page number."""

    def __init__(self, sheet: Sheet, *, edges: Callable[[int], tuple[str, str, str]], ledger: Ledger) -> None:
        super().__init__()
        self.sheet = sheet
        self.edges = edges
        self.ledger = ledger

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Return the size of the page."""
        return availWidth, availHeight

    def draw(self) -> None:
        """Draw the picture, and write into the ledger what it shows."""
        page = self.canv.getPageNumber()
        picture = draw_sheet(self.sheet, edges=self.edges(page), seed=page)
        self.canv.drawImage(ImageReader(BytesIO(picture)), 0, 0, width=PAGE_WIDTH, height=PAGE_HEIGHT)
        for item in self.sheet:
            if item.ref is not None:
                label = f"{item.label} " if item.label not in ("", "•") else ""
                self.ledger.wrote(item.ref, page=page, text=label + item.line.text)


def draw_sheet(sheet: Sheet, *, edges: tuple[str, str, str], seed: int) -> bytes:
    """Return a sheet as a grey JPEG picture: slightly turned, slightly noisy, the same bytes for the same `seed`."""
    chance = Random(seed)
    size = (round(PAGE_WIDTH * _SCALE), round(PAGE_HEIGHT * _SCALE))
    picture = Image.new("L", size, 250)
    pen = ImageDraw.Draw(picture)
    for item in sheet:
        at = (item.x * _SCALE, (PAGE_HEIGHT - item.y) * _SCALE)
        if item.label:
            pen.text((at[0] - 16 * _SCALE, at[1]), item.label, font=_font(bold=False, size=_SIZE), fill=35, anchor="ls")
        pen.text(at, item.line.text.rstrip(), font=_font(bold=item.bold, size=_SIZE), fill=35, anchor="ls")
    head, foot, small = edges
    for text, x, y, anchor in (
        (head, MARGIN, PAGE_HEIGHT - 17 * 72 / 25.4, "ls"),
        (foot, PAGE_WIDTH / 2, 16 * 72 / 25.4, "ms"),
        (small, PAGE_WIDTH / 2, 10 * 72 / 25.4, "ms"),
    ):
        at = (x * _SCALE, (PAGE_HEIGHT - y) * _SCALE)
        pen.text(at, text, font=_font(bold=False, size=8.5), fill=70, anchor=anchor)
    turned = picture.rotate(
        chance.uniform(0.2, _TURN) * chance.choice((-1, 1)), Image.Resampling.BICUBIC, fillcolor=244
    )
    grain = Image.frombytes("L", size, chance.randbytes(size[0] * size[1])).filter(ImageFilter.BoxBlur(0.6))
    speckled = Image.blend(turned, grain, _NOISE / 100)
    out = BytesIO()
    speckled.save(out, format="JPEG", quality=_QUALITY)
    return out.getvalue()


def _heading_runs(part: HeadingPart) -> tuple[Run, ...]:
    return (Run(text=part.printed),)


def _face(parts: Sequence[Part]) -> Face:
    words = "".join(part.text for part in parts if isinstance(part, Entry))
    return open_face("serif", ligatures=False, text=words)


@cache
def _font(*, bold: bool, size: float) -> ImageFont.FreeTypeFont:
    name = "STIXGeneralBol" if bold else "STIXGeneral"
    return ImageFont.truetype(str(font_path(name)), size * _SCALE, layout_engine=ImageFont.Layout.BASIC)

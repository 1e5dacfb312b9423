"""Pages of a PDF as pictures, and where on them each letter stands, both by PDFium."""

import ctypes
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import UnreadableError

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_HYPHENS = frozenset("\x02\ufffe\xad")  # how PDFium writes a hyphen that ends a line
_UNITS = 1 << 20  # of PDFium's whole device numbers: fine enough for a place on any page
_MAX_PIXELS = 8_000_000
_MARKER = (255, 226, 130)  # white paper under a marker; black print stays black
_EDGE = (150, 90, 0)  # under each marked line, for those who do not see the colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on a page as it is shown, in shares of its width and height from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLetters:
    """What is printed on a page: ``text``, and for each character of it its box, None where nothing is drawn."""

    text: str
    boxes: tuple[Box | None, ...]


def read_letters(path: Path, index: int) -> PageLetters:
    """The letters of page ``index``, counted from 0, in the order in which the file draws them.

    Raises UnreadableError.
    """
    import pypdfium2.raw as raw

    with _page(path, index) as page, ExitStack() as closing:
        textpage = page.get_textpage()
        closing.callback(textpage.close)
        letters: list[str] = []
        boxes: list[Box | None] = []
        for i in range(raw.FPDFText_CountChars(textpage)):
            code = raw.FPDFText_GetUnicode(textpage, i)
            letter = chr(code) if 0 < code <= 0x10FFFF else "\ufffd"
            broken = letter in _HYPHENS and raw.FPDFText_IsHyphen(textpage, i) == 1
            box = _box(page.raw, textpage.raw, i)
            for character in "-\n" if broken else letter:
                letters.append(character)
                boxes.append(None if character.isspace() else box)
        return PageLetters(text="".join(letters), boxes=tuple(boxes))


def draw_page(path: Path, index: int, marks: Sequence[Box], dpi: float) -> bytes:
    """Page ``index``, counted from 0, as a PNG at ``dpi``, or at less where that would take too many pixels.

    Each of ``marks`` is coloured as with a marker and underlined. Raises UnreadableError.
    """
    import numpy as np

    with _page(path, index) as page, ExitStack() as closing:
        width, height = (max(1.0, side) for side in page.get_size())
        scale = min(dpi / 72, (_MAX_PIXELS / (width * height)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
        closing.callback(bitmap.close)
        pixels = np.array(bitmap.to_numpy()[..., :3])
    tall, wide = pixels.shape[:2]
    for mark in marks:
        left, right = max(0, round(mark.left * wide)), min(wide, round(mark.right * wide))
        top, bottom = max(0, round(mark.top * tall)), min(tall, round(mark.bottom * tall))
        under = pixels[top:bottom, left:right]
        under[:] = (under.astype(np.uint16) * np.array(_MARKER, dtype=np.uint16) // 255).astype(np.uint8)
        pixels[bottom : bottom + 2, left:right] = _EDGE
    return _png(wide, tall, pixels.tobytes())


def page_size(path: Path, index: int) -> tuple[float, float]:
    """Width and height of page ``index``, counted from 0, as it is shown, in points.

    Raises UnreadableError.
    """
    with _page(path, index) as page:
        width, height = page.get_size()
        return max(1.0, width), max(1.0, height)


@contextmanager
def _page(path: Path, index: int) -> Iterator["PdfPage"]:
    import pypdfium2

    failures = (pypdfium2.PdfiumError, ValueError, OverflowError, IndexError, OSError, ctypes.ArgumentError)
    with ExitStack() as closing:
        try:
            document = pypdfium2.PdfDocument(path)
            closing.callback(document.close)
            page = document[index]
            closing.callback(page.close)
            yield page
        except failures as error:
            raise UnreadableError(f"PDFium cannot show page {index + 1}: {error}", thing=path.name) from error


def _box(page: Any, textpage: Any, i: int) -> Box | None:
    """Where character ``i`` is drawn on the page as it is shown; None for one that is not drawn."""
    import pypdfium2.raw as raw

    if raw.FPDFText_IsGenerated(textpage, i) == 1:
        return None
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not raw.FPDFText_GetCharBox(textpage, i, left, right, bottom, top):
        return None
    corners = [_shown(page, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return Box(left=min(across), top=min(down), right=max(across), bottom=max(down))


def _shown(page: Any, x: float, y: float) -> tuple[float, float]:
    import pypdfium2.raw as raw

    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, _UNITS, _UNITS, 0, x, y, across, down)
    return across.value / _UNITS, down.value / _UNITS


def _png(width: int, height: int, pixels: bytes) -> bytes:
    """A PNG of RGB ``pixels`` (W3C PNG, section 5), each row with the filter "none"."""
    rows = b"".join(b"\0" + pixels[y * width * 3 : (y + 1) * width * 3] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )

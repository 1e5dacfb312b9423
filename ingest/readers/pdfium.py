"""The one door to pypdfium2: pages as runs of characters with their place, and pages as pictures."""

import ctypes
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from ingest.errors import UnreadableError
from ingest.glyphs import storable
from ingest.readers.pdf_lines import Run, turned_upright, weight_and_slope

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_HYPHENS = frozenset("\x02\ufffe\xad")  # how PDFium writes a hyphen that ends a line
_MAX_PIXELS = 25_000_000  # an A4 page at 300 dpi has 8.7 million; a page of 14,400 points would have billions
_MAX_SIDE = 20_000
_IMAGE = 3  # FPDF_PAGEOBJ_IMAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page in shades of grey, one byte a pixel, row by row from the top; ``dpi`` as it was rendered."""

    width: int
    height: int
    dpi: float
    pixels: bytes

    @property
    def blank(self) -> bool:
        """Whether every pixel has the same shade, or nearly."""
        return not self.pixels or max(self.pixels) - min(self.pixels) < 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """What PDFium reads on one page; ``height`` in points."""

    runs: tuple[Run, ...]
    text: str
    height: float


class PdfiumFile:
    """A PDF opened by PDFium. Close it, or use it in a ``with``.

    Raises UnreadableError when PDFium cannot open it, or finds no pages.
    """

    def __init__(self, path: Path) -> None:
        import pypdfium2

        self._failures = (pypdfium2.PdfiumError, ValueError, OverflowError, ctypes.ArgumentError)
        try:
            self._pdf = pypdfium2.PdfDocument(path)
            self._count = len(self._pdf)
        except (*self._failures, OSError) as error:
            raise UnreadableError(f"PDFium cannot open it: {error}", thing=path.name) from error
        if not self._count:
            self._pdf.close()
            raise UnreadableError("PDFium finds no pages", thing=path.name)

    def __len__(self) -> int:
        return self._count

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pdf.close()

    @property
    def title(self) -> str | None:
        """The title that the file declares."""
        try:
            return storable(self._pdf.get_metadata_value("Title")).strip() or None
        except (*self._failures, UnicodeError):
            return None

    def page(self, index: int) -> PageText:
        """The text of page ``index``, counted from 0.

        Raises UnreadableError.
        """
        page = self._load(index)
        try:
            textpage = page.get_textpage()
            try:
                runs = _runs(textpage.raw)
            finally:
                textpage.close()
            turned, height = turned_upright(runs, *_sides(page))
            return PageText(runs=tuple(turned), text=_text(runs), height=height)
        except self._failures as error:
            raise UnreadableError(f"PDFium cannot read page {index + 1}: {error}") from error
        finally:
            page.close()

    def text(self, index: int) -> str:
        """The characters of page ``index``, counted from 0, without their places.

        Raises UnreadableError.
        """
        page = self._load(index)
        try:
            textpage = page.get_textpage()
            try:
                return str(textpage.get_text_range())
            finally:
                textpage.close()
        except self._failures as error:
            raise UnreadableError(f"PDFium cannot read page {index + 1}: {error}") from error
        finally:
            page.close()

    def picture(self, index: int, dpi: float) -> Picture:
        """Page ``index``, counted from 0, in grey at ``dpi``, or at less where that would take too many pixels.

        Raises UnreadableError.
        """
        page = self._load(index)
        try:
            width, height = (max(1.0, side) for side in page.get_size())
            scale = min(dpi / 72, (_MAX_PIXELS / (width * height)) ** 0.5, _MAX_SIDE / max(width, height))
            bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
            try:
                return _picture(bitmap, 72 * scale)
            finally:
                bitmap.close()
        except self._failures as error:
            raise UnreadableError(f"PDFium cannot draw page {index + 1}: {error}") from error
        finally:
            page.close()

    def pictured(self, index: int) -> bool:
        """Whether pictures cover over half of page ``index``, counted from 0, as they do on a scan."""
        try:
            page = self._load(index)
        except UnreadableError:
            return False
        try:
            width, height = page.get_size()
            covered = 0.0
            for image in page.get_objects(filter=[_IMAGE], max_depth=3):
                left, bottom, right, top = image.get_bounds()
                covered += max(0.0, right - left) * max(0.0, top - bottom)
            return bool(covered > 0.5 * width * height)
        except self._failures:
            return False
        finally:
            page.close()

    def _load(self, index: int) -> "PdfPage":
        try:
            return self._pdf[index]
        except (*self._failures, IndexError) as error:
            raise UnreadableError(f"PDFium cannot load page {index + 1}: {error}") from error


def _sides(page: "PdfPage") -> tuple[float, float]:
    """Width and height of the visible page before rotation, in points, as runs count theirs."""
    with suppress(ValueError, TypeError):
        left, bottom, right, top = page.get_cropbox()
        return abs(right - left) or 595.0, abs(top - bottom) or 842.0
    return 595.0, 842.0


def _picture(bitmap: Any, dpi: float) -> Picture:
    rows, stride = memoryview(bitmap.buffer).cast("B"), bitmap.stride
    width, height = bitmap.width, bitmap.height
    pixels = b"".join(rows[y * stride : y * stride + width] for y in range(height))
    return Picture(width=width, height=height, dpi=dpi, pixels=pixels)


def _text(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def _runs(textpage: Any) -> tuple[Run, ...]:
    """The characters of a page, together as long as one text object draws them on one line, in the page's order."""
    import pypdfium2.raw as raw

    runs: list[Run] = []
    style = Run(text="", x=0.0, y=0.0, size=0.0, bold=False)
    owner: int | None = None
    letters: list[str] = []

    def flush() -> None:
        text = storable("".join(letters))
        letters.clear()
        if text:
            runs.append(replace(style, text=text))

    for i in range(raw.FPDFText_CountChars(textpage)):
        letter = _letter(textpage, i)
        if letter == "\r":
            continue
        generated = raw.FPDFText_IsGenerated(textpage, i) == 1
        drawn_by = owner if generated else _address(raw.FPDFText_GetTextObject(textpage, i))
        fresh = not generated and (drawn_by != owner or bool(letters) and letters[-1].endswith("\n") or not letters)
        if fresh:
            flush()
            style, owner = _style(textpage, i), drawn_by
        letters.append(letter)
    flush()
    return tuple(runs)


def _letter(textpage: Any, i: int) -> str:
    """Character ``i``; a hyphen that ends a line with the line break, what is no character as U+FFFD."""
    import pypdfium2.raw as raw

    code = raw.FPDFText_GetUnicode(textpage, i)
    letter = chr(code) if 0 < code <= 0x10FFFF else "\ufffd"
    return "-\n" if letter in _HYPHENS and raw.FPDFText_IsHyphen(textpage, i) == 1 else letter


def _address(pointer: Any) -> int | None:
    return ctypes.cast(pointer, ctypes.c_void_p).value if pointer else None


def _style(textpage: Any, i: int) -> Run:
    """A run without text, set as character ``i`` is; turned to be read when it is set sideways."""
    import pypdfium2.raw as raw

    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    raw.FPDFText_GetCharOrigin(textpage, i, x, y)
    size = raw.FPDFText_GetFontSize(textpage, i)
    place, turn = (x.value, y.value), 0
    if raw.FPDFText_GetMatrix(textpage, i, matrix):
        size *= max(abs(matrix.c), abs(matrix.d))
        if abs(matrix.b) > abs(matrix.a):
            turn = 1 if matrix.b > 0 else -1
            place = (y.value, -x.value) if turn > 0 else (-y.value, x.value)
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(textpage, i, name, 128, flags)
    bold, italic = weight_and_slope(name.value.decode("utf-8", "replace") if 0 < length <= 128 else "")
    return Run(text="", x=place[0], y=place[1], size=abs(size), bold=bold, italic=italic, turn=turn)

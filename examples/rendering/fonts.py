"""The faces that documents are set in, and how wide their words are.

STIX General (a Times) and DejaVu Sans come with the PyPI package matplotlib, which is not imported; both have the
ligatures fi and fl. A sans document that needs neither a ligature nor a letter outside Windows-1252 is set in the
standard Helvetica, which looks more like a council's report.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from examples.rendering.errors import LayoutError

_FILES = {
    "STIX": ("STIXGeneral", "STIXGeneralBol", "STIXGeneralItalic"),
    "DejaVu": ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """Names of fonts that reportlab knows. With `ligatures`, fi and fl are drawn as single glyphs."""

    regular: str
    bold: str
    italic: str
    ligatures: bool

    def drawn(self, text: str) -> str:
        """Return the glyphs that stand for `text` on the page."""
        if not self.ligatures:
            return text
        return text.replace("fi", "\N{LATIN SMALL LIGATURE FI}").replace("fl", "\N{LATIN SMALL LIGATURE FL}")

    def width(self, text: str, font: str, size: float) -> float:
        """Return the width in points of `text` as drawn."""
        return float(pdfmetrics.stringWidth(self.drawn(text), font, size))


def open_face(face: str, *, ligatures: bool, text: str) -> Face:
    """Return the face for a document whose words are `text`; `face` is "serif" or "sans".

    Raises LayoutError, naming them, for letters that the face lacks.
    """
    if face == "sans" and not ligatures and _is_windows_1252(text):
        return Face(regular="Helvetica", bold="Helvetica-Bold", italic="Helvetica-Oblique", ligatures=False)
    family = "STIX" if face == "serif" else "DejaVu"
    fonts = [_register(name) for name in _FILES[family]]
    if lacking := sorted({letter for letter in text if not letter.isspace() and not _has(fonts[0], letter)}):
        raise LayoutError(f"the face {family} lacks the letters {' '.join(lacking)}")
    return Face(regular=fonts[0], bold=fonts[1], italic=fonts[2], ligatures=ligatures)


def font_path(name: str) -> Path:
    """Return the file of a font within matplotlib. Raises LayoutError where the package is not installed."""
    package = importlib.util.find_spec("matplotlib")
    if package is None or not package.submodule_search_locations:
        raise LayoutError("the fonts are missing; install the PyPI package matplotlib, which brings them")
    return Path(package.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf" / f"{name}.ttf"


@cache
def _register(name: str) -> str:
    pdfmetrics.registerFont(TTFont(name, str(font_path(name))))
    return name


def _has(font: str, letter: str) -> bool:
    return ord(letter) in pdfmetrics.getFont(font).face.charToGlyph  # type: ignore[attr-defined]


def _is_windows_1252(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True

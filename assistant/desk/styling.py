"""How a Word export looks, made by code: the styles that pandoc's own reference document gets."""

import io
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from assistant.desk.pandoc import default_reference

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle

INK, BRAND, SOFT, WASH, WARN, WARN_WASH = "1B2528", "0F5257", "4D5B5F", "E3EEEC", "7A3E00", "FDF0DC"
SERIF, SANS = "Georgia", "Calibri"
# style: (font, points, colour, bold, points before, points after)
_LOOKS: dict[str, tuple[str, float, str, bool, float, float]] = {
    "Normal": (SANS, 11, INK, False, 0, 6), "Body Text": (SANS, 11, INK, False, 4, 6),
    "First Paragraph": (SANS, 11, INK, False, 4, 6), "Compact": (SANS, 11, INK, False, 2, 4),
    "Title": (SERIF, 24, BRAND, True, 0, 6), "Subtitle": (SANS, 12, SOFT, False, 0, 2),
    "Date": (SANS, 11, SOFT, False, 0, 14), "Heading 1": (SERIF, 16, BRAND, True, 20, 6),
    "Heading 2": (SERIF, 13, BRAND, True, 14, 4), "Footnote Text": (SANS, 8.5, SOFT, False, 0, 2),
    "Quotation": (SERIF, 11.5, INK, False, 8, 0), "Quotation Source": (SANS, 9, SOFT, False, 0, 10),
    "Own Words": (SANS, 11, INK, False, 4, 8),
    "Statement": (SANS, 11, INK, False, 8, 4), "Empty Slot": (SANS, 11, SOFT, False, 4, 8),
    "Care": (SANS, 10.5, WARN, False, 6, 2), "Small Print": (SANS, 9, SOFT, False, 0, 2),
}  # fmt: skip
# style: (colour of the bar at its left, fill, inches from the left)
_BARS = {
    "Quotation": (BRAND, WASH, 0.25), "Quotation Source": (BRAND, "", 0.25),
    "Own Words": ("9A9A9A", "", 0.25), "Care": ("D99A4E", WARN_WASH, 0.1),
}  # fmt: skip


@lru_cache(maxsize=1)
def word_reference() -> bytes:
    """A Word file whose styles an export takes. Raises SetupError when pandoc is missing."""
    import docx

    document = docx.Document(io.BytesIO(default_reference("reference.docx")))
    for name, look in _LOOKS.items():
        _dress(_style(document, name), look)
    for name, (bar, fill, left) in _BARS.items():
        _bar(_style(document, name), bar, fill, left)
    _style(document, "Quotation").paragraph_format.keep_with_next = True
    _style(document, "Own Words").font.italic = True
    _style(document, "Empty Slot").font.italic = True
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _style(document: "Document", name: str) -> "ParagraphStyle":
    from docx.enum.style import WD_STYLE_TYPE

    if name not in document.styles:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    return cast("ParagraphStyle", document.styles[name])


def _dress(style: "ParagraphStyle", look: tuple[str, float, str, bool, float, float]) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    font, points, colour, bold, before, after = look
    style.font.size, style.font.bold, style.font.color.rgb = Pt(points), bold, RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _bar(style: "ParagraphStyle", bar: str, fill: str, left: float) -> None:
    """A bar at the left of a paragraph and a wash behind it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Inches

    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Inches(left)
    properties = style.element.get_or_add_pPr()
    borders, edge = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", bar)):
        edge.set(qn(f"w:{name}"), value)
    borders.append(edge)
    parts = [borders]
    if fill:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
            shade.set(qn(f"w:{name}"), value)
        parts.append(shade)
    for part in parts:  # the schema has them before the spacing
        properties.insert_element_before(part, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")

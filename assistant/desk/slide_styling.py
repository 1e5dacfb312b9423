"""How a PowerPoint export looks, made by code: colours and fonts of its theme, sizes that fit what a slide holds."""

import io
import re
import zipfile
from collections.abc import Callable
from functools import lru_cache
from xml.etree import ElementTree

from assistant.desk.pandoc import default_reference
from assistant.desk.standing import SOURCE
from assistant.desk.styling import BRAND, INK, SANS, SERIF, SOFT, WARN, WASH

_NAMES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_A = f"{{{_NAMES['a']}}}"
# characters on a slide up to which a size in hundredths of a point fits
_SIZES = ((240, 2600), (420, 2200), (560, 2000), (760, 1700), (1000, 1500), (1500, 1200))
_SMALLEST, _SOURCE_SIZE, _TITLE_SIZE = 1000, 1300, 2600
_BAND = (
    '<p:sp><p:nvSpPr><p:cNvPr id="90" name="Band"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="137160" cy="5143500"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
)
_COLOURS = {"dk1": INK, "dk2": BRAND, "lt2": WASH, "accent1": BRAND, "accent2": WARN}


@lru_cache(maxsize=1)
def slides_reference() -> bytes:
    """A PowerPoint file whose theme an export takes. Raises SetupError when pandoc is missing."""
    return _changed(default_reference("reference.pptx"), {
        "ppt/theme/theme1.xml": _theme, "ppt/slideMasters/slideMaster1.xml": _master,
        "ppt/slideLayouts/slideLayout1.xml": _title_layout,
    })  # fmt: skip


def fitted(presentation: bytes) -> bytes:
    """``presentation`` with the words of each slide in a size in which they fit, sources small and soft."""
    return _changed(presentation, {r"ppt/slides/slide\d+\.xml": _slide})


def _changed(archive: bytes, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """The zip file with each part whose name a pattern fits put through its function."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            change = next((c for pattern, c in changes.items() if re.fullmatch(pattern, entry.filename)), None)
            new.writestr(entry.filename, change(data) if change else data)
    return written.getvalue()


def _theme(data: bytes) -> bytes:
    text = data.decode()
    for name, colour in _COLOURS.items():
        text = re.sub(
            rf"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>', text, flags=re.S
        )
    for part, font in (("majorFont", SERIF), ("minorFont", SANS)):
        text = re.sub(rf'(<a:{part}>\s*<a:latin typeface=")[^"]*', rf"\g<1>{font}", text)
    return text.encode()


def _master(data: bytes) -> bytes:
    """The master slide: a band at its left, titles in the brand's colour, no bullets before quotes."""
    text = data.decode().replace("</p:grpSpPr>", f"</p:grpSpPr>{_BAND}", 1)
    before, title, rest = text.partition("<p:titleStyle>")
    head, end, body = rest.partition("</p:titleStyle>")
    head = head.replace('algn="ctr"', 'algn="l"', 1).replace('<a:schemeClr val="tx1"/>', '<a:schemeClr val="tx2"/>', 1)
    body = body.replace('<a:spcPct val="20000"/>', '<a:spcPts val="700"/>', 1)
    return f"{before}{title}{head}{end}{body}".encode()


def _title_layout(data: bytes) -> bytes:
    """The first slide: its subtitle under its title at the left."""
    text = data.decode().replace('algn="ctr"', 'algn="l"')
    return text.replace('<a:off x="1371600" y="2914650"/>', '<a:off x="685800" y="2914650"/>').encode()


def _slide(data: bytes) -> bytes:
    for prefix, uri in _NAMES.items():
        ElementTree.register_namespace(prefix, uri)
    root = ElementTree.fromstring(data)
    for shape in root.iter(f"{{{_NAMES['p']}}}sp"):
        holder = shape.find(f".//{{{_NAMES['p']}}}ph")
        kind = holder.get("type", "body") if holder is not None else "body"
        paragraphs = shape.findall(f".//{_A}p")
        if kind == "title":
            _set_size(paragraphs, _TITLE_SIZE)
        elif kind == "body" and shape.find(f".//{_A}t") is not None:
            _fit(paragraphs)
    return bytes(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _fit(paragraphs: list[ElementTree.Element]) -> None:
    """Sets the sizes of the words in the body of a slide."""
    texts = ["".join(t.text or "" for t in paragraph.iter(f"{_A}t")) for paragraph in paragraphs]
    length = sum(len(text) // (2 if text.startswith(SOURCE) else 1) + 30 for text in texts)
    size = next((size for most, size in _SIZES if length <= most), _SMALLEST)
    for paragraph, text in zip(paragraphs, texts, strict=True):
        if text.startswith(SOURCE):
            _set_size([paragraph], min(_SOURCE_SIZE, size), SOFT)
            _space_before(paragraph, 200)
        else:
            _set_size([paragraph], size)
            _space_before(paragraph, 0 if paragraph is paragraphs[0] else 1200)


def _space_before(paragraph: ElementTree.Element, points: int) -> None:
    """Sets the space before a paragraph, in hundredths of a point."""
    properties = paragraph.find(f"{_A}pPr")
    if properties is None:
        properties = ElementTree.Element(f"{_A}pPr")
        paragraph.insert(0, properties)
    for old in properties.findall(f"{_A}spcBef"):
        properties.remove(old)
    space = ElementTree.Element(f"{_A}spcBef")
    ElementTree.SubElement(space, f"{_A}spcPts", val=str(points))
    properties.insert(0, space)


def _set_size(paragraphs: list[ElementTree.Element], size: int, colour: str = "") -> None:
    for run in (run for paragraph in paragraphs for run in paragraph.iter(f"{_A}r")):
        properties = run.find(f"{_A}rPr")
        if properties is None:
            properties = ElementTree.Element(f"{_A}rPr")
            run.insert(0, properties)
        properties.set("sz", str(size))
        if colour:
            fill = ElementTree.Element(f"{_A}solidFill")
            ElementTree.SubElement(fill, f"{_A}srgbClr", val=colour)
            properties.insert(0, fill)

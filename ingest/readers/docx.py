"""The one door to python-docx: a Word file's paragraphs, headings, bullets and table rows in reading order."""

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import UnreadableError
from ingest.records import Line, Page, RawDocument
from ingest.text import fold_space, resolve_glyphs

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

_HEADING = re.compile(r"^heading (\d)$", re.IGNORECASE)
MAX_UNPACKED = 64 * 1024 * 1024  # bytes of XML, some thousand pages; as a tree they take about ten times as much memory


def read_docx(path: Path) -> RawDocument:
    """The document in a Word file. It has no pages: Word lays them out anew on every machine.

    Raises UnreadableError when the archive is damaged, its text unpacks to over 64 MB, or it is no Word file.
    """
    import docx
    from docx.table import Table

    lines: list[Line] = []
    try:
        document = docx.Document(_unpacked(path))
        styles = _style_names(document)
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                lines.extend(_rows(block))
            elif line := _line(block.text, styles.get(block._p.style, "")):
                lines.append(line)
    except _failures() as error:
        raise UnreadableError(
            f"the file is not a readable Word document: {error}",
            thing=path.name,
            remedy="save it again as .docx or PDF",
        ) from error
    page = Page(number=None, lines=tuple(lines), text="\n".join(line.text for line in lines))
    return RawDocument(pages=(page,), reader="docx", title=_title(document))


def _unpacked(path: Path) -> BytesIO:
    """The archive with nothing compressed and its pictures empty, so that python-docx can unpack no bomb.

    No part is unpacked further than the archive says it goes. Raises UnreadableError when that is too far.
    """
    unpacked = BytesIO()
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(unpacked, "w") as archive:
        parts = [packed.getinfo(name) for name in dict.fromkeys(packed.namelist())]
        xml = {part.filename for part in parts if part.filename.lower().endswith((".xml", ".rels"))}
        if sum(part.file_size for part in parts if part.filename in xml) > MAX_UNPACKED:
            size = f"{MAX_UNPACKED >> 20} MB"
            raise UnreadableError(f"the Word file unpacks to over {size}", thing=path.name, remedy="split it")
        for part in parts:
            content = b""
            if part.filename in xml:
                with packed.open(part) as stream:
                    content = stream.read(part.file_size + 1)  # a read without a limit goes on as far as it goes
            archive.writestr(part.filename, content)
    unpacked.seek(0)
    return unpacked


def _failures() -> tuple[type[Exception], ...]:
    """What zipfile, lxml and python-docx let out for damaged and hostile files, and what they trip over."""
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError
    from docx.oxml.exceptions import XmlchemyError

    archive = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError)
    xml = (SyntaxError, OpcError, PythonDocxError, XmlchemyError)
    tripped = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError)
    return (*archive, *xml, *tripped)


def _title(document: "Document") -> str | None:
    try:
        return document.core_properties.title or None
    except _failures():
        return None


def _style_names(document: "Document") -> dict[str | None, str]:
    """The names of the styles by their ids. python-docx searches for each paragraph's style anew, for a millisecond."""
    from docx.oxml.ns import qn

    names: dict[str | None, str] = {}
    for style in document.styles.element.iter(qn("w:style")):
        name = style.find(qn("w:name"))
        names[style.get(qn("w:styleId"))] = name.get(qn("w:val"), "") if name is not None else ""
    return names


def _line(text: str, style: str) -> Line | None:
    clean = fold_space(resolve_glyphs(text))
    if not clean:
        return None
    match = _HEADING.match(style)
    level = int(match.group(1)) if match else 1 if style == "Title" else None
    return Line(text=clean, heading=level, bullet=style.startswith("List"), ends=True)


def _rows(table: "Table") -> Iterator[Line]:
    """Every cell of a table as a line of its own, merged cells once, tables within a cell after its text.

    python-docx repeats a merged cell as often as the file says it is wide, however often that is.
    """
    from docx.table import _Cell

    for row in table.rows:
        for tc in row._tr.tc_lst:
            if tc.vMerge == "continue":
                continue
            cell = _Cell(tc, table)
            text = fold_space(resolve_glyphs(cell.text))
            if text:
                yield Line(text=text, row=True, ends=True)
            for inner in cell.tables:
                yield from _rows(inner)

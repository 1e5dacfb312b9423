"""The one door to python-docx: a Word file's paragraphs, headings, bullets and table rows in reading order."""

import re
import zipfile
from pathlib import Path

from ingest.errors import UnreadableError
from ingest.records import Line, Page, RawDocument
from ingest.text import fold_space, resolve_glyphs

_HEADING = re.compile(r"^heading (\d)$", re.IGNORECASE)
MAX_UNPACKED = 500 * 1024 * 1024


def read_docx(path: Path) -> RawDocument:
    """The document in a Word file. It has no pages: Word lays them out anew on every machine.

    Raises UnreadableError when the archive is damaged, unpacks to over 500 MB, or is no Word file.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise UnreadableError("the Word file unpacks to over 500 MB", thing=path.name, remedy="split it")
        document = docx.Document(str(path))
        blocks = list(document.iter_inner_content())
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise UnreadableError(
            f"the file is not a readable Word document: {error}",
            thing=path.name,
            remedy="save it again as .docx or PDF",
        ) from error
    lines: list[Line] = []
    for block in blocks:
        if isinstance(block, Table):
            lines.extend(_rows(block))
        else:
            line = _line(block.text, block.style.name if block.style else "")
            if line:
                lines.append(line)
    text = "\n".join(line.text for line in lines)
    page = Page(number=None, lines=tuple(lines), text=text)
    return RawDocument(pages=(page,), reader="docx", title=document.core_properties.title or None)


def _line(text: str, style: str | None) -> Line | None:
    clean = fold_space(resolve_glyphs(text))
    if not clean:
        return None
    name = style or ""
    match = _HEADING.match(name)
    level = int(match.group(1)) if match else 1 if name == "Title" else None
    return Line(text=clean, heading=level, bullet=name.startswith("List"), ends=True)


def _rows(table: object) -> list[Line]:
    """Every cell of a table as a line of its own, merged cells once."""
    lines: list[Line] = []
    for row in table.rows:  # type: ignore[attr-defined]  # python-docx ships no types for tables
        seen: set[int] = set()
        for cell in row.cells:
            text = fold_space(resolve_glyphs(cell.text))
            if id(cell._tc) not in seen and text:
                lines.append(Line(text=text, row=True, ends=True))
            seen.add(id(cell._tc))
    return lines

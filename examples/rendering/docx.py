"""The Word file of a document.

python-docx writes no real footnotes: they stand as notes at the end, their markers in superscript.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from examples.rendering.content import BreakPart, Content, Entry, GroupPart, HeadingPart, Part, TablePart, leaves
from examples.rendering.facts import Facts
from examples.rendering.frames import FICTIONAL

_WHEN = datetime(2000, 1, 1)
_ZIPPED = (2000, 1, 1, 0, 0, 0)


def write_docx(content: Content) -> bytes:
    """Return `content` as a Word file, the same bytes every time."""
    document = Document()
    _set_properties(document, content.facts)
    font = document.styles["Normal"].font
    font.name = "Times New Roman" if content.facts.layout.face == "serif" else "Arial"
    font.size = Pt(content.facts.layout.size)
    _set_edges(document, content.facts)
    document.add_heading(content.facts.title, level=0)
    document.add_paragraph(" | ".join((content.facts.publisher, *content.facts.authors, content.facts.date)))
    _add(document, content.parts)
    _add_notes(document, content)
    return _with_fixed_dates(document)


def _set_properties(document: WordDocument, facts: Facts) -> None:
    properties = document.core_properties
    properties.title = facts.title
    properties.author = "; ".join(facts.authors)
    properties.subject = FICTIONAL
    properties.comments = ""
    properties.last_modified_by = facts.publisher
    properties.created = properties.modified = _WHEN
    properties.revision = 1


def _set_edges(document: WordDocument, facts: Facts) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = facts.layout.head or facts.publisher
    foot = section.footer.paragraphs[0]
    foot.text = FICTIONAL
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _add(document: WordDocument, parts: Iterable[Part]) -> None:
    for part in parts:
        match part:
            case HeadingPart():
                document.add_heading(part.printed, level=part.level)
            case Entry():
                style = {"quote": "Quote", "pullquote": "Intense Quote"}.get(part.container)
                _fill(document.add_paragraph(style="List Bullet" if part.marker == "•" else style), part)
            case TablePart():
                _add_table(document, part)
            case BreakPart():
                document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            case GroupPart():
                _add_group(document, part)


def _fill(paragraph: Paragraph, entry: Entry) -> None:
    if entry.number and entry.marker is None:
        paragraph.add_run(f"{entry.number}\t")
    if entry.label:
        paragraph.add_run(f"{entry.label} ")
    for piece in entry.runs:
        run = paragraph.add_run(piece.text)
        run.bold = piece.bold or None
        if piece.note is not None:
            run.font.superscript = True


def _add_table(document: WordDocument, part: TablePart) -> None:
    table = document.add_table(rows=1, cols=len(part.head), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, part.head, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for row in part.rows:
        for cell, text in zip(table.add_row().cells, row.cells, strict=True):
            cell.text = text


def _add_group(document: WordDocument, group: GroupPart) -> None:
    if group.name == "article":
        _add(document, group.parts[:1])
        if group.byline:
            document.add_paragraph().add_run(group.byline).italic = True
        _add(document, group.parts[1:])
        return
    if group.title:
        document.add_paragraph().add_run(group.title).bold = True
    _add(document, group.parts)


def _add_notes(document: WordDocument, content: Content) -> None:
    notes = [note for leaf in leaves(content.parts) if isinstance(leaf, Entry) for note in leaf.notes]
    if notes:
        document.add_heading("Notes", level=1)
    for note in notes:
        document.add_paragraph(f"{note.number} {note.text}")


def _with_fixed_dates(document: WordDocument) -> bytes:
    """Save, and write the archive again with one date for all its members."""
    saved, out = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as archive, ZipFile(out, "w", ZIP_DEFLATED) as fixed:
        for name in archive.namelist():
            member = ZipInfo(name, date_time=_ZIPPED)
            member.compress_type = ZIP_DEFLATED
            fixed.writestr(member, archive.read(name))
    return out.getvalue()

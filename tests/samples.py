"""Small documents made for a test: text, PDF, and PDFs that are damaged in known ways."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from ingest.reading import read_document
from ingest.records import Document

_SUBJECTS = (
    "health visitor",
    "school nurse",
    "social worker",
    "police officer",
    "housing officer",
    "family doctor",
    "midwife",
)
_VERBS = ("wrote to", "rang", "met", "waited for", "asked about", "heard from", "did not reach")
_OBJECTS = (
    "the mother",
    "the grandmother",
    "the duty team",
    "the nursery",
    "the neighbour",
    "the hospital",
    "the father",
)


def review_text(name: str, *, paragraphs: int = 6) -> str:
    """The words of a made-up review of ``name`` with numbered paragraphs, none like another."""
    out = [f"Serious Case Review: {name}", ""]
    for i in range(1, paragraphs + 1):
        a, b, c = _SUBJECTS[i % 7], _VERBS[(i * 3 + len(name)) % 7], _OBJECTS[(i * 5 + len(name)) % 7]
        out += [f"1.{i} In week {i} the {a} {b} {c} about {name}. The note of that day was kept in file {i * 7}.", ""]
    return "\n".join(out)


def write_text(path: Path, name: str, *, paragraphs: int = 6) -> Path:
    """A text file with the made-up review of ``name``."""
    path.write_text(review_text(name, paragraphs=paragraphs), encoding="utf-8")
    return path


def write_pdf(path: Path, pages: Sequence[Sequence[str]], *, password: str | None = None) -> Path:
    """A PDF of ``pages``, each a list of lines."""
    writer = PdfWriter()
    for lines in pages:
        add_page(writer, "\n".join(f"1 0 0 1 72 {760 - 16 * i} Tm ({line}) Tj" for i, line in enumerate(lines)))
    if password:
        writer.encrypt(password, algorithm="AES-256")
    with path.open("wb") as stream:
        writer.write(stream)
    return path


def write_slow_pdf(path: Path, *, pages: int = 2000) -> Path:
    """A small PDF that takes many minutes to read: every page draws the same hundred thousand words."""
    writer = PdfWriter()
    shared = _stream("\n".join(f"1 0 0 1 {72 + i % 400} {700 - i % 600} Tm (word) Tj" for i in range(50_000)))
    reference = writer._add_object(shared.flate_encode())
    for _ in range(pages):
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Contents")] = reference
        page[NameObject("/Resources")] = _resources()
    with path.open("wb") as stream:
        writer.write(stream)
    return path


def add_page(writer: PdfWriter, operators: str) -> None:
    """One page to ``writer``, set in Helvetica by the text ``operators``."""
    page = writer.add_blank_page(595, 842)
    page[NameObject("/Contents")] = writer._add_object(_stream(operators))
    page[NameObject("/Resources")] = _resources()


def _stream(operators: str) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 11 Tf\n{operators}\nET".encode("latin-1"))
    return stream


def _resources() -> DictionaryObject:
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"), NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
    })  # fmt: skip
    return DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})


def pdf_lines(name: str) -> list[list[str]]:
    """Two pages of lines about ``name``."""
    return [
        [
            f"Serious Case Review: {name}",
            "",
            f"1.1 The health visitor saw {name} at home in March.",
            "She wrote to the doctor.",
        ],
        [f"1.2 The school rang twice about {name}.", "Nobody answered the calls that week."],
    ]


def truncated(source: Path, path: Path) -> Path:
    """The first third of a PDF."""
    whole = source.read_bytes()
    path.write_bytes(whole[: len(whole) // 3])
    return path


def blank_pdf(path: Path) -> Path:
    """A PDF of one page without any text."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    buffer = BytesIO()
    writer.write(buffer)
    assert len(PdfReader(buffer).pages) == 1
    path.write_bytes(buffer.getvalue())
    return path


def sample_document(folder: Path, name: str, model: Path, *, paragraphs: int = 6) -> tuple[Path, Document]:
    """A text file in ``folder`` and the document read from it."""
    path = write_text(folder / f"{name.lower().replace(' ', '-')}.txt", name, paragraphs=paragraphs)
    return path, read_document(path, model)

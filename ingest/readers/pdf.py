"""The one door to pypdf: pages as lines with their place, size and weight, and the page's text as pypdf gives it."""

import logging
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import UnreadableError
from ingest.readers.pdf_content import parse_quickly
from ingest.readers.pdf_lines import Run, lines_of, turned_upright, weight_and_slope
from ingest.records import Page, RawDocument

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader


def read_pdf(path: Path) -> RawDocument:
    """The document in a PDF, each page with its lines.

    Raises UnreadableError when it is damaged beyond reading, needs a password, or has no pages. A page that fails
    alone is kept as a page without text that says why.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every bad object; the notes say what matters
    reader = _open(path)
    labels = _declared_labels(reader)
    pages: list[Page] = []
    for number, page in enumerate(_pages(reader, path), start=1):
        runs, text, failure = _extract(page)
        blank = not text.strip() and not failure and _draws_nothing(page)
        label = labels[number - 1] if number <= len(labels) else None
        runs, height = turned_upright(runs, *_sides(page))
        lines = lines_of(runs)
        pages.append(
            Page(number=number, lines=lines, text=text, height=height, label=label, failure=failure, blank=blank)
        )
    if not pages:
        raise UnreadableError("the PDF has no pages", thing=path.name, remedy="fetch it again from its source")
    return RawDocument(pages=tuple(pages), reader="pypdf", title=_title(reader))


def _open(path: Path) -> "PdfReader":
    from pypdf import PdfReader

    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError(
                "the PDF is protected by a password", thing=path.name, remedy="save a copy without password"
            )
        len(reader.pages)
    except _failures() as error:
        raise _damaged(path, error) from error
    return reader


def _failures() -> tuple[type[Exception], ...]:
    """What pypdf lets out for damaged and hostile files: its own errors, and those of what it trips over.

    Found with pdf.js' test suite and by fuzzing, see benchmarks/fuzz_reading.py.
    """
    from pypdf.errors import DependencyError, DeprecationError, PyPdfError

    own = (PyPdfError, DependencyError, DeprecationError)
    tripped = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, NotImplementedError)
    return (*own, *tripped, OSError, RecursionError, struct.error, zlib.error)


def _pages(reader: "PdfReader", path: Path) -> "Iterator[PageObject]":
    try:
        yield from reader.pages
    except _failures() as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> UnreadableError:
    what = f"{type(error).__name__}: {error}".strip().rstrip(":")
    return UnreadableError(
        f"the PDF is damaged or cut short: {what}", thing=path.name, remedy="fetch it again from its source"
    )


def _extract(page: "PageObject") -> tuple[list[Run], str, str | None]:
    """The runs and the text of one page; on failure what was read so far is dropped and the reason returned."""
    runs: list[Run] = []

    def visit(text: str, cm: list[float], tm: list[float], font: dict[str, Any] | None, size: float | None) -> None:
        if text:
            runs.append(_run(text, cm, tm, font, size))

    with suppress(*_failures()):  # whatever is wrong, pypdf meets it again, and its judgement counts
        parse_quickly(page)
    try:
        text = page.extract_text(visitor_text=visit)
    except _failures() as error:
        return [], "", f"{type(error).__name__}: {error}"
    return runs, text, None


def _draws_nothing(page: "PageObject") -> bool:
    """Whether a page has neither contents nor annotations that could be seen."""
    return "/Contents" not in page and "/Annots" not in page


def _run(text: str, cm: list[float], tm: list[float], font: dict[str, Any] | None, size: float | None) -> Run:
    """A run with its place on the page: text matrix times current matrix (ISO 32000-2, 9.4.4)."""
    b = tm[0] * cm[1] + tm[1] * cm[3]
    c, d = tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3]
    a = tm[0] * cm[0] + tm[1] * cm[2]
    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    turn = (1 if b > 0 else -1) if abs(b) > abs(a) else 0
    if turn:  # text set sideways, as in a landscape table on an upright page
        x, y = (y, -x) if turn > 0 else (-y, x)
    bold, italic = weight_and_slope(str((font or {}).get("/BaseFont", "")))
    return Run(text=text, x=x, y=y, size=abs(size or 0) * max(abs(c), abs(d)), bold=bold, italic=italic, turn=turn)


def _sides(page: "PageObject") -> tuple[float, float]:
    """Width and height of the page before it is turned, in points."""
    try:
        box = page.cropbox
        return float(box.width) or 595.0, float(box.height) or 842.0
    except _failures():
        return 595.0, 842.0


def _declared_labels(reader: "PdfReader") -> list[str | None]:
    """The labels that the file itself declares; empty when it declares none."""
    try:
        if "/PageLabels" not in reader.root_object:
            return []
        return list(reader.page_labels)
    except _failures():
        return []


def _title(reader: "PdfReader") -> str | None:
    try:
        title = reader.metadata.title if reader.metadata else None
    except _failures():
        return None
    return title.strip() or None if isinstance(title, str) else None

"""Which reader reads a PDF, page by page: pypdf; where its text is empty or garbled, PDFium; on scans, tesseract.

The text of the reader that was used is the page's text, so that quotes are verified against what was read.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.errors import UnreadableError
from ingest.glyphs import measure_glyphs, storable
from ingest.readers.ocr import DPI, PageRead, read_picture
from ingest.readers.pdf import read_pdf
from ingest.readers.pdf_lines import lines_of
from ingest.readers.pdfium import PdfiumFile
from ingest.records import Page, RawDocument

SPARSE = 40  # characters: with no more than a page number or a stamp, a page covered by a picture is a scan
_MORE = 5  # times as much text must tesseract find on such a page, so that a photograph does not replace a title
_LOOK_DPI = 24.0  # enough to see whether anything is drawn


def read_routed(path: Path, *, ocr: bool = False) -> RawDocument:
    """The document in a PDF, each page read by the first reader that can, and notes that say where and why.

    Pages that none can read are kept without text. With ``ocr``, tesseract reads scans.

    Raises UnreadableError when no reader can open the file or read any page of it, SetupError when ``ocr`` is asked for
    and tesseract is not installed.
    """
    with ExitStack() as stack:
        raw, second = _first(path, stack)
        return _Router(path=path, second=second, ocr=ocr, stack=stack).route(raw)


def _first(path: Path, stack: ExitStack) -> tuple[RawDocument, PdfiumFile | None]:
    """The document as pypdf reads it; where it cannot open the file, one of empty pages for PDFium to read."""
    try:
        return read_pdf(path), None
    except UnreadableError as error:
        try:
            file = stack.enter_context(PdfiumFile(path))
        except UnreadableError:
            raise error from error.__cause__
        pages = tuple(Page(number=i + 1, lines=(), text="") for i in range(len(file)))
        note = f"pypdf cannot open the file ({error.wrong}); it was read by PDFium"
        return RawDocument(pages=pages, reader="pdfium", title=file.title, notes=(note,)), file


@dataclass(slots=True, kw_only=True)
class _Router:
    """One pass over the pages of a document. ``second`` is PDFium's view of the file, opened when first needed."""

    path: Path
    second: PdfiumFile | None
    ocr: bool
    stack: ExitStack
    closed: bool = False

    def route(self, raw: RawDocument) -> RawDocument:
        """``raw`` with every page read by the reader that reads it best."""
        notes = list(raw.notes)
        pages = []
        for page, note in self._pages(raw):
            pages.append(page)
            notes.extend([note] if note else [])
        if self.ocr:
            size = _body_size(pages)
            for i, page in enumerate(pages):
                if self._is_scan(i, page):
                    pages[i], note = self._recognised(i, page, size)
                    notes.append(note)
        failures = [p.failure for p in pages if p.failure]
        if len(failures) == len(pages):
            raise UnreadableError(
                f"the PDF is damaged: none of its pages can be read: {failures[0]}",
                thing=self.path.name,
                remedy="fetch it again from its source",
            )
        notes.extend(f"page {p.number} could not be read: {p.failure}" for p in pages if p.failure)
        used = Counter(p.reader for p in pages if p.reader)
        reader = used.most_common(1)[0][0] if used else raw.reader
        return replace(raw, pages=tuple(_clean(p) for p in pages), reader=reader, notes=tuple(notes))

    def _pages(self, raw: RawDocument) -> Iterator[tuple[Page, str | None]]:
        for i, page in enumerate(raw.pages):
            fault = "it has no text" if not page.text.strip() else measure_glyphs(page.text).fault
            if not fault:
                yield replace(page, reader=raw.reader), None
                continue
            other = self._by_pdfium(i, page)
            better = other is not None and _better(other, page)
            if other is not None and better:
                why = page.failure or fault
                note = None if raw.reader == "pdfium" else f"page {page.number} was read by PDFium: with pypdf {why}"
                yield other, note
            elif page.text.strip():
                yield replace(page, reader=raw.reader), f"page {page.number} is hard to read: {fault}"
            else:
                yield self._without_text(i, page, read=other is not None), None

    def _by_pdfium(self, i: int, page: Page) -> Page | None:
        """Page ``i`` as PDFium reads it; None when it cannot."""
        file = self._file()
        if file is None or i >= len(file):
            return None
        try:
            found = file.page(i)
        except UnreadableError:
            return None
        return replace(page, lines=lines_of(found.runs), text=found.text, height=found.height, reader="pdfium", failure=None)

    def _without_text(self, i: int, page: Page, *, read: bool) -> Page:
        """Page ``i``, on which no text was found: blank, a picture, or not readable at all."""
        file = self._file()
        failure = None if read else page.failure or ("no reader can load it" if file is self.second and file else None)
        if file is None or i >= len(file):
            return replace(page, failure=page.failure)
        try:
            blank = file.picture(i, _LOOK_DPI).blank
        except UnreadableError:
            return replace(page, failure=failure)
        return replace(page, blank=blank, failure=failure)

    def _is_scan(self, i: int, page: Page) -> bool:
        """Whether tesseract should look at page ``i``: nothing legible on it, but something is drawn."""
        file = self._file()
        if file is None or i >= len(file) or page.blank:
            return False
        if not page.text.strip() or measure_glyphs(page.text).fault:
            return True
        return len("".join(page.text.split())) <= SPARSE and file.pictured(i)

    def _recognised(self, i: int, page: Page, size: float | None) -> tuple[Page, str]:
        """Page ``i`` as tesseract reads it, unless it finds too little to take the place of what was read before."""
        file = self._file()
        assert file is not None  # _is_scan has looked
        try:
            found: PageRead = read_picture(file.picture(i, DPI), body_size=size)
        except UnreadableError as error:
            return page, f"page {page.number} could not be read by OCR: {error.wrong}"
        enough = len(found.text) > _MORE * len(page.text.strip()) or bool(measure_glyphs(page.text).fault)
        if not found.text.strip() or not enough:
            return page, f"OCR found no text on page {page.number}"
        note = f"page {page.number} was read by OCR, which is {found.confidence:.0f} % sure of its words"
        done = replace(page, lines=found.lines, text=found.text, reader="tesseract", failure=None)
        return done, note

    def _file(self) -> PdfiumFile | None:
        """The file as PDFium opens it; None when it cannot."""
        if self.second is None and not self.closed:
            try:
                self.second = self.stack.enter_context(PdfiumFile(self.path))
            except UnreadableError:
                self.closed = True
        return self.second


def _better(other: Page, page: Page) -> bool:
    """Whether PDFium's reading is to be taken: it has text, and is more legible than pypdf's without losing much."""
    if not other.text.strip():
        return False
    if not page.text.strip():
        return True
    mine, theirs = measure_glyphs(page.text), measure_glyphs(other.text)
    return theirs.score < 0.8 * mine.score and theirs.characters > 0.5 * (mine.characters - mine.broken)


def _clean(page: Page) -> Page:
    """``page`` with text that can be stored."""
    lines = tuple(replace(x, text=storable(x.text)) for x in page.lines)
    return replace(page, text=storable(page.text), lines=lines)


def _body_size(pages: list[Page]) -> float | None:
    """The size in which most characters of the pages read so far are set."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size or 0.0] += len(line.text)
    sizes.pop(0.0, None)
    return sizes.most_common(1)[0][0] if sizes else None

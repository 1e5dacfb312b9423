"""Which reader reads a PDF, page by page: pypdf; where its text is empty or garbled, PDFium; on scans, tesseract.

The text of the reader that was used is the page's text, so that quotes are verified against what was read.
"""

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ingest.errors import UnreadableError
from ingest.glyphs import measure_glyphs, storable
from ingest.readers.ocr import DPI, read_picture
from ingest.readers.pdf import read_pdf
from ingest.readers.pdf_lines import lines_of
from ingest.readers.pdfium import PdfiumFile
from ingest.readers.split_words import count_split, cuts_words
from ingest.records import Page, RawDocument

SPARSE = 40  # characters: with no more than a page number or a stamp, a page covered by a picture is a scan
_MORE = 5  # times as much text must tesseract find on such a page, so that a photograph does not replace a title
_SURE = 50.0  # confidence, from 0 to 100, that tesseract must have in a page: it reads English, and little else
_LOOK_DPI = 24.0  # enough to see whether anything is drawn


def read_routed(path: Path, *, ocr: bool = False) -> RawDocument:
    """The document in a PDF, each page read by the first reader that can, and notes that say where and why.

    Pages that none can read are kept without text. With ``ocr``, tesseract reads scans.

    Raises UnreadableError when no reader can open the file or read any page of it, SetupError when ``ocr`` is asked for
    and tesseract is not installed.
    """
    with ExitStack() as stack:
        file = _File(path=path, stack=stack)
        try:
            raw = read_pdf(path)
        except UnreadableError as error:
            return _rescued(error, file, ocr)
        return _route(raw, file, ocr)


@dataclass(kw_only=True)
class _File:
    """The file as PDFium opens it, when first needed, until ``stack`` is left."""

    path: Path
    stack: ExitStack = field(repr=False)

    @cached_property
    def pdfium(self) -> PdfiumFile | None:
        """None when PDFium cannot open it."""
        try:
            return self.stack.enter_context(PdfiumFile(self.path))
        except UnreadableError:
            return None

    def read(self, i: int, page: Page) -> Page | None:
        """``page``, counted ``i`` from 0, as PDFium reads it; None when it cannot."""
        if self.pdfium is None or i >= len(self.pdfium):
            return None
        try:
            found = self.pdfium.page(i)
        except UnreadableError:
            return None
        lines = lines_of(found.runs)
        return replace(page, lines=lines, text=found.text, height=found.height, reader="pdfium", failure=None)

    def letters(self, i: int) -> str:
        """The text of page ``i`` as PDFium reads it, empty when it cannot; quicker than ``read``."""
        if self.pdfium is None or i >= len(self.pdfium):
            return ""
        try:
            return self.pdfium.text(i)
        except UnreadableError:
            return ""

    def is_blank(self, i: int) -> bool:
        """Whether nothing is seen on page ``i``; False when that cannot be told."""
        if self.pdfium is None or i >= len(self.pdfium):
            return False
        try:
            return self.pdfium.picture(i, _LOOK_DPI).blank
        except UnreadableError:
            return False

    def is_scan(self, i: int, page: Page) -> bool:
        """Whether page ``i`` is for tesseract: something is drawn on it, and nothing legible written."""
        if self.pdfium is None or i >= len(self.pdfium) or page.blank:
            return False
        if not page.text.strip() or measure_glyphs(page.text).fault:
            return True
        return len("".join(page.text.split())) <= SPARSE and self.pdfium.pictured(i)


def _rescued(error: UnreadableError, file: _File, ocr: bool) -> RawDocument:
    """The document as PDFium alone reads it, which repairs more than pypdf does.

    Raises ``error``, pypdf's, when that gives no text and no page on which something is drawn.
    """
    if file.pdfium is None:
        raise error
    pages = tuple(Page(number=i + 1, lines=(), text="") for i in range(len(file.pdfium)))
    note = f"pypdf cannot open the file ({error.wrong}); it was read by PDFium"
    raw = RawDocument(pages=pages, reader="pdfium", title=file.pdfium.title, notes=(note,))
    try:
        routed = _route(raw, file, ocr)
    except UnreadableError:
        raise error from error.__cause__
    if all(p.blank or p.failure for p in routed.pages):
        raise error
    return routed


def _route(raw: RawDocument, file: _File, ocr: bool) -> RawDocument:
    """``raw`` with every page read by the reader that reads it best, and a note where that is not pypdf."""
    pages, notes = [], list(raw.notes)
    for i, before in enumerate(raw.pages):
        page, note = _read_page(i, before, raw.reader, file)
        pages.append(page)
        notes.append(note)
    if raw.reader == "pypdf" and cuts_words([page.text for page in pages]):
        notes.append(_made_whole(pages, file))
    if ocr:
        size = _body_size(pages)
        for i, page in enumerate(pages):
            if file.is_scan(i, page):
                pages[i], note = _recognised(i, page, size, file)
                notes.append(note)
    failures = [p.failure for p in pages if p.failure]
    if len(failures) == len(pages):
        raise UnreadableError(
            f"the PDF is damaged: none of its pages can be read: {failures[0]}",
            thing=file.path.name,
            remedy="fetch it again from its source",
        )
    notes.extend(f"page {p.number} could not be read: {p.failure}" for p in pages if p.failure)
    used = Counter(p.reader for p in pages if p.reader)
    reader = used.most_common(1)[0][0] if used else raw.reader
    kept = tuple(storable(note) for note in notes if note)
    return replace(raw, pages=tuple(_clean(p) for p in pages), reader=reader, notes=kept)


def _read_page(i: int, page: Page, first: str, file: _File) -> tuple[Page, str]:
    """Page ``i`` by the better of two readers, ``first`` having read it already, and a note where that is not pypdf."""
    fault = measure_glyphs(page.text).fault if page.text.strip() else "it has no text"
    if not fault:
        return replace(page, reader=first), ""
    other = file.read(i, page)
    if other is not None and _better(other, page):
        why = f"it cannot be read ({page.failure})" if page.failure else fault
        note = "" if first == "pdfium" else f"page {page.number} was read by PDFium, because with pypdf {why}"
        return replace(other, blank=False), note
    if page.text.strip():
        return replace(page, reader=first), f"page {page.number} is hard to read: {fault}"
    failure = page.failure or ("no reader can load it" if other is None and first == "pdfium" else None)
    blank = not failure and (page.blank or file.is_blank(i))
    return replace(page, blank=blank, failure=None if other is not None else failure), ""


def _made_whole(pages: list[Page], file: _File) -> str:
    """A note on the pages that PDFium read in pypdf's stead, because that cut words of them; they take their place."""
    taken = words = 0
    for i, page in enumerate(pages):
        other = file.letters(i) if page.reader == "pypdf" else ""
        cut = count_split(page.text, other)
        if cut <= count_split(other, page.text):
            continue
        whole = file.read(i, page)
        if whole is not None and whole.lines:
            pages[i], taken, words = whole, taken + 1, words + cut
    if not taken:
        return ""
    return f"{taken} pages were read by PDFium, because with pypdf {words} of their words were cut by a blank"


def _recognised(i: int, page: Page, size: float | None, file: _File) -> tuple[Page, str]:
    """Page ``i`` as tesseract reads it, or as it was where that finds too little; and a note."""
    assert file.pdfium is not None  # a scan was seen with it
    try:
        found = read_picture(file.pdfium.picture(i, DPI), body_size=size)
    except UnreadableError as error:
        return page, f"page {page.number} could not be read by OCR: {error.wrong}"
    garbled = page.text.strip() and measure_glyphs(page.text).fault
    wanted = 0.3 * len(page.text) if garbled else _MORE * len(page.text.strip())
    if not found.text.strip() or len(found.text) < wanted or found.confidence < _SURE:
        return page, f"OCR found no text on page {page.number} that can be relied on"
    note = f"page {page.number} was read by OCR, {found.confidence:.0f} % sure of its words"
    return replace(page, lines=found.lines, text=found.text, reader="tesseract", failure=None), note


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

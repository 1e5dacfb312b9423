"""From a file to pages of lines. What the file holds chooses the reader; its name only settles what text cannot."""

from pathlib import Path

from ingest.errors import UnreadableError
from ingest.records import RawDocument

SUFFIXES = frozenset({".pdf", ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".docx"})
_MARKDOWN = frozenset({".md", ".markdown"})


def read_file(path: Path, *, ocr: bool = False) -> RawDocument:
    """The document in ``path``: PDF, DOCX, HTML, Markdown or plain text. ``ocr``: pages without text by tesseract.

    Raises UnreadableError, saying why and what to do, for an empty, damaged, protected or unknown file.
    """
    head = _head(path)
    if head.lstrip()[:5] == b"%PDF-" or b"%PDF-" in head[:1024]:
        from ingest.readers.router import read_routed

        return read_routed(path, ocr=ocr)
    if head.startswith(b"PK\x03\x04"):
        from ingest.readers.docx import read_docx

        return read_docx(path)
    if path.suffix.lower() == ".pdf":
        return _without_header(path, ocr)
    from ingest.readers.plain import decode, read_plain

    text = decode(path)
    if path.suffix.lower() in _MARKDOWN:
        from ingest.readers.html import read_markdown

        return read_markdown(text, name=path.name)
    if path.suffix.lower() in {".html", ".htm"} or text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        from ingest.readers.html import read_html

        return read_html(text, name=path.name)
    return read_plain(text)


def _without_header(path: Path, ocr: bool) -> RawDocument:
    """What calls itself a PDF and does not begin like one; some can be read all the same (pdf.js' bug1606566.pdf)."""
    from ingest.readers.router import read_routed

    try:
        return read_routed(path, ocr=ocr)
    except UnreadableError as error:
        raise UnreadableError(
            "the file is not a PDF", thing=path.name, remedy="it lacks the PDF header; fetch it again"
        ) from error


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            head = stream.read(1024)
    except OSError as error:
        raise UnreadableError(
            f"the file cannot be opened: {error.strerror or error}", thing=path.name, remedy="check its permissions"
        ) from error
    if not head.strip(b"\x00 \t\r\n"):
        raise UnreadableError("the file is empty", thing=path.name, remedy="fetch it again from its source")
    return head

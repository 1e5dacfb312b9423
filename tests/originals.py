"""Reads originals again with code of the tests' own, and looks for quotes in them. Nothing of ingest is used here.

A quote stands on a page when its letters, digits and punctuation stand there in order with nothing between them. What
line ends can change is left out of the comparison: white space, and hyphens, of which the page does not tell whether
they belong to the word.
"""

import html
import logging
import re
import zipfile
from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from pypdf import PdfReader

_SPELT_OUT = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_LINE_END_HYPHEN = re.compile(r"(\w)[-\u2010]\s*\n\s*")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def letters(text: str) -> str:
    """``text`` without white space and hyphens, ligatures spelt out."""
    return re.sub(r"[\s\-\u2010]", "", _visible(text))


def spaced(text: str) -> str:
    """``text`` with white space folded to single blanks, ligatures spelt out."""
    return re.sub(r"\s+", " ", _visible(text)).strip()


def _visible(text: str) -> str:
    for glyph, spelt in _SPELT_OUT.items():
        text = text.replace(glyph, spelt)
    return _INVISIBLE.sub("", text)


@cache
def printed_on(path: Path, page: int | None) -> tuple[str, ...]:
    """The text of one page as pypdf reads it, and as PDFium does: pypdf puts blanks inside the words of some fonts."""
    if path.suffix.lower() != ".pdf" or page is None:
        return (pages_of(path)[page],)
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return pages_of(path)[page], document[page - 1].get_textpage().get_text_range()


@cache
def pages_of(path: Path) -> Mapping[int | None, str]:
    """The text of every page by its number from 1; under None that of a document without pages."""
    match path.suffix.lower():
        case ".pdf":
            logging.getLogger("pypdf").setLevel(logging.CRITICAL)
            return {number: page.extract_text() for number, page in enumerate(PdfReader(path).pages, start=1)}
        case ".docx":
            return {None: _docx_text(path)}
        case ".html":
            reader = _Text()
            reader.feed(path.read_text(encoding="utf-8"))
            return {None: "".join(reader.parts)}
        case ".md":
            return {None: _markdown_text(path.read_text(encoding="utf-8"))}
        case _:
            return {None: path.read_text(encoding="utf-8")}


class _Text(HTMLParser):
    """Collects the words of a web page."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _docx_text(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    return "\n".join("".join(t.text or "" for t in p.iter(f"{_WORD}t")) for p in root.iter(f"{_WORD}p"))


def _markdown_text(text: str) -> str:
    """Markdown without its markup: emphasis, escapes, quotation and heading marks."""
    text = re.sub(r"^(?:>\s?|#+\s|[-*]\s)", "", text, flags=re.MULTILINE)
    return html.unescape(re.sub(r"\\([^\w\s])", r"\1", text.replace("**", "")))


def stands(quote: str, pages: Mapping[int | None, str], first: int | None, last: int | None) -> bool:
    """Whether ``quote`` begins on page ``first`` and ends on page ``last``, whole, nothing of it missing."""
    wanted = letters(quote)
    if not wanted or first not in pages or last not in pages:
        return False
    if first == last:
        return wanted in letters(pages[first])
    head, tail = letters(pages[first]), letters(pages[last])
    return any(wanted[:cut] in head and wanted[cut:] in tail for cut in range(1, len(wanted)))


def stands_spaced(quote: str, text: str) -> bool:
    """Whether ``quote`` stands in ``text`` with its blanks and hyphens; those at line ends are read either way."""
    wanted = spaced(quote)
    readings = (text, _LINE_END_HYPHEN.sub(r"\1", text), _LINE_END_HYPHEN.sub(r"\1-", text))
    return any(wanted in spaced(reading) for reading in readings)

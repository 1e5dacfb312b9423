"""Reads an exported file back: its paragraphs and each citation with its mark. Nothing in it is run or fetched."""

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from assistant.desk.checks import Check, marked
from assistant.desk.pandoc import to_html
from assistant.desk.papers import shown
from ingest.errors import RequestError

MOST_BYTES = 200 * 1024 * 1024  # of a file when it is unpacked
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WORD = r"word/(?:document|footnotes|endnotes)\.xml"
_SLIDES = r"ppt/(?:slides/slide|notesSlides/notesSlide)\d+\.xml"
_BLOCKS = frozenset("p li td th h1 h2 h3 h4 h5 h6 blockquote div section tr ol ul table dt dd pre br".split())
_UNREAD = frozenset({"script", "style", "title"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """What an exported file says: its paragraphs in order, and (citation in words, check) of each mark."""

    paragraphs: tuple[str, ...]
    citations: tuple[tuple[str, Check], ...]


def read_back(path: Path) -> ReadBack:
    """The paragraphs and marks of an exported file.

    Raises RequestError when it cannot be read, or is no file of a kind that is exported.
    """
    readers = {".docx": _word, ".pptx": _powerpoint, ".html": _web, ".htm": _web, ".md": _markdown, ".json": _data}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise RequestError(
            "this kind of file is not exported, so nothing in it can be checked", thing=path.name,
            remedy="give a .docx, .pptx, .md, .html or .json file",
        )  # fmt: skip
    try:
        paragraphs = tuple(text for text in map(shown, reader(path)) if text)
    except (OSError, zipfile.BadZipFile, ElementTree.ParseError, ValueError) as error:
        raise RequestError(
            f"the file cannot be read: {error}", thing=path.name, remedy="export it again, or save it anew"
        ) from error
    cited = (text for text in paragraphs if not text.startswith("“"))  # a quote may hold anything, even such a mark
    return ReadBack(paragraphs=paragraphs, citations=tuple(item for text in cited for item in marked(text)))


def _word(path: Path) -> Iterator[str]:
    for root in _parts(path, _WORD):
        for paragraph in root.iter(f"{_W}p"):
            yield "".join(_word_text(node) for node in paragraph.iter())


def _word_text(node: ElementTree.Element) -> str:
    if node.tag == f"{_W}t":
        return node.text or ""
    return " " if node.tag in (f"{_W}tab", f"{_W}br") else ""


def _powerpoint(path: Path) -> Iterator[str]:
    for root in _parts(path, _SLIDES):
        for paragraph in root.iter(f"{_A}p"):
            texts = (
                " " if n.tag == f"{_A}br" else n.text or "" for n in paragraph.iter() if n.tag in (f"{_A}t", f"{_A}br")
            )
            yield "".join(texts)


def _parts(path: Path, pattern: str) -> Iterator[ElementTree.Element]:
    """The parts of an archive whose names ``pattern`` fits. Raises ValueError for one that defines entities."""
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if re.fullmatch(pattern, entry.filename)]
        if not entries or sum(entry.file_size for entry in entries) > MOST_BYTES:
            raise ValueError("it does not hold what such a file holds, or too much of it")
        for entry in entries:
            data = archive.read(entry)
            if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
                raise ValueError("its XML defines entities")
            yield ElementTree.fromstring(data)


def _web(path: Path) -> Iterator[str]:
    return iter(_texts(_text_of(path)))


def _markdown(path: Path) -> Iterator[str]:
    return iter(_texts(to_html(_text_of(path))))


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig", errors="replace")


def _texts(html: str) -> list[str]:
    parser = _Paragraphs()
    parser.feed(html)
    parser.close()
    return parser.found


class _Paragraphs(HTMLParser):
    """The text of each block of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = [""]
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph where a block begins."""
        self._unread += tag in _UNREAD
        if tag in _BLOCKS:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        """Begin another where it ends."""
        self._unread = max(0, self._unread - (tag in _UNREAD))
        if tag in _BLOCKS:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        """Add to the paragraph."""
        if not self._unread:
            self.found[-1] += data


def _data(path: Path) -> Iterator[str]:
    try:
        value = json.loads(_text_of(path))
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    return _quotes_in(value)


def _quotes_in(value: Any) -> Iterator[str]:
    """The text and the citation of each quote, as paragraphs of their own."""
    if isinstance(value, Mapping):
        if value.get("kind") == "quote":
            yield f"“{value.get('text', '')}”"
            yield f"{value.get('words', '')} {value.get('check', '')}"
        for inner in value.values():
            yield from _quotes_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _quotes_in(inner)

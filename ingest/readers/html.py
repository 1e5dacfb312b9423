"""The one door to Beautiful Soup and markdown-it: web pages and Markdown become headings, paragraphs, bullets, rows."""

from collections.abc import Iterable

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag
from bs4.exceptions import ParserRejectedMarkup

from ingest.errors import UnreadableError
from ingest.glyphs import storable
from ingest.records import Line, Page, RawDocument
from ingest.text import fold_space, resolve_glyphs

_IGNORED = frozenset(
    {
        "script", "style", "template", "noscript", "nav", "footer", "aside", "form", "button", "svg", "iframe", "head",
        "select", "input", "textarea", "dialog",
    }
)  # fmt: skip
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_CELLS = frozenset({"td", "th"})
_BLOCKS = frozenset(
    {
        "p", "li", "tr", "div", "section", "article", "blockquote", "pre", "dt", "dd", "figcaption", "address", "main",
        "header", "body", "table", "tbody", "thead", "ul", "ol", "dl", "figure", "details", "summary", "caption",
        "html", *_HEADINGS,
    }
)  # fmt: skip


def read_html(markup: str, *, name: str = "the page", reader: str = "html") -> RawDocument:
    """The document in a web page, without navigation, forms, scripts and page feet.

    Raises UnreadableError, with the file's ``name``, for what is no HTML.
    """
    tags_end = markup.rfind(">") + 1  # html.parser looks for the end of each later "<" through all of the rest
    try:
        soup = BeautifulSoup(markup[:tags_end] + markup[tags_end:].replace("<", "&lt;"), "html.parser")
    except (ParserRejectedMarkup, ValueError) as error:  # ValueError: a character reference of over 4,300 digits
        remedy = "save it anew, for example by printing to PDF"
        raise UnreadableError(f"the file is not readable HTML: {error}", thing=name, remedy=remedy) from error
    title = _text(soup.title.get_text()) if soup.title else None
    lines = _lines(soup.body or soup)
    text = "\n".join(line.text for line in lines)
    return RawDocument(pages=(Page(number=None, lines=tuple(lines), text=text),), reader=reader, title=title or None)


def read_markdown(text: str, *, name: str = "the text") -> RawDocument:
    """The document in Markdown (CommonMark with tables), raw HTML shown as text."""
    from markdown_it import MarkdownIt

    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    return read_html(renderer.render(text), name=name, reader="markdown")


def _lines(root: Tag) -> list[Line]:
    """A line for each block beneath ``root``; loose text between blocks is a block of its own.

    Files that close nothing nest as deeply as they are long, so that there is no recursion here, and no search within
    a search.
    """
    blocks, cells = _holders(root, _BLOCKS | _CELLS), _holders(root, _CELLS)
    lines: list[Line] = []
    loose: list[str] = []

    def flush() -> None:
        if text := _text("".join(loose)):
            lines.append(Line(text=text, ends=True))
        loose.clear()

    waiting: list[PageElement | None] = list(reversed(root.contents))  # None: a block ends
    while waiting:
        node = waiting.pop()
        if isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            loose.append(str(node))
        elif node is None:
            flush()
        elif not isinstance(node, Tag) or node.name in _IGNORED:
            continue
        elif node.name == "br":
            loose.append("\n")
        elif node.name in _BLOCKS or node.name in _CELLS or id(node) in blocks:
            flush()
            if _is_whole(node, blocks, cells):
                lines.extend(_whole(node))
            else:
                waiting += [None, *reversed(node.contents)]
        else:
            loose.append(node.get_text())
    flush()
    return lines


def _holders(root: Tag, names: Iterable[str]) -> frozenset[int]:
    """Those tags, by identity, within which a tag with one of ``names`` stands."""
    found: set[int] = set()
    for tag in root.find_all(list(names)):
        for parent in tag.parents:
            if id(parent) in found:
                break
            found.add(id(parent))
    return frozenset(found)


def _is_whole(tag: Tag, blocks: frozenset[int], cells: frozenset[int]) -> bool:
    """Whether one line holds all of a block: a heading, a cell without cells, a list item without blocks."""
    if tag.name in _CELLS:
        return id(tag) not in cells
    return tag.name in _HEADINGS or (tag.name == "li" and id(tag) not in blocks)


def _whole(tag: Tag) -> Iterable[Line]:
    bullet = tag.name == "li"
    if text := _text(tag.get_text("" if bullet else " ")):
        yield Line(text=text, heading=_HEADINGS.get(tag.name), bullet=bullet, row=tag.name in _CELLS, ends=True)


def _text(raw: str) -> str:
    return fold_space(resolve_glyphs(storable(raw)))

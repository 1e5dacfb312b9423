"""The one door to Beautiful Soup and markdown-it: web pages and Markdown become headings, paragraphs, bullets, rows."""

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from ingest.records import Line, Page, RawDocument
from ingest.text import fold_space, resolve_glyphs

_IGNORED = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "svg",
        "iframe",
        "head",
        "select",
        "input",
        "textarea",
        "dialog",
    ]
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BLOCKS = frozenset(
    [
        "p",
        "li",
        "tr",
        "div",
        "section",
        "article",
        "blockquote",
        "pre",
        "dt",
        "dd",
        "figcaption",
        "address",
        "main",
        "header",
        "body",
        "table",
        "tbody",
        "thead",
        "ul",
        "ol",
        "dl",
        "figure",
        "details",
        "summary",
        "caption",
        "html",
    ]
) | frozenset(_HEADINGS)


def read_html(markup: str, *, reader: str = "html") -> RawDocument:
    """The document in a web page, without navigation, forms, scripts and page feet."""
    soup = BeautifulSoup(markup, "html.parser")
    title = fold_space(soup.title.get_text()) if soup.title else None
    lines: list[Line] = []
    _walk(soup.body or soup, lines)
    text = "\n".join(line.text for line in lines)
    return RawDocument(pages=(Page(number=None, lines=tuple(lines), text=text),), reader=reader, title=title or None)


def read_markdown(text: str) -> RawDocument:
    """The document in Markdown (CommonMark with tables), raw HTML shown as text."""
    from markdown_it import MarkdownIt

    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    return read_html(renderer.render(text), reader="markdown")


def _walk(node: Tag, lines: list[Line]) -> None:
    """Append a line for each block beneath ``node``; loose text between blocks is a block of its own."""
    loose: list[str] = []

    def flush() -> None:
        text = fold_space(resolve_glyphs("".join(loose)))
        loose.clear()
        if text:
            lines.append(Line(text=text, ends=True))

    for child in node.children:
        if isinstance(child, PreformattedString):
            continue
        if isinstance(child, NavigableString):
            loose.append(str(child))
        elif isinstance(child, Tag) and child.name not in _IGNORED:
            if child.name == "br":
                loose.append("\n")
            elif child.name in _BLOCKS or child.find(_is_block):
                flush()
                _block(child, lines)
            else:
                loose.append(child.get_text())
    flush()


def _is_block(tag: Tag) -> bool:
    return tag.name in _BLOCKS


def _block(tag: Tag, lines: list[Line]) -> None:
    """One block element: a heading, a table row, a list item, or a container to walk into."""
    if tag.name in _HEADINGS:
        text = fold_space(resolve_glyphs(tag.get_text(" ")))
        if text:
            lines.append(Line(text=text, heading=_HEADINGS[tag.name], ends=True))
    elif tag.name == "tr":
        cells = [fold_space(resolve_glyphs(cell.get_text(" "))) for cell in tag.find_all(["td", "th"])]
        lines.extend(Line(text=cell, row=True, ends=True) for cell in cells if cell)
    elif tag.name == "li" and not tag.find(_is_block):
        text = fold_space(resolve_glyphs(tag.get_text()))
        if text:
            lines.append(Line(text=text, bullet=True, ends=True))
    else:
        _walk(tag, lines)

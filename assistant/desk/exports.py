"""A paper in the format that somebody asked for: one source, five formats."""

import html
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from assistant.desk import blocks as b
from assistant.desk.flowing import Manner, flow
from assistant.desk.markdown import escaped
from assistant.desk.pandoc import Node, convert
from assistant.desk.paper_json import paper_json
from assistant.desk.papers import Paper, shown
from assistant.desk.slide_styling import fitted, slides_reference
from assistant.desk.slides import slides
from assistant.desk.styling import word_reference
from assistant.desk.web_styling import SHEET

Format = Literal["docx", "pptx", "md", "html", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
MEDIA_TYPES: dict[Format, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "md": "text/markdown; charset=utf-8", "html": "text/html; charset=utf-8", "json": "application/json",
}  # fmt: skip
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file to be taken away: its bytes, its name and its media type."""

    data: bytes
    name: str
    media_type: str


def export(paper: Paper, format: Format) -> bytes:
    """``paper`` as a file of this format.

    Raises SetupError when pandoc is missing or fails.
    """
    return _MAKERS[format](paper)


def exported(paper: Paper, format: Format) -> Export:
    """``paper`` as a file with a name that says what it is.

    Raises SetupError when pandoc is missing or fails.
    """
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in paper.title.lower()).split()
    name = "-".join([paper.kind, *words])[:60].rstrip("-")
    return Export(data=export(paper, format), name=f"{name}.{format}", media_type=MEDIA_TYPES[format])


def _docx(paper: Paper) -> bytes:
    manner = Manner(level=1, quote_style=True)
    return convert(flow(paper, manner), "docx", meta=_meta(paper), reference=word_reference())


def _pptx(paper: Paper) -> bytes:
    options = ("--slide-level=1",)
    made = convert(slides(paper), "pptx", meta=_meta(paper), reference=slides_reference(), options=options)
    return fitted(made)


def _md(paper: Paper) -> bytes:
    manner = Manner(level=2, styled=False, tables=False)
    made = convert(
        _titled(paper, manner), "markdown-smart", options=("--wrap=none", "--markdown-headings=atx")
    ).decode()
    return escaped(made).encode()


def _html(paper: Paper) -> bytes:
    body = convert(_titled(paper, Manner(level=2)), "html5", options=("--wrap=none",)).decode()
    title = html.escape(shown(paper.title))
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="content-security-policy" content="{_POLICY}">\n<title>{title}</title>\n'
        f"<style>\n{SHEET}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    ).encode()


def _json(paper: Paper) -> bytes:
    return json.dumps(paper_json(paper), ensure_ascii=False, indent=2).encode(errors="replace")


def _titled(paper: Paper, manner: Manner) -> list[Node]:
    return [b.header(1, paper.title), b.plain(f"{paper.subtitle} · {paper.made}"), *flow(paper, manner)]


def _meta(paper: Paper) -> Node:
    given = {"title": paper.title, "subtitle": paper.subtitle, "date": paper.made}
    return {**{name: b.meta_words(text) for name, text in given.items()}, "lang": b.meta_words("en-GB")}


_MAKERS: dict[Format, Callable[[Paper], bytes]] = {
    "docx": _docx, "pptx": _pptx, "md": _md, "html": _html, "json": _json,
}  # fmt: skip

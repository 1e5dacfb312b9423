"""The inside of a line: attributes in braces, footnotes and bold words within a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from examples.rendering.blocks import Inline, Note, Words

_ATTRIBUTE = re.compile(r"""\s*([A-Za-z][\w-]*)(?:=(?:"([^"]*)"|([^\s"]+)))?(?=\s|$)""")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_FOREIGN = re.compile(r"\*\*|!\[|\]\(|</?[a-z]+>")


def read_attributes(text: str) -> Mapping[str, str]:
    """Return the attributes in `key=value key="two words" flag`; a flag has the value "true".

    Raises ValueError, quoting the place, where `text` is not such a list.
    """
    found: dict[str, str] = {}
    at = 0
    while text[at:].strip():
        match = _ATTRIBUTE.match(text, at)
        if match is None:
            raise ValueError(f"cannot read the attributes at `{text[at:].strip()[:40]}`")
        name, quoted, bare = match.groups()
        value = quoted if quoted is not None else bare
        found[name] = "true" if value is None else value.replace("\\|", "|")
        at = match.end()
    return found


def read_inlines(text: str) -> tuple[Inline, ...]:
    """Return words, bold words and footnotes in order; white space is one space, none before a footnote.

    Raises ValueError for a footnote that does not end and for markup that the format does not know.
    """
    return tuple(_inlines(" ".join(text.split())))


def _inlines(text: str) -> Iterator[Inline]:
    while (start := text.find("^[")) >= 0:
        end = _closing_bracket(text, start + 1)
        yield from _words(text[:start].rstrip())
        yield Note(text=text[start + 2 : end].strip())
        text = text[end + 1 :]
    yield from _words(text)


def _closing_bracket(text: str, opening: int) -> int:
    depth = 0
    for index in range(opening, len(text)):
        depth += {"[": 1, "]": -1}.get(text[index], 0)
        if depth == 0:
            return index
    raise ValueError(f"the footnote `{text[opening - 1 : opening + 30]}` does not end")


def _words(text: str) -> Iterator[Words]:
    at = 0
    for bold in _BOLD.finditer(text):
        if bold.start() > at:
            yield Words(text=_known(text[at : bold.start()]))
        yield Words(text=bold.group(1), bold=True)
        at = bold.end()
    if text[at:]:
        yield Words(text=_known(text[at:]))


def _known(text: str) -> str:
    if foreign := _FOREIGN.search(text):
        raise ValueError(f"`{foreign.group()}` is markup that the format does not know")
    return text

"""The few kinds of node of pandoc's tree that exports are made of. Words put in are words, never markup."""

from collections.abc import Sequence

from assistant.desk.checks import without_marks
from assistant.desk.pandoc import Node
from assistant.desk.papers import shown

Nodes = list[Node]


def words(text: str, *, exact: bool = False) -> Nodes:
    """``text`` as inline nodes; unless it is to be ``exact``, what looks like a quote's mark in it is none."""
    found: Nodes = []
    for word in (shown(text) if exact else without_marks(shown(text))).split(" "):
        if found:
            found.append({"t": "Space"})
        found.append({"t": "Str", "c": word})
    return found


def strong(text: str) -> Node:
    """Words that stand out."""
    return {"t": "Strong", "c": words(text)}


def note(text: str) -> Node:
    """A footnote with these exact words."""
    return {"t": "Note", "c": [para(words(text, exact=True))]}


def exactly(text: str) -> Node:
    """A paragraph of these exact words."""
    return para(words(text, exact=True))


def para(inlines: Sequence[Node]) -> Node:
    """A paragraph."""
    return {"t": "Para", "c": list(inlines)}


def plain(text: str) -> Node:
    """A paragraph of plain words."""
    return para(words(text))


def lead(label: str, text: str) -> Node:
    """A paragraph that begins with a label in bold."""
    return para([strong(label), {"t": "Space"}, *words(text)])


def header(level: int, text: str) -> Node:
    """A heading."""
    return {"t": "Header", "c": [level, ["", [], []], words(text)]}


def block_quote(blocks: Sequence[Node]) -> Node:
    """A quotation set apart."""
    return {"t": "BlockQuote", "c": list(blocks)}


def div(name: str, style: str, blocks: Sequence[Node]) -> Node:
    """Blocks with a class for HTML and a style for Word."""
    return {"t": "Div", "c": [["", [name], [["custom-style", style]] if style else []], list(blocks)]}


def numbered(items: Sequence[Sequence[Node]]) -> Node:
    """A numbered list."""
    return {"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], [list(item) for item in items]]}


def bullets(items: Sequence[Sequence[Node]]) -> Node:
    """A list with bullets."""
    return {"t": "BulletList", "c": [list(item) for item in items]}


def table(heads: Sequence[str], cells: Sequence[Sequence[Node]]) -> Node:
    """A table of one row under its heads, columns of the same width."""
    width = 1 / len(heads)
    column = [{"t": "AlignLeft"}, {"t": "ColWidth", "c": width}]
    none: list[object] = ["", [], []]
    head = [none, [_row([[{"t": "Plain", "c": [strong(text)]}] for text in heads])]]
    body = [none, 0, [], [_row(cells)]]
    return {"t": "Table", "c": [none, [None, []], [column for _ in heads], head, [body], [none, []]]}


def meta_words(text: str) -> Node:
    """Words of the file's own properties: title, subtitle, date."""
    return {"t": "MetaInlines", "c": words(text)}


def _row(cells: Sequence[Sequence[Node]]) -> list[object]:
    none: list[object] = ["", [], []]
    return [none, [[none, {"t": "AlignDefault"}, 1, 1, list(cell)] for cell in cells]]

"""The fenced blocks of FORMAT.md: which attributes each may have, and what it becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast

from examples.rendering.blocks import (
    Article,
    Block,
    Box,
    Columns,
    Finding,
    Furniture,
    Learning,
    Quote,
    Recommendation,
    Repeat,
    Row,
    Scanned,
    Table,
)

ROW_FENCES = frozenset({"chronology", "table", "recommendations-table", "furniture"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FenceText:
    """A fenced block as read: its name, attributes, and either inner blocks or rows."""

    line: int
    name: str
    attributes: Mapping[str, str]
    blocks: tuple[Block, ...]
    rows: tuple[Row, ...]

    def listed(self, key: str) -> tuple[str, ...]:
        """Return the attribute `key`, a list written with `; `."""
        return listed(self.attributes.get(key, ""))


def listed(text: str) -> tuple[str, ...]:
    """Return the items of a list written with `; `."""
    return tuple(item.strip() for item in text.split(";") if item.strip())


def build_fence(text: FenceText) -> Block:
    """Return the block that `text` stands for. Raises ValueError for a name or an attribute that FORMAT.md lacks."""
    if text.name not in _FENCES:
        raise ValueError(f"`::: {text.name}` is no block; known are {', '.join(sorted(_FENCES))}")
    required, optional, build = _FENCES[text.name]
    for key in required - text.attributes.keys():
        raise ValueError(f"`::: {text.name}` lacks `{key}=`")
    for key in text.attributes.keys() - required - optional:
        raise ValueError(f"`{key}` is no attribute of `::: {text.name}`")
    return build(text)


def _recommendation(text: FenceText) -> Block:
    return Recommendation(
        line=text.line,
        number=text.attributes["number"],
        to=text.listed("to"),
        themes=text.listed("themes"),
        lead=text.attributes.get("lead", ""),
        numbered=text.attributes.get("numbered") == "true",
        blocks=text.blocks,
    )


def _finding(text: FenceText) -> Block:
    return Finding(
        line=text.line,
        number=text.attributes["number"],
        title=text.attributes["title"],
        themes=text.listed("themes"),
        blocks=text.blocks,
    )


def _learning(text: FenceText) -> Block:
    return Learning(
        line=text.line,
        number=text.attributes["number"],
        themes=text.listed("themes"),
        lead=text.attributes.get("lead", ""),
        blocks=text.blocks,
    )


def _box(text: FenceText) -> Block:
    return Box(line=text.line, title=text.attributes.get("title"), kind=text.attributes.get("kind"), blocks=text.blocks)


def _quote(text: FenceText) -> Block:
    pull = text.name == "pullquote"
    return Quote(line=text.line, pull=pull, voice=text.attributes.get("voice"), blocks=text.blocks)


def _table(text: FenceText) -> Block:
    recommends = text.name == "recommendations-table"
    fallback = {"chronology": "chronology", "recommendations-table": "recommendation"}.get(text.name, "other")
    head = tuple(cell.strip() for cell in text.attributes["head"].split("|"))
    rows = tuple(_with_themes(row) for row in text.rows) if recommends else text.rows
    for row in rows:
        if len(row.cells) != len(head):
            raise ValueError(f"the row in line {row.line} has {len(row.cells)} cells, the head has {len(head)}")
        if recommends and len(row.cells) < 3:
            raise ValueError(f"the recommendation in line {row.line} has no third cell, its addressee")
    kind = text.attributes.get("kind", fallback)
    return Table(line=text.line, head=head, rows=rows, kind=kind, recommends=recommends)


def _with_themes(row: Row) -> Row:
    """Take the cell `themes: …` out of what is printed; where it is the cell of its own after a ` | `, drop it."""
    themes = [cell for cell in row.cells if cell.startswith("themes:")]
    printed = tuple(cell for cell in row.cells if not cell.startswith("themes:"))
    return replace(row, cells=printed, themes=listed(themes[0].removeprefix("themes:"))) if themes else row


def _repeat(text: FenceText) -> Block:
    style = text.attributes.get("style", "list")
    if style not in ("list", "table"):
        raise ValueError("`style` must be `list` or `table`")
    return Repeat(line=text.line, style=cast(Literal["list", "table"], style))


def _columns(text: FenceText) -> Block:
    if text.attributes["count"] != "2":
        raise ValueError("blocks are set in two columns, written `::: columns 2`")
    return Columns(line=text.line, blocks=text.blocks)


def _article(text: FenceText) -> Block:
    return Article(
        line=text.line,
        title=text.attributes["title"],
        date=text.attributes.get("date"),
        voice=text.attributes.get("voice"),
        blocks=text.blocks,
    )


def _furniture(text: FenceText) -> Block:
    return Furniture(line=text.line, lines=tuple(" | ".join(row.cells) for row in text.rows))


_Fence = tuple[set[str], set[str], Callable[[FenceText], Block]]
_FENCES: Mapping[str, _Fence] = {
    "recommendation": ({"number"}, {"to", "themes", "lead", "numbered"}, _recommendation),
    "finding": ({"number", "title"}, {"themes"}, _finding),
    "learning": ({"number"}, {"themes", "lead"}, _learning),
    "box": (set(), {"title", "kind"}, _box),
    "quote": (set(), {"voice"}, _quote),
    "pullquote": (set(), {"voice"}, _quote),
    "chronology": ({"head"}, {"kind"}, _table),
    "table": ({"head"}, {"kind"}, _table),
    "recommendations-table": ({"head"}, set(), _table),
    "repeat": ({"recommendations"}, {"style"}, _repeat),
    "scanned": (set(), set(), lambda text: Scanned(line=text.line, blocks=text.blocks)),
    "columns": ({"count"}, set(), _columns),
    "article": ({"title"}, {"date", "voice"}, _article),
    "furniture": (set(), set(), _furniture),
}

"""The registers of a document: its recommendations, findings and learning points, and where each is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from examples.rendering.blocks import (
    Article,
    Block,
    Box,
    Bullets,
    Columns,
    Finding,
    Learning,
    Paragraph,
    Recommendation,
    Scanned,
    Table,
    Words,
)
from examples.rendering.content import Entry, Item, Part, leaves


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A recommendation as written, whether in a block of its own or in a row of a table."""

    number: str
    lead: str
    text: str
    addressed_to: tuple[str, ...]
    themes: tuple[str, ...]
    blocks: tuple[Block, ...]


def advice_of(blocks: tuple[Block, ...]) -> tuple[Advice, ...]:
    """Return the recommendations in `blocks`, in order, repeats left out."""
    found: list[Advice] = []
    for block in blocks:
        match block:
            case Recommendation():
                found.append(_from_block(block))
            case Table() if block.recommends:
                found.extend(_from_rows(block))
            case Finding() | Article() | Columns() | Box() | Scanned():
                found.extend(advice_of(block.blocks))
            case _:
                pass
    return tuple(found)


def _from_block(block: Recommendation) -> Advice:
    return Advice(
        number=block.number,
        lead=block.lead,
        text=_text(block.blocks),
        addressed_to=block.to,
        themes=block.themes,
        blocks=block.blocks,
    )


def _from_rows(table: Table) -> Iterable[Advice]:
    for row in table.rows:
        number, text, to = row.cells[:3]
        yield Advice(
            number=number.rstrip("."),
            lead=f"Recommendation {number.rstrip('.')}:",
            text=text,
            addressed_to=tuple(name.strip() for name in to.split(";") if name.strip()),
            themes=row.themes,
            blocks=(Paragraph(line=row.line, inlines=(Words(text=text),)),),
        )


def _text(blocks: Sequence[Block]) -> str:
    """Return the words of paragraphs and points, markers of footnotes left out, letters of points kept."""
    found: list[str] = []
    for block in blocks:
        for paragraph in block.items if isinstance(block, Bullets) else (block,):
            if isinstance(paragraph, Paragraph):
                words = "".join(inline.text for inline in paragraph.inlines if isinstance(inline, Words))
                label = f"{paragraph.marker} " if paragraph.marker not in (None, "•") else ""
                found.append(label + words)
    return " ".join(found)


class Registers:
    """Collects the items of one document in the order in which they are printed in full."""

    def __init__(self) -> None:
        self._items: dict[tuple[str, str, str], Item] = {}
        self._repeats: list[tuple[Advice, tuple[str, ...]]] = []

    def items(self) -> tuple[Item, ...]:
        """Return all items; each one's own place comes first, then its repeats in order of print."""
        found = dict(self._items)
        for advice, refs in self._repeats:
            key = ("recommendations", advice.number, advice.text)
            found[key] = replace(found[key], printings=(*found[key].printings, refs))
        return tuple(found.values())

    def add(self, advice: Advice, parts: Iterable[Part]) -> None:
        """Add a recommendation with the parts that print it."""
        item = Item(
            register="recommendations",
            number=advice.number,
            title=None,
            text=advice.text,
            addressed_to=advice.addressed_to,
            themes=advice.themes,
            printings=(_refs(parts),),
        )
        self._put(item)

    def add_printing(self, advice: Advice, parts: Iterable[Part]) -> None:
        """Add one more place where a recommendation, added before or after, is printed."""
        self._repeats.append((advice, _refs(parts)))

    def add_finding(self, block: Finding, parts: Iterable[Part]) -> None:
        """Add a finding with the paragraphs beneath its title."""
        item = Item(
            register="findings",
            number=block.number,
            title=block.title,
            text=_words(parts),
            addressed_to=(),
            themes=block.themes,
            printings=(_refs(parts),),
        )
        self._put(item)

    def add_learning(self, block: Learning, parts: Iterable[Part]) -> None:
        """Add a learning point with the paragraphs in its box."""
        item = Item(
            register="learning",
            number=block.number,
            title=None,
            text=_text(block.blocks),
            addressed_to=(),
            themes=block.themes,
            printings=(_refs(parts),),
        )
        self._put(item)

    def _put(self, item: Item) -> None:
        """An item written out twice, in the same words, is one item printed twice."""
        key = (item.register, item.number, item.text)
        known = self._items.get(key)
        self._items[key] = replace(known, printings=known.printings + item.printings) if known else item


def _entries(parts: Iterable[Part]) -> list[Entry]:
    return [leaf for leaf in leaves(tuple(parts)) if isinstance(leaf, Entry)]


def _refs(parts: Iterable[Part]) -> tuple[str, ...]:
    return tuple(entry.ref for entry in _entries(parts))


def _words(parts: Iterable[Part]) -> str:
    return " ".join(entry.text for entry in _entries(parts))

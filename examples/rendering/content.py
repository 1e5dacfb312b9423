"""A document as it is printed, whatever it is printed on: numbered, in reading order, every paragraph with a name.

A `ref` names one paragraph of one document: its printed number where it has one, else a running key.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from examples.rendering.facts import Facts

Container = Literal["body", "bullet", "box", "table", "quote", "pullquote", "footnote", "scanned"]
Register = Literal["recommendations", "findings", "learning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text in one face. `note` is the number of the footnote whose marker this is, else null."""

    text: str
    bold: bool = False
    note: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A footnote; numbers run through the document from 1."""

    ref: str
    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One paragraph, bullet or table row.

    `number` is printed before it, without a final full stop, except for a bullet, which has the number of its
    paragraph. `marker` is what a bullet begins with: `•`, or the letter `a)`, which counts as its text. `cells` is
    filled for table rows only, and then `runs` is empty.
    """

    ref: str
    number: str | None
    kind: str
    voice: str | None
    section: tuple[str, ...]
    container: Container
    runs: tuple[Run, ...] = ()
    cells: tuple[str, ...] = ()
    marker: str | None = None
    notes: tuple[Footnote, ...] = ()
    article: str | None = None
    date: str | None = None

    @property
    def label(self) -> str | None:
        """The lettered marker, which is part of the text; null for a round bullet."""
        return self.marker if self.marker not in (None, "•") else None

    @property
    def text(self) -> str:
        """The words without footnote markers; the cells of a row are joined by ` | `."""
        if self.cells:
            return " | ".join(self.cells)
        words = "".join(run.text for run in self.runs if run.note is None)
        return f"{self.label} {words}" if self.label else words


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingPart:
    """A heading; `number` is null where none is printed."""

    ref: str
    level: int
    number: str | None
    title: str

    @property
    def printed(self) -> str:
        """The heading as a reader sees it: `4.2 Information sharing`."""
        return f"{self.number} {self.title}" if self.number else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePart:
    """A table: its head, and its rows as entries."""

    head: tuple[str, ...]
    rows: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPart:
    """Parts that are set together in one manner. `title` and `byline`, where not null, are printed above them."""

    name: Literal["box", "quote", "pullquote", "recommendation", "columns", "scanned", "article"]
    title: str | None
    byline: str | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakPart:
    """A new page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FurniturePart:
    """Lines of web-page furniture."""

    lines: tuple[str, ...]


Part: TypeAlias = HeadingPart | Entry | TablePart | GroupPart | BreakPart | FurniturePart


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A recommendation, finding or learning point. `printings` are its refs, once for each time it is printed."""

    register: Register
    number: str
    title: str | None
    text: str
    addressed_to: tuple[str, ...]
    themes: tuple[str, ...]
    printings: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A whole document, ready to be printed."""

    facts: Facts
    parts: tuple[Part, ...]
    items: tuple[Item, ...]


def leaves(parts: tuple[Part, ...]) -> Iterator[HeadingPart | Entry | FurniturePart]:
    """Yield headings, entries and furniture in reading order, out of their groups and tables."""
    for part in parts:
        match part:
            case GroupPart():
                yield from leaves(part.parts)
            case TablePart():
                yield from part.rows
            case BreakPart():
                pass
            case _:
                yield part

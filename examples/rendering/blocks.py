"""What a source consists of, as its author wrote it: nothing is numbered yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from examples.rendering.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Running text within a paragraph, in bold where it was written `**so**`."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """The text of a footnote; its marker stands where it was written."""

    text: str


Inline: TypeAlias = Words | Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; `kind` is null where it inherits its parent's."""

    line: int
    level: int
    title: str
    kind: str | None
    unnumbered: bool
    appendix: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph, a bullet or a lettered point; `marker` is null for a paragraph."""

    line: int
    inlines: tuple[Inline, ...]
    kind: str | None = None
    voice: str | None = None
    marker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """Bullets or lettered points that belong to the paragraph above."""

    line: int
    items: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBreak:
    """A new page."""

    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """A recommendation with its lead (`Recommendation 4:`), addressees and themes."""

    line: int
    number: str
    to: tuple[str, ...]
    themes: tuple[str, ...]
    lead: str
    numbered: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A finding whose title is printed as a heading."""

    line: int
    number: str
    title: str
    themes: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """A learning point, printed in a box."""

    line: int
    number: str
    themes: tuple[str, ...]
    lead: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box of paragraphs without paragraph numbers."""

    line: int
    title: str | None
    kind: str | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a person, or a pull quote that repeats body text."""

    line: int
    pull: bool
    voice: str | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table; `themes` is filled in tables of recommendations only and never printed."""

    line: int
    cells: tuple[str, ...]
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; in one of `recommends` each row is a recommendation of the register."""

    line: int
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    kind: str
    recommends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """All recommendations of the document once more."""

    line: int
    style: Literal["list", "table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """Paragraphs drawn as a picture on a page of their own."""

    line: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Blocks set side by side in columns."""

    line: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One post of a blog, or one article on a page of several."""

    line: int
    title: str
    date: str | None
    voice: str | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """Lines of web-page furniture, never a part of any paragraph."""

    line: int
    lines: tuple[str, ...]


Block: TypeAlias = (
    Heading
    | Paragraph
    | Bullets
    | PageBreak
    | Recommendation
    | Finding
    | Learning
    | Box
    | Quote
    | Table
    | Repeat
    | Scanned
    | Columns
    | Article
    | Furniture
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source file: its facts and its blocks. `file` is the name that errors print."""

    file: str
    facts: Facts
    blocks: tuple[Block, ...]

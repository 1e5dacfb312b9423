"""What is exported: a paper of sections, in which the documents' words, a model's, ours and one's own differ."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from assistant.records import Citation, Dropped, Notice
from ingest.text import fold_space, resolve_glyphs

PaperKind = Literal["answer", "collection", "briefing", "comparison"]

# What no file format shows and some refuse: control characters, turns of the writing direction, halves of pairs.
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A document's own words with the place where they stand. They are never changed."""

    citation: Citation

    @property
    def text(self) -> str:
        """The quote as it is shown."""
        return shown(self.citation.quote)

    @property
    def sha256(self) -> str:
        """The hash by which the quote is known again."""
        return quote_hash(self.citation.quote)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A statement that a model or the product wrote; the quotes that carry it stand with it."""

    text: str
    carried_by: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """What the person who made the paper added."""

    text: str
    manner: ClassVar[str] = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the product says: how to read what follows, what was searched."""

    text: str
    manner: ClassVar[str] = "said"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptySlot:
    """A place that no verified quote fills, and why."""

    text: str
    manner: ClassVar[str] = "empty"


Block = Quoted | Stated | OwnWords | Said | EmptySlot


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One of the things compared: its title and what stands under it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it, or two or three columns side by side.

    ``level`` counts from 1. ``facilitator``: the quotes are for whoever leads the discussion; a slide keeps them in its
    notes.
    """

    title: str
    level: int = 1
    facilitator: bool = False
    blocks: tuple[Block, ...] = ()
    columns: tuple[Column, ...] = ()

    def quotes(self) -> Iterator[Quoted]:
        """All quotes of the section in order."""
        for block in (*self.blocks, *(block for column in self.columns for block in column.blocks)):
            if isinstance(block, Quoted):
                yield block
            elif isinstance(block, Stated):
                yield from block.carried_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One document quoted, as a list of references has it. ``licence`` is the document's own line, None: not stated."""

    review_id: str
    title: str
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    area: str | None = None
    year: int | None = None
    kind: str = ""
    file: str = ""
    licence: str | None = None
    attribution: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Everything that an export shows, in any format. ``made`` is a date in ISO form."""

    kind: PaperKind
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    library_version: str
    made: str
    model: str = "extractive"
    notices: tuple[Notice, ...] = ()
    left_out: tuple[Dropped, ...] = ()

    def quotes(self) -> tuple[Quoted, ...]:
        """All quotes in order, one that stands twice twice."""
        return tuple(quote for section in self.sections for quote in section.quotes())


def shown(text: str) -> str:
    """``text`` as any export shows it: white space folded, nothing in it that cannot be seen; no word changes."""
    return fold_space(_UNSHOWN.sub(" ", resolve_glyphs(text)))


def quote_hash(text: str) -> str:
    """The SHA-256 of a quote as it is shown, in hexadecimal digits."""
    return hashlib.sha256(shown(text).encode()).hexdigest()

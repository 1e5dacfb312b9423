"""Headings and numbers: where in the document one is, and which number comes next."""

from __future__ import annotations

from dataclasses import dataclass

from examples.rendering.blocks import Block, Heading
from examples.rendering.facts import Numbering


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """A heading beneath which one is."""

    level: int
    printed: str
    kind: str


class Outline:
    """A walk through the headings of one document. It changes as headings and paragraphs are passed in order."""

    def __init__(self, scheme: Numbering, blocks: tuple[Block, ...]) -> None:
        self._scheme = scheme
        self._divided = _divided_sections(blocks)
        self._open: list[_Open] = []
        self._floor = 0
        self._section = 0
        self._subsection = 0
        self._paragraph = 0
        self._running = 0
        self._in_divided = False
        self._appendix: str | None = None
        self._silent: int | None = None

    @property
    def path(self) -> tuple[str, ...]:
        """The open headings as printed, outermost first."""
        return tuple(heading.printed for heading in self._open)

    @property
    def kind(self) -> str:
        """The passage kind that a paragraph here inherits."""
        return self._open[-1].kind if self._open else "narrative"

    @property
    def depth(self) -> int:
        """The level of the innermost open heading, 0 at the top."""
        return self._open[-1].level if self._open else 0

    def enter(self, title: str, *, level: int, kind: str) -> int:
        """Open a heading that no heading written within can close; hand the result to `leave`."""
        outer = self._floor
        self._open.append(_Open(level=level, printed=title, kind=kind))
        self._floor = len(self._open)
        return outer

    def leave(self, outer: int) -> None:
        """Close what `enter` opened."""
        del self._open[self._floor - 1 :]
        self._floor = outer

    def heading(self, heading: Heading) -> str | None:
        """Pass a heading; return the number printed before it."""
        while len(self._open) > self._floor and self._open[-1].level >= heading.level:
            self._open.pop()
        kind = heading.kind or self.kind
        number = self._count(heading)
        printed = f"{number} {heading.title}" if number else heading.title
        self._open.append(_Open(level=heading.level, printed=printed, kind=kind))
        return number

    def _count(self, heading: Heading) -> str | None:
        if self._silent is not None and heading.level <= self._silent:
            self._silent = None
        if heading.unnumbered and self._silent is None:
            self._silent = heading.level
        if heading.level == 1:
            self._appendix = heading.appendix
            self._paragraph = 0
        if self._silent is not None or self._appendix or heading.level == 3:
            return None
        if heading.level == 1:
            self._section += 1
            self._subsection = 0
            self._in_divided = heading.line in self._divided
        else:
            self._subsection += 1
            self._paragraph = 0 if self._scheme == "subsection" else self._paragraph
        if self._scheme in ("none", "continuous") or not self._section:
            return None
        if heading.level == 1:
            return str(self._section)
        return f"{self._section}.{self._subsection}" if self._scheme == "subsection" else None

    def paragraph(self) -> str | None:
        """Pass a paragraph; return the number printed before it, without a final full stop."""
        if self._silent is not None or self._scheme == "none":
            return None
        if self._appendix:
            self._paragraph += 1
            return f"{self._appendix}.{self._paragraph}"
        if self._scheme == "continuous":
            self._running += 1
            return str(self._running)
        if not self._section or (self._scheme == "subsection" and self._in_divided and not self._subsection):
            return None
        self._paragraph += 1
        divided = self._scheme == "subsection" and self._subsection
        place = f"{self._section}.{self._subsection}" if divided else str(self._section)
        return f"{place}.{self._paragraph}"


def _divided_sections(blocks: tuple[Block, ...]) -> frozenset[int]:
    """Return the lines of the first-level headings that have second-level headings beneath them."""
    divided: set[int] = set()
    section = 0
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            section = block.line
        elif isinstance(block, Heading) and block.level == 2 and not block.unnumbered:
            divided.add(section)
    return frozenset(divided)

"""Reading a source file into its facts and blocks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from examples.rendering.blocks import Block, Bullets, Heading, PageBreak, Paragraph, Row, Source
from examples.rendering.errors import SourceError
from examples.rendering.facts import PASSAGE_KINDS, read_facts
from examples.rendering.fences import ROW_FENCES, FenceText, build_fence
from examples.rendering.inlines import read_attributes, read_inlines

_Given = TypeVar("_Given")
_Read = TypeVar("_Read")
_HEADING = re.compile(r"^(#+)\s+(.*?)(?:\s*\{([^{}]*)\})?\s*$")
_BRACES = re.compile(r"^\{([^{}]*)\}\s*(.*)$", re.DOTALL)
_LETTERED = re.compile(r"^(\(?[a-z]\))\s+(.*)$")
_OPENING = re.compile(r"^:::\s*([a-z-]+)\s*(.*)$")
_LETTERED_FENCES = {"recommendation", "finding", "learning"}


def read_source(path: Path) -> Source:
    """Return the source in `path`. Raises SourceError naming the file and the line that breaks FORMAT.md."""
    return parse_source(path.read_text(encoding="utf-8"), file=path.name)


def parse_source(text: str, *, file: str) -> Source:
    """Return the source written in `text`; `file` is the name that errors print."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---":
        raise SourceError(file, 1, "the file does not begin with a line `---`")
    try:
        end = next(index for index, line in enumerate(lines[1:], start=1) if line.strip() == "---")
    except StopIteration:
        raise SourceError(file, 1, "the front matter is not closed by a line `---`") from None
    facts = read_facts("\n".join(lines[1:end]), file=file)
    reader = _Reader(lines, start=end + 1, file=file)
    return Source(file=file, facts=facts, blocks=reader.blocks(opened=None))


class _Reader:
    """A walk down the lines of one source. `at` is the index of the line to be read next."""

    def __init__(self, lines: list[str], *, start: int, file: str) -> None:
        self.lines = [line.rstrip() for line in lines]
        self.at = start
        self.file = file
        self.open: list[str] = []

    def error(self, what: str, *, at: int | None = None) -> SourceError:
        return SourceError(self.file, (self.at if at is None else at) + 1, what)

    def blocks(self, opened: int | None) -> tuple[Block, ...]:
        """Read blocks to the end of the file, or to the `:::` that closes the fence opened in line `opened`."""
        found: list[Block] = []
        while self.at < len(self.lines):
            line = self.lines[self.at].strip()
            if line == ":::":
                if opened is None:
                    raise self.error("`:::` closes a block that was never opened")
                self.at += 1
                return tuple(found)
            if line:
                found.append(self.block(line))
            else:
                self.at += 1
        if opened is not None:
            raise self.error("this block is not closed by a line `:::`", at=opened)
        return tuple(found)

    def block(self, line: str) -> Block:
        if line.startswith(":::"):
            return self.fence(line)
        if line.startswith("#"):
            return self.heading(line)
        if line == "\\pagebreak":
            self.at += 1
            return PageBreak(line=self.at)
        if self.starts_point(line):
            return self.bullets()
        if line.startswith("|"):
            raise self.error("a table is written `::: table`")
        return self.paragraph(marker=None)

    def starts_point(self, line: str) -> bool:
        return line.startswith("- ") or bool(self.lettered and _LETTERED.match(line))

    @property
    def lettered(self) -> bool:
        return bool(_LETTERED_FENCES & set(self.open))

    def heading(self, line: str) -> Heading:
        match = _HEADING.match(line)
        if match is None or len(match.group(1)) > 3:
            raise self.error("a heading is one to three `#`, a space and a title")
        marks, title, braces = match.groups()
        attributes = self.guard(read_attributes, braces or "")
        if unknown := attributes.keys() - {"kind", "unnumbered", "appendix"}:
            raise self.error(f"`{min(unknown)}` is no attribute of a heading")
        self.at += 1
        return Heading(
            line=self.at,
            level=len(marks),
            title=title,
            kind=self.kind(attributes.get("kind"), at=self.at - 1),
            unnumbered="unnumbered" in attributes,
            appendix=attributes.get("appendix"),
        )

    def kind(self, kind: str | None, *, at: int) -> str | None:
        if kind is not None and kind not in PASSAGE_KINDS:
            raise self.error(f"`{kind}` is no passage kind; known are {', '.join(PASSAGE_KINDS)}", at=at)
        return kind

    def bullets(self) -> Bullets:
        start = self.at
        items: list[Paragraph] = []
        while self.at < len(self.lines) and self.starts_point(self.lines[self.at].strip()):
            lettered = _LETTERED.match(self.lines[self.at].strip()) if self.lettered else None
            items.append(self.paragraph(marker=lettered.group(1) if lettered else "•"))
        return Bullets(line=start + 1, items=tuple(items))

    def paragraph(self, *, marker: str | None) -> Paragraph:
        start = self.at
        collected = [self.lines[self.at].strip()]
        self.at += 1
        while self.at < len(self.lines):
            line = self.lines[self.at].strip()
            if not line or line.startswith((":::", "# ", "## ", "### ", "\\pagebreak")) or self.starts_point(line):
                break
            collected.append(line)
            self.at += 1
        text = " ".join(collected)
        if marker is not None:
            text = text.split(None, 1)[1]
        return self.prose(text, start=start, marker=marker)

    def prose(self, text: str, *, start: int, marker: str | None) -> Paragraph:
        match = _BRACES.match(text)
        attributes = self.guard(read_attributes, match.group(1) if match else "", at=start)
        if unknown := attributes.keys() - {"kind", "voice"}:
            raise self.error(f"`{min(unknown)}` is no attribute of a paragraph", at=start)
        inlines = self.guard(read_inlines, match.group(2) if match else text, at=start)
        if not inlines:
            raise self.error("the paragraph has no text", at=start)
        return Paragraph(
            line=start + 1,
            inlines=inlines,
            kind=self.kind(attributes.get("kind"), at=start),
            voice=attributes.get("voice"),
            marker=marker,
        )

    def fence(self, line: str) -> Block:
        opened = self.at
        match = _OPENING.match(line)
        if match is None:
            raise self.error("a block begins with `::: name`")
        name, rest = match.groups()
        words = "" if name != "columns" else f"count={rest.strip() or 2}"
        attributes = dict(self.guard(read_attributes, words or rest))
        self.kind(attributes.get("kind"), at=opened)
        self.at += 1
        self.open.append(name)
        rows = self.rows(opened) if name in ROW_FENCES else ()
        blocks = () if name in ROW_FENCES else self.blocks(opened)
        self.open.pop()
        text = FenceText(line=opened + 1, name=name, attributes=attributes, blocks=blocks, rows=rows)
        return self.guard(build_fence, text, at=opened)

    def rows(self, opened: int) -> tuple[Row, ...]:
        """Read the lines of a table or of furniture, each split at ` | `."""
        found: list[Row] = []
        while self.at < len(self.lines):
            line = self.lines[self.at].strip()
            self.at += 1
            if line == ":::":
                return tuple(found)
            if line.startswith(":::"):
                raise self.error("the table above is not closed by a line `:::`", at=self.at - 1)
            if line:
                cells = tuple(cell.strip() for cell in re.split(r"(?:^|\s)\|(?=\s|$)", line))
                found.append(Row(line=self.at, cells=cells))
                if "^[" in line or "**" in line:
                    raise self.error("a table cannot carry footnotes or bold words", at=self.at - 1)
        raise self.error("this block is not closed by a line `:::`", at=opened)

    def guard(self, read: Callable[[_Given], _Read], given: _Given, *, at: int | None = None) -> _Read:
        """Call `read`, and turn its ValueError into a SourceError of the current line."""
        try:
            return read(given)
        except ValueError as error:
            raise self.error(str(error), at=at) from error

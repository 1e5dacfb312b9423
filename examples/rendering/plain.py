"""A document as Markdown, and as plain text with wrapped lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import fill

from examples.rendering.content import (
    BreakPart,
    Content,
    Entry,
    FurniturePart,
    GroupPart,
    HeadingPart,
    Part,
    Run,
    TablePart,
    leaves,
)
from examples.rendering.frames import FICTIONAL

_WIDTH = 80


def write_markdown(content: Content) -> bytes:
    """Return `content` as UTF-8 Markdown, one block a line; footnotes are written `[^1]`."""
    facts = content.facts
    blocks = [f"# {facts.title}", f"*{facts.publisher}*", " | ".join((*facts.authors, facts.date)), FICTIONAL]
    blocks += _markdown(content.parts)
    blocks += [f"[^{number}]: {text}" for number, text in _notes(content)]
    return ("\n\n".join(blocks) + "\n").encode()


def write_text(content: Content) -> bytes:
    """Return `content` as UTF-8 text, wrapped at 80 letters; headings stand alone, footnotes at the end as [1]."""
    facts = content.facts
    blocks = [FICTIONAL, facts.publisher, _underlined(facts.title, "="), " | ".join((*facts.authors, facts.date))]
    blocks += _text(content.parts)
    blocks += [_wrapped(f"[{number}] {text}") for number, text in _notes(content)]
    return ("\n\n".join(blocks) + "\n").encode()


def _notes(content: Content) -> Iterator[tuple[int, str]]:
    for leaf in leaves(content.parts):
        for note in leaf.notes if isinstance(leaf, Entry) else ():
            yield note.number, note.text


def _markdown(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        match part:
            case HeadingPart():
                yield f"{'#' * (part.level + 1)} {part.printed}"
            case Entry():
                yield _line(part, bullet="- ", note="[^{}]", bold="**")
            case TablePart():
                yield "\n".join(_pipes(part))
            case FurniturePart():
                yield from part.lines
            case GroupPart():
                quoted = "> " if part.name in ("quote", "pullquote", "box") else ""
                yield from (f"{quoted}**{title}**" for title in [part.title] if title and part.name != "article")
                inner = list(_markdown(part.parts))
                if part.byline:
                    inner.insert(1, f"*{part.byline}*")
                yield from (quoted + block for block in inner)
            case BreakPart():
                pass


def _pipes(table: TablePart) -> Iterator[str]:
    yield f"| {' | '.join(table.head)} |"
    yield f"|{'---|' * len(table.head)}"
    for row in table.rows:
        yield f"| {' | '.join(row.cells)} |"


def _text(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        match part:
            case HeadingPart():
                yield _underlined(part.printed, "-") if part.level < 3 else part.printed
            case Entry():
                yield _wrapped(_line(part, bullet="* ", note="[{}]", bold=""))
            case TablePart():
                yield "\n".join([" | ".join(part.head), *(row.text for row in part.rows)])
            case FurniturePart():
                yield "\n".join(part.lines)
            case GroupPart():
                if part.title and part.name != "article":
                    yield part.title
                inner = list(_text(part.parts))
                if part.byline:
                    inner.insert(1, part.byline)
                yield from inner
            case BreakPart():
                yield "\f"


def _line(entry: Entry, *, bullet: str, note: str, bold: str) -> str:
    words = "".join(_run(run, note=note, bold=bold) for run in entry.runs)
    if entry.marker is not None:
        return f"{bullet}{entry.label + ' ' if entry.label else ''}{words}"
    return f"{entry.number} {words}" if entry.number else words


def _run(run: Run, *, note: str, bold: str) -> str:
    if run.note is not None:
        return note.format(run.note)
    if not run.bold:
        return run.text
    text = run.text.rstrip()
    return f"{bold}{text}{bold}{run.text[len(text) :]}"


def _underlined(text: str, stroke: str) -> str:
    wrapped = _wrapped(text)
    return f"{wrapped}\n{stroke * max(map(len, wrapped.splitlines()))}"


def _wrapped(text: str) -> str:
    return fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)

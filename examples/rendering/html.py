"""The web page of a document: head, navigation and other furniture around the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

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

_STYLE = """body{margin:0;font:17px/1.55 Georgia,serif;color:#1a1a1a;background:#fff}
header,footer{background:#1f3a5f;color:#fff;padding:1rem 1.5rem;font-family:Arial,sans-serif}
main{max-width:44rem;margin:0 auto;padding:1.5rem}
h1,h2,h3,h4{font-family:Arial,sans-serif;line-height:1.25}
.byline,.fictional{color:#5f6368;font:0.85rem Arial,sans-serif}
.furniture{color:#5f6368;font:0.85rem Arial,sans-serif;border-top:1px solid #ccc;margin:1rem 0;padding:.5rem 0}
.box{background:#f0f3f7;border-left:4px solid #1f3a5f;padding:.5rem 1rem;margin:1rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem}td,th{border:1px solid #b5b9bd;padding:.4rem;text-align:left}
article{border-bottom:1px solid #ccc;margin-bottom:2rem}"""


def write_html(content: Content) -> bytes:
    """Return `content` as one UTF-8 page."""
    return ("\n".join(_page(content)) + "\n").encode()


def _page(content: Content) -> Iterator[str]:
    facts = content.facts
    yield '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">'
    yield f"<title>{escape(facts.title)} - {escape(facts.publisher)}</title>"
    yield f"<style>\n{_STYLE}\n</style>\n</head>\n<body>"
    yield f"<header>{escape(facts.publisher)}</header>\n<main>"
    yield f'<p class="fictional">{FICTIONAL}</p>'
    yield f"<h1>{escape(facts.title)}</h1>"
    yield f'<p class="byline">{escape(" | ".join((*facts.authors, facts.date)))}</p>'
    yield from _parts(content.parts)
    notes = [note for leaf in leaves(content.parts) if isinstance(leaf, Entry) for note in leaf.notes]
    if notes:
        yield '<section class="notes">\n<h2>Notes</h2>\n<ol>'
        for note in notes:
            yield f'<li id="note-{note.number}">{escape(note.text)}</li>'
        yield "</ol>\n</section>"
    yield f'</main>\n<footer>{escape(facts.publisher)} <span class="fictional">{FICTIONAL}</span></footer>'
    yield "</body>\n</html>"


def _parts(parts: Iterable[Part]) -> Iterator[str]:
    listing = False
    for part in parts:
        bullet = isinstance(part, Entry) and part.marker is not None
        if bullet != listing:
            yield "<ul>" if bullet else "</ul>"
            listing = bullet
        match part:
            case HeadingPart():
                yield f"<h{part.level + 1}>{escape(part.printed)}</h{part.level + 1}>"
            case Entry():
                yield _entry(part)
            case TablePart():
                yield from _table(part)
            case FurniturePart():
                yield '<aside class="furniture">'
                yield from (f"<div>{escape(line)}</div>" for line in part.lines)
                yield "</aside>"
            case GroupPart():
                yield from _group(part)
            case BreakPart():
                pass
    if listing:
        yield "</ul>"


def _entry(entry: Entry) -> str:
    words = "".join(_run(run) for run in entry.runs)
    if entry.marker is not None:
        return f"<li>{entry.label + ' ' if entry.label else ''}{words}</li>"
    number = f'<span class="number">{entry.number}</span> ' if entry.number else ""
    return f"<p>{number}{words}</p>"


def _run(run: Run) -> str:
    if run.note is not None:
        return f'<sup><a href="#note-{run.note}">{run.note}</a></sup>'
    text = escape(run.text, quote=False)
    return f"<b>{text}</b>" if run.bold else text


def _table(table: TablePart) -> Iterator[str]:
    yield "<table>\n<thead><tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in table.head) + "</tr></thead>\n<tbody>"
    for row in table.rows:
        yield "<tr>" + "".join(f"<td>{escape(cell, quote=False)}</td>" for cell in row.cells) + "</tr>"
    yield "</tbody>\n</table>"


def _group(group: GroupPart) -> Iterator[str]:
    tag = {"article": "article", "quote": "blockquote", "pullquote": "aside"}.get(group.name, "div")
    yield f'<{tag} class="{group.name}">'
    if group.name == "article":
        yield from _parts(group.parts[:1])
        if group.byline:
            yield f'<p class="byline">{escape(group.byline)}</p>'
        yield from _parts(group.parts[1:])
    else:
        if group.title:
            yield f"<p><b>{escape(group.title)}</b></p>"
        yield from _parts(group.parts)
    yield f"</{tag}>"

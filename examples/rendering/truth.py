"""What is true of a printed document, as JSON: its facts, paragraphs, registers, and where each of them stands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TypeAlias

from examples.rendering.content import Content, Entry, Footnote, FurniturePart, HeadingPart, leaves
from examples.rendering.frames import FICTIONAL
from examples.rendering.ledger import Fragment
from examples.rendering.pdf import Drawing

Json: TypeAlias = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


def write_truth(content: Content, *, file: str, drawing: Drawing | None) -> bytes:
    """Return the truth about `file` as UTF-8 JSON; `drawing` is null for a file without pages."""
    return (json.dumps(_Truth(content, drawing).as_json(file), ensure_ascii=False, indent=1) + "\n").encode()


class _Truth:
    """The truth about one document in the making."""

    def __init__(self, content: Content, drawing: Drawing | None) -> None:
        self.content = content
        self.drawing = drawing
        self.entries = {leaf.ref: leaf for leaf in leaves(content.parts) if isinstance(leaf, Entry)}

    def as_json(self, file: str) -> Json:
        facts: Mapping[str, Json] = asdict(self.content.facts)
        return {
            **facts,
            "file": file,
            "pages": self.drawing.ledger.pages if self.drawing else None,
            "page_labels": self.drawing.page_labels if self.drawing else (),
            "headings": list(self.headings()),
            "paragraphs": list(self.paragraphs()),
            "recommendations": list(self.register("recommendations")),
            "findings": list(self.register("findings")),
            "learning": list(self.register("learning")),
            "furniture": list(self.furniture()),
        }

    def fragments(self, ref: str, text: str) -> tuple[Fragment, ...]:
        return self.drawing.ledger.fragments(ref) if self.drawing else (Fragment(page=None, text=text),)

    def page_of(self, ref: str) -> int | None:
        return self.drawing.ledger.page_of(ref) if self.drawing else None

    def headings(self) -> Iterator[Json]:
        for leaf in leaves(self.content.parts):
            if isinstance(leaf, HeadingPart):
                yield {
                    "level": leaf.level,
                    "number": leaf.number,
                    "title": leaf.title,
                    "page": self.page_of(leaf.ref),
                }

    def paragraphs(self) -> Iterator[Json]:
        for entry in self.entries.values():
            yield self.paragraph(entry)
            for note in entry.notes:
                yield self.note(entry, note)

    def paragraph(self, entry: Entry) -> Json:
        return {
            "ref": entry.ref,
            "number": entry.number,
            "kind": entry.kind,
            "voice": entry.voice,
            "section": entry.section,
            "date": entry.date,
            "article": entry.article,
            "text": entry.text,
            "fragments": [asdict(fragment) for fragment in self.fragments(entry.ref, entry.text)],
            "container": entry.container,
            "footnotes": [{"number": note.number, "ref": note.ref, "text": note.text} for note in entry.notes],
        }

    def note(self, entry: Entry, note: Footnote) -> Json:
        return {
            "ref": note.ref,
            "number": str(note.number),
            "kind": entry.kind,
            "voice": None,
            "section": entry.section,
            "date": entry.date,
            "article": entry.article,
            "text": note.text,
            "fragments": [asdict(fragment) for fragment in self.fragments(note.ref, note.text)],
            "container": "footnote",
            "footnotes": [],
        }

    def register(self, name: str) -> Iterator[Json]:
        for item in self.content.items:
            if item.register == name:
                yield {
                    "number": item.number,
                    "text": item.text,
                    "title": item.title,
                    "addressed_to": item.addressed_to,
                    "themes": item.themes,
                    "places": [self.place(refs) for refs in item.printings],
                }

    def place(self, refs: Sequence[str]) -> Json:
        """Return where one printing of an item stands, its first paragraph's number and section included."""
        entries = [self.entries[ref] for ref in refs]
        pages = [
            fragment.page
            for entry in entries
            for fragment in self.fragments(entry.ref, entry.text)
            if fragment.page is not None
        ]
        return {
            "page": min(pages, default=None),
            "page_end": max(pages, default=None),
            "paragraph": entries[0].number if entries else None,
            "section": entries[0].section if entries else (),
            "refs": list(refs),
        }

    def furniture(self) -> Iterator[str]:
        layout = self.content.facts.layout
        yield FICTIONAL
        if self.drawing:
            yield from (pattern for pattern in (layout.head, layout.foot) if pattern)
        for leaf in leaves(self.content.parts):
            if isinstance(leaf, FurniturePart):
                yield from leaf.lines

"""What a person says of a document overrules what was read from it: ``reviews.yaml`` beside the files.

The file is described in docs/overrides.md; ``ingest.override_files`` reads it. What it says of a document is part of
the document's hash, so that a changed correction makes an updated document.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from ingest.records import DocumentFacts, Paragraph, PassageKind, SourceKind

FILE = "reviews.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageOverride:
    """Kind and voice of the paragraphs that have this number, section title and page: all that are given must fit.

    ``own_voice``: the words are the document's own, whatever was read. ``kind`` or ``voice`` None leave what was read.
    """

    paragraph: str | None = None
    section: str | None = None
    page: int | None = None
    kind: PassageKind | None = None
    voice: str | None = None
    own_voice: bool = False

    def fits(self, paragraph: Paragraph) -> bool:
        """Whether it speaks of ``paragraph``; never of a heading."""
        pages = {anchor.page for anchor in paragraph.anchors}
        return (
            paragraph.role != "heading"
            and self.paragraph in (None, paragraph.number)
            and (self.section is None or self.section.casefold() in (title.casefold() for title in paragraph.section))
            and (self.page is None or self.page in pages)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """What a person says of one document. A field that is None was not overruled; empty tuples of names are said."""

    title: str | None = None
    kind: str | None = None
    source_kind: SourceKind | None = None
    year: int | None = None
    area: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] | None = None
    pseudonyms: tuple[str, ...] | None = None
    unknown: tuple[str, ...] = ()
    passages: tuple[PassageOverride, ...] = ()

    @property
    def digest(self) -> str:
        """A hash of all that it says."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def with_facts(facts: DocumentFacts, said: Overrides | None) -> DocumentFacts:
    """``facts`` as far as nobody said otherwise."""
    if said is None:
        return facts
    given = {
        name: value
        for name in ("title", "kind", "source_kind", "year", "area", "publisher", "authors", "pseudonyms")
        if (value := getattr(said, name)) is not None
    }
    changed = replace(facts, **given, **dict.fromkeys(said.unknown))  # type: ignore[arg-type]  # names and types checked by the file's schema
    return replace(changed, reason=FILE) if said.source_kind or said.kind else changed


def with_passages(
    paragraphs: Sequence[Paragraph], said: Overrides | None
) -> tuple[tuple[Paragraph, ...], tuple[str, ...]]:
    """The paragraphs with kind and voice as said, and a note for each entry that fits no paragraph."""
    if said is None:
        return tuple(paragraphs), ()
    out = list(paragraphs)
    notes: list[str] = []
    for n, entry in enumerate(said.passages, start=1):
        found = [i for i, paragraph in enumerate(out) if entry.fits(paragraph)]
        for i in found:
            out[i] = _overruled(out[i], entry)
        if not found:
            notes.append(f"{FILE}: entry {n} of its passages fits no paragraph")
    return tuple(out), tuple(notes)


def _overruled(paragraph: Paragraph, entry: PassageOverride) -> Paragraph:
    if entry.kind:
        paragraph = replace(paragraph, kind=entry.kind, reason=f"{FILE} says so")
    if entry.own_voice:
        return replace(paragraph, voice=None, spoken=())
    if entry.voice:
        return replace(paragraph, voice=entry.voice, spoken=((0, len(paragraph.text), entry.voice),))
    return paragraph

"""What a question asks, read without a language model, so that the answer can say how it was understood."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.asked import (
    Numbered,
    Years,
    asks_across,
    numbered_in,
    passage_kinds_in,
    voices_in,
    years_in,
)
from assistant.naming import Naming, name_documents
from assistant.register import theme_name
from ingest.agencies import agencies_in
from ingest.catalogue import Held
from ingest.records import PassageKind, SourceKind
from ingest.themes import themes_in

_MOST_NAMED = 3  # documents spelt out to the reader; more are counted
_DATED = re.compile(
    r"\b(?:reviews|reports|documents|SCRs|LCSPRs|inquiries|recommendations|findings|published|lessons)\b", re.IGNORECASE
)
_KIND_WORDS: dict[PassageKind, str] = {
    "finding": "findings", "recommendation": "recommendations", "learning": "learning points",
    "good_practice": "good practice", "chronology": "what happened when", "response": "responses",
    "narrative": "narrative", "other": "other passages",
}  # fmt: skip
_SOURCE_WORDS: dict[SourceKind, str] = {
    "review": "reviews", "inquiry": "inquiries", "press": "press reports", "commentary": "opinion and blogs",
    "minutes": "minutes", "guidance": "guidance", "other": "responses and other documents",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A question as it was read.

    ``named`` are the ids of the documents that it names for certain, ``hinted`` of those that it brings to mind;
    ``unheld`` are namings of children or documents that no document held is about. ``sides`` are groups of ids that it
    compares. ``years`` are those of the documents asked about. ``voices`` are whose words it asks for.
    ``themes`` are ids of the vocabulary. ``across``: it asks over reviews in general. ``said`` tells a reader how it
    was understood, in plain phrases.
    """

    text: str
    named: tuple[str, ...] = ()
    hinted: tuple[str, ...] = ()
    unheld: tuple[str, ...] = ()
    sides: tuple[tuple[str, ...], ...] = ()
    places: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    years: Years | None = None
    agencies: tuple[str, ...] = ()
    passage_kinds: tuple[PassageKind, ...] = ()
    source_kinds: tuple[SourceKind, ...] = ()
    voices: tuple[str, ...] = ()
    numbers: tuple[Numbered, ...] = ()
    themes: tuple[str, ...] = ()
    across: bool = False
    said: tuple[str, ...] = ()


def read_question(text: str, documents: Sequence[Held]) -> Reading:
    """What ``text`` asks of ``documents``."""
    naming = name_documents(text, documents)
    rest = _without_names(text, naming)
    years = years_in(text) if _DATED.search(text) else None
    reading = Reading(
        text=text, named=naming.named, hinted=naming.hinted, unheld=naming.unheld, sides=naming.sides,
        places=_words(naming, "place"), bodies=_words(naming, "publisher", "author"),
        years=years, agencies=agencies_in(rest), passage_kinds=passage_kinds_in(text), source_kinds=naming.sources,
        voices=voices_in(text), numbers=numbered_in(text), themes=themes_in(rest),
        across=not naming.named and not naming.unheld and asks_across(text),
    )  # fmt: skip
    return _told(reading, {held.id: held for held in documents})


def title_of(held: Held) -> str:
    """A document's title with its place and year where the title does not hold them."""
    facts = held.facts
    missing = (facts.area, str(facts.year) if facts.year else None)
    added = [part for part in missing if part and part not in facts.title]
    return f"{facts.title} ({', '.join(added)})" if added else facts.title


def _told(reading: Reading, by_id: dict[str, Held]) -> Reading:
    """``reading`` with what there is to say of it."""
    said: list[str] = []
    titles = [title_of(by_id[i]) for i in reading.named]
    if 0 < len(titles) <= _MOST_NAMED:
        said.append("; ".join(titles))
    elif titles:
        said.append(f"{len(titles)} documents: {'; '.join(titles[:_MOST_NAMED])} and others")
    if reading.sides:
        said.append(f"a comparison of {len(reading.sides)} sides")
    said += [f"“{name}”: no document held is about it" for name in reading.unheld]
    if reading.years:
        said.append(str(reading.years))
    kinds = ", ".join(_KIND_WORDS[kind] for kind in reading.passage_kinds)
    bodies = ", ".join(reading.agencies)
    if kinds:
        said.append(f"{kinds} that concern {bodies}" if bodies else kinds)
    elif bodies:
        said.append(f"agencies: {bodies}")
    said += [f"only {_SOURCE_WORDS[kind]}" for kind in reading.source_kinds]
    said += [f"in the words of {who}" for who in reading.voices]
    said += [f"{n.unit} {n.number}" for n in reading.numbers]
    said += [f"theme: {theme_name(theme)}" for theme in reading.themes[:_MOST_NAMED]]
    return replace(reading, said=tuple(said))


def _words(naming: Naming, *kinds: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cue.words for cue in naming.cues if cue.kind in kinds))


def _without_names(text: str, naming: Naming) -> str:
    """``text`` without the words that name documents: they say nothing of agencies or themes."""
    for cue in naming.cues:
        if cue.certain and cue.kind != "place":
            text = f"{text[: cue.start]}{' ' * (cue.end - cue.start)}{text[cue.end :]}"
    return text

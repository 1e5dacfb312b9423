"""Counting and listing questions, answered from register and catalogue: all that there is, never the top few."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.counted_words import entry_noun, headline, how_counted, notices_for
from assistant.finding_evidence import announcement_of, evidence_for, evidence_in
from assistant.known import Known, is_of, selects
from assistant.records import Evidence, Filters
from assistant.register import Entry
from assistant.understanding import Reading, title_of
from assistant.wanted import Wanted, read_wanted
from ingest.catalogue import Held
from ingest.library import Library
from ingest.records import Passage, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing counted: an entry of the register or a document, and the sentences that carry it.

    ``evidence`` is None where no passage holds them; ``whole`` is False where only the first of them are shown.
    """

    text: str
    document: Held
    entry: Entry | None = None
    evidence: Evidence | None = None
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """An answer that was counted. ``total`` is exact; ``items`` are the first of them, ``complete`` when they are all.

    ``how`` says what was counted. ``announcements`` are sentences in which documents give the number themselves.
    """

    headline: str
    items: tuple[Item, ...]
    total: int
    complete: bool
    how: str
    notices: tuple[str, ...] = ()
    announcements: tuple[Evidence, ...] = ()


_MOST_ANNOUNCING = 3  # documents whose own word for their number is looked up


def compute(reading: Reading, library: Library, filters: Filters | None = None, most: int = 6) -> Computed | None:
    """The answer to a counting or listing question, with at most ``most`` items shown; None for any other question.

    A count of none is an answer only where what is asked about is known to the library.
    """
    known = Known(library, filters or Filters())
    wanted = None if reading.unheld else read_wanted(known.shortened(reading.text), known)
    if wanted is None or not known.held:
        return None
    if wanted.counts == "documents":
        return _documents(wanted, known, most)
    found = _entries(wanted, known, most)
    if found is None or wanted.counted or found.total:
        return found
    return None  # "what did X recommend for Y" may be said elsewhere than in a recommendation to Y


def _entries(wanted: Wanted, known: Known, most: int) -> Computed | None:
    scope = [held for held in known.held if _in_scope(held, wanted)]
    ids = {held.id for held in scope}
    entries = [entry for entry in known.entries if entry.document.id in ids and selects(wanted, entry)]
    registered = {entry.document.id for entry in known.entries}
    if not entries and (not ids & registered or wanted.number or not ids):
        return None
    items = [Item(text=entry_text(entry), document=entry.document, entry=entry) for entry in entries]
    kinds = Counter(entry.finding.kind for entry in entries)
    shown = _spread(items, most) if wanted.documents is None or len(scope) > 1 else items[:most]
    return Computed(
        headline=headline(wanted, len(entries), _per_document(entries, scope), kinds),
        items=tuple(_carried(shown, known)), total=len(entries), complete=len(shown) == len(entries),
        how=how_counted(wanted, scope, known),
        notices=tuple(notices_for(wanted, scope, known, entries)), announcements=_announcements(wanted, scope, known),
    )  # fmt: skip


def _announcements(wanted: Wanted, scope: Sequence[Held], known: Known) -> tuple[Evidence, ...]:
    """Where the documents themselves say how many recommendations they make, if that and no part of it is asked."""
    narrowed = wanted.number or wanted.addressees or wanted.topics or wanted.mentions
    if not wanted.counted or "recommendation" not in wanted.kinds or narrowed or len(scope) > _MOST_ANNOUNCING:
        return ()
    found = (announcement_of(held, known.library) for held in scope)
    return tuple(evidence for evidence in found if evidence)


def _documents(wanted: Wanted, known: Known, most: int) -> Computed | None:
    kinds = wanted.of
    scope = [held for held in known.held if _in_scope(held, wanted) and (kinds is None or is_of(held, kinds))]
    ids = {held.id for held in scope}
    first: dict[str, Entry] = {}
    if wanted.entries:
        for entry in known.entries:
            if entry.document.id in ids and selects(wanted, entry):
                first.setdefault(entry.document.id, entry)
        scope = [held for held in scope if held.id in first]
    places: dict[str, tuple[str, int]] = {}
    for words in wanted.mentions:
        found = known.mentions(words)
        places = places or found
        scope = [held for held in scope if held.id in found]
    if not scope and wanted.documents is not None and not wanted.documents:
        return None
    items = [Item(text=title_of(held), document=held, entry=first.get(held.id)) for held in scope]
    return Computed(
        headline=headline(wanted, len(items), {}),
        items=tuple(_shown(items[:most], places, known)), total=len(items), complete=len(items) <= most,
        how=how_counted(wanted, [held for held in known.held if kinds is None or is_of(held, kinds)], known),
        notices=tuple(notices_for(wanted, scope, known, ())),
    )  # fmt: skip


def entry_text(entry: Entry) -> str:
    """An entry in words: its name, its title where it has one, its text."""
    finding = entry.finding
    name = entry_noun(finding.kind)
    label = f"{name} {finding.number}" if finding.number else name
    title = f"{finding.title}. " if finding.title else ""
    return f"{label[0].upper()}{label[1:]}: {title}{finding.text}"


def _in_scope(held: Held, wanted: Wanted) -> bool:
    return (wanted.documents is None or held.id in wanted.documents) and (
        wanted.years is None or wanted.years.holds(held.facts.year)
    )


def _per_document(entries: Sequence[Entry], scope: Sequence[Held]) -> dict[str, int]:
    """How many of ``entries`` each document has, by title; the only document asked about stands there with none."""
    alone = {title_of(scope[0]): 0} if len(scope) == 1 else {}
    return alone | Counter(title_of(entry.document) for entry in entries)


def _spread(items: Sequence[Item], most: int) -> list[Item]:
    """``most`` of ``items`` from as many documents as there are, in their order."""
    if len(items) <= most:
        return list(items)
    turn: Counter[str] = Counter()
    rounds: list[tuple[int, int]] = []
    for place, item in enumerate(items):
        rounds.append((turn[item.document.id], place))
        turn[item.document.id] += 1
    return [items[place] for place in sorted(place for _, place in sorted(rounds)[:most])]


def _carried(items: Sequence[Item], known: Known) -> list[Item]:
    """``items`` with the sentences of their entries."""
    found = evidence_for([item.entry for item in items if item.entry], known.library)
    return [
        replace(item, evidence=carried.evidence, whole=carried.whole) if carried else item
        for item, carried in zip(items, found, strict=True)
    ]


def _shown(items: Sequence[Item], places: dict[str, tuple[str, int]], known: Known) -> list[Item]:
    """Documents with a sentence each: that which mentions what is asked, that of the entry, or the opening one."""
    if items and all(item.entry for item in items):
        return _carried(items, known)
    passages = known.library.catalogue.passages([places[i.document.id][0] for i in items if i.document.id in places])
    shown = []
    for item in items:
        place = places.get(item.document.id)
        if place and place[0] in passages:
            passage = passages[place[0]].passage
            sentences = passage.sentences[place[1] : place[1] + 1]
        else:
            passage, sentences = _opening(known.library.catalogue.passages_of(item.document.id))
        shown.append(replace(item, evidence=evidence_in(passage, item.document, sentences)))
    return shown


def _opening(passages: Sequence[Passage]) -> tuple[Passage, tuple[Sentence, ...]]:
    """The first whole sentence of a document's own text."""
    for passage in passages:
        for sentence in passage.sentences:
            if passage.kind != "other" and len(sentence.text.split()) > 7 and sentence.text[-1:] in ".?!”’":
                return passage, (sentence,)
    return passages[0], passages[0].sentences[:1]

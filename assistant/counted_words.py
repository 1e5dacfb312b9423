"""What is said of a count: its headline, what was counted, and what the reader should know of it."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.known import Known, is_addressed_in, is_for_all, selects
from assistant.mentions import theme_of
from assistant.register import Entry, theme_name
from assistant.understanding import title_of
from assistant.wanted import Wanted
from ingest.catalogue import Held
from ingest.records import FindingKind

_MOST_TITLES = 4
_NOUNS: dict[FindingKind, str] = {
    "recommendation": "recommendation", "finding": "finding", "learning": "learning point"
}  # fmt: skip


def entry_noun(kind: FindingKind) -> str:
    """What an entry of this kind is called."""
    return _NOUNS[kind]


def headline(
    wanted: Wanted, total: int, per_document: Mapping[str, int], per_kind: Mapping[FindingKind, int] | None = None
) -> str:
    """The count in a few words: "9 recommendations in Serious Case Review: Child A (Harrowmere, 2009)"."""
    noun = _noun(wanted, total)
    if wanted.counts == "documents":
        return f"{total} {noun} {_narrowing(wanted)}".strip()
    if len(per_document) == 1:
        where = f"in {next(iter(per_document))}"
    elif per_document:
        parts = "; ".join(f"{n} in {title}" for title, n in list(per_document.items())[:_MOST_TITLES])
        more = "" if len(per_document) <= _MOST_TITLES else f"; and {len(per_document) - _MOST_TITLES} more documents"
        where = f"in {len(per_document)} documents: {parts}{more}"
    else:
        where = ""
    counted = f"{total} {noun}"
    if per_kind and len(wanted.kinds) > 1:
        kinds = ((kind, per_kind.get(kind, 0)) for kind in wanted.kinds)
        counted = " and ".join(f"{n} {_NOUNS[kind]}{'' if n == 1 else 's'}" for kind, n in kinds)
    return " ".join(part for part in (counted, _narrowing(wanted), where) if part)


def how_counted(wanted: Wanted, scope: Sequence[Held], known: Known) -> str:
    """What was counted, and in what."""
    if wanted.counts == "documents":
        what = f"{_noun(wanted, 2)} {_narrowing(wanted)}".strip()
        return f"{what}, counted in the catalogue and the register of the {_of(known.held)}"
    registered = {entry.document.id for entry in known.entries}
    inside = [held for held in scope if held.id in registered]
    what = f"{_noun(wanted, 2)} in the register {_narrowing(wanted)}".strip()
    return f"{what}, in {_of(inside)}"


def notices_for(wanted: Wanted, scope: Sequence[Held], known: Known, entries: Sequence[Entry]) -> Iterator[str]:
    """What the reader of a count should know: documents without a register, counts announced, other words."""
    counts_entries = wanted.counts == "entries"
    narrowed = wanted.number or wanted.addressees or wanted.topics
    if counts_entries and "recommendation" in wanted.kinds and not wanted.questions and not narrowed:
        yield from _announced(scope, entries)
        yield from _questions(wanted, scope, known)
    registered = {entry.document.id for entry in known.entries}
    reports = [held for held in scope if held.facts.source_kind in ("review", "inquiry")]
    without = [held for held in reports if held.id not in registered]
    if counts_entries and without:
        verb = "has" if len(without) == 1 else "have"
        yield f"{len(without)} of these {_of(reports)} {verb} no entries in the register."
    if counts_entries and wanted.addressees and "All agencies" not in wanted.addressees:
        ids = {held.id for held in scope}
        whom = tuple(wanted.addressees)
        others = [
            e
            for e in known.entries
            if e.document.id in ids and is_for_all(e.finding) and e.finding.kind in wanted.kinds
        ]
        others = [e for e in others if not any(is_addressed_in(e, body) for body in whom)]
        if others:
            verb = "is" if len(others) == 1 else "are"
            yield f"{len(others)} more {verb} addressed to all agencies and not counted here."
    for words in wanted.mentions:
        yield from _other_words(words, scope, wanted, known)


def _announced(scope: Sequence[Held], entries: Sequence[Entry]) -> Iterator[str]:
    for held in scope:
        announced, found = held.quality.announced, sum(e.document.id == held.id for e in entries)
        if announced is not None and announced != found:
            yield f"{title_of(held)} announces {announced} recommendations; {found} were found in it."
        numbers = {(e.finding.number or "").split("(")[0] for e in entries if e.document.id == held.id}
        if "" not in numbers and numbers and len(numbers) < found:
            yield f"In {title_of(held)} the {found} stand under {len(numbers)} numbers, their parts counted one by one."


def _questions(wanted: Wanted, scope: Sequence[Held], known: Known) -> Iterator[str]:
    ids = {held.id for held in scope}
    asked: dict[str, int] = {}
    for entry in known.entries:
        finding = entry.finding
        if entry.document.id in ids and finding.kind == "recommendation" and not selects(wanted, entry):
            asked[title_of(entry.document)] = asked.get(title_of(entry.document), 0) + 1
    for title, n in asked.items():
        yield f"{title} puts {n} questions to its board in place of recommendations; they are not counted here."


def _other_words(words: str, scope: Sequence[Held], wanted: Wanted, known: Known) -> Iterator[str]:
    theme = theme_of(words)
    ids = {held.id for held in scope}
    titles = {title_of(e.document) for e in known.entries if theme in e.finding.themes and e.document.id not in ids}
    if theme and titles:
        yield (
            f"In other words the theme “{theme_name(theme)}” stands in the register of {len(titles)} more: "
            + "; ".join(sorted(titles)[:_MOST_TITLES])
        )


def _noun(wanted: Wanted, count: int) -> str:
    if wanted.counts == "documents":
        words = wanted.of.words if wanted.of else "documents"
        return words if count != 1 else words.replace("inquiries", "inquiry").removesuffix("s")
    if wanted.questions:
        return "question to the board" if count == 1 else "questions to the board"
    nouns = [_NOUNS[kind] for kind in wanted.kinds]
    number = f" with the number {wanted.number}" if wanted.number else ""
    return " or ".join(noun if count == 1 else f"{noun}s" for noun in nouns) + number


def _narrowing(wanted: Wanted) -> str:
    """The clauses that narrow a count, in plain words."""
    parts: list[str] = []
    holds = wanted.counts == "documents" and wanted.entries
    if holds:
        parts.append(f"with {' or '.join(f'{_NOUNS[kind]}s' for kind in wanted.kinds or _NOUNS)}")
    if wanted.addressees:
        parts.append(f"addressed to {' or '.join(wanted.addressees)}")
    for words in wanted.topics:
        theme = theme_of(words)
        parts.append(f"on “{words}”" + (f" (with the theme “{theme_name(theme)}”)" if theme else ""))
    parts += [f"whose text holds “{words}”" for words in wanted.mentions]
    if wanted.years:
        parts.append(f"of {wanted.years}" if wanted.counts == "documents" else f"in documents of {wanted.years}")
    return " ".join(parts)


def _of(documents: Sequence[Held]) -> str:
    """How many documents these are: "14 reviews held"."""
    own = all(held.facts.source_kind == "review" for held in documents)
    noun = "review" if own else "document"
    return f"{len(documents)} {noun}{'' if len(documents) == 1 else 's'} held"

"""Counting and listing questions, recognised by parsing them whole: what is not understood to the last word is none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from assistant.asked import Years, numbered_in, years_in
from assistant.wanted_words import (
    AFTER_DOCUMENT,
    COUNT,
    COURTESY,
    DOCUMENT,
    DOCUMENT_CLAUSES,
    ENDING,
    ENTRY_CLAUSES,
    LIST,
    NUMBERED_FORM,
    PASSIVE,
    RECOMMENDED,
    SAYS,
    UNIT,
    YEAR_WORDS,
    DocumentKinds,
    Role,
    document_kinds,
)
from ingest.records import FindingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be counted or listed.

    ``counts`` says whether entries of the register or documents; of documents ``entries`` says that they must hold such
    entries as the rest describes. ``documents`` are ids, None for all. ``mentions`` are words that one must hold,
    ``topics`` what an entry must be about, ``addressees`` whom it must be addressed to, any of them.
    """

    counts: Literal["entries", "documents"]
    counted: bool
    kinds: tuple[FindingKind, ...] = ()
    questions: bool = False
    entries: bool = False
    of: DocumentKinds | None = None
    number: str | None = None
    documents: frozenset[str] | None = None
    addressees: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    years: Years | None = None


class Resolver(Protocol):
    """What is known of a library, to tell a name from other words."""

    def documents(self, words: str) -> frozenset[str] | None:
        """The ids of the documents that ``words`` name and nothing else; None when they name none."""

    def addressees(self, words: str) -> tuple[str, ...] | None:
        """The bodies that ``words`` name, as the register knows them; None when it knows none of them."""

    def topic(self, words: str) -> bool:
        """Whether the register has anything about ``words``."""

    def mention(self, words: str) -> bool:
        """Whether the text of any document holds ``words``."""


def read_wanted(text: str, known: Resolver) -> Wanted | None:
    """What ``text`` asks to have counted or listed; None when it asks for anything else, or cannot be parsed whole."""
    plain = " ".join(text.replace("’", "'").split()).strip(" ?.!")
    plain = ENDING.sub("", COURTESY.sub("", plain))
    return _numbered(plain, known) or _recommended(plain, known) or _counted(plain, known)


def _counted(text: str, known: Resolver) -> Wanted | None:
    """ "How many …", "Which …", "List the …" with a noun for entries or documents and what narrows it."""
    passive = PASSIVE.match(text)
    if passive:
        text = f"{passive['opening']} {passive['documents']} mention {passive['what']}{passive['tail']}"
    opening = COUNT.match(text)
    counted = opening is not None
    opening = opening or LIST.match(text)
    if opening is None:
        return None
    rest = re.sub(
        r"^(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) ", "", text[opening.end() :]
    )
    years = re.match(r"(?P<year>(?:19|20)\d{2}) ", rest)
    rest = rest[years.end() :] if years else rest
    wanted = None
    owner = re.match(rf"(?P<owner>.+?)(?:'s|s') (?:own )?(?={UNIT})", rest, re.IGNORECASE)
    documents = known.documents(owner["owner"]) if owner else None
    rest = rest[owner.end() :] if owner and documents else rest
    if units := _units(rest):
        words, end = units
        wanted = replace(_entries(words, counted), documents=documents)
        rest = rest[end:]
    elif noun := re.match(DOCUMENT, rest, re.IGNORECASE):
        wanted = Wanted(counts="documents", counted=counted, of=document_kinds(noun["noun"]))
        rest = rest[noun.end() :]
        if not counted and not rest.strip():
            return None
    if wanted is None:
        return None
    if years:
        wanted = replace(wanted, years=Years(first=int(years["year"]), last=int(years["year"])))
    return _tail(rest, wanted, known)


def _units(text: str) -> tuple[str, int] | None:
    """The nouns for entries with which ``text`` begins, and where they end: "recommendations, and how many lessons"."""
    unit = re.match(UNIT, text, re.IGNORECASE)
    if unit is None:
        return None
    words, end = unit["unit"], unit.end()
    while more := re.match(rf",? (?:and|or)(?: how many| which| the)? {UNIT},?", text[end:], re.IGNORECASE):
        words, end = f"{words} {more['unit']}", end + more.end()
    return words, end


def _recommended(text: str, known: Resolver) -> Wanted | None:
    """ "What did X recommend for Y?" """
    match = RECOMMENDED.match(text)
    if match is None:
        return None
    wanted: Wanted | None = _entries("recommendations", False)
    if match["document"]:
        documents = known.documents(match["document"])
        wanted = replace(wanted, documents=documents) if wanted and documents else None
    elif not match["tail"].strip():
        return None
    return _tail(match["tail"], wanted, known) if wanted else None


def _numbered(text: str, known: Resolver) -> Wanted | None:
    """ "What was recommendation 4 of X?" """
    numbers = [n for n in numbered_in(text) if n.unit in ("recommendation", "finding", "learning point")]
    match = NUMBERED_FORM.match(text)
    if match is None or len(numbers) != 1:
        return None
    wanted = replace(_entries(numbers[0].unit, False), number=numbers[0].number)
    before = re.sub(r"^(?:did|does|do|has|have) |'s?$| recommend in$| say in$| say$", "", match["before"].strip())
    tail = SAYS.sub("", match["tail"]).strip(" ,?")
    tail = re.sub(r"^(?:to )?(?=in |of |from |by )", "", " ".join(tail.split()))
    if before and (named := known.documents(before)):
        wanted = replace(wanted, documents=named)
    elif before:
        return None
    return _tail(tail, wanted, known)


def _entries(unit: str, counted: bool) -> Wanted:
    unit = unit.lower()
    kinds: list[FindingKind] = []
    kinds += ["recommendation"] if "recommendation" in unit else []
    kinds += ["finding"] if "finding" in unit else []
    kinds += ["learning"] if "learning" in unit or "lesson" in unit else []
    questions = not kinds
    return Wanted(counts="entries", counted=counted, kinds=tuple(kinds) or ("recommendation",), questions=questions)


def _tail(text: str, wanted: Wanted, known: Resolver) -> Wanted | None:
    """``wanted`` narrowed by every clause of ``text``; None when a word is left over."""
    text = text.strip(" ,;:?.")
    if not text:
        return wanted
    entries = wanted.counts == "entries" or wanted.entries
    for pattern, role in ENTRY_CLAUSES if entries else DOCUMENT_CLAUSES:
        match = pattern.match(text)
        if match is None or role == "nothing" and not match.end():
            continue
        found = _clause(role, match, text, wanted, known)
        if found is not None:
            return found
    return None


def _clause(role: Role, match: re.Match[str], text: str, wanted: Wanted, known: Resolver) -> Wanted | None:
    rest = text[match.end() :]
    if role == "nothing":
        return _tail(rest, wanted, known)
    if role == "offered":
        return _apply("addressee", match["offered"], rest, wanted, known)
    if role == "entries":
        unit = re.match(UNIT, rest, re.IGNORECASE)
        if unit is None:
            return None
        kinds = _entries(unit["unit"], False)
        narrowed = replace(wanted, entries=True, kinds=kinds.kinds, questions=kinds.questions)
        return _tail(rest[unit.end() :], narrowed, known)
    if role == "years":
        years = YEAR_WORDS.match(rest)
        span = years_in(years.group()) or years_in(f"in {years.group()}") if years else None
        return _tail(rest[years.end() :], replace(wanted, years=span), known) if years and span else None
    for end in _ends(rest):
        found = _apply(role, rest[:end], rest[end:], wanted, known)
        if found is not None:
            return found
    return None


def _ends(text: str) -> Sequence[int]:
    """Where a name at the beginning of ``text`` may end, the longest first."""
    return [m.start() for m in re.finditer(r"(?=[ ,]|$)", text)][::-1]


def _apply(role: Role, name: str, rest: str, wanted: Wanted, known: Resolver) -> Wanted | None:
    """``wanted`` narrowed by ``name`` in its ``role`` and by the ``rest``; None when the name is not known."""
    name = name.strip(" ,'\"“”‘")
    if not name:
        return None
    if role == "addressee":
        bodies = known.addressees(name)
        if bodies is None:
            return None
        return _tail(
            rest, replace(wanted, addressees=bodies, entries=True, kinds=wanted.kinds or ("recommendation",)), known
        )
    if role == "topic":
        entries = wanted.entries or wanted.counts == "documents"
        narrowed = replace(wanted, topics=(*wanted.topics, name), entries=entries)
        return _tail(rest, narrowed, known) if known.topic(name) else None
    if role == "mention":
        return _tail(rest, replace(wanted, mentions=(*wanted.mentions, name)), known) if known.mention(name) else None
    documents = known.documents(name)
    if documents is None:
        return None
    both = documents if wanted.documents is None else documents & wanted.documents
    return _tail(AFTER_DOCUMENT.sub("", rest.lstrip()), replace(wanted, documents=both), known)

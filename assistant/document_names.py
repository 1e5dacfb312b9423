"""How a question names documents: by child, place, body, author, title, kind of source and year of publication."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ingest.agencies import agencies_in
from ingest.catalogue import Held
from ingest.lexical import STOP_WORDS
from ingest.records import DocumentFacts

CueKind = Literal["subject", "person", "place", "publisher", "author", "title", "hint"]

NOUN = (
    r"(?:serious case |significant case |learning |rapid |national |thematic |child |case |local |overview "
    r"|safeguarding |practice |committee |select committee |government |government[’'] |inquiry |final |systems "
    r"|full |published )*(?:reviews?|reports?|SCRs?|LCSPRs?|inquir(?:y|ies)|guidance|minutes|responses?|briefings?"
    r"|article|blog)"
)
_LETTERED = re.compile(
    r"\b(?:(?P<kind>[Cc]hild|[Bb]aby|[Yy]oung [Pp]erson|[Ii]nfant|[Ff]amily|[Aa]dult|[Ss]ibling|CHILD"
    r"|BABY) (?P<letter>[A-Z]{1,2}\d?|\d)(?![\w’']*\w{2})|(?P<small>child|baby"
    r"|young person) (?P<low>[b-hj-z])\b(?=[’'\s?.,]|$))"
)
_CHILD = re.compile(r"(?:Child|Baby|Young Person|Infant|Family) ")
_KIN = re.compile(
    r"^(?:(?:Maternal|Paternal|Older|Younger|Birth|Foster|Half-?|Step-?) ?)*(?:Mother|Father|Stepfather|Stepmother"
    r"|Grandmother|Grandfather|Aunt|Uncle|Sister|Brother|Sibling|Adult|brother|sister|[MP]G[MF])(?: \w{1,2})?$"
)
_GENERIC = frozenset(
    "review reviews report reports inquiry enquiry overview recommendations recommendation volume module modules "
    "phase part case serious local child children childrens safeguarding practice respect government response "
    "committee house lords commons select national thematic uk united kingdom concise extended executive summary "
    "board partnership full final learning lessons key themes young person baby family published minutes meeting "
    "held guidance police services service science technology post dated january february march april may june july "
    "august september october november december monday tuesday wednesday thursday friday saturday sunday posts "
    "system systems says say says social work "
    "rt hon dbe independent reviewer england wales scotland council city county".split()
)
_FAMILY = re.compile(r"the (\w+) (?:children|siblings)")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_TITLES = r"(?:Dr|Mr|Mrs|Ms|Miss|Professor|Prof|Sir|Dame|Lord|Lady|Baroness|Councillor|Cllr|Judge|DCI|DI|DS|DCC|ACC)\.?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words of a question, from ``start`` to ``end``, that name the documents with these ids.

    ``certain``: they name them for sure, and do not merely call them to mind.
    """

    kind: CueKind
    start: int
    end: int
    words: str
    documents: frozenset[str]
    certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNames:
    """What one document can be called. ``runs`` are the words of its title and, for an inquiry, of its publisher."""

    subjects: tuple[str, ...]
    persons: tuple[str, ...]
    authors: tuple[tuple[str, ...], ...]
    runs: tuple[tuple[str, ...], ...]
    initials: frozenset[str]


@lru_cache(maxsize=20_000)
def names_of(facts: DocumentFacts) -> DocumentNames:
    """What a document with these facts can be called."""
    lettered = [f"{m['kind'].title()} {m['letter']}" for m in _LETTERED.finditer(facts.title) if m["letter"]]
    given = [*dict.fromkeys([*lettered, *facts.pseudonyms])]
    subjects = tuple(n for n in given if not _KIN.match(n) and not n.startswith(("Adult", "Sibling")))
    publisher = facts.publisher or ""
    runs = [_run(facts.title)] + ([_run(publisher)] if facts.source_kind == "inquiry" else [])
    parts = facts.title.split(":")
    return DocumentNames(
        subjects=subjects,
        persons=tuple(n for n in given if n.startswith("Adult") and n not in subjects),
        authors=tuple(_author(a) for a in facts.authors if len(_author(a)) > 1),
        runs=tuple(run for run in dict.fromkeys(runs) if run),
        initials=frozenset(i for i in (_initials(publisher), *(_initials(p) for p in parts)) if len(i) > 2),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listing:
    """Documents as a key: the same ones are told by identity, which is quick, and never by their hashes."""

    documents: tuple[Held, ...]

    def __hash__(self) -> int:
        return hash((len(self.documents), *(d.id for d in (*self.documents[:1], *self.documents[-1:]))))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    """By each way to call a document the ids of those it names; ``titles`` by each word of a run, ``low`` in small."""

    subjects: Mapping[str, frozenset[str]]
    persons: Mapping[str, frozenset[str]]
    areas: Mapping[str, frozenset[str]]
    bodies: Mapping[str, frozenset[str]]
    surnames: Mapping[str, frozenset[str]]
    firsts: Mapping[str, frozenset[str]]
    initials: Mapping[str, frozenset[str]]
    titles: Mapping[str, Mapping[tuple[str, ...], frozenset[str]]]
    low: Mapping[str, str]


@lru_cache(maxsize=4)
def _index_of(listing: _Listing) -> _Index:
    """What these documents can be called, gathered once for all questions."""
    found: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in (
        "subjects", "persons", "areas", "bodies", "surnames", "firsts", "initials")}  # fmt: skip
    runs: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for held in listing.documents:
        names, area, publisher = names_of(held.facts), held.facts.area, held.facts.publisher or ""
        said = {
            "subjects": names.subjects, "persons": names.persons, "areas": [area] if area else [],
            "bodies": [re.sub(r"^The | \(.*\)$", "", publisher)] if len(publisher.split()) > 1 else [],
            "surnames": [name[-1] for name in names.authors], "initials": names.initials,
        }  # fmt: skip
        for kind, called in said.items():
            for name in called:
                found[kind][name].add(held.id)
        for author in names.authors:
            found["firsts"][author[-1]].add(" ".join(author[:-1]))
        for run in names.runs:
            runs[run].add(held.id)
    titles: dict[str, dict[tuple[str, ...], frozenset[str]]] = defaultdict(dict)
    for run, ids in runs.items():
        for word in run:
            titles[word][run] = frozenset(ids)
    frozen = {kind: {n: frozenset(ids) for n, ids in names.items()} for kind, names in found.items()}
    low = {n: n.lower() for kind in ("subjects", "persons", "areas", "bodies") for n in frozen[kind]}
    return _Index(**frozen, titles=titles, low=low)


def cues_in(text: str, documents: Sequence[Held]) -> list[Cue]:
    """Every naming of ``documents`` in ``text``, in order, none inside another."""
    index = _index_of(_Listing(documents=tuple(documents)))
    found = [
        *_subjects(text, index), *_fields(text, index), *_authors(text, index), *_titles(text, index),
        *_acronyms(text, index),
    ]  # fmt: skip
    found.sort(key=lambda cue: (not cue.certain, cue.start - cue.end, cue.start))
    kept: list[Cue] = []
    for cue in found:
        if not any(cue.start < other.end and other.start < cue.end for other in kept):
            kept.append(cue)
    return sorted(kept, key=lambda cue: cue.start)


def lettered_in(text: str) -> list[tuple[int, int, str]]:
    """(start, end, name) of each child that ``text`` calls by a letter: "Child G"."""
    found = []
    for match in _LETTERED.finditer(text):
        kind, letter = match["kind"] or match["small"], match["letter"] or match["low"].upper()
        if _CHILD.match(f"{kind.title()} "):
            found.append((match.start(), match.end(), f"{kind.title()} {letter}"))
    return found


def _subjects(text: str, index: _Index) -> Iterator[Cue]:
    for start, end, name in lettered_in(text):
        if name in index.subjects:
            yield Cue(kind="subject", start=start, end=end, words=name, documents=index.subjects[name])
    for name, ids in index.subjects.items():
        family = _FAMILY.fullmatch(name)
        if family:
            nouns = "children|siblings|family|case|review|report"
            for match in re.finditer(rf"\bthe {family[1]} (?:{nouns})\b", text, re.IGNORECASE):
                yield _cue("subject", match, ids)
        elif not _LETTERED.fullmatch(name):
            yield from _met("subject", {name: ids}, index, text)
    yield from _met("person", index.persons, index, text)


def _fields(text: str, index: _Index) -> Iterator[Cue]:
    """Places and publishing bodies. A place written small counts where the whole question is."""
    flags = re.NOFLAG if any(c.isupper() for c in text[1:]) else re.IGNORECASE
    yield from _met("place", index.areas, index, text, flags)
    yield from _met("publisher", index.bodies, index, text, re.IGNORECASE)


def _authors(text: str, index: _Index) -> Iterator[Cue]:
    for surname, ids in index.surnames.items():
        if surname in text:
            first = "|".join(re.escape(f) for f in sorted(index.firsts[surname], key=len, reverse=True))
            pattern = rf"\b(?:{_TITLES} )?(?:(?:{first}) )?{re.escape(surname)}\b"
            for match in re.finditer(pattern, text):
                whole = match.group() != surname
                yield _cue("author", match, ids, certain=whole or len(surname) > 5 and match.start() > 0)


def _titles(text: str, index: _Index) -> Iterator[Cue]:
    """Runs of words of a title: two written large, two with a noun such as "report" at their side, or three."""
    words = list(_WORD.finditer(text))
    folded = [_fold(m.group()) for m in words]
    runs: dict[tuple[int, int], set[str]] = defaultdict(set)
    for run, own in {r: i for word in folded for r, i in index.titles.get(word, {}).items()}.items():
        for first, last in _shared(folded, run):
            runs[first, last] |= own
    for (first, last), ids in runs.items():
        start = words[first].start()
        end = words[last].end() - (2 if re.search(r"[’']s$", words[last].group()) else 0)
        count = sum(folded[i] not in STOP_WORDS for i in range(first, last + 1))
        large = all(words[i].group()[0].isupper() for i in range(first, last + 1) if folded[i] not in STOP_WORDS)
        noun = re.match(rf"[’']?s?(?: \w+){{0,2}}? {NOUN}\b", text[end:], re.IGNORECASE)
        numbered = re.match(r",? (?:module|phase|volume) \d", text[end:], re.IGNORECASE)
        quoted = text[max(0, start - 1) : start] in ("“", "‘", '"', "'") and count > 1
        certain = count > 2 or count == 2 and large and first > 0 or quoted or noun is not None or numbered is not None
        named = large and first > 0 and not agencies_in(words[first].group())
        if certain and (count > 1 or large or not ids) or count > 1 or named:
            yield Cue(kind="title" if certain else "hint", start=start, end=end, words=text[start:end],
                      documents=frozenset(ids), certain=certain)  # fmt: skip


def _acronyms(text: str, index: _Index) -> Iterator[Cue]:
    for match in re.finditer(r"\b[A-Z]{3,6}\b", text):
        ids = index.initials.get(match.group())
        if ids and not agencies_in(match.group()):
            yield _cue("publisher", match, ids)


def _shared(folded: Sequence[str], run: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(first, last) of each longest stretch of ``folded`` that is a stretch of ``run``, stop words apart."""
    at: Mapping[str, list[int]] = _places(tuple(run))
    last_end = -1
    for i, word in enumerate(folded):
        if i <= last_end or word not in at:
            continue
        best = i
        for start in at[word]:
            j, k, end = i + 1, start + 1, i
            while j < len(folded) and k < len(run):
                if folded[j] == run[k]:
                    end, k = j, k + 1
                elif folded[j] not in STOP_WORDS:
                    break
                j += 1
            best = max(best, end)
        last_end = best
        yield i, best


@lru_cache(maxsize=20_000)
def _places(run: tuple[str, ...]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for i, word in enumerate(run):
        found[word].append(i)
    return found


def _run(title: str) -> tuple[str, ...]:
    """The words of a title that tell it from others, in order."""
    words = (_fold(m.group()) for m in _WORD.finditer(title))
    return tuple(w for w in words if w not in _GENERIC and w not in STOP_WORDS and not w.isdigit() and len(w) > 2)


def _fold(word: str) -> str:
    word = re.sub(r"[’']s?$", "", word.lower()).replace("’", "'")
    return re.sub(r"-\d+$", "", word)


def _author(name: str) -> tuple[str, ...]:
    """The parts of a person's name without titles and office; a body has none."""
    whole = re.sub(r"^The Rt Hon |\b[Tt]he ", "", name.split(",")[0])
    words = [w for w in re.sub(rf"^(?:{_TITLES} )*", "", whole).split() if not w.isupper()]
    if len(words) == 1 and whole.split()[0] != words[0]:
        words = [whole.split()[0], *words]
    person = 1 < len(words) < 4 and all(w[:1].isupper() for w in words) and not _GENERIC & {_fold(w) for w in words}
    return tuple(words) if person else ()


def _initials(name: str) -> str:
    return "".join(w[0] for w in name.split() if w[:1].isupper())


def _met(
    kind: CueKind, names: Mapping[str, frozenset[str]], index: _Index, text: str, flags: re.RegexFlag = re.NOFLAG
) -> Iterator[Cue]:
    low = text.lower()
    straight = low.replace("’", "'")
    for name, ids in names.items():
        if index.low[name] in straight or index.low[name] in low:
            for match in re.finditer(rf"\b{re.escape(name)}\b", text, flags):
                yield _cue(kind, match, ids)


def _cue(kind: CueKind, match: re.Match[str], ids: Iterable[str], *, certain: bool = True) -> Cue:
    return Cue(kind=kind, start=match.start(), end=match.end(), words=match.group(), documents=frozenset(ids),
               certain=certain)  # fmt: skip

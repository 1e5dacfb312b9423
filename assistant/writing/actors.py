"""Who does what in a statement: no actor that the evidence lacks, and nobody in the place of another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import yaml

from assistant.writing.sources import Fault
from assistant.writing.wording import HERE, Word, Wording, read, stems_of

_PRONOUNS = frozenset("he she they it we i her him them who somebody nobody".split())
_BE = frozenset("was were is are be been being got".split())
_PARTICIPLES = frozenset(
    "told seen given met asked sent brought left taken known found shown heard rung written".split()
)
_HIDDEN = "someone"  # a pronoun: somebody acts, but the sentence does not say who
_MARKS = frozenset("who which that when while because although though but whereas".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An actor named in a text: its class, and the words from ``first`` to ``last``."""

    actor: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A word of a text with who does it and to whom, as far as the sentence says."""

    index: int
    by: str | None
    to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lexicon:
    """Actors by the first stem of each of their names, longest first, and for each those that may stand for it."""

    forms: dict[str, list[tuple[tuple[str, ...], str]]]
    broader: dict[str, frozenset[str]]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    entries = yaml.safe_load((HERE / "actors.yaml").read_text(encoding="utf-8"))
    direct = {str(e["id"]): {str(b) for b in e["of"]} for e in entries}
    broader = {name: frozenset(_above(name, direct)) for name in direct}
    forms: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for run, name in sorted(
        ((stems_of(str(f)), str(e["id"])) for e in entries for f in e["forms"]), key=lambda f: -len(f[0])
    ):
        forms.setdefault(run[0], []).append((run, name))
    return _Lexicon(forms=forms, broader=broader)


def _above(name: str, direct: dict[str, set[str]]) -> Iterator[str]:
    for parent in direct.get(name, ()):
        yield parent
        yield from _above(parent, direct)


def mentions(text: Wording) -> list[Mention]:
    """The actors that a text names, in order, the longest name first."""
    found: list[Mention] = []
    stems = [w.stem for w in text.words]
    forms = _lexicon().forms
    i = 0
    while i < len(stems):
        for run, actor in forms.get(stems[i], ()):
            if tuple(stems[i : i + len(run)]) == run:
                found.append(Mention(actor=actor, first=i, last=i + len(run) - 1))
                i += len(run) - 1
                break
        i += 1
    return found


def actor_faults(statement: Wording, evidence: Wording, known: Wording) -> Iterator[Fault]:
    """Each actor that the evidence lacks, and each deed that it gives to somebody else."""
    said, held = mentions(statement), mentions(evidence)
    classes = {m.actor for m in held}
    allowed = classes.union(*(_lexicon().broader.get(c, frozenset()) for c in classes))
    named = {m.actor for m in mentions(known)} - _FAMILY - (_BODIES if classes & _BODIES else set())
    missing = [m for m in said if m.actor not in allowed and m.actor not in named]
    for mention in missing:
        words = " ".join(w.text for w in statement.words[mention.first : mention.last + 1])
        if not _shared(statement.words[mention.first : mention.last + 1], evidence):
            yield Fault(kind="actor", why=f"the evidence speaks of no “{words}”")
    if not missing:
        yield from _swapped(statement, evidence)
        yield from _miscounted(statement, evidence)


def _miscounted(statement: Wording, evidence: Wording) -> Iterator[Fault]:
    """A figure of one person ("Father was 22") that the evidence gives of another alone."""
    theirs = _figures(evidence)
    for figure, actor in _figures(statement):
        others = {a for f, a in theirs if f == figure}
        if others and not any(_same(actor, other) for other in others):
            yield Fault(kind="actor", why=f"the evidence gives “{figure}” of somebody else")


def _figures(text: Wording) -> list[tuple[str, str]]:
    """Figures right behind a person and a form of "to be", the last person before each: "who was 22" is Mother's."""
    found, last = [], None
    actors = {m.last: m.actor for m in mentions(text)}
    for i, word in enumerate(text.words):
        last = actors.get(i, last)
        behind = text.words[max(0, i - 2) : i]
        if last in _FAMILY and word.text.isdigit() and any(w.lower in _BE or j == 1 and i - 1 in actors
                                                           for j, w in enumerate(behind)):  # fmt: skip
            found.append((word.text, str(last)))
    return found


def _shared(words: Sequence[Word], evidence: Wording) -> bool:
    """Whether the words themselves stand in the evidence, there as part of another name."""
    stems = {w.stem for w in words}
    groups = read(" ".join(w.text for w in words)).meanings
    return len(words) == 1 and bool(stems & evidence.stems) or all(g & evidence.groups for g in groups)


def _swapped(statement: Wording, evidence: Wording) -> Iterator[Fault]:
    theirs = deeds(evidence)
    for deed in deeds(statement):
        word, groups = statement.words[deed.index], statement.meanings[deed.index]
        exact = [d for d in theirs if evidence.words[d.index].stem == word.stem]
        same = exact or [
            d
            for d in theirs
            if (groups & evidence.meanings[d.index] and not {word.stem, evidence.words[d.index].stem} & _RECEIVING)
        ]
        if same and all(_contrary(deed, other) for other in same):
            yield Fault(kind="actor", why=f"the evidence does not say that “{word.text}” of the same actor")
            return


def _contrary(ours: Deed, theirs: Deed) -> bool:
    """Whether two deeds of the same name have other actors."""
    if ours.by and theirs.to and _same(ours.by, theirs.to) and not _same(ours.by, theirs.by):
        return ours.to is None or theirs.by in (None, _HIDDEN) or _same(ours.to, theirs.by)
    known = ours.by and theirs.by and _HIDDEN not in (ours.by, theirs.by)
    return bool(known and not _same(ours.by, theirs.by))


def _same(one: str | None, other: str | None) -> bool:
    if one is None or other is None or _HIDDEN in (one, other):
        return False
    broader = _lexicon().broader
    return one == other or one in broader.get(other, ()) or other in broader.get(one, ())


def deeds(text: Wording) -> list[Deed]:
    """Every content word that is no actor, with the actors before and behind it in its stretch of the sentence."""
    actors = {m.last: m.actor for m in mentions(text)}
    starts = {m.first for m in mentions(text)}
    inside = {i for m in mentions(text) for i in range(m.first, m.last + 1)}
    for i, word in enumerate(text.words):
        if i not in inside and word.lower in _PRONOUNS:
            actors[i] = _HIDDEN
            starts.add(i)
        elif i not in inside and word.capital and not word.text.isupper() and word.lower not in _MARKS:
            actors.setdefault(i, word.lower)
    found = []
    for i, word in enumerate(text.words):
        if i in inside or i in actors or not _verbal(word):
            continue
        before = [actors[j] for j in range(i) if j in actors and _together(text, j, i)]
        behind = [(j, actors[j]) for j in range(i + 1, len(text.words)) if j in actors and _together(text, i, j)]
        found.append(_deed(text, i, before, behind))
    return found


def _together(text: Wording, first: int, last: int) -> bool:
    """Whether two words stand in one clause with no comma between them."""
    one, other = text.words[first], text.words[last]
    return one.clause == other.clause and "," not in text.text[one.at : other.at]


def _deed(text: Wording, i: int, before: list[str], behind: list[tuple[int, str]]) -> Deed:
    word = text.words[i]
    passive = (word.lower.endswith("ed") or word.lower in _PARTICIPLES) and any(
        w.lower in _BE for w in text.near(i, 3)[:-1]
    )
    if not passive:
        return Deed(index=i, by=before[-1] if before else None, to=behind[0][1] if behind else None)
    by = next((a for j, a in behind if "by" in {w.lower for w in text.words[i + 1 : j]}), None)
    return Deed(index=i, by=by, to=before[-1] if before else None)


def _verbal(word: Word) -> bool:
    """Whether a word may be a verb of telling, seeing or giving: those in which actors are exchanged."""
    return word.stem in _VERBS


_VERBS = frozenset(stems_of(
    "tell ask ring see meet write visit telephone phone refer inform speak give take help persuade remind thank know "
    "call contact warn assure show invite advise live stay agree suggest say send bring drive hear allow believe find "
    "describe support look trust reach listen leave convince notify report answer reply teach examine assess interview "
    "challenge record note share explain offer"
))  # fmt: skip
_BODIES = frozenset(
    "board partnership trust council panel committee ccg icb police hospital school social_care".split()
)
_RECEIVING = frozenset(stems_of("hear see find learn reach take know answer reply look"))
_FAMILY = frozenset(
    "mother father parent maternal_grandmother paternal_grandmother grandmother grandfather grandparent aunt uncle "
    "half_brother brother sister sibling stepfather partner husband wife".split()
)

"""Whether the evidence carries a written statement: the rules one after another, and a score besides.

A statement is held to the sentences whose labels it cites and to nothing else. It fails by one fault; which words may
stand for one another, who the actors are and what is an opposite stands in the tables beside this module.
"""

import math
import re
from collections.abc import Iterator, Sequence

from assistant.writing.actors import actor_faults, mentions
from assistant.writing.amounts import amount_faults, is_amount
from assistant.writing.claims import claim_faults, quote_faults, speaks_to_readers, without_frame
from assistant.writing.copies import copy_faults
from assistant.writing.names import name_faults
from assistant.writing.sources import Fault, Source, Verdict
from assistant.writing.strength import GIVES_REASON, strength_faults
from assistant.writing.wording import Wording, opposites, read
from ingest.sentences import split_sentences

LEAST_COVERED = 0.5
_RUN = 4  # so many words of a meaning of their own that stand nowhere, one after another, are something added
_TAIL = 3
_FEW = 2
_BEARS = 0.25
_LESS = 0.3  # of the score, for each fault
_FREE = frozenset(
    "review report document evidence panel author reviewer say state note record case also however particular include "
    "child concern make take give have be do get well way time people person thing according".split()
)


def verify(statement: str, labels: Sequence[str], sources: Sequence[Source]) -> Verdict:
    """Whether those of ``sources`` that ``labels`` name carry ``statement``; a label that names none is a fault."""
    held = {source.label: source for source in sources}
    strange = [label for label in labels if label not in held]
    if strange or not labels:
        why = f"it cites {', '.join(strange)}, which is no evidence it was given" if strange else "it cites no evidence"
        return Verdict(supported=False, score=0.0, faults=(Fault(kind="label", why=why),))
    cited = [held[label] for label in dict.fromkeys(labels)]
    if len({s.document for s in cited}) > 1:
        return _across(statement, cited)
    faults = tuple(_faults(statement, cited))
    return Verdict(supported=not faults, score=_score(statement, cited, len(faults)), faults=faults)


def _across(statement: str, cited: Sequence[Source]) -> Verdict:
    """A statement on several documents: each carries it all, or each part names its document and is carried by it."""
    by_document = {s.document: [o for o in cited if o.document == s.document] for s in cited}
    whole = [list(_faults(statement, group)) for group in by_document.values()]
    score = min(_score(statement, group, len(f)) for group, f in zip(by_document.values(), whole, strict=True))
    if not any(whole):
        return Verdict(supported=True, score=score)
    parts = [p for p in re.split(r";|(?<=[.])\s|, (?:while|whereas|and|but) (?=in )", statement) if p.strip()]
    owners = [_owner(part, by_document) for part in parts]
    if len(parts) > 1 and None not in owners and {o for o in owners if o} == set(by_document):
        faults = tuple(
            f for part, owner in zip(parts, owners, strict=True) for f in _faults(part, by_document[owner or ""])
        )
        return Verdict(supported=not faults, score=score, faults=faults)
    fault = Fault(kind="merged", why="it tells what several documents say as one, without saying which says what")
    return Verdict(supported=False, score=score / 2, faults=(fault,))


def _owner(part: str, by_document: dict[str, list[Source]]) -> str | None:
    """The one document that a part of a statement names."""
    named = [d for d, group in by_document.items() if any(name.lower() in part.lower() for name in group[0].own)]
    return named[0] if len(named) == 1 else None


def _faults(statement: str, cited: Sequence[Source]) -> Iterator[Fault]:
    ours, theirs = read(statement), read("\n".join(s.text for s in cited))
    if any(speaks_to_readers(s.text) for s in cited):
        yield Fault(kind="order", why="it rests on words that give orders to the reader")
    known = read(". ".join(part for s in cited for part in (*s.known, *filter(None, (s.voice,)))))
    yield from quote_faults(statement, cited)
    yield from claim_faults(statement, cited)
    yield from amount_faults(ours, theirs, known)
    yield from name_faults(ours, theirs, known)
    voices = ". ".join(s.voice for s in cited if s.voice)
    yield from actor_faults(ours, read(f"{theirs.text}\n{voices}") if voices else theirs, known)
    texts = [read(s.text[a:b]) for s in cited for a, b in split_sentences(s.text)]
    for start, end in split_sentences(statement):
        yield from copy_faults(read(statement[start:end]), texts)
        part = read(without_frame(statement[start:end]))
        yield from strength_faults(part, _bearing(part, cited), any(s.kind == "recommendation" for s in cited))
        if not any(w.content or is_amount(w) for w in part.words):
            yield Fault(kind="added", why=f"“{part.text}” says nothing that can be checked")
    yield from _opposed(ours, theirs)
    yield from _added(statement, theirs, known)
    if len(cited) > 1:
        yield from (Fault(kind="label", why=f"{s.label} does not bear on it") for s in cited if not _bears(s, ours))


def _bearing(statement: Wording, cited: Sequence[Source]) -> Wording:
    """Those sentences of the evidence from which the words come: the one with most, others with what is missing.

    A "not" or "should" of a sentence besides must not excuse one that the statement puts in.
    """
    texts = [s.text[a:b] for s in cited for a, b in split_sentences(s.text)]
    missing = set(_weighed(statement))
    taken: list[str] = []
    while len(taken) < len(texts):
        rest = [t for t in texts if t not in taken]
        if not rest:
            break
        left = {t: missing & set(_uncovered(statement, read(t))) for t in rest}
        best = min(rest, key=lambda t: len(left[t]))
        if taken and len(missing) - len(left[best]) < min(2, len(missing)):
            break
        taken.append(best)
        missing = left[best]
        if not missing:
            break
    return read("\n".join(t for t in texts if t in taken))


def _opposed(statement: Wording, evidence: Wording) -> Iterator[Fault]:
    """A word whose opposite stands in the evidence, where it does not stand itself."""
    pairs = opposites()
    denied = re.compile(r"\b(?:not|never|no|nobody|without|cannot)\b", re.IGNORECASE)
    balanced = bool(denied.search(statement.text)) == bool(denied.search(evidence.text))
    for word in statement.words:
        against = pairs.get(word.stem, frozenset()) & evidence.stems
        if not against or word.stem in evidence.stems or against & statement.stems or not balanced:
            continue
        yield Fault(kind="opposite", why=f"the evidence says the contrary of “{word.text}”")


def _weighed(text: Wording) -> list[int]:
    """The places of the words that a statement must have from its evidence; actors and amounts are held elsewhere."""
    actors = {i for m in mentions(text) for i in range(m.first, m.last + 1)}
    return [
        i for i, w in enumerate(text.words)
        if w.content and i not in actors and not is_amount(w) and w.lower not in _FREE and w.stem not in _FREE
    ]  # fmt: skip


def _uncovered(statement: Wording, *evidence: Wording) -> list[int]:
    stems = frozenset().union(*(e.stems for e in evidence))
    groups = frozenset().union(*(e.groups for e in evidence))
    return [
        i for i in _weighed(statement) if statement.words[i].stem not in stems and not statement.meanings[i] & groups
    ]


def _bears(source: Source, statement: Wording) -> bool:
    """Whether a source has some of the words of a statement: two at least, and a quarter of the one or the other."""
    text = read(source.text)
    shared = len(_weighed(text)) - len(_uncovered(text, statement))
    fewest = min(len(_weighed(text)), len(_weighed(statement)))
    return shared >= min(2, fewest) and shared >= _BEARS * fewest


def _added(statement: str, evidence: Wording, known: Wording) -> Iterator[Fault]:
    """What a statement says besides: too few of its words, or a stretch of them, stand nowhere in the evidence."""
    ours = read(without_frame(statement))
    weighed = _weighed(ours)
    missing = set(_uncovered(ours, evidence, known))
    run: list[int] = []
    longest: list[int] = []
    for i in weighed:
        run = [*run, i] if i in missing else []
        longest = max(longest, run, key=len)
    if weighed and 1 - len(missing) / len(weighed) < LEAST_COVERED or len(longest) >= _RUN:
        words = " ".join(ours.words[i].text for i in (longest if len(longest) > 1 else sorted(missing)))
        yield Fault(kind="added", why=f"the evidence does not speak of “{words}”")
    elif weighed and len(run) >= _TAIL or (run := _reason(ours, missing) or _strange_end(ours, weighed, missing)):
        words = " ".join(ours.words[i].text for i in run)
        yield Fault(kind="added", why=f"the evidence does not speak of “{words}”")


def _strange_end(text: Wording, weighed: Sequence[int], missing: set[int]) -> list[int]:
    """The words of the last clause that stand nowhere, if they are most of those it has and they are not alone."""
    last = [i for i in weighed if text.words[i].clause == text.words[-1].clause]
    strange = [i for i in last if i in missing]
    return strange if len(last) < len(weighed) and len(strange) >= _FEW and len(strange) > len(last) / 2 else []


def _reason(text: Wording, missing: set[int]) -> list[int]:
    """The words after "because" or the like that stand nowhere, if they are most of those that follow it."""
    for match in GIVES_REASON.finditer(text.text):
        behind = [i for i, w in enumerate(text.words) if w.at >= match.end() and w.content][:3]
        strange = [i for i in behind if i in missing]
        if len(strange) * 2 > len(behind):
            return strange
    return []


def _score(statement: str, cited: Sequence[Source], faults: int) -> float:
    """How well the words are covered, by all the evidence and by its best sentence, less for each fault: 0 to 1."""
    ours = read(without_frame(statement))
    known = read(". ".join(part for s in cited for part in s.known))
    texts = [s.text[a:b] for s in cited for a, b in split_sentences(s.text)]
    weighed = max(1, len(_weighed(ours)))
    whole = len(_uncovered(ours, read("\n".join(texts)), known))
    best = min((len(_uncovered(ours, read(text), known)) for text in texts), default=weighed)
    return (1 - (whole + best) / (2 * weighed)) * math.exp(-_LESS * faults)

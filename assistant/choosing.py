"""From ranked sentences to the quotes of an answer: how many, from which documents, and how much around each."""

import math
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from assistant.evidence import Ranked
from assistant.records import Evidence
from assistant.weighing import says_otherwise
from ingest.lexical import stems
from ingest.records import Passage, PassageKind, Sentence

# Chosen where the curve bends, see docs/decisions/0008.
WEAKEST = 2.5  # log-odds behind the best at which a sentence is no longer quoted
NEIGHBOUR = 3.0  # log-odds that a sentence beside one that is quoted may be behind it and still stand in its quote
MOST_WORDS = 120  # of one quote with its neighbours
_OTHER_VIEW = 3.0  # log-odds behind the best at which a sentence that says who did not agree is still shown
_VIEWS = 3  # quotes asked for at least, for another view to be one of them
_MARK = 6  # characters that the mark of a footnote or an item may take between two sentences
_SIDE = 5.0  # log-odds behind the best at which even a side that a question compares has nothing to say
_SAME = 0.8  # two sentences that share so many of their words say the same
_LEANS = re.compile(
    r"^(?:(?:but|and|yet|so) )?(?:this|these|those|that|it|they|he|she|his|her|their|such|both|however|instead"
    r"|therefore|as a result|nor|neither|the latter|the former|here|there was|there were)\b",
    re.IGNORECASE,
)
_DANGLES = re.compile(r"^(?:but|and|yet|so|he|she|they|it|his|her|their|nor|neither|such)\b", re.IGNORECASE)
_LEARNT: frozenset[PassageKind] = frozenset(("finding", "recommendation", "learning", "good_practice", "response"))

_FINISHED = (*".!?:;,”’\"')", " and", " or")  # a line that ends otherwise is a title or a name and no sentence

Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Over what an answer is spread: ``across`` documents in general, or over ``sides``, groups of documents' ids."""

    across: bool = False
    sides: tuple[tuple[str, ...], ...] = ()


def choose(ranked: Ranked, most: int, spread: Spread) -> list[Evidence]:
    """At most ``most`` quotes, each finding once, as many as come near the best: few for a plain fact.

    Over documents in general none takes more than half of the places, and what a review found, learned or recommends
    comes before what it tells. Of sides compared the best of each is shown, be it weaker than others.
    """
    chosen: list[Evidence] = []
    forms: list[frozenset[str]] = []
    taken: set[Place] = set()
    held_apart = spread.across or len(spread.sides) > 1
    share = max(1, -(-most // 2)) if held_apart else most
    for item in _in_turn(ranked, spread.sides):
        if len(chosen) == most:
            break
        if sum(1 for other in chosen if other.document.id == item.document.id) >= share:
            continue
        words = frozenset(stems(item.quote))
        if _places(item) & taken or any(_overlap(words, other) > _SAME for other in forms):
            continue
        chosen.append(with_neighbours(item, ranked, taken))
        taken |= _places(chosen[-1])
        forms.append(words)
    chosen = _with_another_view(chosen, ranked, most, taken)
    return sorted(chosen, key=lambda item: item.passage.kind not in _LEARNT) if spread.across else chosen


def _with_another_view(chosen: list[Evidence], ranked: Ranked, most: int, taken: Set[Place]) -> list[Evidence]:
    """``chosen`` with a sentence that says who did not agree, if one of the documents quoted has it near the best."""
    if not chosen or most < _VIEWS or any(says_otherwise(item.quote) for item in chosen):
        return chosen
    top, documents = _log_odds(ranked.evidence[0]), {item.document.id for item in chosen}
    for item in ranked.evidence:
        if _log_odds(item) < top - _OTHER_VIEW:
            break
        if item.document.id in documents and says_otherwise(item.quote) and not _places(item) & taken:
            return [*chosen[: most - 1], with_neighbours(item, ranked, taken)]
    return chosen


def _in_turn(ranked: Ranked, sides: Sequence[Sequence[str]]) -> list[Evidence]:
    """What comes near enough to the best, best first; before it the best of each of ``sides``."""
    if not ranked.evidence:
        return []
    top = _log_odds(ranked.evidence[0])
    first: list[Evidence] = []
    for side in sides if len(sides) > 1 else ():
        own = next((item for item in ranked.evidence if item.document.id in side), None)
        if own is not None and _log_odds(own) >= top - _SIDE:
            first.append(own)
    near = [item for item in ranked.evidence if _log_odds(item) >= top - WEAKEST]
    return [*sorted(first, key=lambda item: -item.score), *near]


def _log_odds(item: Evidence) -> float:
    p = min(max(item.score, 1e-12), 1.0 - 1e-12)
    return math.log(p / (1.0 - p))


def _places(item: Evidence) -> set[Place]:
    return {(item.passage.id, s.start, s.end) for s in item.sentences}


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / max(1, min(len(a), len(b)))


def with_neighbours(item: Evidence, ranked: Ranked, taken: Set[Place] = frozenset()) -> Evidence:
    """``item`` with the sentences beside it that bear on the question almost as much, and one that it leans on.

    Only sentences that stand together on the page, spoken by the same voice, are joined; none of those ``taken``.
    """
    passage = item.passage
    core = first = last = passage.sentences.index(item.sentences[0])
    floor = ranked.odds[passage.id, first] - NEIGHBOUR
    size = len(passage.sentences[first].text.split())
    while True:
        sides = [i for i in (first - 1, last + 1) if 0 <= i < len(passage.sentences)]
        sides = [i for i in sides if not _places(replace(item, sentences=(passage.sentences[i],))) & taken]
        sides = [i for i in sides if joined(passage, min(i, first), max(i, last))]
        sides = [i for i in sides if size + len(passage.sentences[i].text.split()) <= MOST_WORDS]
        leans = first > 0 and first - 1 in sides and _LEANS.match(passage.sentences[first].text)
        best = max(sides, key=lambda i: ranked.odds[passage.id, i] + (9.0 if leans and i < first else 0.0), default=-1)
        if best < 0 or not (leans and best < first) and ranked.odds[passage.id, best] < floor:
            while first < core and _DANGLES.match(passage.sentences[first].text):
                first += 1  # what it leans on did not fit
            return replace(item, sentences=passage.sentences[first : last + 1])
        first, last = min(first, best), max(last, best)
        size += len(passage.sentences[best].text.split())


def joined(passage: Passage, first: int, last: int) -> bool:
    """Whether the sentences from ``first`` to ``last`` may stand as one quote: one voice, one number, no gap.

    Within a paragraph they may run over a page's end. Unnumbered paragraphs, a lead-in and its list, sentences with the
    mark of a footnote between them are joined on one page only, where ``citing`` sees what stands between them.
    """
    run: Sequence[Sentence] = passage.sentences[first : last + 1]
    one_page = run[0].page == run[-1].page_end
    return all(
        a.paragraph == b.paragraph and a.voice == b.voice and _follows(a, b, one_page)
        for a, b in zip(run, run[1:], strict=False)
    )


def _follows(a: Sentence, b: Sentence, one_page: bool) -> bool:
    """Whether ``b`` comes straight after ``a``: in its paragraph, or, on one page, in the next one."""
    if b.start <= a.start:
        return one_page and a.text.endswith(_FINISHED)
    return b.start - a.end <= (_MARK if one_page else 1) and (one_page or a.page_end == b.page)

"""From passages to evidence: the whole sentences that answer, each with what it needs to be understood."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.questions import Term, Understood
from assistant.records import Evidence, Retrieved
from ingest.lexical import LexicalIndex, stems
from ingest.library import facts_text
from ingest.records import PassageKind, Sentence

# How far a word of the question counts when it is not in the sentence itself but near it.
_NEAR, _HEADING, _FACTS, _WHOLE = 0.45, 0.45, 0.9, 0.75
# The parts of a sentence's score; chosen on half of the example library's questions, see docs/decisions/0006.
_COSINE, _COVERED, _PASSAGE = 1.5, 0.9, 1.2
_FIT: dict[bool | None, float] = {True: 0.06, False: -0.45, None: 0.0}
_ECHO = 0.8  # taken from a sentence that only repeats its document's title, place or people: it says nothing
_WEAKEST = 0.7  # evidence below this share of the best is not shown
_SAME = 0.8  # two sentences that share so many of their words say the same
_KIND_BONUS: dict[PassageKind, float] = {
    "finding": 0.03,
    "recommendation": 0.03,
    "learning": 0.03,
    "good_practice": 0.02,
    "chronology": 0.0,
    "response": 0.0,
    "narrative": 0.0,
    "other": -0.08,
}
_LEANS = re.compile(
    r"^(?:this|these|those|that|it|they|he|she|his|her|their|such|both|however|instead|therefore|as a result|nor"
    r"|neither|the latter|the former|here|there was|there were)\b",
    re.IGNORECASE,
)
_MOST_CHARACTERS = 700


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scorer:
    """Scores sentences for one question. ``whole`` says which documents hold each name of the question at all."""

    question: Understood
    whole: dict[str, frozenset[str]]
    best: float

    def evidence(self, item: Retrieved) -> list[Evidence]:
        """Every sentence of a passage as evidence, scored."""
        passage = item.passage
        forms = [frozenset(stems(s.text)) for s in passage.sentences]
        heading = frozenset(stems(" ".join(passage.section)))
        facts = frozenset(stems(facts_text(item.document.facts)))
        known = {s for s, documents in self.whole.items() if item.document.id in documents}
        out = []
        for i, sentence in enumerate(passage.sentences):
            around = frozenset().union(*forms[max(0, i - 1) : i], *forms[i + 1 : i + 2])
            near = ((forms[i], 1.0), (around, _NEAR), (heading | facts, _HEADING))
            about = (*near, (facts, _FACTS), (known, _WHOLE))
            asked = _coverage([t for t in self.question.terms if not t.named], near)
            named = _coverage([t for t in self.question.terms if t.named], about)
            coverage = _together(asked, named)
            fits = self._fits(sentence)
            cosine = item.sentence_cosines[i] if item.sentence_cosines else item.cosine
            score = _COSINE * cosine + _COVERED * coverage + _PASSAGE * item.score / self.best
            score += _FIT[fits] + _KIND_BONUS[passage.kind] + _shape_penalty(sentence)
            score -= _ECHO if forms[i] <= facts else 0.0
            out.append(
                Evidence(
                    sentences=(sentence,),
                    passage=passage,
                    document=item.document,
                    score=score,
                    coverage=coverage,
                    cosine=cosine,
                    asked=1.0 if asked is None else asked,
                    named=1.0 if named is None else named,
                    fits=fits,
                )
            )
        return out

    def _fits(self, sentence: Sentence) -> bool | None:
        """Whether the sentence holds something of the kind asked for that the question does not hold itself."""
        wanted = self.question.wanted
        if wanted is None:
            return None
        return any(match.group() not in self.question.text for match in wanted.finditer(sentence.text))


def _coverage(terms: Sequence[Term], near: Sequence[tuple[frozenset[str] | set[str], float]]) -> float | None:
    """The weighted share of ``terms`` that is covered, each by the worthiest of ``near``; None when there are none."""
    whole = sum(term.weight for term in terms)
    got = sum(t.weight * max((worth for words, worth in near if t.stem in words), default=0.0) for t in terms)
    return got / whole if whole else None


def _together(asked: float | None, named: float | None) -> float:
    """One coverage of both: what is asked counts twice as much as whom or what it is asked of.

    Names lead to the right document; a sentence answers only by the other words.
    """
    if asked is None or named is None:
        return asked if asked is not None else named or 0.0
    return (2.0 * asked + named) / 3.0


def _shape_penalty(sentence: Sentence) -> float:
    """Scraps (labels, cells of tables, headlines) and endless lists say less than a sentence of ordinary length."""
    words = len(sentence.text.split())
    scrap = -0.25 if words < 5 else 0.0
    unfinished = 0.0 if sentence.text[-1:] in ".!?”’\"')" else -0.12
    return scrap + unfinished + (-0.1 if words > 90 else 0.0)


def score_sentences(question: Understood, found: Sequence[Retrieved], words: LexicalIndex) -> list[Evidence]:
    """Every sentence of the passages ``found`` as evidence, best first."""
    whole = {t.stem: frozenset(words.documents_with(t.stem)) for t in question.terms if t.named}
    best = max((item.score for item in found), default=1.0) or 1.0
    scorer = _Scorer(question=question, whole=whole, best=best)
    scored = [e for item in found for e in scorer.evidence(item)]
    return sorted(scored, key=lambda e: (-e.score, e.document.id, e.passage.ordinal, e.sentences[0].start))


def choose(scored: Sequence[Evidence], most: int, *, across: bool) -> list[Evidence]:
    """At most ``most`` pieces of evidence, each finding once, without the far weaker ones.

    ``across``: the question names no document, so that no document may take more than half of the places.
    """
    chosen: list[Evidence] = []
    forms: list[frozenset[str]] = []
    share = max(1, -(-most // 2)) if across else most
    for item in scored:
        if len(chosen) == most or chosen and item.score < _WEAKEST * chosen[0].score:
            break
        words = frozenset(stems(item.quote))
        full = sum(1 for other in chosen if other.document.id == item.document.id) >= share
        if not full and not any(_overlap(words, other) > _SAME for other in forms):
            chosen.append(item)
            forms.append(words)
    return _apart([with_neighbour(item) for item in chosen])


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / max(1, min(len(a), len(b)))


def _apart(chosen: Sequence[Evidence]) -> list[Evidence]:
    """``chosen`` without a piece whose sentence another piece has taken in already."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for item in sorted(chosen, key=lambda e: -len(e.sentences)):
        places = {(item.passage.id, s.start, s.end) for s in item.sentences}
        if not places & seen:
            kept.append(item)
            seen |= places
    return [item for item in chosen if any(item is other for other in kept)]


def with_neighbour(item: Evidence) -> Evidence:
    """``item`` with the sentence before it when it leans on that one ("This meant that…") and both stand together."""
    sentence = item.sentences[0]
    position = item.passage.sentences.index(sentence)
    if position == 0 or not _LEANS.match(sentence.text):
        return item
    before = item.passage.sentences[position - 1]
    together = before.end + 1 == sentence.start and before.paragraph == sentence.paragraph
    if not together or before.page != sentence.page or len(before.text) + len(sentence.text) > _MOST_CHARACTERS:
        return item
    return replace(item, sentences=(before, sentence))

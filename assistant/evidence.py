"""From passages to evidence: the whole sentences that answer, each with what it needs to be understood."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.questions import AnswerType, Term, Understood
from assistant.records import Evidence, Retrieved
from ingest.lexical import LexicalIndex, stems
from ingest.library import facts_text
from ingest.records import PassageKind, Sentence

# How far a word of the question counts when it is not in the sentence itself but near it.
_NEAR, _HEADING, _FACTS = 0.55, 0.5, 0.75
_COVERAGE_WEIGHT, _PASSAGE_WEIGHT, _TYPE_BONUS = 0.9, 0.75, 0.15
_KIND_BONUS: dict[PassageKind, float] = {
    "finding": 0.03, "recommendation": 0.03, "learning": 0.03, "good_practice": 0.02,
    "chronology": 0.0, "response": 0.0, "narrative": 0.0, "other": -0.08,
}  # fmt: skip
_LEANS = re.compile(
    r"^(?:this|these|those|that|it|they|he|she|his|her|their|such|both|however|instead|therefore|as a result|nor|neither|the latter"
    r"|the former|here|there was|there were)\b", re.IGNORECASE,
)  # fmt: skip
_PERSON = re.compile(r"(?:\b(?:Dr|Mr|Mrs|Ms|Professor|Prof|Sir|Dame|Lord|Baroness|Cllr|Councillor|Judge)\.? [A-Z]|\b[A-Z][a-z’'-]+ [A-Z][a-z’'-]+\b)")  # fmt: skip
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|once|twice|half|quarter|third|none|no)\b", re.IGNORECASE,
)  # fmt: skip
_DATE = re.compile(
    r"\b(?:(?:19|20)\d{2}|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday"
    r"|wednesday|thursday|friday|saturday|sunday|yesterday|today|later this year|(?:spring|summer|autumn|winter))\b", re.IGNORECASE,
)  # fmt: skip
_FITS: dict[AnswerType, re.Pattern[str] | None] = {
    "person": _PERSON, "number": _NUMBER, "date": _DATE, "place": re.compile(r"\b(?:in|at|near|from) [A-Z]"), "text": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scorer:
    """Scores sentences for one question."""

    question: Understood
    whole: dict[str, frozenset[str]]
    best: float

    def evidence(self, item: Retrieved) -> list[Evidence]:
        """Every sentence of a passage as evidence, scored."""
        passage = item.passage
        near = [frozenset(stems(s.text)) for s in passage.sentences]
        heading = frozenset(stems(" ".join(passage.section)))
        facts = frozenset(stems(facts_text(item.document.facts)))
        out = []
        for i, sentence in enumerate(passage.sentences):
            around = frozenset().union(*near[max(0, i - 1) : i], *near[i + 1 : i + 2])
            own = near[i]
            shares = [self._share(t, own, around, heading, facts, item.document.id) for t in self.question.terms]
            coverage = _coverage(self.question.terms, shares)
            score = _COVERAGE_WEIGHT * coverage + _PASSAGE_WEIGHT * item.score / self.best
            score += self._type_bonus(sentence) + _KIND_BONUS[passage.kind] + _length_penalty(sentence)
            out.append(
                Evidence(
                    sentences=(sentence,), passage=passage, document=item.document, score=score, coverage=coverage,
                    cosine=item.cosine,
                )
            )  # fmt: skip
        return out

    def _share(
        self,
        term: Term,
        own: frozenset[str],
        around: frozenset[str],
        heading: frozenset[str],
        facts: frozenset[str],
        document: str,
    ) -> float:
        if term.stem in own:
            return 1.0
        if term.named and (term.stem in facts or document in self.whole.get(term.stem, frozenset())):
            return _FACTS if term.stem not in facts else 0.9
        shares = [
            _NEAR if term.stem in around else 0.0,
            _HEADING if term.stem in heading else 0.0,
            _FACTS if term.stem in facts else 0.0,
        ]
        return max(shares)

    def _type_bonus(self, sentence: Sentence) -> float:
        pattern = _FITS[self.question.answer_type]
        if pattern is None:
            return 0.0
        asked = self.question.text
        fits = any(match.group() not in asked for match in pattern.finditer(sentence.text))
        return _TYPE_BONUS if fits else -_TYPE_BONUS


def _coverage(terms: Sequence[Term], shares: Sequence[float]) -> float:
    """The share of the question that is covered: what is asked counts twice as much as whom or what it is asked of.

    Names lead to the right document; a sentence answers only by the other words.
    """
    parts = []
    for named, part_weight in ((False, 2.0), (True, 1.0)):
        total = sum(t.weight for t in terms if t.named == named)
        if total:
            got = sum(t.weight * share for t, share in zip(terms, shares, strict=True) if t.named == named)
            parts.append((part_weight, got / total))
    return sum(w * got for w, got in parts) / sum(w for w, _ in parts) if parts else 0.0


def _length_penalty(sentence: Sentence) -> float:
    """Scraps (headings of tables, labels) and endless lists say less than a sentence of ordinary length."""
    words = len(sentence.text.split())
    if words < 5:
        return -0.25
    return -0.1 * math.log(words / 60) if words > 60 else 0.0


def score_sentences(question: Understood, found: Sequence[Retrieved], words: LexicalIndex) -> list[Evidence]:
    """Every sentence of the passages ``found`` as evidence, best first."""
    whole = {t.stem: frozenset(words.documents_with(t.stem)) for t in question.terms if t.named}
    best = max((item.score for item in found), default=1.0) or 1.0
    scorer = _Scorer(question=question, whole=whole, best=best)
    scored = [e for item in found for e in scorer.evidence(item)]
    return sorted(scored, key=lambda e: (-e.score, e.document.id, e.passage.ordinal, e.sentences[0].start))


def choose(scored: Sequence[Evidence], most: int) -> list[Evidence]:
    """At most ``most`` pieces of evidence, each finding once, without the far weaker ones."""
    chosen: list[Evidence] = []
    forms: list[frozenset[str]] = []
    for item in scored:
        if len(chosen) == most or chosen and item.score < 0.78 * chosen[0].score:
            break
        words = frozenset(stems(item.quote))
        if any(_overlap(words, other) > 0.8 for other in forms):
            continue
        chosen.append(item)
        forms.append(words)
    return [with_neighbour(item) for item in chosen]


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / max(1, min(len(a), len(b)))


def with_neighbour(item: Evidence) -> Evidence:
    """``item`` with the sentence before it when it leans on that one ("This meant that…") and both stand together."""
    sentence = item.sentences[0]
    if not _LEANS.match(sentence.text):
        return item
    before = next(
        (s for s in item.passage.sentences if s.end + 1 == sentence.start and s.paragraph == sentence.paragraph), None
    )
    if before is None or len(before.text) + len(sentence.text) > 700 or before.page != sentence.page:
        return item
    position = item.passage.sentences.index(sentence)
    if position == 0 or item.passage.sentences[position - 1] is not before:
        return item
    return Evidence(
        sentences=(before, sentence), passage=item.passage, document=item.document, score=item.score,
        coverage=item.coverage, cosine=item.cosine,
    )  # fmt: skip

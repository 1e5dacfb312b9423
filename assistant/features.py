"""What is measured of each sentence before it is ranked: one row of plain figures a sentence, each with a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from assistant.matching import MATCHES, agreements, match_columns
from assistant.questions import Term, Understood
from assistant.records import Retrieved
from ingest.lexical import stems
from ingest.library import facts_text
from ingest.records import PassageKind

KINDS: tuple[PassageKind, ...] = get_args(PassageKind)
FEATURES = (
    "cosine", "passage_cosine", "agreement", "agreement_before", "agreement_after", "covered", "around", "words",
    "naming", "named", "fits", "misfits", "length", "unfinished", "echo", "document_gap", "agreement_gap",
    "cosine_gap", "kind_asked", "kind_not_asked", "voiced", "voice_asked", *MATCHES, "found", "heading",
    "paragraph_covered", *(f"is_{kind}" for kind in KINDS),
)  # fmt: skip
_SHORT = 4
_FEW = 2  # words that are no names: "who CHAIRED the review into…" hangs on one
_LONGEST = 60  # words; a longer sentence counts as one of so many

# How far a word of the question counts when it is not in the sentence itself but near it.
_NEAR, _HEADING, _FACTS, _WHOLE = 0.45, 0.45, 0.9, 0.75

Matrix = NDArray[np.float64]
Near = Sequence[tuple[frozenset[str] | set[str], float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One sentence of a passage found: which, its row of ``FEATURES``, and how it covers the question's words.

    ``decides`` is the share that it holds itself of the one or two words on which a short question hangs; ``short``
    says whether the question asks so little that an answer without the kind of thing asked for is hardly one.
    """

    item: Retrieved
    index: int
    asked: float | None
    named: float | None
    fits: bool | None
    decides: float = 0.0
    short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """All sentences of the passages found, and their features, shape (sentences, features)."""

    sentences: tuple[Measured, ...]
    matrix: Matrix


def measure(question: Understood, found: Sequence[Retrieved], whole: Mapping[str, frozenset[str]]) -> Measures:
    """The features of every sentence of the passages ``found``.

    ``whole`` says for each name of the question which documents hold it at all.
    """
    sentences: list[Measured] = []
    rows: list[list[float]] = []
    facts = {r.document.id: frozenset(stems(facts_text(r.document.facts))) for r in found}
    for item in found:
        known = {s for s, documents in whole.items() if item.document.id in documents}
        for measured, row in _passage(question, item, facts[item.document.id], known):
            sentences.append(measured)
            rows.append(row)
    matrix = np.array(rows, dtype=np.float64).reshape(len(rows), len(FEATURES))
    _gaps(matrix, [m.item.document.id for m in sentences])
    return Measures(sentences=tuple(sentences), matrix=matrix)


def _passage(
    question: Understood, item: Retrieved, facts: frozenset[str], known: set[str]
) -> list[tuple[Measured, list[float]]]:
    passage = item.passage
    forms = [frozenset(stems(s.text)) for s in passage.sentences]
    heading = frozenset(stems(" ".join(passage.section)))
    cosines = item.sentence_cosines or (item.cosine,) * len(forms)
    agreement, matches = agreements(item.matches, len(forms)), match_columns(question, item, cosines)
    in_paragraph: dict[str | None, frozenset[str]] = {}
    for sentence, words in zip(passage.sentences, forms, strict=True):
        in_paragraph[sentence.paragraph] = in_paragraph.get(sentence.paragraph, frozenset()) | words
    asked_terms = [t for t in question.terms if not t.named]
    named_terms = [t for t in question.terms if t.named]
    in_heading = covered_share(asked_terms, ((heading, 1.0),)) or 0.0
    covered = {number: covered_share(asked_terms, ((w, 1.0),)) or 0.0 for number, w in in_paragraph.items()}
    deciding = question.asked if len(question.asked) <= _FEW and question.wanted else ()
    short = len(question.asked) <= _SHORT
    kind_flags = [float(passage.kind == kind) for kind in KINDS]
    wanted_kinds = question.passage_kinds
    out = []
    for i, sentence in enumerate(passage.sentences):
        around = frozenset().union(*forms[max(0, i - 1) : i], *forms[i + 1 : i + 2])
        near: Near = ((forms[i], 1.0), (around, _NEAR), (heading | facts, _HEADING))
        asked = covered_share(asked_terms, near)
        named = covered_share(named_terms, (*near, (facts, _FACTS), (known, _WHOLE)))
        fits = fits_type(question, sentence.text)
        row = [
            cosines[i], item.cosine, agreement[i],
            agreement[max(0, i - 1)], agreement[min(i + 1, len(forms) - 1)],
            covered_share(question.terms, ((forms[i], 1.0),)) or 0.0, _both(asked, named), item.lexical,
            item.naming, float(item.document.id in question.documents), float(fits is True), float(fits is False),
            min(_LONGEST, len(sentence.text.split())) / _LONGEST, float(sentence.text[-1:] not in ".!?”’\"')"),
            float(forms[i] <= facts), 0.0, 0.0, 0.0, float(passage.kind in wanted_kinds),
            float(bool(wanted_kinds) and passage.kind not in wanted_kinds), float(sentence.voice is not None),
            float(sentence.voice is not None and question.wants_voice), *matches[i], item.score,
            in_heading, covered[sentence.paragraph], *kind_flags,
        ]  # fmt: skip
        decides = covered_share(deciding, ((forms[i], 1.0),)) or 0.0
        out.append(
            (Measured(item=item, index=i, asked=asked, named=named, fits=fits, decides=decides, short=short), row)
        )
    return out


def covered_share(terms: Sequence[Term], near: Near) -> float | None:
    """The weighted share of ``terms`` that is covered, each by the worthiest of ``near``; None when there are none."""
    left = {term.stem: term.weight for term in terms}
    whole, got = sum(left.values()), 0.0
    if not whole:
        return None
    for words, worth in sorted(near, key=lambda held: -held[1]):
        got += worth * sum(left.pop(word) for word in left.keys() & words)
    return got / whole


def fits_type(question: Understood, text: str) -> bool | None:
    """Whether ``text`` holds something of the kind asked for that the question does not hold; None: any will do."""
    if question.wanted is None:
        return None
    return any(match.group() not in question.text for match in question.wanted.finditer(text))


def _both(asked: float | None, named: float | None) -> float:
    """One coverage of both: what is asked counts twice as much as whom or what it is asked of.

    Names lead to the right document; a sentence answers only by the other words.
    """
    if asked is None or named is None:
        return asked if asked is not None else named or 0.0
    return (2.0 * asked + named) / 3.0


def _gaps(matrix: Matrix, documents: Sequence[str]) -> None:
    """Fill in how far each sentence, and the best of its document, stay behind the best of all."""
    if not len(matrix):
        return
    column = {name: i for i, name in enumerate(FEATURES)}
    cosine, agreement = matrix[:, column["cosine"]], matrix[:, column["agreement"]]
    for name in (*MATCHES, "found", "paragraph_covered"):
        matrix[:, column[name]] -= matrix[:, column[name]].max()
    matrix[:, column["cosine_gap"]] = cosine - cosine.max()
    matrix[:, column["agreement_gap"]] = agreement - agreement.max()
    both = cosine + 2.0 * agreement + 0.5 * matrix[:, column["around"]]
    best: dict[str, float] = {}
    for document, value in zip(documents, both, strict=True):
        best[document] = max(best.get(document, -9.0), float(value))
    matrix[:, column["document_gap"]] = [best[document] - max(best.values()) for document in documents]

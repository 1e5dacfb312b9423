"""Whether the evidence answers. When it does not, the reason is said plainly."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.questions import Understood
from assistant.records import Evidence

# Set by hand on the questions of the example library and the seeds; `docs/decisions/0004-abstention.md` has the figures.
MIN_COVERAGE = 0.5
MIN_COSINE = 0.30


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``reason`` is None when the evidence answers; otherwise it is what the asker is told."""

    reason: str | None


def judge(question: Understood, scored: Sequence[Evidence], documents: int) -> Verdict:
    """Whether ``scored`` (best first) answers ``question``, asked of so many documents."""
    if not question.terms:
        return Verdict(reason="The question holds no word that could be searched for; please ask it in a whole sentence.")
    if documents == 0:
        return Verdict(reason="No document is held that fits; the library is empty or the filters leave nothing.")
    if question.unknown_names:
        names = " and ".join(f"“{name}”" for name in question.unknown_names)
        return Verdict(reason=f"None of the documents held mentions {names}.")
    if not scored:
        return Verdict(reason="No passage held shares the subject of the question.")
    best = max(scored[:5], key=lambda e: e.coverage)
    if best.coverage < MIN_COVERAGE or best.cosine < MIN_COSINE:
        return Verdict(reason="The documents held come near the subject but no sentence in them answers the question.")
    return Verdict(reason=None)

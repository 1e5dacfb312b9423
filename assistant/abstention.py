"""Whether the evidence answers. When it does not, the reason is said plainly."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.questions import Understood
from assistant.records import Evidence

# Below these the passages found are about something else. They catch foreign subjects only, not a missing fact about
# the right child. Set where 5 % of the questions that the example library answers would be refused.
MIN_COVERAGE = 0.30
MIN_COSINE = 0.36
FULL_COVERAGE = 0.60


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``reason`` is None when the evidence answers; otherwise it is what the asker is told."""

    reason: str | None


def judge(question: Understood, scored: Sequence[Evidence], documents: int) -> Verdict:
    """Whether ``scored`` (best first) answers ``question``, asked of so many documents."""
    if not question.terms:
        return Verdict(
            reason="The question holds no word that could be searched for; please ask it in a whole sentence."
        )
    if documents == 0:
        return Verdict(reason="No document is held that fits; the library is empty or the filters leave nothing.")
    if question.unknown_names:
        names = " and ".join(f"“{name}”" for name in question.unknown_names)
        return Verdict(reason=f"None of the documents held mentions {names}.")
    if not scored:
        return Verdict(reason="No passage held shares the subject of the question.")
    coverage, cosine = max(e.coverage for e in scored), max(e.cosine for e in scored)
    if coverage < MIN_COVERAGE or cosine < MIN_COSINE and coverage < FULL_COVERAGE:
        return Verdict(reason="The documents held come near the subject but no sentence in them answers the question.")
    return Verdict(reason=None)

"""Whether the evidence answers. When it does not, the reason is said plainly."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence import Ranked
from assistant.questions import Understood
from assistant.records import Evidence

# Below these the passages found are about something else. They catch foreign subjects only, not a missing fact about
# the right child. Set where 5 % of the questions that the example library answers would be refused.
MIN_COVERAGE = 0.30
MIN_COSINE = 0.36
FULL_COVERAGE = 0.60

# A short question hangs on its one or two words that are no names: "who CHAIRED", "how much did it COST". Evidence must
# hold that share of their weight. A long question may be put in other words throughout, and is not held to this.
_ASKED_SHARE = {1: 0.5, 2: 0.5, 3: 0.34}
_ASKED_SHARE_OF_TEXT = {1: 0.5, 2: 0.4}
_LOOKED_AT = 12
_KIND = {"person": "who", "number": "how many or how much", "date": "when", "place": "where", "text": "this"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``reason`` is None when the evidence answers; otherwise it is what the asker is told."""

    reason: str | None


def judge(question: Understood, ranked: Ranked, documents: int) -> Verdict:
    """Whether what was ``ranked`` answers ``question``, asked of so many documents."""
    scored = ranked.evidence
    if not question.terms:
        return Verdict(
            reason="The question holds no word that could be searched for; please ask it in a whole sentence."
        )
    if documents == 0:
        return Verdict(reason="No document is held that fits; the library is empty or the filters leave nothing.")
    if question.reading.unheld:
        names = " and ".join(f"“{name}”" for name in question.reading.unheld)
        return Verdict(reason=f"No document held is about {names}.")
    if question.unknown_names:
        names = " and ".join(f"“{name}”" for name in question.unknown_names)
        return Verdict(reason=f"None of the documents held mentions {names}.")
    if not scored:
        return Verdict(reason="No passage held shares the subject of the question.")
    coverage, cosine = max(e.coverage for e in scored), max(e.cosine for e in scored)
    if coverage < MIN_COVERAGE or cosine < MIN_COSINE and coverage < FULL_COVERAGE:
        return Verdict(reason="The documents held come near the subject but no sentence in them answers the question.")
    if _lacks_what_is_asked(question, scored):
        what = _KIND[question.answer_type]
        return Verdict(reason=f"The documents held speak of the subject, but no sentence in them says {what}.")
    return Verdict(reason=None)


def _lacks_what_is_asked(question: Understood, scored: Sequence[Evidence]) -> bool:
    """Whether no sentence near the top says the thing that a short question asks of its subject."""
    shares = _ASKED_SHARE_OF_TEXT if question.answer_type == "text" else _ASKED_SHARE
    needed = shares.get(len(question.asked))
    if needed is None:
        return False
    return not any(e.fits is not False and e.asked >= needed and e.named >= 0.6 for e in scored[:_LOOKED_AT])

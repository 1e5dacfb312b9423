"""Whether the evidence answers. When it does not, the reason is said plainly."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.attributes import Attribute, lacking
from assistant.evidence import Ranked
from assistant.premises import unfounded
from assistant.questions import Understood
from assistant.records import Evidence

# Below these the passages found are about something else. They catch foreign subjects only, not a missing fact about
# the right child. Set where 5 % of the questions that the example library answers would be refused.
MIN_COVERAGE = 0.30
MIN_COSINE = 0.36
FULL_COVERAGE = 0.60
FULL_COSINE = 0.50

# A short question hangs on its one or two words that are no names: "who CHAIRED", "how much did it COST". Evidence must
# hold that share of their weight. A long question may be put in other words throughout, and is not held to this.
_ASKED_SHARE = {1: 0.5, 2: 0.5, 3: 0.34}
_ASKED_SHARE_OF_TEXT = {1: 0.5, 2: 0.4}
_LOOKED_AT = 12
_KIND = {"person": "who", "number": "how many or how much", "date": "when", "place": "where", "text": "this"}


# Ranks that documents often spell out; that one is not found says nothing of whom it is put before.
_RANKS = frozenset("DCI DI DS DC DCS DSU PC PS PCSO WPC ACC CC MP QC KC Dr Mr Mrs Ms Prof Cllr".split())
# The second half of a double question, and a reason, are seldom given in the question's own words.
_LOOSE = re.compile(
    r"\bwhy\b|\b(?:and|or) (?:what|who|why|how|when|where|was|were|did|had|has|is|are)\b", re.IGNORECASE
)
_PART = re.compile(r"\b(volume|version|edition|module|phase|part) (\d{1,2}|[ivx]{1,4})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``reason`` is None when the evidence answers; otherwise it is what the asker is told.

    ``against`` is the evidence that says the contrary of what the question takes for granted.
    """

    reason: str | None
    against: Evidence | None = None


def judge(question: Understood, ranked: Ranked, documents: int) -> Verdict:
    """Whether what was ``ranked`` answers ``question``, asked of so many documents."""
    reason = _nothing_to_search(question, documents) or _not_held(question, ranked.evidence)
    if reason:
        return Verdict(reason=reason)
    scored = ranked.evidence
    if not scored:
        return Verdict(reason="No passage held shares the subject of the question.")
    about = [e for e in scored if e.document.id in question.documents] or list(scored)
    missing = lacking(question, about)
    if missing:
        return Verdict(reason=_lack_said(question, missing))
    wrong = unfounded(question, about)
    if wrong is not None:
        return Verdict(reason=_wrong_said(wrong.against), against=wrong.against)
    coverage, cosine = max(e.coverage for e in scored), max(e.cosine for e in scored)
    if coverage < MIN_COVERAGE and cosine < FULL_COSINE or cosine < MIN_COSINE and coverage < FULL_COVERAGE:
        return Verdict(reason="The documents held come near the subject but no sentence in them answers the question.")
    if _lacks_what_is_asked(question, scored):
        what = _KIND[question.answer_type]
        return Verdict(reason=f"The documents held speak of the subject, but no sentence in them says {what}.")
    return Verdict(reason=None)


def _nothing_to_search(question: Understood, documents: int) -> str | None:
    if not question.terms:
        return "The question holds no word that could be searched for; please ask it in a whole sentence."
    if documents == 0:
        return "No document is held that fits; the library is empty or the filters leave nothing."
    return None


def _not_held(question: Understood, scored: Sequence[Evidence]) -> str | None:
    """What the question names and no document held is about or mentions, as a reason."""
    if question.reading.unheld:
        return f"No document held is about {_quoted(question.reading.unheld)}."
    unknown = tuple(name for name in question.unknown_names if not set(name.split()) <= _RANKS)
    if unknown:
        return f"None of the documents held mentions {_quoted(unknown)}."
    titles = {e.document.id: e.document.facts.title for e in scored}
    held = {(unit.lower(), number.lower()) for title in titles.values() for unit, number in _PART.findall(title)}
    asked = [(unit.lower(), number.lower()) for unit, number in _PART.findall(question.text)]
    other = [part for part in asked if part not in held and part[0] in {unit for unit, _ in held}]
    return f"None of the documents held is {' '.join(other[0])}." if other else None


def _quoted(names: Sequence[str]) -> str:
    return " and ".join(f"“{name}”" for name in names)


def _lack_said(question: Understood, missing: Sequence[Attribute]) -> str:
    subject = " and ".join(question.names) or "the subject"
    says = " or ".join(dict.fromkeys(a.said for a in missing))
    return f"The documents held speak of {subject}, but none says {says}."


def _wrong_said(against: Evidence | None) -> str:
    if against is None:
        return "None of the documents held says that what the question takes for granted happened."
    return f"The documents held say otherwise than the question takes for granted: “{against.quote}”"


def _lacks_what_is_asked(question: Understood, scored: Sequence[Evidence]) -> bool:
    """Whether no sentence near the top says the thing that a short question asks of its subject."""
    shares = _ASKED_SHARE_OF_TEXT if question.answer_type == "text" else _ASKED_SHARE
    needed = shares.get(len(question.asked))
    if needed is None or _LOOSE.search(question.text):
        return False
    return not any(e.fits is not False and e.asked >= needed and e.named >= 0.6 for e in scored[:_LOOKED_AT])

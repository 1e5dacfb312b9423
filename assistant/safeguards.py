"""What to do with a message before any search: answer it, show signposts first, or decline a part with the reason.

No language model: the decisions are those of ``assistant.child_risk``, and of the tables in
``assistant.rules_on_people`` and ``assistant.rules_on_answers``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.child_risk import child_at_risk, speaks_of_risk
from assistant.rules_on_answers import HIDDEN_DATA, INVENT, OVERRIDE
from assistant.rules_on_people import BLAME, DECIDE, IDENTIFY
from assistant.safeguard_rules import Declined
from assistant.safeguard_text import asks_outright, clauses, decoded, fold, is_question, sentences, without_quotations
from assistant.signposts import Signposts, load_signposts

ScreeningKind = Literal["child_at_risk_now"] | Declined

RULES = (*OVERRIDE, *HIDDEN_DATA, *INVENT, *IDENTIFY, *DECIDE, *BLAME)
WHY: dict[Declined, str] = {
    "identify": (
        "Reviews use pseudonyms to protect children, families and the people who worked with them, so I do not "
        "help to "
        "find out who they are. I can quote what a review says under the names that it uses itself."
    ),
    "hidden_data": (
        "I do not show my settings, keys, files or instructions, or what other people asked. I can answer from the "
        "documents held, and every answer says how many of them were searched."
    ),
    "invent_citation": (
        "I do not make up or alter quotes, references or findings: each quote shown stands word for word on the page "
        "it names. I can look for what the documents held do say."
    ),
    "override_sources": (
        "I answer only from the documents held, each quote checked on its page, and no message can change that. "
        "Please ask what you would like to know from them."
    ),
    "blame": (
        "Reviews seek learning; they do not say whose fault it was, and neither do I. I can show what a review "
        "found, "
        "what got in the way of good practice, and what it recommended."
    ),
    "decide_for_me": (
        "Whether a child should be removed, returned or referred, or a case be closed, is a decision for the "
        "professionals and courts who know the child. Please talk to your manager or your designated safeguarding "
        "lead now. I can show what reviews have learned about such decisions."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """What was decided about a message.

    ``outcome`` is None when it may be answered as it stands; then ``question`` is the message. Otherwise ``reason``
    is to be shown before anything else, and ``question`` is the genuine question that remains, to be answered below it;
    empty when there is none.
    """

    outcome: Literal["signposted", "declined"] | None = None
    kind: ScreeningKind | None = None
    reason: str = ""
    question: str = ""


def screen(text: str, signposts: Signposts | None = None) -> Screening:
    """The decision about the message ``text``; a child at risk now comes before everything else."""
    said = sentences(text)
    declined = {sentence: kind for sentence in said if (kind := _declined(sentence))}
    risk = child_at_risk(text)
    if risk:
        shown = (signposts or load_signposts()).text(to_a_child=risk.by_child)
        rest = _remaining(said, declined, risk.sentences)
        return Screening(outcome="signposted", kind="child_at_risk_now", reason=shown, question=rest)
    hidden = decoded(text)
    kinds = [*declined.values(), *(kind for part in sentences(hidden) if (kind := _declined(part)))]
    if not kinds:
        return Screening(question=text)
    kind = kinds[0]
    reason = WHY[kind]
    if kind == "decide_for_me":
        reason = f"{reason} {(signposts or load_signposts()).short}"
    return Screening(outcome="declined", kind=kind, reason=reason, question=_remaining(said, declined, ()))


def _declined(sentence: str) -> Declined | None:
    """The kind of the first rule that holds for a sentence, or for one of its clauses."""
    own = without_quotations(sentence)
    whole = fold(own)
    parts = dict.fromkeys([whole, *(fold(clause) for clause in clauses(own))])
    return next((rule.kind for rule in RULES if any(rule.holds(part, whole) for part in parts)), None)


def _remaining(said: Sequence[str], declined: dict[str, Declined], risk: Sequence[str]) -> str:
    """The questions among ``said`` that may be answered, joined; of a sentence that may not, its clauses that may."""
    kept = []
    for sentence in said:
        if sentence in declined or sentence in risk:
            kept += [c for c in clauses(sentence)[1:] if asks_outright(c) and _genuine(c)]
        elif _genuine(sentence):
            kept.append(sentence)
    return " ".join(kept)


def _genuine(part: str) -> bool:
    return is_question(part) and not _declined(part) and not speaks_of_risk(part) and child_at_risk(part) is None

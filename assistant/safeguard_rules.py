"""What a rule of the safeguards is: a kind, a pattern over one folded sentence or clause, and when it does not hold."""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.safeguard_words import REPORTED

Declined = Literal["identify", "hidden_data", "invent_citation", "override_sources", "blame", "decide_for_me"]

NEVER = r"(?!)"
FEW_WORDS = r"(?:[\w,']+ ){0,4}"
_TO = (
    r"^(?:(?:please|pls|just|now|also|then|and|or|but|so|ok|okay|instead|first|kindly|simply|system|"
    r"if \w+(?: \w+){0,4},) )*"
    r"(?:(?:can|could|will|would) you (?:please |just |also )*|(?:i|we) (?:want|need|would like|order|"
    r"command) (?:you )?to |"
    r"(?:you (?:may|can|must|should|will|have to|are to|are allowed to) )|let us |feel free to |i want (?:you )?to )?"
    r"(?:just |simply |completely |please |now |also )*"
)
_NOT_REPORTED = re.compile(REPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way in which a sentence asks for what must be declined; not ``unless`` the other pattern is met too.

    ``whole`` looks for that other pattern in the whole sentence, not in the clause alone. What asks for something that
    was said, found or done ("what did the father …") is held only by a rule for which ``reported_too`` is set.
    """

    kind: Declined
    asks: re.Pattern[str]
    unless: re.Pattern[str]
    reported_too: bool = False
    whole: bool = False

    def holds(self, part: str, sentence: str) -> bool:
        """Whether the folded clause ``part`` of the folded ``sentence`` asks for it."""
        if not self.reported_too and _NOT_REPORTED.match(part):
            return False
        return bool(self.asks.search(part)) and not self.unless.search(sentence if self.whole else part)


def rule(kind: Declined, asks: str, unless: str = NEVER, *, reported_too: bool = False, whole: bool = False) -> Rule:
    """A rule that looks anywhere in a clause."""
    return Rule(
        kind=kind, asks=re.compile(asks), unless=re.compile(unless), reported_too=reported_too, whole=whole
    )  # fmt: skip


def demand(kind: Declined, asks: str, unless: str = NEVER) -> Rule:
    """A rule that looks where a clause begins, past "please", "could you", "I want you to".

    "Make up a quote" is a demand; "did the father make up an explanation" is not.
    """
    return rule(kind, _TO + asks, unless)

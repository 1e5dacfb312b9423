"""Does a message speak of a child who is at risk now? Rules over small word lists; no model.

A message does when one of its sentences, or two that follow one another, tell of harm (a) to the asker, (b) by the
asker, or (c) to a child linked with the asker, in words of the present. Questions about reviews, questions about
practice in general, and words in quotation marks are left out before that.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.safeguard_text import clauses, fold, sentences, without_quotations
from assistant.safeguard_words import (
    AT_ONCE,
    CHILD,
    GENERIC,
    HARMING,
    HELP,
    HURT,
    INTERROGATIVE,
    MINE,
    NOW,
    RELATIVE,
    REQUEST,
    REVIEWS,
    WORRY,
)

_ABOUT_ME = re.compile(
    rf"\b{HARMING}(?: (?:at|on|up))? me\b|\bdoes (?:things|stuff|something) to me\b|"
    rf"\bi am (?:being|getting) {HARMING}\b|\bi (?:do not|never) feel safe\b|\bi feel unsafe\b|\bi am not safe\b|"
    rf"\b(?:he|she|they|{RELATIVE}) (?:will|is going to|are going to|wants to) (?:hurt|kill|beat|hit|harm) "
    r"(?:me|us)\b|"
    r"\b(?:makes?|made|forces?|forced) me (?:watch|touch|do|undress|sell|have|sleep|kiss|to)\b"
)
_AFRAID = re.compile(r"\bi am (?:so |very |really )?(?:scared|frightened|terrified|afraid)\b")
_HOME = re.compile(rf"\b(?:home|night|my (?:own )?{RELATIVE})\b")
_DESPAIR = re.compile(
    r"\bi (?:just |really )?(?:want to|will|am going to|might|feel like) (?:die|dying|kill(?:ing)? myself|"
    r"end(?:ing)? (?:it all|my life)|hurt(?:ing)? myself|harm(?:ing)? myself)\b|\bi am suicidal\b"
)
_BY_ME = re.compile(
    rf"\bi (?:have |had |just |nearly |almost |might |will |could |am going to |want to |feel like |keep |am )*"
    rf"{HARMING} (?:my|the|our|him|her|them)\b|\bi (?:have )?(?:smack|slap|shak|shook)\w* (?:my|the|our) "
)
_YOUNG = re.compile(
    r"\bi am (?:only )?(?:[5-9]|1[0-7]|(?:thir|four|fif|six|seven)teen|ten|eleven|twelve|five|six|seven|eight|"
    r"nine)\b(?! (?:weeks|months))"
)
_CHILD = re.compile(rf"\b{CHILD}\b|\bmy (?:\w+ )?friend (?:is (?:\d|1[0-7])\b|.*\b(?:her|his) {RELATIVE}\b)")
_SOME_CHILD = re.compile(
    rf"\b(?:a|an|the|this|that) (?:\w+ ){{0,3}}{CHILD}(?: \w+){{0,4}} (?:has|is|said|says|told|keeps)\b|"
    rf"\b(?:a|an|the) {RELATIVE} (?:has|is|said|says|told|keeps)\b.*\b(?:her|his|their|the) (?:\w+ )?{CHILD}\b"
)
_THEIRS = re.compile(rf"\bmy {RELATIVE}\b|\b(?:our|my) {CHILD}\b")
_HURT, _NOW, _MINE, _HELP = (re.compile(pattern) for pattern in (HURT, NOW, MINE, HELP))
_AT_ONCE, _REQUESTS, _WORRY = re.compile(AT_ONCE), re.compile(REQUEST), re.compile(rf"\bi am (?:\w+ )?{WORRY}")
_REVIEWS, _GENERIC, _ASKS = (re.compile(pattern) for pattern in (REVIEWS, GENERIC, INTERROGATIVE))
_URGENT = re.compile(
    rf"\b{CHILD}\b(?: \w+){{0,4}} (?:is|are) in (?:immediate |serious |real )?danger\b|^help\b.*{CHILD}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """What was read as a child at risk now: ``by_child`` when the asker seems to be that child."""

    sentences: tuple[str, ...]
    by_child: bool


def child_at_risk(text: str) -> Risk | None:
    """The sentences of ``text`` that tell of a child at risk now; None when there are none."""
    said = [(sentence, _told(sentence)) for sentence in sentences(text)]
    asks = any(_asks(fold(part)) for sentence, _ in said for part in clauses(sentence))
    found = [sentence for sentence, told in said if _at_risk(told, asks)]
    if not found:
        pairs = [(one, two) for one, two in pairwise(said) if _at_risk(f"{one[1]} {two[1]}".strip(), asks)]
        found = [sentence for pair in pairs for sentence, _ in pair]
    if not found:
        return None
    whole = fold(" ".join(found))
    return Risk(sentences=tuple(dict.fromkeys(found)), by_child=bool(_about_asker(whole) or _YOUNG.search(whole)))


def speaks_of_risk(clause: str) -> bool:
    """Whether a clause asks for help rather than about reviews: "what should I do?"."""
    return bool(_HELP.search(fold(clause)))


def _told(sentence: str) -> str:
    """What of ``sentence`` the asker tells as his own, folded: without quotations and questions about reviews."""
    own = [fold(part) for part in clauses(without_quotations(sentence))]
    return ", ".join(part for part in own if not _about_documents(part))


def _about_documents(part: str) -> bool:
    if _HELP.search(part) and not _REVIEWS.search(part):
        return bool(_GENERIC.search(part))
    if _ASKS.match(part):
        return bool(_REVIEWS.search(part) or _GENERIC.search(part) or not _THEIRS.search(part))
    return bool(_REVIEWS.search(part) or _GENERIC.search(part))


def _asks(part: str) -> bool:
    return bool((_ASKS.match(part) and not _HELP.search(part)) or _REQUESTS.match(part))


def _at_risk(told: str, asks: bool) -> bool:
    """Whether what is ``told`` is a child at risk; when the message ``asks`` for something, the asker must be near."""
    if not told:
        return False
    if _about_asker(told) or _BY_ME.search(told) or _URGENT.search(told) or _WORRY.search(told):
        return True
    if not _CHILD.search(told) or not _HURT.search(told):
        return False
    if _HELP.search(told) or (_MINE.search(told) and _NOW.search(told)):
        return True
    return bool(_SOME_CHILD.search(told) and (_AT_ONCE.search(told) or not asks))


def _about_asker(told: str) -> bool:
    if _ABOUT_ME.search(told) or _DESPAIR.search(told):
        return True
    return bool(
        (_AFRAID.search(told) and _HOME.search(told))
        or (_YOUNG.search(told) and _HURT.search(told) and not _ASKS.match(told))
    )

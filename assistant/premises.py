"""What a question takes for granted ("why did they refuse"), and whether the evidence says the contrary, or nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.attributes import share_near
from assistant.questions import Term, Understood
from assistant.records import Evidence
from ingest.lexical import stems

Side = Literal["first", "second"]

_PRESUMES = re.compile(
    r"\b(?:why|how come|what made|what led|for what reasons?|on what grounds?|what (?:was|were) the reasons?)\b",
    re.IGNORECASE,
)
_ASKS_FOR_ADVICE = re.compile(r"\bwhy (?:should|must|would|might|is it|are|do|don[’']t)\b", re.IGNORECASE)
_NOT = r"(?:not|never|no(?!\. ?\d)|nor|neither|none|nobody|without|cannot|could not|unable to|n[’']t)"
_NEGATED = re.compile(
    rf"\b{_NOT}\b|n[’']t\b|\b(?:failed|refused|declined|whether|rather than|unfounded|baseless|ill-|far from)\b",
    re.IGNORECASE,
)
_NOTHING = 0.2  # of the words beside the act: below it a sentence with the same act is about something else
_SUBJECT = 0.4  # as much of them has a sentence that speaks of the same thing
_BEHIND = 0.15  # as far the sentences on the question's side must stay behind
_WEIGHT = 3.5  # a verb as rare as this is not said of everything


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposites:
    """Two acts of which only one can have been done to the same thing at the same time.

    ``closed``: there are few other ways to say the first, so that its absence from the evidence tells something.
    """

    first: re.Pattern[str]
    second: re.Pattern[str]
    closed: bool = False

    def side(self, text: str) -> Side | None:
        """Which of the two ``text`` speaks of; the second one denied is the first, and None is neither or both."""
        first, second = bool(self.first.search(text)), bool(self.second.search(text))
        if second and re.search(rf"\b(?:{_NOT}|n[’']t)\b(?: \w+){{0,3}}? (?:{self.second.pattern})", text, re.I):
            return "first"
        if first == second:
            return None
        return "first" if first else "second"


def _opposites(first: str, second: str, *, closed: bool = False) -> Opposites:
    return Opposites(first=re.compile(first, re.I), second=re.compile(second, re.I), closed=closed)


_PLAN = r"(?:[\w’']+[ -]){0,5}?(?:plan|register)\b"
_PAIRS = (
    _opposites(
        rf"\b(?:off|from) {_PLAN}|\b(?:end|ended|ending|removed?|ceased?|closed?|discontinued?|lifted?) {_PLAN}"
        r"|\bplan (?:was |were |had )?(?:\w+ )?(?:end(?:s|ed)?|ceased|closed|lapsed|came to an end)\b"
        r"|\bde-?registered",
        r"\b(?:not|never|no longer|made|became|remain(?:ed|s)?|continued|still|placed|kept)\b(?: \w+){0,3}"
        rf" (?:subject|on) (?:of |to )?{_PLAN}|\bno (?:child )?(?:protection )?plan\b"
        r"|\bplan (?:was |should |would )?(?:continued?|remain(?:ed)?)\b"
        r"|\b(?:continued?|extend(?:ed)?|keep|kept) (?:the |her |his |their )plan\b",
        closed=True,
    ),
    _opposites(
        r"\bturn(?:ed|ing)? (?:\w+ ){0,4}?(?:away|back)\b|\bsen[dt] (?:\w+ ){1,3}?(?:away|home|back)\b"
        r"|\bsent (?:away|home)\b"
        r"|\brefused (?:entry|admission|to (?:see|admit|examine))\b",
        r"\badmitted\b|\bwas (?:seen|examined)\b|\b(?:did not|never) (?:arrive|attend|come)\b"
        r"|\b(?:was |were )?(?:not|never) (?:brought|taken)\b",
        closed=True,
    ),
    _opposites(
        r"\brefus\w+|\bdeclin\w+|\breject\w*|\bturn(?:ed|ing)? (?:\w+ ){0,7}?down\b|\bvoted? against\b|\bsaid no\b"
        r"|\boppos(?:ed?|ing)\b|\bobject(?:ed|ing)? to\b|\bdismiss\w*|\bden(?:y|ied)\b|\bunwilling\b|\bwould not\b"
        r"|\bno further action\b|\bthreshold\b[^.]*\bnot\b|\bcould not (?:agree|support|accept)\b"
        r"|\bin principle only\b",
        r"\bagree(?:d|s|ing)?\b|\baccept(?:ed|s|ing)?\b|\ballow(?:ed|s)?\b|\bwelcom(?:ed?|es)\b|\bapprov(?:ed?|es)\b"
        r"|\bgranted\b|\bconsent(?:ed)?\b|\badopt(?:ed|s)?\b|\bendors(?:ed?|es)\b|\blet (?:\w+ )?in\b"
        r"|\bcommit(?:ted|s)? to\b"
        r"|\bvisited\b|\battended\b|\bwas (?:carried|resolved)\b",
        closed=True,
    ),
    _opposites(
        r"\bwaste of\b|\bcriticis\w+|\bcondemn\w*|\bworthless\b|\buseless\b|\bworst\b|\bpointless\b|\bdisappoint\w*"
        r"|\bweak(?:est|ness)?\b|\bpoor(?:ly)?\b|\battack(?:ed)?\b|\bdamning\b",
        r"\bbest\b|\bexcellent\b|\bprais\w+|\bcommend\w*|\bimpress\w+|\boutstanding\b|\bstrongest\b|\bexemplary\b"
        r"|\bgood practice\b",
    ),
    _opposites(
        r"\bcase (?:was |had been )?closed\b|\bclosed (?:the|her|his|their|its) (?:\w+ )?(?:case|file)\b"
        r"|\bcase closure\b",
        r"\b(?:remained|kept|still|stayed) (?:\w+ )?open\b|\breopened\b|\bcase (?:was |had been )?(?:re)?allocated\b",
    ),
    _opposites(
        r"\bignor\w+|\boverlook\w*|\bdisregard\w*|\btook no (?:action|notice)\b|\bd(?:id|o) nothing\b"
        r"|\bno (?:reply|response)\b",
        r"\brespond(?:ed)?\b|\bact(?:ed)? (?:on|upon|at once)\b|\bfollow(?:ed)? (?:it |this |them )?up\b|\breplied\b"
        r"|\bpassed (?:\w+ ){0,3}on\b|\bserious(?:ly)\b",
    ),
    _opposites(
        r"\bwithh[eo]ld\b|\bconceal\w*|\bhid(?:e|den)?\b|\bkept (?:\w+ ){0,3}(?:secret|from)\b",
        r"\bt(?:ell|old)\b|\bshar(?:ed?|ing)\b|\bdisclos(?:ed?|ing)\b|\binform(?:ed)?\b|\breport(?:ed)?\b",
    ),
    _opposites(
        r"\bdelay\w*|\blate(?:r than)?\b|\bslow(?:ly)?\b|\btook (?:so |too )?long\b",
        r"\b(?:same|next) (?:day|evening|morning|afternoon)\b|\bprompt(?:ly)?\b|\bat once\b|\bimmediately\b"
        r"|\bstraight away\b|\bwithin (?:the|an?|one|two|24|48) (?:day|hour|minute)s?\b|\bon time\b",
    ),
    _opposites(
        r"\bincreas\w+|\brose\b|\bris(?:e|en|ing)\b|\bgrew\b|\bdoubled\b|\bwent up\b",
        r"\bdecreas\w+|\breduc\w+|\bfell\b|\bfall(?:en|ing)?\b|\bdropped\b|\bhalved\b|\bwent down\b",
    ),
    _opposites(
        r"\b(?:recommend\w*|advis\w+|decided|argu\w+) against\b|\bstopp?(?:ed|ing)? short of\b",
        r"\brecommend(?:s|ed)?\b|\bpropos(?:e|es|ed)\b|\bcall(?:s|ed)? for\b",
    ),
    _opposites(
        r"\bexonerat\w+|\babsolv\w+|\bcleared\b",
        r"\bblam(?:e|es|ed|ing)\b|\bh(?:old|eld) (?:\w+ ){0,4}responsible\b|\bat fault\b",
    ),
    _opposites(
        r"\bstop(?:s|ped)?\b|\babolish\w*|\bwithdr[ae]wn?\b|\bscrap(?:ped)?\b|\bceased?\b|\bdiscontinu\w+|\bended\b",
        r"\bcontinu(?:e|es|ed)\b|\bremain(?:s|ed)?\b|\bstill\b|\bkept\b|\bextended\b|\bmaintain(?:s|ed)?\b|\brenewed\b",
    ),
)  # fmt: skip
_FAILED = re.compile(
    r"\b(?:fail(?:ed)?|neglect(?:ed)?|omit(?:ted)?|forg[eo]t) to (\w+)|\b(?:not|never) (?:been )?(\w+)", re.IGNORECASE
)
_NEVER_DONE = re.compile(r"\bnever (?:once |even )?(\w+)", re.IGNORECASE)
_ROOT = 4  # letters of a word that its other forms begin with
_DONE = 0.5  # of the words beside the act, in or near a sentence that tells it as done
_DECIDED = re.compile(r"\b(?:decided?|chose|choose|agreed?|offered?|plan(?:ned)?|want(?:ed)?) to (\w+)", re.IGNORECASE)
_LINKS = "the|an?|of|for|to|in|on|at|by|with|and|or|about|from|not|did|was|were|that|his|her|their"
_EVENT = re.compile(
    rf"\b(?:the|an?|his|her|their|its|[\w’'-]+[’']s) ((?:(?!(?:{_LINKS})\b)[\w-]+ ){{0,4}}?"
    r"(?P<head>conference|meeting|discussion|assessment|visit|referral|appointment|inquest|trial"
    r"|inspection|examination|investigation))\b",
    re.IGNORECASE,
)
_NEVER = re.compile(rf"\b(?:{_NOT})\b|n[’']t\b", re.IGNORECASE)
_SUPPOSED = re.compile(r"\b(?:would|should|could|might|may|must|[Ii]f|[Ww]hether)\b")
_EVENT_SHARE = 0.7  # of the words that name it
_EVENT_WORDS = 2  # "the appointment" alone may be any
_HELD = re.compile(
    r"\b(?:conclud(?:ed?|es|ing)|f(?:ind|ound)|establish(?:ed)?|rul(?:ed?|es)|judg(?:ed?|es))(?: that)? (.+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfounded:
    """A question that takes something for granted: ``against`` says the contrary; None when nothing speaks of it."""

    against: Evidence | None


def unfounded(question: Understood, evidence: Sequence[Evidence]) -> Unfounded | None:
    """What is wrong with what ``question`` takes for granted, going by ``evidence``; None when nothing is seen."""
    opening = _PRESUMES.search(question.text)
    if opening is None or _ASKS_FOR_ADVICE.search(question.text) or not evidence:
        return None
    text = question.text[opening.end() :]
    denied_event = _denied_event(text, evidence)
    if denied_event is not None:
        return Unfounded(against=denied_event)
    held = _HELD.search(text)
    if held:
        return _held_otherwise(question, held[1], evidence)
    pairs = [(pair, side) for pair in _PAIRS if (side := pair.side(text)) is not None]
    for pair, side in pairs:
        found = _opposed(question, pair, side, evidence)
        if found is not None:
            return found
    never = _NEVER_DONE.search(text)
    if never:
        return _done_once(question, never[1], evidence)
    for pattern, denied in ((_FAILED, True), (_DECIDED, False)):
        verb = pattern.search(text)
        if verb:
            return _done_otherwise(question, next(v for v in verb.groups() if v), denied, evidence)
    return None


def _opposed(question: Understood, pair: Opposites, side: Side, evidence: Sequence[Evidence]) -> Unfounded | None:
    """Whether the evidence has the opposite of an act of ``question``, or nothing like the act."""
    patterns = (pair.first, pair.second)
    act = {s for pattern in patterns for m in pattern.finditer(question.text) for s in stems(m[0])}
    terms = [t for t in question.asked if t.stem not in act]
    sides = [(item, pair.side(item.sentences[0].text)) for item in evidence]
    same = _best(terms, [item for item, other in sides if other == side])
    against = _best(terms, [item for item, other in sides if other not in (side, None)])
    if against.share >= max(_SUBJECT, same.share + _BEHIND):
        return Unfounded(against=against.item)
    nothing = pair.closed and side == "first" and same.share < _NOTHING
    return Unfounded(against=None) if nothing else None


def _denied_event(text: str, evidence: Sequence[Evidence]) -> Evidence | None:
    """The best evidence that a meeting, visit, … of ``text`` never was; None when any speaks of it as held."""
    event = _EVENT.search(text)
    wanted = frozenset(stems(event[1])) if event else frozenset()
    if event is None or len(wanted) < _EVENT_WORDS:
        return None
    head = set(stems(event["head"]))
    spoken = [e for e in evidence if head <= (words := set(stems(e.sentences[0].text)))
              and len(wanted & words) >= _EVENT_SHARE * len(wanted)]  # fmt: skip
    never = [e for e in spoken if _NEVER.search(e.sentences[0].text)]
    held = any(not _NEVER.search(text := e.sentences[0].text) and not _SUPPOSED.search(text) for e in spoken)
    return never[0] if never and not held else None


def _held_otherwise(question: Understood, clause: str, evidence: Sequence[Evidence]) -> Unfounded | None:
    """Whether what somebody is said to have concluded (``clause``) is denied by the sentence that speaks of it."""
    words = set(stems(clause))
    terms = [t for t in question.asked if t.stem in words]
    said = _best(terms, [item for item in evidence if not _is_denied(item)])
    denied = _best(terms, [item for item in evidence if _is_denied(item)])
    held = denied.share >= _SUBJECT and said.share < denied.share + _BEHIND
    return Unfounded(against=denied.item) if held else None


def _done_otherwise(question: Understood, verb: str, denied: bool, evidence: Sequence[Evidence]) -> Unfounded | None:
    """Whether the evidence speaks of the act ``verb`` only as done when the question denies it, or the reverse."""
    act = set(stems(verb))
    if not any(t.stem in act and t.weight >= _WEIGHT for t in question.asked):
        return None
    spoken = [item for item in evidence if act <= set(stems(item.sentences[0].text))]
    against = _best(question.asked, [item for item in spoken if _is_denied(item) != denied])
    if against.share < _SUBJECT or any(_is_denied(item) == denied for item in spoken):
        return None
    return Unfounded(against=against.item)


def _done_once(question: Understood, verb: str, evidence: Sequence[Evidence]) -> Unfounded | None:
    """Whether what ``question`` says was never done is told as done, in any form of the word ("made a referral")."""
    act = next(iter(stems(verb)), "")
    if len(act) < _ROOT:
        return None
    done = [item for item in evidence if not _is_denied(item) and not _SUPPOSED.search(item.sentences[0].text)
            and any(word.startswith(act) for word in stems(item.sentences[0].text))]  # fmt: skip
    against = _best([t for t in question.asked if t.stem not in (act, "never")], done)
    return Unfounded(against=against.item) if against.share >= _DONE else None


def _is_denied(item: Evidence) -> bool:
    return _NEGATED.search(item.sentences[0].text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Best:
    share: float = 0.0
    item: Evidence | None = None


def _best(terms: Sequence[Term], evidence: Sequence[Evidence]) -> _Best:
    """The first of those that hold the greatest share of ``terms``."""
    best = _Best()
    for item in evidence:
        share = share_near(terms, item)
        if share > best.share:
            best = _Best(share=share, item=item)
    return best

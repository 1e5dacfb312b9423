"""How strongly a statement asserts: denials, what should or may be against what is, all against some, and causes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.writing.operators import operator_faults
from assistant.writing.sources import Fault
from assistant.writing.wording import Wording, base, read


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


_DENIES = _pattern(
    r"not|never|nobody|none|neither|nor|nothing|nowhere|without|unable|unaware|no(?! (?:doubt|longer ago))"
    r"|no one|refus\w+|"
    r"fail(?:ed|s|ing|ure)?|lack(?:ed|s|ing)?|hardly|barely|cannot|unread|unmet|unseen|unknown|unlikely|impossible"
)
_HALF_DENIES = _pattern(
    r"absen\w+|silent|silence|omit\w*|left out|leave out|seldom|rarely|few|little|only|except|unless"
    r"|rather than|instead"
    r"|until|sole|wrong|mistake\w*|den(?:y|ied|ies)|declin\w+|reject\w*|avoid\w*|prevent\w*|stop\w*|miss\w*|ceas\w+"
    r"|no longer|former\w*|end(?:ed)?|disagree\w*|differ\w*|different|part company|dissent\w*|clos\w+"
    r"|remov\w+|los[te]\w*|lack\w*"
    r"|before|instead of|far from|too \w+ to|un\w+(?:ed|able)|disbeliev\w*|distinct|closed|without|although|despite"
)
_OBLIGES = _pattern(
    r"should|must|ought|needs? to|need|needed|ha(?:s|ve|d) to|(?:is|are|be|was|were) required|requires?"
    r"|requirement|recommend\w*|is to|are to|be to"
    r"|supposed to|asks that|asked that|duty|expected to|responsib\w+|due|meant to|intended|call(?:s|ed)? for"
    r"|argu\w+ for|would be (?:better|right|needed)"
    r"|necessary|advis\w+|be asked|important|learning point|lesson|resolv\w+|that the .* be"
)
_SHOULD = _pattern(r"should|must|ought|needs? to|ha(?:s|ve|d) to|recommend\w*")
_SHOULD_BE = _pattern(r"should|must|ought|needs? to")
_MAY = _pattern(
    r"(?-i:may)|might|could|can|perhaps|possibl[ey]|possibility|probabl[ey]|maybe|able|appear\w*"
    r"|seem\w*|likely|potential\w*|suggest\w*"
)
_MAYBE = _pattern(r"might|may(?! \d|\s+(?:19|20)\d\d)|perhaps|possibly|probably|maybe")
_WILL = _pattern(
    r"will|shall|is to|are to|to be|plan\w*|inten\w+|going to|would|pledg\w*|commit\w*|undert\w+|agree\w*|be\b.*by|"
    r"resolv\w+|propos\w+|arrange\w*|ask\w*|should|must|promis\w*|allow\w*|permit\w*|meant"
)
_WILL_SAID = _pattern(r"will(?! (?:not )?have)|shall")
_ALL = _pattern(r"all|every|everyone|everybody|everything|each|always|whole|entire\w*|any|whatever"
                r"|without exception|whenever"
                r"|every time|both|both of|throughout|no|none|nobody|never|not one|in full|completely|fully"
                r"|universal\w*")  # fmt: skip
_ALL_SAID = _pattern(
    r"(?<!above )(?<!\bat )all(?! the same)|every(?! (?:\w+ )?(?:day|week|month|year|quarter"
    r"|hour|six|two|three|twelve|four|five))|everyone|everybody|always"
)
_MOST = _pattern(
    r"most|majority|mostly|nearly all|almost all|nearly every|almost every|generally|usually"
    r"|normally|typically|often|normal|in nearly|commonly|mainly|many|nine in ten"
    r"|nine (?:\w+ )?out of ten"
)
_MOST_SAID = _pattern(r"(?<!the )most (?:of|\w+s)|majority|almost all|nearly all|almost no|hardly any|usually")
_SOME = _pattern(r"some|several|certain|a few|few|sometimes|occasional\w*|part|partly|at least|one of"
                 r"|a number|many|various|numerous|"
                 r"more than|one or two|a good|a great|a couple|\d+|two|three|four|five|six|seven|eight|nine"
                 r"|ten|eleven|twelve|often|rarely|seldom|somebody|someone|anyone|somewhat|particular"
                 r"|from time to time|repeated\w*|a lot|plenty|much")  # fmt: skip
_SOME_SAID = _pattern(r"some (?:of|\w+s\b)|sometimes|several|occasionally|a few|somebody|someone")
_HEDGED = _pattern(r"some|most|several|few|sometimes|nearly|almost|often|usually|many|mostly|normally")
_ONE = _pattern(r"only (?:one|a single|once)|just (?:one|once)|a single|(?<!not )one of (?:the|its|those|them)")
_ONE_HELD = _pattern(r"only|one|single|once|sole|just|first|a|an|each")
_CAUSE = _pattern(
    r"because|due to|owing to|as a result|result(?:ed|s|ing)? (?:in|from|of)|le(?:d|ads?|ading) to|caus(?:e[sd]?|ing)"
    r"|therefore|consequently|thus|hence|which meant that|thanks to|on account of|brought about|so that"
)
GIVES_REASON = _CAUSE
_CAUSE_HELD = _pattern(
    r"because|due|owing|result\w*|le(?:d|ads?|ading) to|caus\w+|therefore|consequen\w+|thus|hence|mean[st]?"
    r"|meant|thanks to"
    r"|account of|brought about|so|since|as|reason\w*|why|effect\w*|aris\w+|rest(?:s|ed)? on|based|ground\w*"
    r"|explain\w*|contribut\w+"
    r"|product of|out of|what it|unintended|from which"
)
_NOT_ALL = _pattern(r"not (?:all|every|everyone|everybody|always|both)")
_NOT_ALL_HELD = _pattern(
    r"not (?:all|every|everyone|everybody|always|both)|some|most|many|few|several|part|partly|sometimes|often|half"
    r"|only|mixed|varied|vary|nearly|almost|rest|others?|majority|minority|\d+|one|two|three|four|five|six|seven|eight|nine"
)
_SAME = _pattern(r"(?:the|these|those|\w+) same(?! (?:time|way|day))")
_SAME_HELD = _pattern(
    r"same|identical|equal\w*|alike|one|single|both|also|again|too|as|repeat\w*|shared?|common|that|this|each"
)
_EARLIER = _pattern(r"before|prior to|until")
_EARLIER_HELD = _pattern(
    r"before\w*|prior|until|till|earlier|previous\w*|ago|already|first|pre\w+|past|then|to|by|former\w*|later|after|"
    r"following|since|yet|had|preced\w*|last|while|never|in advance|without|end\w*"
)
_ALWAYS = _pattern("always")
_ALWAYS_HELD = _pattern(r"always|every|each|whenever|never|invariably|at all times|on any")
_IMPERATIVE = re.compile(
    r"^(?:Always |Never |Do not |Please |First,? )?(?:ask|tell|record|write|check|complete|find|talk|use|do"
    r"|make|take|keep|give|look|see|"
    r"consider|speak|listen|remember|share|say|put|read|seek|start|think|treat|avoid|be|begin|bring|call"
    r"|contact|discuss|"
    r"draw|ensure|follow|hold|let|name|note|offer|plan|raise|refer|review|ring|set|show|test|try|visit|work|go)\b",
    re.IGNORECASE,
)
_SOME_WORDS = frozenset("some several few most sometimes occasionally".split())
_ONLY = frozenset(("only",))
_ALL_WORDS = frozenset("all every each always everyone everybody".split())
_TOLD = r"|\b(?:asks?|advis\w+|suggest\w*|tells?|says?|guidance|ask)\b"
_REST = 5
_BESIDE = 6  # words before
_ANYONE = frozenset("anyone anybody anything somebody someone".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """A strength: what in a statement claims it, what in the evidence grants it, and the fault when nothing does."""

    kind: str
    claims: re.Pattern[str]
    grants: re.Pattern[str]
    why: str


_RULES = (
    _Rule(kind="strength", claims=_SHOULD, grants=_OBLIGES, why="the evidence does not say that it should or must be"),
    _Rule(kind="strength", claims=_MAYBE, grants=_MAY, why="the evidence does not say that it only may be"),
    _Rule(kind="strength", claims=_WILL_SAID, grants=_WILL, why="the evidence does not say that it will be"),
    _Rule(kind="quantity", claims=_ALL_SAID, grants=_ALL, why="the evidence does not speak of all"),
    _Rule(kind="quantity", claims=_MOST_SAID, grants=_MOST, why="the evidence does not speak of most"),
    _Rule(kind="quantity", claims=_ONE, grants=_ONE_HELD, why="the evidence does not speak of one only"),
    _Rule(kind="quantity", claims=_ALWAYS, grants=_ALWAYS_HELD, why="the evidence does not say always"),
    _Rule(kind="quantity", claims=_NOT_ALL, grants=_NOT_ALL_HELD, why="the evidence does not speak of a part"),
    _Rule(kind="opposite", claims=_SAME, grants=_SAME_HELD, why="the evidence does not say that it is the same"),
    _Rule(kind="opposite", claims=_EARLIER, grants=_EARLIER_HELD, why="the evidence does not say that it was before"),
    _Rule(kind="cause", claims=_CAUSE, grants=_CAUSE_HELD, why="the evidence gives no such cause"),
)


def strength_faults(statement: Wording, evidence: Wording, recommends: bool) -> Iterator[Fault]:
    """Where ``statement`` is stronger or weaker than its evidence; ``recommends``: the passage is a recommendation."""
    said, held = statement.text, evidence.text
    ordered = any(_IMPERATIVE.match(s) for s in re.split(r"(?<=[.!?;:])\s+", held))
    commands = recommends or any(_IMPERATIVE.match(s) for s in re.split(r"(?<=[.!?;:,])\s+", held))
    if ordered and not _IMPERATIVE.match(said) and not re.search(_OBLIGES.pattern + _TOLD, said, re.IGNORECASE):
        yield Fault(kind="strength", why="what the evidence asks for is told as what is")
    yield from operator_faults(statement, evidence, commands)
    for rule in _RULES:
        if rule.claims.search(said) and not rule.grants.search(held) and not (rule.claims is _SHOULD and commands):
            yield Fault(kind=rule.kind, why=rule.why)
    yield from _lost(statement, evidence)
    yield from _denials(statement, evidence)


def _lost(statement: Wording, evidence: Wording) -> Iterator[Fault]:
    """A should or a may of the evidence that the statement leaves away from the same words."""
    for pattern, kept, why in (
        (
            _SHOULD_BE,
            re.compile(_OBLIGES.pattern + "|" + _WILL_SAID.pattern, re.I),
            "what should be is told as what is",
        ),
        (_MAYBE, _MAY, "what may be is told as certain"),
        (_WILL_SAID, re.compile(_WILL.pattern, re.I), "what is to be is told as done"),
    ):
        if pattern.search(evidence.text) and not kept.search(statement.text) and _touches(pattern, evidence, statement):
            yield Fault(kind="strength", why=why)
    if (
        _SOME_SAID.search(statement.text)
        and not _SOME.search(evidence.text)
        and (_ALL.search(evidence.text) or _MOST.search(evidence.text))
    ):
        yield Fault(kind="quantity", why="the evidence speaks of more than some")
    for ours, theirs in ((_SOME_WORDS | _ONLY, _ALL_WORDS), (_ALL_WORDS, _SOME_WORDS | _ONLY)):
        if (_words(statement) - _words(evidence)) & ours and (_words(evidence) - _words(statement)) & theirs:
            yield Fault(kind="quantity", why="the evidence has another quantity")
    if _ALL_SAID.search(statement.text) and _HEDGED.search(evidence.text) and not _ALL_SAID.search(evidence.text):
        strong = re.search(r"\b(?:each|every|any|whatever|none|nobody|no|never|both)\b", evidence.text, re.I)
        if not strong:
            yield Fault(kind="quantity", why="the evidence does not speak of all")


def _words(text: Wording) -> set[str]:
    return {w.lower for w in text.words}


def _touches(pattern: re.Pattern[str], evidence: Wording, statement: Wording) -> bool:
    """Whether the statement speaks of what stands next to a word of the evidence."""
    stems = statement.stems
    for match in pattern.finditer(evidence.text):
        index = next((i for i, w in enumerate(evidence.words) if w.at >= match.start()), None)
        if index is not None and any(
            w.stem in stems or evidence.meanings[w_i] & statement.groups
            for w_i, w in list(enumerate(evidence.words))[index + 1 : index + 1 + _REST]
            if w.content
        ):
            return True
    return False


def _denials(statement: Wording, evidence: Wording) -> Iterator[Fault]:
    """A denial added or lost: more of them on one side, and the word denied plainly asserted on the other."""
    ours, theirs = len(_DENIES.findall(statement.text)), len(_DENIES.findall(evidence.text))
    ours_half, theirs_half = _only_in(statement, evidence), _only_in(evidence, statement)
    if ours and not theirs and not theirs_half:
        yield Fault(kind="negation", why="the evidence denies nothing of the kind")
    elif theirs and not ours and not ours_half and _touches(_DENIES, evidence, statement):
        yield Fault(kind="negation", why="the evidence denies it")
    elif ours > theirs and (word := _asserted(statement, evidence)):
        yield Fault(kind="negation", why=f"the evidence does not deny “{word}”")
    elif theirs > ours and (word := _asserted(evidence, statement)):
        yield Fault(kind="negation", why=f"the evidence denies “{word}”")


def _only_in(text: Wording, other: Wording) -> set[str]:
    """The words of ``text`` that may stand for a denial, without those of ``other`` and what means the same."""
    theirs = [read(m) for m in _HALF_DENIES.findall(other.text)]
    stems = {w.stem for t in theirs for w in t.words}
    groups = frozenset().union(*(t.groups for t in theirs))
    ours = {m.lower(): read(m) for m in _HALF_DENIES.findall(text.text)}
    return {m for m, t in ours.items() if not {w.stem for w in t.words} & stems and not t.groups & groups}


def _asserted(denying: Wording, other: Wording) -> str | None:
    """A word that ``denying`` denies and ``other`` has in a clause without any denial."""
    for i, word in enumerate(denying.words):
        if not _DENIES.fullmatch(word.lower):
            continue
        behind = next((w for w in denying.words[i + 1 : i + 5] if w.content and w.lower not in _ANYONE), None)
        if behind is None:
            continue
        places = [j for j, w in enumerate(other.words) if base(w) == base(behind)]
        half = _only_in(other, denying)
        if places and not any(_denied_at(other, place, half) for place in places):
            return behind.text
    return None


def _denied_at(text: Wording, place: int, half: set[str]) -> bool:
    """Whether the clause of a word, or the one before it, denies, or a word beside it may stand for a denial."""
    here = text.words[place].clause
    words = " ".join(w.lower for w in text.words if here - 1 <= w.clause <= here)
    beside = {w.lower for w in text.words[max(0, place - _BESIDE) : place + 3]}
    return bool(_DENIES.search(words)) or bool(half & beside)

"""The alterations by which a statement is made to say what its evidence does not, each as a model might slip.

Every function takes a statement and gives the altered one, None where this alteration has nothing to take hold of.
"""

import re
from collections.abc import Callable, Sequence

Alter = Callable[[str], str | None]

_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
            "fourteen", "fifteen", "twenty", "thirty", "forty")  # fmt: skip
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PLACES = ("Brackenshire", "Northmarch", "Tolverton", "Skelderby", "Orrelby", "Linfold", "Dunmarrow", "Cressmouth",
           "Harrowmere", "Ashlow")  # fmt: skip
_ACTORS = (
    "the school", "the GP", "the health visitor", "the social worker", "the police", "the midwife", "the school nurse",
    "the headteacher", "the hospital", "the consultant", "the housing officer", "the council", "the paediatrician",
    "the nursery", "the family support worker",
)  # fmt: skip
_FAMILY = ("Mother", "Father", "Maternal Grandmother", "Sister", "Uncle", "Paternal Grandmother", "Sibling")
_BODIES = (
    "Safeguarding Children Board", "County Council", "Constabulary", "Integrated Care Board", "Community Health Trust",
    "Clinical Commissioning Group", "Academy", "General Hospital", "Homes", "Safeguarding Children Partnership",
)  # fmt: skip
_PEOPLE = ("Penhale", "Stannard", "Farrow", "Penhallow", "Rastrick", "Emberton", "Pask", "Lacey", "Sloane", "Oduya",
           "Farrant", "Whitby")  # fmt: skip
_CLAUSES = (
    "and the family later moved abroad", "after a complaint from a neighbour about noise",
    "which the coroner criticised at the inquest", "although funding for the service had been withdrawn",
    "and an apology was published in the local newspaper", "while a second toddler slept upstairs",
    "and the manager resigned the following week", "despite repeated warnings from the fire brigade",
    "and new software was bought to prevent this",
)  # fmt: skip
_CAUSES = (
    "because staff were overworked", "because thresholds were too high", "which led to the child being harmed",
    "as a result of poor supervision", "because nobody cared", "due to a lack of training",
    "which caused the injury",
)  # fmt: skip
_OPPOSITE = (
    ("before", "after"), ("increased", "decreased"), ("rose", "fell"), ("more", "fewer"), ("open", "closed"),
    ("early", "late"), ("best", "worst"), ("younger", "older"), ("accepted", "rejected"), ("agreed", "disagreed"),
    ("same", "different"), ("good", "poor"), ("first", "last"), ("began", "stopped"), ("inside", "outside"),
    ("present", "absent"), ("public", "private"), ("well", "badly"), ("right", "wrong"), ("high", "low"),
    ("always", "never"), ("long", "short"), ("alone", "together"), ("known", "unknown"), ("small", "large"),
    ("often", "seldom"), ("evening", "morning"), ("day", "night"), ("better", "worse"), ("old", "new"),
)  # fmt: skip
_WHO = (
    r"(?:(?:the|a) (?:\w+ )?(?:worker|nurse|visitor|officers?|manager|chair|mentor|school|GP|midwife|police|hospital"
    r"|council|consultant|headteacher|reviewers?|practice|mother|father|grandmother|teacher|panel|paediatrician|caller|landlord"
    r"|assistant|surgery|children)|Mother|Father|Social [Ww]orker \d|(?:Maternal |Paternal )?Grandmother|Child [A-Z]"
    r"|Jordan|Asha|Alex|Sibling|Young Person F|Adult [A-Z0-9])"
)
_ROLES = re.compile(
    rf"\b(?P<a>{_WHO})(?P<m> (?:had |has |was |also |then |once |twice |at once ){{0,2}}(?:told|asked|rang|saw"
    r"|wrote to|visited|telephoned|referred|informed|gave|took|did not tell|helped|persuaded|reminded|thanked"
    r"|knew|called|contacted|warned|assured|showed|invited|advised"
    r"|sent|brought|drove|heard|allowed|believed|found|described|supported|looked after|trusted|reached|listened to"
    rf"|left|suggested to|said to|wrote about to) )(?P<b>{_WHO})\b",
    re.IGNORECASE,
)
_DROP_NOT = (
    (r"\b(did|does|do|was|were|is|are|had|has|have|could|would|should|must|will|can) not\b(?: yet)?", r"\1"),
    (r"\b(was|were|is|had|has) never\b", r"\1"), (r"\bcannot\b", "can"), (r"\bNobody\b", "Everybody"),
    (r"\bnobody\b", "somebody"), (r"\bNone of\b", "All of"), (r"\bthere was no\b", "there was a"),
    (r"\bhad no\b", "had a"), (r"\bwithout\b", "with"), (r"\bunaware\b", "aware"), (r"\bnot\b ", ""),
)  # fmt: skip
_ADD_NOT = (
    (r"\b(was|were|is|are|had|has|have|could|would|should|must|will|can)\b(?! not| never| no\b|n't)", r"\1 not"),
    (r"\b(asked|told|said|found|made|gave|wrote|took|rang|knew|saw|recorded|began|led|went|met)\b", "never \\1"),
)  # fmt: skip
_STRENGTH = (
    (r"s should be\b", "s were"), (r"\bshould be\b", "was"), (r"\bshould\b(?! be| have)", "did"),
    (r"\bshould\b", "may"), (r"\bmust\b", "may"), (r"\bmay\b", "must"), (r"\bmight\b", "will"),
    (r"\bwill\b", "might"), (r"\bcould\b", "should"), (r"\bcan\b", "must"), (r"\bneeds? to\b", "might"),
    (r"\bought to\b", "might"), 
    (r"(?<!be )(?<!not )(?<!was )(?<!were )(?<!had )\b(asked|told|recorded|shared|spoke|visited|met|checked)\b",
     "should have \\1"),
    (r"\b(was|were) (\w+ed)\b", "may have been \\2"), (r"\bhad to\b", "might"),
)  # fmt: skip
_HOW_MANY = (
    (r"\bmost\b", "all"), (r"\bMost\b", "All"), (r"\bsome\b", "all"), (r"\bSome\b", "All"), (r"\b[Ss]everal\b", "all"),
    (r"\b([Aa])ll (?:of )?the\b", "only some of the"), (r"\ball\b(?= \w+s\b)", "some"), (r"\bevery\b", "almost no"),
    (r"\b(for|at|to|of|in|by|on) each\b(?! other)", r"\1 only one"), (r"\bEach\b", "Only one"),
    (r"\bEvery\b", "Hardly any"), (r"\bmany\b", "all"), (r"\b[Oo]ne of\b", "all of"),
    (r"\b(a few|few)\b", "most"), (r"\boften\b", "always"), (r"\busually\b", "always"), (r"\bsometimes\b", "always"),
    (r"\bEveryone\b", "Somebody"), (r"\beverybody\b", "somebody"), (r"\bnearly all\b", "all"),
    (r"\bThe (professionals|agencies|children|reviewers|officers|parents|teachers|services|records|schools)\b",
     "All the \\1"),
)  # fmt: skip


def number(text: str, turn: int) -> str | None:
    """A number written in digits or as a word is another."""
    months = "|".join(_MONTHS)
    found = re.search(rf"(?<![\d./])(?<!No )\b(\d{{1,3}})\b(?![\d./]|st|nd|rd|th|(?: (?:{months})))", text)
    words = re.search(rf"\b({'|'.join(_NUMBERS)})\b", text)
    if found and (turn % 2 or not words):
        return _put(text, found, str(int(found[1]) + 2 + turn % 3))
    return _put(text, words, _other(_NUMBERS, words[1], turn)) if words else None


def ordinal(text: str, turn: int) -> str | None:
    """The second is the third."""
    found = re.search(rf"\b({'|'.join(_ORDINALS)})\b(?! (?:time )?chance| of all)", text)
    return _put(text, found, _other(_ORDINALS, found[1], turn)) if found else None


def span(text: str, turn: int) -> str | None:
    """One end of a range, or the unit of a length of time, is another."""
    found = re.search(r"\b(from|between) ([\w. ]{1,24}?) (to|and|until) (\d{1,2}|\w+)\b", text)
    if found and (word := _next_amount(found[4], turn)):
        return text[: found.start(4)] + word + text[found.end(4) :]
    units = re.search(r"\b(\w+) (day|week|month|year|hour|minute)(s?)\b", text)
    if units is None or not (units[1].isdigit() or units[1] in _NUMBERS):
        return None
    unit = _other(("days", "weeks", "months", "years", "hours", "minutes"), units[2] + "s", turn)
    return text[: units.start(2)] + (unit if units[3] else unit[:-1]) + text[units.end() :]


def date(text: str, turn: int) -> str | None:
    """Another month, day of the month, weekday or year."""
    month = re.search(rf"\b(?:(\d{{1,2}}) )?({'|'.join(_MONTHS)})\b", text)
    year = re.search(r"\b((?:19|20)\d\d)\b", text)
    day = re.search(rf"\b({'|'.join(_DAYS)})\b", text)
    if day and turn % 3 == 0:
        return _put(text, day, _other(_DAYS, day[1], turn))
    if month and month[1] and turn % 3 == 1:
        return text[: month.start(1)] + str((int(month[1]) + 3) % 28 + 1) + text[month.end(1) :]
    if year and (turn % 3 == 2 or not month):
        return _put(text, year, str(int(year[1]) + (1 if turn % 2 else -2)))
    return text[: month.start(2)] + _other(_MONTHS, month[2], turn) + text[month.end(2) :] if month else None


def name(text: str, turn: int) -> str | None:
    """Another child or person is named."""
    found = re.search(r"\b(Child|Baby|Young Person|Adult|Social [Ww]orker) ([A-Z]|\d)\b", text)
    if found:
        kind = "ABCDFGKLMR" if found[2].isalpha() else "12345"
        return text[: found.start(2)] + _other(tuple(kind), found[2], turn) + text[found.end(2) :]
    return _swap(text, (*_PEOPLE, "Jordan", "Asha", "Alex", "Bree", "Cal"), turn)


def place(text: str, turn: int) -> str | None:
    """Another place."""
    return _swap(text, _PLACES, turn)


def body(text: str, turn: int) -> str | None:
    """Another body."""
    return _swap(text, _BODIES, turn) or _swap(text, ("the Board", "the Panel", "the Trust", "the Council"), turn)


def actor(text: str, turn: int) -> str | None:
    """Somebody else does it: the GP for the school, Father for Mother."""
    for those in (_ACTORS, _FAMILY):
        if changed := _swap(text, those, turn):
            return changed
    return None


def reversed_roles(text: str, turn: int) -> str | None:
    """Who did it and to whom it was done change places."""
    found = _ROLES.search(text)
    if not found or found["a"].lower() == found["b"].lower():
        return None
    first, second = _cased(found["b"], found.start() == 0), _cased(found["a"], upper=False)
    return text[: found.start()] + first + found["m"] + second + text[found.end() :]


def _cased(phrase: str, upper: bool) -> str:
    named = phrase.split()[0].lower() not in ("the", "a")
    return phrase if named else (phrase[0].upper() if upper else phrase[0].lower()) + phrase[1:]


def opposite(text: str, turn: int) -> str | None:
    """One word gives way to its opposite."""
    pairs = [(a, b) for pair in _OPPOSITE for a, b in (pair, pair[::-1])]
    for one, other in pairs[turn % len(pairs) :] + pairs[: turn % len(pairs)]:
        if found := re.search(rf"\b{one}\b", text):
            return _put(text, found, other)
    return None


def negation_lost(text: str, turn: int) -> str | None:
    """What was denied is asserted."""
    return _substituted(text, _DROP_NOT, 0)


def negation_added(text: str, turn: int) -> str | None:
    """What was asserted is denied."""
    return _substituted(text, _ADD_NOT, turn) if not re.search(r"\b(?:not|no|never|nobody|none)\b|n't", text) else None


def strength(text: str, turn: int) -> str | None:
    """What should be done was done; what may be must be."""
    return _substituted(text, _STRENGTH, turn)


def how_many(text: str, turn: int) -> str | None:
    """Some are all; each is only one."""
    return _substituted(text, _HOW_MANY, turn)


def added_cause(text: str, turn: int) -> str | None:
    """A reason is given that nobody gave."""
    return f"{text.rstrip('.')}, {_CAUSES[turn % len(_CAUSES)]}."


def added_clause(text: str, turn: int) -> str | None:
    """Something is said besides that stands nowhere."""
    return f"{text.rstrip('.')}, {_CLAUSES[turn % len(_CLAUSES)]}."


def changed_quote(text: str, turn: int) -> str | None:
    """Words are quoted with one of them changed."""
    words = text.rstrip(".").split()
    if len(words) < 9 or re.search(r"[“”‘\"]", text):
        return None
    at = next((i for i in range(4, len(words)) if len(words[i]) > 5 and words[i].isalpha()), 0)
    if not at:
        return None
    changed = [*words[:at], ("important", "serious", "regular", "different")[turn % 4], *words[at + 1 :]]
    return f"The document says: “{' '.join(changed)}.”"


def invented_quote(text: str, turn: int) -> str | None:
    """Words are quoted that nobody wrote."""
    said = ("we were simply too busy to look", "it was an accident waiting to happen",
            "lessons must be learned at once", "the system failed this family", "nobody told us anything")  # fmt: skip
    return f"{text.rstrip('.')}: “{said[turn % len(said)]}”."


def _substituted(text: str, rules: Sequence[tuple[str, str]], turn: int) -> str | None:
    start = turn % len(rules) if turn else 0
    for pattern, new in (*rules[start:], *rules[:start]):
        changed = re.sub(pattern, new, text, count=1)
        if changed != text:
            return changed[0].upper() + changed[1:]
    return None


def _swap(text: str, names: Sequence[str], turn: int) -> str | None:
    found = re.search(rf"\b({'|'.join(re.escape(n) for n in sorted(names, key=len, reverse=True))})\b", text, re.I)
    if not found:
        return None
    old = next(n for n in names if n.lower() == found[1].lower())
    new = _other(names, old, turn)
    return _put(text, found, new[0].upper() + new[1:] if found[1][0].isupper() else new)


def _next_amount(word: str, turn: int) -> str | None:
    if word.isdigit():
        return str(int(word) + 3)
    for those in (_NUMBERS, _MONTHS, _DAYS):
        if word in those:
            return _other(those, word, turn)
    return None


def _other(those: Sequence[str], old: str, turn: int) -> str:
    at = those.index(old)
    return those[(at + 1 + turn % (len(those) - 1)) % len(those)]


def _put(text: str, found: re.Match[str], new: str) -> str:
    return text[: found.start()] + new + text[found.end() :]

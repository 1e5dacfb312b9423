"""The small words before a word of meaning - not, should, may, all, only - compared between statement and evidence."""

import re
from collections.abc import Iterator

from assistant.writing.sources import Fault
from assistant.writing.wording import Wording

CLASSES: dict[str, str] = {
    word: name
    for name, words in {
        "not": "not never no none nobody nor neither without cannot",
        "should": "should must ought",
        "may": "may might perhaps possibly probably maybe",
        "will": "will shall",
        "all": "all every each everyone everybody always both any",
        "most": "most mostly usually normally generally nearly almost",
        "some": "some several certain few sometimes occasionally",
        "one": "only single",
    }.items()
    for word in words.split()
}
_LIGHT = frozenset(
    "make made take taken give given get put go went come came did does do has had have be been being was were is are "
    "to yet ever even really".split()
)
_DENIAL = re.compile(
    r"\b(?:not|never|nobody|none|neither|nor|nothing|nowhere|without|un\w+(?:ed|able|aware)|unaware|unable"
    r"|unread|no|fail\w*|refus\w+|lack\w*"
    r"|rather|instead|only|until|absen\w+|omit\w*|silent|before|impossible|few|seldom|rarely|hardly|barely"
    r"|except|unless"
    r"|disbeliev\w*|disagree\w*|former\w*|left out|distinct|little|further|besides|declin\w+|reject\w*|prevent\w*)\b"
)
_DUTY = re.compile(
    r"\b(?:should|must|ought|needs?|needed|necessary|ha(?:s|ve|d) to|(?:is|are|be|was|were) required"
    r"|requires?|recommend\w*|is to|are to|be to|duty|supposed"
    r"|responsib\w+|expected|meant|intended|would|lesson|resolv\w+|calls? for|asks? that|may|can|could|due"
    r"|advis\w+|argu\w+|never)\b"
)  # fmt: skip
_CLASH = {
    "all": {"most", "some", "one"},
    "most": {"all", "one", "some"},
    "some": {"all", "most"},
    "one": {"all", "most"},
}
_PLAIN_DENIAL = re.compile(r"\b(?:not|never|no|none|nobody|neither|nor|without|nowhere|nothing)\b", re.IGNORECASE)
_PLAINLY = frozenset("not never no none nobody neither nor without".split())
_WHY = {
    "not": "a denial is added or lost before “{}”", "should": "“{}” is told with another force than in the evidence",
    "may": "“{}” is told with another certainty than in the evidence", "will": "“{}” is told as of another time",
    "quantity": "the evidence has another quantity before “{}”",
}  # fmt: skip
_KINDS = {"not": "negation", "should": "strength", "may": "strength", "will": "strength", "quantity": "quantity"}


def operator_faults(statement: Wording, evidence: Wording, commands: bool) -> Iterator[Fault]:
    """The first word of both that stands under other small words in ``statement`` than anywhere in the evidence."""
    held: dict[str, list[int]] = {}
    for i, word in enumerate(evidence.words):
        if _meaning(evidence, i):
            held.setdefault(word.stem, []).append(i)
    for i, word in enumerate(statement.words):
        places = held.get(word.stem, []) if _meaning(statement, i) else []
        found = {_clash(statement, i, evidence, j, commands) for j in places}
        if found and None not in found:
            name = next(iter(sorted(found - {None}, key=str)))
            assert name is not None
            yield Fault(kind=_KINDS[name], why=_WHY[name].format(word.text))
            return


def _meaning(text: Wording, i: int) -> bool:
    word = text.words[i]
    return word.content and word.lower not in CLASSES and word.lower not in _LIGHT and len(word.lower) > 2


def _before(text: Wording, i: int) -> set[str]:
    """The classes of the small words between the last word of meaning and this one."""
    found = set()
    for j in range(i - 1, max(-1, i - 6), -1):
        word = text.words[j]
        if _meaning(text, j) or word.clause != text.words[i].clause or word.text[0].isdigit():
            break
        if word.lower in CLASSES and word.text != "May":
            found.add(CLASSES[word.lower])
    return found


def _clash(ours: Wording, i: int, theirs: Wording, j: int, commands: bool) -> str | None:
    """In what a word of both stands differently; None when it does not."""
    a, b = _before(ours, i), _before(theirs, j)
    if a == b:
        return None
    even = len(_PLAIN_DENIAL.findall(ours.text)) == len(_PLAIN_DENIAL.findall(theirs.text))
    mine, other = _clause(ours, i, even), _clause(theirs, j, even)
    denied = set(_DENIAL.findall(other if "not" in a else mine))
    shared = set(_DENIAL.findall(mine)) & set(_DENIAL.findall(other))
    if "not" in a ^ b and not denied - (shared - _PLAINLY if even else shared):
        return "not"
    if "should" in a ^ b and not _DUTY.search(other if "should" in a else mine) and not ("should" in a and commands):
        return "should"
    if "may" in a ^ b and not re.search(r"\b(?:may|might|can|could|perhaps|possib\w+|probab\w+|able|seem\w*"
        r"|appear\w*|likely)\b",
                                        other if "may" in a else mine):  # fmt: skip
        return "may"
    if "will" in a ^ b and not re.search(
        r"\b(?:will|shall|to|would|plan\w*|intend\w*|should|must|promis\w*"
        r"|agree\w*)\b",
        other if "will" in a else mine,
    ):
        return "will"
    for name in a & _CLASH.keys():
        if b & _CLASH[name] and name not in b:
            return "quantity"
    if b & {"most", "some"} and not a & _CLASH.keys() and not _quantified(mine):
        return "quantity"
    return None


def _quantified(clause: str) -> bool:
    """Whether a clause speaks of a part or a number somewhere."""
    return re.search(r"\b(?:some|several|certain|few|many|most|often|usual\w*|normal\w*|nearly|almost|about"
                     r"|around|roughly|\d+|one|two|"
                     r"three|four|five|six|seven|eight|nine|ten|part|particular|sometimes|time|little|nothing"
                     r"|just|recent\w*|number)\b", clause) is not None  # fmt: skip


def _clause(text: Wording, i: int, wide: bool) -> str:
    """The words of the clause of a word, ``wide``: and of the one before it."""
    here = text.words[i].clause
    return " ".join(w.lower for w in text.words if here - wide <= w.clause <= here)

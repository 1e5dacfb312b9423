"""How findings, recommendations and learning points announce themselves: lead-ins, headings, closing references."""

import re
from dataclasses import dataclass

from ingest.records import FindingKind

_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
_LEAD = re.compile(
    r"^(?P<word>(?:national |local |key |priority |overarching |additional |single agency )?recommendations?|rec\.?"
    r"|(?:key |systemic |practice )?findings?|(?:key |practice )*learning(?: points?| themes?)?"
    r"|(?:key )?lessons?(?: learn(?:ed|t))?"
    r"|(?:key )?(?:questions?|considerations?)(?: for the (?:board|partnership))?)"
    r"\s*(?:no\.?\s*|number\s*)?(?P<number>\(?\d{1,3}(?:\.\d{1,2})?\s?(?:\(?[a-h]\)|[a-h]\b)?\)?|[A-Z]\d?(?=[:.])"
    rf"|(?:{'|'.join(_NUMBERS)})\b)(?P<mark>\s*[:.)\-\u2013\u2014]+|$|(?=\s))\s*",
    re.IGNORECASE,
)
_KINDS: tuple[tuple[str, FindingKind], ...] = (
    ("rec", "recommendation"), ("question", "recommendation"), ("consideration", "recommendation"),
    ("finding", "finding"), ("learning", "learning"), ("lesson", "learning"),
)  # fmt: skip
ASK = re.compile(
    r"\b(?:should|must|shall|ought to|needs? to|(?:is|are) (?:asked|invited|urged|required) to|recommends?"
    r"|recommended|urges?"
    r"|calls? (?:up)?on|encourages?|invites?|ensures?|requires?|considers?|seeks? assurance|to be)\b|^(?:That|that"
    r"|To)\b",
)
_SENTENCE_ASK = re.compile(r"\b(?:should|must|shall|need(?:s)? to|recommend|urge|call(?:s)? on|(?:is|are) asked to)\b")
_ZONE = re.compile(
    r"^(?:(?:chapter|section|part|appendix"
    r"|annex)\s+\w{1,4}\s*[:.\-\u2013]?\s*)?(?:\d{1,2}(?:\.\d{1,2})*\.?\s+)?(?:(?:the|list of|summary of|our"
    r"|overall|key"
    r"|national|local|final|multi-agency|conclusions?,?|findings|learning|and|&|overview|report)\s+)*recommendations?"
    r"(?:\s+(?:(?:made\s+)?(?:in|of|by|from)\s+(?:this|the)\s+(?:report|review|inquiry|panel|author)"
    r"|(?:for|to)\s+.{3,80}|arising.{0,40}|brought together|and actions?|and next steps))?[:.]?$",
    re.IGNORECASE,
)
_QUESTIONS = re.compile(
    r"\b(?:questions?|considerations?|challenges|issues) for (?:the )?(?:\w+ ){0,3}(?:board|partnership"
    r"|safeguarding partners|lscb)\b"
    r"|^recommendations?$",
    re.IGNORECASE,
)
_LEARNING = re.compile(
    r"^(?:key |practice )*(?:learning(?: points?)?|lessons(?: learn(?:ed|t))?)(?: (?:from|for) .{3,60})?[:.]?$",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\s*\((?:(?P<kind>Conclusion|Recommendation),\s*)?[Pp]ara(?:graph)?s?\.?\s[\d., \u2013-]+(?:and [\d.]+)?\)[.;]?"
)
_RUN_IN = re.compile(r"^(?P<title>[A-Z][^.:;?!]{2,70})\.\s+(?=[A-Z])")
_BARE = re.compile(r"^(?P<kind>recommendation|conclusion)\s+(?=[A-Z])")
TAIL = 80  # what a reader may have joined on behind a reference to a paragraph: the heading that follows


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A lead-in: what it announces, the number as printed, the title that runs in with it, where the text begins."""

    kind: FindingKind
    number: str
    title: str | None
    end: int
    question: bool = False


def read_lead(text: str, *, heading: bool = False) -> Lead | None:
    """The lead-in that ``text`` begins with; None when it has none, or only mentions a recommendation by its number."""
    match = _LEAD.match(text)
    if not match:
        return None
    rest = text[match.end() :]
    if (
        not match.group("mark")
        and not heading
        and not re.match(r"(?:That|The|All|Every|Each)\b[^.]{0,200}\b(?:should|must|be)\b", rest)
    ):
        return None
    if not match.group("mark") and re.match(r"(?:of|from|in|was|is|has|and|to|which)\b", rest):
        return None
    word = match.group("word").lower()
    kind = next(kind for part, kind in _KINDS if part in word)
    run_in = _RUN_IN.match(rest) if kind == "recommendation" and not heading else None
    titled = run_in is not None and len(run_in["title"].split()) <= 9 and not ASK.search(run_in["title"])
    return Lead(
        kind=kind,
        number=_number(match.group("number")),
        title=run_in["title"] if run_in and titled else None,
        end=match.end() + (run_in.end() if run_in and titled else 0),
        question="question" in word or "consideration" in word,
    )


def _number(printed: str) -> str:
    plain = printed.strip()
    if plain.lower() in _NUMBERS:
        return str(_NUMBERS.index(plain.lower()) + 1)
    plain = re.sub(r"\s+", "", plain)
    return (
        plain.strip("()")
        if plain.count("(") == plain.count(")") == 1 and plain[0] == "("
        else re.sub(r"^\(|(?<!\([a-z])\)$", "", plain)
    )


def is_zone(heading: str) -> bool:
    """Whether ``heading`` says that recommendations stand beneath it."""
    return _ZONE.match(heading) is not None or puts_questions(heading)


def puts_questions(heading: str) -> bool:
    """Whether ``heading`` puts questions or considerations to a board in the place of recommendations."""
    return _QUESTIONS.search(heading) is not None


def is_learning(heading: str) -> bool:
    """Whether ``heading`` is that of a box or list of learning points."""
    return _LEARNING.match(heading) is not None


def asks(text: str) -> bool:
    """Whether somebody is asked to do something in ``text``."""
    return ASK.search(text) is not None


def asks_plainly(text: str) -> bool:
    """Whether ``text`` says what should, must or needs to be done."""
    return _SENTENCE_ASK.search(text) is not None


def reference(text: str) -> tuple[int, FindingKind | None] | None:
    """Where in ``text`` a closing reference such as "(Paragraph 68)" begins, and the kind that it states.

    A select committee closes each conclusion and recommendation of its list so. None when there is none.
    """
    found = None
    for found in _REFERENCE.finditer(text):  # noqa: B007  # the last one is wanted
        pass
    if found is None or len(text) - found.end() > TAIL:
        return None
    stated: dict[str, FindingKind] = {"Conclusion": "finding", "Recommendation": "recommendation"}
    return found.start(), stated.get(found["kind"] or "")


def bare_label(text: str) -> int:
    """How long the word "recommendation" or "conclusion" is that a committee sets before a paragraph; 0 without one."""
    match = _BARE.match(text)
    return match.end() if match else 0

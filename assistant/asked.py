"""What a question asks for besides its subject: kinds of passage, whose words, which number, which years."""

import re
from dataclasses import dataclass

from ingest.records import PassageKind

_YEAR = r"((?:19|20)\d{2})"
_PASSAGES: tuple[tuple[str, PassageKind], ...] = (
    (r"\brecommend(?:s|ed|ations?|ing)?\b", "recommendation"),
    (r"\bfindings?\b|\bwhat (?:did|does|do) [^?]{0,80}\b(?:find|conclude)\b|\bconclusions?\b", "finding"),
    (r"\blearning(?: points?)?\b|\blessons?\b|\b(?:be|been|we|was) learn(?:ed|t)\b|\bcan (?:we|i|be) learn",
     "learning"),
    (r"\bgood (?:professional )?practice\b|\bworked well\b|\bwent well\b|\bstrengths\b|\bdone well\b", "good_practice"),
    (r"\bchronolog|\btimeline\b|\bsequence of events\b|\bwhat happened\b|\bkey (?:dates|events|episodes)\b",
     "chronology"),
    (r"\bin (?:its|their|our) (?:\w+ )?response\b|\b(?:government|board|partnership|official)(?:[’']s)? response\b"
     r"|\bhow did [^?]{0,60}\brespond\b|\bwhat did we say in\b", "response"),
)  # fmt: skip
_UNITS = r"recommendation|finding|learning point|lesson|paragraph|para|page|section|key learning|consideration"
_NUMBER = r"\d{1,3}(?:\.\d{1,3}){0,3}(?:\([a-z]+\)){0,2}[a-z]?"
_NUMBERED = re.compile(rf"\b({_UNITS})s? (?:number |no\.? ?|#)?({_NUMBER})(?![\d%])", re.IGNORECASE)
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"
)  # fmt: skip
_ORDINAL = re.compile(rf"\b({'|'.join(_ORDINALS)}) (recommendation|finding|learning point|lesson)\b", re.IGNORECASE)
_RELATIVE = (
    r"(?:maternal |paternal |older |younger |birth |foster |step)?(?:mother|mum|father|dad|grandmother|grandfather"
    r"|grandparents?|aunt|uncle|sister|brother|sibling|parents?|family|carers?|child|boy|girl|young person|children)"
)
_ROLE = (
    r"(?:chair|author|reviewer|professor|minister|councillors?|journalist|reporter|blogger|detective|neighbour"
    r"|practitioners?|social workers?|health visitors?|headteacher|teachers?|doctor|paediatrician|commissioner"
    r"|director|MP)"
)
_NAME = (
    r"(?:(?:Dr|Mr|Mrs|Ms|Miss|Professor|Prof|Sir|Dame|Lord|Baroness|Councillor|Cllr"
    r"|DCI)\.? )?[A-Z][\w’-]+(?: [A-Z][\w’-]+){0,2}"
)
_SPEAKERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?i:according to) (?i:the |his |her |their )?(?P<who>{_NAME}|(?i:{_RELATIVE}|{_ROLE})\b)",
        rf"\b(?i:in the) (?P<who>(?i:{_RELATIVE}|{_ROLE}))(?:[’']s?)? (?i:own )?(?i:words|view|account|opinion)",
        rf"\b(?i:in) (?P<who>{_NAME})[’']s? (?i:own )?(?i:words|view|account|opinion)",
        rf"\b(?i:did|does|do|has|had) (?i:the |his |her |their )?(?:{_NAME}[’']s? )?(?P<who>(?i:{_RELATIVE}|{_ROLE})\b"
        rf"|{_NAME}) (?i:say|tell|think|feel|want|write|ask|call|describe|believe|complain|said|told)\b",
    )
)
_NO_SPEAKER = re.compile(
    r"\b(?:Review|Report|Board|Partnership|Panel|Inquiry|Committee|Government|Council|Child|Baby)\b"
)
_ACROSS = re.compile(
    r"\breviews\b|\bany (?:review|report|document)\b|\breports\b|\b(?:the|your|our) (?:library|documents)\b"
    r"|\bdocuments\b|\bacross\b|\bexamples?\b|\blessons\b|\bwhat (?:can|do|should|have) (?:we|i|you)\b|\bgenerally\b"
    r"|\bin general\b"
    r"|\b(?:serious case|practice|national) reviews\b|\bSCRs\b|\bwhat is (?:the|known)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """From ``first`` to ``last``, both counted; None leaves that end open."""

    first: int | None
    last: int | None

    def holds(self, year: int | None) -> bool:
        """Whether ``year`` is among them; an unknown one is not."""
        return (
            year is not None and (self.first is None or year >= self.first) and (self.last is None or year <= self.last)
        )

    def __str__(self) -> str:
        if self.first == self.last:
            return f"the year {self.first}"
        if self.first is None or self.last is None:
            return f"years from {self.first}" if self.last is None else f"years to {self.last}"
        return f"years {self.first} to {self.last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """Something asked for by its number: ("recommendation", "4"), ("paragraph", "4.12"), ("page", "37")."""

    unit: str
    number: str


_RANGES = tuple(
    (re.compile(pattern, re.IGNORECASE), first, last)
    for pattern, first, last in (
        (rf"\b(?:between|from) {_YEAR} (?:and|to|until) {_YEAR}|\b{_YEAR} ?[–-] ?{_YEAR}\b|\b{_YEAR} to {_YEAR}\b",
         0, 0),
        (rf"\b(?:since|from) (?:the start of )?{_YEAR}(?: on(?:wards)?)?\b|\b{_YEAR} (?:or later|onwards|and later)\b",
         0, None),
        (rf"\bafter {_YEAR}\b|\blater than {_YEAR}\b", 1, None),
        (rf"\b(?:before|earlier than|prior to) {_YEAR}\b", None, -1),
        (rf"\b(?:until|up to|by|to the end of) {_YEAR}\b|\b{_YEAR} (?:or|and) (?:earlier|before)\b", None, 0),
        (rf"\b(?:in|during|for) (?:the year )?{_YEAR}\b", 0, 0),
    )
)  # fmt: skip


def passage_kinds_in(text: str) -> tuple[PassageKind, ...]:
    """The kinds of passage that ``text`` asks for."""
    return tuple(kind for pattern, kind in _PASSAGES if re.search(pattern, text, re.IGNORECASE))


def numbered_in(text: str) -> tuple[Numbered, ...]:
    """What ``text`` asks for by number: recommendations, findings, paragraphs, pages."""
    found = [Numbered(unit=_unit(m[1]), number=m[2]) for m in _NUMBERED.finditer(text)]
    found += [
        Numbered(unit=_unit(m[2]), number=str(_ORDINALS.index(m[1].lower()) + 1)) for m in _ORDINAL.finditer(text)
    ]
    return tuple(dict.fromkeys(found))


def years_in(text: str) -> Years | None:
    """The range of years that ``text`` gives: "since 2015", "between 2010 and 2014", "before 2012", "in 2014"."""
    for pattern, first, last in _RANGES:
        match = pattern.search(text)
        if match:
            years = [int(year) for year in match.groups() if year]
            return Years(
                first=None if first is None else years[0] + first, last=None if last is None else years[-1] + last
            )
    return None


def voices_in(text: str) -> tuple[str, ...]:
    """Whose words ``text`` asks for, as it calls them: "mother", "Professor Jones", "family"."""
    found = [match["who"] for pattern in _SPEAKERS for match in pattern.finditer(text)]
    return tuple(dict.fromkeys(who for who in found if not _NO_SPEAKER.search(who)))


def asks_across(text: str) -> bool:
    """Whether ``text`` speaks of reviews in general."""
    return _ACROSS.search(text) is not None


def _unit(word: str) -> str:
    return {"para": "paragraph", "lesson": "learning point", "key learning": "learning point"}.get(
        word.lower(), word.lower()
    )

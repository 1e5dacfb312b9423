"""The wordings of counting and listing questions: how they begin, what they count, what narrows the count."""

import re
from dataclasses import dataclass
from typing import Literal

from ingest.records import SourceKind

Role = Literal["addressee", "document", "topic", "mention", "years", "entries", "nothing", "offered"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKinds:
    """A kind of document as a question calls it: ``words``, and what of a document's facts makes it one."""

    words: str
    sources: tuple[SourceKind, ...] = ()
    kind: str = ""


UNIT = (
    r"(?P<unit>recommendations?(?: and findings?)?|findings?(?: and recommendations?)?|learning points?|lessons?"
    r"|points? of learning|key learning|pieces? of learning|considerations?|questions? (?:for|to) the board)\b"
)
_KIND = r"(?:(?:local )?child safeguarding |(?:serious |significant )?case |practice |national |safeguarding |rapid )*"
DOCUMENT = (
    rf"(?P<noun>{_KIND}reviews?|SCRs?|LCSPRs?|inquir(?:y|ies)(?: reports?)?|inquiry reports?"
    r"|press (?:reports?|articles?|stories)|newspaper (?:reports?|articles?)|reports?|documents?|sources?|minutes"
    r"|blogs?|guidance(?: documents?)?|(?:government |partnership |official )?responses?)\b"
)
COUNT = re.compile(
    r"(?:how many|(?:what (?:is|was|'s) )?(?:the )?(?:total |exact )?number of|what number of|count(?: up)?(?: of)?)"
    r"(?: (?:different|separate|distinct|of))*(?: (?:all|the|your|our|its|these|those))* ",
    re.IGNORECASE,
)
LIST = re.compile(
    r"(?:which(?: of)?|what(?: (?:are|were|is|was))?|list|name|show|give|set out|are there|is there"
    r"|do (?:you|we) (?:hold|have)|does the library (?:hold|have)|find|tell)(?: me| us)?"
    r"(?: (?:all|every|each|any|of|the|your|our|a|an|those))* ",
    re.IGNORECASE,
)
COURTESY = re.compile(
    r"^(?:(?:please|hello|hi|can|could|would) ?(?:you)?(?: please)?(?: tell| give| show)?(?: me)?,? "
    r"|i (?:need|want|would like)(?: to know)?,? |tell me,? |do you know )+",
    re.IGNORECASE,
)
ENDING = re.compile(
    r"(?:,? (?:please|in total|in all|altogether|overall|exactly|so far|thanks|thank you))+$", re.IGNORECASE
)
_BE = r"(?:(?:that |which |who )?(?:are|were|was|is|have been|has been|had been) )?(?:there )?"
_MAKES = (
    r"(?:makes?|made|making|contains?|contained|includes?|included|have|has|had|gives?|gave|issues?|issued|sets? out"
    r"|lists?|reach(?:es|ed)?|draws?|drew|identify|identifies|identified|holds?|come to|came to|produced?|offers?"
    r"|put(?: forward)?|puts|poses?|asks?|raises?)"
)
YEAR_WORDS = re.compile(
    r"(?:since|from|after|before|until|up to|by|between|in|during|for|of|later than|earlier than|prior to|dated)?"
    r" ?(?:the (?:year |years )|the start of )?(?:19|20)\d{2}(?: ?(?:and|to|until|–|-) ?(?:19|20)\d{2})?"
    r"(?: (?:or|and) (?:later|earlier|before)| on(?:wards)?)?",
    re.IGNORECASE,
)
_SCOPE = (
    r"(?:(?:are|were|is) )?(?:there )?(?:(?:held|made|on record|recorded|registered"
    r"|(?:in|across|over) (?:all )?(?:of )?(?:the|your|our|this) (?:library|register|collection|reviews"
    r"|documents|reports)"
    r"(?: (?:held|here|you hold|we hold))?|do (?:you|we|the reviews) (?:hold|have|make|know(?: of)?)"
    r"|does the library (?:hold|have|contain)|you (?:hold|have)|we (?:hold|have)|have been (?:made|published)|exist"
    r"|in total|in all|altogether|overall|here|all together|there)(?!\w))?"
)


def _clauses(*pairs: tuple[str, Role]) -> tuple[tuple[re.Pattern[str], Role], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), role) for pattern, role in pairs)


_ABOUT = (
    r"(?:(?:that|which) )?(?:(?:are|were|is|was) )?(?:on|about|concerning|regarding|around|relating to|related to"
    r"|concerned with|dealing with|deals? with|dealt with|to do with|touch(?:es|ing)? on|cover(?:s|ing)?"
    r"|on the (?:theme|subject|topic) of|under the theme(?: of)?|concerns?|focus(?:es|ed|ing)? on) "
)
_MENTION = (
    r"(?:(?:that|which) )?(?:also )?(?:mention(?:s|ed|ing)?|names?|named|naming|refer(?:s|red|ring)? to|speaks? of"
    r"|talks? (?:about|of)|discuss(?:es|ed)?|raises?|raised|uses? the (?:words?|term|phrase)|with the words?) "
)
ENTRY_CLAUSES = _clauses(
    (rf"{_BE}(?:(?:addressed|directed|aimed|given|put|issued|assigned|made|relevant|meant|intended) )"
     r"(?:specifically |only |directly )?(?:to|at|for) ", "addressee"),
    (rf"{_BE}(?:(?:that |which )?(?:apply|applies) )?(?:to|for) ", "addressee"),
    (r"(?:were|was|are|is|did|do|have) (?P<offered>.+?) (?:given|asked|told|addressed|receive|been given|set)(?: in"
     r"| by)? ?", "offered"),
    (r"(?:did|does|do|has|have|had) ", "document"),
    (rf"{_BE}(?:(?:made|contained|set out|listed|given|reached|identified|found|drawn|held|published|com(?:e|ing)|came"
     r"|arose|aris(?:e|ing)|resulted|result(?:ing)?|follow(?:ed|ing)?) )?(?:out )?(?:in|of|from|by|within|across) ",
     "document"),
    (r"(?:that |which )?", "document"),
    (_ABOUT, "topic"), (_MENTION, "topic"), (_SCOPE, "nothing"), (rf"{_BE}(?:made |published |issued )?", "years"),
    (r"(?:and|that|which|were|are|have been made|were made)\b ?", "nothing"),
)  # fmt: skip
DOCUMENT_CLAUSES = _clauses(
    (rf"(?:(?:that|which) )?{_MAKES} (?:any |some |a |at least one )?", "entries"),
    (r"with (?:any |some )?", "entries"),
    (r"(?:(?:that|which) )?recommend(?:s|ed)? (?:something |anything |action )?(?:to|for) ", "addressee"),
    (_MENTION, "mention"), (_ABOUT, "document"), (_ABOUT, "topic"),
    (rf"{_BE}(?:published|issued|released|written|dated|produced|completed|carried out|done|commissioned|come|came)?"
     r" ?(?:by|in|from|for|on|into|of|to|at) ", "document"),
    (r"(?:are|were|is|was|do|does|have|has|did) (?:there |you hold |we hold )?(?:(?:on|about|from|by|for|in|of) )?",
     "document"),
    (rf"{_BE}(?:published|issued|released|written|dated|produced|completed|come out|came out)? ?", "years"),
    (_SCOPE, "nothing"),
    (r"(?:and|that|which|were|are)\b ?", "nothing"),
)  # fmt: skip
AFTER_DOCUMENT = re.compile(rf"^(?: ?(?:has|have|had))? ?{_MAKES}(?!\w) ?|^ ?(?:make|made)(?!\w) ?", re.IGNORECASE)
RECOMMENDED = re.compile(
    r"^what (?:(?P<aux>did|does|do|has|have) (?P<document>.+?) (?:recommend|recommended|ask)(?= |$)"
    r"|(?:was|is|are|were) recommended(?= ))(?P<tail>.*)$",
    re.IGNORECASE,
)
NUMBERED_FORM = re.compile(
    r"^(?:(?:what|which)(?: (?:is|was|are|were|does|did|do))?|show|quote|give|read|tell|find|cite|print)?"
    r"(?: me| us)?(?: out)? ?(?:the )?(?:text of |wording of |full text of )?(?P<before>.*?)"
    r"(?P<unit>(?:\w+ )?(?:recommendation|finding|learning point|lesson)(?: (?:number |no\.? ?"
    r"|#)?[\d.()a-z]+\b)?)(?P<tail>.*)$",
    re.IGNORECASE,
)
SAYS = re.compile(
    r"\b(?:say|about|recommend|ask for|ask|state|concern|deal with|cover|read|require|want|that|made|make)\b(?= |$)",
    re.IGNORECASE,
)
PASSIVE = re.compile(
    rf"^in (?P<opening>how many|which)(?: of)?(?: the)? (?P<documents>{DOCUMENT}) (?:is|are|was|were) (?P<what>.+?) "
    r"(?:mentioned|named|discussed|raised|referred to)(?P<tail>.*)$",
    re.IGNORECASE,
)


def document_kinds(noun: str) -> DocumentKinds:
    """What ``noun`` says of a document: "serious case reviews", "press reports", "documents"."""
    low = noun.lower()
    plural = noun if low.endswith("s") or low == "guidance" else f"{noun}s".replace("inquirys", "inquiries")
    for words, sources, kind in _NOUNS:
        if re.search(words, low):
            return DocumentKinds(words=plural, sources=sources, kind=kind)
    return DocumentKinds(words=plural)


_NOUNS: tuple[tuple[str, tuple[SourceKind, ...], str], ...] = (
    (r"serious case|\bscrs?\b", ("review",), "serious case review"),
    (r"significant case", ("review",), "significant case review"), (r"rapid", ("review",), "rapid review"),
    (r"national", ("review",), "national review"),
    (r"practice|lcspr", ("review",), "child safeguarding practice review"), (r"review", ("review",), ""),
    (r"inquir", ("inquiry",), ""), (r"press|newspaper", ("press",), ""), (r"minutes", ("minutes",), ""),
    (r"blog", ("commentary",), "blog"), (r"guidance", ("guidance",), ""), (r"response", ("other",), "response"),
    (r"reports?", ("review", "inquiry"), ""),
)  # fmt: skip

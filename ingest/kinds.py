"""What kind of source a document is and what kind of passage a paragraph is: plain rules over titles and lead-ins."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.records import Paragraph, PassageKind, SourceKind

# The first rule that fits the title or the first page decides. (pattern, source kind, kind of document)
_SOURCES: tuple[tuple[str, SourceKind, str], ...] = (
    (r"\bgovernment response\b|\bresponse (?:to|of)\b.{0,80}\b(?:review|inquiry|report|recommendations?)\b"
     r"|\bpartnership response\b|: government response\b", "other", "response"),
    (r"\b(?:minutes of|agenda item|scrutiny committee|minutes:)", "minutes", "minutes"),
    (r"\bnational (?:child safeguarding practice )?review\b|\bnational (?:thematic )?review\b", "review", "national review"),
    (r"\blocal child safeguarding practice review\b|\bLCSPR\b|\bchild safeguarding practice review\b", "review",
     "local child safeguarding practice review"),
    (r"\bchild practice review\b", "review", "child practice review"),
    (r"\bserious case review\b|\bSCR overview\b", "review", "serious case review"),
    (r"\blearning review\b", "review", "learning review"),
    (r"\bpractice guidance\b|\bguidance (?:note|for)\b|\bstatutory guidance\b|\bgood practice guide\b", "guidance", "guidance"),
    (r"\binquiry\b|\bselect committee\b|\bcommittee\b.{0,60}\breport\b|\breport of session\b", "inquiry", "inquiry report"),
)  # fmt: skip
_FORMAL = re.compile(
    r"\b(?:safeguarding (?:children|child) (?:board|partnership|partners)|lscb|independent (?:author|reviewer|chair)|overview report"
    r"|lead reviewer|terms of reference|executive summary|this (?:review|report))\b", re.IGNORECASE,
)  # fmt: skip
_PRESS = re.compile(r"\b(?:source: the|photo: |reporter|spokes(?:man|woman|person)|told the|said the (?:mp|minister)|daily|gazette|herald|telegraph|courier|news)\b", re.IGNORECASE)  # fmt: skip
_COMMENT = re.compile(r"\b(?:blog|posted|opinion|comment|i think|in my view|i believe|column)\b", re.IGNORECASE)

_HEADINGS: tuple[tuple[str, PassageKind], ...] = (
    (r"\b(?:response to|our response|government response|responses?)\b", "response"),
    (r"\brecommendations?\b|\bconsiderations? for the board\b|\bquestions for the (?:board|partnership)\b|\baction plan\b", "recommendation"),
    (r"\bgood practice\b|\bworked well\b|\bstrengths\b|\bpositive practice\b", "good_practice"),
    (r"\bchronology\b|\btimeline\b|\bkey (?:practice )?(?:episodes|events)\b|\bnarrative of\b|\bsequence of events\b|\bthe story\b", "chronology"),
    (r"\blearning points?\b|\bkey learning\b|\blessons?\b|\bwhat (?:we|was) learn(?:ed|t)\b|\blearning from\b|^(?:\d[\d.]*\s+)?(?:the )?learning\b", "learning"),
    (r"\bfindings?\b", "finding"),
    (r"\bterms of reference\b|\bglossary\b|\bmethodology\b|\bcontents\b|\bfootnotes\b|\babbreviations\b|\backnowledge?ments\b|\bagencies (?:involved|that)\b", "other"),
)  # fmt: skip
_LEADS: tuple[tuple[str, PassageKind], ...] = (
    (r"^recommendations?\s+\d", "recommendation"),
    (r"^(?:learning points?|key learning|lessons?)\s*\d*\b[:.]?", "learning"),
    (r"^findings?\s+\d", "finding"),
    (r"^good practice\b", "good_practice"),
    (r"^(?:response|government response)\s*:", "response"),
    (r"^(?:we|I) recommend\b|\bwe (?:therefore )?recommend that\b|\bthe review recommends\b", "recommendation"),
)


def source_kind(title: str, opening: str) -> tuple[SourceKind, str | None]:
    """(kind of source, kind of document) from the title and the first page; ("other", None) when nothing tells.

    A press report about a review names it too, so that a document counts as a review only when it also speaks as one.
    """
    for text, rules in ((title, _SOURCES), (opening[:1500], _SOURCES[1:])):
        for pattern, source, kind in rules:
            if not re.search(pattern, text, re.IGNORECASE):
                continue
            if source == "review" and not _speaks_as_review(title, opening):
                break
            return source, kind
    if _COMMENT.search(opening) and re.search(r"\bI(?:’|'| )", opening):
        return "commentary", None
    if _PRESS.search(opening) or re.search(r"[”\"] (?:he|she|they|\w+ \w+) said\b|\bsaid:? [“\"]", opening):
        return "press", None
    return "other", None


def _speaks_as_review(title: str, opening: str) -> bool:
    formal = len(set(m.lower() for m in _FORMAL.findall(opening)))
    spoken = len(_PRESS.findall(opening)) + len(re.findall(r"\bsaid\b|\btold\b", opening)) + len(_COMMENT.findall(opening))
    return formal >= 2 and spoken <= 2 * formal


def with_kinds(paragraphs: Sequence[Paragraph], kind: str | None) -> tuple[Paragraph, ...]:
    """The paragraphs with the kind that their own lead-in, else the nearest telling heading above, gives them."""
    default: PassageKind = "response" if kind == "response" else "narrative"
    return tuple(replace(p, kind=_kind(p, default)) for p in paragraphs)


def _kind(paragraph: Paragraph, default: PassageKind) -> PassageKind:
    if paragraph.role == "note":
        return "other"
    for pattern, kind in _LEADS:
        if re.search(pattern, paragraph.text[:160], re.IGNORECASE):
            return kind
    for heading in reversed(paragraph.section):
        for pattern, kind in _HEADINGS:
            if re.search(pattern, heading, re.IGNORECASE):
                return kind
    return default

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
    (r"\bnational (?:child safeguarding practice )?review\b"
     r"|\bnational (?:thematic )?review\b", "review", "national review"),
    (r"\blocal child safeguarding practice review\b|\bLCSPR\b|\bchild safeguarding practice review\b", "review",
     "local child safeguarding practice review"),
    (r"\bchild practice review\b", "review", "child practice review"),
    (r"\bserious case review\b|\bSCR overview\b", "review", "serious case review"),
    (r"\blearning review\b", "review", "learning review"),
    (r"\bpractice guidance\b|\bguidance (?:note|for)\b|\bstatutory guidance\b"
     r"|\bgood practice guide\b", "guidance", "guidance"),
    (r"\binquiry\b|\bselect committee\b|\bcommittee\b.{0,60}\breport\b"
     r"|\breport of session\b", "inquiry", "inquiry report"),
)  # fmt: skip
_FORMAL = re.compile(
    r"\b(?:safeguarding (?:children|child) (?:board|partnership|partners)|lscb|independent (?:author|reviewer"
    r"|chair)|overview report"
    r"|lead reviewer|terms of reference|executive summary|this (?:review|report))\b", re.IGNORECASE,
)  # fmt: skip
_PRESS = re.compile(r"\b(?:source: the|photo: |reporter|spokes(?:man|woman|person)|told the|said the (?:mp|minister)|daily|gazette|herald|telegraph|courier|news)\b", re.IGNORECASE)  # fmt: skip
_COMMENT = re.compile(r"\b(?:blog|posted|opinion|comment|i think|in my view|i believe|column)\b", re.IGNORECASE)

# What the heading nearest above says of the paragraphs beneath; the first rule that fits decides.
_HEADINGS: tuple[tuple[str, PassageKind], ...] = (
    (r"\bterms of reference\b|\bmethodology\b|\bhow (?:the|this) review (?:was|has been)\b"
     r"|^\W*[\d.]*\s*(?:scope|method|people)$"
     r"|\bglossary\b|\babbreviations?\b|\bwords (?:used|and)\b|\bterms used\b|\backnowledge?ments\b"
     r"|\bagencies (?:involved|that|which|contributing|and)\b"
     r"|\bforeword\b|\bpreface\b|\bletter from\b|\bnote on publication\b|\babout this (?:report|review)\b"
     r"|\bwhy this (?:review|case)\b"
     r"|\baction plan\b|\bfootnotes\b|\bcontents\b|\bapologies\b|\battendance\b|\bdeclarations? of interest\b"
     r"|\bprevious meeting\b"
     r"|\bpublic questions\b|\bwork programme\b|\bnext meeting\b|\blimits of the review\b"
     r"|\bquestions (?:set )?for (?:the|this) review\b|\bquestions the review\b|\bthe period (?:and|under)\b"
     r"|^summary$", "other"),
    (r"\bresponses?\b|\bprogress (?:since|made)\b|\bwhat has changed\b|\bresolutions?\b|\bactions? (?:taken"
     r"|already)\b|\bdevelopments since\b", "response"),
    (r"\bprogress against\b", "narrative"),
    (r"\brecommendations?\b|\bquestions for the (?:board|partnership|safeguarding partners)\b"
     r"|\bwhat should happen\b", "recommendation"),
    (r"\bgood practice\b|\bworked well\b|\bstrengths\b|\bpositive practice\b|\bwent well\b", "good_practice"),
    (r"\blearning points?\b|\bkey learning\b|\blessons?\b|^\W*[\d.]*\s*what (?:\w+ ){0,4}learn(?:ed|t)\b"
     r"|\blearning\b|\bconsiderations? for\b|\bquestions for (?:teams|practi\w+|discussion|reflection)\b", "learning"),
    (r"\bchronology\b|\btimeline\b|\bkey (?:practice )?episodes\b|\bkey (?:events|dates)\b"
     r"|\bsequence of events\b|\bstory\b", "chronology"),
    (r"\bfindings?\b|\banalysis\b|\bwhat we found\b|\bappraisal of practice\b", "finding"),
    (r"\bconclusions?\b|\bnarrative\b|\bwhat happened\b|\bfamily\b|\bintroduction\b", "narrative"),
)  # fmt: skip
_LEADS: tuple[tuple[str, PassageKind], ...] = (
    (r"^recommendations?\s+\d", "recommendation"),
    (r"^(?:learning points?|key learning|lessons?)(?:\s+\d+)?\s*[:.]", "learning"),
    (r"^findings?\s+\d", "finding"),
    (r"^good practice\s*[:.]", "good_practice"),
    (r"^(?:response|government response)\s*:", "response"),
    (r"^RESOLVED\b", "response"),
    (r"^(?:we|I) recommend\b|\bwe (?:therefore )?recommend that\b|\bthe review recommends\b", "recommendation"),
)  # fmt: skip
# What a whole document is when no heading tells: a response answers, guidance and comment are not the story of a case.
_DEFAULTS: dict[str, PassageKind] = {
    "response": "response", "guidance": "other", "blog": "other", "opinion": "other", "press report": "narrative",
}  # fmt: skip
_WHEN = re.compile(r"^(?:dates?|when|period|month|year|time)\b", re.IGNORECASE)
_FINDING_TITLE = re.compile(r"^finding \d", re.IGNORECASE)


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
        return "commentary", "opinion"
    if _PRESS.search(opening) or re.search(r"[”\"] (?:he|she|they|\w+ \w+) said\b|\bsaid:? [“\"]", opening):
        return "press", "press report"
    return "other", None


def _speaks_as_review(title: str, opening: str) -> bool:
    formal = len({m.lower() for m in _FORMAL.findall(opening)})
    spoken = (
        len(_PRESS.findall(opening)) + len(re.findall(r"\bsaid\b|\btold\b", opening)) + len(_COMMENT.findall(opening))
    )
    return formal >= 2 and spoken <= 2 * formal


def with_kinds(paragraphs: Sequence[Paragraph], kind: str | None) -> tuple[Paragraph, ...]:
    """The paragraphs with the kind that their own lead-in, their table or box, else the nearest telling heading gives.

    ``kind`` is the kind of document: in a response, a comment or guidance headings that name recommendations or
    findings speak of somebody else's.
    """
    default = _DEFAULTS.get(kind or "", "narrative")
    whole = kind in _DEFAULTS and kind != "guidance"
    chapters = {p.section[0] for p in paragraphs if p.section and _FINDING_TITLE.match(p.section[-1])}
    table: PassageKind | None = None
    lead: PassageKind | None = None
    out: list[Paragraph] = []
    for i, p in enumerate(paragraphs):
        starts_table = p.role == "row" and (i == 0 or paragraphs[i - 1].role != "row")
        own = None if whole else _by_lead(p)
        lead = own if p.role != "bullet" or own else lead
        section = _by_headings(p, default if whole else None)
        section = section or ("finding" if p.section and p.section[0] in chapters else default)
        if starts_table:
            table = _by_head([x.text for x in paragraphs[i : i + 6]], section, default)
        elif p.role != "row":
            table = None
        out.append(replace(p, kind="other" if p.role == "note" else table or lead or section))
    return tuple(out)


def _by_lead(paragraph: Paragraph) -> PassageKind | None:
    for pattern, kind in _LEADS:
        if re.search(pattern, paragraph.text[:160], re.IGNORECASE):
            return kind
    return _match(paragraph.label) if paragraph.label else None


def _by_headings(paragraph: Paragraph, only: PassageKind | None) -> PassageKind | None:
    """What the nearest telling heading says. ``only``: the document's own kind, which no heading but a dull one changes."""
    for heading in reversed(paragraph.section):
        kind = _match(heading)
        if kind and (only is None or kind == "other"):
            return kind
        if kind is None and re.match(r"^(?:appendix|annex)\b", heading, re.IGNORECASE):
            return "other"
    return only


def _match(heading: str) -> PassageKind | None:
    return next((kind for pattern, kind in _HEADINGS if re.search(pattern, heading, re.IGNORECASE)), None)


def _by_head(cells: Sequence[str], section: PassageKind, default: PassageKind) -> PassageKind:
    """The kind of a table from its first cells: dates make a chronology; a plain table inside a story is "other"."""
    if _WHEN.match(cells[0]) and len(cells[0].split()) <= 4:
        return "chronology"
    if any(re.match(r"^recommendations?$", cell, re.IGNORECASE) for cell in cells):
        return section if section == "response" else "recommendation"
    return "other" if section == default == "narrative" else section

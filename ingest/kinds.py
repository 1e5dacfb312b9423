"""What kind of passage a paragraph is: named rules over lead-ins, tables, headings and words, each with its reason.

When no rule speaks, the paragraph is narrative, or what its document is as a whole: a story is never called learning.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.records import Paragraph, PassageKind

Rules = tuple[tuple[str, PassageKind], ...]

# What the heading nearest above says of the paragraphs beneath; the first rule that fits decides.
_HEADINGS: Rules = (
    (r"^recommendations? \d", "recommendation"),
    (r"^findings? \d", "finding"),
    (r"^(?:learning points?|lessons?) \d", "learning"),
    (r"\brecommendations? (?:\w+ ){0,2}(?:by|from) (?:\w+ ){0,2}agenc|\bfor themselves\b", "recommendation"),
    (r"\bterms of reference\b|\bmethodology\b|\bhow (?:the|this) review (?:was|has been)\b"
     r"|^\W*[\d.]*\s*(?:scope|method|people|selection|evidence)$|\bnote on (?:language|terms|words|names)\b|^signed\b"
     r"|\bglossary\b|\babbreviations?\b|\bwords used in\b|\bwords and\b(?!.* between)|\bterms used\b"
     r"|\backnowledge?ments\b"
     r"|\bagencies (?:involved|that|which|contributing|and)\b"
     r"|\bforeword\b|\bpreface\b|\bletter from\b|\bnote on publication\b|\babout this (?:report|review)\b"
     r"|\bwhy this (?:review|case)\b"
     r"|\baction plan\b|\bfootnotes\b|\bcontents\b|\bapologies\b|\battendance\b|\bdeclarations? of interest\b"
     r"|\bprevious meeting\b"
     r"|\bpublic questions\b|\bwork programme\b|\bnext meeting\b|\blimits of the review\b"
     r"|\bquestions (?:set )?for (?:the|this) review\b|\bquestions the review\b|\bthe period (?:and|under)\b"
     r"|^summary$", "other"),
    (r"^\W*(?:\d[\d.]*\s+)?what happened\b", "narrative"),
    (r"\bresponses? (?:to|of) (?:\w+ ){0,4}(?:reviews?|reports?|recommendations?|findings?|inquiry)\b"
        r"|\b(?:government|partnership|board|council|committee|agenc\w+|our)(?:[’']s|s[’'])?"
        r" (?:first |initial |full )?responses?$|^\W*[\d.]*\s*(?:the )?responses?$|\bprogress (?:since|made)\b"
        r"|\bresponses? to each\b|\bwhat has changed\b|^\W*[\d.]*\s*resolutions?\b|\bactions? (?:taken|already)\b"
        r"|\bdevelopments since\b",
        "response"),
    (r"\bprogress against\b", "narrative"),
    (r"\brecommendations?\b|\bquestions for the (?:board|partnership|safeguarding partners)\b"
     r"|\bwhat should happen\b", "recommendation"),
    (r"\bgood practice\b|\bworked well\b|\bstrengths\b|\bpositive practice\b|\bwent well\b", "good_practice"),
    (r"\blearning points?\b|\bkey learning\b|\blessons?\b|^\W*[\d.]*\s*what (?:\w+ ){0,4}learn(?:ed|t)\b"
     r"|\blearning\b|\bconsiderations? for\b|\bquestions for (?:teams|practi\w+|discussion|reflection)\b", "learning"),
    (r"\bchronology\b|\btimeline\b|\bkey (?:practice )?episodes\b|\bkey (?:events|dates)\b"
        r"|\bsignificant (?:events|dates)\b"
     r"|\bsequence of events\b|\bstory\b", "chronology"),
    (r"\bfindings?\b|\banalysis\b|\bwhat (?:we|the \w+) (?:found|shows?|showed|tells?)\b|\bwhat the \w+ data\b"
     r"|\bappraisal of practice\b", "finding"),
    (r"\bconclusions?\b|\bnarrative\b|\bintroduction\b", "narrative"),
)  # fmt: skip
# Words that tell only where no chapter above says more: "Fathers and the wider family" within an analysis is analysis.
_WEAK: Rules = ((r"\bfamily\b|\bhousehold\b", "narrative"),)
_LEADS: Rules = (
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
_CASE = re.compile(r"\bserious case review\b|\bpractice review\b|\bChild [A-Z]\b", re.IGNORECASE)
_ACCEPTED = re.compile(
    r"\b(?:recommendations? (?:ha(?:d|ve|s) been|were|was|(?:is|are)) (?:all |fully )?accepted"
    r"|accept(?:s|ed)? (?:all |each |every )?(?:of )?(?:the|its|their) (?:\w+ )?(?:recommendations?|findings))\b",
    re.IGNORECASE,
)
_ANSWERED = re.compile(r"Recommendations?(?: \d{1,3}[a-z]?)?: (?=[A-Z])")
_ANSWERED_BOX = re.compile(r"\brecommendation(?: \d{1,3}[a-z]?)?$", re.IGNORECASE)
_COMMITS = re.compile(r"^(?:The )?[A-Z][\w’'&-]*(?: [\w’'&-]+){0,7} (?:will|ha(?:s|ve)(?: now| since)? \w+ed)\b")
_ASKS = re.compile(r"\b(?:should|recommend\w*)\b")
_APPENDIX = re.compile(r"^(?:appendix|annex)\b", re.IGNORECASE)
_WHEN = re.compile(r"^(?:dates?|when|period|month|year|time)\b", re.IGNORECASE)
_DAY = re.compile(
    r"^(?:\d{1,2}(?:st|nd|rd|th)? )?(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december) (?:\d{1,2},? )?(?:19|20)\d\d\b.{0,30}$", re.IGNORECASE,
)  # fmt: skip
_DAY_FIRST = re.compile(r"^\d{1,2} (?:[A-Z][a-z]+) (?:19|20)\d\d [A-Z]")  # a row that was read as one line
_FINDING_TITLE = re.compile(r"^finding \d", re.IGNORECASE)
_FAMILY = re.compile(r"\bfamily\b|\bhousehold\b", re.IGNORECASE)
_GENERAL = re.compile(r"\b(?:should|ought|must|needs?|has to|have to|reason)\b", re.IGNORECASE)
_ANY = re.compile(r"(?:An?|Any|Every|When an?|If an?) [a-z]")
_PRESENT = re.compile(r"\b(?:is|are|does|do|has|have|should|ought|must|needs?|can|cannot|may|will)\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:was|were|had|did)\b", re.IGNORECASE)
_NAMES = re.compile(
    r"(?<![.!?:] )(?<![.!?][’”'\"] )(?<=[a-z,;’”'\") ] )(?!(?:GP|MASH|CAF|I|LADO|IRO|CAMHS|A|DNA"
    r"|Did)s?\b)[A-Z][\w’']*|\d{2,}"
)
_OWN = re.compile(
    r"\b(?:panel|author|review(?:er|ers)?|this (?:case|child|family)|in this|here|it (?:was|is)|groups"
    r"|the (?:school|social worker|mother|father|health visitor|nurse|hospital))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The kind of a passage and the rule that decided, in words."""

    kind: PassageKind
    reason: str


def with_kinds(paragraphs: Sequence[Paragraph], kind: str | None) -> tuple[Paragraph, ...]:
    """The paragraphs with the kind that their own lead-in, their table or box, else the nearest telling heading gives.

    ``kind`` is the kind of document: in a response, a comment or guidance headings that name recommendations or
    findings speak of somebody else's.
    """
    default = _default(paragraphs, kind)
    whole = kind in _DEFAULTS and kind != "guidance"
    chapters = {p.section[0] for p in paragraphs if p.section and _FINDING_TITLE.match(p.section[-1])}
    table: Decision | None = None
    lead: Decision | None = None
    out: list[Paragraph] = []
    for i, p in enumerate(paragraphs):
        own = _quoted(p) if whole else _by_lead(p)
        lead = own if p.role != "bullet" or own else lead
        section = _by_headings(p.section, default, whole=whole, chapters=chapters)
        if p.role == "row" and table is None:
            table = _by_head([x.text for x in paragraphs[i : i + 6]], section, p.section)
        elif p.role != "row" and not (table and table.kind == "chronology" and _DAY_FIRST.match(p.text)):
            table = None
        note = Decision(kind="other", reason="a footnote") if p.role == "note" else None
        taken = note or table or lead or _by_words(p, section, kind) or section
        out.append(replace(p, kind=taken.kind, reason=taken.reason))
    return tuple(out)


def _default(paragraphs: Sequence[Paragraph], kind: str | None) -> Decision:
    """What a paragraph is when no rule speaks. The press tells a story only when it reports on a case."""
    taken = _DEFAULTS.get(kind or "", "narrative")
    if kind == "press report" and not any(_CASE.search(p.text) for p in paragraphs):
        return Decision(kind="other", reason="a press report that is on no single case")
    return Decision(kind=taken, reason=f"the whole document is a {kind}" if kind in _DEFAULTS else "no rule speaks")


def _by_lead(paragraph: Paragraph) -> Decision | None:
    for pattern, kind in _LEADS:
        match = re.search(pattern, paragraph.text[:160], re.IGNORECASE)
        if match:
            return Decision(kind=kind, reason=f'lead "{match.group()}"')
    kind_of_box = _match(paragraph.label, _HEADINGS) if paragraph.label else None
    return Decision(kind=kind_of_box, reason=f'box "{paragraph.label}"') if kind_of_box else None


def _quoted(paragraph: Paragraph) -> Decision | None:
    """What a response prints of the report that it answers: a recommendation by its lead-in or in its own box."""
    match = _ANSWERED.match(paragraph.text) or _ANSWERED_BOX.search(paragraph.label or "")
    return Decision(kind="recommendation", reason=f'it quotes: "{match.group()}"') if match else None


def _by_headings(section: Sequence[str], default: Decision, *, whole: bool, chapters: set[str]) -> Decision:
    """What the nearest telling heading says. ``whole``: no heading but a dull one changes what the document is."""
    for heading in reversed(section):
        kind = _match(heading, _HEADINGS)
        if kind and (not whole or kind == "other"):
            return Decision(kind=kind, reason=f'heading "{heading}"')
        if kind is None and _APPENDIX.match(heading):
            return Decision(kind="other", reason=f'heading "{heading}"')
    if section and section[0] in chapters:
        return Decision(kind="finding", reason=f'numbered findings in "{section[0]}"')
    if default.kind == "narrative":
        for heading in reversed(section):
            if _match(heading, _WEAK):
                return Decision(kind="narrative", reason=f'heading "{heading}"')
    return default


def _by_words(paragraph: Paragraph, section: Decision, kind: str | None) -> Decision | None:
    """What the paragraph's own words say, where its section leaves room."""
    text = paragraph.text
    if kind == "press report":
        match = _ACCEPTED.search(text)
        return Decision(kind="response", reason=f'words "{match.group()}"') if match else None
    if section.kind == "recommendation" and paragraph.role == "body":
        commits = _COMMITS.match(text)
        if commits and not _ASKS.search(text) and paragraph.section[-1:] and _APPENDIX.match(paragraph.section[0]):
            return Decision(kind="response", reason=f'it commits: "{commits.group()}"')
    if section.kind == "finding" and paragraph.role == "body" and speaks_in_general(text):
        return Decision(
            kind="learning", reason="it speaks in general: present tense, what ought to be, no name, no date"
        )
    return None


def speaks_in_general(text: str) -> bool:
    """Whether a paragraph says what holds for any child: in the present tense, with an "ought", no name and no date."""
    first = re.split(r"(?<=[.!?]) ", text, maxsplit=1)[0]
    if not (_GENERAL.search(text) or _ANY.match(text)) or _NAMES.search(text) or _OWN.search(first):
        return False
    return 3 * len(_PAST.findall(text)) <= len(_PRESENT.findall(text))


def _match(heading: str, rules: Rules) -> PassageKind | None:
    return next((kind for pattern, kind in rules if re.search(pattern, heading, re.IGNORECASE)), None)


def _by_head(cells: Sequence[str], section: Decision, path: Sequence[str]) -> Decision:
    """The kind of a table from its first cells: dates make a chronology, a list of people is no story."""
    if _WHEN.match(cells[0]) and len(cells[0].split()) <= 4:
        return Decision(kind="chronology", reason=f'table head "{cells[0]}"')
    if section.kind == "narrative" and sum(_DAY.match(cell) is not None for cell in cells) > 1:
        return Decision(kind="chronology", reason="a table whose rows begin with dates")
    for cell in cells:
        if re.match(r"^recommendations?$", cell, re.IGNORECASE) and section.kind != "response":
            return Decision(kind="recommendation", reason=f'table head "{cell}"')
    if section.kind == "narrative" and any(_FAMILY.search(h) for h in path):
        return Decision(kind="other", reason=f'a table beneath "{path[-1]}"')
    return section

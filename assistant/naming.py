"""Which documents a question means, from the ways in which it names them, and which it names that are not held."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.document_names import NOUN, Cue, cues_in, lettered_in
from ingest.catalogue import Held
from ingest.records import SourceKind

_YEAR = r"(?:19|20)\d{2}"
_LINK = r"(?: (?:and|or|,|&) ?|, ?| and the | or the )"
_YEARS_BEFORE = re.compile(
    rf"\b(?P<years>{_YEAR}(?:{_LINK}{_YEAR})*)(?:[’']s?)? (?:(?!(?:and|or|did|the|to|when|in|on|at|for|was"
    rf"|were)\b)[\w’'-]+ )"
    rf"{{0,4}}?(?:{NOUN}|case)\b",
    re.IGNORECASE,
)
_YEARS_AFTER = re.compile(
    rf"\b(?:{NOUN})\b(?: (?!(?:and|or|that|which)\b)[\w’'-]+){{0,4}}?(?: (?:of|from|in|for|dated|published in"
    rf"|issued in),?| ?\(|,)? ?"
    rf"(?<!\bthe )(?P<years>{_YEAR}(?:{_LINK}{_YEAR})*)\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    rf"\b(?:published|issued|released|dated|written|came out) (?:in|on|during) (?:\w+ )?(?P<years>{_YEAR})"
)
_RANK = re.compile(
    r"\b(?P<first>first|earlier|earliest|older|oldest|original|previous)\b|\b(?P<last>second|later|latest|newest|newer"
    r"|more recent|most recent)\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\bcompar|\bdiffer|\bcontrast|\bin common\b|\bboth\b|\bversus\b|\bvs\b|\bsimilarit|\balike\b|\bchanged? (?:from"
    r"|between)\b"
    r"|\bas well as\b|\beither\b|\bbetween the\b.*\band\b",
    re.IGNORECASE,
)
_SOURCES: tuple[tuple[str, frozenset[SourceKind], str], ...] = (
    (r"\bpress\b|\bnews ?papers?\b|\bnews (?:report|stor|article)|\bjournalis|\breporter|\bthe papers?\b|\bmedia "
     r"coverage\b"
     r"|\bpress coverage\b|\bheadlines?\b", frozenset({"press"}), ""),
    (r"\bblog(?:s|ger|post)?\b|\bblog ", frozenset({"commentary"}), "blog"),
    (r"\bopinion (?:piece|article|column)|\bcolumn(?:ist)?\b|\bcommentar(?:y|ies)\b|\bcomment piece\b",
     frozenset({"commentary"}), ""),
    (r"\bminutes of\b|\bthe minutes\b|\bcommittee minutes\b|\bscrutiny (?:committee|meeting|minutes)|\bcouncillors\b"
     r"|\b[A-Z]\w+ minutes\b", frozenset({"minutes"}), ""),
    (r"\bguidance (?:document|of|from|note|say|tell|advise)|\b(?:19|20)\d{2} (?:\w+ ){0,2}guidance\b"
     r"|\b[A-Z]\w+(?:[’']s)? (?:\w+ )?guidance\b", frozenset({"guidance"}), ""),
    (r"\b(?:government|partnership|board|council|official)(?:[’']s)? response\b|\bin (?:its|their|our) (?:\w+ "
     r")?response|\bresponse to (?:the )?(?:[\w’'-]+ ){0,6}(?:review|report|inquiry|recommendation)|\brespond(?:ed"
     r"|s)? to (?:the )?(?:[\w’'-]+ ){0,6}(?:review|report|inquiry|recommendation)"
     r"|\bresponse document\b|\bwhat did we say in\b", frozenset({"other"}), "response"),
)  # fmt: skip
_OWN = re.compile(
    r"\b(?:did|does|do|has|have)\b[^?.,]{0,60}\b(?:reviews?|SCRs?|LCSPRs?|reports?)\b[^?.,]{0,25}\b(?:recommend"
    r"|f[io]u?nd"
    r"|conclude|identif|say|ask for|make|made|call for|suggest|teach|want|invite)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    rf"\b(?:{NOUN}|cases?|library|documents?|recommendations?|findings?)\b|\b(?:19|20)\d{{2}}\b", re.IGNORECASE
)
_PART = re.compile(r"\b(module|phase|volume|part) (\d{1,2}[A-C]?)\b", re.IGNORECASE)
_NATIONAL = re.compile(
    r"\bnational (?:thematic |panel |child safeguarding )*(?:review|panel|recommendations?|report)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """``named`` and ``hinted`` are ids of documents, ``sides`` groups of ids that the question sets side by side.

    ``unheld`` are namings, in the question's words, of documents or children that no document held is about.
    """

    named: tuple[str, ...]
    hinted: tuple[str, ...]
    sides: tuple[tuple[str, ...], ...]
    unheld: tuple[str, ...]
    sources: tuple[SourceKind, ...]
    cues: tuple[Cue, ...]
    years: tuple[int, ...]


def name_documents(text: str, documents: Sequence[Held]) -> Naming:
    """The documents that ``text`` is about. None is named for sure by a year or a kind of source alone."""
    cues = cues_in(text, documents)
    by_id = {held.id: held for held in documents}
    years = years_of_documents(text)
    sources = [(kinds, kind) for pattern, kinds, kind in _SOURCES if re.search(pattern, text, re.IGNORECASE)]
    certain = [cue for cue in cues if cue.certain and cue.kind not in ("person", "hint")]
    certain = [] if all(cue.kind == "place" for cue in certain) and not _ABOUT.search(text) else certain
    chosen = _narrowed(_together(certain), sources, text, by_id)
    if not chosen and not certain:
        chosen = _by_kind_alone(text, sources, documents) or _by_hint_and_year(cues, years, by_id)
    chosen = _of_part(chosen, text, by_id)
    dated = _of_years(chosen, years, by_id)
    unheld = [name for start, _, name in lettered_in(text) if not any(c.start <= start < c.end for c in cues)]
    if chosen and years and not dated and all(by_id[i].facts.year for i in chosen):
        unheld.append(f"{' and '.join(c.words for c in certain)} {', '.join(map(str, years))}".strip())
    elif years and dated:
        chosen = dated
    chosen = _ranked(chosen, text, by_id)
    hinted = {i for cue in cues for i in cue.documents} - chosen | _of_years(by_id, years, by_id) - chosen
    lost = bool(unheld) and not any(c.kind in ("subject", "title", "author") for c in certain)
    return Naming(
        named=() if lost else _in_order(chosen, documents),
        hinted=_in_order(hinted | (chosen if lost else set()), documents),
        sides=() if lost else _sides(text, certain, chosen, by_id),
        unheld=tuple(dict.fromkeys(unheld)), sources=tuple(sorted({k for kinds, _ in sources for k in kinds})),
        cues=tuple(cues), years=years,
    )  # fmt: skip


def years_of_documents(text: str) -> tuple[int, ...]:
    """The years by which ``text`` tells documents apart: "the 2009 review", "published in 2014"."""
    found: list[int] = []
    for pattern in (_YEARS_BEFORE, _YEARS_AFTER, _PUBLISHED):
        for match in pattern.finditer(text):
            if not re.search(r"\b(?:since|after|before|until|between|from)\s*$", text[: match.start("years")]):
                found += [int(year) for year in re.findall(_YEAR, match["years"])]
    return tuple(sorted(set(found)))


def _together(cues: Sequence[Cue]) -> set[str]:
    """The documents that every kind of cue allows, and those of any cue that none of these belongs to."""
    kinds: dict[str, set[str]] = {}
    for cue in cues:
        kinds.setdefault(cue.kind, set()).update(cue.documents)
    if not kinds:
        return set()
    chosen = set.intersection(*kinds.values())
    for cue in cues:
        if not chosen & cue.documents:
            chosen = chosen | cue.documents
    return chosen


def _narrowed(
    chosen: set[str], sources: Sequence[tuple[frozenset[SourceKind], str]], text: str, by_id: Mapping[str, Held]
) -> set[str]:
    """``chosen`` of the kinds of source that ``text`` speaks of; all of it where none is."""
    wanted = {i for kinds, kind in sources for i in by_id if _is_a(by_id[i], kinds, kind)}
    own = {i for i in chosen if by_id[i].facts.source_kind in ("review", "inquiry")}
    if not chosen:
        return set()
    if sources:
        return chosen & wanted or (chosen | wanted if len(wanted) <= 3 else chosen)
    if _NATIONAL.search(text):
        return chosen | {i for i in by_id if by_id[i].facts.kind == "national review"}
    reviews = _COMPARES.search(text) and re.search(r"\breviews\b", text, re.IGNORECASE)
    return own if own and (reviews or _OWN.search(text)) else chosen


def _by_kind_alone(
    text: str, sources: Sequence[tuple[frozenset[SourceKind], str]], documents: Sequence[Held]
) -> set[str]:
    """A national review where ``text`` speaks of one; the only document of its kind where one is spoken of."""
    chosen: set[str] = set()
    if _NATIONAL.search(text):
        chosen = {held.id for held in documents if held.facts.kind == "national review"}
    for kinds, kind in sources:
        fitting = {held.id for held in documents if _is_a(held, kinds, kind)}
        chosen |= fitting if len(fitting) == 1 or chosen else set()
    return chosen


def _by_hint_and_year(cues: Sequence[Cue], years: Sequence[int], by_id: Mapping[str, Held]) -> set[str]:
    """The only document of the year that the words of a title bring to mind: "the 2011 report on behaviour change"."""
    hinted = {i for cue in cues if cue.kind == "hint" for i in cue.documents}
    found = _of_years(hinted, years, by_id)
    return found if len(found) == 1 else set()


def _of_part(chosen: set[str], text: str, by_id: Mapping[str, Held]) -> set[str]:
    """Those of ``chosen`` whose titles have the module, phase or volume that ``text`` asks for."""
    asked = [(kind.lower(), number) for kind, number in _PART.findall(text)]
    parted = {
        i for i in chosen for kind, number in asked
        if re.search(rf"\b{kind}s?\b[^:]{{0,20}}\b{number}\b", by_id[i].facts.title, re.IGNORECASE)
    }  # fmt: skip
    return parted or chosen


def _is_a(held: Held, kinds: frozenset[SourceKind], kind: str) -> bool:
    return held.facts.source_kind in kinds and (not kind or held.facts.kind == kind)


def _of_years(chosen: Iterable[str], years: Sequence[int], by_id: Mapping[str, Held]) -> set[str]:
    return {i for i in chosen if by_id[i].facts.year in years}


def _ranked(chosen: set[str], text: str, by_id: Mapping[str, Held]) -> set[str]:
    """The earliest or latest of ``chosen`` where "the first", "the later" review is asked for."""
    match = re.search(
        rf"\bthe (?:{_RANK.pattern}) (?:of the )?(?:[A-Z][\w’'-]+ )?(?:{NOUN}|one)\b", text, re.IGNORECASE
    )
    years = sorted({by_id[i].facts.year or 0 for i in chosen if by_id[i].facts.source_kind == "review"})
    if match is None or len(years) < 2:
        return chosen
    return {i for i in chosen if by_id[i].facts.year == years[0 if match["first"] else -1]}


def _sides(text: str, cues: Sequence[Cue], chosen: set[str], by_id: Mapping[str, Held]) -> tuple[tuple[str, ...], ...]:
    """The groups that a comparison sets side by side: by what names them, else by year, else one document each."""
    if not _COMPARES.search(text) or len(chosen) < 2:
        return ()
    groups = list(dict.fromkeys(frozenset(cue.documents & chosen) for cue in cues if cue.documents & chosen))
    groups = [g for g in groups if not any(other < g for other in groups)]
    if len(set(_PART.findall(text))) > 1:
        groups = [frozenset(_of_part(chosen, " ".join(part), by_id)) for part in dict.fromkeys(_PART.findall(text))]
    if len(groups) < 2:
        years = sorted({by_id[i].facts.year or 0 for i in chosen})
        groups = [frozenset(i for i in chosen if (by_id[i].facts.year or 0) == year) for year in years]
    return tuple(tuple(sorted(group)) for group in groups) if len(groups) > 1 else ()


def _in_order(ids: Iterable[str], documents: Sequence[Held]) -> tuple[str, ...]:
    wanted = set(ids)
    return tuple(held.id for held in documents if held.id in wanted)

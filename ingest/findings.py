"""The register of a document: each finding, recommendation and learning point once, with all its places."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from ingest.addressees import addressees
from ingest.agencies import agencies_in
from ingest.body_names import Names, read_names
from ingest.finding_leads import bare_label, read_lead
from ingest.finding_lists import free_units, reference_units, zone_units
from ingest.finding_tables import table_units
from ingest.finding_units import Unit, lead_units
from ingest.records import DocumentFacts, Finding, FindingPlace, Page, Paragraph
from ingest.themes import themes_in

ALIKE = 0.9  # share of the words that two printings of one finding have in common at least
_QUOTED = re.compile(r"[”\"]\s?\d{0,3}$")
_ASIDE = re.compile(
    r"\b(?:executive summary|summary|what should happen|at a glance|appendix|annex|list of|brought together"
    r"|action plan)\b",
    re.IGNORECASE,
)
_KEY = 36  # letters by which a repeat is looked for


def read_findings(
    pages: Sequence[Page], paragraphs: Sequence[Paragraph], facts: DocumentFacts, document_id: str
) -> tuple[Finding, ...]:
    """The register of a review or inquiry, in the order of its pages; empty for documents that only speak of others.

    ``pages`` must still have their lines: tables are read from where their cells stand.
    """
    if facts.source_kind not in ("review", "inquiry"):
        return ()
    units = _units(pages, paragraphs)
    names = read_names(paragraphs, facts.publisher)
    starts = _starts(paragraphs)
    used = frozenset(j for unit in units for j in unit.used)
    found = [
        _finding(group, _repeats(group[0], paragraphs, starts, used), names, document_id) for group in _groups(units)
    ]
    taken: dict[str, int] = {}
    return tuple(_own_id(finding, taken) for finding in found)


def _units(pages: Sequence[Page], paragraphs: Sequence[Paragraph]) -> list[Unit]:
    """All printings, in the order of the text."""
    units = [u for u in lead_units(paragraphs) if not _is_quoted(u.text)]
    units += table_units(pages, paragraphs)
    units += [u for u in reference_units(paragraphs) if not any(u.used & other.used for other in units)]
    units += zone_units(paragraphs, frozenset(j for u in units for j in u.used))
    if not any(u.kind == "recommendation" for u in units):
        units += free_units(paragraphs)
    return sorted(units, key=lambda unit: unit.at)


def _is_quoted(text: str) -> bool:
    """Whether the words end a quotation that began before them: they are somebody else's recommendation."""
    return _QUOTED.search(text) is not None and text.count("”") > text.count("“")


def _groups(units: Sequence[Unit]) -> list[list[Unit]]:
    """The printings of each finding together, the one where it is made first; in the order of the text."""
    groups: list[list[Unit]] = []
    for unit in units:
        home = next((g for g in groups if _same(g[0], unit)), None)
        if home is None:
            groups.append([unit])
        else:
            home.append(unit)
    for group in groups:
        group.sort(key=lambda u: (_is_aside(u), u.at))
    return groups


def _is_aside(unit: Unit) -> bool:
    return any(_ASIDE.search(heading) for heading in unit.place.section)


def _same(a: Unit, b: Unit) -> bool:
    """Whether two printings are of one finding: of one kind, and the same words or nearly so under the same number."""
    if a.kind != b.kind:
        return False
    first, second = bare(a.text), bare(b.text)
    if first == second:
        return True
    if a.number != b.number or a.number is None:
        return min(len(first), len(second)) > 80 and _alike(first, second, 0.97)
    return _alike(first, second, ALIKE) or bool(a.title) and a.title == b.title


def _alike(first: str, second: str, least: float) -> bool:
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) < 0.8 * len(longer):
        return False
    if shorter[:20] != longer[:20] and shorter[-20:] != longer[-20:]:
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= least and matcher.ratio() >= least


def bare(text: str) -> str:
    """The letters and digits of ``text`` in lower case: what layout and punctuation cannot change."""
    return re.sub(r"[\W_]+", "", text).lower()


def _starts(paragraphs: Sequence[Paragraph]) -> dict[str, list[int]]:
    """The paragraphs by the letters with which they begin, lead-ins and marks left off."""
    starts: dict[str, list[int]] = {}
    for i, paragraph in enumerate(paragraphs):
        if paragraph.role in ("body", "bullet") and len(paragraph.text) > 60:
            starts.setdefault(bare(_opening(paragraph.text))[:_KEY], []).append(i)
    return starts


def _opening(text: str) -> str:
    lead = read_lead(text)
    start = lead.end if lead else bare_label(text)
    return re.sub(r"^\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+", "", text[start : start + 200])


def _repeats(
    unit: Unit, paragraphs: Sequence[Paragraph], starts: dict[str, list[int]], used: frozenset[int]
) -> list[FindingPlace]:
    """Further places where a paragraph of the text says what the finding says, without announcing itself as one."""
    first = bare(unit.pieces[0].text)
    if len(first) < 60 or unit.kind == "finding" and unit.title:
        return []
    places = []
    for i in starts.get(first[:_KEY], ()):
        here = paragraphs[i]
        if i in used:
            continue
        words = bare(_opening(here.text[:200]) + here.text[200:])
        shorter, longer = sorted((words, first), key=len)
        if (
            longer.startswith(shorter[: int(ALIKE * len(shorter))])
            and len(shorter) > 0.6 * len(longer)
            or _alike(words, first, ALIKE)
        ):
            places.append(
                FindingPlace(
                    page=here.page_at(0),
                    page_end=here.page_at(len(here.text) - 1),
                    paragraph=here.number,
                    section=here.section,
                )
            )
    return places


def _finding(group: Sequence[Unit], repeats: Iterable[FindingPlace], names: Names, document_id: str) -> Finding:
    main = group[0]
    text = main.text
    others = sorted(
        {*(u.place for u in group[1:]), *repeats} - {main.place}, key=lambda p: (p.page or 0, p.paragraph or "")
    )
    to: tuple[str, ...] = ()
    if main.kind == "recommendation":
        printed = next((u.to for u in group if u.to), ())
        to = addressees(text, main.place.section, printed, names)
    digest = hashlib.sha256(f"{main.kind} {main.number} {bare(text)}".encode()).hexdigest()[:10]
    return Finding(
        id=f"{document_id}-{digest}",
        kind=main.kind,
        number=main.number,
        title=main.title,
        parts=tuple(piece.text for piece in main.pieces),
        places=(main.place, *others),
        addressed_to=to,
        agencies=tuple(dict.fromkeys((*agencies_in("; ".join(to)), *agencies_in(f"{main.title or ''} {text}")))),
        themes=themes_in(text, title=main.title or ""),
    )


def _own_id(finding: Finding, taken: dict[str, int]) -> Finding:
    """``finding`` with an id of its own, also when the document says the same twice in different chapters."""
    taken[finding.id] = taken.get(finding.id, 0) + 1
    count = taken[finding.id]
    return finding if count == 1 else replace(finding, id=f"{finding.id}-{count}")

"""The register over all documents: which findings the filters leave, and how many there are of each kind, theme, …"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

from assistant.records import Json
from ingest.agencies import AGENCIES, agencies_in, agency_spans
from ingest.catalogue import Held, HeldFinding
from ingest.errors import RequestError
from ingest.library import Library
from ingest.records import Finding, FindingKind, FindingPlace
from ingest.themes import find_theme, load_themes, word_stems


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFilters:
    """What the register is narrowed to. None or an empty string leaves that side open.

    ``theme`` is an id, a name or a way of putting it; ``addressed_to`` and ``agency`` are a name or a kind of body.
    """

    kind: FindingKind | None = None
    theme: str = ""
    addressed_to: str = ""
    agency: str = ""
    area: str = ""
    review_id: str = ""
    year_from: int | None = None
    year_to: int | None = None
    q: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A finding with the document that it is from."""

    finding: Finding
    document: Held


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The findings that the filters leave, by document and page, and their counts by facet, the most frequent first."""

    entries: tuple[Entry, ...]
    counts: Mapping[str, Mapping[str, int]]

    def as_json(self, *, limit: int | None = None, offset: int = 0) -> Json:
        """The shape of ``GET /v1/findings``; ``total`` and ``counts`` are of all, whatever part is shown."""
        shown = self.entries[offset:] if limit is None else self.entries[offset : offset + limit]
        return {
            "findings": [entry_json(entry) for entry in shown],
            "total": len(self.entries),
            "counts": {facet: dict(values) for facet, values in self.counts.items()},
        }


def read_register(library: Library, filters: RegisterFilters) -> Register:
    """The register of ``library`` as ``filters`` narrow it.

    Raises RequestError for a theme that the vocabulary does not have, or years the wrong way round.
    """
    documents = {held.id: held for held in library.catalogue.documents()}
    admits = _admission(filters)
    order = {document: place for place, document in enumerate(documents)}
    rows = sorted(library.catalogue.findings(), key=lambda row: order.get(row.document_id, len(order)))
    entries = tuple(entry for entry in _entries(rows, documents) if admits(entry))
    return Register(entries=entries, counts=_counts(entries))


def addressed(name: str, wanted: str) -> bool:
    """Whether ``name`` is ``wanted``: the same, the same in full, or of the kind of body that ``wanted`` names.

    "Children's social care" is a kind and finds every area's; "Northmarch Constabulary" is one body.
    """
    mine, asked = plain_name(name), plain_name(wanted)
    if not asked:
        return False
    return mine == asked or f" {asked} " in f" {mine} " or _kind_of_body(wanted) in _kinds_in(name)


def entry_json(entry: Entry) -> Json:
    """One finding in the shape of the contract."""
    finding = entry.finding
    main = finding.places[0]
    return {
        "finding_id": finding.id, "review_id": entry.document.id, "title": entry.document.facts.title,
        "kind": finding.kind, "number": finding.number, "text": finding.text, "page": main.page,
        "page_end": main.page_end, "paragraph": main.paragraph, "addressed_to": list(finding.addressed_to),
        "agencies": list(finding.agencies), "themes": list(finding.themes),
        "places": [_place_json(place) for place in finding.places],
    }  # fmt: skip


def place_words(place: FindingPlace) -> str:
    """Where a finding stands in words: "page 24–25, paragraph 4.12"; without pages the heading over it."""
    last = f"–{place.page_end}" if place.page_end not in (None, place.page) else ""
    parts = [f"page {place.page}{last}"] if place.page is not None else []
    if place.paragraph:
        parts.append(f"paragraph {place.paragraph}")
    if not parts and place.section:
        parts.append(f"“{place.section[-1]}”")
    return ", ".join(parts)


def theme_name(theme: str) -> str:
    """The name of a theme by its id."""
    return next((t.name for t in load_themes() if t.id == theme), theme.replace("_", " "))


def _place_json(place: FindingPlace) -> Json:
    return {**asdict(place), "section": list(place.section)}


def _entries(rows: Iterable[HeldFinding], documents: Mapping[str, Held]) -> Iterable[Entry]:
    """The rows whose document is held: one that is just being removed is not shown."""
    return (Entry(finding=r.finding, document=documents[r.document_id]) for r in rows if r.document_id in documents)


def _admission(filters: RegisterFilters) -> Callable[[Entry], bool]:
    theme = find_theme(filters.theme) if filters.theme else None
    if filters.theme and theme is None:
        raise RequestError(
            "the vocabulary has no such theme", thing=filters.theme, remedy="take one that /v1/findings counts"
        )
    first, last = filters.year_from, filters.year_to
    if first is not None and last is not None and first > last:
        raise RequestError("year_from is after year_to", thing=f"{first} > {last}", remedy="swap them")
    words = frozenset(word_stems(filters.q))

    def admits(entry: Entry) -> bool:
        finding, facts = entry.finding, entry.document.facts
        year = facts.year
        return (
            (filters.kind is None or finding.kind == filters.kind)
            and (theme is None or theme in finding.themes)
            and (not filters.addressed_to or _addresses(finding, filters.addressed_to))
            and (not filters.agency or _names_agency(finding, filters.agency))
            and (not filters.area or (facts.area or "").lower() == filters.area.lower())
            and (not filters.review_id or entry.document.id == filters.review_id)
            and (filters.year_from is None or year is not None and year >= filters.year_from)
            and (filters.year_to is None or year is not None and year <= filters.year_to)
            and (not words or words <= _words(f"{finding.number or ''} {finding.title or ''} {finding.text}"))
        )

    return admits


def _counts(entries: Sequence[Entry]) -> dict[str, dict[str, int]]:
    """How many of ``entries`` each value of a facet would leave if it were filtered by."""
    facets: dict[str, Counter[str]] = {
        "kind": Counter(e.finding.kind for e in entries),
        "theme": Counter(theme for e in entries for theme in e.finding.themes),
        "addressed_to": _addressee_counts(entries),
        "agency": Counter(agency for e in entries for agency in e.finding.agencies),
        "area": Counter(e.document.facts.area for e in entries if e.document.facts.area),
        "year": Counter(str(e.document.facts.year) for e in entries if e.document.facts.year),
        "review_id": Counter(e.document.id for e in entries),
    }
    return {facet: dict(sorted(n.items(), key=lambda item: (-item[1], item[0]))) for facet, n in facets.items()}


def _addressee_counts(entries: Sequence[Entry]) -> Counter[str]:
    named = [entry.finding.addressed_to for entry in entries if entry.finding.addressed_to]
    values: dict[str, str] = {}
    for names in named:
        for name in names:
            values.setdefault(plain_name(name), name)
    return Counter({name: sum(any(addressed(n, name) for n in names) for names in named) for name in values.values()})


def _addresses(finding: Finding, wanted: str) -> bool:
    return any(addressed(name, wanted) for name in finding.addressed_to)


def _names_agency(finding: Finding, wanted: str) -> bool:
    kind = _kind_of_body(wanted) or next(iter(agencies_in(wanted)), None)
    return kind in finding.agencies if kind else wanted.lower() in finding.text.lower()


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A name in lower case without marks and "the", so that two ways of writing it are alike."""
    words = "".join(c if c.isalnum() else " " for c in name.lower().replace("’", "").replace("'", "")).split()
    return " ".join(word for word in words if word != "the")


@lru_cache(maxsize=4096)
def _kinds_in(name: str) -> tuple[str, ...]:
    """The kinds of agencies in the name of a body; the same names are counted against each other again and again."""
    return tuple(agencies_in(name))


@lru_cache(maxsize=4096)
def _kind_of_body(wanted: str) -> str | None:
    """The kind of body that ``wanted`` names and nothing more; None for the name of a particular one."""
    named = next((agency for agency in AGENCIES if plain_name(agency) == plain_name(wanted)), None)
    spans = agency_spans(wanted.strip())
    whole = len(spans) == 1 and spans[0][:2] == (0, len(wanted.strip()))
    proper = any(word[:1].isupper() for word in wanted.split()[1:]) and not wanted.isupper()
    return named or (spans[0][2] if whole and not proper else None)


@lru_cache(maxsize=20_000)
def _words(text: str) -> frozenset[str]:
    return frozenset(word_stems(text))

"""What a reader can narrow the search to: each choice with how many documents or findings it leaves."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.place import passage_label, source_label
from assistant.records import Filters
from assistant.register import theme_name
from ingest.catalogue import Held
from ingest.library import Library
from ingest.records import PASSAGE_KINDS, PassageKind, SourceKind

MOST = 60  # values of a list; a library of hundreds of areas would make the first page heavy


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value to choose. ``count`` is None where it is not counted."""

    value: str
    label: str
    count: int | None
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The values of one filter, by the name under which a form sends them."""

    name: str
    title: str
    choices: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """All that can be chosen: as boxes to tick, as lists, and by year. ``taken`` counts the choices made."""

    boxes: tuple[Group, ...]
    lists: tuple[Group, ...]
    year_from: str
    year_to: str
    years: str
    taken: int


def narrowing(library: Library, filters: Filters) -> Narrowing:
    """What can be chosen in ``library``, with what ``filters`` have chosen already."""
    held = library.catalogue.documents()
    findings = [row.finding for row in library.catalogue.findings()]
    sources: Counter[str] = Counter(d.facts.source_kind for d in held)
    titles = {d.id: d.facts.title for d in held}
    only = [Option(value=i, label=titles.get(i, i), count=None, taken=True) for i in filters.review_ids]
    boxes = (
        Group(name="review_ids", title="Only this document" if len(only) == 1 else "Only these documents",
              choices=tuple(only)),
        _group("source_kinds", "Kind of source", sources, filters.source_kinds,
               {d.facts.source_kind: source_label(d.facts.source_kind).capitalize() for d in held}),
        Group(name="passage_kinds", title="Kind of passage", choices=tuple(_passage_kinds(filters.passage_kinds))),
    )  # fmt: skip
    themes = Counter(theme for f in findings for theme in f.themes)
    lists = (
        _group("kinds", "Kind of review", Counter(_said(d.facts.kind for d in held)), filters.kinds, {}),
        _group("areas", "Area", Counter(_said(d.facts.area for d in held)), filters.areas, {}),
        _group("themes", "Theme", themes, filters.themes, {theme: theme_name(theme) for theme in themes}),
        _group("agencies", "Agency", Counter(a for f in findings for a in f.agencies), filters.agencies, {}),
    )
    return Narrowing(
        boxes=tuple(group for group in boxes if group.choices), lists=tuple(group for group in lists if group.choices),
        year_from=str(filters.year_from or ""), year_to=str(filters.year_to or ""), years=_years(held),
        taken=sum(o.taken for g in (*boxes, *lists) for o in g.choices)
        + bool(filters.year_from) + bool(filters.year_to),
    )  # fmt: skip


def filter_words(filters: Filters) -> str:
    """What ``filters`` narrow the search to: "press reports; 2012 or later"."""
    sources: Sequence[SourceKind] = filters.source_kinds  # type: ignore[assignment]  # checked when they came in
    passages: Sequence[PassageKind] = filters.passage_kinds  # type: ignore[assignment]  # checked when they came in
    n = len(filters.review_ids)
    parts = (
        f"{n} chosen document{'' if n == 1 else 's'}" if n else "",
        ", ".join(map(source_label, sources)), ", ".join(map(passage_label, passages)), ", ".join(filters.kinds),
        ", ".join(filters.areas), ", ".join(map(theme_name, filters.themes)), ", ".join(filters.agencies),
        f"{filters.year_from} or later" if filters.year_from else "",
        f"{filters.year_to} or earlier" if filters.year_to else "",
    )  # fmt: skip
    return "; ".join(filter(None, parts))


def _group(name: str, title: str, counts: Mapping[str, int], taken: Sequence[str], labels: Mapping[str, str]) -> Group:
    """The most frequent values with their counts, and those taken whatever their count."""
    known = {value.lower() for value in taken}
    frequent = sorted(counts, key=lambda value: (-counts[value], value))[:MOST]
    values = [*frequent, *(v for v in counts if v not in frequent and v.lower() in known)]
    return Group(name=name, title=title, choices=tuple(
        Option(value=v, label=labels.get(v) or v[:1].upper() + v[1:], count=counts[v], taken=v.lower() in known)
        for v in values
    ))  # fmt: skip


def _passage_kinds(taken: Sequence[str]) -> Iterable[Option]:
    for kind in PASSAGE_KINDS:
        if label := passage_label(kind):
            yield Option(value=kind, label=label.capitalize(), count=None, taken=kind in taken)


def _said(values: Iterable[str | None]) -> Iterable[str]:
    return (value for value in values if value)


def _years(held: Sequence[Held]) -> str:
    years = sorted({d.facts.year for d in held if d.facts.year})
    if not years:
        return ""
    return str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"

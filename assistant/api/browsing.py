"""The page of the register: filters as a form and as links, each entry linked to its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationInfo, field_validator

from assistant.api import lookup
from assistant.api.findings import RegisterQuery
from assistant.api.state import Parts
from assistant.plots import DARK, LIGHT, draw_theme_years
from assistant.register import Entry, place_words, read_register, theme_name
from assistant.theme_years import themes_by_year
from ingest.errors import NotHeldError
from ingest.library import Library
from ingest.records import FindingKind, FindingPlace

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
PER_PAGE = 25
MOST = 12  # values of a facet that are shown as links
FACETS = (
    ("theme", "Themes"), ("addressed_to", "Addressed to"), ("agency", "Agencies named"), ("area", "Area"),
    ("year", "Year"),
)  # fmt: skip
KINDS: dict[FindingKind, str] = {
    "finding": "Findings", "recommendation": "Recommendations", "learning": "Learning points",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value of a facet: what it is called, how many it leaves, and the address that takes or lifts it."""

    label: str
    count: int
    url: str
    taken: bool


class BrowseQuery(RegisterQuery):
    """The filters and the page of the list. A form sends what was left empty; it counts as not given."""

    page: Annotated[int, Query(ge=1, le=100_000)] = 1

    @field_validator("kind", "year_from", "year_to", "page", mode="before")
    @classmethod
    def _left_empty(cls, value: object, info: ValidationInfo) -> object:
        return (1 if info.field_name == "page" else None) if value == "" else value


class PictureQuery(BrowseQuery):
    """The filters, and the colours in which a picture is drawn."""

    scheme: Literal["light", "dark"] = "light"


@router.get("/findings")
def browse(parts: Parts, query: Annotated[BrowseQuery, Query()]) -> HTMLResponse:
    """The register, narrowed by what the address says. These are filters and no questions, so they may stand in it."""
    register = read_register(parts.assistant.library, query.filters())
    given = _given(query)
    start = (query.page - 1) * PER_PAGE
    last = max(1, -(-len(register.entries) // PER_PAGE))
    facets = [
        (title, [_choice(facet, value, n, given) for value, n in _most(facet, register.counts[facet])])
        for facet, title in FACETS
    ]
    return parts.pages.respond(
        "findings.html", register=register, entries=register.entries[start : start + PER_PAGE], given=given,
        kinds=[_choice("kind", kind, n, given) for kind, n in register.counts["kind"].items()],
        facets=[(title, choices) for title, choices in facets if choices], start=start, page=query.page, last=last,
        at=lambda number: _address({**given, "page": str(number)}), where=place_words, theme_name=theme_name,
        link=place_link, query=urlencode(given), shown=_title_of(given, parts.assistant.library),
    )  # fmt: skip


@router.get("/findings/themes")
def themes(parts: Parts, query: Annotated[BrowseQuery, Query()]) -> HTMLResponse:
    """How often each theme comes up year by year: a picture, and the same as a table whose counts lead to the list."""
    table = themes_by_year(read_register(parts.assistant.library, query.filters()).entries)
    given = _given(query)
    return parts.pages.respond(
        "themes.html", table=table, query=urlencode(given), shown=_title_of(given, parts.assistant.library),
        at=lambda theme, year: _address({**given, "theme": theme, "year_from": str(year), "year_to": str(year)}),
    )  # fmt: skip


@router.get("/findings/themes.svg")
def themes_picture(parts: Parts, query: Annotated[PictureQuery, Query()]) -> Response:
    """The picture of themes by year."""
    table = themes_by_year(read_register(parts.assistant.library, query.filters()).entries)
    drawn = draw_theme_years(table, DARK if query.scheme == "dark" else LIGHT)
    return Response(drawn, media_type="image/svg+xml", headers={"Cache-Control": "private, max-age=60"})


@router.get("/findings/{finding_id}/places/{number}")
def place(finding_id: str, number: int, parts: Parts) -> RedirectResponse:
    """To the page on which a finding stands, its first sentence marked where it is found."""
    library = parts.assistant.library
    found = next((row for row in library.catalogue.findings() if row.finding.id == finding_id), None)
    if found is None or not 0 <= number < len(found.finding.places):
        raise NotHeldError("no such finding is held", thing=finding_id, remedy="/findings lists those that are")
    held = lookup.document(library, found.document_id)
    at = found.finding.places[number]
    mark = _mark(library, held.id, at, found.finding.parts[0])
    return RedirectResponse(f"/reviews/{held.id}/pages/{at.page or 1}{mark}", status_code=303)


def _mark(library: Library, document_id: str, at: FindingPlace, words: str) -> str:
    """The part of an address that marks the sentence with which ``words`` begin; empty when no passage holds it."""
    opening = words[:50]
    for passage in library.catalogue.passages_of(document_id):
        for i, sentence in enumerate(passage.sentences):
            begins = opening in sentence.text or words.startswith(sentence.text)
            if begins and sentence.page == at.page:
                return f"?{urlencode({'passage_id': passage.id, 'sentence': i})}#quote"
    return ""


def _given(query: BrowseQuery) -> dict[str, str]:
    return {name: str(value) for name, value in query.model_dump(exclude={"page"}).items() if value}


def _most(facet: str, counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The values of a facet that are shown: the most frequent, and all years in their order."""
    return sorted(counts.items(), reverse=True) if facet == "year" else list(counts.items())[:MOST]


def _choice(facet: str, value: str, count: int, given: dict[str, str]) -> Choice:
    names = ("year_from", "year_to") if facet == "year" else (facet,)
    taken = all(given.get(name) == value for name in names)
    rest = {name: known for name, known in given.items() if name not in names}
    label = theme_name(value) if facet == "theme" else KINDS.get(value, value)  # type: ignore[call-overload]  # other facets have other values
    url = _address(rest if taken else {**rest, **dict.fromkeys(names, value)})
    return Choice(label=label, count=count, url=url, taken=taken)


def _address(given: dict[str, str]) -> str:
    return f"/findings?{urlencode(given)}" if given else "/findings"


def place_link(entry: Entry, number: int) -> str:
    """The address that leads to the page of a finding's place, counted from 0."""
    return f"/findings/{entry.finding.id}/places/{number}"


def _title_of(given: dict[str, str], library: Library) -> str:
    """The title of the one document to which the register is narrowed; empty when it is not."""
    wanted = given.get("review_id")
    held = (d.facts.title for d in library.catalogue.documents() if d.id == wanted)
    return next(held, "") if wanted else ""

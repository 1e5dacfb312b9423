"""The page of the register: filters as a form and as links, each entry linked to its place."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationInfo, field_validator

from assistant.api import lookup
from assistant.api.findings import RegisterQuery
from assistant.api.state import Parts
from assistant.register import Entry, place_words, read_register, theme_name
from ingest.errors import NotHeldError
from ingest.library import Library
from ingest.records import FindingKind, FindingPlace

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
PER_PAGE = 50
MOST = 12  # values of a facet that are shown as links
FACETS = (("theme", "Themes"), ("addressed_to", "Addressed to"), ("agency", "Agencies named"), ("area", "Area"))
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


@router.get("/findings")
def browse(parts: Parts, query: Annotated[BrowseQuery, Query()]) -> HTMLResponse:
    """The register, narrowed by what the address says. These are filters and no questions, so they may stand in it."""
    register = read_register(parts.assistant.library, query.filters())
    given = {name: str(value) for name, value in query.model_dump(exclude={"page"}).items() if value}
    start = (query.page - 1) * PER_PAGE
    last = max(1, -(-len(register.entries) // PER_PAGE))
    facets = [
        (title, [_choice(facet, value, n, given) for value, n in list(register.counts[facet].items())[:MOST]])
        for facet, title in FACETS
    ]
    return parts.pages.respond(
        "findings.html", register=register, entries=register.entries[start : start + PER_PAGE], given=given,
        kinds=[_choice("kind", kind, n, given) for kind, n in register.counts["kind"].items()],
        facets=[(title, choices) for title, choices in facets if choices], start=start, page=query.page, last=last,
        at=lambda number: _address({**given, "page": str(number)}), where=place_words, theme_name=theme_name,
        link=_link, shown=_title_of(given, parts.assistant.library),
    )  # fmt: skip


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


def _choice(facet: str, value: str, count: int, given: dict[str, str]) -> Choice:
    taken = given.get(facet) == value
    rest = {name: known for name, known in given.items() if name != facet}
    label = theme_name(value) if facet == "theme" else KINDS.get(value, value)  # type: ignore[call-overload]  # other facets have other values
    return Choice(label=label, count=count, url=_address(rest if taken else {**rest, facet: value}), taken=taken)


def _address(given: dict[str, str]) -> str:
    return f"/findings?{urlencode(given)}" if given else "/findings"


def _link(entry: Entry, number: int) -> str:
    return f"/findings/{entry.finding.id}/places/{number}"


def _title_of(given: dict[str, str], library: Library) -> str:
    """The title of the one document to which the register is narrowed; empty when it is not."""
    wanted = given.get("review_id")
    held = (d.facts.title for d in library.catalogue.documents() if d.id == wanted)
    return next(held, "") if wanted else ""

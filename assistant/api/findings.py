"""The route of the register: findings, recommendations and learning points with filters and counts."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from assistant.api.replies import problems
from assistant.api.requests import MAX_QUESTION, Year
from assistant.api.state import Parts
from assistant.records import Json
from assistant.register import RegisterFilters, read_register
from ingest.records import FindingKind

router = APIRouter(tags=["register"])
LIMIT = 100
_PLACE = {"page": 12, "page_end": 13, "paragraph": "8.4", "section": ["8 Recommendations"]}
_FINDING: dict[str, Any] = {
    "finding_id": "888055933a71-7f0c21ab09", "review_id": "888055933a71", "title": "Serious Case Review: Child D",
    "kind": "recommendation", "number": "4",
    "text": "That every school in Cressmouth should send the council the child's attendance for the last three terms.",
    "page": 12, "page_end": 13, "paragraph": "8.4", "addressed_to": ["every school in Cressmouth"],
    "agencies": ["Schools", "Local authority"], "themes": ["education_and_school"], "places": [_PLACE],
}  # fmt: skip
_EXAMPLE: dict[str, Any] = {
    "findings": [_FINDING], "total": 1, "counts": {
        "kind": {"recommendation": 1}, "theme": {"education_and_school": 1},
        "addressed_to": {"every school in Cressmouth": 1}, "agency": {"Local authority": 1, "Schools": 1},
        "area": {"Cressmouth": 1}, "year": {"2014": 1}, "review_id": {"888055933a71": 1},
    },
}  # fmt: skip


class PlaceReply(BaseModel):
    """One place where a finding is printed."""

    page: int | None
    page_end: int | None
    paragraph: str | None
    section: list[str]


class FindingReply(BaseModel):
    """One record of the register. ``title`` is the document's; ``places`` begins with the one where it is made."""

    finding_id: str
    review_id: str
    title: str
    kind: FindingKind
    number: str | None = Field(description="as printed")
    text: str = Field(description="the whole words with their sub-points, without the lead-in")
    page: int | None
    page_end: int | None
    paragraph: str | None
    addressed_to: list[str] = Field(description="as the document says; empty when it does not")
    agencies: list[str] = Field(description="kinds of agencies named in it")
    themes: list[str] = Field(description="ids of the vocabulary of themes")
    places: list[PlaceReply]


class FindingsReply(BaseModel):
    """Part of the register; ``total`` and ``counts`` are of all that the filters leave."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    findings: list[FindingReply]
    total: int
    counts: dict[str, dict[str, int]] = Field(description="for each facet how many of these each value would leave")


class RegisterQuery(BaseModel):
    """What the register is narrowed to, as query parameters."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    kind: FindingKind | None = Field(default=None, description="only this kind")
    theme: str = Field(default="", max_length=200, description="a theme's id or name, or a way of putting it")
    addressed_to: str = Field(default="", max_length=200, description="a body by name, or a kind of body")
    agency: str = Field(default="", max_length=200, description="only those that name this kind of agency")
    area: str = Field(default="", max_length=200, description="only documents of this area")
    year_from: Year | None = Field(default=None, description="only documents of this year or later")
    year_to: Year | None = Field(default=None, description="only documents of this year or earlier")
    review_id: str = Field(default="", max_length=200, description="only this document")
    q: str = Field(default="", max_length=MAX_QUESTION, description="only those that hold all of these words")

    def filters(self) -> RegisterFilters:
        """The filters as a value."""
        return RegisterFilters(
            kind=self.kind, theme=self.theme, addressed_to=self.addressed_to, agency=self.agency, area=self.area,
            year_from=self.year_from, year_to=self.year_to, review_id=self.review_id, q=self.q,
        )  # fmt: skip


class FindingsQuery(RegisterQuery):
    """The filters and which part of the register to return."""

    limit: int = Field(default=LIMIT, ge=1, le=1000, description="the most findings to return")
    offset: int = Field(default=0, ge=0, le=1_000_000, description="how many to leave out before them")


@router.get("/v1/findings", response_model=FindingsReply, responses=problems(400, 422, 503))
def findings(query: Annotated[FindingsQuery, Query()], parts: Parts) -> Json:
    """The register of findings, recommendations and learning points, narrowed by filters, with counts by facet."""
    return read_register(parts.assistant.library, query.filters()).as_json(limit=query.limit, offset=query.offset)

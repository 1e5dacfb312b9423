"""The route that makes a seven-minute briefing."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.api.exports import FILES, file_response
from assistant.api.replies import problems
from assistant.api.requests import FilterFields
from assistant.api.state import Parts
from assistant.desk.briefings import MAX_TOPIC, briefing
from assistant.desk.exports import Format, exported

router = APIRouter(tags=["exports"])
Topic = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TOPIC, pattern=r"\S")]


class BriefingRequest(BaseModel):
    """What a briefing is to be about."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"topic": "missed appointments", "filters": {"year_from": 2015}, "format": "docx"}]
        },
    )

    topic: Topic = Field(description="a theme or a few words, 1 to 200 characters")
    filters: FilterFields = FilterFields()
    format: Format = Field(default="json", description="JSON, or a file: Word, PowerPoint, Markdown, HTML")


@router.post("/v1/briefings", response_class=Response, responses={**FILES, **problems(400, 403, 422, 503)})
def make_briefing(body: BriefingRequest, parts: Parts) -> Response:
    """A seven-minute briefing: seven headings, each filled by verified quotes or saying that none was found.

    Discussion questions and a facilitator's sheet with cited answers follow. It quotes reviews and inquiries only,
    unless `source_kinds` asks for others.
    """
    paper = briefing(parts.assistant, body.topic, body.filters.filters())
    return file_response(exported(paper, body.format))

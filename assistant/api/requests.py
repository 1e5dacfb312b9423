"""What strangers may send, checked: the question, the filters, the query. Keys that are not known are refused."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from assistant.records import Filters
from assistant.topic_filters import checked
from ingest.errors import RequestError
from ingest.records import PassageKind, SourceKind

MAX_QUESTION = 2000
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_QUESTION, pattern=r"\S")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"\S")]
Year = Annotated[int, Field(ge=1900, le=2100)]


def _whole(value: object) -> object:
    if isinstance(value, bool | str):
        raise ValueError("it is not a whole number")
    return value


Whole = Annotated[int, BeforeValidator(_whole)]  # as JSON Schema has it: 6.0 is one, "6" and true are not
Counted = Annotated[int, Field(ge=0, le=1000), BeforeValidator(_whole)]


class FilterFields(BaseModel):
    """What an answer may rest on. An empty list or null leaves that side open."""

    model_config = ConfigDict(extra="forbid")

    review_ids: list[Name] = Field(default=[], max_length=500, description="only these documents")
    areas: list[Name] = Field(default=[], max_length=100, description="only documents of these areas")
    kinds: list[Name] = Field(default=[], max_length=100, description="only these kinds of review")
    source_kinds: list[SourceKind] = Field(default=[], max_length=20, description="only these kinds of source")
    passage_kinds: list[PassageKind] = Field(default=[], max_length=20, description="only these kinds of passage")
    themes: list[Name] = Field(
        default=[],
        max_length=100,
        description="only passages on one of these themes, by id, name or a way of putting it",
    )
    agencies: list[Name] = Field(
        default=[], max_length=100, description="only passages that concern one of these agencies, by kind or by name"
    )
    year_from: Year | None = Field(default=None, description="only documents of this year or later")
    year_to: Year | None = Field(default=None, description="only documents of this year or earlier")

    def filters(self) -> Filters:
        """The filters as a value, themes by their ids and agencies by their names.

        Raises RequestError for a theme or an agency that is not known, or years the wrong way round.
        """
        if self.year_from is not None and self.year_to is not None and self.year_from > self.year_to:
            raise RequestError(
                "year_from is after year_to", thing=f"{self.year_from} > {self.year_to}", remedy="swap them"
            )
        filters = Filters(
            review_ids=tuple(self.review_ids), areas=tuple(self.areas), kinds=tuple(self.kinds),
            source_kinds=tuple(self.source_kinds), passage_kinds=tuple(self.passage_kinds),
            themes=tuple(self.themes), agencies=tuple(self.agencies), year_from=self.year_from, year_to=self.year_to,
        )  # fmt: skip
        return checked(filters)


class AskRequest(BaseModel):
    """A question."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "question": "What do reviews say about fathers who were not assessed?",
                    "conversation_id": None,
                    "filters": {"source_kinds": ["review"], "year_from": 2012},
                    "max_statements": 6,
                }
            ]
        },
    )

    question: Text = Field(description="1 to 2000 characters, white space at the ends not counted")
    conversation_id: Name | None = Field(
        default=None, description="as the answer before named it; null starts a conversation"
    )
    filters: FilterFields = FilterFields()
    max_statements: Whole = Field(default=6, ge=1, le=20, description="the most quotes the answer may hold")


class SearchQuery(FilterFields):
    """A query with its filters, as query parameters; a list is given by repeating its name."""

    q: Text = Field(description="the words to search for", examples=["unsafe sleep"])
    k: int = Field(default=10, ge=1, le=200, description="the most passages to return")

"""What a model's reply must be: one JSON object of statements with evidence labels. Nothing is mended."""

import re

from pydantic import BaseModel, ConfigDict, Field, ValidationError

_FENCED = re.compile(r"\A```(?:json)?\s*\n(.*)\n```\Z", re.DOTALL)


class WrittenStatement(BaseModel):
    """One statement and the labels of the evidence it rests on."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(min_length=1, max_length=1200)
    evidence: list[str] = Field(max_length=20)


class WrittenReply(BaseModel):
    """A whole reply."""

    model_config = ConfigDict(extra="forbid", strict=True)

    statements: list[WrittenStatement] = Field(max_length=50)


def parse_reply(text: str) -> WrittenReply | None:
    """The statements of a reply, None when it is not exactly what was asked for; a code fence around it is let pass."""
    fenced = _FENCED.match(text.strip())
    try:
        return WrittenReply.model_validate_json(fenced[1] if fenced else text)
    except ValidationError:
        return None

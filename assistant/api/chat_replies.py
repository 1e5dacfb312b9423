"""What the routes of conversations and feedback take and answer, described with an example each."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.api.replies import ANSWER_EXAMPLE, AnswerReply
from assistant.api.requests import Counted, Name
from assistant.store.feedback import Verdict

_HEAD: dict[str, Any] = {
    "conversation_id": "7d1f0f0c2b7a4a0f8f3f6d8b1d0f8a11",
    "title": "What do reviews say about fathers who were not assessed?",
    "started": "2026-11-02T09:14:03.120000+00:00", "changed": "2026-11-02T09:15:41.004000+00:00",
}  # fmt: skip
_TURN: dict[str, Any] = {
    "ordinal": 1, "question": "What do reviews say about fathers who were not assessed?",
    "asked": "2026-11-02T09:14:03.120000+00:00", "answer": ANSWER_EXAMPLE,
}  # fmt: skip


class TurnReply(BaseModel):
    """One turn: the question as it was typed, and the answer as it was shown."""

    ordinal: int = Field(description="counted from 1")
    question: str
    asked: str = Field(description="ISO 8601, UTC")
    answer: AnswerReply


class ConversationReply(BaseModel):
    """A conversation with its turns in order."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**_HEAD, "turns": [_TURN]}]})

    conversation_id: str
    title: str
    started: str
    changed: str
    turns: list[TurnReply]


class ConversationLineReply(BaseModel):
    """A conversation as a list shows it; ``turns`` is how many it has."""

    conversation_id: str
    title: str
    started: str
    changed: str
    turns: int


class ConversationsReply(BaseModel):
    """Conversations, the one asked in last first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"conversations": [{**_HEAD, "turns": 3}]}]})

    conversations: list[ConversationLineReply]


class TitleRequest(BaseModel):
    """Another title for a conversation."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"title": "Fathers"}]})

    title: Name


class FeedbackRequest(BaseModel):
    """A verdict. ``right``, ``wrong``, ``missing`` something, or a quote ``not_on_page``."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "answer_id": "0b6ec5b2c5d34b0a9d5a1d1f3f3c7d54",
                    "verdict": "missing",
                    "statement": None,
                    "comment": "Recommendation 4 says it too.",
                }
            ]
        },
    )

    answer_id: Name
    verdict: Verdict
    statement: Counted | None = Field(default=None, description="counted from 0; null: the whole answer")
    comment: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)] = ""


class FeedbackReply(BaseModel):
    """The verdict was kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"feedback_id": "4f0c9b1de2c74c53a3a9d1b2f0e6a7c8"}]})

    feedback_id: str

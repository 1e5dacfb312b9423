"""The OpenAI chat protocol as far as it is spoken here: what is taken, and the shapes of what is answered."""

import re
import time
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from assistant.api.requests import MAX_QUESTION, FilterFields, Whole
from assistant.footnotes import Marked
from assistant.records import Answer, Json
from ingest.errors import RequestError

MODEL = "review-assistant"
_TOKEN = re.compile(r"\w+|[^\w\s]")
_EXAMPLE: dict[str, Any] = {
    "model": MODEL,
    "messages": [{"role": "user", "content": "What do reviews say about fathers?"}],
}


class Part(BaseModel):
    """A part of a message; only text is read."""

    model_config = ConfigDict(extra="allow")

    type: str
    text: str = ""


class ChatMessage(BaseModel):
    """One message of the conversation that the client keeps."""

    model_config = ConfigDict(extra="allow")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """What it says. Raises RequestError when a user's message holds something else than text."""
        if not isinstance(self.content, list):
            return self.content or ""
        if self.role == "user" and any(part.type != "text" for part in self.content):
            raise RequestError("a message holds something else than text", thing="messages", remedy="send text alone")
        return "\n".join(part.text for part in self.content)


class StreamOptions(BaseModel):
    """What a stream is to hold."""

    model_config = ConfigDict(extra="allow")

    include_usage: StrictBool = False


class CompletionRequest(BaseModel):
    """A chat so far; its last message is the question. What steers a model's writing is taken and has no effect."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"examples": [_EXAMPLE]})

    model: Annotated[str, Field(min_length=1, max_length=200)]
    messages: list[ChatMessage] = Field(min_length=1)
    stream: StrictBool = False
    stream_options: StreamOptions | None = None
    n: int = Field(default=1, ge=1, le=1, description="one answer")
    filters: FilterFields = Field(default=FilterFields(), description="as in `/v1/ask`; not part of the protocol")
    max_statements: Whole = Field(default=6, ge=1, le=20, description="as in `/v1/ask`; not part of the protocol")

    @property
    def question(self) -> str:
        """The last message. Raises RequestError when it is not a user's, is empty or is too long."""
        last = self.messages[-1]
        text = last.text.strip() if last.role == "user" else ""
        if not text:
            raise RequestError("the last message is not a question", thing="messages", remedy="end with a user's text")
        if len(text) > MAX_QUESTION:
            raise RequestError(
                "the question is too long", thing="messages", remedy=f"ask in at most {MAX_QUESTION} characters"
            )
        return text


def completion(name: str, answer: Answer, text: str, marked: Sequence[Marked], prompt: str) -> Json:
    """A whole completion. ``review_answer`` is the body of ``POST /v1/ask``; it is not part of the protocol."""
    message = {"role": "assistant", "content": text, "refusal": None, "annotations": annotations(marked)}
    return {
        "id": name, "object": "chat.completion", "created": int(time.time()), "model": MODEL,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
        "usage": usage(prompt, text), "system_fingerprint": answer.library_version, "review_answer": answer.as_json(),
    }  # fmt: skip


def chunk(name: str, delta: Json, *, finish: str | None = None) -> Json:
    """One piece of a completion that is streamed."""
    return {
        "id": name, "object": "chat.completion.chunk", "created": int(time.time()), "model": MODEL,
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}],
    }  # fmt: skip


def annotations(marked: Sequence[Marked]) -> list[Json]:
    """The citations as the protocol has them: which stretch of the text rests on which address."""
    return [
        {
            "type": "url_citation",
            "url_citation": {
                "start_index": m.start, "end_index": m.end, "title": m.citation.title, "url": m.citation.url,
            },
        }
        for m in marked
    ]  # fmt: skip


def usage(prompt: str, text: str) -> Json:
    """Tokens counted as words and marks; those of a language model, if one wrote, are not counted here."""
    asked, said = len(_TOKEN.findall(prompt)), len(_TOKEN.findall(text))
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def failure(message: str, *, kind: str, param: str | None = None, code: str | None = None) -> Json:
    """An error as the protocol has it."""
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def model_json() -> Json:
    """The one model that is offered."""
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": "library"}


COMPLETION_EXAMPLE: dict[str, Any] = {
    "id": "chatcmpl-0b6ec5b2", "object": "chat.completion", "created": 1793613243, "model": MODEL,
    "choices": [{"index": 0, "finish_reason": "stop", "logprobs": None, "message": {
        "role": "assistant", "refusal": None, "annotations": [],
        "content": "“Father was not asked about his own childhood.”[^1]\n\n1 of 21 documents held bears on this.\n\n"
        "[^1]: Serious Case Review: Child D (2014), page 12, paragraph 4.12 [review, finding] <http://…>",
    }}],
    "usage": {"prompt_tokens": 11, "completion_tokens": 58, "total_tokens": 69},
    "system_fingerprint": "3f9a1c0d22b7", "review_answer": {"answer_id": "…", "citations": ["…"], "…": "…"},
}  # fmt: skip
STREAM_EXAMPLE = (
    'data: {"id": "chatcmpl-0b6ec5b2", "object": "chat.completion.chunk", "choices": '
    '[{"index": 0, "delta": {"content": "…"}, "finish_reason": null}], "…": "…"}\n\ndata: [DONE]\n\n'
)

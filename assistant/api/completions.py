"""The OpenAI chat protocol: the same answers, citations as footnotes in the text, for clients that speak nothing else.

The client keeps the conversation and sends it whole; the documents that earlier answers cited are read from the
addresses in their footnotes. Instructions in system messages have no effect: answers come from the documents alone.
"""

import json
import re
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from assistant.answering import OnStatement
from assistant.api import streaming
from assistant.api.completion_shapes import (
    COMPLETION_EXAMPLE,
    MODEL,
    STREAM_EXAMPLE,
    ChatMessage,
    CompletionRequest,
    annotations,
    chunk,
    completion,
    failure,
    model_json,
    usage,
)
from assistant.api.problems import field_errors, problem_of
from assistant.api.state import Parts
from assistant.chat import REMEMBERED, Chat, Message
from assistant.follow_ups import Turn, standalone
from assistant.footnotes import FootnotedText
from assistant.records import Answer, Citation, Json, Statement
from ingest.errors import AssistantError, NotHeldError, RequestError

_CITED = re.compile(r"/reviews/([0-9a-z]+)/pages/")
_MODELS: Json = {"object": "list", "data": [model_json()]}
_FAILURE = failure("the question is too long (messages)", kind="invalid_request_error", param="messages")
_FAILURES: dict[int | str, dict[str, Any]] = {
    status: {"description": what, "content": {"application/json": {"example": _FAILURE}}}
    for status, what in (
        (400, "The request is wrong"),
        (404, "No such model"),
        (502, "A model failed"),
        (503, "The set-up is not right"),
    )
}


class ProtocolRoute(APIRoute):
    """A route whose errors are those of the protocol."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler of the route with its errors put in the protocol's shape."""
        handler = super().get_route_handler()

        async def handling(request: Request) -> Response:
            try:
                return await handler(request)
            except RequestValidationError as error:
                found = field_errors(error)
                words = "; ".join(f"{e['field']} {e['detail']}" for e in found)
                body = failure(words, kind="invalid_request_error", param=found[0]["field"])
                return JSONResponse(body, status_code=400)
            except HTTPException as error:
                body = failure(f"{error.detail}: send JSON", kind="invalid_request_error")
                return JSONResponse(body, status_code=error.status_code, headers=error.headers)
            except AssistantError as error:
                return JSONResponse(error_body(error), status_code=problem_of(error).status)

        return handling


router = APIRouter(tags=["other clients"], route_class=ProtocolRoute)


@router.get("/v1/models", responses={200: {"content": {"application/json": {"example": _MODELS}}}})
def list_models() -> Json:
    """What may be named as `model`, as the OpenAI protocol has it: the library answers under one name."""
    return _MODELS


@router.get(
    "/v1/models/{model}",
    responses={200: {"content": {"application/json": {"example": model_json()}}}, 404: _FAILURES[404]},
)
def show_model(model: str) -> Json:
    """One model, as the OpenAI protocol has it."""
    _check(model)
    return model_json()


@router.post(
    "/v1/chat/completions",
    response_model=None,
    responses={
        200: {
            "content": {
                "application/json": {"example": COMPLETION_EXAMPLE},
                streaming.MEDIA_TYPE: {"example": STREAM_EXAMPLE},
            }
        },
        **_FAILURES,
    },
)
async def complete(request: Request, body: CompletionRequest, parts: Parts) -> Response:
    """Answer the last message of a chat, as the OpenAI protocol has it; `stream` sends each statement once verified.

    The text carries its citations as footnotes; `annotations` and `review_answer` (the body of `/v1/ask`) carry them
    as fields. `filters` and `max_statements` may be given as there.
    """
    _check(body.model)
    base = str(request.base_url).rstrip("/")
    prompt = " ".join(message.text for message in body.messages)
    message = Message(question=body.question, filters=body.filters.filters(), max_statements=body.max_statements)
    if body.stream:
        counted = bool(body.stream_options and body.stream_options.include_usage)
        return _Streamed(parts.chat, message, body.messages[:-1], base).response(prompt if counted else None)
    work = partial(_answered, parts.chat, message, body.messages[:-1])
    try:
        answer = await streaming.unless_left(request, work)
    except streaming.ClientLeftError:
        return Response(status_code=streaming.CLIENT_LEFT)
    text = FootnotedText(base)
    text.opening(parts.assistant.screening(message.question))
    held = {c.id: c for c in answer.citations}
    for statement in answer.statements:
        text.statement(statement, [held[name] for name in statement.citations])
    text.closing(answer)
    return JSONResponse(completion(_name(), answer, text.text, text.marked, prompt))


class _Streamed:
    """A completion that is sent while it is made."""

    def __init__(self, chat: Chat, message: Message, before: list[ChatMessage], base: str) -> None:
        self._ask = partial(_answered, chat, message, before)
        self._screening = partial(chat.assistant.screening, message.question)
        self._text = FootnotedText(base)
        self._name = _name()

    def response(self, prompt: str | None) -> streaming.EventStream:
        """The stream; with ``prompt`` it ends with the usage."""
        fault = failure("this is a fault of the product: the server's log has more", kind="server_error")
        return streaming.EventStream(partial(self._work, prompt), lambda: _data(fault))

    def _work(self, prompt: str | None, emit: streaming.Emit) -> None:
        def say(piece: str) -> None:
            if piece:
                emit(_data(chunk(self._name, {"content": piece})))

        def on_statement(statement: Statement, citations: tuple[Citation, ...]) -> None:
            say(self._text.statement(statement, citations))

        emit(_data(chunk(self._name, {"role": "assistant", "content": ""})))
        say(self._text.opening(self._screening()))
        try:
            answer = self._ask(on_statement)
        except AssistantError as error:
            emit(_data(error_body(error)))
            return
        say(self._text.closing(answer))
        last = chunk(self._name, {"annotations": annotations(self._text.marked)}, finish="stop")
        emit(_data({**last, "review_answer": answer.as_json()}))
        if prompt is not None:
            emit(_data({**last, "choices": [], "usage": usage(prompt, self._text.text)}))
        emit("data: [DONE]\n\n")


def _answered(chat: Chat, message: Message, before: list[ChatMessage], on_statement: OnStatement) -> Answer:
    """The answer to ``message`` read with the messages ``before`` it."""
    return chat.ask(replace(message, earlier=_turns(chat, before)), on_statement)


def _turns(chat: Chat, messages: list[ChatMessage]) -> tuple[Turn, ...]:
    """The latest turns of a chat that the client kept, as a follow-up is read with them."""
    pairs: list[tuple[str, str]] = []
    for message in messages:
        if message.role == "user" and message.text.strip():
            pairs.append((message.text.strip(), ""))
        elif message.role == "assistant" and pairs:
            pairs[-1] = (pairs[-1][0], pairs[-1][1] + message.text)
    latest = [(question, list(dict.fromkeys(_CITED.findall(said)))) for question, said in pairs[-REMEMBERED:]]
    held = chat.held([name for _, names in latest for name in names])
    turns: list[Turn] = []
    for question, names in latest:
        documents = tuple(held[name] for name in names if name in held)
        turns.append(Turn(question=standalone(question, turns).text, documents=documents))
    return tuple(turns)


def _check(model: str) -> None:
    if model != MODEL:
        raise NotHeldError("there is no such model", thing=model, remedy=f"name {MODEL}")


def _name() -> str:
    return f"chatcmpl-{uuid.uuid4().hex}"


def _data(body: Json) -> str:
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"


def error_body(error: AssistantError) -> Json:
    """An error of the product as the protocol has it."""
    if isinstance(error, NotHeldError):
        return failure(str(error), kind="invalid_request_error", param="model", code="model_not_found")
    if isinstance(error, RequestError):
        return failure(str(error), kind="invalid_request_error", param=error.thing or None)
    return failure(str(error), kind="server_error", code=problem_of(error).name)

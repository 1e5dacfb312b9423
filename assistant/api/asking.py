"""Routes that ask: an answer, ranked passages."""

from functools import partial
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request, Response

from assistant.api import streaming
from assistant.api.readers import Reader
from assistant.api.replies import AnswerReply, PassagesReply, problems
from assistant.api.requests import AskRequest, SearchQuery
from assistant.api.state import Parts
from assistant.chat import Message
from assistant.records import Json
from assistant.shapes import passage_json

router = APIRouter(tags=["asking"])


async def wants_events(request: Request) -> bool:
    """Whether the asker takes the answer as a stream of events."""
    return streaming.MEDIA_TYPE in request.headers.get("accept", "")


def _message(body: AskRequest, reader: Reader) -> Message:
    return Message(
        question=body.question, filters=body.filters.filters(), max_statements=body.max_statements,
        conversation_id=body.conversation_id, reader=reader,
    )  # fmt: skip


@router.post(
    "/v1/ask",
    response_model=AnswerReply,
    responses={
        200: {"content": {streaming.MEDIA_TYPE: {"example": streaming.EXAMPLE}}},
        **problems(400, 404, 422, 502, 503),
    },
)
async def ask(
    request: Request,
    message: Annotated[Message, Depends(_message)],
    parts: Parts,
    stream: Annotated[bool, Depends(wants_events)],
) -> Any:
    """Answer a question with quotes, each checked on its page, or say that the documents held do not answer it.

    Without `conversation_id` a conversation is started; with it the question is read with the turns before, and
    `standalone_question` shows how. With `Accept: text/event-stream` the answer comes as the events `status`,
    `statement`, `citation` and `done`, each statement as soon as it is verified; `done` carries the whole body. An
    `error` event carries the problem when asking fails on the way. A client that leaves ends the work.
    """
    if stream:
        if message.conversation_id:  # so that a conversation that is not kept is a 404 and not an event
            await to_thread.run_sync(partial(parts.chat.conversations.find, message.conversation_id, last=1))
        return streaming.answer_events(parts.chat, message)
    try:
        answer = await streaming.unless_left(request, partial(parts.chat.ask, message))
    except streaming.ClientLeftError:
        return Response(status_code=streaming.CLIENT_LEFT)
    return answer.as_json()


@router.get("/v1/search", response_model=PassagesReply, responses=problems(400, 422, 503))
def search(query: Annotated[SearchQuery, Query()], parts: Parts) -> Json:
    """Rank passages for a query, best first."""
    found = parts.assistant.search(query.q, query.k, query.filters())
    return {"passages": [passage_json(item, parts.assistant.page_label(item)) for item in found]}

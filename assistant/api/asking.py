"""Routes that ask: an answer, ranked passages."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse

from assistant.api import streaming
from assistant.api.replies import AnswerReply, PassagesReply, problems
from assistant.api.requests import AskRequest, SearchQuery
from assistant.api.state import Parts
from assistant.records import Json
from assistant.shapes import passage_json
from ingest.errors import NotHeldError

router = APIRouter(tags=["asking"])


async def wants_events(request: Request) -> bool:
    """Whether the asker takes the answer as a stream of events."""
    return streaming.MEDIA_TYPE in request.headers.get("accept", "")


@router.post(
    "/v1/ask",
    response_model=AnswerReply,
    responses={
        200: {"content": {streaming.MEDIA_TYPE: {"example": streaming.EXAMPLE}}},
        **problems(400, 404, 422, 503),
    },
)
def ask(body: AskRequest, parts: Parts, stream: Annotated[bool, Depends(wants_events)]) -> Any:
    """Answer a question with quotes, each checked on its page, or say that the documents held do not answer it.

    With `Accept: text/event-stream` the answer comes as the events `status`, `statement`, `citation` and `done`; `done`
    carries the whole body. An `error` event carries the problem when asking fails on the way.
    """
    if body.conversation_id is not None:
        raise NotHeldError(
            "no such conversation is held", thing=body.conversation_id, remedy="ask without conversation_id"
        )
    asking = partial(parts.assistant.ask, body.question, body.filters.filters(), max_statements=body.max_statements)
    if stream:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(streaming.events(asking), media_type=streaming.MEDIA_TYPE, headers=headers)
    return asking().as_json()


@router.get("/v1/search", response_model=PassagesReply, responses=problems(400, 422, 503))
def search(query: Annotated[SearchQuery, Query()], parts: Parts) -> Json:
    """Rank passages for a query, best first."""
    found = parts.assistant.search(query.q, query.k, query.filters())
    return {"passages": [passage_json(item, parts.assistant.page_label(item)) for item in found]}

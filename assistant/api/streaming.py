"""An answer sent while it is made: nothing is sent as a statement before it has been verified.

The asking runs in a thread of its own. When the client leaves, it ends at its next statement and nothing is kept.
"""

import asyncio
import json
import math
import threading
from collections.abc import Callable

from anyio import create_memory_object_stream, from_thread, to_thread
from anyio.streams.memory import MemoryObjectSendStream
from fastapi import Request, Response
from starlette.types import Receive, Scope, Send

from assistant.answering import OnStatement
from assistant.api.problems import error_json, fault_json
from assistant.chat import Chat, Message
from assistant.records import Answer, Citation, Json, Statement
from ingest.errors import AssistantError

MEDIA_TYPE = "text/event-stream"
EXAMPLE = (
    'event: status\ndata: {"stage": "searching"}\n\n'
    'event: statement\ndata: {"text": "…", "support": "verbatim", "citations": ["c1"]}\n\n'
    'event: citation\ndata: {"id": "c1", "quote": "…", "page": 12, "…": "…"}\n\n'
    'event: done\ndata: {"answer_id": "…", "outcome": "answered", "…": "…"}\n\n'
)
CLIENT_LEFT = 499  # as nginx has it; nobody is there to read it
Emit = Callable[[str], None]


class ClientLeftError(Exception):
    """The client that asked is gone; it ends the asking and is seen by nobody."""


class EventStream(Response):
    """Sends pieces of text as ``work`` emits them. ``work`` runs in a thread; its last words come from ``last``.

    ``last`` says what is sent, as the last piece, for a fault of the product: the status line has been sent by then.
    """

    media_type = MEDIA_TYPE

    def __init__(self, work: Callable[[Emit], None], last: Callable[[], str]) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._work, self._last = work, last

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the work is done or the client has left; the thread has ended when this returns."""
        outgoing, incoming = create_memory_object_stream[str](math.inf)
        left = threading.Event()
        watching = asyncio.create_task(_watch(receive, left))
        working = asyncio.create_task(self._run(outgoing, left))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            async with incoming:
                async for piece in incoming:
                    await send({"type": "http.response.body", "body": piece.encode(), "more_body": True})
            await send({"type": "http.response.body", "body": b""})
            await working
        finally:
            left.set()
            watching.cancel()
            await asyncio.gather(watching, working, return_exceptions=True)

    async def _run(self, outgoing: MemoryObjectSendStream[str], left: threading.Event) -> None:
        def emit(piece: str) -> None:
            if left.is_set():
                raise ClientLeftError
            from_thread.run_sync(outgoing.send_nowait, piece)

        with outgoing:
            try:
                await to_thread.run_sync(self._work, emit)
            except ClientLeftError:
                return
            except Exception:
                outgoing.send_nowait(self._last())
                raise


async def _watch(receive: Receive, left: threading.Event) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    left.set()


def answer_events(chat: Chat, message: Message) -> EventStream:
    """``status``, then each ``statement`` followed by its ``citation``s, then ``done`` with the whole body.

    When a child may be at risk now, or a part is declined, ``status`` says so at once. When asking fails the last event
    is ``error`` with the problem.
    """

    def work(emit: Emit) -> None:
        screening = chat.assistant.screening(message.question)
        first = {"outcome": screening.outcome, "reason": screening.reason} if screening.outcome else {}
        emit(event("status", {"stage": "searching", **first}))
        sent: set[str] = set()

        def on_statement(statement: Statement, citations: tuple[Citation, ...]) -> None:
            emit(event("statement", statement.as_json()))
            for citation in citations:
                if citation.id not in sent:
                    sent.add(citation.id)
                    emit(event("citation", citation.as_json()))

        try:
            answer = chat.ask(message, on_statement)
        except AssistantError as error:
            emit(event("error", error_json(error)))
        else:
            emit(event("done", answer.as_json()))

    return EventStream(work, lambda: event("error", fault_json()))


async def unless_left(request: Request, work: Callable[[OnStatement], Answer]) -> Answer:
    """The answer that ``work`` makes in a thread of its own; a client that leaves ends the work at its next statement.

    Raises ClientLeftError when it did.
    """
    left = threading.Event()

    def on_statement(statement: Statement, citations: tuple[Citation, ...]) -> None:
        if left.is_set():
            raise ClientLeftError

    def asking() -> Answer:
        if left.is_set():  # while it waited for a thread
            raise ClientLeftError
        return work(on_statement)

    watching = asyncio.create_task(_watch(request.receive, left))
    try:
        return await to_thread.run_sync(asking)
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


def event(name: str, data: Json) -> str:
    """One event; JSON keeps its data on one line."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"

"""An answer as server-sent events: nothing is sent as a statement before it has been verified."""

import json
from collections.abc import Callable, Iterator

from assistant.api.problems import error_json
from assistant.records import Answer, Json
from ingest.errors import AssistantError

MEDIA_TYPE = "text/event-stream"
EXAMPLE = (
    'event: status\ndata: {"stage": "searching"}\n\n'
    'event: statement\ndata: {"text": "…", "support": "verbatim", "citations": ["c1"]}\n\n'
    'event: citation\ndata: {"id": "c1", "quote": "…", "page": 12, "…": "…"}\n\n'
    'event: done\ndata: {"answer_id": "…", "outcome": "answered", "…": "…"}\n\n'
)


def events(asking: Callable[[], Answer]) -> Iterator[str]:
    """``status``, then each ``statement`` followed by its ``citation``s, then ``done`` with the whole body.

    When asking fails the last event is ``error`` with the problem: the status line has been sent by then.
    """
    yield event("status", {"stage": "searching"})
    try:
        answer = asking()
    except AssistantError as error:
        yield event("error", error_json(error))
        return
    citations = {citation.id: citation for citation in answer.citations}
    for statement in answer.statements:
        yield event(
            "statement", {"text": statement.text, "support": statement.support, "citations": list(statement.citations)}
        )
        for name in statement.citations:
            if name in citations:
                yield event("citation", citations.pop(name).as_json())
    yield event("done", answer.as_json())


def event(name: str, data: Json) -> str:
    """One event; JSON keeps its data on one line."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"

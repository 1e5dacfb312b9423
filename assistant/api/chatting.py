"""Routes of asking on the page: a question, its follow-ups, the conversations of this browser, and what was thought.

Each works by plain forms; a script may take the same answer as events, with the same pieces of the page in them.
"""

from functools import partial
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.api import streaming
from assistant.api.asking import wants_events
from assistant.api.page_forms import AskForm, FeedbackForm, TitleForm, home_page, live_case_in, problem_of, question_box
from assistant.api.problems import error_json, fault_json
from assistant.api.readers import Reader, carried, remember
from assistant.api.state import Opened, Parts
from assistant.chat import Message
from assistant.records import Answer, Citation, Statement
from assistant.store.conversations import Conversation
from assistant.store.feedback import Feedback
from assistant.withholding import shown_question
from ingest.errors import AssistantError

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Stream = Annotated[bool, Depends(wants_events)]


@router.post("/ask")
async def ask(parts: Parts, form: Annotated[AskForm, Form()], reader: Reader, stream: Stream) -> Response:
    """A first question. It comes in the body, so that it stands in no log and no list of visited pages."""
    problem = problem_of(form)
    if problem or live_case_in(parts, form):
        return await to_thread.run_sync(partial(home_page, parts, form, problem))
    return await _answered(parts, form, None, reader, stream=stream)


@router.post("/conversations/{conversation_id}/ask")
async def follow_up(
    conversation_id: str, parts: Parts, form: Annotated[AskForm, Form()], reader: Reader, stream: Stream
) -> Response:
    """A further question, read with those before it."""
    kept = await to_thread.run_sync(parts.chat.conversations.find, conversation_id)
    problem = problem_of(form)
    if problem or live_case_in(parts, form):
        return await to_thread.run_sync(partial(_thread, parts, kept, form, problem))
    return await _answered(parts, form, conversation_id, reader, stream=stream)


@router.get("/conversations")
def conversations(parts: Parts, reader: Reader) -> HTMLResponse:
    """The conversations of this browser, the one asked in last first."""
    held = parts.chat.conversations.listed(reader) if reader else []
    return parts.pages.respond("conversations.html", held=held, days=parts.retention_days)


@router.post("/conversations/erase")
def erase_all(parts: Parts, reader: Reader) -> RedirectResponse:
    """Erase all conversations of this browser."""
    if reader:
        parts.chat.conversations.erase_of(reader)
    return RedirectResponse("/conversations", status_code=303)


@router.get("/conversations/{conversation_id}")
def conversation(conversation_id: str, parts: Parts) -> HTMLResponse:
    """A conversation as it was shown, with a box for the next question."""
    return _thread(parts, parts.chat.conversations.find(conversation_id))


@router.post("/conversations/{conversation_id}/title")
def rename(conversation_id: str, form: Annotated[TitleForm, Form()], parts: Parts) -> RedirectResponse:
    """Give it another name."""
    parts.chat.conversations.rename(conversation_id, form.title)
    return RedirectResponse(f"/conversations/{conversation_id}", status_code=303)


@router.post("/conversations/{conversation_id}/erase")
def erase(conversation_id: str, parts: Parts) -> RedirectResponse:
    """Erase it with its answers and what was thought of them."""
    parts.chat.conversations.erase(conversation_id)
    return RedirectResponse("/conversations", status_code=303)


@router.post("/answers/{answer_id}/feedback")
def feedback(answer_id: str, form: Annotated[FeedbackForm, Form()], parts: Parts) -> HTMLResponse:
    """Keep what a reader thinks of an answer."""
    parts.chat.feedback.keep(Feedback(answer_id=answer_id, verdict=form.verdict, comment=form.comment))
    return parts.pages.respond("thanks.html", answer=parts.chat.answers.get(answer_id))


async def _answered(
    parts: Opened, form: AskForm, conversation_id: str | None, reader: str | None, *, stream: bool
) -> Response:
    """The answer as events, or the way to the page on which it stands."""
    response: Response
    named = Response()
    message = Message(
        question=form.question.strip(), filters=form.filters(), conversation_id=conversation_id,
        reader=remember(named, reader, parts),
    )  # fmt: skip
    if stream:
        response = _events(parts, message)
    else:
        answer = await to_thread.run_sync(parts.chat.ask, message)
        response = RedirectResponse(_address(answer), status_code=303)
    return carried(named, response)


def _events(parts: Opened, message: Message) -> streaming.EventStream:
    """``status``, a ``statement`` for each that stands, ``done``; each with its piece of the page as ``html``."""

    def work(emit: streaming.Emit) -> None:
        screening = parts.assistant.screening(message.question)
        said = parts.pages.render("signposted.html", screening=screening) if screening.outcome else ""
        emit(streaming.event("status", {"html": said}))
        shown: set[str] = set()

        def on_statement(statement: Statement, citations: tuple[Citation, ...]) -> None:
            fresh = [c for c in citations if c.id not in shown]
            shown.update(c.id for c in fresh)
            piece = parts.pages.render("statement.html", statement=statement, citations=fresh)
            emit(streaming.event("statement", {"html": piece}))

        try:
            answer = parts.chat.ask(message, on_statement)
        except AssistantError as error:
            emit(streaming.event("error", error_json(error)))
        else:
            piece = parts.pages.render(
                "exchange.html", question=shown_question(message.question, answer), answer=answer,
                first=message.conversation_id is None,
            )  # fmt: skip
            emit(streaming.event("done", {"html": piece, "url": _address(answer), "title": answer.headline}))

    return streaming.EventStream(work, lambda: streaming.event("error", fault_json()))


def _address(answer: Answer) -> str:
    return f"/conversations/{answer.conversation_id}#answer-{answer.answer_id}"


def _thread(parts: Opened, kept: Conversation, form: AskForm | None = None, problem: str = "") -> HTMLResponse:
    filters = form.filters() if form else kept.turns[-1].answer.searched.filters
    box = question_box(parts, f"/conversations/{kept.id}/ask", filters, form, problem)
    return parts.pages.respond(
        "conversation.html", 422 if problem else 200, kept=kept, box=box, days=parts.retention_days
    )

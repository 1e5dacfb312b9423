"""Routes of conversations and kept answers: read, name, erase."""

from typing import Annotated

from fastapi import APIRouter, Path

from assistant.api.chat_replies import ConversationReply, ConversationsReply, TitleRequest
from assistant.api.readers import Reader
from assistant.api.replies import AnswerReply, problems
from assistant.api.state import Parts
from assistant.records import Json
from assistant.store.conversations import Conversation, ConversationLine

router = APIRouter(tags=["conversations"])
ConversationId = Annotated[str, Path(max_length=200, description="as answers name it", examples=["7d1f…"])]
AnswerId = Annotated[str, Path(max_length=200, description="as the answer names itself", examples=["0b6e…"])]


@router.get("/v1/conversations", response_model=ConversationsReply, responses=problems(422, 503))
def list_conversations(parts: Parts, reader: Reader) -> Json:
    """The conversations of this browser, the one asked in last first. A program keeps the ids it was given instead."""
    return {"conversations": [line_json(line) for line in parts.chat.conversations.listed(reader)] if reader else []}


@router.delete("/v1/conversations", status_code=204, responses=problems(403, 422, 503))
def erase_conversations(parts: Parts, reader: Reader) -> None:
    """Erase all conversations of this browser."""
    if reader:
        parts.chat.conversations.erase_of(reader)


@router.get("/v1/conversations/{conversation_id}", response_model=ConversationReply, responses=problems(404, 422, 503))
def show_conversation(conversation_id: ConversationId, parts: Parts) -> Json:
    """A conversation with its turns, each answer and its evidence as they were shown."""
    return conversation_json(parts.chat.conversations.find(conversation_id))


@router.patch("/v1/conversations/{conversation_id}", status_code=204, responses=problems(403, 404, 422, 503))
def rename_conversation(conversation_id: ConversationId, body: TitleRequest, parts: Parts) -> None:
    """Give a conversation another title."""
    parts.chat.conversations.rename(conversation_id, body.title)


@router.delete("/v1/conversations/{conversation_id}", status_code=204, responses=problems(403, 404, 422, 503))
def erase_conversation(conversation_id: ConversationId, parts: Parts) -> None:
    """Erase a conversation with its answers and their feedback. Nothing of it is left on disk."""
    parts.chat.conversations.erase(conversation_id)


@router.get("/v1/answers/{answer_id}", response_model=AnswerReply, responses=problems(404, 422, 503))
def show_answer(answer_id: AnswerId, parts: Parts) -> Json:
    """A kept answer as it was shown."""
    return parts.chat.answers.get(answer_id).as_json()


def line_json(line: ConversationLine) -> Json:
    """A conversation as a list shows it."""
    return {
        "conversation_id": line.id, "title": line.title, "started": line.started, "changed": line.changed,
        "turns": line.turns,
    }  # fmt: skip


def conversation_json(kept: Conversation) -> Json:
    """A conversation in the shape of the API."""
    return {
        "conversation_id": kept.id, "title": kept.title, "started": kept.started, "changed": kept.changed, "turns": [
            {"ordinal": t.ordinal, "question": t.question, "asked": t.asked, "answer": t.answer.as_json()}
            for t in kept.turns
        ],
    }  # fmt: skip

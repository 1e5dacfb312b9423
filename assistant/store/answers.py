"""Answers as they were shown, their evidence with them: they read the same after a document was replaced or removed."""

import json
from datetime import UTC, datetime

import sqlalchemy as sql

from assistant.records import Answer
from assistant.shapes import answer_from
from assistant.store.database import Database
from assistant.store.tables import ANSWERS, CONVERSATIONS
from ingest.errors import NotHeldError


class Answers:
    """The kept answers of a store, or those ``only`` of one person."""

    def __init__(self, database: Database, only: str | None = None) -> None:
        self._database, self._only = database, only

    def keep(self, answer: Answer) -> None:
        """Keep ``answer`` under its id, on its own; an answer of a conversation is kept with its turn instead."""
        with self._database.begin() as connection:
            insert(connection, answer, None)

    def get(self, answer_id: str) -> Answer:
        """The answer with this id. Raises NotHeldError when it is not kept, or no longer."""
        with self._database.reading() as connection:
            body = connection.execute(body_of(answer_id, self._only)).scalar()
        if body is None:
            raise NotHeldError(
                "no such answer is kept", thing=answer_id, remedy="it may have been erased: ask the question again"
            )
        return answer_from(json.loads(body))


def body_of(answer_id: str, only: str | None) -> sql.Select[str]:
    """The query for an answer's body, if it is of a conversation ``only`` of one person's."""
    query = sql.select(ANSWERS.c.body).where(ANSWERS.c.id == plain(answer_id))
    if only is None:
        return query
    return query.join(CONVERSATIONS, CONVERSATIONS.c.id == ANSWERS.c.conversation).where(CONVERSATIONS.c.reader == only)


def insert(connection: sql.Connection, answer: Answer, conversation: str | None) -> None:
    """Write ``answer`` as part of a transaction."""
    body = json.dumps(answer.as_json(), ensure_ascii=False)
    connection.execute(
        ANSWERS.insert().values(id=answer.answer_id, conversation=conversation, kept=moment(), body=body)
    )


def plain(text: str) -> str:
    """``text`` without NUL, which PostgreSQL does not take."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def moment() -> str:
    """This moment as the store writes it."""
    return stamp(datetime.now(UTC))


def stamp(when: datetime) -> str:
    """A moment as the store writes it: in UTC, so that the order of the texts is that of time."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")

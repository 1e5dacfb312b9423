"""Conversations and their turns. Erasing one leaves nothing of it: its answers and their feedback go with it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sql

from assistant.records import Answer
from assistant.shapes import answer_from
from assistant.store.answers import insert, moment, plain, stamp
from assistant.store.database import Database
from assistant.store.tables import ANSWERS, CONVERSATIONS, TURNS
from ingest.errors import NotHeldError

TITLE_LENGTH = 80
MOST_LISTED = 200
MOST_TURNS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTurn:
    """A question as it was typed, and its answer as it was shown. ``ordinal`` counts from 1."""

    ordinal: int
    question: str
    asked: str
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationLine:
    """A conversation as a list shows it; moments are ISO 8601 in UTC."""

    id: str
    title: str
    started: str
    changed: str
    turns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A conversation whole, its turns in order."""

    id: str
    title: str
    started: str
    changed: str
    turns: tuple[KeptTurn, ...]


class Conversations:
    """The conversations of a store, or those ``only`` of one person; others are then as if they were not kept."""

    def __init__(self, database: Database, only: str | None = None) -> None:
        self._database, self._only = database, only

    def find(self, conversation_id: str, *, last: int = MOST_TURNS) -> Conversation:
        """The conversation with this id and its ``last`` turns. Raises NotHeldError when it is not kept any more."""
        head = sql.select(CONVERSATIONS).where(self._named(conversation_id))
        turns = (
            sql.select(TURNS.c.ordinal, TURNS.c.question, ANSWERS.c.kept, ANSWERS.c.body)
            .join(ANSWERS, ANSWERS.c.id == TURNS.c.answer)
            .where(TURNS.c.conversation == plain(conversation_id))
            .order_by(TURNS.c.ordinal.desc())
            .limit(last)
        )
        with self._database.reading() as connection:
            row, rows = connection.execute(head).one_or_none(), connection.execute(turns).all()
        if row is None:
            raise _not_held(conversation_id)
        kept = tuple(
            KeptTurn(ordinal=r.ordinal, question=r.question, asked=r.kept, answer=answer_from(json.loads(r.body)))
            for r in reversed(rows)
        )
        return Conversation(id=row.id, title=row.title, started=row.started, changed=row.changed, turns=kept)

    def start(self, question: str, answer: Answer, *, reader: str | None = None) -> None:
        """Keep ``answer`` as the first turn of a new conversation under the answer's ``conversation_id``.

        ``reader`` is whose list is to show it; without one no list does. Where all is of one person, so is this.
        """
        now, name = moment(), _held_id(answer)
        values = {"id": name, "reader": self._only or reader, "title": title_of(question)}
        with self._database.begin() as connection:
            connection.execute(CONVERSATIONS.insert().values(**values, started=now, changed=now))
            _add(connection, name, question, answer)

    def add(self, question: str, answer: Answer) -> None:
        """Keep ``answer`` as the next turn of its conversation.

        Raises NotHeldError when the conversation was erased meanwhile; then nothing of the turn is kept.
        """
        name = _held_id(answer)
        with self._database.begin() as connection:
            row = self._named(name)
            if connection.execute(sql.select(CONVERSATIONS.c.id).where(row).with_for_update()).scalar() is None:
                raise _not_held(name)
            connection.execute(CONVERSATIONS.update().where(row).values(changed=moment()))
            _add(connection, name, question, answer)

    def listed(self, reader: str, limit: int = MOST_LISTED) -> list[ConversationLine]:
        """The conversations of ``reader``, the one asked in last first."""
        turns = sql.select(sql.func.count()).where(TURNS.c.conversation == CONVERSATIONS.c.id).scalar_subquery()
        query = (
            sql.select(CONVERSATIONS, turns.label("turns"))
            .where(CONVERSATIONS.c.reader == reader)
            .order_by(CONVERSATIONS.c.changed.desc(), CONVERSATIONS.c.id)
            .limit(limit)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [
            ConversationLine(id=r.id, title=r.title, started=r.started, changed=r.changed, turns=r.turns) for r in rows
        ]

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title. Raises NotHeldError when it is not kept."""
        change = CONVERSATIONS.update().where(self._named(conversation_id)).values(title=title_of(title))
        with self._database.begin() as connection:
            if not connection.execute(change).rowcount:
                raise _not_held(conversation_id)

    def erase(self, conversation_id: str) -> None:
        """Delete a conversation with its answers and their feedback, on disk too. Raises NotHeldError when not kept."""
        with self._database.begin() as connection:
            gone = connection.execute(CONVERSATIONS.delete().where(self._named(conversation_id))).rowcount
        if not gone:
            raise _not_held(conversation_id)
        self._database.scrub()

    def erase_of(self, reader: str) -> int:
        """Delete all conversations of ``reader``; how many there were."""
        with self._database.begin() as connection:
            gone = connection.execute(CONVERSATIONS.delete().where(CONVERSATIONS.c.reader == reader)).rowcount
        self._database.scrub()
        return gone

    def expire(self, days: int, *, now: datetime | None = None) -> int:
        """Delete what was asked in last more than ``days`` ago, and answers of no conversation as old; how many."""
        before = stamp((now or datetime.now(UTC)) - timedelta(days=days))
        alone = sql.and_(ANSWERS.c.conversation.is_(None), ANSWERS.c.kept < before)
        with self._database.begin() as connection:
            gone = connection.execute(CONVERSATIONS.delete().where(CONVERSATIONS.c.changed < before)).rowcount
            gone += connection.execute(ANSWERS.delete().where(alone)).rowcount
        if gone or self._database.unscrubbed:
            self._database.scrub()
        return gone

    def _named(self, conversation_id: str) -> sql.ColumnElement[bool]:
        named = CONVERSATIONS.c.id == plain(conversation_id)
        return named if self._only is None else sql.and_(named, CONVERSATIONS.c.reader == self._only)


def title_of(text: str) -> str:
    """A title from a question: its first words, on one line."""
    line = " ".join(plain(text).split())
    if len(line) <= TITLE_LENGTH:
        return line
    return line[: TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"


def _add(connection: sql.Connection, name: str, question: str, answer: Answer) -> None:
    last = connection.execute(sql.select(sql.func.max(TURNS.c.ordinal)).where(TURNS.c.conversation == name)).scalar()
    insert(connection, answer, name)
    values = {"conversation": name, "ordinal": (last or 0) + 1, "answer": answer.answer_id, "question": plain(question)}
    connection.execute(TURNS.insert().values(**values))


def _held_id(answer: Answer) -> str:
    if answer.conversation_id is None:
        raise ValueError("the answer is of no conversation")
    return answer.conversation_id


def _not_held(conversation_id: str) -> NotHeldError:
    return NotHeldError(
        "no such conversation is kept", thing=conversation_id, remedy="ask without conversation_id to start one"
    )

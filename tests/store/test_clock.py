"""A clock that was moved back under a store loses nothing, keeps the order of turns, and deletes nothing early."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sql

from assistant.answering import Assistant
from assistant.chat import Chat, Message
from assistant.store.database import Database
from assistant.store.tables import ANSWERS, CONVERSATIONS

AHEAD = timedelta(days=400)


def test_after_a_clock_was_moved_back_turns_keep_their_order_and_nothing_goes_early(
    example_library: Assistant, database: Database
) -> None:
    chat = Chat(example_library, database)
    first = chat.ask(Message(question="Which recommendations were made?", reader="r"))
    later = (datetime.now(UTC) + AHEAD).isoformat(timespec="microseconds")
    with database.begin() as connection:  # as the clock that ran ahead had written
        connection.execute(CONVERSATIONS.update().values(started=later, changed=later))
        connection.execute(ANSWERS.update().values(kept=later))
    second = chat.ask(Message(question="And to the school?", conversation_id=first.conversation_id, reader="r"))
    assert chat.conversations.expire(30) == 0
    kept = chat.conversations.find(str(first.conversation_id))
    assert [turn.answer.answer_id for turn in kept.turns] == [first.answer_id, second.answer_id]
    assert [turn.ordinal for turn in kept.turns] == [1, 2]
    assert [line.id for line in chat.conversations.listed("r")] == [first.conversation_id]
    with database.reading() as connection:
        changed = connection.execute(sql.select(CONVERSATIONS.c.changed)).scalar_one()
    assert changed < later  # the next question dates it anew: it goes its days after that one
    assert chat.conversations.expire(30, now=datetime.now(UTC) + timedelta(days=31)) == 1

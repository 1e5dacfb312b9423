"""Erasing all that is kept of a person, and what is past its days. Nothing of it is left on disk."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sql

from assistant.store.answers import stamp
from assistant.store.database import Database
from assistant.store.keys import Keys
from assistant.store.tables import COLLECTIONS, CONVERSATIONS, FROZEN_COPIES, SESSIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """How much was erased. Answers, feedback and items are those of what they belonged to."""

    conversations: int = 0
    collections: int = 0
    frozen: int = 0
    sessions: int = 0

    @property
    def any(self) -> bool:
        """Whether there was anything."""
        return bool(self.conversations or self.collections or self.frozen or self.sessions)


class Erasing:
    """Deletes from a store, and overwrites what deleting leaves behind."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def person(self, person: str) -> Erased:
        """Erase what is kept of ``person`` (as the store names them): asked, answered, said of answers, collected."""
        keys = [key.id for key in Keys(self._database).all() if key.person == person]
        with self._database.begin() as db:
            erased = Erased(
                conversations=db.execute(CONVERSATIONS.delete().where(CONVERSATIONS.c.reader == person)).rowcount,
                collections=db.execute(COLLECTIONS.delete().where(COLLECTIONS.c.reader == person)).rowcount,
                frozen=db.execute(FROZEN_COPIES.delete().where(FROZEN_COPIES.c.reader == person)).rowcount,
                sessions=db.execute(SESSIONS.delete().where(SESSIONS.c.key.in_(keys))).rowcount,
            )
        self._database.scrub()
        return erased

    def expire_collections(self, days: int, *, now: datetime | None = None) -> int:
        """Delete collections not changed for ``days`` and frozen copies made before then; how many."""
        before = stamp((now or datetime.now(UTC)) - timedelta(days=days))
        with self._database.begin() as db:
            gone = db.execute(COLLECTIONS.delete().where(COLLECTIONS.c.changed < before)).rowcount
            kept = sql.select(COLLECTIONS.c.id)
            alone = sql.and_(FROZEN_COPIES.c.made < before, FROZEN_COPIES.c.collection.not_in(kept))
            gone += db.execute(FROZEN_COPIES.delete().where(alone)).rowcount
        if gone:
            self._database.scrub()
        return gone

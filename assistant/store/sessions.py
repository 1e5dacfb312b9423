"""Sessions of the page: a cookie stands for a key that was shown once. Only a hash of the cookie is kept."""

import secrets
from datetime import UTC, datetime, timedelta

import sqlalchemy as sql

from assistant.store.answers import moment, stamp
from assistant.store.database import Database
from assistant.store.keys import Key, hashed, key_of
from assistant.store.tables import KEYS, SESSIONS


class Sessions:
    """The sessions of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, key: Key, hours: int) -> str:
        """Begin a session of ``key`` that lasts ``hours``; what its cookie holds. Those that are over are deleted."""
        token = secrets.token_urlsafe(32)
        row = {"hash": hashed(token), "key": key.id, "expires": stamp(datetime.now(UTC) + timedelta(hours=hours))}
        with self._database.begin() as connection:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.expires <= moment()))
            connection.execute(SESSIONS.insert().values(**row))
        return token

    def find(self, token: str) -> Key | None:
        """The key of a session; None when the session is over or its key does not let in any more."""
        query = (
            sql.select(KEYS)
            .join(SESSIONS, SESSIONS.c.key == KEYS.c.id)
            .where(SESSIONS.c.hash == hashed(token), SESSIONS.c.expires > moment())
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        key = key_of(row) if row else None
        return key if key and key.state == "valid" else None

    def end(self, token: str) -> None:
        """End a session; nothing happens when it is over."""
        with self._database.begin() as connection:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.hash == hashed(token)))

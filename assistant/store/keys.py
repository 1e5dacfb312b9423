"""Keys that let people and programs in: named, with a role and an end. Only a hash of a key's secret part is kept.

A key reads ``rvw_ID_SECRET``; by its id it is found. The secret is 256 random bits, so that one round of SHA-256 keeps
it: there is nothing to guess that a slow hash would protect.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

import sqlalchemy as sql

from assistant.store.answers import moment, stamp
from assistant.store.database import Database
from assistant.store.tables import KEYS
from ingest.errors import NotHeldError, RequestError

Role = Literal["reader", "trainer", "librarian", "maintainer"]
ROLES: tuple[Role, ...] = get_args(Role)  # each may do what those before it may
LONGEST_NAME = 100
_FORM = re.compile(r"rvw_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key as a list shows it; moments are ISO 8601 in UTC, ``expires`` and ``revoked`` None when it has none."""

    id: str
    name: str
    role: Role
    made: str
    expires: str | None
    revoked: str | None

    @property
    def state(self) -> Literal["valid", "expired", "revoked"]:
        """Whether it still lets in."""
        if self.revoked:
            return "revoked"
        return "expired" if self.expires and self.expires <= moment() else "valid"

    @property
    def person(self) -> str:
        """Whose the conversations are that are held with it; a later key of the same name opens them too."""
        return person_of(self.name, "key")


class Keys:
    """The keys of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, role: Role, *, days: int | None = None) -> tuple[Key, str]:
        """Make a key that lasts ``days``, or until it is revoked: what is kept of it, and the key, told this once.

        Raises RequestError when the name cannot be used, or another key of this name lets in.
        """
        if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
            raise RequestError("a key needs a name of 1 to 100 printable characters", thing=name[:LONGEST_NAME])
        if any(key.name == name and key.state == "valid" for key in self.all()):
            raise RequestError("a key of this name is in use", thing=name, remedy="revoke it first, or name another")
        secret = secrets.token_urlsafe(32)
        expires = stamp(datetime.now(UTC) + timedelta(days=days)) if days else None
        key = Key(id=secrets.token_hex(6), name=name, role=role, made=moment(), expires=expires, revoked=None)
        row = {"id": key.id, "name": name, "role": role, "hash": hashed(secret), "made": key.made, "expires": expires}
        with self._database.begin() as connection:
            connection.execute(KEYS.insert().values(**row))
        return key, f"rvw_{key.id}_{secret}"

    def all(self) -> list[Key]:
        """Every key that was made, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(sql.select(KEYS).order_by(KEYS.c.made, KEYS.c.id)).all()
        return [key_of(row) for row in rows]

    def lets_in(self) -> bool:
        """Whether any key is valid now."""
        return any(key.state == "valid" for key in self.all())

    def find(self, text: str) -> Key | None:
        """The key that ``text`` is; None when it is no key, or one that does not let in any more."""
        form = _FORM.fullmatch(text)
        if form is None:
            return None
        with self._database.reading() as connection:
            row = connection.execute(sql.select(KEYS).where(KEYS.c.id == form[1])).one_or_none()
        same = hmac.compare_digest(hashed(form[2]), row.hash if row else "0" * 64)
        key = key_of(row) if row and same else None
        return key if key and key.state == "valid" else None

    def revoke(self, name: str) -> Key:
        """Have the key with this name or id let nobody in from now on; its sessions end with it.

        Raises NotHeldError when no valid key is called so.
        """
        found = next((key for key in self.all() if name in (key.name, key.id) and key.state == "valid"), None)
        if found is None:
            raise NotHeldError("no valid key is called so", thing=name, remedy="`reviews keys list` shows those made")
        with self._database.begin() as connection:
            connection.execute(KEYS.update().where(KEYS.c.id == found.id).values(revoked=moment()))
        return found


def hashed(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def person_of(name: str, by: Literal["key", "proxy"]) -> str:
    """Under what the store keeps whose something is: 32 hexadecimal digits that do not tell the name."""
    return hashlib.sha256(f"{by}\0{name}".encode()).hexdigest()[:32]


def key_of(row: sql.Row[tuple[object, ...]]) -> Key:
    """The key that a row of the store is."""
    return Key(id=row.id, name=row.name, role=row.role, made=row.made, expires=row.expires, revoked=row.revoked)

"""An application with keys in force, a key of each role, and keys that do not let in."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastapi.testclient import TestClient

from assistant.api.app import make_app
from assistant.settings import Settings
from assistant.store.answers import stamp
from assistant.store.database import Database
from assistant.store.keys import ROLES, Keys, Role
from assistant.store.tables import KEYS
from assistant.wiring import open_store

SAME_SITE = {"sec-fetch-site": "same-origin"}
PAGE = {"accept": "text/html"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """A client of the application, a valid key of each role, and others that are refused, by what is wrong."""

    client: TestClient
    keys: dict[Role, str]
    refused: dict[str, str]
    library: Path

    def bearer(self, role: Role) -> dict[str, str]:
        """The header with the key of a role."""
        return {"authorization": f"Bearer {self.keys[role]}"}


@contextmanager
def keyed(folder: Path, at: Path, peer: str = "testclient", **given: object) -> Iterator[Keyed]:
    """The application over a copy of ``folder`` with keys in force; requests come from ``peer``."""
    shutil.copytree(folder, at)
    values = {"library": at, "access": "keys", "requests_a_minute": 100_000, **given}
    settings = Settings.model_validate(values)
    with open_store(settings) as database:
        keys, refused = made_keys(database)
    client = TestClient(make_app(settings), client=(peer, 50_000), follow_redirects=False)
    with client:
        yield Keyed(client=client, keys=keys, refused=refused, library=at)


def made_keys(database: Database) -> tuple[dict[Role, str], dict[str, str]]:
    """A valid key of each role, and those that do not let in: expired, revoked, malformed."""
    keys = Keys(database)
    valid: dict[Role, str] = {role: keys.add(f"a {role}", role)[1] for role in ROLES}
    old, expired = keys.add("old", "maintainer", days=1)
    gone, revoked = keys.add("gone", "maintainer")
    keys.revoke(gone.name)
    with database.begin() as connection:
        past = stamp(datetime.now(UTC) - timedelta(seconds=1))
        connection.execute(KEYS.update().where(KEYS.c.id == old.id).values(expires=past))
    whole = valid["maintainer"]
    return valid, {
        "expired": expired,
        "revoked": revoked,
        "with another secret": whole[:-1] + ("a" if whole[-1] != "a" else "b"),
        "cut": whole[:-1],
        "longer": whole + "a",
        "nothing": "",
        "with NUL": "rvw_\0",
        "of no such id": f"rvw_{'0' * 12}_{'a' * 43}",
        "a hash": "0" * 64,
        "not of this world": "rvw_\u0661",
    }

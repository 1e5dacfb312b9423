"""Keys and sessions in the store: what is kept of them, and when they let in."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sql

from assistant.commands.keys_group import ROLES as COMMAND_ROLES
from assistant.store.answers import stamp
from assistant.store.database import Database
from assistant.store.keys import ROLES, Keys, person_of
from assistant.store.sessions import Sessions
from assistant.store.tables import KEYS, SESSIONS
from ingest.errors import NotHeldError, RequestError


def test_a_key_is_found_by_all_of_it_and_by_nothing_less(database: Database) -> None:
    keys = Keys(database)
    made, text = keys.add("Ann", "trainer")
    found = keys.find(text)
    assert found == made and found.role == "trainer" and found.state == "valid"
    assert re.fullmatch(r"rvw_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", text)
    for wrong in (text[:-1], text + "A", text.upper(), f" {text}", text.replace(made.id, "0" * 12), "", "\0", made.id):
        assert keys.find(wrong) is None


def test_what_is_kept_of_a_key_does_not_let_in(database: Database) -> None:
    keys = Keys(database)
    made, text = keys.add("Ann", "maintainer")
    with database.reading() as connection:
        row = connection.execute(sql.select(KEYS)).one()
    kept = " ".join(str(value) for value in row)
    assert text.rpartition(f"{made.id}_")[2] not in kept
    assert keys.find(f"rvw_{made.id}_{row.hash}") is None and keys.find(f"rvw_{made.id}_{row.hash[:43]}") is None


def test_a_key_ends_when_it_runs_out_or_is_revoked(database: Database) -> None:
    keys = Keys(database)
    lasting, text = keys.add("Ann", "reader", days=1)
    assert keys.find(text) is not None and keys.lets_in()
    with database.begin() as connection:
        connection.execute(KEYS.update().values(expires=stamp(datetime.now(UTC))))
    assert keys.find(text) is None and not keys.lets_in()
    assert [key.state for key in keys.all()] == ["expired"]
    again, second = keys.add("Ann", "reader")  # a name is free again when its key has ended
    assert again.person == lasting.person and again.id != lasting.id
    assert keys.revoke(again.id).name == "Ann"
    assert keys.find(second) is None
    with pytest.raises(NotHeldError, match="reviews keys list"):
        keys.revoke("Ann")


def test_two_keys_that_let_in_never_bear_the_same_name(database: Database) -> None:
    keys = Keys(database)
    keys.add("Ann", "reader")
    with pytest.raises(RequestError, match="revoke"):
        keys.add("Ann", "maintainer")
    assert len(keys.all()) == 1


@pytest.mark.parametrize("name", ["", " ", "a" * 101, "a\nb", "a\0b", "\x1b[31m"])
def test_a_name_can_be_printed_on_one_line(database: Database, name: str) -> None:
    with pytest.raises(RequestError):
        Keys(database).add(name, "reader")


def test_a_session_stands_for_its_key_until_it_or_the_key_ends(database: Database) -> None:
    keys, sessions = Keys(database), Sessions(database)
    made, text = keys.add("Ann", "reader")
    one, two = sessions.start(made, 1), sessions.start(made, 1)
    assert sessions.find(one) == sessions.find(two) == made
    sessions.end(one)
    assert (sessions.find(one), sessions.find(two)) == (None, made)
    assert sessions.find("") is None and sessions.find(text) is None and sessions.find("\0") is None
    keys.revoke("Ann")
    assert sessions.find(two) is None


def test_sessions_that_are_over_let_nobody_in_and_are_deleted(database: Database) -> None:
    keys, sessions = Keys(database), Sessions(database)
    made, _ = keys.add("Ann", "reader")
    old = sessions.start(made, 1)
    with database.begin() as connection:
        connection.execute(SESSIONS.update().values(expires=stamp(datetime.now(UTC) - timedelta(seconds=1))))
    assert sessions.find(old) is None
    sessions.start(made, 1)
    with database.reading() as connection:
        assert connection.execute(sql.select(sql.func.count()).select_from(SESSIONS)).scalar() == 1


def test_neither_key_nor_cookie_stands_on_disk(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite'}")
    made, text = Keys(database).add("Ann", "reader")
    token = Sessions(database).start(made, 1)
    database.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert text.rpartition("_")[2].encode() not in kept and token.encode() not in kept


def test_people_by_key_and_by_proxy_are_told_apart_and_not_named() -> None:
    assert person_of("Ann", "key") != person_of("Ann", "proxy")
    assert re.fullmatch(r"[0-9a-f]{32}", person_of("Ann", "key"))


def test_the_command_knows_the_roles_of_the_store() -> None:
    assert COMMAND_ROLES == ROLES

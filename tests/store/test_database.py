"""Opening the store: its tables come up by migrations, on either database, and failures say what to do."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sql
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from assistant.settings import Settings
from assistant.store.database import Database
from assistant.store.tables import CONVERSATIONS, META
from assistant.wiring import open_store
from ingest.errors import StoreError


def _row(name: str) -> dict[str, str]:
    return {"id": name, "title": "t", "started": "1", "changed": "1"}


def test_the_migrations_make_exactly_the_tables_that_the_code_uses(database: Database) -> None:
    with database.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), META) == []


def test_opening_again_changes_nothing_and_keeps_what_is_held(database: Database, url: str) -> None:
    with database.begin() as connection:
        connection.execute(CONVERSATIONS.insert().values(**_row("a")))
    again = Database(url)
    with again.reading() as connection:
        assert connection.execute(sql.select(CONVERSATIONS.c.id)).scalars().all() == ["a"]
    again.close()


def test_many_may_open_an_empty_database_at_once(url: str) -> None:
    problems: list[Exception] = []

    def opening() -> None:
        try:
            Database(url).close()
        except StoreError as error:
            problems.append(error)

    threads = [threading.Thread(target=opening) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


def test_a_transaction_is_undone_whole_when_it_fails(database: Database) -> None:
    def twice() -> None:
        with database.begin() as connection:
            connection.execute(CONVERSATIONS.insert().values(**_row("a")))
            connection.execute(CONVERSATIONS.insert().values(**_row("a")))

    with pytest.raises(StoreError):
        twice()
    with database.reading() as connection:
        assert connection.execute(sql.select(CONVERSATIONS.c.id)).all() == []
    assert database.connections_out == 0


def test_an_error_repeats_nothing_of_what_was_to_be_written(database: Database) -> None:
    row = {**_row("a"), "title": "Was Quillonby seen?", "started": None}
    with pytest.raises(StoreError) as caught, database.begin() as connection:
        connection.execute(CONVERSATIONS.insert().values(**row))
    assert "Quillonby" not in f"{caught.value} {caught.value.__cause__}".partition("DETAIL")[0]
    assert "Quillonby" not in str(caught.value)


def test_writers_wait_for_each_other_and_none_is_lost(database: Database) -> None:
    def writing(first: int) -> None:
        for at in range(first, first + 10):
            with database.begin() as connection:
                connection.execute(sql.select(CONVERSATIONS.c.id)).all()
                connection.execute(CONVERSATIONS.insert().values(**_row(str(at))))

    threads = [threading.Thread(target=writing, args=(100 * n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        assert connection.execute(sql.select(sql.func.count()).select_from(CONVERSATIONS)).scalar() == 60


@pytest.mark.parametrize(
    "url", ["nonsense", "oracle9://h/x", "sqlite:////no/such/folder/x.sqlite", "postgresql://u:hunter2@127.0.0.1:9/x"]
)
def test_an_address_that_does_not_work_is_told_without_its_password(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        Database(url)
    assert "hunter2" not in str(caught.value)


def test_a_database_of_a_later_version_is_refused_not_used(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'later.sqlite'}"
    database = Database(url)
    with database.begin() as connection:
        connection.execute(sql.text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(StoreError, match="later version"):
        Database(url)


def test_the_store_is_a_file_in_the_library_folder_unless_an_address_is_set(tmp_path: Path) -> None:
    with open_store(Settings(library=tmp_path)):
        assert (tmp_path / "conversations.sqlite").is_file()
    elsewhere = Settings(library=tmp_path / "other", database_url=f"sqlite:///{tmp_path / 'x.sqlite'}")  # type: ignore[arg-type]  # as from the environment
    with open_store(elsewhere):
        assert (tmp_path / "x.sqlite").is_file()
    assert "x.sqlite" not in repr(elsewhere)


@pytest.mark.parametrize("name", ["DATABASE_URL", "REVIEWS_DATABASE_URL"])
def test_the_address_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "postgresql://somewhere/x")
    url = Settings().database_url
    assert url is not None and url.get_secret_value() == "postgresql://somewhere/x"

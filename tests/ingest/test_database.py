"""A library's database: what is away or unfit is said so, and one process at a time may write to a shared one."""

from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.wiring import library_of
from ingest.database import only_writer, open_database
from ingest.errors import LibraryError, SetupError

NOBODY = "postgresql://nobody@127.0.0.1:1/nothing"


def test_a_server_that_is_away_is_said_to_be_without_its_password() -> None:
    with pytest.raises(LibraryError, match="catalogue cannot be opened.*can be reached") as told:
        open_database(NOBODY.replace("nobody@", "nobody:secret@"))
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("url", ["sqlite:///somewhere", "no address", "mysql://somewhere"])
def test_a_shared_catalogue_is_in_postgresql_or_nowhere(url: str) -> None:
    with pytest.raises(LibraryError, match="needs PostgreSQL"):
        open_database(url)


def test_a_chroma_server_without_a_database_is_a_wrong_set_up(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="CHROMA_URL.*set DATABASE_URL"):
        library_of(Settings(library=tmp_path, chroma_url="http://127.0.0.1:1", database_url=None))


def test_one_process_at_a_time_may_write_to_a_shared_library(postgres_url: str) -> None:
    first, second = open_database(postgres_url), open_database(postgres_url)
    try:
        with only_writer(first, wait=0) as mine, only_writer(second, wait=0.2) as theirs:
            assert (mine, theirs) == (True, False)
        with only_writer(second, wait=0) as theirs:
            assert theirs
        with only_writer(first, wait=5) as mine:  # one whose connection ended holds nothing any more
            assert mine
            second.dispose()
    finally:
        first.dispose()
        second.dispose()

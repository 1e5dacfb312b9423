"""The store over both databases that it supports, each one real."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sql

from assistant.store.database import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'conversations.sqlite'}"
    address = str(request.getfixturevalue("postgres_url"))
    engine = sql.create_engine(address.replace("postgresql", "postgresql+psycopg", 1), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sql.text("DROP SCHEMA public CASCADE"))
        connection.execute(sql.text("CREATE SCHEMA public"))
    engine.dispose()
    return address


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An empty store."""
    database = Database(url)
    yield database
    database.close()

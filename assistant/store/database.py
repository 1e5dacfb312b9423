"""The one door to the store's database: SQLite in the library folder, or PostgreSQL. Opening it brings its tables up.

Nothing of a question stands in any error or log: statements are reported without their values.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from assistant.store.tables import CONVERSATIONS, META
from ingest.errors import StoreError

FILE = "conversations.sqlite"  # in the library folder
_MIGRATIONS = Path(__file__).with_name("migrations")
_MIGRATION_LOCK = 7_236_401  # any number; the same in every process that brings the tables up
_BUSY_SECONDS = 60
_SCRUB_SECONDS = 2.0  # writers wait as long
_POSTGRESQL = "postgresql+psycopg"
_OPENING = threading.Lock()


class Database:
    """The store's database. It may be shared by threads; several processes may open the same one."""

    def __init__(self, url: str) -> None:
        """Open the database at ``url`` (as SQLAlchemy writes it) and apply the migrations that it lacks.

        Raises StoreError when it cannot be reached, its driver is missing, or it was made by a later version.
        """
        self._engine = _engine(url)
        self._writing = self._engine.execution_options(writing=True)
        # SQLite has one writer at a time, and those that wait are not served in turn: one may wait too long. So the
        # threads of this process take turns among themselves.
        self._turn: AbstractContextManager[object] = (
            threading.Lock() if self._engine.dialect.name == "sqlite" else nullcontext()
        )
        self.unscrubbed = True  # an earlier process may have left something
        try:
            self._migrate()
        except BaseException:
            self._engine.dispose()
            raise

    @property
    def place(self) -> str:
        """Where the database is, without its password."""
        return self._engine.url.render_as_string(hide_password=True)

    @contextmanager
    def begin(self) -> Iterator[sql.Connection]:
        """A transaction that may write: kept whole on leaving, undone whole on an exception.

        Raises StoreError when the database fails.
        """
        with self._turn, self._translated(), self._writing.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sql.Connection]:
        """A transaction that only reads; it never waits for a writer. Raises StoreError when the database fails."""
        with self._translated(), self._engine.begin() as connection:
            yield connection

    def check(self) -> None:
        """Ask the database for one row. Raises StoreError when it cannot be reached, or its file is gone."""
        file = self._engine.url.database
        if self._engine.dialect.name == "sqlite" and file and not Path(file).is_file():
            raise StoreError("the database of conversations is gone", thing=file, remedy="restore a backup; restart")
        with self.reading() as connection:
            connection.execute(sql.select(CONVERSATIONS.c.id).limit(1))

    def scrub(self) -> None:
        """Overwrite what deleted rows leave behind on disk; ``unscrubbed`` says that others kept it from being done.

        SQLite overwrites pages as it deletes; its log of writes still holds what was written and is emptied here.
        """
        with self._turn, self._translated(), self._engine.connect() as connection:
            if self._engine.dialect.name == "sqlite":
                self.unscrubbed = _empty_log(connection)
            else:
                vacuum = sql.text("VACUUM " + ", ".join(META.tables))
                connection.execution_options(isolation_level="AUTOCOMMIT").execute(vacuum)
                self.unscrubbed = False

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    @property
    def connections_out(self) -> int:
        """How many connections are in use just now."""
        return int(getattr(self._engine.pool, "checkedout", lambda: 0)())

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise StoreError(
                f"the database of conversations failed: {_reason(error)}", thing=self.place,
                remedy="check its permissions, that it is reachable and that it has free space; then try again",
            ) from error  # fmt: skip

    def _migrate(self) -> None:
        from alembic import command
        from alembic.config import Config
        from alembic.util.exc import CommandError

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        with self.begin() as connection:
            if self._engine.dialect.name == "postgresql":  # SQLite's writing transaction is exclusive as it is
                connection.execute(sql.select(sql.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except CommandError as error:
                raise StoreError(
                    "the database of conversations was made by a later version", thing=self.place,
                    remedy="update the product, or name another DATABASE_URL",
                ) from error  # fmt: skip


def _engine(url: str) -> sql.Engine:
    """The engine for ``url``; ``postgres://`` and ``postgresql://`` take the driver psycopg."""
    scheme, separator, rest = url.partition("://")
    if scheme in ("postgres", "postgresql"):
        url = f"{_POSTGRESQL}{separator}{rest}"
    try:
        if scheme == "sqlite":
            engine = sql.create_engine(
                url, connect_args={"timeout": _BUSY_SECONDS}, pool_size=8, max_overflow=32, hide_parameters=True
            )
            sql.event.listen(engine, "connect", _configure_sqlite)
            sql.event.listen(engine, "begin", _begin_sqlite)
            return engine
        return sql.create_engine(url, pool_size=8, max_overflow=12, pool_pre_ping=True, hide_parameters=True)
    except ModuleNotFoundError as error:
        raise StoreError(
            "the driver of the database is not installed", thing=scheme,
            remedy="install it with `pip install 'review-assistant[postgres]'`",
        ) from error  # fmt: skip
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError(
            "DATABASE_URL is not the address of a database", thing=scheme,
            remedy="write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
        ) from error  # fmt: skip


def _configure_sqlite(connection: Any, _: object) -> None:
    """Readers go on while a writer works, a commit reaches the disk, what is deleted is overwritten."""
    connection.isolation_level = None  # transactions begin where SQLAlchemy says so, tables' changes among them
    cursor = connection.cursor()
    with _OPENING:  # SQLite fails at once, whatever its time limit, where two connections take up the log together
        _take_up_log(cursor)
    for pragma in ("synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _take_up_log(cursor: Any) -> None:
    """Let readers go on while a writer works; waits for another process that does the same with an empty database."""
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: sql.Connection) -> None:
    """A writer takes its lock at once: one that began as a reader would fail, not wait, when another wrote first."""
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _empty_log(connection: sql.Connection) -> bool:
    """Write SQLite's log of writes into the database and cut it to nothing; whether readers kept it from being cut."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout={int(1000 * _SCRUB_SECONDS)}")
        return bool(cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
    finally:
        cursor.execute(f"PRAGMA busy_timeout={1000 * _BUSY_SECONDS}")
        cursor.close()


def _reason(error: SQLAlchemyError) -> str:
    """The database's own words, the first line alone: those after it may repeat a row."""
    words = str(getattr(error, "orig", None) or type(error).__name__)
    return words.strip().splitlines()[0] if words.strip() else type(error).__name__

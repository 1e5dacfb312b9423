"""The database of a library: SQLite in its folder, or a schema of PostgreSQL that several machines share.

Whatever it does wrong is a LibraryError: nobody above knows SQLAlchemy's.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from ingest.errors import LibraryError
from ingest.stored_tables import META

_SCHEMA = "library"  # beside the conversations, which may stand in the same database
_TABLES_LOCK, _WRITERS_LOCK = 7_236_402, 7_236_403  # any numbers; the same in every process
_ASK_AGAIN = 0.1
_FULL = "free some space and run again"
_AWAY = "check that it can be reached, then try again"


def open_database(place: Path | str) -> sql.Engine:
    """The database in the file ``place``, or at that address of PostgreSQL; its tables are made where they lack.

    Raises LibraryError when it cannot be opened.
    """
    engine = _sqlite(place) if isinstance(place, Path) else _postgresql(place)
    try:
        with engine.begin() as db:
            if shared(engine):
                db.execute(sql.select(sql.func.pg_advisory_xact_lock(_TABLES_LOCK)))
                db.execute(sql.text(f"CREATE SCHEMA IF NOT EXISTS {_SCHEMA}"))
            META.create_all(db)
    except SQLAlchemyError as error:
        engine.dispose()
        remedy = _AWAY if shared(engine) else "check its permissions and free space, or restore a backup"
        raise LibraryError(
            f"the catalogue cannot be opened: {_reason(error)}", thing=_name(engine), remedy=remedy
        ) from error
    return engine


def shared(engine: sql.Engine) -> bool:
    """Whether several machines may use this database."""
    return engine.dialect.name == "postgresql"


@contextmanager
def reading(engine: sql.Engine) -> Iterator[sql.Connection]:
    """A connection to read with. Raises LibraryError when it cannot be read."""
    try:
        with engine.connect() as db:
            yield db
    except SQLAlchemyError as error:
        remedy = _AWAY if shared(engine) else "see `reviews check`"
        raise LibraryError(
            f"the catalogue cannot be read: {_reason(error)}", thing=_name(engine), remedy=remedy
        ) from error


@contextmanager
def transaction(engine: sql.Engine) -> Iterator[sql.Connection]:
    """A transaction. Raises LibraryError when it cannot be written, as when the disk is full."""
    try:
        with engine.begin() as db:
            yield db
    except SQLAlchemyError as error:
        raise LibraryError(
            f"the catalogue cannot be written: {_reason(error)}", thing=_name(engine),
            remedy=_AWAY if shared(engine) else _FULL,
        ) from error  # fmt: skip


@contextmanager
def only_writer(engine: sql.Engine, *, wait: float) -> Iterator[bool]:
    """Whether this process is the one that may write to a shared library, after ``wait`` seconds at most.

    The lock is the server's own and ends with the connection, however its process ends.
    """
    until = time.monotonic() + wait
    with reading(engine) as db:
        db = db.execution_options(isolation_level="AUTOCOMMIT")  # no transaction stays open while a batch is read
        taken = sql.select(sql.func.pg_try_advisory_lock(_WRITERS_LOCK))
        while not (mine := bool(db.execute(taken).scalar())) and time.monotonic() < until:
            time.sleep(_ASK_AGAIN)
        try:
            yield mine
        finally:
            if mine:
                db.execute(sql.select(sql.func.pg_advisory_unlock(_WRITERS_LOCK)))


def faults(engine: sql.Engine) -> str | None:
    """What is damaged in a database in one file, None when nothing is; PostgreSQL looks after itself."""
    if shared(engine):
        return None
    try:
        with engine.connect() as db:
            found = str(db.execute(sql.text("PRAGMA quick_check(1)")).scalar())
    except SQLAlchemyError as error:
        return _reason(error)
    return None if found == "ok" else found


def _sqlite(path: Path) -> sql.Engine:
    engine = sql.create_engine(f"sqlite:///{path}", connect_args={"timeout": 30}, hide_parameters=True)
    sql.event.listen(engine, "connect", _configure)
    return engine


def _postgresql(url: str) -> sql.Engine:
    scheme, separator, rest = url.partition("://")
    if not scheme.startswith("postgres"):
        raise _not_postgresql(scheme)
    if scheme in ("postgres", "postgresql"):
        url = f"postgresql+psycopg{separator}{rest}"
    try:
        engine = sql.create_engine(url, pool_size=8, max_overflow=12, pool_pre_ping=True, hide_parameters=True)
    except ModuleNotFoundError as error:
        raise LibraryError(
            "the driver of PostgreSQL is not installed", thing=scheme,
            remedy="install it with `pip install 'review-assistant[postgres]'`",
        ) from error  # fmt: skip
    except (ArgumentError, NoSuchModuleError) as error:
        raise _not_postgresql(scheme) from error
    return engine.execution_options(schema_translate_map={None: _SCHEMA})


def _not_postgresql(scheme: str) -> LibraryError:
    return LibraryError(
        "a shared library needs PostgreSQL for its catalogue", thing=scheme,
        remedy="set DATABASE_URL to postgresql://USER:PASSWORD@HOST/NAME, or leave CHROMA_URL out",
    )  # fmt: skip


def _configure(connection: Any, _: object) -> None:
    """Write-ahead logging lets readers go on while a writer works; a commit reaches the disk before it counts."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA secure_delete=ON")  # what is removed is overwritten
    cursor.close()


def _name(engine: sql.Engine) -> str:
    return engine.url.render_as_string(hide_password=True) if shared(engine) else str(engine.url.database)


def _reason(error: SQLAlchemyError) -> str:
    """The database's own words, the first line alone."""
    words = str(getattr(error, "orig", None) or error).strip()
    return words.splitlines()[0] if words else type(error).__name__

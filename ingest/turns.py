"""Turns at a folder whose keeper knows of one process only: many read, or one writes, never both.

A stamp in the folder changes with every write, so that a reader knows when what it has in memory is no longer so.
The locks are the system's (flock): they end with the process that holds them, however it ends.
"""

import fcntl
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Turns:
    """The lock and the stamp of ``folder``, which is made if need be. Raises OSError where it cannot be written."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = folder / ".turn"
        self._stamp = folder / ".stamp"
        self._mark = folder / ".being-written"
        self._lock.touch()

    @contextmanager
    def hold(self, *, alone: bool) -> Iterator[None]:
        """Hold the folder, ``alone`` to write; waits for its turn. Not to be nested."""
        with self._lock.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
            yield

    def stamp(self) -> str:
        """What the last writer left; empty before the first. To be read while the folder is held."""
        return self._stamp.read_text(encoding="ascii") if self._stamp.is_file() else ""

    def renew(self) -> str:
        """Leave a new stamp, and give it back. To be called alone, before the write: one that is killed counts too."""
        fresh = uuid.uuid4().hex
        self._stamp.write_text(fresh, encoding="ascii")
        return fresh

    def mark(self) -> None:
        """Leave a mark that a write has begun. To be called alone."""
        self._mark.touch()

    def unmark(self) -> None:
        """Take the mark away: the write is whole."""
        self._mark.unlink(missing_ok=True)

    def marked(self) -> bool:
        """Whether a write was begun and never ended, when asked while the folder is held."""
        return self._mark.exists()

"""Who did what to the library: documents added, replaced and removed, keys made and revoked, data erased.

Entries name documents, files and keys; no question and no answer stands in them. They are only ever added, and go when
they are past their days.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import sqlalchemy as sql

from assistant.records import Json
from assistant.store.answers import moment, plain, stamp
from assistant.store.database import Database
from assistant.store.tables import AUDIT
from ingest.pipeline import Outcome, OutcomeKind

Deed = Literal[
    "files sent", "document added", "document replaced", "document removed", "library restored", "indexes rebuilt",
    "key made", "key revoked", "data erased",
]  # fmt: skip
COMMAND_LINE, LOCAL = "command line", "local page"
_DEEDS: dict[OutcomeKind, Deed] = {
    "added": "document added", "updated": "document replaced", "needs attention": "document added"
}  # fmt: skip
LONGEST = 500  # characters of what a deed was done to


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One deed: when (ISO 8601 in UTC), who, what, and to which document, file or key."""

    done: str
    who: str
    what: str
    which: str

    def as_json(self) -> Json:
        """The entry as `reviews audit --json` prints it."""
        return {"done": self.done, "who": self.who, "what": self.what, "which": self.which}


class Audit:
    """The audit trail of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, who: str, what: Deed, which: str) -> None:
        """Add a deed. Raises StoreError when it cannot be kept."""
        row = {"done": moment(), "who": plain(who)[:LONGEST], "what": what, "which": plain(which)[:LONGEST]}
        with self._database.begin() as connection:
            connection.execute(AUDIT.insert().values(**row))

    def record_outcome(self, who: str, outcome: Outcome) -> None:
        """Add what became of a file, if it changed the library. Raises StoreError when it cannot be kept."""
        deed = _DEEDS.get(outcome.kind)
        if deed and outcome.review_id:
            self.record(who, deed, f"{outcome.review_id} {Path(outcome.path).name}")

    def record_of_job(self, job: str, outcome: Outcome) -> None:
        """Add what became of a file that was sent; who sent it stands in the entry that names the job."""
        self.record_outcome(f"job {job}", outcome)

    def all(self) -> list[Entry]:
        """Every entry, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(sql.select(AUDIT).order_by(AUDIT.c.number)).all()
        return [Entry(done=row.done, who=row.who, what=row.what, which=row.which) for row in rows]

    def expire(self, days: int, *, now: datetime | None = None) -> int:
        """Delete the entries of more than ``days`` ago; how many."""
        before = stamp((now or datetime.now(UTC)) - timedelta(days=days))
        with self._database.begin() as connection:
            return connection.execute(AUDIT.delete().where(AUDIT.c.done < before)).rowcount

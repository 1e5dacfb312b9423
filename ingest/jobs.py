"""Files sent to be ingested, kept in the library's database until their job is done.

A job that was acknowledged is carried out whatever becomes of the process that took it: whoever holds the right to
write to the library next goes on with it. So only one who holds that right may take a job.
"""

import json
import shutil
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import sqlalchemy as sql

from ingest.database import reading, transaction
from ingest.errors import LibraryError, NotHeldError
from ingest.pipeline import Outcome
from ingest.stored_tables import JOB_FILES, JOBS

JobState = Literal["waiting", "running", "done", "failed"]
KEPT = 200  # jobs that are over, the latest
_PART = 1 << 20
_OVER: tuple[JobState, ...] = ("done", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One batch of files: their names, and the outcomes so far. ``problem`` says why the whole batch failed."""

    id: str
    files: tuple[str, ...]
    state: JobState = "waiting"
    outcomes: tuple[Outcome, ...] = ()
    problem: str | None = None
    tries: int = 0  # how many times it was begun


class KeptJobs:
    """The jobs of a library."""

    def __init__(self, engine: sql.Engine) -> None:
        self._engine = engine

    def send(self, files: Sequence[Path]) -> Job:
        """Keep ``files`` as a job; when this returns, it is sure to be carried out.

        Raises LibraryError when they cannot be read or kept; then nothing is.
        """
        job = Job(id=uuid.uuid4().hex, files=tuple(file.name for file in files))
        sent = datetime.now(UTC).isoformat()
        row = {
            "id": job.id,
            "sent": sent,
            "state": job.state,
            "files": json.dumps(job.files),
            "outcomes": "[]",
            "tries": 0,
        }
        try:
            with transaction(self._engine) as db:
                db.execute(JOBS.insert().values(**row))
                for number, file in enumerate(files):
                    for part, content in enumerate(_parts(file)):
                        values = {"job": job.id, "file": number, "part": part, "content": content}
                        db.execute(JOB_FILES.insert().values(**values))
        except OSError as error:
            raise LibraryError(
                f"the files cannot be read again: {error.strerror}", thing=str(error.filename), remedy="send them again"
            ) from error
        return job

    def find(self, job_id: str) -> Job:
        """The job with this id as it stands now. Raises NotHeldError."""
        with reading(self._engine) as db:
            row = db.execute(sql.select(JOBS).where(JOBS.c.id == job_id)).one_or_none()
        if row is None:
            raise NotHeldError("no such job is known", thing=job_id, remedy=f"the last {KEPT} jobs are remembered")
        return _job(row)

    def next(self) -> Job | None:
        """The job that was sent first of those not over, those begun least often first; None when there is none."""
        open_jobs = sql.select(JOBS).where(JOBS.c.state.not_in(_OVER))
        query = open_jobs.order_by(JOBS.c.tries, JOBS.c.sent, JOBS.c.id).limit(1)
        with reading(self._engine) as db:
            row = db.execute(query).one_or_none()
        return None if row is None else _job(row)

    def unpack(self, job: Job, folder: Path) -> list[Path]:
        """The files of a job, written into ``folder`` in their order under their own names.

        Raises LibraryError when they cannot be written.
        """
        query = sql.select(JOB_FILES.c.content).order_by(JOB_FILES.c.part)
        found: list[Path] = []
        try:
            for number, name in enumerate(job.files):
                target = folder / str(number) / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with reading(self._engine) as db, target.open("wb") as file:
                    for content in db.execute(query.where(JOB_FILES.c.job == job.id, JOB_FILES.c.file == number)):
                        file.write(content[0])
                found.append(target)
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise LibraryError(
                f"the files sent cannot be unpacked: {error.strerror}", thing=str(folder), remedy="free some space"
            ) from error
        return found

    def keep(self, job: Job) -> None:
        """Keep a job as it stands now; one that is over needs its files no more, nor the oldest of those before it."""
        outcomes = json.dumps([asdict(outcome) for outcome in job.outcomes])
        values = {"state": job.state, "outcomes": outcomes, "problem": job.problem, "tries": job.tries}
        with transaction(self._engine) as db:
            db.execute(JOBS.update().where(JOBS.c.id == job.id).values(**values))
            if job.state in _OVER:
                db.execute(JOB_FILES.delete().where(JOB_FILES.c.job == job.id))
                over = sql.select(JOBS.c.id).where(JOBS.c.state.in_(_OVER)).order_by(JOBS.c.sent.desc())
                old = db.execute(over.offset(KEPT)).scalars().all()
                db.execute(JOBS.delete().where(JOBS.c.id.in_(old)))


def ended(job: Job, *, problem: str | None = None) -> Job:
    """``job`` as it is when it is over."""
    return replace(job, state="failed" if problem else "done", problem=problem)


def _parts(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while content := stream.read(_PART):
            yield content


def _job(row: "sql.Row[tuple[object, ...]]") -> Job:
    return Job(
        id=row.id, files=tuple(json.loads(row.files)), state=row.state, problem=row.problem, tries=row.tries,
        outcomes=tuple(Outcome(**outcome) for outcome in json.loads(row.outcomes)),
    )  # fmt: skip

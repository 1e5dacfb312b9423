"""Files added over HTTP are ingested one batch after the other in the background; a job says how far its batch is."""

import shutil
import threading
import uuid
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assistant.answering import Assistant
from ingest.errors import AssistantError, NotHeldError
from ingest.pipeline import Outcome, Reader, ingest_files

JobState = Literal["waiting", "running", "done", "failed"]
KEPT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One batch of files: their names, and the outcomes so far. ``problem`` says why the whole batch failed."""

    id: str
    files: tuple[str, ...]
    state: JobState = "waiting"
    outcomes: tuple[Outcome, ...] = ()
    problem: str | None = None


class Jobs:
    """Runs jobs in one background thread and remembers the last ``KEPT``; they are forgotten when the server stops."""

    def __init__(self, assistant: Assistant, reader: Reader) -> None:
        self._assistant = assistant
        self._reader = reader
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ingest")

    def submit(self, folder: Path, files: Sequence[Path]) -> Job:
        """Have ``files`` ingested, in their turn, and ``folder``, in which they stand, deleted after it."""
        job = Job(id=uuid.uuid4().hex, files=tuple(file.name for file in files))
        with self._lock:
            self._jobs[job.id] = job
            for old in list(self._jobs)[:-KEPT]:
                del self._jobs[old]
        future = self._thread.submit(self._run, job.id, folder, files)
        future.add_done_callback(lambda done: self._finish(job.id, folder, done))
        return job

    def find(self, job_id: str) -> Job:
        """The job with this id as it stands now.

        Raises NotHeldError.
        """
        with self._lock:
            job = self._jobs.get(job_id)
        if job is None:
            raise NotHeldError("no such job is known", thing=job_id, remedy="jobs are forgotten when the server stops")
        return job

    def close(self) -> None:
        """Wait for the job that is running; those that wait are given up, their files deleted."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _run(self, job_id: str, folder: Path, files: Sequence[Path]) -> None:
        self._change(job_id, state="running")
        library, embeddings = self._assistant.library, self._assistant.embeddings
        ingest_files(files, library, embeddings, self._reader, lambda outcome: self._tell(job_id, folder, outcome))

    def _tell(self, job_id: str, folder: Path, outcome: Outcome) -> None:
        """Add an outcome under the file's own name; where it lay for a moment is nobody's business."""
        name = Path(outcome.path).name
        reason = outcome.reason.replace(outcome.path, name).replace(str(folder), "") if outcome.reason else None
        with self._lock:
            job = self._jobs.get(job_id)
            if job:
                shown = replace(outcome, path=name, reason=reason)
                self._jobs[job_id] = replace(job, outcomes=(*job.outcomes, shown))

    def _finish(self, job_id: str, folder: Path, done: "Future[None]") -> None:
        shutil.rmtree(folder, ignore_errors=True)
        error = None if done.cancelled() else done.exception()
        if done.cancelled():
            self._change(job_id, state="failed", problem="the server stopped before its turn came: add the files again")
        elif isinstance(error, AssistantError):
            self._change(job_id, state="failed", problem=str(error))
        elif error:
            fault = f"a fault inside the product ({type(error).__name__}): please report it"
            self._change(job_id, state="failed", problem=fault)
        else:
            self._change(job_id, state="done")

    def _change(self, job_id: str, *, state: JobState, problem: str | None = None) -> None:
        with self._lock:
            if job_id in self._jobs:
                self._jobs[job_id] = replace(self._jobs[job_id], state=state, problem=problem)

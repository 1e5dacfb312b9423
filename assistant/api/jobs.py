"""Files added over HTTP are ingested one batch after the other in the background; a job says how far its batch is."""

import logging
import shutil
import threading
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from assistant.answering import Assistant
from ingest.errors import AssistantError, StoppedError
from ingest.jobs import Job, JobState, KeptJobs, ended
from ingest.pipeline import Outcome, Reader, ingest_files

__all__ = ["Job", "JobState", "Jobs"]
MOST_TRIES = 20  # of a job whose process ended under it: hardly because of it, for files are read in other processes
_LOOK_SECONDS = 1.0  # how soon a job is seen that another process was sent
_TURN_SECONDS = 5.0  # how long the right to write is waited for, before looking whether to stop
_LOG = logging.getLogger(__name__)


class Jobs:
    """The jobs of a library. One background thread carries them out, unless ``works`` is false: another process will.

    A job outlives its process: the next to hold the right to write goes on with it where it was. The thread also takes
    over what other machines change in a shared library, so that nothing stays here of what was removed there.
    """

    def __init__(self, assistant: Assistant, reader: Reader, uploads: Path, *, works: bool = True,
                 on_outcome: Callable[[str, Outcome], None] | None = None) -> None:  # fmt: skip
        """``on_outcome`` is called with a job's id and what became of one of its files."""
        self._on_outcome = on_outcome
        self._assistant = assistant
        self._reader = reader
        self._uploads = uploads
        self._kept = KeptJobs(assistant.library.catalogue.engine)
        self._sent, self._stop = threading.Event(), threading.Event()
        self._running: Job | None = None
        self._works = works
        self._thread = threading.Thread(target=self._work, name="ingest")
        self._thread.start()

    def submit(self, folder: Path, files: Sequence[Path]) -> Job:
        """Have ``files`` ingested, in their turn, and ``folder``, in which they stand, deleted at once.

        Raises LibraryError when they cannot be kept; once this returns, they are not lost.
        """
        try:
            job = self._kept.send(files)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        self._sent.set()
        return job

    def find(self, job_id: str) -> Job:
        """The job with this id as it stands now. Raises NotHeldError."""
        return self._kept.find(job_id)

    def stop(self) -> None:
        """Begin to stop: after the document that is being stored. What is left is gone on with at the next start."""
        self._stop.set()
        self._sent.set()

    def close(self) -> None:
        """Stop, and wait until that is done."""
        self.stop()
        self._thread.join()

    def wait(self) -> None:
        """Until it is to stop."""
        self._stop.wait()

    def _work(self) -> None:
        with ThreadPoolExecutor(1, thread_name_prefix="ingest-job") as steps:
            while not self._stop.is_set():
                step = steps.submit(self._step)
                error = step.exception()
                if isinstance(error, AssistantError):  # another writes, or the disk is full: the job waits
                    _LOG.warning("an ingest waits: %s", error)
                elif error:
                    _LOG.error("an ingest failed", exc_info=error)
                    self._give_up(f"a fault inside the product ({type(error).__name__}): please report it")
                if error or not step.result():
                    self._sent.wait(_LOOK_SECONDS)
                    self._sent.clear()

    def _step(self) -> bool:
        """Carry out the next job; whether there was one."""
        self._running = None
        self._assistant.library.keep_in_step()
        if not self._works or self._kept.next() is None:
            return False
        with self._assistant.library.writing(wait=_TURN_SECONDS):
            job = self._kept.next()  # one that is said to run was left by a process that ended: the right is ours
            if job is not None:
                self._carry_out(job)
        return job is not None

    def _carry_out(self, job: Job) -> None:
        self._running = replace(job, state="running", tries=job.tries + 1)
        if job.tries >= MOST_TRIES:
            self._give_up(f"its server ended {MOST_TRIES} times while it ran: add its files one by one")
            return
        self._kept.keep(self._running)
        folder = self._uploads / uuid.uuid4().hex
        try:
            try:
                self._ingest(self._running, folder)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
            self._kept.keep(ended(self._running))
        except StoppedError:
            self._kept.keep(replace(self._running, tries=job.tries))  # it was not the job's doing
        except AssistantError as error:
            self._kept.keep(ended(self._running, problem=str(error).replace(str(folder), "")))

    def _ingest(self, job: Job, folder: Path) -> None:
        """Ingest what of a job has no outcome yet; files of one name cannot be told apart, and are done again."""
        sure = {outcome.path for outcome in job.outcomes if job.files.count(outcome.path) == 1}
        self._running = replace(job, outcomes=tuple(o for o in job.outcomes if o.path in sure))
        files = [file for file in self._kept.unpack(job, folder) if file.name not in sure]
        library, embeddings = self._assistant.library, self._assistant.embeddings
        ingest_files(files, library, embeddings, self._reader, lambda o: self._tell(folder, o), stop=self._stop)

    def _tell(self, folder: Path, outcome: Outcome) -> None:
        """Keep an outcome under the file's own name; where it lay for a moment is nobody's business."""
        assert self._running is not None  # it is being carried out
        name = Path(outcome.path).name
        reason = outcome.reason.replace(outcome.path, name).replace(str(folder), "") if outcome.reason else None
        shown = replace(outcome, path=name, reason=reason)
        self._running = replace(self._running, outcomes=(*self._running.outcomes, shown))
        self._kept.keep(self._running)
        if self._on_outcome:
            self._on_outcome(self._running.id, shown)

    def _give_up(self, problem: str) -> None:
        if self._running is not None:
            self._kept.keep(ended(self._running, problem=problem))

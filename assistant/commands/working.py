"""Ingests what servers are sent, in a process that serves nobody."""

import signal
from pathlib import Path

import click

from assistant.api.jobs import Jobs
from assistant.api.uploads import FOLDER, clear_stale
from assistant.commands.common import settings_from
from assistant.store.audit import Audit
from assistant.wiring import open_assistant, open_store, reader_for


def work(library: Path | None) -> int:
    """Carry out jobs until stopped; the one that runs then is gone on with by whoever comes next."""
    settings = settings_from(library=library)
    with open_assistant(settings) as assistant, open_store(settings) as database:
        uploads = settings.library / FOLDER
        clear_stale(uploads)
        jobs = Jobs(assistant, reader_for(settings), uploads, on_outcome=Audit(database).record_of_job)
        try:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: jobs.stop())
            click.echo("Waiting for documents (stop with Ctrl+C)")
            jobs.wait()
        finally:
            jobs.close()
    return 0

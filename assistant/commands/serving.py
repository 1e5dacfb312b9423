"""Serves the API and the page, in one process or several."""

from dataclasses import dataclass
from pathlib import Path

import click
import uvicorn
from uvicorn.supervisors import Multiprocess

from assistant.api.app import make_app
from assistant.api.callers import Door
from assistant.commands.common import settings_from
from assistant.logs import log_settings
from assistant.settings import Settings
from assistant.wiring import open_assistant, open_store


@dataclass(frozen=True, slots=True)
class _Application:
    """Makes the application in each process that serves."""

    settings: Settings

    def __call__(self) -> object:
        return make_app(self.settings)


def serve(host: str | None, port: int | None, processes: int | None, model: str | None, library: Path | None) -> int:
    """Serve until stopped: then requests in flight finish, new ones are refused. A wrong set-up is told at once."""
    settings = settings_from(library=library, host=host, port=port, model=model, processes=processes)
    with open_assistant(settings) as assistant, open_store(settings) as database:
        Door(settings, database).require()
        if assistant.writer:
            assistant.writer.model.open()
        held = len(assistant.library.catalogue.documents())
    click.echo(f"{held} documents held. Ask at http://{settings.host}:{settings.port}/ (stop with Ctrl+C)")
    config = uvicorn.Config(
        _Application(settings), factory=True, host=settings.host, port=settings.port, workers=settings.processes,
        log_config=log_settings(settings.log), log_level="warning", access_log=False, proxy_headers=False,
        timeout_graceful_shutdown=settings.stop_seconds,
    )  # fmt: skip
    if settings.processes == 1:
        uvicorn.Server(config).run()
    else:
        Multiprocess(config, sockets=[config.bind_socket()]).run()
    return 0

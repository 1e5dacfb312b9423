"""Serves the API and the page."""

from pathlib import Path

import click
import uvicorn

from assistant.api.app import make_app
from assistant.commands.common import settings_from
from assistant.wiring import open_assistant


def serve(host: str | None, port: int | None, library: Path | None) -> int:
    """Serve until stopped. A wrong set-up is told before the server starts."""
    settings = settings_from(library=library, host=host, port=port)
    with open_assistant(settings) as assistant:
        held = len(assistant.library.catalogue.documents())
    click.echo(f"{held} documents held. Ask at http://{settings.host}:{settings.port}/ (stop with Ctrl+C)")
    uvicorn.run(make_app(settings), host=settings.host, port=settings.port, log_level="warning", access_log=False)
    return 0

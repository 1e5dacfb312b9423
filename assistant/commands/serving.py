"""Serves the API and the page."""

from pathlib import Path

import uvicorn

from assistant.api.app import make_app
from assistant.commands.common import settings_from


def serve(host: str | None, port: int | None, library: Path | None) -> int:
    """Serve until stopped."""
    settings = settings_from(library=library, host=host, port=port)
    uvicorn.run(make_app(settings), host=settings.host, port=settings.port, log_level="warning", access_log=False)
    return 0

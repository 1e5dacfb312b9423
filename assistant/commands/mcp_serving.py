"""Serves the tools over MCP: to the program that started it, or over HTTP."""

from functools import partial
from logging.config import dictConfig
from pathlib import Path

import click

from assistant.api.callers import Door
from assistant.api.tools_access import ToolsAccess
from assistant.chat import AskingRules
from assistant.commands.common import library_settings
from assistant.logs import log_settings
from assistant.mcp_server import make_server
from assistant.wiring import chat_over, open_assistant, open_store


def serve_tools(http: bool, host: str, port: int, library: Path | None) -> int:
    """Serve until the program that started it closes its end, or until stopped."""
    settings = library_settings(library, host=host) if http else library_settings(library)
    with open_assistant(settings) as assistant, open_store(settings) as database:
        chat = chat_over(assistant, database, AskingRules(live_case=settings.live_case))
        chat.conversations.expire(settings.retention_days)
        server, door = make_server(chat), Door(settings, database)
        dictConfig(log_settings(settings.log))  # what fails inside a tool may carry the question in its words
        if not http:
            server.run("stdio")
            return 0
        import uvicorn

        serve = partial(
            uvicorn.run, host=host, port=port, log_level="warning", log_config=None, access_log=False,
            proxy_headers=False,
        )  # fmt: skip
        app = server.streamable_http_app(host=host, stateless_http=door.in_force)
        keys = ", with keys" if door.in_force else ""
        if door.in_force:
            door.require()
        click.echo(f"MCP at http://{host}:{port}/mcp{keys} (stop with Ctrl+C)", err=True)
        serve(ToolsAccess(app, door, settings) if door.in_force else app)
    return 0

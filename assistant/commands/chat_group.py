"""``reviews mcp`` and ``reviews feedback``: the commands and their options."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Run = Callable[..., None]


def _library(command: Callable[..., Any]) -> Callable[..., Any]:
    option = click.option(
        "--library", type=click.Path(path_type=Path), help="Library folder (REVIEWS_LIBRARY, ./library)."
    )
    return option(command)


def tools(run: Run) -> click.Command:
    """The command that serves MCP; ``run`` calls a function of a module and leaves with its exit code."""

    @click.command("mcp")
    @click.option("--http", is_flag=True, help="Serve over HTTP; without it, to the program that started this one.")
    @click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on, with --http.")
    @click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True, help="Port, with --http.")
    @_library
    def command(**arguments: Any) -> None:
        """Serve asking, searching and reading as tools for other assistants (MCP)."""
        run("mcp_serving", "serve_tools", **arguments)

    return command


def feedback(run: Run) -> click.Group:
    """The group of commands on feedback."""

    @click.group("feedback")
    def group() -> None:
        """What readers said of answers."""

    @group.command()
    @click.option("--id", "feedback_id", help="Only this verdict.")
    @click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write; else it is printed.")
    @_library
    def export(**arguments: Any) -> None:
        """Write each verdict with what was shown as a line of JSON; `reviews eval draft` makes cases of them."""
        run("feedback", "export", **arguments)

    return group

"""``reviews keys``: the commands and their options."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Run = Callable[..., None]
ROLES = ("reader", "trainer", "librarian", "maintainer")  # as the store knows them; a test compares both


def _library(command: Callable[..., Any]) -> Callable[..., Any]:
    option = click.option(
        "--library", type=click.Path(path_type=Path), help="Library folder (REVIEWS_LIBRARY, ./library)."
    )
    return option(command)


def keys(run: Run) -> click.Group:
    """The group of commands on keys; ``run`` calls a function of a module and leaves with its exit code."""

    @click.group("keys")
    def group() -> None:
        """Say who may come in: named keys with a role and an end."""

    @group.command()
    @click.argument("name")
    @click.option(
        "--role", type=click.Choice(ROLES), required=True, help="What it lets do; each may what those before may."
    )
    @click.option("--expires", "days", type=click.IntRange(1, 3650), metavar="DAYS", help="Days that it lasts.")
    @_library
    def add(**arguments: Any) -> None:
        """Make a key called NAME and print it; it is shown this once."""
        run("keeping_keys", "add", **arguments)

    @group.command("list")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
    @_library
    def list_keys(**arguments: Any) -> None:
        """List the keys that were made; their secret parts are not kept."""
        run("keeping_keys", "list_keys", **arguments)

    @group.command()
    @click.argument("name")
    @_library
    def revoke(**arguments: Any) -> None:
        """Have the key called NAME, by its name or id, let nobody in from now on."""
        run("keeping_keys", "revoke", **arguments)

    return group

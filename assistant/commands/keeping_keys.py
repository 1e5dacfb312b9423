"""Makes, lists and revokes keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from assistant.commands.common import library_settings, print_json
from assistant.store.audit import COMMAND_LINE, Audit
from assistant.store.keys import Keys, Role
from assistant.wiring import open_store


@contextmanager
def _keys(library: Path | None) -> Iterator[tuple[Keys, Audit]]:
    with open_store(library_settings(library)) as database:
        yield Keys(database), Audit(database)


def add(name: str, role: Role, days: int | None, library: Path | None) -> int:
    """Print a new key alone on standard output, so that a program can take it."""
    with _keys(library) as (keys, trail):
        key, text = keys.add(name, role, days=days)
        trail.record(COMMAND_LINE, "key made", f"{key.id} {key.name}, {key.role}")
    click.echo(
        f"Key {key.id} for {key.name}, {key.role}. It is shown this once: keep it where secrets are kept.", err=True
    )
    click.echo(text)
    return 0


def list_keys(as_json: bool, library: Path | None) -> int:
    """Print the keys with their state."""
    with _keys(library) as (keys, _):
        made = keys.all()
    if as_json:
        print_json({"keys": [
            {"id": k.id, "name": k.name, "role": k.role, "state": k.state, "made": k.made, "expires": k.expires,
             "revoked": k.revoked} for k in made
        ]})  # fmt: skip
        return 0
    for key in made:
        until = f", until {key.expires[:10]}" if key.expires else ""
        click.echo(f"{key.id}  {key.state:8} {key.role:11} {key.name} (made {key.made[:10]}{until})")
    return 0


def revoke(name: str, library: Path | None) -> int:
    """Revoke a key and say which."""
    with _keys(library) as (keys, trail):
        key = keys.revoke(name)
        trail.record(COMMAND_LINE, "key revoked", f"{key.id} {key.name}")
    click.echo(f"Key {key.id} of {key.name} lets nobody in any more.")
    return 0

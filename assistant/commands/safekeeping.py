"""Commands that keep a library safe: a copy of it, the copy put back, its indexes made anew."""

from contextlib import closing
from pathlib import Path

import click

from assistant.commands.common import library_settings, settings_from
from assistant.commands.keeping import WAIT
from assistant.store.audit import COMMAND_LINE, Audit
from assistant.wiring import library_of, open_store
from ingest.backups import back_up, restore
from ingest.checking import rebuild
from ingest.errors import LibraryError


def backup(target: Path, library: Path | None) -> int:
    """Copy the library, conversations and all, while it is in use."""
    settings = library_settings(library)
    if settings.chroma_url:
        raise LibraryError(
            "a shared library is backed up with its database", thing="CHROMA_URL",
            remedy="use pg_dump; after pg_restore, `reviews rebuild` makes the vectors and words anew from it",
        )  # fmt: skip
    with closing(library_of(settings)) as lib:
        made = back_up(lib, target, wait=WAIT)
    click.echo(f"{made.documents} documents, {made.passages} passages, {len(made.files)} files kept in {target}")
    if settings.database_url:
        click.echo("The conversations are in the database of DATABASE_URL: back that up with its own means (pg_dump).")
    return 0


def put_back(backup: Path, library: Path | None) -> int:
    """Put a backup where no library is, once all of it is found to be as it was."""
    settings = settings_from(library=library)
    folder = settings.library
    found = restore(backup, folder)
    with open_store(settings) as database:
        Audit(database).record(COMMAND_LINE, "library restored", f"as of {found.made}")
    click.echo(f"{found.documents} documents, {found.passages} passages as of {found.made} put back at {folder}")
    return 0


def make_anew(library: Path | None) -> int:
    """Make the indexes anew from the stored text."""
    settings = library_settings(library)
    with closing(library_of(settings)) as lib, lib.writing(wait=WAIT):
        held = rebuild(lib)
    with open_store(settings) as database:
        Audit(database).record(COMMAND_LINE, "indexes rebuilt", f"{held} passages")
    click.echo(f"The word index and the vector index were made anew: {held} passages.")
    return 0

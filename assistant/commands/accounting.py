"""Commands that account for what is kept: the audit trail, and erasing what is kept of a person."""

from pathlib import Path

import click

from assistant.commands.common import library_settings, print_json
from assistant.store.audit import COMMAND_LINE, Audit
from assistant.store.conversations import Conversations
from assistant.store.database import Database
from assistant.store.erasing import Erasing
from assistant.store.keys import person_of
from assistant.wiring import open_store
from ingest.errors import NotHeldError, RequestError

_TRIES = 10  # each waits two seconds for those that read


def audit(as_json: bool, library: Path | None) -> int:
    """Print who did what to the library, oldest first."""
    with open_store(library_settings(library)) as database:
        entries = Audit(database).all()
    if as_json:
        print_json({"entries": [entry.as_json() for entry in entries]})
        return 0
    for entry in entries:
        click.echo(f"{entry.done[:19]}  {entry.who}: {entry.what} {entry.which}")
    return 0


def erase(key: str | None, proxy_user: str | None, conversation: str | None, library: Path | None) -> int:
    """Erase what is kept of one person, or one conversation, and say how much it was."""
    if sum(given is not None for given in (key, proxy_user, conversation)) != 1:
        raise RequestError("name one of --key, --proxy-user and --conversation", remedy="see `reviews erase --help`")
    with open_store(library_settings(library)) as database:
        trail = Audit(database)
        if conversation is not None:
            Conversations(database).erase(conversation)
            trail.record(COMMAND_LINE, "data erased", f"conversation {conversation}")
            click.echo("1 conversation was erased, with its answers and their feedback.")
            return _gone_from_disk(database)
        name, by = (key, "key") if key is not None else (str(proxy_user), "proxy")
        done = Erasing(database).person(person_of(name, "key" if by == "key" else "proxy"))
        if not done.any:
            raise NotHeldError("nothing is kept of this person", thing=name, remedy="`reviews keys list` shows names")
        trail.record(COMMAND_LINE, "data erased", f"all of {by} {name}")
        click.echo(
            f"{done.conversations} conversations with their answers and feedback, {done.collections} collections and "
            f"{done.frozen} frozen copies were erased; {done.sessions} sign-ins were ended."
        )
        return _gone_from_disk(database)


def _gone_from_disk(database: Database) -> int:
    """0 once nothing of what was erased is left in the database's files; else says what keeps it there, and 1."""
    for _ in range(_TRIES):
        if not database.unscrubbed:
            return 0
        database.scrub()
    if database.unscrubbed:
        click.echo("The log of the database is in use and may still hold it: stop the server, then start it again.")
    return int(database.unscrubbed)

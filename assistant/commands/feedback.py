"""Exports what readers said of answers."""

import json
from pathlib import Path

import click

from assistant.commands.common import library_settings
from assistant.store.feedback import FeedbackKept
from assistant.wiring import open_store
from ingest.errors import RequestError


def export(feedback_id: str | None, out: Path | None, library: Path | None) -> int:
    """Write the verdicts, oldest first, each with the question and the answer as shown, one JSON object a line."""
    with open_store(library_settings(library)) as database:
        kept = FeedbackKept(database)
        found = [kept.get(feedback_id)] if feedback_id else list(kept.all())
    lines = "".join(json.dumps(item.as_json(), ensure_ascii=False) + "\n" for item in found)
    if out is None:
        click.echo(lines, nl=False)
        return 0
    try:
        out.write_text(lines, encoding="utf-8")
    except OSError as error:
        raise RequestError(
            f"the file cannot be written: {error.strerror}", thing=str(out), remedy="choose another place"
        ) from error
    click.echo(f"{len(found)} verdict{'' if len(found) == 1 else 's'} written to {out}")
    return 0

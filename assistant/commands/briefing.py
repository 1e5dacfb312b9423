"""Makes a seven-minute briefing."""

from pathlib import Path

import click

from assistant.commands.common import library_settings, parse_filters
from assistant.desk.briefings import briefing
from assistant.desk.exports import FORMATS, export
from assistant.desk.papers import EmptySlot
from assistant.wiring import open_assistant
from ingest.errors import RequestError


def brief(topic: str, out: Path, filters: tuple[str, ...], library: Path | None) -> int:
    """Write a briefing on ``topic`` into the file ``out``, in the format that its name says."""
    format = out.suffix.lower().removeprefix(".")
    if format not in FORMATS:
        raise RequestError(
            "a briefing is not written in this format", thing=out.name,
            remedy=f"end the file's name in {', '.join(f'.{name}' for name in FORMATS)}",
        )  # fmt: skip
    with open_assistant(library_settings(library)) as assistant:
        paper = briefing(assistant, topic, parse_filters(filters))
        data = export(paper, format)
    try:
        out.write_bytes(data)
    except OSError as error:
        raise RequestError(
            f"the file cannot be written: {error.strerror}", thing=str(out), remedy="name a file in another folder"
        ) from error
    empty = [section.title for section in paper.sections if any(isinstance(b, EmptySlot) for b in section.blocks)]
    click.echo(f"{out}: {len(paper.quotes())} quotes from {len(paper.sources)} documents.")
    if empty:
        click.echo(f"No verified quote for: {'; '.join(empty)}.")
    return 0

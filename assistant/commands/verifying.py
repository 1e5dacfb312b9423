"""Compares the quotes of an exported file with the library."""

import textwrap
from pathlib import Path

import click

from assistant.commands.common import library_settings, print_json
from assistant.desk.verify import STATES, Report, verify
from assistant.wiring import library_of

_WIDTH = 100


def verify_file(file: Path, as_json: bool, library: Path | None) -> int:
    """Print how every quote of an exported file stands; 1 when one is not as it was cited."""
    held = library_of(library_settings(library))
    try:
        report = verify(file, held)
    finally:
        held.close()
    if as_json:
        print_json(report.as_json())
    else:
        _print(report)
    return 0 if report.holds else 1


def _print(report: Report) -> None:
    total = len(report.verdicts)
    if report.holds:
        click.echo(f"{total} quote{'' if total == 1 else 's'}, all unchanged.")
        return
    for verdict in report.verdicts:
        if verdict.state != "unchanged":
            head = f"{verdict.number}. {STATES[verdict.state].upper()}: {verdict.citation}"
            click.echo(textwrap.fill(head, _WIDTH, subsequent_indent="   "))
            click.echo(textwrap.fill(verdict.detail, _WIDTH, initial_indent="   ", subsequent_indent="   "))
    counts = ((sum(v.state == state for v in report.verdicts), words) for state, words in STATES.items())
    click.echo(f"{total} quotes: {', '.join(f'{n} {words}' for n, words in counts if n)}.")

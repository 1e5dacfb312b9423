"""Lists the register of findings, recommendations and learning points."""

import textwrap
from pathlib import Path

import click

from assistant.commands.common import library_settings, print_json
from assistant.register import Entry, Register, RegisterFilters, place_words, read_register
from assistant.wiring import library_of
from ingest.records import FindingKind

_WIDTH = 100


def findings(
    kind: FindingKind | None, theme: str, addressed_to: str, review: str, as_json: bool, library: Path | None
) -> int:
    """Print the register as the filters narrow it."""
    held = library_of(library_settings(library))
    try:
        review_id = held.find(review).id if review else ""
        filters = RegisterFilters(kind=kind, theme=theme, addressed_to=addressed_to, review_id=review_id)
        register = read_register(held, filters)
    finally:
        held.close()
    if as_json:
        print_json(register.as_json())
    else:
        _print(register)
    return 0


def _print(register: Register) -> None:
    named = {"finding": "findings", "recommendation": "recommendations", "learning": "learning points"}
    kinds = ", ".join(f"{n} {kind if n == 1 else named[kind]}" for kind, n in register.counts["kind"].items())
    click.echo(f"{len(register.entries)} in the register{': ' + kinds if kinds else ''}")
    title = None
    for entry in register.entries:
        if entry.document.id != title:
            title = entry.document.id
            click.echo(f"\n{entry.document.facts.title}  [{entry.document.id}]")
        _print_entry(entry)


def _print_entry(entry: Entry) -> None:
    finding = entry.finding
    kind = "Learning point" if finding.kind == "learning" else finding.kind.capitalize()
    lead = f"{kind}{' ' + finding.number if finding.number else ''}"
    heading = f"{lead}: {finding.title}" if finding.title else lead
    click.echo("\n" + textwrap.fill(heading, _WIDTH, initial_indent="  ", subsequent_indent="    "))
    shown = finding.parts if finding.kind != "finding" else (textwrap.shorten(finding.text, 400, placeholder=" …"),)
    for part in shown:
        click.echo(textwrap.fill(part, _WIDTH, initial_indent="    ", subsequent_indent="    "))
    to = f"To: {'; '.join(finding.addressed_to)} · " if finding.addressed_to else ""
    where = "; also ".join(place_words(place) for place in finding.places)
    click.echo(textwrap.fill(f"— {to}{where}", _WIDTH, initial_indent="    ", subsequent_indent="      "))

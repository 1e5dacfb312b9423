"""Commands that ask: one cited answer, ranked passages."""

import textwrap
from pathlib import Path

import click

from assistant.commands.common import library_settings, parse_filters, print_json
from assistant.place import place_of
from assistant.records import Answer, Citation
from assistant.shapes import passage_json
from assistant.wiring import open_assistant
from assistant.withholding import care_for
from ingest.errors import RequestError

MAX_QUESTION = 2000
_WIDTH = 100


def ask(
    question: str,
    filters: tuple[str, ...],
    max_statements: int,
    as_json: bool,
    model: str | None,
    library: Path | None,
) -> int:
    """Print one cited answer."""
    if not 1 <= len(question.strip()) <= MAX_QUESTION:
        raise RequestError("the question is empty or too long", remedy=f"ask in 1 to {MAX_QUESTION} characters")
    settings = library_settings(library, model=model)
    care = care_for(question, settings.live_case)
    with open_assistant(settings) as assistant:
        made = care.quoting(assistant).ask(care.text, parse_filters(filters), max_statements=max_statements)
    answer = care.told(made)
    if as_json:
        print_json(answer.as_json())
    else:
        _print_answer(answer)
    return 0


def _print_answer(answer: Answer) -> None:
    click.echo(f"\n{answer.headline}.")
    if answer.reason:
        for line in answer.reason.splitlines():
            click.echo(textwrap.fill(line, _WIDTH, subsequent_indent="  " if line.startswith("•") else ""))
    for notice in answer.notices:
        click.echo(textwrap.fill(f"Note: {notice.text}", _WIDTH))
    for statement in answer.statements:
        if statement.support == "verified":
            click.echo("\n" + textwrap.fill(f"{statement.text} [{', '.join(statement.citations)}]", _WIDTH))
    for citation in answer.citations:
        _print_citation(citation, citation.id if answer.model != "extractive" else "")
    if answer.nearest:
        click.echo("\nWhat came nearest (not an answer):")
        for citation in answer.nearest:
            _print_citation(citation)
    searched = answer.searched
    click.echo(f"\nSearched {searched.documents} documents, {searched.passages} passages.")
    if answer.dropped:
        click.echo(f"{len(answer.dropped)} statements were left out because they failed their check.")


def _print_citation(citation: Citation, name: str = "") -> None:
    quote = f"{f'[{name}] ' if name else ''}“{citation.quote}”"
    click.echo("\n" + textwrap.fill(quote, _WIDTH, initial_indent="  ", subsequent_indent="  "))
    click.echo(textwrap.fill(f"— {place_of(citation)}", _WIDTH, initial_indent="    ", subsequent_indent="      "))


def search(query: str, k: int, filters: tuple[str, ...], as_json: bool, library: Path | None) -> int:
    """Print ranked passages."""
    with open_assistant(library_settings(library)) as assistant:
        found = assistant.search(query, k, parse_filters(filters))
        rows = [passage_json(item, assistant.page_label(item)) for item in found]
    if as_json:
        print_json({"passages": rows})
        return 0
    for rank, (item, row) in enumerate(zip(found, rows, strict=True), start=1):
        where = ", ".join(
            filter(
                None,
                [
                    f"page {row['page']}" if row["page"] else "",
                    f"paragraph {row['paragraph']}" if row["paragraph"] else "",
                ],
            )
        )
        click.echo(f"\n{rank}. {item.document.facts.title}{' — ' + where if where else ''}  [{item.score:.3f}]")
        click.echo(
            textwrap.fill(
                textwrap.shorten(item.passage.text, 300), _WIDTH, initial_indent="   ", subsequent_indent="   "
            )
        )
    return 0

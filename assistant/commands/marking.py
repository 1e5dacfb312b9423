"""Commands of the evaluation for people: a sheet to mark, how far two readers agree, drafts of cases."""

from pathlib import Path

import click

from assistant.commands.common import library_settings, settings_from
from assistant.wiring import open_assistant
from eval.case_files import EXAMPLE_CASES, case_yaml, read_cases
from eval.drafting import from_feedback, from_register, standing
from eval.library import example_library
from eval.runs import read_run
from eval.sheets import read_sheet, write_sheet
from eval.shelf import Shelf


def sheet(file: Path, out: Path, most: int) -> int:
    """Write a sheet for two readers."""
    written = write_sheet(read_run(file), read_cases(EXAMPLE_CASES), out, most=most)
    click.echo(f"{written} answers in {out}: one sheet for each reader; hide the other before you mark.")
    return 0


def agreement(file: Path) -> int:
    """Print how far the two readers agree."""
    for found in read_sheet(file):
        shares = ", ".join(f"{mark} {share:.0%}" for mark, share in found.shares.items())
        click.echo(
            f"{found.question:<15} {found.marked} marked by both, {found.agreed:.0%} alike, kappa {found.kappa:.2f} "
            f"({shares})"
        )
    return 0


def draft(feedback: Path | None, review: str | None, out: Path, library: Path | None) -> int:
    """Write draft cases."""
    folder = library or example_library(settings_from())
    with open_assistant(library_settings(folder)) as assistant:
        catalogue = assistant.library.catalogue
        files = {d.id: d.file for d in catalogue.documents()}
        cases = from_feedback(feedback, files) if feedback else list(from_register(catalogue, review))
        held = standing(cases, Shelf(catalogue))
    out.write_text(case_yaml(held), encoding="utf-8")
    click.echo(f"{len(held)} drafts in {out}; {len(cases) - len(held)} left out, their sentences are not in the text.")
    click.echo("Read each, correct it, take the tag “draft” away, and put it among your cases.")
    return 0

"""``reviews eval``: its commands and their options. What each does stands in ``assistant.commands.evaluating``."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Run = Callable[..., None]
_FILE = click.Path(path_type=Path)


def _cases(command: Callable[..., Any]) -> Callable[..., Any]:
    option = click.option(
        "--cases", multiple=True, type=_FILE, metavar="PATH", help="Files or folders of cases (those of the examples)."
    )
    return option(command)


def _library(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--library", type=_FILE, help="Library folder (the example library, ingested).")(command)


def evaluation(run: Run) -> click.Group:
    """The group of commands; ``run`` calls a function of a module and leaves with its exit code."""

    @click.group("eval")
    def group() -> None:
        """Show that a change did not make answers worse."""

    for add in (_add_running, _add_gating, _add_tools, _add_people):
        add(group, run)
    return group


def _add_running(group: click.Group, run: Run) -> None:
    @group.command()
    @_cases
    @_library
    def check(**arguments: Any) -> None:
        """Check every supporting sentence of the cases against the documents."""
        run("evaluating", "check", **arguments)

    @group.command("run")
    @click.option("--out", type=_FILE, required=True, help="File of the run; an interrupted one is gone on with.")
    @click.option("--repeat", type=click.IntRange(1, 20), default=1, show_default=True, help="Times to ask each case.")
    @click.option("--split", type=click.Choice(["tune", "held"]), help="Only cases of this split.")
    @click.option("--kind", help="Only cases of this kind.")
    @_cases
    @_library
    def run_cases(**arguments: Any) -> None:
        """Ask every case and record what comes."""
        run("evaluating", "run_command", **arguments)

    @group.command()
    @click.argument("file", type=_FILE)
    @click.option("--before", type=_FILE, help="A run to compare with.")
    @click.option("--out", type=_FILE, required=True, help="Folder for report.html, .json, .md and junit.xml.")
    @_cases
    def report(**arguments: Any) -> None:
        """Write the reports of the run in FILE."""
        run("evaluating", "report", **arguments)

    @group.command("model")
    @click.argument("files", type=_FILE, nargs=-1, required=True)
    @click.option("--prices", type=_FILE, help="YAML: provider:name: {read: 0.15, written: 0.6, currency: GBP}.")
    def with_model(**arguments: Any) -> None:
        """Set the runs in FILES side by side: findings, statements dropped, time, tokens, cost of a model."""
        run("evaluating", "model_command", **arguments)


def _add_gating(group: click.Group, run: Run) -> None:
    @group.command()
    @click.argument("before", type=_FILE)
    @click.argument("after", type=_FILE)
    @_cases
    def compare(**arguments: Any) -> None:
        """Compare two runs: measures, findings lost and gained."""
        run("evaluating", "compare_command", **arguments)

    @group.command()
    @click.option("--baseline", type=_FILE, help="The run to be no worse than (eval/baseline.jsonl.gz).")
    @click.option("--run", "file", type=_FILE, help="A run made before; without it the cases are run now.")
    @click.option("--out", type=_FILE, help="Folder for the run and its reports.")
    @_cases
    @_library
    def gate(**arguments: Any) -> None:
        """Exit with 1 when answers are worse than the baseline."""
        run("evaluating", "gate", **arguments)

    @group.command()
    @click.option("--baseline", type=_FILE, help="Where it is kept (eval/baseline.jsonl.gz).")
    @click.option("--run", "file", type=_FILE, help="A run made before; without it the cases are run now.")
    @_cases
    @_library
    def baseline(**arguments: Any) -> None:
        """Make the present answers the baseline; writes what was lost and gained beside it."""
        run("evaluating", "make_baseline", **arguments)

    @group.command()
    @click.option("--drop", type=float, default=0.05, show_default=True, help="The drop to be seen.")
    @click.option("--before", type=_FILE, help="A run; with --after, differences are as between the two.")
    @click.option("--after", type=_FILE, help="Another run of the same cases.")
    def power(**arguments: Any) -> None:
        """Say how many cases are needed to see a drop."""
        run("evaluating", "power", **arguments)


def _add_tools(group: click.Group, run: Run) -> None:
    @group.command()
    @click.option("--reduced", is_flag=True, help="Only some of the cases, defects and changes.")
    @_library
    def selftest(**arguments: Any) -> None:
        """Plant defects: all must be caught; make changes that change nothing: none may raise an alarm."""
        run("evaluating", "selftest", **arguments)

    @group.command()
    @click.argument("name", type=click.Choice(["scifact", "clapnq", "mtrag", "inquiries"]))
    def bench(**arguments: Any) -> None:
        """Measure on public data: NAME is scifact, clapnq, mtrag or inquiries."""
        run("benching", "bench", **arguments)


def _add_people(group: click.Group, run: Run) -> None:
    @group.command()
    @click.argument("file", type=_FILE)
    @click.option("--out", type=_FILE, required=True, help="The sheet to write (.xlsx).")
    @click.option("--most", type=click.IntRange(1, 500), default=60, show_default=True, help="Answers to mark.")
    def sheet(**arguments: Any) -> None:
        """Write a sheet on which two people mark the answers of the run in FILE, blind to each other."""
        run("marking", "sheet", **arguments)

    @group.command()
    @click.argument("file", type=_FILE)
    def agreement(**arguments: Any) -> None:
        """Read a marked sheet back: what the two say, and Cohen's kappa."""
        run("marking", "agreement", **arguments)

    @group.command()
    @click.option("--feedback", type=_FILE, help="JSON of a verdict on an answer; without it the register is used.")
    @click.option("--review", help="Draft only from this document.")
    @click.option("--out", type=_FILE, required=True, help="File of draft cases for a person to accept.")
    @_library
    def draft(**arguments: Any) -> None:
        """Draft cases from feedback or from the register, for a person to accept."""
        run("marking", "draft", **arguments)

"""Commands of the evaluation suite: check, run, compare, gate, baseline, power, report, selftest."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from assistant.answering import Assistant
from assistant.commands.common import settings_from
from assistant.settings import Settings
from assistant.wiring import open_assistant
from eval.case_files import EXAMPLE_CASES, ROOT, read_cases
from eval.cases import Case
from eval.checking import check_cases
from eval.comparing import compare
from eval.gating import Verdict, judge
from eval.library import example_library
from eval.markdown import changes_markdown, comparison_markdown
from eval.power import power_lines
from eval.reports import write_reports
from eval.running import header_of, run_cases
from eval.runs import Run, read_run, write_run
from eval.selftest import Trial, run_selftest, selftest_lines
from eval.shelf import Shelf
from eval.systems import Product
from eval.written import read_prices, written_lines, written_of

BASELINE = ROOT / "eval" / "baseline.jsonl.gz"


def check(cases: tuple[Path, ...], library: Path | None) -> int:
    """Print what of the cases does not fit the documents; 1 when anything does not."""
    wanted = _read(cases)
    with _opened(library) as (_, assistant):
        problems = check_cases(wanted, Shelf(assistant.library.catalogue))
    for problem in problems:
        click.echo(str(problem))
    places = sum(len(f.support) for case in wanted for f in case.findings)
    click.echo(f"{len(wanted)} cases, {places} supporting sentences: {len(problems)} do not fit.")
    return 1 if problems else 0


def run_command(
    out: Path, repeat: int, split: str | None, kind: str | None, cases: tuple[Path, ...], library: Path | None
) -> int:
    """Run the cases and print the mean of each measure."""
    wanted = [c for c in _read(cases) if (split is None or c.split == split) and (kind is None or c.kind == kind)]
    run = _run(wanted, library, out=out, repeat=repeat)
    for name, value in run.means().items():
        click.echo(f"{name:<20} {value:.3f}")
    click.echo(f"{len(run.results)} results in {out}")
    return 0


def model_command(files: tuple[Path, ...], prices: Path | None) -> int:
    """Print what a model made of runs, side by side."""
    table = read_prices(prices) if prices else {}
    for line in written_lines([written_of(read_run(file)) for file in files], table):
        click.echo(line)
    return 0


def compare_command(before: Path, after: Path, cases: tuple[Path, ...]) -> int:
    """Print two runs side by side."""
    new = read_run(after)
    compared = compare(read_run(before), new, _read(cases))
    click.echo(comparison_markdown(compared, judge(compared, new)))
    return 0


def gate(
    baseline: Path | None, file: Path | None, out: Path | None, cases: tuple[Path, ...], library: Path | None
) -> int:
    """Compare a run with the baseline and print the verdict; 1 when it is held back."""
    wanted, before = _read(cases), read_run(baseline or BASELINE)
    after = read_run(file) if file else _run(wanted, library, out=out / "run.jsonl" if out else None)
    compared = compare(before, after, wanted)
    verdict = judge(compared, after)
    click.echo(comparison_markdown(compared, verdict))
    if out:
        write_reports(out, wanted, after, compared, verdict)
        click.echo(f"Reports in {out}")
    _say(verdict)
    return 0 if verdict.passes else 1


def make_baseline(
    baseline: Path | None, file: Path | None, cases: tuple[Path, ...], library: Path | None
) -> int:  # fmt: skip
    """Write the baseline and, beside it, what was lost and gained since the one before."""
    target = baseline or BASELINE
    wanted = _read(cases)
    after = read_run(file) if file else _run(wanted, library, out=None)
    before = read_run(target) if target.exists() else after
    compared = compare(before, after, wanted)
    changes = target.with_name(target.name.partition(".")[0] + "-changes.md")
    changes.parent.mkdir(parents=True, exist_ok=True)
    changes.write_text(changes_markdown(compared, before, after), encoding="utf-8")
    write_run(after, target, brief=True)
    click.echo(f"{len(compared.lost)} findings lost, {len(compared.gained)} gained: see {changes}")
    click.echo(f"Baseline of {len(after.results)} results in {target}; commit both files.")
    return 0


def power(drop: float, before: Path | None, after: Path | None) -> int:
    """Print how many cases each measure needs."""
    first = read_run(before or BASELINE)
    for line in power_lines(first, read_run(after) if after else None, drop):
        click.echo(line)
    return 0


def report(file: Path, before: Path | None, out: Path, cases: tuple[Path, ...]) -> int:
    """Write the reports of a run."""
    wanted, run = _read(cases), read_run(file)
    compared = compare(read_run(before), run, wanted) if before else None
    verdict = judge(compared, run) if compared else None
    for path in write_reports(out, wanted, run, compared, verdict):
        click.echo(str(path))
    return 0


def selftest(reduced: bool, library: Path | None) -> int:
    """Print the table of planted defects and of changes that change nothing; 1 when one was judged wrongly."""
    wanted = read_cases(EXAMPLE_CASES)
    with _opened(library) as (settings, assistant), _progress("Planting defects") as advance:
        trials: list[Trial] = run_selftest(assistant, wanted, settings, reduced=reduced, progress=advance)
    for line in selftest_lines(trials):
        click.echo(line)
    return 0 if all(t.holds for t in trials) else 1


def _say(verdict: Verdict) -> None:
    for line in verdict.warnings:
        click.echo(f"note: {line}")
    for line in verdict.held_back:
        click.echo(f"held back: {line}", err=True)
    click.echo("The gate passes." if verdict.passes else "The gate does not pass.")


def _read(paths: Sequence[Path]) -> list[Case]:
    return read_cases(tuple(paths) or EXAMPLE_CASES)


def _run(cases: Sequence[Case], library: Path | None, *, out: Path | None, repeat: int = 1) -> Run:
    with _opened(library) as (settings, assistant), _progress("Asking") as advance:
        header = header_of(assistant.library, cases, settings, repeat=repeat)
        shelf = Shelf(assistant.library.catalogue)
        return run_cases(Product(assistant), cases, shelf, header, out=out, progress=advance)


@contextmanager
def _opened(library: Path | None) -> Iterator[tuple[Settings, Assistant]]:
    settings = settings_from(library=library)
    if library is None:
        folder = example_library(settings, lambda text: click.echo(text, err=True))
        settings = settings_from(library=folder)
    with open_assistant(settings) as assistant:
        yield settings, assistant


class _Advance:
    """Moves a bar to what is done."""

    def __init__(self, bar: Progress, what: str) -> None:
        self._bar = bar
        self._task = bar.add_task(what, total=None)

    def __call__(self, done: int, total: int) -> None:
        self._bar.update(self._task, completed=done, total=total)


@contextmanager
def _progress(what: str) -> Iterator[_Advance]:
    """A bar on a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield _Advance(bar, what)

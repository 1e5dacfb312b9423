"""What a benchmark measured, how it is timed, printed and kept."""

import json
import os
import platform
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results"


class BenchmarkError(Exception):
    """A benchmark cannot run here; the message says what is missing and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """One way of doing a thing and the seconds that each run of it took."""

    way: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median of the runs, in seconds."""
        return statistics.median(self.seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The product's way beside another; ``aim`` is the highest ratio that is good enough, None where none is set."""

    name: str
    what: str
    ours: Timing
    other: Timing
    aim: float | None = None

    @property
    def ratio(self) -> float:
        """The product's median over the other's; below 1 the product is quicker."""
        return self.ours.median / self.other.median


def time_processes(
    ours: Sequence[str], other: Sequence[str], runs: int, variables: Mapping[str, str] | None = None
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Seconds of ``runs`` runs of two commands, in turn and each in a new process; the first of each does not count.

    Raises BenchmarkError when a command fails.
    """
    for command in (ours, other):
        _seconds(command, variables)
    pairs = [(_seconds(ours, variables), _seconds(other, variables)) for _ in range(runs)]
    return tuple(a for a, _ in pairs), tuple(b for _, b in pairs)


def run_command(command: Sequence[str], variables: Mapping[str, str] | None = None) -> None:
    """Run ``command`` to its end. Raises BenchmarkError with the last lines it wrote when it fails."""
    done = subprocess.run(
        list(command), env={**os.environ, **(variables or {})}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BenchmarkError(f"{' '.join(command[:4])} ended with {done.returncode}:\n{done.stderr[-2000:]}")


def _seconds(command: Sequence[str], variables: Mapping[str, str] | None) -> float:
    started = time.perf_counter()
    run_command(command, variables)
    return time.perf_counter() - started


def show(reports: Sequence[Report]) -> None:
    """Print the reports as a table."""
    table = Table(title="Ratios within one run; below 1 the product is quicker", title_justify="left")
    for column in ("Benchmark", "Product", "Median s", "Beside", "Median s", "Runs", "Ratio", "Aim"):
        table.add_column(column, justify="right" if column in ("Median s", "Runs", "Ratio", "Aim") else "left")
    for r in reports:
        aim = "" if r.aim is None else f"≤ {r.aim:.3g}"
        medians = f"{r.ours.median:.2f}", f"{r.other.median:.2f}"
        runs = str(len(r.ours.seconds))
        table.add_row(r.name, r.ours.way, medians[0], r.other.way, medians[1], runs, f"{r.ratio:.3g}", aim)
    Console(width=110).print(table)


def save(report: Report) -> Path:
    """Keep a report, with its day and machine, in ``benchmarks/results``; the file written."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{report.name}.json"
    row = {
        **asdict(report),
        "ratio": round(report.ratio, 3),
        "measured": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }
    path.write_text(json.dumps(row, indent=2) + "\n", encoding="utf-8")
    return path

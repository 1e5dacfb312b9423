"""The first answer of a new process: `reviews ask` beside a plain LangChain and Chroma script on the same documents."""

import sys
import tempfile
from pathlib import Path

from benchmarks.places import EXAMPLES, QUIET, reviews_command
from benchmarks.report import Report, Timing, run_command, time_processes

QUESTION = "What do reviews say about bruises in babies who cannot move?"
RUNS = 5


def main() -> Report:
    """Build both libraries, then ask each from cold processes in turn."""
    reviews, plain = reviews_command(), [sys.executable, "-m", "benchmarks.plain"]
    with tempfile.TemporaryDirectory() as folder:
        library, store = Path(folder) / "library", Path(folder) / "store"
        run_command([reviews, "ingest", str(EXAMPLES), "--library", str(library)], QUIET)
        run_command([*plain, "build", str(EXAMPLES), str(store)], QUIET)
        ours, other = time_processes(
            [reviews, "ask", QUESTION, "--library", str(library)], [*plain, "ask", str(store), QUESTION], RUNS, QUIET
        )
    return Report(
        name="cold_ask",
        what="import, open, embed the question, retrieve; the product also chooses sentences and checks each quote",
        ours=Timing(way="reviews ask", seconds=ours),
        other=Timing(way="LangChain + Chroma", seconds=other),
        aim=0.5,
    )

"""Files into a library, beside a plain LangChain and Chroma script in one process; and a second run over them."""

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.places import QUIET, reviews_command
from benchmarks.report import BenchmarkError, Report, Timing, run_command

LIBRARY = Path(__file__).resolve().parents[2] / "shared" / "library"


def main() -> list[Report]:
    """Ingest the seeds and the fifteen inquiry PDFs in both ways; then again, unchanged.

    Raises BenchmarkError where the documents are not beside the project.
    """
    return compare(_files())


def compare(files: Sequence[Path]) -> list[Report]:
    """Both ways over ``files``, once each: a run takes minutes, so that the start of a process weighs little."""
    reviews = reviews_command()
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder) / "files", Path(folder) / "library"
        source.mkdir()
        for file in files:
            (source / file.name).symlink_to(file)
        command = [reviews, "ingest", str(source), "--library", str(library)]
        first = _seconds(command)
        again = tuple(_seconds(command) for _ in range(3))
        plain = _seconds([sys.executable, "-m", "benchmarks.plain", "build", str(source), str(Path(folder) / "store")])
    ours = Timing(way="reviews ingest", seconds=(first,))
    return [
        Report(
            name="ingest", what="read, cut, embed and store; the product also reads structure and register",
            ours=ours, other=Timing(way="LangChain + Chroma", seconds=(plain,)), aim=1 / 3,
        ),
        Report(
            name="ingest_again", what="the same files a second time, unchanged",
            ours=Timing(way="second run", seconds=again), other=ours, aim=1 / 50,
        ),
    ]  # fmt: skip


def _files() -> list[Path]:
    found = [*sorted((LIBRARY / "seeds").glob("*.txt")), *sorted((LIBRARY / "inquiries").glob("*.pdf"))]
    if not found:
        raise BenchmarkError(f"the real documents are not there: {LIBRARY}")
    return found


def _seconds(command: Sequence[str]) -> float:
    started = time.perf_counter()
    run_command(command, QUIET)
    return time.perf_counter() - started

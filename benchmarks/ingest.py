"""Files into a library, beside a plain LangChain and Chroma script in one process; and a second run over them."""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.places import QUIET, reviews_command
from benchmarks.report import BenchmarkError, Report, Timing, run_command, show

LIBRARY = Path(__file__).resolve().parents[2] / "shared" / "library"
SMALL = 500_000  # bytes; the inquiry reports below this take a minute or two, all fifteen take many


def main(*, every: bool = False) -> list[Report]:
    """Ingest the seeds and the smaller inquiry PDFs, or ``every`` one, in both ways; then again, unchanged.

    Raises BenchmarkError where the documents are not beside the project.
    """
    return compare(_files(every))


def compare(files: Sequence[Path]) -> list[Report]:
    """Both ways over ``files``, once each: a run takes minutes, so that the start of a process weighs little."""
    reviews = reviews_command()
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder) / "files", Path(folder) / "library"
        source.mkdir()
        for file in files:
            (source / file.name).symlink_to(file)
        command = [reviews, "ingest", str(source), "--library", str(library)]
        plain = _seconds([sys.executable, "-m", "benchmarks.plain", "build", str(source), str(Path(folder) / "store")])
        first, second = _seconds(command), _seconds(command)
    ours = Timing(way="reviews ingest", seconds=(first,))
    return [
        Report(
            name="ingest", what="read, cut, embed and store; the product also reads structure and register",
            ours=ours, other=Timing(way="LangChain + Chroma", seconds=(plain,)), aim=1 / 3,
        ),
        Report(
            name="ingest_again", what="the same files a second time, unchanged",
            ours=Timing(way="second run", seconds=(second,)), other=ours, aim=1 / 50,
        ),
    ]  # fmt: skip


def _files(every: bool) -> list[Path]:
    if not LIBRARY.is_dir():
        raise BenchmarkError(f"the real documents are not there: {LIBRARY}")
    inquiries = sorted((LIBRARY / "inquiries").glob("*.pdf"))
    return [
        *(file for file in sorted((LIBRARY / "seeds").iterdir()) if file.suffix == ".txt"),
        *(file for file in inquiries if every or file.stat().st_size < SMALL),
    ]


def _seconds(command: Sequence[str]) -> float:
    started = time.perf_counter()
    run_command(command, QUIET)
    return time.perf_counter() - started


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="all fifteen inquiry reports: 1,636 pages")
    show(main(every=parser.parse_args().all))

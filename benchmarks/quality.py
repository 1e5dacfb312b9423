"""The quality of retrieval and answers, table by table, beside BM25 and plain vectors over the same passages.

`python -m benchmarks.quality [--save] [NAME...]`: NAME is scifact, mtrag, inquiries, clapnq, examples or real; without
names all. Data is read from ``../shared``; vectors are kept in ``benchmarks/.cache``, so that a second run is quick.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from benchmarks.places import QUIET
from benchmarks.quality_answers import examples_table, real_table
from benchmarks.quality_clapnq import clapnq_table
from benchmarks.quality_inquiries import inquiry_tables
from benchmarks.quality_retrieval import mtrag_table, scifact_table
from benchmarks.quality_tables import Table, save, show
from benchmarks.report import BenchmarkError

TABLES: dict[str, Callable[[], list[Table]]] = {
    "scifact": lambda: [scifact_table()],
    "mtrag": lambda: [mtrag_table()],
    "inquiries": inquiry_tables,
    "clapnq": lambda: [clapnq_table()],
    "examples": lambda: [examples_table()],
    "real": lambda: [table for table in (real_table(),) if table],
}


def main(*, keep: bool = False, names: Sequence[str] = ()) -> int:
    """Print the tables ``names`` (all without); how many aims were missed. ``keep``: into ``benchmarks/results`` too.

    Raises BenchmarkError when data is missing, after the tables that can be made.
    """
    os.environ.update(QUIET)
    missed: list[str] = []
    lacking: list[str] = []
    for name in names or TABLES:
        try:
            tables = TABLES[name]()
        except BenchmarkError as error:
            lacking.append(str(error))
            continue
        for table in tables:
            show(table)
            missed += table.missed
        if keep and tables:
            print(f"kept in {save(tables)}")
    for line in missed:
        print(f"not reached: {line}")
    if lacking:
        raise BenchmarkError("; ".join(dict.fromkeys(lacking)))
    return len(missed)


def run(arguments: Sequence[str]) -> int:
    """The command line: 0 when every aim was reached, 1 when not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("names", metavar="NAME", nargs="*", help=f"one of {', '.join(TABLES)}")
    parser.add_argument("--save", action="store_true", help="keep the figures in benchmarks/results")
    chosen = parser.parse_args(arguments)
    if unknown := [name for name in chosen.names if name not in TABLES]:
        parser.error(f"no table is called {unknown[0]}: choose from {', '.join(TABLES)}")
    try:
        return 1 if main(keep=chosen.save, names=chosen.names) else 0
    except BenchmarkError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

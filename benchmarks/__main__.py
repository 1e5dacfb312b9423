"""`python -m benchmarks [--only NAME] [--save]`: run the benchmarks and print their ratios.

Exits 0 when all ran, 1 when one could not, 2 for a wrong argument.
"""

import argparse
import sys
from collections.abc import Callable

from benchmarks import cold_ask, cold_help
from benchmarks.report import BenchmarkError, Report, save, show

BENCHMARKS: dict[str, Callable[[], Report]] = {"cold_ask": cold_ask.main, "cold_help": cold_help.main}


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line asks for and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Ratios within one run.")
    parser.add_argument("--only", metavar="NAME", choices=BENCHMARKS, help=f"one of {', '.join(BENCHMARKS)}")
    parser.add_argument("--save", action="store_true", help="keep the figures in benchmarks/results")
    chosen = parser.parse_args(arguments)
    names = [chosen.only] if chosen.only else list(BENCHMARKS)
    reports: list[Report] = []
    for name in names:
        try:
            reports.append(BENCHMARKS[name]())
        except BenchmarkError as error:
            print(f"{name}: {error}", file=sys.stderr)
    show(reports)
    for path in map(save, reports) if chosen.save else ():
        print(f"kept in {path}")
    return 0 if len(reports) == len(names) else 1


if __name__ == "__main__":
    sys.exit(main())

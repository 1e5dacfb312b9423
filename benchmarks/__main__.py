"""`python -m benchmarks [--only NAME] [--save]`: run the benchmarks, print ratios, tables and what did not hold.

Exits 0 when all ran and every check held, 1 when not, 2 for a wrong argument.
"""

import argparse
import sys
from collections.abc import Callable

from benchmarks import (
    answer_latency,
    cold_ask,
    cold_help,
    conversations_at_once,
    eval_selftest,
    ingest,
    kill_ingest,
    kill_serving,
    load,
    stage_cost,
)
from benchmarks.report import BenchmarkError, Report, save, show

BENCHMARKS: dict[str, Callable[[], list[Report]]] = {
    "cold_ask": lambda: [cold_ask.main()],
    "cold_help": lambda: [cold_help.main()],
    "ingest": ingest.main,
}
CHECKS: dict[str, Callable[[], int]] = {  # how many things were wrong
    "answer_latency": answer_latency.main,
    "kill_ingest": kill_ingest.main,
    "kill_serving": kill_serving.main,
    "load": load.main,
    "stage_cost": stage_cost.main,
    "conversations_at_once": conversations_at_once.main,
    "eval_selftest": eval_selftest.main,
}


def _quality(keep: bool) -> int:
    """The tables of quality; imported only here, because each reader process of an ingest imports this module too."""
    from benchmarks import quality

    return quality.main(keep=keep)


TABLES: dict[str, Callable[[bool], int]] = {"quality": _quality}  # how many aims were missed


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line asks for and return the exit status."""
    names = [*BENCHMARKS, *CHECKS, *TABLES]
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Ratios within one run, checks, and tables of quality."
    )
    parser.add_argument("--only", metavar="NAME", choices=names, help=f"one of {', '.join(names)}")
    parser.add_argument("--save", action="store_true", help="keep the figures in benchmarks/results")
    chosen = parser.parse_args(arguments)
    reports: list[Report] = []
    wrong = 0
    for name in [chosen.only] if chosen.only else names:
        try:
            if name in CHECKS:
                wrong += CHECKS[name]()
            elif name in TABLES:
                wrong += TABLES[name](chosen.save)
            else:
                reports.extend(BENCHMARKS[name]())
        except BenchmarkError as error:
            print(f"{name}: {error}", file=sys.stderr)
            wrong += 1
    if reports:
        show(reports)
    for path in map(save, reports) if chosen.save else ():
        print(f"kept in {path}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

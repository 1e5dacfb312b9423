"""How soon `reviews --help` answers, beside an interpreter that does nothing."""

import sys

from benchmarks.places import reviews_command
from benchmarks.report import Report, Timing, time_processes

RUNS = 9


def main() -> Report:
    """Time both from new processes in turn."""
    ours, other = time_processes([reviews_command(), "--help"], [sys.executable, "-c", "pass"], RUNS)
    return Report(
        name="cold_help",
        what="the command's help from a new process; it is to take under half a second",
        ours=Timing(way="reviews --help", seconds=ours),
        other=Timing(way="python -c pass", seconds=other),
    )

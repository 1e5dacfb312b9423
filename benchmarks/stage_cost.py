"""What each stage of an answer costs by passages held: `python -m benchmarks.stage_cost [PASSAGES ...]`.

Each size is a generated library, asked in a process of its own. Wall time on a busy machine says little, so the time of
the processor is given beside it; memory is the most that the process held.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console
from rich.table import Table

from benchmarks.answer_latency import generated, questions
from benchmarks.places import QUIET
from benchmarks.report import BenchmarkError

SIZES = (8_000, 100_000)
STAGES = ("understand", "count", "retrieve", "evidence", "verify", "total")
_THREADS = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def main(sizes: Sequence[int] = SIZES) -> int:
    """Measure each size and print a table; 0, for it has no aim of its own."""
    table = Table(title="Milliseconds of an answer by stage (p50), by passages held", title_justify="left")
    for column in ("passages", *STAGES, "p95", "processor", "memory MiB", "on disk MiB"):
        table.add_column(column, justify="right")
    for passages in sizes:
        table.add_row(f"{passages:,}", *measured(generated(passages)))
    Console(width=130).print(table)
    return 0


def measured(library: Path) -> list[str]:
    """The figures of one library, in the order of the columns."""
    argv = [sys.executable, "-m", "benchmarks.stage_cost", "--in", str(library)]
    done = subprocess.run(argv, env={**os.environ, **QUIET, **_THREADS}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchmarkError(f"the process that is asked ended with {done.returncode}:\n{done.stderr[-2000:]}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    size = sum(p.stat().st_size for p in library.rglob("*") if p.is_file()) >> 20
    shown = [f"{figures.get(name, 0.0):.1f}" for name in (*STAGES, "p95", "processor")]
    return [*shown, f"{figures['memory']:.0f}", str(size)]


def ask_all(library: Path) -> None:
    """Ask every question twice, the second time by the clock, and print the figures as one line of JSON."""
    from assistant.settings import Settings
    from assistant.wiring import open_assistant

    stages: dict[str, list[float]] = defaultdict(list)
    with open_assistant(Settings(library=library)) as assistant:
        asked = questions()
        for question in asked[:20]:
            assistant.ask(question)
        begun = time.process_time()
        for question in asked:
            for stage, milliseconds in assistant.ask(question).timings_ms.items():
                stages[stage].append(milliseconds)
        processor = 1000 * (time.process_time() - begun) / len(asked)
    figures = {stage: median(times) for stage, times in stages.items()}
    figures["p95"] = quantiles(stages["total"], n=100, method="inclusive")[94]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**figures, "processor": processor, "memory": memory}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--in"]:
        ask_all(Path(sys.argv[2]))
    else:
        sys.exit(main([int(size) for size in sys.argv[1:]] or SIZES))

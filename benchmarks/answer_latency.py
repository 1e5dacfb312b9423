"""How long an answer takes in a process that is warm, beside the least that such a question can take.

That is a bare query: all-MiniLM-L6-v2 by sentence-transformers, and Chroma on the same vectors. The two take turns,
each in a process of its own. `python -m benchmarks.answer_latency ask|bare LIBRARY` is such a process: a question a
line in, its seconds out; an empty line ends it, and it says how much memory it had at most, in bytes.
"""

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import quantiles
from typing import IO

import yaml
from rich.console import Console
from rich.table import Table

from benchmarks.places import EXAMPLES, QUIET, reviews_command
from benchmarks.report import BenchmarkError, run_command

CACHE = Path(__file__).parent / ".cache"
QUESTIONS = EXAMPLES.parent / "questions"
SMALL, LARGE = 8_000, 400_000
_WARM, _ASKED = 8, 80  # questions that do not count, and that do
_MEDIAN_RATIO, _P95_RATIO = 2.0, 3.0
_P95_SECONDS, _BYTES = 0.150, 3 << 30


def main() -> int:
    """Both sizes; how many of the aims were missed."""
    return small() + large()


def small() -> int:
    """Over 8,000 passages beside a bare query: p50 at most twice it, p95 at most three times."""
    folder = generated(SMALL)
    (ours, memory), (bare, other) = _timed(folder, ("ask", "bare"))
    ratios = _percentile(ours, 50) / _percentile(bare, 50), _percentile(ours, 95) / _percentile(bare, 95)
    _show(f"{SMALL:,} passages", [("answer", ours, memory), ("MiniLM + Chroma", bare, other)])
    print(f"p50 {ratios[0]:.2f} times a bare query (aim ≤ {_MEDIAN_RATIO}), p95 {ratios[1]:.2f} (aim ≤ {_P95_RATIO})")
    return int(ratios[0] > _MEDIAN_RATIO) + int(ratios[1] > _P95_RATIO)


def large() -> int:
    """Over 400,000 passages: p95 below 150 ms, and the process below 3 GiB. Building it takes an hour once."""
    ((ours, memory),) = _timed(generated(LARGE), ("ask",))
    _show(f"{LARGE:,} passages", [("answer", ours, memory)])
    print(f"aims: p95 below {1000 * _P95_SECONDS:.0f} ms, below {_BYTES >> 30} GiB")
    return int(_percentile(ours, 95) >= _P95_SECONDS) + int(memory >= _BYTES)


def generated(passages: int) -> Path:
    """A generated library of so many passages, made once and kept in ``.cache``."""
    folder, examples = CACHE / f"generated-{passages}", CACHE / "generated-from"
    if not (folder / ".whole").is_file():
        for old in (folder, examples):
            shutil.rmtree(old, ignore_errors=True)
        CACHE.mkdir(exist_ok=True)
        run_command([reviews_command(), "ingest", str(EXAMPLES), "--library", str(examples)], QUIET)
        module = [sys.executable, "-m", "benchmarks.generated_library"]
        run_command([*module, str(examples), str(folder), str(passages)], QUIET)
    return folder


def _timed(library: Path, ways: Sequence[str]) -> list[tuple[list[float], int]]:
    """(seconds of each question, most bytes of memory) of each way, all asked the same in turn."""
    started = [_start(library, way) for way in ways]
    taken: list[list[float]] = [[] for _ in ways]
    for number, question in enumerate(questions()):
        for process, seconds in zip(started, taken, strict=True):
            answer = _say(process, question)
            if number >= _WARM:
                seconds.append(answer)
    return [(seconds, int(_say(process, ""))) for process, seconds in zip(started, taken, strict=True)]


def _start(library: Path, way: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "benchmarks.answer_latency", way, str(library)]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **QUIET}
    )


def _say(process: "subprocess.Popen[str]", line: str) -> float:
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
        return float(process.stdout.readline())
    except (OSError, ValueError) as error:
        raise BenchmarkError(f"the process that is asked ended with {process.wait()}") from error


def questions() -> list[str]:
    """Questions of all kinds that the authors of the examples wrote, the same each time."""
    cases = [c for path in sorted(QUESTIONS.glob("*.yaml")) for c in yaml.safe_load(path.read_text("utf-8"))]
    every = max(1, len(cases) // (_WARM + _ASKED))
    return [" ".join(str(case["question"]).split()) for case in cases[::every]][: _WARM + _ASKED]


def _percentile(seconds: Sequence[float], percent: int) -> float:
    return quantiles(seconds, n=100, method="inclusive")[percent - 1]


def _show(title: str, rows: Sequence[tuple[str, Sequence[float], int]]) -> None:
    table = Table(title=title, title_justify="left")
    for column in ("way", "questions", "p50 ms", "p95 ms", "most memory MiB"):
        table.add_column(column, justify="left" if column == "way" else "right")
    for way, seconds, memory in rows:
        figures = (f"{1000 * _percentile(seconds, p):.1f}" for p in (50, 95))
        table.add_row(way, str(len(seconds)), *figures, str(memory >> 20))
    Console(width=110).print(table)


def serve(ask: Callable[[str], object], lines: IO[str]) -> None:
    """Answer each of ``lines``, print what it took; at an empty one the memory of this process, and end."""
    for line in lines:
        if not line.strip():
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10, flush=True)
            return
        started = time.perf_counter()
        ask(line.strip())
        print(time.perf_counter() - started, flush=True)


def answering(library: Path) -> None:
    """The product."""
    from assistant.settings import Settings
    from assistant.wiring import open_assistant

    with open_assistant(Settings(library=library)) as assistant:
        serve(assistant.ask, sys.stdin)


def bare(library: Path) -> None:
    """The least there is: the question's vector, and the passages nearest to it by Chroma."""
    import chromadb
    from sentence_transformers import SentenceTransformer

    from ingest.embedding import DEFAULT_MODEL, model_folder

    copy = library.with_name(f"{library.name}-bare")
    if not copy.is_dir():
        shutil.copytree(library / "chroma", copy)
    model = SentenceTransformer(str(model_folder(DEFAULT_MODEL)), device="cpu", local_files_only=True)
    collection = chromadb.PersistentClient(str(copy)).get_collection("passages", embedding_function=None)
    serve(lambda q: collection.query(query_embeddings=[model.encode(q).tolist()], n_results=10), sys.stdin)


if __name__ == "__main__":
    {"ask": answering, "bare": bare}[sys.argv[1]](Path(sys.argv[2]))

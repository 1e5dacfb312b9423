"""Answers a second at most, then four fifths of that for minutes, with ingest going on: errors, times, memory.

`python -m benchmarks.load [--minutes 20] [--processes 2] [--passages 8000]` serves a generated library with `reviews
serve`, as an operator would. The clients run on the same machine and take their part of it.
"""

import argparse
import asyncio
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import httpx

from benchmarks.answer_latency import generated, questions
from benchmarks.places import QUIET, reviews_command
from benchmarks.report import BenchmarkError

_CLIENTS, _PEAK_SECONDS = (2, 4), 15.0
_SHARE = 0.8
_SENT_EVERY = 10.0  # seconds between two documents
_MOST_RATIO = 5.0  # of p99 over p50
_MOST_GROWTH = 1.1  # of memory, the last third over the first


@dataclass(slots=True, kw_only=True)
class Seen:
    """What clients saw: seconds of each answer and of each other request, errors, jobs of documents sent, MiB."""

    answers: list[float] = field(default_factory=list)
    others: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)
    offset: int = 1  # so that no document is sent twice
    memory: list[float] = field(default_factory=list)


def main(minutes: float = 1.0, processes: int = 2, passages: int = 8_000, *, apart: bool = True) -> int:
    """Measure, print, and say how many of the aims were missed."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library"
        shutil.copytree(generated(passages), library)
        with _served(library, processes, apart=apart) as (url, process):
            asyncio.run(_warm(url))
            begun, seen = _processor(process), Seen()
            peak = max(asyncio.run(_closed(url, clients, _PEAK_SECONDS, seen)) for clients in _CLIENTS)
            each = (_processor(process) - begun) / len(seen.answers)
            print(
                f"{passages:,} passages, {processes} processes: at most {peak:.1f} answers a second here and now; "
                f"each took {1000 * each:.0f} ms of a processor, so {2 / each:.0f} a second are the most of two cores"
            )
            seen = asyncio.run(_steady(url, process, _SHARE * peak, 60 * minutes))
    return _told(seen, _SHARE * peak, minutes)


def _told(seen: Seen, rate: float, minutes: float) -> int:
    """Print what was seen; how many aims were missed."""
    p50, p99 = _percentile(seen.answers, 50), _percentile(seen.answers, 99)
    third = max(1, len(seen.memory) // 3)
    first, last = median(seen.memory[:third]), median(seen.memory[-third:])
    print(
        f"{minutes:g} minutes at {rate:.1f} requests a second: {len(seen.answers)} answers, {len(seen.others)} other "
        f"requests, {len(seen.jobs)} documents sent, {len(seen.errors)} errors; answers p50 {1000 * p50:.0f} ms, "
        f"p99 {1000 * p99:.0f} ms ({p99 / p50:.1f} times); memory {first:.0f} to {last:.0f} MiB"
    )
    for error in seen.errors[:10]:
        print(f"  {error}")
    return int(bool(seen.errors)) + int(p99 > _MOST_RATIO * p50) + int(last > _MOST_GROWTH * first)


async def _warm(url: str) -> None:
    """Some questions and a document, so that what is opened once, the embedding model above all, is open."""
    async with httpx.AsyncClient(base_url=url, timeout=60) as http:
        seen = Seen()
        await _send(http, seen)
        for question in questions()[:40]:
            await _ask(http, question, seen)
        while any(j["state"] not in ("done", "failed") for j in [(await http.get(seen.jobs[0])).json()]):
            await asyncio.sleep(0.2)


async def _closed(url: str, clients: int, seconds: float, seen: Seen) -> float:
    """Answers a second when so many clients ask one after the other."""
    until, before = time.perf_counter() + seconds, len(seen.answers)

    async def client(http: httpx.AsyncClient, number: int) -> None:
        for question in itertools.islice(itertools.cycle(questions()), number * 7, None):
            if time.perf_counter() > until:
                return
            await _ask(http, question, seen)

    async with httpx.AsyncClient(base_url=url, timeout=60) as http:
        await asyncio.gather(*(client(http, number) for number in range(clients)))
    if seen.errors:
        raise BenchmarkError(f"a request failed: {seen.errors[0]}")
    mine = seen.answers[before:]
    rate = len(mine) / seconds
    print(f"  {clients} clients: {rate:.1f} a second, p50 {1000 * _percentile(mine, 50):.0f} ms")
    return rate


async def _steady(url: str, process: int, rate: float, seconds: float) -> Seen:
    """Requests of all kinds at ``rate`` a second, come what may, and a document now and then."""
    seen, chance, asked = Seen(offset=1000), random.Random(3), itertools.cycle(questions())
    begun = time.perf_counter()
    async with httpx.AsyncClient(base_url=url, timeout=60) as http, asyncio.TaskGroup() as tasks:
        tasks.create_task(_sending(http, begun + seconds, seen))
        tasks.create_task(_watching(process, begun + seconds, seen))
        due = begun
        while due < begun + seconds:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.create_task(_any(http, next(asked), chance.random(), seen))
            due += chance.expovariate(rate)
    return seen


async def _any(http: httpx.AsyncClient, question: str, drawn: float, seen: Seen) -> None:
    """Four fifths ask; the others search, list, or read the register."""
    if drawn < 0.8:
        await _ask(http, question, seen)
        return
    paths = ("/v1/search?q=school+attendance", "/v1/reviews", "/v1/findings?kind=recommendation")
    begun = time.perf_counter()
    await _checked(http.get(paths[int(drawn * 1000) % 3]), seen)
    seen.others.append(time.perf_counter() - begun)


async def _ask(http: httpx.AsyncClient, question: str, seen: Seen) -> None:
    begun = time.perf_counter()
    await _checked(http.post("/v1/ask", json={"question": question}), seen)
    seen.answers.append(time.perf_counter() - begun)


async def _sending(http: httpx.AsyncClient, until: float, seen: Seen) -> None:
    while time.perf_counter() < until:
        await _send(http, seen)
        await asyncio.sleep(_SENT_EVERY)


async def _send(http: httpx.AsyncClient, seen: Seen) -> None:
    number = len(seen.jobs) + seen.offset
    weeks = "\n\n".join(f"1.{i} In week {i} the school wrote to Child {number}." for i in range(1, 40))
    body = f"Serious Case Review: Child {number}\n\n{weeks}".encode()
    reply = await _checked(http.post("/v1/reviews", files=[("files", (f"sent-{number}.txt", body))]), seen)
    if reply is not None:
        seen.jobs.append(reply.headers["location"])


async def _checked(request: Awaitable[httpx.Response], seen: Seen) -> httpx.Response | None:
    """The reply to a request; an error is noted, and gives none."""
    try:
        reply = await request
    except httpx.HTTPError as error:
        seen.errors.append(repr(error))
        return None
    if reply.status_code >= 300:
        seen.errors.append(f"{reply.status_code} {reply.text[:200]}")
        return None
    return reply


async def _watching(process: int, until: float, seen: Seen) -> None:
    while time.perf_counter() < until:
        seen.memory.append(_memory(process))
        await asyncio.sleep(2)


def _processor(process: int) -> float:
    """Seconds of a processor that a process and those it started have used."""
    ticks = 0
    for one in _family(process):
        fields = Path(f"/proc/{one}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory(process: int) -> float:
    """MiB that a process and those it started hold, what they share counted once."""
    total = 0.0
    for one in _family(process):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return total


def _family(process: int) -> Iterator[int]:
    yield process
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = path.read_text(encoding="ascii").split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        for child in children:
            yield from _family(int(child))


def _percentile(seconds: Sequence[float], percent: int) -> float:
    return quantiles(seconds, n=100, method="inclusive")[percent - 1]


@contextmanager
def _served(library: Path, processes: int, *, apart: bool) -> Iterator[tuple[str, int]]:
    """The address of a server, and its first process; ingest runs inside, or ``apart`` in one that yields to it."""
    from benchmarks.cluster import free_port

    port = free_port()
    argv = [reviews_command(), "serve", "--library", str(library), "--port", str(port), "--processes", str(processes)]
    environment = {**os.environ, **QUIET, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    work = ["nice", "-n", "10", reviews_command(), "work", "--library", str(library)] if apart else ["true"]
    with (
        subprocess.Popen(
            argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**environment, "REVIEWS_INGEST_HERE": str(not apart).lower()},
        ) as server,
        subprocess.Popen(work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as worker,
    ):  # fmt: skip
        try:
            url = f"http://127.0.0.1:{port}"
            until = time.monotonic() + 120
            while True:
                try:
                    if httpx.get(f"{url}/readyz", timeout=10).status_code == 200:
                        break
                except httpx.TransportError:
                    if time.monotonic() > until or server.poll() is not None:
                        raise BenchmarkError("the server did not start") from None
                time.sleep(0.2)
            time.sleep(3)  # the other processes
            yield url, server.pid
        finally:
            server.terminate()
            worker.terminate()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description="Load on a real server.")
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--apart", action="store_true", help="ingest in a process of its own")
    parser.add_argument("--passages", type=int, default=8_000)
    sys.exit(main(**vars(parser.parse_args())))

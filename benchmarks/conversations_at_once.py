"""Many conversations at once over HTTP, with clients leaving at random: what was lost, mixed up or left open.

`python -m benchmarks --only conversations_at_once` serves the example library and holds 500 conversations of 6 turns;
the tests hold fewer. Every question carries a number of its own, so that a turn in the wrong conversation, twice, or
gone is seen.
"""

import asyncio
import json
import os
import random
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from benchmarks.places import EXAMPLES, QUIET, reviews_command
from benchmarks.report import BenchmarkError, run_command

CONVERSATIONS, TURNS, LEAVING = 500, 6, 0.15
QUESTIONS = (
    "What do reviews say about fathers who were not assessed?",
    "And the mother?",
    "What did the health visitor do?",
    "Which recommendations were made?",
    "Was the school asked?",
    "What was learned about bruises?",
)
_EVENTS = {"accept": "text/event-stream"}


@dataclass(slots=True, kw_only=True)
class Told:
    """What one client was told: its conversation, and the bodies of its answers by question, as they came whole."""

    conversation: str | None = None
    asked: list[str] = field(default_factory=list)
    answers: dict[str, dict[str, object]] = field(default_factory=dict)
    left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """How many conversations and turns were held, how many times a client left, how long it took, what was wrong."""

    conversations: int
    answers: int
    left: int
    seconds: float
    wrong: tuple[str, ...]


async def storm(url: str, conversations: int, turns: int = TURNS, seed: int = 7) -> Storm:
    """Hold ``conversations`` of ``turns`` turns at once with the server at ``url``, then compare what it kept."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)  # a kept one may close as it is used
    started = time.perf_counter()
    async with httpx.AsyncClient(base_url=url, timeout=None, limits=limits) as http:
        told = await asyncio.gather(*(_converse(http, n, turns, random.Random(seed + n)) for n in range(conversations)))
        seconds = time.perf_counter() - started
        wrong = [problem for client in told for problem in await _compared(http, client)]
    answers = sum(len(client.answers) for client in told)
    return Storm(
        conversations=conversations, answers=answers, left=sum(c.left for c in told), seconds=seconds,
        wrong=(*wrong, *_mixed_up(told)),
    )  # fmt: skip


async def _converse(http: httpx.AsyncClient, number: int, turns: int, chance: random.Random) -> Told:
    told = Told()
    for turn in range(turns):
        while True:
            question = f"{QUESTIONS[turn % len(QUESTIONS)]} ({number}-{turn}-{len(told.asked)})"
            told.asked.append(question)
            if chance.random() >= LEAVING:
                break
            told.left += 1
            await _leave(http, question, told.conversation, chance)
        body = await _ask(http, question, told.conversation, streamed=chance.random() < 0.5)
        told.conversation = str(body["conversation_id"])
        told.answers[question] = body
    return told


def _body(question: str, conversation: str | None) -> dict[str, object]:
    return {"question": question, "conversation_id": conversation, "max_statements": 2}


async def _ask(
    http: httpx.AsyncClient, question: str, conversation: str | None, *, streamed: bool
) -> dict[str, object]:
    reply = await http.post("/v1/ask", json=_body(question, conversation), headers=_EVENTS if streamed else None)
    if reply.status_code != 200:
        raise BenchmarkError(f"an answer was refused: {reply.text}")
    if not streamed:
        return dict(reply.json())
    last = reply.text.strip().split("\n\n")[-1]
    name, _, data = last.partition("\n")
    if name != "event: done":
        raise BenchmarkError(f"a stream ended with {name}")
    return dict(json.loads(data.removeprefix("data: ")))


async def _leave(http: httpx.AsyncClient, question: str, conversation: str | None, chance: random.Random) -> None:
    """Ask and leave: before anything came, or after some of it."""
    try:
        async with asyncio.timeout(chance.choice((0.01, 0.1, 1.0, 30.0))):
            async with http.stream("POST", "/v1/ask", json=_body(question, conversation), headers=_EVENTS) as reply:
                async for _ in reply.aiter_raw(64):
                    if chance.random() < 0.5:
                        return
    except TimeoutError:
        return


async def _compared(http: httpx.AsyncClient, told: Told) -> list[str]:
    """What the server kept of a conversation against what the client was told: all of it, in order, nothing else."""
    reply = await http.get(f"/v1/conversations/{told.conversation}")
    if reply.status_code != 200:
        return [f"the conversation {told.conversation} is gone"]
    kept = {turn["question"]: turn["answer"] for turn in reply.json()["turns"]}
    order = [turn["question"] for turn in reply.json()["turns"]]
    wrong = [f"lost: {question}" for question in told.answers if question not in kept]
    wrong += [f"changed: {q}" for q, answer in told.answers.items() if q in kept and kept[q] != answer]
    wrong += [f"of another conversation: {question}" for question in order if question not in told.asked]
    if len(set(order)) != len(order):
        wrong.append(f"twice: {order}")
    mine = [question for question in order if question in told.answers]
    if mine != [question for question in told.answers if question in kept]:
        wrong.append(f"out of order: {order}")
    return wrong


def _mixed_up(told: list[Told]) -> list[str]:
    answers = [str(body["answer_id"]) for client in told for body in client.answers.values()]
    conversations = [client.conversation for client in told]
    wrong = ["two clients were given one conversation"] if len(set(conversations)) != len(conversations) else []
    strays = [q for c in told for q, body in c.answers.items() if body["conversation_id"] != c.conversation]
    wrong += [f"answered in another conversation: {question}" for question in strays]
    return wrong + (["two answers have one id"] if len(set(answers)) != len(answers) else [])


def main(ready: Path | None = None) -> int:
    """Hold the conversations and print the figures; how many things were wrong.

    They go over a copy of the library ``ready``, else over the example library, ingested for it.
    """
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder), ready) as (url, process):
        asyncio.run(storm(url, 4))
        before = _open_sockets(process)
        done = asyncio.run(storm(url, CONVERSATIONS))
        after = _settled(process, before)
    wrong = [*done.wrong, *([f"{after - before} sockets were left open"] if after > before else [])]
    print(
        f"{done.conversations} conversations at once, {done.answers} answers, {done.left} times a client left, "
        f"{done.seconds:.0f} s: {len(wrong)} things wrong"
    )
    for problem in wrong[:20]:
        print(f"  {problem}")
    return len(wrong)


@contextmanager
def _served(folder: Path, ready: Path | None) -> Iterator[tuple[str, int]]:
    """The address of a server, and its process."""
    library = folder / "library"
    if ready:
        shutil.copytree(ready, library)
    else:
        run_command([reviews_command(), "ingest", str(EXAMPLES), "--library", str(library)], QUIET)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    argv = [reviews_command(), "serve", "--library", str(library), "--port", str(port)]
    with subprocess.Popen(argv, stdout=subprocess.DEVNULL) as server:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url)
            yield url, server.pid
        finally:
            server.terminate()


def _wait(url: str) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            httpx.get(f"{url}/readyz", timeout=10).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise BenchmarkError("the server did not start")


def _open_sockets(process: int) -> int:
    """How many sockets a process holds open."""
    found = 0
    for link in Path(f"/proc/{process}/fd").iterdir():
        try:
            found += os.readlink(link).startswith("socket:")
        except FileNotFoundError:  # closed since it was listed
            continue
    return found


def _settled(process: int, before: int, seconds: float = 20.0) -> int:
    """How many sockets a process still holds once it has had ``seconds`` to close them."""
    until = time.monotonic() + seconds
    while (now := _open_sockets(process)) > before and time.monotonic() < until:
        time.sleep(0.2)
    return now

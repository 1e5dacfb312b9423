"""`kill -9` of a server at random moments, while it answers, takes feedback and ingests: is what it acknowledged kept?

``main()`` kills a hundred times, the tests fewer. Not a ratio but a check: whatever was lost is printed. Each server is
forked from a process that has imported everything but opened nothing; call it with ``COMMAND``.
"""

import importlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from assistant.settings import Settings
from assistant.store.database import FILE, Database
from assistant.store.feedback import FeedbackKept
from benchmarks.report import BenchmarkError

COMMAND = (sys.executable, "-c", "import sys; from benchmarks.kill_serving import storm; sys.exit(storm(sys.argv[1:]))")
KILLS, SEED, CLIENTS = 100, 13, 3
LONGEST = 3.0  # seconds after it is ready that a server is left alive
_QUESTION = "In which file was the note of visit 7 kept?"
_READY_SECONDS, _JOB_SECONDS = 90.0, 300.0


@dataclass(slots=True, kw_only=True)
class Acknowledged:
    """What the servers said yes to: turns as (conversation, answer as shown), verdicts, jobs with their file."""

    turns: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    jobs: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 1_000_000)))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self) -> int:
        """A number that was not used before."""
        with self.lock:
            return next(self.numbers)

    def __str__(self) -> str:
        return f"{len(self.turns)} turns, {len(self.verdicts)} verdicts, {len(self.jobs)} documents acknowledged"


def kill_at_random(library: Path, kills: int, seed: int, longest: float = LONGEST) -> tuple[Acknowledged, list[str]]:
    """Kill a server over ``library`` so many times under load; what was acknowledged, and what of it was lost."""
    told, chance = Acknowledged(), random.Random(seed)
    for _ in range(kills):
        with _server(library) as (url, process):
            _load(url, told, process, chance.uniform(0.0, longest))
    with _server(library) as (url, _):
        lost = _lost(url, library, told)
    return told, lost


@contextmanager
def _server(library: Path) -> Iterator[tuple[str, int]]:
    """The address of a server that is ready, and its process; it is killed at the end, if it was not before."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    child = os.fork()
    if not child:
        try:
            _serve(library, port)
        finally:
            os._exit(1)
    try:
        url = f"http://127.0.0.1:{port}"
        _until_ready(url)
        yield url, child
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _serve(library: Path, port: int) -> None:
    import uvicorn

    from assistant.api.app import make_app

    app = make_app(Settings(library=library, workers=1))
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False)


def _until_ready(url: str) -> None:
    until = time.monotonic() + _READY_SECONDS
    while time.monotonic() < until:
        try:
            if httpx.get(f"{url}/readyz", timeout=20).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise BenchmarkError("the server did not start after a kill")


def _load(url: str, told: Acknowledged, process: int, seconds: float) -> None:
    """Ask, judge and send documents until the server is killed, after so many seconds."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        clients = [pool.submit(_client, url, told, client) for client in range(CLIENTS)]
        time.sleep(seconds)
        os.kill(process, signal.SIGKILL)
    for client in clients:
        client.result()  # a fault of the load is not to be taken for a server's


def _client(url: str, told: Acknowledged, client: int) -> None:
    """One that goes on until nobody answers."""
    conversation: str | None = None
    with httpx.Client(base_url=url, timeout=30) as http:
        while True:
            number = told.next()
            try:
                if client == 0 and number % 3 == 0:
                    _send(http, told, number)
                    continue
                body = {"question": f"{_QUESTION} ({number})", "conversation_id": conversation, "max_statements": 2}
                reply = http.post("/v1/ask", json=body)
                if reply.status_code != 200:
                    continue
                answer = reply.json()
                conversation = str(answer["conversation_id"])
                told.turns.append((conversation, answer))
                verdict = http.post("/v1/feedback", json={"answer_id": answer["answer_id"], "verdict": "right"})
                if verdict.status_code == 201:
                    told.verdicts.append(str(verdict.json()["feedback_id"]))
            except httpx.TransportError:
                return


def _send(http: httpx.Client, told: Acknowledged, number: int) -> None:
    name = f"sent-{number}.txt"
    weeks = "\n\n".join(f"1.{i} In week {i} the note of Child {number} was kept in file {i}." for i in range(1, 9))
    reply = http.post("/v1/reviews", files=[("files", (name, f"Review of Child {number}\n\n{weeks}".encode()))])
    if reply.status_code == 202:
        told.jobs[str(reply.json()["job_id"])] = name


def _lost(url: str, library: Path, told: Acknowledged) -> list[str]:
    """What was acknowledged and is not there, or is another."""
    lost = []
    with httpx.Client(base_url=url, timeout=60) as http:
        for name in {conversation for conversation, _ in told.turns}:
            reply = http.get(f"/v1/conversations/{name}")
            kept = [turn["answer"] for turn in reply.json()["turns"]] if reply.status_code == 200 else []
            lost += [f"a turn of {name}" for conversation, answer in told.turns if conversation == name
                     and answer not in kept]  # fmt: skip
        for job, file in told.jobs.items():
            if (state := _ended(http, job)) != "done":
                lost.append(f"the job of {file} is {state}")
        held = {review["file"] for review in http.get("/v1/reviews").json()["reviews"]}
    lost += [f"the document {file}" for file in told.jobs.values() if file not in held]
    with closing(Database(f"sqlite:///{library / FILE}")) as database:
        verdicts = {kept.id for kept in FeedbackKept(database).all()}
    return lost + [f"the verdict {name}" for name in told.verdicts if name not in verdicts]


def _ended(http: httpx.Client, job: str) -> str:
    until = time.monotonic() + _JOB_SECONDS
    state = "unknown"
    while time.monotonic() < until:
        reply = http.get(f"/v1/jobs/{job}")
        state = str(reply.json()["state"]) if reply.status_code == 200 else "forgotten"
        if state not in ("waiting", "running"):
            break
        time.sleep(0.2)
    return state


def storm(arguments: list[str]) -> int:
    """Kill a server over a copy of a library: ``[LIBRARY, FOLDER, KILLS, SEED, LONGEST]``; 1 if anything was lost."""
    for heavy in ("chromadb", "torch", "pebble", "assistant.api.app"):
        importlib.import_module(heavy)
    library = Path(arguments[1]) / "library"
    shutil.copytree(arguments[0], library)
    told, lost = kill_at_random(library, int(arguments[2]), int(arguments[3]), float(arguments[4]))
    print(f"{arguments[2]} kills of a server under load: {told}; {len(lost)} lost")
    for what in lost[:20]:
        print(f"  {what}")
    return 1 if lost or not (told.turns and told.verdicts and told.jobs) else 0


def main() -> int:
    """Kill a hundred times over a small library; 0 when nothing was lost, 1 when something was."""
    from benchmarks.killing import KEPT, Place, ingest

    with tempfile.TemporaryDirectory() as folder:
        place = Place(files=Path(folder) / "files", library=Path(folder) / "ready")
        for name in KEPT:
            place.write(name, 0)
        ingest(place)
        return subprocess.run(
            [*COMMAND, str(place.library), folder, str(KILLS), str(SEED), str(LONGEST)], check=False
        ).returncode

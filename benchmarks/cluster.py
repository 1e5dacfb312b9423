"""`python -m benchmarks.cluster` (`make cluster`): a library that machines share, on loopback, until it is stopped.

One Chroma server, one PostgreSQL, two API workers that do not ingest, and one worker that does; each worker has a
folder of its own, as if it stood on a machine of its own. The tests run against the same.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from benchmarks.report import BenchmarkError
from tests.store.postgres import programs, running

ROOT = Path(__file__).resolve().parents[1]
_REVIEWS = (sys.executable, "-c", "from assistant.commands.main import cli; cli()")
_CHROMA = (sys.executable, "-c", "from chromadb.cli.cli import app; app()")
_READY_SECONDS = 120.0


@dataclass(slots=True, kw_only=True)
class Cluster:
    """A cluster that runs: where its workers answer, and its processes by name, to be killed and started again."""

    folder: Path
    variables: Mapping[str, str]
    urls: tuple[str, ...] = ()
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, name: str, *arguments: str, base: tuple[str, ...] = _REVIEWS) -> None:
        """Start a process under ``name``; what it writes goes to a file of that name."""
        environment = {**os.environ, **self.variables}
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [*base, *arguments], cwd=ROOT, env=environment, stdout=log, stderr=log
            )

    def start_api(self, number: int) -> None:
        """Start one of the API workers, and wait until it can answer."""
        url = self.urls[number]
        port = url.rpartition(":")[2]
        self.start(f"api-{number}", "serve", "--library", str(self.folder / f"api-{number}"), "--port", port)
        self.wait(f"api-{number}", lambda: httpx.get(f"{url}/readyz", timeout=20).status_code == 200)

    def wait(self, name: str, ready: Callable[[], bool]) -> None:
        """Wait until a process is ``ready``. Raises BenchmarkError when it ends before, or takes too long."""
        until = time.monotonic() + _READY_SECONDS
        while time.monotonic() < until and self.processes[name].poll() is None:
            try:
                if ready():
                    return
            except (httpx.TransportError, OSError):
                pass
            time.sleep(0.1)
        raise BenchmarkError(f"{name} did not start:\n{(self.folder / f'{name}.log').read_text()[-2000:]}")

    def kill(self, name: str) -> None:
        """Kill a process as a lost machine would end it."""
        self.processes[name].kill()
        self.processes.pop(name).wait()

    def stop(self) -> None:
        """Stop all processes, the last started first."""
        for process in reversed(self.processes.values()):
            process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster that keeps what it keeps in ``folder``. Raises BenchmarkError when PostgreSQL is not installed."""
    found = programs()
    if found is None:
        raise BenchmarkError("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with ExitStack() as opened:
        database = opened.enter_context(running(found))
        ports = [free_port() for _ in range(3)]
        chroma = f"http://127.0.0.1:{ports[0]}"
        variables = {
            "DATABASE_URL": database, "CHROMA_URL": chroma, "REVIEWS_INGEST_HERE": "false", "HF_HUB_OFFLINE": "1",
            "ANONYMIZED_TELEMETRY": "False",
        }  # fmt: skip
        made = Cluster(folder=folder, variables=variables, urls=tuple(f"http://127.0.0.1:{p}" for p in ports[1:]))
        opened.callback(made.stop)
        path = str(folder / "chroma")
        made.start("chroma", "run", "--path", path, "--host", "127.0.0.1", "--port", str(ports[0]), base=_CHROMA)
        made.wait("chroma", lambda: httpx.get(f"{chroma}/api/v2/heartbeat", timeout=5).status_code == 200)
        made.start("ingest", "work", "--library", str(folder / "ingest"))
        for number in range(2):
            made.start_api(number)
        yield made


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def main() -> int:
    """Run a cluster until Ctrl+C."""
    with tempfile.TemporaryDirectory(prefix="reviews-cluster-") as folder, cluster(Path(folder)) as made:
        print(f"Two API workers: {' and '.join(made.urls)} (stop with Ctrl+C); what they write: {folder}/*.log")
        try:
            signal.pause()
        except KeyboardInterrupt:
            print("stopping")
    return 0


if __name__ == "__main__":
    sys.exit(main())

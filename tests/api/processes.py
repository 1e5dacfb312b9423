"""`reviews serve` as a process of its own, as an operator runs it: to be stopped, killed and starved."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
_RUN = "from assistant.commands.main import cli; cli()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """A server's process, its address and its library."""

    process: "subprocess.Popen[bytes]"
    url: str
    library: Path
    log: Path

    def client(self, seconds: float = 60.0) -> httpx.Client:
        """A client of the server; each request has a connection of its own."""
        limits = httpx.Limits(max_keepalive_connections=0)
        return httpx.Client(base_url=self.url, timeout=seconds, limits=limits)

    def stop(self) -> int:
        """Ask it to stop, and wait; how it ended."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def command(*arguments: str) -> list[str]:
    """The command line of `reviews` in this environment."""
    return [sys.executable, "-c", _RUN, *arguments]


@contextmanager
def serve(
    library: Path, *options: str, before: Sequence[str] = (), variables: Mapping[str, str] | None = None
) -> Iterator[Serving]:
    """A server over ``library`` on a free port, once it is ready; killed at the end if it still runs."""
    port = free_port()
    argv = [*before, *command("serve", "--library", str(library), "--port", str(port), *options)]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", **(variables or {})}
    log = library.with_name("served.log")
    with log.open("ab") as file, subprocess.Popen(argv, cwd=ROOT, env=environment, stdout=file, stderr=file) as process:
        served = Serving(process=process, url=f"http://127.0.0.1:{port}", library=library, log=log)
        try:
            until_ready(served)
            yield served
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


def until_ready(served: Serving, seconds: float = 60.0) -> None:
    """Wait until a server can answer. Raises AssertionError when it ends or takes too long."""
    until = time.monotonic() + seconds
    with served.client(5.0) as http:
        while time.monotonic() < until:
            assert served.process.poll() is None, served.log.read_text(encoding="utf-8")
            try:
                if http.get("/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
    raise AssertionError("the server was not ready in time")

"""The application behind a real server on loopback, in a thread with an event loop of its own."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from assistant.api.app import make_app
from assistant.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A server that runs: its address, its library folder, and the server itself to look into."""

    url: str
    port: int
    library: Path
    server: uvicorn.Server
    loop: asyncio.AbstractEventLoop

    def at_rest(self, seconds: float = 30.0) -> bool:
        """Whether the server comes to have no request, no connection and no task of one within ``seconds``."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            state = self.server.server_state
            if not (state.connections or state.tasks):
                return True
            time.sleep(0.05)
        return False

    def tasks(self) -> int:
        """How many tasks the server's loop holds."""
        return len(asyncio.all_tasks(self.loop))


def serving(settings: Settings) -> AbstractContextManager[Served]:
    """The application over ``settings``, served on a port that was free, until the end."""
    return serving_app(make_app(settings), settings.library)


@contextmanager
def serving_app(app: ASGIApp, library: Path) -> Iterator[Served]:
    """``app`` served on a port that was free, until the end."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1024)
        loop = asyncio.new_event_loop()
        config: dict[str, Any] = {"log_level": "warning", "access_log": False, "timeout_graceful_shutdown": 10}
        server = uvicorn.Server(uvicorn.Config(app, **config))
        thread = threading.Thread(target=_run, args=(loop, server, listener))
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        assert server.started, "the server did not start"
        port = int(listener.getsockname()[1])
        try:
            yield Served(url=f"http://127.0.0.1:{port}", port=port, library=library, server=server, loop=loop)
        finally:
            server.should_exit = True
            thread.join(timeout=30)


def _run(loop: asyncio.AbstractEventLoop, server: uvicorn.Server, listener: socket.socket) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(server.serve(sockets=[listener]))
    finally:
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()

"""The page served on loopback by a real server over a small library, and a browser to look at it."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn
from fastapi.testclient import TestClient

from assistant.api.app import make_app
from assistant.settings import Settings
from tests.libraries import EXAMPLES, built_library

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FILES = ("dunmarrow-2016-baby-l.pdf", "linfold-2018-opinion.md", "tolverton-2012-press.pdf")
CHROMIUM = Path("/usr/bin/chromium")
Served = Callable[[Path], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def page_folder(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library folder of a review, a press report and an opinion piece without pages."""
    folder = tmp_path_factory.mktemp("page") / "library"
    built_library("small", [EXAMPLES / name for name in FILES], model, folder)
    return folder


@pytest.fixture(scope="session")
def client(page_folder: Path) -> Iterator[TestClient]:
    """A client that takes pages."""
    with TestClient(make_app(Settings(library=page_folder)), headers={"accept": "text/html"}) as client:
        yield client


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a server over the library ``folder`` that runs in a thread, on a port that was free."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        app = make_app(Settings(library=folder))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.05)
        assert server.started, "the server did not start"
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=30)


@pytest.fixture(scope="session")
def served() -> Served:
    """Serves a library folder of the test's own."""
    return serving


@pytest.fixture(scope="session")
def address(page_folder: Path) -> Iterator[str]:
    """The address of the small library's server."""
    with serving(page_folder) as address:
        yield address


@pytest.fixture(scope="package")
def chromium() -> Iterator["Browser"]:
    """Debian's Chromium, driven by Playwright. Where it is missing, its tests are skipped; in CI they fail.

    It goes with the last test of the page: while it is there an event loop runs, in which no other can be started.
    """
    if not CHROMIUM.exists():
        reason = f"Chromium is not there: {CHROMIUM} (apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: "Browser") -> Iterator["Page"]:
    """A page of a desktop's width on which an error of a script or a refused resource fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert complaints == []

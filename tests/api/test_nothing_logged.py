"""What is asked stands in no log, no figure and no file but the database of conversations, whatever door it came by."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from mcp import Client

from assistant.store.database import FILE
from tests.commands.test_mcp import over_stdio
from tests.libraries import ROOT

MARKS = ("zorvintle", "quabbicher", "14 tarnwhistle road")  # no document and no file of the product holds these
ASKED = f"What do reviews say about {MARKS[0]}, {MARKS[1]} and {MARKS[2]}, and about fathers who were not assessed?"
FORM = {"sec-fetch-site": "same-origin", "accept": "text/html"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A server as whoever runs the product starts it: its address, library, and where its output goes."""

    url: str
    library: Path
    output: Path


@contextmanager
def running(library: Path, work: Path, **settings: str) -> Iterator[Running]:
    """``reviews serve`` over ``library`` with its output in a file and its temporary files in ``work``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = "from assistant.commands.main import cli; cli()"
    argv = [sys.executable, "-c", code, "serve", "--library", str(library), "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(work), "HOME": str(work), **settings}
    output = work / "output.log"
    with (
        output.open("wb") as stream,
        subprocess.Popen(argv, cwd=work, env=environment, stdout=stream, stderr=subprocess.STDOUT) as server,
    ):
        try:
            url = f"http://127.0.0.1:{port}"
            until = time.monotonic() + 60
            while time.monotonic() < until and server.poll() is None:
                with socket.socket() as knock:
                    if knock.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield Running(url=url, library=library, output=output)
        finally:
            server.terminate()
            server.wait(30)


def by_the_api(client: httpx.Client) -> None:
    """Ask, search, go on, say what was thought of it, collect, brief, each with the marked words."""
    body = client.post("/v1/ask", json={"question": ASKED}).raise_for_status().json()
    more = {"question": f"And {ASKED}", "conversation_id": body["conversation_id"]}
    client.post("/v1/ask", json=more).raise_for_status()
    client.post("/v1/ask", json={"question": ASKED}, headers={"accept": "text/event-stream"}).raise_for_status()
    client.get("/v1/search", params={"q": ASKED}).raise_for_status()
    client.get("/v1/findings", params={"q": MARKS[0]}).raise_for_status()
    said = {"answer_id": body["answer_id"], "verdict": "wrong", "comment": ASKED}
    client.post("/v1/feedback", json=said).raise_for_status()
    client.patch(f"/v1/conversations/{body['conversation_id']}", json={"title": ASKED[:150]}).raise_for_status()
    messages = [{"role": "user", "content": ASKED}]
    for stream in (False, True):
        chat = {"model": "review-assistant", "messages": messages, "stream": stream}
        client.post("/v1/chat/completions", json=chat).raise_for_status()
    client.post("/v1/briefings", json={"topic": f"{MARKS[0]} and fathers", "format": "docx"})
    client.get("/v1/compare", params={"topic": MARKS[0], "reviews": [MARKS[1]]})
    client.post("/v1/collections", json={"title": MARKS[0]})


def wrongly(client: httpx.Client) -> None:
    """The marked words where they do not belong: each is refused."""
    client.get(f"/{MARKS[0]}/{MARKS[1]}")
    client.get(f"/v1/reviews/{MARKS[0]}")
    client.get(f"/v1/conversations/{MARKS[0]}", headers={"X-Request-ID": MARKS[0], "User-Agent": MARKS[1]})
    client.post("/v1/ask", json={"question": ASKED, MARKS[0]: MARKS[1]})
    client.post("/v1/ask", content=f'{{"question": "{ASKED}')
    client.post("/v1/ask", json={"question": ASKED * 30})
    client.post("/v1/ask", json={"question": ASKED, "filters": {"themes": [MARKS[0]]}})
    client.post("/v1/ask", json={"question": ASKED, "conversation_id": MARKS[0]})
    client.get("/v1/search", params={"q": ASKED, "k": MARKS[0]})
    client.request(MARKS[0].upper(), "/v1/ask", content=ASKED)


def by_the_page(client: httpx.Client) -> None:
    """Ask on the page, be warned of the address, send anyway, go on, say what was thought of it."""
    warned = client.post("/ask", data={"question": ASKED}, headers=FORM)
    assert "has not been sent" in warned.text
    sent = client.post("/ask", data={"question": ASKED, "anyway": "true"}, headers=FORM)
    assert sent.status_code == 303
    place, answer = sent.headers["location"].split("#answer-")
    client.get(place, headers=FORM).raise_for_status()
    client.post(f"{place}/ask", data={"question": ASKED, "anyway": "true"}, headers=FORM)
    said = {"verdict": "missing", "comment": ASKED}
    client.post(f"/answers/{answer}/feedback", data=said, headers=FORM).raise_for_status()
    client.get("/", params={"question": ASKED}, headers=FORM).raise_for_status()
    client.get("/findings", params={"q": ASKED[:100]}, headers=FORM)
    client.post("/desk/briefing", data={"topic": MARKS[0], "format": "html"}, headers=FORM)


async def by_tools(client: Client) -> None:
    """Ask and search as another assistant does."""
    await client.call_tool("ask", {"question": ASKED})
    await client.call_tool("search", {"query": ASKED})
    await client.call_tool("list_findings", {"words": MARKS[0]})
    await client.call_tool("open_paragraph", {"review_id": MARKS[0], "number": MARKS[1]})


def holding(folder: Path) -> list[str]:
    """The files below ``folder``, the database of conversations excepted, in which a marked word stands."""
    files = [p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(FILE)]
    assert files
    return sorted({str(p) for p in files for mark in MARKS if mark.encode() in p.read_bytes().lower()})


@pytest.mark.parametrize("form", ["json", "text"])
def test_no_word_of_a_question_is_left_in_a_log_a_figure_or_a_file(
    small_folder: Path, tmp_path: Path, form: str
) -> None:
    library, work = tmp_path / "library", tmp_path / "work"
    shutil.copytree(small_folder, library)
    work.mkdir()
    with running(library, work, REVIEWS_LOG=form) as server, httpx.Client(base_url=server.url, timeout=60) as client:
        by_the_api(client)
        by_the_page(client)
        wrongly(client)
        figures = client.get("/metrics").raise_for_status().text
    lines = server.output.read_text()
    assert "/v1/search" in lines and lines.count("/v1/ask") >= 8, "the log is not written"
    assert 'route="/v1/search"' in figures
    assert [mark for mark in MARKS if mark in figures.lower() or mark in lines.lower()] == []
    assert holding(tmp_path) == []
    kept = b"".join(p.read_bytes() for p in library.glob(f"{FILE}*"))
    assert MARKS[0].encode() in kept, "the questions were not kept, so nothing was tried"


def test_nor_where_other_assistants_ask(small_folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    library = tmp_path / "library"
    shutil.copytree(small_folder, library)
    over_stdio(library, by_tools)
    said = "".join(capfd.readouterr())
    assert [mark for mark in MARKS if mark in said.lower()] == []
    assert holding(tmp_path) == []

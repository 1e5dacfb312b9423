"""Sending while the work goes on: over a real server, with clients that stay, leave, or meet a fault."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request, Response

from assistant.answering import OnStatement
from assistant.api import streaming
from assistant.records import Answer, Statement
from tests.api.serving import Served, serving_app
from tests.store.made import CITATION, made_answer

SECOND = Statement(text="x", support="verbatim", citations=("c1",))


class Slow:
    """Work that takes its time: how many pieces were made, and whether it has ended."""

    def __init__(self) -> None:
        self.pieces = 0
        self.ended = threading.Event()

    def emit_pieces(self, emit: streaming.Emit) -> None:
        """200 pieces, twenty a second."""
        try:
            for at in range(200):
                emit(f"piece {at}\n")
                self.pieces += 1
                time.sleep(0.05)
        finally:
            self.ended.set()

    def answer(self, on_statement: OnStatement) -> Answer:
        """An answer of 200 statements, twenty a second."""
        try:
            for _ in range(200):
                on_statement(SECOND, (CITATION,))
                self.pieces += 1
                time.sleep(0.05)
        finally:
            self.ended.set()
        return made_answer()


@pytest.fixture
def work() -> Slow:
    """The work that the server of the test does."""
    return Slow()


@pytest.fixture
def server(work: Slow, tmp_path: Path) -> Iterator[Served]:
    """A server that does ``work`` in each of the ways that the product does it."""
    app = FastAPI()

    @app.get("/stream")
    async def stream() -> Response:
        return streaming.EventStream(work.emit_pieces, lambda: "fault\n")

    @app.get("/whole")
    async def whole(request: Request) -> Response:
        try:
            answer = await streaming.unless_left(request, work.answer)
        except streaming.ClientLeftError:
            return Response(status_code=streaming.CLIENT_LEFT)
        return Response(answer.answer_id)

    @app.get("/fault")
    async def fault() -> Response:
        def failing(emit: streaming.Emit) -> None:
            emit("first\n")
            raise ZeroDivisionError

        return streaming.EventStream(failing, lambda: "fault\n")

    with serving_app(app, tmp_path) as served:
        yield served


def test_each_piece_is_sent_when_it_is_made(server: Served, work: Slow) -> None:
    with httpx.stream("GET", f"{server.url}/stream") as reply:
        for at, line in zip(range(3), reply.iter_lines(), strict=False):
            assert line == f"piece {at}"
            assert work.pieces <= at + 3


def test_a_client_that_leaves_ends_the_work_and_leaves_no_task(server: Served, work: Slow) -> None:
    before = server.tasks()
    with httpx.stream("GET", f"{server.url}/stream") as reply:
        next(reply.iter_lines())
    assert work.ended.wait(5)
    assert work.pieces < 150
    assert server.at_rest() and server.tasks() <= before


def test_a_client_that_leaves_before_the_whole_answer_ends_the_work_too(server: Served, work: Slow) -> None:
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{server.url}/whole", timeout=0.5)
    assert work.ended.wait(5)
    assert work.pieces < 150
    assert server.at_rest()


def test_a_fault_on_the_way_is_told_as_the_last_piece(server: Served) -> None:
    assert httpx.get(f"{server.url}/fault").text == "first\nfault\n"
    assert server.at_rest()

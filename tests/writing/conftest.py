"""The misbehaving server, and an assistant over the example library whose model it is."""

from collections.abc import Iterator

import pytest

from assistant.answering import Assistant
from assistant.writing.model import ChatModel, ModelSettings
from assistant.writing.prompts import load_prompt
from assistant.writing.writer import Limits, OnFailure, Writer
from tests.writing.misbehaving import Misbehaving, misbehaving


@pytest.fixture(scope="session")
def bad_server() -> Iterator[Misbehaving]:
    """The server; each test sets how it behaves."""
    with misbehaving() as server:
        yield server


def writer(server: Misbehaving, *, on_failure: OnFailure = "quotes", tries: int = 2) -> Writer:
    """A writer whose model is ``server``, with little patience."""
    chosen = ModelSettings(name="openai:bad", url=server.url, key="none", seconds=0.8)
    limits = Limits(tries=tries, seconds=2.5, pause=0.01, on_failure=on_failure)
    return Writer(ChatModel(chosen), load_prompt("statements"), limits)


@pytest.fixture
def written(bad_server: Misbehaving, example_library: Assistant) -> Iterator[Assistant]:
    """An assistant over the example library whose answers ``bad_server`` writes."""
    bad_server.calls.clear()
    yield Assistant(example_library.library, example_library.embeddings, writer=writer(bad_server))
    bad_server.behaviour = "faithful"

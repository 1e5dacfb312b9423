"""By every route the same: what a model wrote reaches a client only when it is verified."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import make_app
from assistant.settings import Settings
from tests.libraries import EXAMPLES, built_library
from tests.writing.misbehaving import Misbehaving

QUESTION = {"question": "What do reviews say about fathers who were not assessed?"}
FILES = ("dunmarrow-2016-baby-l.pdf", "linfold-2018-opinion.md", "tolverton-2012-press.pdf")
EVENTS = {"Accept": "text/event-stream"}


@pytest.fixture(scope="module")
def folder(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library folder of a review, a press report and an opinion piece."""
    target = tmp_path_factory.mktemp("written") / "library"
    built_library("small", [EXAMPLES / name for name in FILES], model, target)
    return target


def settings(folder: Path, server: Misbehaving, **more: object) -> Settings:
    """Settings with ``server`` as the model."""
    given = {"library": folder, "model": "openai:bad", "model_url": server.url, "model_key": "none", "model_tries": 1,
             "model_seconds": 2.0, **more}  # fmt: skip
    return Settings(**given)  # type: ignore[arg-type]  # pydantic checks


@pytest.fixture(scope="module")
def client(folder: Path, bad_server: Misbehaving) -> Iterator[TestClient]:
    """A client of an application whose model is the misbehaving server."""
    with TestClient(make_app(settings(folder, bad_server))) as client:
        yield client


def events(text: str) -> list[tuple[str, dict[str, object]]]:
    """The events of a stream with their data."""
    found = []
    for block in text.strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        if "event" in lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


def test_a_written_answer_names_its_model_and_prompt(client: TestClient, bad_server: Misbehaving) -> None:
    bad_server.behaviour = "faithful"
    body = client.post("/v1/ask", json=QUESTION).json()
    assert body["model"] == "openai:bad"
    assert {s["support"] for s in body["statements"]} == {"verified"}
    assert any("statements@" in n["text"] for n in body["notices"])


@pytest.mark.parametrize(
    "behaviour", ["invented", "denied", "label of another", "instruction followed", "half JSON", "hangs up"]
)
def test_no_route_shows_what_is_not_supported(behaviour: str, client: TestClient, bad_server: Misbehaving) -> None:
    bad_server.behaviour = behaviour
    body = client.post("/v1/ask", json=QUESTION).json()
    streamed = events(client.post("/v1/ask", json=QUESTION, headers=EVENTS).text)
    shown = [data for name, data in streamed if name == "statement"]
    assert body["model"] == "extractive"
    assert [s["support"] for s in body["statements"]] == ["verbatim"] * len(body["statements"])
    assert [s["text"] for s in shown] == [s["text"] for s in body["statements"]]
    assert streamed[-1][0] == "done" and streamed[-1][1]["statements"] == body["statements"]
    bad_server.behaviour = "faithful"


def test_by_setting_a_failing_model_is_a_bad_gateway(folder: Path, tmp_path: Path, bad_server: Misbehaving) -> None:
    bad_server.behaviour = "server error"
    strict = settings(folder, bad_server, model_failure="error")
    with TestClient(make_app(strict)) as client:
        reply = client.post("/v1/ask", json=QUESTION)
    bad_server.behaviour = "faithful"
    assert reply.status_code == 502
    assert reply.headers["content-type"].startswith("application/problem+json")
    assert "openai:bad" in reply.json()["detail"]


def test_the_key_of_a_model_is_masked(folder: Path, bad_server: Misbehaving) -> None:
    chosen = settings(folder, bad_server, model_key="sk-secret")
    assert "sk-secret" not in repr(chosen)

"""A question with details of a live case: its asker is told; where so set it is neither kept nor given to a model."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import make_app
from assistant.store.database import FILE
from assistant.withholding import WITHHELD, care_for, without_details
from tests.writing.misbehaving import Misbehaving
from tests.writing.test_over_http import folder, settings  # noqa: F401  # the library, as a fixture

DETAILS = ("Barrowden", "12/03/2015", "Alder Road", "999 590 8301", "07700 900123")
TOLD = f"Kyle {DETAILS[0]}, DOB {DETAILS[1]}, {DETAILS[2]}: NHS {DETAILS[3]}, ring {DETAILS[4]}. "
QUESTION = f"My client {TOLD} 14 {DETAILS[2]}. What do reviews say about fathers who were not assessed?"


@pytest.fixture
def own(folder: Path, tmp_path: Path) -> Path:  # noqa: F811
    """A copy of the library for one test."""
    shutil.copytree(folder, tmp_path / "library")
    return tmp_path / "library"


@pytest.fixture
def withholding(own: Path, bad_server: Misbehaving) -> Iterator[TestClient]:
    """A client of an application that withholds such questions and has a model."""
    bad_server.behaviour = "faithful"
    bad_server.calls.clear()
    with TestClient(make_app(settings(own, bad_server, live_case="withhold"))) as client:
        yield client


def in_database(folder: Path, words: tuple[str, ...]) -> list[str]:  # noqa: F811
    """Those of ``words`` that stand in any file of the database."""
    held = b"".join(path.read_bytes() for path in folder.glob(f"{FILE}*"))
    return [word for word in words if word.encode() in held]


def test_a_withheld_question_reaches_no_model_and_no_file(
    withholding: TestClient, own: Path, bad_server: Misbehaving
) -> None:
    body = withholding.post("/v1/ask", json={"question": QUESTION}).json()
    assert body["outcome"] == "answered" and body["model"] == "extractive"
    assert body["standalone_question"] == WITHHELD
    assert bad_server.calls == []
    told = [n["text"] for n in body["notices"] if n["kind"] == "live_case"]
    assert len(told) == 1 and "an NHS number" in told[0] and "a telephone number" in told[0]
    kept = withholding.get(f"/v1/conversations/{body['conversation_id']}").json()
    assert kept["title"] == WITHHELD and kept["turns"][0]["question"] == WITHHELD
    assert in_database(own, DETAILS) == []
    assert [word for word in DETAILS if word in str(body)] == []


def test_why_a_withheld_question_has_no_answer_does_not_repeat_it(withholding: TestClient, own: Path) -> None:
    question = f"What did the review of Child Zebedee in Quenby say of {TOLD}?"
    body = withholding.post("/v1/ask", json={"question": question}).json()
    assert body["outcome"] == "abstained" and body["reason"]
    assert [word for word in ("Zebedee", "Quenby", *DETAILS) if word in str(body)] == []
    assert in_database(own, ("Zebedee", "Quenby", *DETAILS)) == []


def test_a_follow_up_of_a_withheld_question_is_answered(withholding: TestClient) -> None:
    name = withholding.post("/v1/ask", json={"question": QUESTION}).json()["conversation_id"]
    more = {"question": "What do reviews say about missed appointments?", "conversation_id": name}
    body = withholding.post("/v1/ask", json=more).json()
    assert body["outcome"] == "answered"
    assert body["standalone_question"] == more["question"]


def test_details_in_what_the_client_sends_along_are_withheld_too(
    withholding: TestClient, own: Path, bad_server: Misbehaving
) -> None:
    said = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "“…”"},
            {"role": "user", "content": "And about the mother?"}]  # fmt: skip
    reply = withholding.post("/v1/chat/completions", json={"model": "review-assistant", "messages": said})
    assert reply.status_code == 200
    assert "details of a live case" in reply.text
    assert bad_server.calls == []
    assert in_database(own, DETAILS) == []


def test_otherwise_the_asker_is_told_by_kind_and_the_question_is_kept(own: Path, bad_server: Misbehaving) -> None:
    bad_server.behaviour = "faithful"
    question = "What do reviews say about fathers who were not assessed? Ring 07700 900123."
    with TestClient(make_app(settings(own, bad_server))) as client:
        body = client.post("/v1/ask", json={"question": question}).json()
    told = [n["text"] for n in body["notices"] if n["kind"] == "live_case"]
    assert len(told) == 1 and "a telephone number" in told[0]
    assert DETAILS[4] not in told[0] and DETAILS[4] not in body["standalone_question"]
    assert not any(DETAILS[4] in str(call) for call in bad_server.calls)
    assert body["model"] == "openai:bad"
    assert in_database(own, (DETAILS[4],)) == [DETAILS[4]]


def test_it_can_be_turned_off(own: Path, bad_server: Misbehaving) -> None:
    with TestClient(make_app(settings(own, bad_server, live_case="off"))) as client:
        body = client.post("/v1/ask", json={"question": QUESTION}).json()
    assert "live_case" not in {n["kind"] for n in body["notices"]}


def test_an_ordinary_question_is_left_as_it_is() -> None:
    text = "What did the Victoria Climbié inquiry recommend in 2003?"
    for mode in ("warn", "withhold", "off"):
        care = care_for(text, mode)
        assert care.text == text and not care.withheld and not care.found
    assert without_details("Ring 07700 900123 and e-mail a.b@example.org now") == "Ring … and e-mail … now"

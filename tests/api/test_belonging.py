"""Where keys are in force, what is kept of a person is there for that person only."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.api.readers import COOKIE
from tests.api.keyed import PAGE, Keyed, keyed

QUESTION = "What do reviews say about fathers who were not assessed?"


@pytest.fixture(scope="module")
def door(small_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyed]:
    with keyed(small_folder, tmp_path_factory.mktemp("belonging") / "library") as made:
        yield made


@pytest.fixture(scope="module")
def mine(door: Keyed) -> dict[str, str]:
    return door.bearer("trainer")


@pytest.fixture(scope="module")
def answer(door: Keyed, mine: dict[str, str]) -> dict[str, Any]:
    return dict(door.client.post("/v1/ask", json={"question": QUESTION}, headers=mine).json())


@pytest.fixture(scope="module")
def collection(door: Keyed, mine: dict[str, str], answer: dict[str, Any]) -> dict[str, Any]:
    made = door.client.post("/v1/collections", json={"title": "Fathers"}, headers=mine).json()
    named = {"answer_id": answer["answer_id"], "citations": [answer["citations"][0]["id"]]}
    kept = door.client.post(f"/v1/collections/{made['collection_id']}/items", json=named, headers=mine).json()
    number = door.client.post(f"/v1/collections/{made['collection_id']}/frozen", headers=mine).json()["number"]
    return {**kept, "number": number}


def test_lists_show_what_is_the_callers_own(
    door: Keyed, mine: dict[str, str], answer: dict[str, Any], collection: dict[str, Any]
) -> None:
    other = {**door.bearer("maintainer"), "cookie": f"{COOKIE}={'a' * 32}"}
    listed = door.client.get("/v1/conversations", headers=mine).json()["conversations"]
    assert answer["conversation_id"] in [line["conversation_id"] for line in listed]
    gathered = door.client.get("/v1/collections", headers=mine).json()["collections"]
    assert [line["collection_id"] for line in gathered] == [collection["collection_id"]]
    assert door.client.get("/v1/conversations", headers=other).json() == {"conversations": []}
    assert door.client.get("/v1/collections", headers=other).json() == {"collections": []}


def reaching(answer: dict[str, Any], collection: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Every way over HTTP to what is kept of a person, with what is sent there."""
    talk, shown = answer["conversation_id"], answer["answer_id"]
    box, item = collection["collection_id"], collection["items"][0]["item_id"]
    form = {"data": {"title": "Mine"}}
    asked, words, up = {"data": {"question": "Who?"}}, {"data": {"words": "Mine"}}, {"data": {"direction": "up"}}
    verdict, picked = {"data": {"verdict": "right"}}, {"data": {"answer": shown, "citation": "c1"}}
    return [
        ("GET", f"/v1/conversations/{talk}", {}),
        ("PATCH", f"/v1/conversations/{talk}", {"json": {"title": "Mine"}}),
        ("DELETE", f"/v1/conversations/{talk}", {}),
        ("POST", "/v1/ask", {"json": {"question": "And?", "conversation_id": talk}}),
        ("GET", f"/conversations/{talk}", {}),
        ("POST", f"/conversations/{talk}/ask", asked),
        ("POST", f"/conversations/{talk}/title", form),
        ("POST", f"/conversations/{talk}/erase", {}),
        ("GET", f"/v1/answers/{shown}", {}),
        ("GET", f"/v1/answers/{shown}/export?format=json", {}),
        ("POST", f"/answers/{shown}/feedback", verdict),
        ("POST", "/v1/feedback", {"json": {"answer_id": shown, "verdict": "wrong"}}),
        ("GET", f"/desk/collect?answer={shown}", {}),
        ("POST", "/desk/collect", picked),
        ("GET", f"/v1/collections/{box}", {}),
        ("PATCH", f"/v1/collections/{box}", {"json": {"title": "Mine"}}),
        ("POST", f"/v1/collections/{box}/items", {"json": {"own_words": "Mine"}}),
        ("PATCH", f"/v1/collections/{box}/items/{item}", {"json": {"note": "Mine"}}),
        ("DELETE", f"/v1/collections/{box}/items/{item}", {}),
        ("POST", f"/v1/collections/{box}/frozen", {}),
        ("GET", f"/v1/collections/{box}/frozen/{collection['number']}", {}),
        ("GET", f"/v1/collections/{box}/export?format=json", {}),
        ("GET", f"/desk/collections/{box}", {}),
        ("GET", f"/desk/collections/{box}/frozen/{collection['number']}", {}),
        ("POST", f"/desk/collections/{box}/title", form),
        ("POST", f"/desk/collections/{box}/words", words),
        ("POST", f"/desk/collections/{box}/items/{item}/note", {}),
        ("POST", f"/desk/collections/{box}/items/{item}/move", up),
        ("POST", f"/desk/collections/{box}/items/{item}/out", {}),
        ("POST", f"/desk/collections/{box}/frozen", {}),
        ("POST", f"/desk/collections/{box}/erase", {}),
        ("DELETE", f"/v1/collections/{box}", {}),
    ]


def test_what_is_anothers_is_not_there_by_any_way(
    door: Keyed, mine: dict[str, str], answer: dict[str, Any], collection: dict[str, Any]
) -> None:
    before = door.client.get(f"/v1/collections/{collection['collection_id']}", headers=mine).json()
    for method, path, sent in reaching(answer, collection):
        refused = door.client.request(method, path, headers=door.bearer("maintainer"), **sent)
        assert refused.status_code == 404, (method, path, refused.status_code)
    assert door.client.get(f"/v1/collections/{collection['collection_id']}", headers=mine).json() == before
    kept = door.client.get(f"/v1/conversations/{answer['conversation_id']}", headers=mine).json()
    assert [turn["answer"] for turn in kept["turns"]] == [answer]


def test_a_quote_of_anothers_answer_cannot_be_collected(
    door: Keyed, answer: dict[str, Any], collection: dict[str, Any]
) -> None:
    other = door.bearer("librarian")
    own = door.client.post("/v1/collections", json={"title": "Mine"}, headers=other).json()["collection_id"]
    named = {"answer_id": answer["answer_id"], "citations": ["c1"]}
    assert door.client.post(f"/v1/collections/{own}/items", json=named, headers=other).status_code == 404


def test_erasing_all_erases_ones_own_only(door: Keyed, mine: dict[str, str], answer: dict[str, Any]) -> None:
    assert door.client.delete("/v1/conversations", headers=door.bearer("maintainer")).status_code == 204
    assert door.client.get(f"/v1/conversations/{answer['conversation_id']}", headers=mine).status_code == 200


def test_what_a_client_of_the_openai_protocol_asked_is_its_own(door: Keyed) -> None:
    body = {"model": door.client.get("/v1/models", headers=door.bearer("reader")).json()["data"][0]["id"],
            "messages": [{"role": "user", "content": QUESTION}]}  # fmt: skip
    made = door.client.post("/v1/chat/completions", json=body, headers=door.bearer("reader")).json()["review_answer"]
    for role, status in (("reader", 200), ("trainer", 404)):
        got = door.client.get(f"/v1/answers/{made['answer_id']}", headers=door.bearer(role))  # type: ignore[arg-type]  # both are roles
        assert got.status_code == status


def test_a_page_shows_the_ways_that_are_open_to_its_reader_only(door: Keyed) -> None:
    reader, trainer = ({**PAGE, **door.bearer(role)} for role in ("reader", "trainer"))
    assert 'href="/desk"' not in door.client.get("/", headers=reader).text
    assert 'href="/desk"' in door.client.get("/", headers=trainer).text
    for headers, shown in ((reader, False), (trainer, True)):
        asked = door.client.post("/ask", data={"question": QUESTION}, headers=headers)
        assert "set-cookie" not in asked.headers
        page = door.client.get(asked.headers["location"].partition("#")[0], headers=headers).text
        assert ("Collect quotes" in page) == shown and "Only you can read it" in page

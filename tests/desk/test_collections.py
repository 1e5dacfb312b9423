"""Collections through the API: gathered, ordered, annotated, locked, frozen; and as pages without a script."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import make_app
from assistant.desk.exports import FORMATS
from assistant.desk.verify import verify
from assistant.settings import Settings
from ingest.library import Library
from tests.desk.making import make_library, review_text

QUESTION = "What do reviews say about the father?"


@pytest.fixture(scope="module")
def made(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two texts, to be copied."""
    folder = tmp_path_factory.mktemp("desk")
    second = (
        "# Learning Review: Child W (2021)\n\n## 4 Findings\n\n4.1 The father rang the nursery and was not rung back.\n"
    )
    texts = {"child-v.md": review_text(), "child-w.md": second}
    make_library(folder / "library", folder / "files", model, texts).close()
    return folder / "library"


@pytest.fixture
def client(made: Path, tmp_path: Path) -> Iterator[TestClient]:
    """A client of the application over a library of its own."""
    shutil.copytree(made, tmp_path / "library")
    with TestClient(make_app(Settings(library=tmp_path / "library"))) as client:
        yield client


def ask(client: TestClient) -> dict[str, Any]:
    body: dict[str, Any] = client.post("/v1/ask", json={"question": QUESTION}).json()
    assert body["outcome"] == "answered", body["reason"]
    return body


def gathered(client: TestClient) -> tuple[str, dict[str, Any]]:
    """A collection of one quote, own words and another quote; its id and what it holds."""
    answer = ask(client)
    made = client.post("/v1/collections", json={"title": "Fathers"})
    assert made.status_code == 201
    name = made.json()["collection_id"]
    for body in (
        {"answer_id": answer["answer_id"], "citations": [answer["citations"][0]["id"]]},
        {"own_words": "Think of the <b>night</b> shift."},
        {"answer_id": answer["answer_id"], "citations": [answer["citations"][-1]["id"]], "note": "Compare"},
    ):
        added = client.post(f"/v1/collections/{name}/items", json=body)
        assert added.status_code == 201, added.text
    return name, added.json()


def test_quotes_are_collected_ordered_annotated_and_taken_out(client: TestClient) -> None:
    name, body = gathered(client)
    first, own, last = body["items"]
    assert [item["kind"] for item in body["items"]] == ["quote", "own_words", "quote"]
    assert [item["locked"] for item in body["items"]] == [True, False, True]
    assert last["note"] == "Compare"
    base = f"/v1/collections/{name}/items"
    moved = client.patch(f"{base}/{last['item_id']}", json={"move": "up", "note": "Begin here"}).json()["items"]
    assert [item["item_id"] for item in moved] == [first["item_id"], last["item_id"], own["item_id"]]
    assert moved[1]["note"] == "Begin here"
    assert client.delete(f"{base}/{first['item_id']}").status_code == 204
    assert len(client.get(f"/v1/collections/{name}").json()["items"]) == 2


def test_a_quote_is_locked_and_own_words_are_not(client: TestClient) -> None:
    name, body = gathered(client)
    quote, own, _ = body["items"]
    base = f"/v1/collections/{name}/items"
    refused = client.patch(f"{base}/{quote['item_id']}", json={"own_words": "He was asked."})
    assert refused.status_code == 400 and "locked" in refused.json()["detail"]
    changed = client.patch(f"{base}/{own['item_id']}", json={"own_words": "Better words."}).json()
    assert [item["text"] for item in changed["items"]] == [quote["text"], "Better words.", body["items"][2]["text"]]


@pytest.mark.parametrize(
    "body",
    [{}, {"answer_id": "x", "own_words": "y"}, {"own_words": "x" * 5001}, {"answer_id": "x", "citations": "c1"}],
)
def test_what_is_neither_a_quote_nor_own_words_is_refused(client: TestClient, body: dict[str, Any]) -> None:
    name = client.post("/v1/collections", json={"title": "t"}).json()["collection_id"]
    assert client.post(f"/v1/collections/{name}/items", json=body).status_code == 422


def test_what_is_not_kept_is_not_found(client: TestClient) -> None:
    name, _ = gathered(client)
    answer = ask(client)["answer_id"]
    for path in ("/v1/collections/none", f"/v1/collections/{name}/frozen/9", "/v1/collections/none/export"):
        assert client.get(path).status_code == 404
    unknown = client.post(f"/v1/collections/{name}/items", json={"answer_id": answer, "citations": ["c99"]})
    assert unknown.status_code == 404
    assert client.patch(f"/v1/collections/{name}/items/none", json={"note": "x"}).status_code == 404
    assert client.patch(f"/v1/collections/{name}/items/none", json={"move": "up"}).status_code == 404


def test_a_collection_is_renamed_and_erased_and_its_frozen_copy_stays(client: TestClient) -> None:
    name, _ = gathered(client)
    assert client.patch(f"/v1/collections/{name}", json={"title": "Men"}).json()["title"] == "Men"
    number = client.post(f"/v1/collections/{name}/frozen").json()["number"]
    assert client.delete(f"/v1/collections/{name}").status_code == 204
    assert client.get(f"/v1/collections/{name}").status_code == 404
    assert client.get(f"/v1/collections/{name}/frozen/{number}").json()["title"] == "Men"


@pytest.mark.parametrize("format", FORMATS)
def test_a_collection_is_exported_and_verifies(client: TestClient, format: str, tmp_path: Path) -> None:
    name, _ = gathered(client)
    reply = client.get(f"/v1/collections/{name}/export", params={"format": format})
    assert (
        reply.status_code == 200 and f'filename="collection-fathers.{format}"' in reply.headers["content-disposition"]
    )
    path = tmp_path / f"made.{format}"
    path.write_bytes(reply.content)
    library = Library(tmp_path / "library")
    report = verify(path, library)
    library.close()
    assert report.holds and len(report.verdicts) == 2


def test_a_frozen_copy_leaves_out_what_no_longer_stands_and_says_why(client: TestClient) -> None:
    name, body = gathered(client)
    before = client.post(f"/v1/collections/{name}/frozen").json()
    assert before["left_out"] == []
    gone = body["items"][0]["citation"]["review_id"]
    assert client.delete(f"/v1/reviews/{gone}").status_code == 204
    after = client.post(f"/v1/collections/{name}/frozen").json()
    assert after["number"] > before["number"]
    assert body["items"][0]["text"] in [item["text"] for item in after["left_out"]]
    assert all(item["why"].startswith("withdrawn") for item in after["left_out"])
    first = client.get(f"/v1/collections/{name}/frozen/{before['number']}").json()
    assert f"no. {before['number']}" in first["subtitle"] and first["left_out"] == []
    assert client.get(f"/v1/collections/{name}").json()["frozen"] == [before["number"], after["number"]]


def test_two_documents_are_compared_and_other_numbers_are_refused(client: TestClient) -> None:
    ids = [held["review_id"] for held in client.get("/v1/reviews").json()["reviews"]]
    body = client.get("/v1/compare", params={"review_id": ids}).json()
    assert [section["title"] for section in body["sections"]] == [
        "The documents", "Findings", "Learning", "Recommendations",
    ]  # fmt: skip
    assert all(len(section["columns"]) == 2 for section in body["sections"])
    assert client.get("/v1/compare", params={"review_id": [ids[0], ids[0]]}).status_code == 400
    assert client.get("/v1/compare", params={"review_id": [ids[0]]}).status_code == 422
    assert client.get("/v1/compare", params={"review_id": [ids[0], "none"]}).status_code == 404


def test_the_desk_works_by_plain_forms_and_shows_words_as_words(client: TestClient) -> None:
    client.headers["accept"] = "text/html"
    answer = ask(client)
    assert "Collect quotes" in client.get("/desk/collect", params={"answer": answer["answer_id"]}).text
    form = {
        "answer": answer["answer_id"],
        "citation": [c["id"] for c in answer["citations"]],
        "title": "<i>Fathers</i>",
    }
    page = client.post("/desk/collect", data=form)
    assert page.status_code == 200 and "&lt;i&gt;Fathers&lt;/i&gt;" in page.text and "<i>" not in page.text
    base = page.url.path
    page = client.post(f"{base}/words", data={"words": "<script>alert(1)</script>"})
    assert "<script>alert" not in page.text and "&lt;script&gt;alert(1)" in page.text
    assert "Fathers" in client.get("/desk").text
    name = base.rpartition("/")[2]
    items = client.get(f"/v1/collections/{name}").json()["items"]
    item = f"{base}/items/{items[-1]['item_id']}"
    for path, data in (
        (f"{item}/move", {"direction": "up"}),
        (f"{item}/words", {"words": "Mine"}),
        (f"{item}/out", {}),
    ):
        assert client.post(path, data=data).status_code == 200
    note = client.post(f"{base}/items/{items[0]['item_id']}/note", data={"note": "First"})
    assert "First" in note.text
    frozen = client.post(f"{base}/frozen")
    assert "Frozen copy no." in frozen.text and frozen.url.path.startswith(f"{base}/frozen/")
    assert client.post(f"{base}/title", data={"title": "Men"}).status_code == 200
    assert client.post(f"{base}/erase").url.path == "/desk"


def test_the_desk_makes_briefings_and_comparisons(client: TestClient) -> None:
    client.headers["accept"] = "text/html"
    made = client.post("/desk/briefing", data={"topic": "fathers", "format": "md"})
    assert made.status_code == 200 and made.text.startswith("# Seven-minute briefing: fathers")
    ids = [held["review_id"] for held in client.get("/v1/reviews").json()["reviews"]]
    page = client.get("/desk/compare", params={"review": [*ids, ""], "theme": ""})
    assert page.status_code == 200 and "side by side" in page.text
    refused = client.get("/desk/compare", params={"review": [ids[0], "", ""]})
    assert refused.status_code == 400 and "choose two or three" in refused.text

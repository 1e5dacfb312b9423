"""What is held over HTTP: list, look, add, remove."""

import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.problems import MEDIA_TYPE
from ingest.library import Library

REVIEW_KEYS = {"review_id", "title", "file", "kind", "source_kind", "year", "area", "pages", "passages", "quality"}
PDF, TEXT = "dunmarrow-2016-baby-l.pdf", "linfold-2018-opinion.md"
NOTE = "# A note on the Quillonby review\n\nThe Quillonby review found that home visits were announced a week ahead.\n"


def followed(client: TestClient, location: str) -> dict[str, object]:
    """The job at ``location`` once it is finished."""
    for _ in range(600):
        job: dict[str, object] = client.get(location).json()
        if job["state"] in ("done", "failed"):
            return job
        time.sleep(0.1)
    raise AssertionError(f"the job did not finish: {job}")


def test_the_list_has_the_documents_in_the_shape_of_the_contract(client: TestClient) -> None:
    reviews = client.get("/v1/reviews").json()["reviews"]
    assert len(reviews) == 3
    assert all(review.keys() >= REVIEW_KEYS for review in reviews)
    assert {review["source_kind"] for review in reviews} == {"review", "press", "commentary"}


def test_a_document_is_shown_as_it_is_listed(client: TestClient) -> None:
    for review in client.get("/v1/reviews").json()["reviews"]:
        assert client.get(f"/v1/reviews/{review['review_id']}").json() == review


def test_the_beginning_of_an_id_is_not_an_address(client: TestClient, ids: dict[str, str]) -> None:
    assert client.get(f"/v1/reviews/{ids[PDF][:6]}").status_code == 404
    assert client.delete(f"/v1/reviews/{ids[PDF][:6]}").status_code == 404


def test_a_page_is_the_stored_text(client: TestClient, ids: dict[str, str], small_library: Library) -> None:
    body = client.get(f"/v1/reviews/{ids[PDF]}/pages/9").json()
    stored = small_library.catalogue.page_texts(ids[PDF], [9])[9]
    assert (body["page"], body["page_label"], body["text"]) == (9, stored.label, stored.text)


def test_a_document_without_pages_is_one_page_without_number(client: TestClient, ids: dict[str, str]) -> None:
    body = client.get(f"/v1/reviews/{ids[TEXT]}/pages/1").json()
    assert (body["page"], body["ordinal"]) == (None, 1)
    assert len(body["text"]) > 1000


@pytest.mark.parametrize(("file", "number", "status"), [
    (PDF, "999", 404), (TEXT, "2", 404), (PDF, "0", 422), (PDF, "first", 422), (PDF, "-1", 422), (PDF, "9" * 30, 404),
])  # fmt: skip
def test_a_page_that_is_not_there_is_a_problem(
    client: TestClient, ids: dict[str, str], file: str, number: str, status: int
) -> None:
    answer = client.get(f"/v1/reviews/{ids[file]}/pages/{number}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE)


def test_a_document_added_is_answered_from_and_once_removed_is_gone(own_client: TestClient) -> None:
    files = [("files", ("../../etc/Quillonby note.md", NOTE.encode())), ("files", ("empty.pdf", b""))]
    accepted = own_client.post("/v1/reviews", files=files)
    assert accepted.status_code == 202
    assert accepted.json()["files"] == ["Quillonby note.md", "empty.pdf"]
    job = followed(own_client, accepted.headers["location"])
    assert job["state"] == "done"
    outcomes = job["outcomes"]
    assert isinstance(outcomes, list)
    by_file = {outcome["file"]: outcome for outcome in outcomes}
    assert by_file["Quillonby note.md"]["kind"] == "added"
    assert by_file["empty.pdf"]["kind"] in ("failed", "needs attention")
    assert "uploads" not in str(job)

    review_id = by_file["Quillonby note.md"]["review_id"]
    assert own_client.get(f"/v1/reviews/{review_id}").json()["file"] == "Quillonby note.md"
    answer = own_client.post(
        "/v1/ask", json={"question": "What did the Quillonby review find about home visits?"}
    ).json()
    assert [citation["review_id"] for citation in answer["citations"]] == [review_id]

    assert own_client.delete(f"/v1/reviews/{review_id}").status_code == 204
    assert own_client.get(f"/v1/reviews/{review_id}").status_code == 404
    again = own_client.post(
        "/v1/ask", json={"question": "What did the Quillonby review find about home visits?"}
    ).json()
    assert (again["outcome"], again["citations"]) == ("abstained", [])


def test_nothing_of_an_upload_is_left_behind_and_the_same_file_again_is_unchanged(
    own_client: TestClient, tmp_path: Path
) -> None:
    for kind in ("added", "unchanged"):
        accepted = own_client.post("/v1/reviews", files=[("files", ("note.md", NOTE.encode()))])
        outcomes = followed(own_client, accepted.headers["location"])["outcomes"]
        assert isinstance(outcomes, list)
        assert [outcome["kind"] for outcome in outcomes] == [kind]
    assert list((tmp_path / "library" / "uploads").iterdir()) == []


@pytest.mark.parametrize("body", [{}, {"data": {"files": "text"}}])
def test_an_upload_without_a_file_is_a_problem(client: TestClient, body: dict[str, dict[str, str]]) -> None:
    answer = client.post("/v1/reviews", data=body.get("data"))
    assert (answer.status_code, answer.headers["content-type"]) == (422, MEDIA_TYPE)
    assert answer.json()["errors"][0]["field"].startswith("files")


def test_removing_what_is_not_held_is_a_problem(client: TestClient) -> None:
    assert client.delete("/v1/reviews/ffffffffffff").status_code == 404

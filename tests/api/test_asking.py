"""Questions and queries over HTTP, in the shapes of the contract."""

import json
import logging

import pytest
from fastapi.testclient import TestClient

from assistant.api.problems import MEDIA_TYPE
from assistant.verification import page_of_quote
from ingest.library import Library

QUESTION = "What do reviews say about fathers who were not assessed?"
NOT_HELD = "What did the review of Child Zebedee in Manchester recommend?"
BODY_KEYS = {
    "answer_id", "conversation_id", "standalone_question", "outcome", "headline", "statements", "citations", "dropped",
    "notices", "reason", "nearest", "searched", "library_version", "model", "timings_ms",
}  # fmt: skip
CITATION_KEYS = {
    "id", "review_id", "title", "source_kind", "year", "page", "page_end", "page_label", "paragraph", "section",
    "passage_kind", "voice", "quote", "passage_id", "url",
}  # fmt: skip
PASSAGE_KEYS = {
    "passage_id", "review_id", "title", "page", "page_label", "paragraph", "section", "passage_kind", "text", "score",
}  # fmt: skip


def events(text: str) -> list[tuple[str, dict[str, object]]]:
    """The events of a stream with their data."""
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_an_answer_has_exactly_the_shape_of_the_contract(client: TestClient) -> None:
    body = client.post("/v1/ask", json={"question": QUESTION}).json()
    assert body.keys() == BODY_KEYS
    assert body["outcome"] == "answered"
    assert all(citation.keys() == CITATION_KEYS for citation in body["citations"])
    named = {citation["id"] for citation in body["citations"]}
    assert body["statements"]
    assert all(statement["citations"] and set(statement["citations"]) <= named for statement in body["statements"])
    assert body["searched"]["documents"] == 3


def test_every_quote_stands_on_the_page_it_cites(client: TestClient, small_library: Library) -> None:
    for citation in client.post("/v1/ask", json={"question": QUESTION}).json()["citations"]:
        passage = small_library.catalogue.passages([citation["passage_id"]])[citation["passage_id"]].passage
        quoted = tuple(s for s in passage.sentences if s.text in citation["quote"])
        assert page_of_quote(small_library.catalogue, citation["review_id"], quoted)


def test_what_is_not_held_is_not_answered_and_what_came_nearest_is_apart(client: TestClient) -> None:
    body = client.post("/v1/ask", json={"question": NOT_HELD}).json()
    assert (body["outcome"], body["statements"], body["citations"]) == ("abstained", [], [])
    assert body["reason"]


def test_filters_narrow_what_is_searched(client: TestClient) -> None:
    body = client.post("/v1/ask", json={"question": QUESTION, "filters": {"source_kinds": ["press"]}}).json()
    assert body["searched"]["documents"] == 1
    assert body["searched"]["filters"] == {"source_kinds": ["press"]}
    assert {c["source_kind"] for c in (*body["citations"], *body["nearest"])} <= {"press"}


def test_max_statements_bounds_the_answer(client: TestClient) -> None:
    assert len(client.post("/v1/ask", json={"question": QUESTION, "max_statements": 1}).json()["statements"]) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "question"),
        ({"question": ""}, "question"),
        ({"question": " \n "}, "question"),
        ({"question": "x" * 2001}, "question"),
        ({"question": 3}, "question"),
        ({"question": "Who?", "colour": "red"}, "colour"),
        ({"question": "Who?", "filters": {"colour": "red"}}, "filters.colour"),
        ({"question": "Who?", "filters": {"source_kinds": ["novel"]}}, "filters.source_kinds.0"),
        ({"question": "Who?", "filters": {"year_from": "soon"}}, "filters.year_from"),
        ({"question": "Who?", "max_statements": 0}, "max_statements"),
    ],
)
def test_a_body_of_the_wrong_shape_is_refused_by_the_name_of_its_field(
    client: TestClient, body: dict[str, object], field: str
) -> None:
    answer = client.post("/v1/ask", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, MEDIA_TYPE)
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_question_of_2000_characters_between_white_space_is_taken(client: TestClient) -> None:
    question = f"  {'father ' * 285}fathe  "
    assert len(question.strip()) == 2000
    assert client.post("/v1/ask", json={"question": question}).status_code == 200


def test_a_refusal_does_not_repeat_the_question(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": "Was Zebedee seen?" * 200})
    assert answer.status_code == 422
    assert "Zebedee" not in answer.text


@pytest.mark.parametrize("content", [b"{", b"", b"[]", b'"why"', b'{"question": "\xff"}'])
def test_a_body_that_is_no_json_object_is_a_problem(client: TestClient, content: bytes) -> None:
    answer = client.post("/v1/ask", content=content, headers={"content-type": "application/json"})
    assert (answer.status_code // 100, answer.headers["content-type"]) == (4, MEDIA_TYPE)


@pytest.mark.parametrize(
    "filters", [{"themes": ["gardening"]}, {"agencies": ["the circus"]}, {"year_from": 2020, "year_to": 2010}]
)
def test_a_filter_that_cannot_be_honoured_is_refused_not_ignored(
    client: TestClient, filters: dict[str, object]
) -> None:
    answer = client.post("/v1/ask", json={"question": QUESTION, "filters": filters})
    assert (answer.status_code, answer.headers["content-type"]) == (400, MEDIA_TYPE)


def test_a_conversation_that_is_not_held_is_refused_not_ignored(client: TestClient) -> None:
    assert client.post("/v1/ask", json={"question": QUESTION, "conversation_id": "abc"}).status_code == 404


def test_a_stream_ends_with_the_body_and_sends_each_statement_before_its_citation(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": QUESTION}, headers={"accept": "text/event-stream"})
    assert answer.headers["content-type"].split(";")[0] == "text/event-stream"
    sent = events(answer.text)
    names = [name for name, _ in sent]
    assert (names[0], names[1], names[2], names[-1]) == ("status", "statement", "citation", "done")
    body = sent[-1][1]
    assert body.keys() == BODY_KEYS
    assert [data for name, data in sent if name == "statement"] == body["statements"]
    assert [data for name, data in sent if name == "citation"] == body["citations"]


def test_a_stream_without_an_answer_sends_no_statement(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": NOT_HELD}, headers={"accept": "text/event-stream"})
    assert [name for name, _ in events(answer.text)] == ["status", "done"]


def test_search_ranks_passages_best_first(client: TestClient) -> None:
    passages = client.get("/v1/search", params={"q": "father questionnaire", "k": 4}).json()["passages"]
    assert len(passages) == 4
    assert all(passage.keys() == PASSAGE_KEYS for passage in passages)
    scores = [passage["score"] for passage in passages]
    assert scores == sorted(scores, reverse=True)


def test_search_takes_the_filters_as_query_parameters(client: TestClient) -> None:
    found = client.get("/v1/search?q=father&source_kinds=press&source_kinds=commentary&k=50").json()["passages"]
    held = {r["review_id"]: r["source_kind"] for r in client.get("/v1/reviews").json()["reviews"]}
    assert {held[passage["review_id"]] for passage in found} == {"press", "commentary"}


@pytest.mark.parametrize("query", ["", "q=", "q=a&k=0", "q=a&k=201", "q=a&colour=red", "q=a&year_from=x"])
def test_a_query_of_the_wrong_shape_is_a_problem(client: TestClient, query: str) -> None:
    answer = client.get(f"/v1/search?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, MEDIA_TYPE)


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_no_question_reaches_a_log(client: TestClient, caplog: pytest.LogCaptureFixture, accept: str) -> None:
    question = 'Was Quillonby "seen' + "\N{RIGHT SINGLE QUOTATION MARK}" + " +alone) by anyone?"
    with caplog.at_level(logging.DEBUG):
        client.post("/v1/ask", json={"question": question}, headers={"accept": accept})
        client.post("/ask", data={"question": question})
        client.get("/v1/search", params={"q": question})
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith("http")]  # the client's own log is not ours
    assert not [message for message in ours if "uillonb" in message.lower()]

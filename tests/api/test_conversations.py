"""Conversations over HTTP: begun by asking, read with what was said before, shown as they were, erased whole."""

import asyncio
import json
import shutil
import sqlite3
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from assistant.api.app import make_app
from assistant.api.problems import MEDIA_TYPE
from assistant.api.readers import COOKIE
from assistant.api.retention import retention
from assistant.settings import Settings
from assistant.store.conversations import Conversations
from assistant.store.database import FILE, Database
from tests.api.serving import Served
from tests.api.test_asking import events
from tests.store.made import made_answer

QUESTION = "What do reviews say about fathers who were not assessed?"
EVENTS = {"accept": "text/event-stream"}


def ask(client: TestClient, question: str = QUESTION, conversation: str | None = None) -> dict[str, object]:
    """The body of an answer."""
    reply = client.post("/v1/ask", json={"question": question, "conversation_id": conversation})
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def test_a_conversation_begins_with_a_question_and_goes_on_under_its_id(client: TestClient) -> None:
    first = ask(client)
    name = str(first["conversation_id"])
    second = ask(client, "What did it recommend?", name)
    assert second["conversation_id"] == name
    kept = client.get(f"/v1/conversations/{name}").json()
    assert kept["title"] == QUESTION
    assert [t["question"] for t in kept["turns"]] == [QUESTION, "What did it recommend?"]
    assert [t["answer"] for t in kept["turns"]] == [first, second]


def test_a_follow_up_is_read_with_the_turns_before_and_says_how(client: TestClient) -> None:
    first = ask(client, "What did the Dunmarrow review say about the father?")
    answer = ask(client, "And the health visitor?", str(first["conversation_id"]))
    standalone = str(answer["standalone_question"])
    assert "health visitor" in standalone
    assert "Dunmarrow" in standalone
    assert {c["title"] for c in answer["citations"]} <= {c["title"] for c in first["citations"]}  # type: ignore[attr-defined]  # JSON
    alone = ask(client, "And the health visitor?")
    assert alone["standalone_question"] == "And the health visitor?"


def test_a_kept_answer_reads_the_same_after_its_document_is_gone(own_client: TestClient) -> None:
    shown = ask(own_client)
    for review in own_client.get("/v1/reviews").json()["reviews"]:
        own_client.delete(f"/v1/reviews/{review['review_id']}")
    assert own_client.get(f"/v1/answers/{shown['answer_id']}").json() == shown
    again = ask(own_client, "And the mother?", str(shown["conversation_id"]))
    assert again["library_version"] != shown["library_version"]


def test_an_answer_that_was_streamed_is_kept_as_it_was_sent(client: TestClient) -> None:
    sent = events(client.post("/v1/ask", json={"question": QUESTION}, headers=EVENTS).text)
    done = dict(sent[-1][1])
    assert client.get(f"/v1/answers/{done['answer_id']}").json() == done
    assert len(client.get(f"/v1/conversations/{done['conversation_id']}").json()["turns"]) == 1


def test_erasing_leaves_nothing_of_a_conversation_on_disk(own_client: TestClient, tmp_path: Path) -> None:
    question = "Was Zebedee Quillonby seen by the health visitor?"
    first = ask(own_client, question)
    name = str(first["conversation_id"])
    ask(own_client, "And by anyone else in Quillonby?", name)
    given = own_client.post("/v1/feedback", json={"answer_id": first["answer_id"], "verdict": "wrong"})
    assert given.status_code == 201
    assert b"Quillonby" in on_disk(tmp_path / "library")
    assert own_client.delete(f"/v1/conversations/{name}").status_code == 204
    assert b"Quillonby" not in on_disk(tmp_path / "library")
    assert own_client.get(f"/v1/conversations/{name}").status_code == 404
    assert own_client.get(f"/v1/answers/{first['answer_id']}").status_code == 404
    assert own_client.post("/v1/ask", json={"question": "And?", "conversation_id": name}).status_code == 404


def on_disk(folder: Path) -> bytes:
    """All bytes of all files of a library."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.parametrize("method", ["get", "delete"])
@pytest.mark.parametrize("name", ["f" * 32, "nothing", "a%00b", "x" * 201])
def test_what_is_not_kept_is_a_problem(client: TestClient, method: str, name: str) -> None:
    reply = client.request(method, f"/v1/conversations/{name}")
    assert (reply.status_code // 100, reply.headers["content-type"]) == (4, MEDIA_TYPE)


@pytest.mark.parametrize("headers", [{}, EVENTS])
def test_a_conversation_that_is_not_kept_is_refused_before_anything_is_sent(
    client: TestClient, headers: dict[str, str]
) -> None:
    reply = client.post("/v1/ask", json={"question": QUESTION, "conversation_id": "f" * 32}, headers=headers)
    assert (reply.status_code, reply.headers["content-type"]) == (404, MEDIA_TYPE)


def test_a_browser_sees_its_own_conversations_only_and_a_program_none(client: TestClient) -> None:
    client.cookies.clear()  # those that other tests' forms were given
    mine, another = ({"cookie": f"{COOKIE}={uuid.uuid4().hex}"} for _ in range(2))
    name = client.post("/v1/ask", json={"question": QUESTION}, headers=mine).json()["conversation_id"]
    lines = client.get("/v1/conversations", headers=mine).json()["conversations"]
    assert [(line["conversation_id"], line["title"], line["turns"]) for line in lines] == [(name, QUESTION, 1)]
    for headers in (another, {}, {"cookie": f"{COOKIE}=%"}):
        assert client.get("/v1/conversations", headers=headers).json() == {"conversations": []}
    assert client.delete("/v1/conversations", headers=another).status_code == 204
    assert client.patch(f"/v1/conversations/{name}", json={"title": "Fathers"}).status_code == 204
    assert client.get("/v1/conversations", headers=mine).json()["conversations"][0]["title"] == "Fathers"
    assert client.delete("/v1/conversations", headers=mine).status_code == 204
    assert client.get(f"/v1/conversations/{name}").status_code == 404


def test_a_child_at_risk_is_met_with_signposts_before_anything_is_searched(client: TestClient) -> None:
    question = "My neighbour is hitting her toddler right now, what do reviews say about bruising?"
    sent = events(client.post("/v1/ask", json={"question": question}, headers=EVENTS).text)
    assert sent[0][0] == "status"
    assert sent[0][1]["outcome"] == "signposted"
    assert "999" in str(sent[0][1]["reason"])


def test_conversations_past_their_days_go_while_the_server_runs(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / FILE}")
    kept = Conversations(database)

    async def serve(expected: list[int]) -> None:
        async with retention(kept, 7, every=0.05):
            assert _count(database) == expected[0]
            _age(tmp_path, 8)
            await asyncio.sleep(0.5)
            assert _count(database) == expected[1]

    for days, expected in ((8, [0, 0]), (1, [1, 0])):
        kept.start(QUESTION, made_answer(uuid.uuid4().hex))
        _age(tmp_path, days)
        asyncio.run(serve(expected))
    database.close()


def _age(folder: Path, days: int) -> None:
    with sqlite3.connect(folder / FILE) as connection:
        then = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="microseconds")
        connection.execute("UPDATE conversations SET changed = ?", [then])
    connection.close()


def _count(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM turns").scalar_one())


def test_a_client_that_leaves_in_mid_stream_leaves_no_turn_half_kept_and_nothing_running(served: Served) -> None:
    with httpx.Client(base_url=served.url) as http:
        name = http.post("/v1/ask", json={"question": QUESTION}, timeout=60).json()["conversation_id"]
        before = served.tasks()
        for _ in range(5):
            body = {"question": QUESTION, "conversation_id": name}
            with http.stream("POST", "/v1/ask", json=body, headers=EVENTS, timeout=60) as reply:
                next(reply.iter_raw(1))
        turns = http.get(f"/v1/conversations/{name}").json()["turns"]
        assert [t["ordinal"] for t in turns] == list(range(1, len(turns) + 1))
        assert all(t["answer"]["statements"] for t in turns)
    assert served.at_rest()
    assert served.tasks() <= before


def test_no_question_and_no_answer_reaches_a_log(
    own_client: TestClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level("DEBUG"):
        first = ask(own_client, "Was Quillonby’s father seen?")
        ask(own_client, "And Quillonby’s mother?", str(first["conversation_id"]))
        own_client.get(f"/v1/conversations/{first['conversation_id']}")
        own_client.delete(f"/v1/conversations/{first['conversation_id']}")
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith("http")]
    printed = capfd.readouterr()
    assert "uillonby" not in json.dumps([*ours, printed.out, printed.err])


def test_conversations_are_kept_in_postgresql_when_it_is_named(
    small_folder: Path, tmp_path: Path, postgres_url: str
) -> None:
    shutil.copytree(small_folder, tmp_path / "library")
    (tmp_path / "library" / FILE).unlink(missing_ok=True)
    settings = Settings(library=tmp_path / "library", database_url=postgres_url)  # type: ignore[arg-type]  # as from the environment
    with TestClient(make_app(settings)) as client:
        first = ask(client, "What did the Dunmarrow review say about the father?")
        name = str(first["conversation_id"])
        assert "Dunmarrow" in str(ask(client, "And the health\0 visitor?", name)["standalone_question"])
        assert client.get(f"/v1/conversations/{name}").json()["turns"][0]["answer"] == first
        assert client.get("/v1/conversations/a%00b").status_code == 404
        assert client.delete(f"/v1/conversations/{name}").status_code == 204
        assert client.get(f"/v1/conversations/{name}").status_code == 404
    assert not (tmp_path / "library" / FILE).exists()

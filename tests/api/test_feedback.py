"""Feedback over HTTP, kept with what was shown, and exported on the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from assistant.api.problems import MEDIA_TYPE
from assistant.commands.main import cli

QUESTION = "What do reviews say about fathers who were not assessed?"


def test_a_verdict_is_exported_with_the_question_and_the_answer_as_shown(
    own_client: TestClient, tmp_path: Path
) -> None:
    shown = own_client.post("/v1/ask", json={"question": QUESTION}).json()
    given = []
    for verdict, statement, comment in (("right", None, ""), ("not_on_page", 0, "It is on\npage 5.")):
        body = {"answer_id": shown["answer_id"], "verdict": verdict, "statement": statement, "comment": comment}
        reply = own_client.post("/v1/feedback", json=body)
        assert reply.status_code == 201
        given.append(reply.json()["feedback_id"])
    out = tmp_path / "feedback.jsonl"
    done = CliRunner().invoke(cli, ["feedback", "export", "--library", str(tmp_path / "library"), "--out", str(out)])
    assert done.exit_code == 0 and "2 verdicts" in done.output
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["feedback_id"] for row in rows] == given
    assert [(row["verdict"], row["statement"]) for row in rows] == [("right", None), ("not_on_page", 0)]
    assert all(row["question"] == QUESTION and row["answer"] == shown for row in rows)
    drafts = tmp_path / "drafts.yaml"
    command = ["eval", "draft", "--feedback", str(out), "--library", str(tmp_path / "library"), "--out", str(drafts)]
    assert CliRunner().invoke(cli, command).exit_code == 0
    assert drafts.read_text(encoding="utf-8").count(QUESTION) == 2
    one = CliRunner().invoke(cli, ["feedback", "export", "--library", str(tmp_path / "library"), "--id", given[1]])
    assert [json.loads(line) for line in one.output.splitlines()] == [rows[1]]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"answer_id": "f" * 32}, 404),
        ({"statement": 99}, 400),
        ({"statement": -1}, 422),
        ({"verdict": "splendid"}, 422),
        ({"comment": "x" * 4001}, 422),
        ({"colour": "red"}, 422),
    ],
)
def test_feedback_that_fits_nothing_is_refused(client: TestClient, change: dict[str, object], status: int) -> None:
    shown = client.post("/v1/ask", json={"question": QUESTION}).json()
    body = {"answer_id": shown["answer_id"], "verdict": "right", "statement": 0, **change}
    reply = client.post("/v1/feedback", json=body)
    assert (reply.status_code, reply.headers["content-type"]) == (status, MEDIA_TYPE)


def test_an_export_of_what_is_not_kept_is_an_error_in_one_line(own_client: TestClient, tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["feedback", "export", "--library", str(tmp_path / "library"), "--id", "ffff"])
    assert done.exit_code == 2
    assert "no such feedback is kept (ffff)" in done.output

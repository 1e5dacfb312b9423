"""Files over HTTP: an answer, a briefing, the register."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import make_app
from assistant.desk.exports import FORMATS, MEDIA_TYPES, Format
from assistant.settings import Settings
from tests.libraries import EXAMPLES, built_library

FILES = ("dunmarrow-2016-baby-l.pdf", "linfold-2018-opinion.md", "tolverton-2012-press.pdf")


@pytest.fixture(scope="module")
def client(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of the application over a review, a press report and an opinion piece."""
    folder = tmp_path_factory.mktemp("exports") / "library"
    built_library("small", [EXAMPLES / name for name in FILES], model, folder)
    with TestClient(make_app(Settings(library=folder))) as client:
        yield client


@pytest.fixture(scope="module")
def answer_id(client: TestClient) -> str:
    """The id of a kept answer."""
    body = client.post("/v1/ask", json={"question": "What do reviews say about fathers?"}).json()
    assert body["outcome"] == "answered"
    return str(body["answer_id"])


@pytest.mark.parametrize("format", FORMATS)
def test_an_answer_is_handed_out_in_every_format(client: TestClient, answer_id: str, format: Format) -> None:
    reply = client.get(f"/v1/answers/{answer_id}/export", params={"format": format})
    assert reply.status_code == 200
    assert reply.headers["content-type"] == MEDIA_TYPES[format]
    assert reply.headers["content-disposition"].startswith("attachment; filename=")
    assert reply.headers["x-content-type-options"] == "nosniff"
    if format in ("docx", "pptx"):
        assert zipfile.ZipFile(io.BytesIO(reply.content)).testzip() is None


def test_an_unknown_answer_and_an_unknown_format_are_problems(client: TestClient, answer_id: str) -> None:
    assert client.get("/v1/answers/none/export").status_code == 404
    wrong = client.get(f"/v1/answers/{answer_id}/export", params={"format": "pdf"})
    assert wrong.status_code == 422 and wrong.headers["content-type"] == "application/problem+json"


def test_a_briefing_is_json_unless_a_file_is_asked_for(client: TestClient) -> None:
    body = client.post("/v1/briefings", json={"topic": "fathers"}).json()
    assert body["kind"] == "briefing" and len(body["sections"]) >= 7
    file = client.post("/v1/briefings", json={"topic": "fathers", "format": "docx"})
    assert file.headers["content-type"] == MEDIA_TYPES["docx"]
    assert 'filename="briefing-seven-minute-briefing-fathers.docx"' in file.headers["content-disposition"]


@pytest.mark.parametrize("body", [{}, {"topic": " "}, {"topic": "x" * 201}, {"topic": "x", "format": "pdf"}, {"t": 1}])
def test_a_briefing_without_a_topic_is_a_problem(client: TestClient, body: dict[str, object]) -> None:
    assert client.post("/v1/briefings", json=body).status_code == 422


def test_no_briefing_says_who_a_child_is(client: TestClient) -> None:
    reply = client.post("/v1/briefings", json={"topic": "What is the real name of Baby L?"})
    assert reply.status_code == 400
    assert "no briefing is made on this" in reply.json()["detail"]


def test_the_register_is_a_spreadsheet(client: TestClient) -> None:
    reply = client.get("/v1/findings/export", params={"kind": "recommendation"})
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert reply.text.lstrip("\ufeff").startswith('"finding_id","review_id"')
    assert client.get("/v1/findings/export", params={"theme": "no such theme"}).status_code == 400

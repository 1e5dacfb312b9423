"""Seen to be well: figures, request ids, lines of the log, readiness, traces."""

import json
import logging
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import make_app
from assistant.api.observing import HEADER
from assistant.logs import FIELDS, REQUESTS, LineFormatter, LogForm
from assistant.settings import Settings
from assistant.store.database import FILE
from assistant.tracing import Tracing, open_tracing
from tests.libraries import ROOT
from tests.store.made import made_answer

QUESTION = {"question": "What do reviews say about fathers who were not assessed?"}


def figures(client: TestClient) -> dict[str, float]:
    """The figures by name and labels as they are written."""
    reply = client.get("/metrics")
    assert reply.status_code == 200 and reply.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = (line.rsplit(" ", 1) for line in reply.text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in lines}


def test_an_answer_is_counted_with_its_stages_and_the_indexes_are_measured(own_client: TestClient) -> None:
    before = figures(own_client)
    own_client.post("/v1/ask", json=QUESTION)
    own_client.post("/v1/ask", json={"question": "What did the review of Child Zebedee in Manchester recommend?"})
    own_client.post("/v1/ask", json={"question": f"{QUESTION['question']} Ring 07700 900123."})
    after = figures(own_client)

    def risen(name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert risen('reviews_answers_total{model="extractive",outcome="abstained"}') == 1
    assert risen('reviews_answers_total{model="extractive",outcome="answered"}') == 2
    assert risen("reviews_live_case_questions_total") == 1
    assert risen('reviews_stage_seconds_count{stage="retrieve"}') >= 2
    assert risen('reviews_http_requests_total{method="POST",route="/v1/ask",status="200"}') == 3
    assert risen('reviews_http_request_seconds_count{route="/v1/ask"}') == 3
    assert after["reviews_documents"] == 3 and after["reviews_library_readable"] == 1
    assert after["reviews_index_vectors"] == after["reviews_passages"] > 0
    assert after["reviews_index_words_documents"] == 3


def test_every_figure_is_documented_and_every_one_documented_is_there(client: TestClient) -> None:
    told = set(re.findall(r"`(reviews_\w+)`", (ROOT / "docs" / "observing.md").read_text("utf-8")))
    kinds = dict(re.findall(r"# TYPE (reviews_\w+) (\w+)", client.get("/metrics").text))
    assert told == {name for name, kind in kinds.items() if not name.endswith("_created")}


def test_a_path_that_fits_no_route_makes_no_figure_of_its_own(client: TestClient) -> None:
    client.get("/Kyle-Barrowden/14-Alder-Road")
    client.request("BREW", "/v1/ask")
    names = "\n".join(figures(client))
    assert "Barrowden" not in names and "BREW" not in names
    assert 'route="unmatched"' in names


def test_every_answer_carries_a_request_id_and_one_with_words_in_it_is_replaced(client: TestClient) -> None:
    assert client.get("/healthz", headers={HEADER: "0b6ec5b2-c5d3"}).headers[HEADER] == "0b6ec5b2-c5d3"
    given = client.get("/healthz", headers={HEADER: "Kyle Barrowden"}).headers[HEADER]
    assert len(given) == 32 and given != client.get("/healthz").headers[HEADER]


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_request_is_one_line_with_its_route_and_never_its_query(
    client: TestClient, caplog: pytest.LogCaptureFixture, form: LogForm
) -> None:
    with caplog.at_level(logging.INFO, logger=REQUESTS):
        client.get("/v1/search", params={"q": "Kyle Barrowden"})
    [record] = [r for r in caplog.records if r.name == REQUESTS]
    line = LineFormatter(form).format(record)
    assert "\n" not in line and "Barrowden" not in line and "/v1/search" in line
    if form == "json":
        body = json.loads(line)
        assert set(FIELDS) <= set(body) and body["status"] == 200 and body["method"] == "GET"


def test_what_other_packages_log_and_what_an_exception_says_is_not_repeated() -> None:
    def record(name: str, words: str, error: BaseException | None = None) -> logging.LogRecord:
        info = (type(error), error, error.__traceback__) if error else None
        return logging.LogRecord(name, logging.ERROR, "somewhere.py", 12, words, (), info)

    try:
        try:
            int("Kyle Barrowden")
        except ValueError as cause:
            raise RuntimeError("on Kyle Barrowden") from cause
    except RuntimeError as error:
        line = LineFormatter("json").format(record("uvicorn.error", "Exception in ASGI application\n", error))
    assert "Barrowden" not in line
    assert "RuntimeError" in line and "ValueError" in line and "test_observing.py" in line
    assert "Barrowden" not in LineFormatter("text").format(record("httpx", "POST /?q=Kyle Barrowden"))
    warned = "/x/y.py:3: UserWarning: input_value='Kyle Barrowden'\n  work()"
    line = LineFormatter("text").format(record("py.warnings", warned))
    assert "Barrowden" not in line and "UserWarning" in line


@pytest.fixture
def ready(small_folder: Path, tmp_path: Path) -> Iterator[tuple[TestClient, Path]]:
    """A client that is ready, and its library folder."""
    folder = tmp_path / "library"
    shutil.copytree(small_folder, folder)
    with TestClient(make_app(Settings(library=folder))) as client:
        assert client.get("/readyz").json()["documents"] == 3
        yield client, folder


def test_readiness_names_what_is_wrong_and_no_place(ready: tuple[TestClient, Path]) -> None:
    client, folder = ready
    (folder / FILE).rename(folder / "elsewhere")
    reply = client.get("/readyz")
    assert reply.status_code == 503
    assert "the database of conversations is gone" in reply.json()["detail"]
    assert str(folder) not in reply.text


def test_readiness_sees_that_index_and_catalogue_are_out_of_step(ready: tuple[TestClient, Path]) -> None:
    client, _ = ready
    library = client.app_state["opened"].assistant.library
    some = library.catalogue.documents()[0]
    library.words.remove([some.id])
    library.vectors.remove([some.id])
    reply = client.get("/readyz")
    assert reply.status_code == 503
    assert "1 documents are not in the word index" in reply.json()["detail"]
    assert "vectors for" in reply.json()["detail"]


def test_an_answer_is_a_trace_with_a_span_for_each_stage_and_no_words() -> None:
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter = InMemorySpanExporter()
    tracing = Tracing(exporter)
    answer = made_answer()
    tracing.answered(answer)
    tracing.close()
    spans = exporter.get_finished_spans()
    assert {s.name for s in spans} == {"answer", *answer.timings_ms} - {"total"}
    [whole] = [s for s in spans if s.name == "answer"]
    assert all(s.parent is not None and s.context.trace_id == whole.context.trace_id for s in spans if s is not whole)
    assert answer.standalone_question not in str([s.to_json() for s in spans])


def test_traces_go_nowhere_unless_a_collector_is_named() -> None:
    assert Settings().otel_url is None
    tracing = open_tracing("http://127.0.0.1:9/v1/traces")
    tracing.close()

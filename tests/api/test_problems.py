"""Every way to fail is answered as RFC 9457 has it, and says what to do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.api.problems import MEDIA_TYPE, TABLE, handlers, problem_of
from assistant.api.rendering import Pages
from ingest.errors import (
    AssistantError,
    LibraryError,
    ModelError,
    ModelFilesError,
    NotHeldError,
    RemoteError,
    RequestError,
    SetupError,
    StoppedError,
    StoreError,
    UnreadableError,
    VectorServerError,
)

STATUS: dict[type[AssistantError], int] = {
    AssistantError: 500,
    RequestError: 400,
    NotHeldError: 404,
    UnreadableError: 422,
    SetupError: 503,
    ModelFilesError: 503,
    LibraryError: 503,
    StoreError: 503,
    StoppedError: 503,
    RemoteError: 502,
    ModelError: 502,
    VectorServerError: 502,
}


def tree(kind: type[AssistantError] = AssistantError) -> Iterator[type[AssistantError]]:
    yield kind
    for child in kind.__subclasses__():
        if child.__module__ == kind.__module__:
            yield from tree(child)


@pytest.mark.parametrize("kind", list(tree()), ids=lambda kind: kind.__name__)
def test_every_error_of_the_tree_has_its_status(kind: type[AssistantError]) -> None:
    assert problem_of(kind("wrong")).status == STATUS[kind]


def test_no_row_of_the_table_hides_behind_an_earlier_one() -> None:
    for position, (kind, problem) in enumerate(TABLE):
        assert problem_of(kind("wrong")) is problem, position


@pytest.mark.parametrize("kind", list(tree()), ids=lambda kind: kind.__name__)
def test_an_error_raised_by_a_route_reaches_the_asker_with_its_remedy(kind: type[AssistantError]) -> None:
    app = FastAPI(exception_handlers=handlers(Pages()))  # type: ignore[arg-type]  # as in assistant.api.app

    @app.get("/v1/failing")
    def failing() -> None:
        raise kind("it is wrong", thing="this", remedy="do that")

    answer = TestClient(app).get("/v1/failing")
    assert answer.status_code == STATUS[kind]
    assert answer.headers["content-type"] == MEDIA_TYPE
    body = answer.json()
    assert body["detail"] == "it is wrong (this): do that"
    assert (body["status"], body["type"]) == (STATUS[kind], f"/docs#{problem_of(kind('')).name}")


def test_a_fault_of_the_product_is_a_problem_that_tells_nothing_of_its_inside() -> None:
    app = FastAPI(exception_handlers=handlers(Pages()))  # type: ignore[arg-type]  # as in assistant.api.app

    @app.get("/v1/broken")
    def broken() -> None:
        raise ZeroDivisionError("secret")

    answer = TestClient(app, raise_server_exceptions=False).get("/v1/broken")
    assert (answer.status_code, answer.headers["content-type"]) == (500, MEDIA_TYPE)
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", ["/nowhere", "/v1/nowhere", "/v1/reviews/ffff", "/v1/jobs/ffff"])
def test_an_unknown_address_is_a_problem(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, MEDIA_TYPE)
    assert {"type", "title", "status", "detail"} <= answer.json().keys()


def test_a_method_that_a_route_lacks_is_a_problem_that_names_those_it_has(client: TestClient) -> None:
    answer = client.put("/v1/ask", json={})
    assert (answer.status_code, answer.headers["content-type"]) == (405, MEDIA_TYPE)
    assert "POST" in answer.headers["allow"]


def test_a_person_gets_the_same_problem_as_a_page(client: TestClient) -> None:
    answer = client.get("/reviews/ffff", headers={"accept": "text/html,*/*"})
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (404, "text/html")
    assert "No such document is held" in answer.text
    assert "0808" in answer.text


def test_a_library_that_does_not_fit_stops_the_start(small_folder: Path, tmp_path: Path) -> None:
    from assistant.api.app import make_app
    from assistant.settings import Settings

    with pytest.raises(ModelFilesError, match="REVIEWS_EMBEDDER"), TestClient(make_app(Settings(
        library=tmp_path / "library", embedder=str(tmp_path / "nothing")
    ))):  # fmt: skip
        pass

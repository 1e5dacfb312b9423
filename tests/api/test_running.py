"""Whoever runs or calls the product: liveness, readiness, the reference."""

from typing import Any

from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

ROUTES = {
    ("post", "/v1/ask"), ("get", "/v1/search"), ("get", "/v1/reviews"),
    ("get", "/v1/findings"), ("post", "/v1/reviews"),
    ("get", "/v1/reviews/{review_id}"), ("delete", "/v1/reviews/{review_id}"),
    ("get", "/v1/reviews/{review_id}/pages/{number}"), ("get", "/v1/jobs/{job_id}"),
    ("get", "/v1/conversations"), ("delete", "/v1/conversations"), ("get", "/v1/conversations/{conversation_id}"),
    ("patch", "/v1/conversations/{conversation_id}"), ("delete", "/v1/conversations/{conversation_id}"),
    ("get", "/v1/answers/{answer_id}"), ("post", "/v1/feedback"),
    ("post", "/v1/chat/completions"), ("get", "/v1/models"), ("get", "/v1/models/{model}"),
    ("get", "/v1/findings/export"), ("post", "/v1/briefings"), ("get", "/v1/answers/{answer_id}/export"),
    ("get", "/v1/reviews/{review_id}/pages/{number}.png"),
    ("get", "/v1/collections"), ("post", "/v1/collections"), ("get", "/v1/collections/{collection_id}"),
    ("patch", "/v1/collections/{collection_id}"), ("delete", "/v1/collections/{collection_id}"),
    ("post", "/v1/collections/{collection_id}/items"), ("patch", "/v1/collections/{collection_id}/items/{item_id}"),
    ("delete", "/v1/collections/{collection_id}/items/{item_id}"), ("get", "/v1/collections/{collection_id}/export"),
    ("post", "/v1/collections/{collection_id}/frozen"), ("get", "/v1/collections/{collection_id}/frozen/{number}"),
    ("get", "/v1/compare"),
    ("get", "/healthz"), ("get", "/readyz"), ("get", "/metrics"),
}  # fmt: skip
PROTOCOL = ("/v1/chat/completions", "/v1/models")  # whose errors are those of the OpenAI protocol


def operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Every operation by method and path."""
    return {(method, path): op for path, methods in document["paths"].items() for method, op in methods.items()}


def test_a_server_says_that_it_is_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    ready = client.get("/readyz").json()
    assert (ready["status"], ready["documents"]) == ("ready", 3)
    assert ready["library_version"] == client.post("/v1/ask", json={"question": "Who?"}).json()["library_version"]


def test_every_route_is_in_the_openapi_document_and_says_what_it_does(client: TestClient) -> None:
    found = operations(client.get("/openapi.json").json())
    assert found.keys() == ROUTES
    assert all(operation["description"] for operation in found.values())


def test_every_route_has_an_example_of_what_it_answers(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    schemas = document["components"]["schemas"]
    for (method, path), operation in operations(document).items():
        success = next(reply for status, reply in operation["responses"].items() if status.startswith("2"))
        texts = {kind: c for kind, c in success.get("content", {}).items() if not kind.startswith("image/")}
        for media_type, content in texts.items():
            named = schemas.get(content.get("schema", {}).get("$ref", "").rpartition("/")[2], {})
            assert content.get("example") or named.get("examples"), f"{method} {path} {media_type}"


def test_problems_are_documented_as_problems(client: TestClient) -> None:
    for (_, path), operation in operations(client.get("/openapi.json").json()).items():
        for status, reply in operation["responses"].items():
            if not status.startswith("2"):
                protocol = "application/json" if path.startswith(PROTOCOL) else "application/problem+json"
                assert list(reply["content"]) == [protocol], path


def test_the_reference_shows_every_route_and_loads_nothing_from_elsewhere(client: TestClient) -> None:
    page = BeautifulSoup(client.get("/docs").text, "html.parser")
    shown = {heading.get_text(" ", strip=True) for heading in page.select(".route h2")}
    assert shown == {f"{method.upper()} {path}" for method, path in ROUTES}
    loaded = [tag.get("src") or tag.get("href") for tag in page.select("script, link, img")]
    assert all(str(address).startswith("/assets/") for address in loaded)


def test_the_type_of_a_problem_leads_to_its_explanation(client: TestClient) -> None:
    address = client.get("/v1/reviews/ffff").json()["type"]
    path, _, anchor = address.partition("#")
    assert BeautifulSoup(client.get(path).text, "html.parser").find(id=anchor) is not None

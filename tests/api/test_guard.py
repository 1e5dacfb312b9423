"""What stands before the routes: sizes, other sites, headers."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.api.guard import BODY_BYTES, UPLOAD_BYTES
from assistant.api.problems import MEDIA_TYPE


@pytest.mark.parametrize("path", ["/", "/reviews", "/about", "/docs", "/v1/reviews", "/nowhere", "/assets/style.css"])
def test_every_answer_carries_the_protecting_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize(
    ("path", "limit"), [("/v1/reviews", UPLOAD_BYTES), ("/v1/ask", BODY_BYTES), ("/ask", BODY_BYTES)]
)
def test_a_body_that_says_it_is_too_large_is_refused_unread(client: TestClient, path: str, limit: int) -> None:
    answer = client.post(path, content=b"", headers={"content-length": str(limit + 1)})
    assert (answer.status_code, answer.headers["content-type"]) == (413, MEDIA_TYPE)
    assert f"{limit // 1024 // 1024} MB" in answer.json()["detail"]


def test_a_body_that_turns_out_too_large_is_refused(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"question": "'
        for _ in range(20):
            yield b"x" * 100_000

    answer = client.post("/v1/ask", content=chunks(), headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (413, MEDIA_TYPE)


@pytest.mark.parametrize("headers", [
    {"origin": "https://elsewhere.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": "http://testserver:81"},
])  # fmt: skip
def test_a_page_of_another_site_can_neither_add_nor_remove(client: TestClient, headers: dict[str, str]) -> None:
    added = client.post("/v1/reviews", files=[("files", ("a.md", b"# A"))], headers=headers)
    removed = client.delete("/v1/reviews/ffff", headers=headers)
    assert (added.status_code, removed.status_code) == (403, 403)
    assert added.headers["content-type"] == MEDIA_TYPE


@pytest.mark.parametrize("headers", [{}, {"origin": "http://testserver"}, {"sec-fetch-site": "same-origin"}])
def test_a_program_or_a_page_of_this_server_may_write(client: TestClient, headers: dict[str, str]) -> None:
    assert client.delete("/v1/reviews/ffff", headers=headers).status_code == 404


def test_a_client_of_the_openai_protocol_is_told_in_its_own_shape(client: TestClient) -> None:
    refused = client.post("/v1/chat/completions", content=b"", headers={"content-length": str(BODY_BYTES + 1)})
    assert (refused.status_code, refused.json()["error"]["code"]) == (413, "too_large")
    garbled = client.post("/v1/chat/completions", content=b"\xff", headers={"content-type": "application/json"})
    assert (garbled.status_code, garbled.headers["content-type"]) == (400, "application/json")
    assert garbled.json()["error"]["type"] == "invalid_request_error"


@pytest.mark.parametrize("length", [b"\xb2", b"-1", b"1e9", b"", b"9" * 400])
def test_a_length_that_is_no_number_breaks_nothing(client: TestClient, length: bytes) -> None:
    headers = {b"content-length": length, b"content-type": b"application/json"}
    assert client.post("/v1/feedback", content=b"{}", headers=headers).status_code in (413, 422)

"""Calls of the language model are counted, with the tokens that it counts, those that failed too."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import make_app
from tests.api.test_observing import figures
from tests.writing.misbehaving import Misbehaving
from tests.writing.test_over_http import QUESTION, folder, settings  # noqa: F401  # the library, as a fixture


@pytest.mark.parametrize(("behaviour", "result"), [("faithful", "answered"), ("server error", "failed")])
def test_a_call_is_counted_by_how_it_ended(
    folder: Path,  # noqa: F811
    bad_server: Misbehaving,
    behaviour: str,
    result: str,
) -> None:
    bad_server.behaviour = behaviour
    with TestClient(make_app(settings(folder, bad_server))) as client:
        client.post("/v1/ask", json=QUESTION)
        found = figures(client)
    bad_server.behaviour = "faithful"
    assert found[f'reviews_model_calls_total{{result="{result}"}}'] == 1
    assert found["reviews_model_call_seconds_count"] == 1
    assert (found.get('reviews_model_tokens_total{direction="read"}', 0) > 0) == (result == "answered")
    assert ('reviews_answers_total{model="openai:bad",outcome="answered"}' in found) == (result == "answered")

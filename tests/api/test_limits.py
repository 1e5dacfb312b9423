"""How much one caller may send: a rate, requests at once, and who is counted as one."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from assistant.api.app import make_app
from assistant.api.limits import MOST_KNOWN, AtOnce, Rate
from assistant.api.problems import MEDIA_TYPE
from assistant.settings import Settings
from tests.api.keyed import PAGE, SAME_SITE, keyed
from tests.api.serving import serving


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_with_requests_and_fills_evenly() -> None:
    clock = Clock()
    rate = Rate(60, clock)
    assert [rate.wait("a") for _ in range(60)] == [0.0] * 60
    assert rate.wait("a") == pytest.approx(1.0)
    assert rate.wait("b") == 0.0
    clock.now = 0.5
    assert rate.wait("a") == pytest.approx(0.5)
    clock.now = 1.0
    assert rate.wait("a") == 0.0
    assert rate.wait("a") == pytest.approx(1.0)
    clock.now = 3600.0
    assert sum(rate.wait("a") == 0.0 for _ in range(100)) == 60


def test_without_a_limit_nobody_waits_and_nothing_is_remembered() -> None:
    rate = Rate(None)
    assert {rate.wait(str(i)) for i in range(1000)} == {0.0}


def test_callers_beyond_those_remembered_are_forgotten_the_oldest_first() -> None:
    rate = Rate(1, Clock())
    for i in range(MOST_KNOWN + 1):
        rate.wait(str(i))
    assert (rate.wait("0"), rate.wait(str(MOST_KNOWN)) > 0) == (0.0, True)


def test_places_are_given_back_also_when_answering_fails() -> None:
    places = AtOnce(2, 1)
    with places.place("a"):
        assert (places.problem("a"), places.problem("b")) == (429, None)
        with places.place("b"):
            assert places.problem("c") == 503
    with pytest.raises(ZeroDivisionError), places.place("a"):
        raise ZeroDivisionError
    assert (places.problem("a"), places.problem("b")) == (None, None)


def test_a_key_that_sends_too_much_is_told_when_to_go_on_and_hinders_no_other(
    small_folder: Path, tmp_path: Path
) -> None:
    with keyed(small_folder, tmp_path / "library", requests_a_minute=3) as door:
        reader, trainer = door.bearer("reader"), door.bearer("trainer")
        assert [door.client.get("/v1/models", headers=reader).status_code for _ in range(4)] == [200, 200, 200, 429]
        refused = door.client.get("/v1/reviews", headers=reader)
        assert (refused.status_code, refused.headers["content-type"]) == (429, MEDIA_TYPE)
        assert 0 < int(refused.headers["retry-after"]) <= 20
        assert door.client.get("/v1/reviews", headers=trainer).status_code == 200
        assert door.client.get("/healthz", headers=reader).status_code == 200
        assert door.client.get("/", headers={**PAGE, **reader}).status_code == 429
        assert door.client.get("/assets/style.css", headers=reader).status_code == 200


def test_who_tries_keys_is_counted_by_address(small_folder: Path, tmp_path: Path) -> None:
    with keyed(small_folder, tmp_path / "library", requests_a_minute=5) as door:
        tried = [
            door.client.post("/sign-in", data={"key": f"rvw_{'0' * 12}_{i:043}"}, headers=SAME_SITE).status_code
            for i in range(7)
        ]
        assert tried == [401] * 5 + [429] * 2
        assert door.client.get("/v1/reviews", headers=door.bearer("reader")).status_code == 200


def test_behind_a_named_proxy_the_address_that_it_forwards_is_counted(small_folder: Path, tmp_path: Path) -> None:
    with keyed(small_folder, tmp_path / "library", "10.1.1.1", proxies="10.1.1.0/24", requests_a_minute=1) as door:
        for chain, status in (
            ("192.0.2.1", 401), ("192.0.2.1", 429), ("192.0.2.2", 401), ("192.0.2.9, 192.0.2.2", 429),
            ("192.0.2.2, 10.1.1.7", 429), ("192.0.2.3, 10.1.1.7", 401),
        ):  # fmt: skip
            assert door.client.get("/v1/reviews", headers={"x-forwarded-for": chain}).status_code == status, chain


def test_where_no_keys_are_in_force_a_limit_holds_for_an_address_when_it_is_set(small_folder: Path) -> None:
    with TestClient(make_app(Settings(library=small_folder, requests_a_minute=2))) as client:
        assert [client.get("/v1/models").status_code for _ in range(3)] == [200, 200, 429]


def test_requests_beyond_those_answered_at_once_are_sent_away_and_leave_no_trace(
    small_folder: Path, tmp_path: Path
) -> None:
    library = Path(shutil.copytree(small_folder, tmp_path / "library"))
    question = {"question": "What do reviews say about fathers who were not assessed?"}
    with serving(Settings(library=library, at_once=2)) as served, httpx.Client(base_url=served.url) as client:

        def ask(_: int) -> httpx.Response:
            return client.post("/v1/ask", json=question, timeout=60)

        with ThreadPoolExecutor(max_workers=8) as threads:
            answers = list(threads.map(ask, range(16)))
        assert {answer.status_code for answer in answers} == {200, 503}
        assert {answer.headers["retry-after"] for answer in answers if answer.status_code == 503} == {"1"}
        assert ask(0).status_code == 200

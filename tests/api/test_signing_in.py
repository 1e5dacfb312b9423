"""Signing in on the page: a key for a cookie, forms that other sites cannot send, proxies that name who signed in."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from assistant.api.refusals import back_to
from assistant.settings import Settings
from assistant.store.answers import stamp
from assistant.store.keys import Keys
from assistant.store.tables import SESSIONS
from assistant.wiring import open_store
from tests.api.keyed import PAGE, SAME_SITE, Keyed, keyed

NAMED = {"proxies": "10.1.1.1, 10.2.0.0/16", "proxy_user_header": "X-Auth-Request-Email"}


@pytest.fixture(scope="module")
def shared(small_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyed]:
    with keyed(small_folder, tmp_path_factory.mktemp("signing") / "library") as made:
        yield made


@pytest.fixture
def door(shared: Keyed) -> Keyed:
    """The application, with nobody signed in."""
    shared.client.cookies.clear()
    return shared


def sign_in(door: Keyed, key: str, wanted: str = "/") -> int:
    """The status with which the form is answered."""
    form = {"key": key, "next": wanted}
    return door.client.post("/sign-in", data=form, headers={**PAGE, **SAME_SITE}).status_code


def test_a_person_without_a_key_is_led_to_the_form_and_back_to_what_they_wanted(door: Keyed) -> None:
    asked = door.client.get("/findings?theme=neglect", headers=PAGE)
    assert asked.status_code == 303
    form = BeautifulSoup(door.client.get(asked.headers["location"], headers=PAGE).text, "html.parser")
    wanted = form.select_one("input[name=next]")
    assert wanted and wanted["value"] == "/findings?theme=neglect"
    assert [a["href"] for a in form.select("header nav a")] == []
    answered = door.client.post(
        "/sign-in", data={"key": door.keys["reader"], "next": str(wanted["value"])}, headers={**PAGE, **SAME_SITE}
    )
    assert (answered.status_code, answered.headers["location"]) == (303, "/findings?theme=neglect")
    assert door.client.get("/findings", headers=PAGE).status_code == 200


def test_a_session_is_a_cookie_that_no_script_reads_and_that_ends(door: Keyed) -> None:
    form = {"key": door.keys["reader"]}
    cookie = door.client.post("/sign-in", data=form, headers=SAME_SITE).headers["set-cookie"]
    assert cookie.startswith("reviews_session=") and door.keys["reader"] not in cookie
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=43200"} <= set(cookie.split("; "))
    assert "Secure" not in cookie  # on loopback


def test_beyond_loopback_the_cookie_is_sent_over_https_only(small_folder: Path, tmp_path: Path) -> None:
    with keyed(small_folder, tmp_path / "library", host="0.0.0.0") as door:
        form = {"key": door.keys["reader"]}
        cookie = door.client.post("/sign-in", data=form, headers=SAME_SITE).headers["set-cookie"]
        assert cookie.startswith("__Host-reviews_session=") and "Secure" in cookie.split("; ")
        assert "without encryption" in door.client.get("/sign-in", headers=PAGE).text


@pytest.mark.parametrize("kind", ["expired", "revoked", "with another secret", "cut", "nothing", "with NUL"])
def test_what_is_no_key_signs_nobody_in(door: Keyed, kind: str) -> None:
    assert sign_in(door, door.refused[kind]) == 401
    assert door.client.get("/", headers=PAGE).status_code == 303


def test_signing_out_ends_the_session_on_the_server_too(door: Keyed) -> None:
    assert sign_in(door, door.keys["reader"]) == 303
    token = door.client.cookies["reviews_session"]
    assert "Sign out" in door.client.get("/", headers=PAGE).text
    assert door.client.post("/sign-out", headers={**PAGE, **SAME_SITE}).headers["location"] == "/sign-in"
    assert "reviews_session" not in door.client.cookies
    kept = door.client.get("/v1/reviews", headers={"cookie": f"reviews_session={token}"})
    assert kept.status_code == 401


@pytest.mark.parametrize("end", ["hours", "key"])
def test_a_session_ends_with_its_hours_and_with_its_key(small_folder: Path, tmp_path: Path, end: str) -> None:
    with keyed(small_folder, tmp_path / "library") as door:
        assert sign_in(door, door.keys["trainer"]) == 303
        assert door.client.get("/desk", headers=PAGE).status_code == 200
        with open_store(Settings(library=door.library)) as database:
            if end == "hours":
                past = stamp(datetime.now(UTC) - timedelta(seconds=1))
                with database.begin() as connection:
                    connection.execute(SESSIONS.update().values(expires=past))
            else:
                Keys(database).revoke("a trainer")
        assert door.client.get("/desk", headers=PAGE).status_code == 303


@pytest.mark.parametrize("headers", [
    {}, {"origin": "https://elsewhere.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"}, {"sec-fetch-site": "none"},
    {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
])  # fmt: skip
def test_a_form_that_no_page_of_this_server_sent_does_nothing(door: Keyed, headers: dict[str, str]) -> None:
    assert sign_in(door, door.keys["trainer"]) == 303
    before = door.client.get("/v1/collections").json()
    for path in ("/ask", "/desk/collections", "/conversations/erase", "/sign-out", "/sign-in", "/v1/collections"):
        assert door.client.post(path, data={"title": "x"}, headers={**PAGE, **headers}).status_code == 403, path
    assert door.client.get("/v1/collections").json() == before


@pytest.mark.parametrize("headers", [SAME_SITE, {"origin": "http://testserver"}])
def test_a_form_of_a_page_of_this_server_works(door: Keyed, headers: dict[str, str]) -> None:
    assert sign_in(door, door.keys["trainer"]) == 303
    before = len(door.client.get("/v1/collections").json()["collections"])
    assert door.client.post("/desk/collections", data={"title": "x"}, headers=headers).status_code == 303
    assert len(door.client.get("/v1/collections").json()["collections"]) == before + 1


def test_every_form_of_the_page_that_changes_something_goes_to_this_server(door: Keyed) -> None:
    assert sign_in(door, door.keys["trainer"]) == 303
    asked = door.client.post("/ask", data={"question": "What about fathers?"}, headers={**PAGE, **SAME_SITE})
    made = door.client.post("/desk/collections", data={"title": "x"}, headers={**PAGE, **SAME_SITE})
    for path in ("/", "/desk", "/conversations", asked.headers["location"], made.headers["location"]):
        page = BeautifulSoup(door.client.get(path.partition("#")[0], headers=PAGE).text, "html.parser")
        forms = page.select("form[method=post]")
        assert forms and all(str(form["action"]).startswith("/") for form in forms)


@pytest.mark.parametrize(("wanted", "address"), [
    ("/reviews", "/reviews"), ("/findings?theme=neglect", "/findings?theme=neglect"), ("//elsewhere.example", "/"),
    ("/\\elsewhere.example", "/"), ("https://elsewhere.example", "/"), ("", "/"), ("/a\r\nset-cookie: x", "/"),
    ("javascript:alert(1)", "/"),
])  # fmt: skip
def test_after_signing_in_one_stays_on_this_server(wanted: str, address: str) -> None:
    assert back_to(wanted) == address


def test_on_loopback_there_is_nothing_to_sign_in_to(client: TestClient) -> None:
    assert client.get("/sign-in", follow_redirects=False).headers["location"] == "/"
    assert "Sign out" not in client.get("/", headers=PAGE).text


@pytest.mark.parametrize("peer", ["10.1.1.1", "10.2.7.7"])
def test_a_named_proxy_says_who_signed_in_there(small_folder: Path, tmp_path: Path, peer: str) -> None:
    with keyed(small_folder, tmp_path / "library", peer, **NAMED) as door:
        one, two = ({**PAGE, "x-auth-request-email": f"{name}@council.example"} for name in ("one", "two"))
        assert "one@council.example, reader" in door.client.get("/", headers=one).text
        asked = door.client.post("/ask", data={"question": "What about fathers?"}, headers={**one, **SAME_SITE})
        kept = asked.headers["location"].partition("#")[0]
        assert door.client.get(kept, headers=one).status_code == 200
        assert door.client.get(kept, headers=two).status_code == 404
        assert door.client.get("/desk", headers=one).status_code == 403
        assert door.client.get("/", headers=PAGE).status_code == 303


@pytest.mark.parametrize("peer", ["10.1.1.2", "10.3.0.1", "127.0.0.1", "testclient"])
def test_what_any_other_address_says_of_who_signed_in_is_not_believed(
    small_folder: Path, tmp_path: Path, peer: str
) -> None:
    with keyed(small_folder, tmp_path / "library", peer, **NAMED) as door:
        said = {"x-auth-request-email": "one@council.example"}
        for headers in (said, {**said, "x-forwarded-for": "10.1.1.1"}):
            assert door.client.get("/v1/reviews", headers=headers).status_code == 401


def test_groups_that_are_called_like_roles_give_them(small_folder: Path, tmp_path: Path) -> None:
    with keyed(small_folder, tmp_path / "library", "10.1.1.1", proxy_role_header="X-Groups", **NAMED) as door:
        for groups, status in (
            ("staff, librarian, reader", 404), ("staff,maintainer", 404), ("trainer", 403), ("staff", 401), ("", 401),
        ):  # fmt: skip
            said = {"x-auth-request-email": "one@council.example", "x-groups": groups, **SAME_SITE}
            assert door.client.delete("/v1/reviews/ffff", headers=said).status_code == status, groups


def test_a_key_and_a_proxy_of_the_same_name_are_two_people(small_folder: Path, tmp_path: Path) -> None:
    with keyed(small_folder, tmp_path / "library", "10.1.1.1", **NAMED) as door:
        door.client.post("/v1/ask", json={"question": "What about fathers?"}, headers=door.bearer("reader"))
        said = {"x-auth-request-email": "a reader"}
        assert door.client.get("/v1/conversations", headers=said).json() == {"conversations": []}

"""Who may use which route where keys are in force: every route, every role, and everything that is no key."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
import sqlalchemy as sql
from fastapi import APIRouter
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient

from assistant.api.access import Access, named
from assistant.api.app import ROUTERS, make_app
from assistant.api.problems import MEDIA_TYPE
from assistant.api.rendering import Pages
from assistant.api.rules import RULES, Rule, least, may, without_rule
from assistant.settings import Settings
from assistant.store.keys import ROLES, Keys, Role
from assistant.wiring import open_store
from ingest.errors import SetupError
from tests.api.keyed import PAGE, SAME_SITE, Keyed, keyed

ROUTES = sorted(named(route for router in ROUTERS for route in router.routes))
REFUSED = (
    "expired", "revoked", "with another secret", "cut", "longer", "nothing", "with NUL", "of no such id", "a hash",
)  # fmt: skip
QUESTION = "What do reviews say about fathers who were not assessed?"


@pytest.fixture(scope="module")
def door(small_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyed]:
    with keyed(small_folder, tmp_path_factory.mktemp("keyed") / "library") as made:
        yield made


def address(path: str) -> str:
    """An address that the route at ``path`` answers, of things that are not held."""
    return re.sub(r"\{[^}]*\}", lambda found: "1" if found[0] == "{number}" else "ffff", path)


def send(door: Keyed, method: str, path: str, headers: dict[str, str]) -> int:
    """The status of a request that asks for nothing in particular."""
    return door.client.request(method, address(path), headers={**SAME_SITE, **headers}).status_code


def test_every_route_of_the_application_has_a_rule_and_every_rule_its_route() -> None:
    app = make_app(Settings())
    served = {
        (method, str(context.path)) for context in iter_route_contexts(app.routes) for method in context.methods or ()
    }
    assert without_rule(served) == []
    ruled = {tuple(line.split()) for lines in RULES.values() for line in lines.strip().splitlines()}
    assert ruled == {route for route in served if route[0] != "HEAD"}
    assert {route for route in served if route[0] != "HEAD"} - {("GET", "/openapi.json")} == set(ROUTES)


def test_every_operation_of_the_openapi_document_has_a_rule_and_says_it() -> None:
    document = make_app(Settings()).openapi()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            rule = least(method.upper(), path)
            assert rule is not None, (method, path)
            assert ("401" in operation["responses"]) == (rule != "anyone"), (method, path)
            assert rule == "anyone" or f"{rule} and above" in operation["description"]


def test_a_route_without_a_rule_stops_the_start() -> None:
    router = APIRouter()
    router.add_api_route("/v1/new", lambda: None, methods=["GET"])
    routes = [route for route in router.routes if isinstance(route, APIRoute)]
    with pytest.raises(LookupError, match="GET /v1/new"):
        Access(make_app(Settings()), routes, Settings(), Pages())


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_route_lets_in_those_roles_that_its_rule_names_and_no_others(door: Keyed, method: str, path: str) -> None:
    rule = least(method, path)
    assert rule is not None
    for role in ROLES:
        status = send(door, method, path, door.bearer(role))
        assert (status == 403) != may(role, rule), (role, status)
        assert status not in (401, 405, 429) or path == "/sign-in", (role, status)
        assert status < 500


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_stranger_is_let_in_nowhere_but_where_anyone_is(door: Keyed, method: str, path: str) -> None:
    door.client.cookies.clear()
    strangers = [{}, *({"authorization": f"Bearer {door.refused[name]}"} for name in REFUSED)]
    strangers += [{"authorization": f"Basic {door.keys['maintainer']}"}, {"authorization": door.keys["maintainer"]}]
    strangers += [{"cookie": f"reviews_session={door.keys['maintainer']}"}, {"x-forwarded-user": "someone"}]
    statuses = {send(door, method, path, headers) for headers in strangers}
    if least(method, path) == "anyone":
        assert not statuses & {401, 403} or path == "/sign-in", statuses
    else:
        assert statuses == {401}


def test_each_role_may_what_those_before_it_may() -> None:
    for rule in (rule for kind in get_args(Rule) for rule in (get_args(kind) or (kind,))):
        allowed = [may(role, rule) for role in ROLES]
        assert allowed == sorted(allowed) and allowed[-1]
        assert may(None, rule) == (rule == "anyone")


def test_what_a_key_of_each_role_is_for_works_with_it(door: Keyed) -> None:
    reader, trainer, librarian, maintainer = (door.bearer(role) for role in ROLES)
    answer = door.client.post("/v1/ask", json={"question": QUESTION}, headers=reader).json()
    assert answer["outcome"] == "answered"
    assert door.client.post("/v1/collections", json={"title": "Fathers"}, headers=trainer).status_code == 201
    added = door.client.post("/v1/reviews", files=[("files", ("a.md", b"# A"))], headers=librarian)
    assert added.status_code == 202
    assert door.client.get(added.headers["location"], headers=librarian).status_code == 200
    assert door.client.get("/metrics", headers=maintainer).status_code == 200


def test_a_refusal_is_a_problem_that_says_what_to_do(door: Keyed) -> None:
    stranger = door.client.get("/v1/reviews")
    assert (stranger.status_code, stranger.headers["content-type"]) == (401, MEDIA_TYPE)
    assert stranger.headers["www-authenticate"] == "Bearer" and "reviews keys add" in stranger.json()["detail"]
    reader = door.client.delete("/v1/reviews/ffff", headers=door.bearer("reader"))
    assert (reader.status_code, reader.headers["content-type"]) == (403, MEDIA_TYPE)
    assert "librarian" in reader.json()["detail"]
    assert "default-src 'none'" in stranger.headers["content-security-policy"]


def test_a_client_of_the_openai_protocol_is_refused_in_its_own_shape(door: Keyed) -> None:
    refused = door.client.get("/v1/models")
    assert (refused.status_code, refused.headers["content-type"]) == (401, "application/json")
    assert refused.json()["error"]["code"] == "invalid_api_key"


@pytest.mark.parametrize("role", ROLES)
def test_addresses_that_are_nowhere_are_told_to_those_only_who_may_come_in(door: Keyed, role: Role) -> None:
    assert door.client.get("/v1/nowhere").status_code == 401
    assert door.client.get("/v1/nowhere", headers=door.bearer(role)).status_code == 404
    for method, path, allowed in (("PUT", "/v1/ask", "POST"), ("TRACE", "/healthz", "GET")):
        other = door.client.request(method, path, headers=door.bearer(role))
        assert (other.status_code, other.headers["allow"]) == (405, allowed)


def test_what_was_answered_to_one_caller_is_kept_by_no_cache(door: Keyed) -> None:
    for path in ("/", "/v1/reviews", "/conversations"):
        assert "no-store" in door.client.get(path, headers={**PAGE, **door.bearer("reader")}).headers["cache-control"]
    assert "no-store" in door.client.get("/v1/reviews").headers["cache-control"]


def test_a_key_that_is_revoked_lets_nobody_in_from_that_moment(small_folder: Path, tmp_path: Path) -> None:
    with keyed(small_folder, tmp_path / "library") as door:
        reader = door.bearer("reader")
        assert door.client.get("/v1/reviews", headers=reader).status_code == 200
        with open_store(Settings(library=door.library)) as database:
            Keys(database).revoke("a reader")
        assert door.client.get("/v1/reviews", headers=reader).status_code == 401


def test_when_keys_cannot_be_read_nobody_is_let_in_and_the_server_lives(small_folder: Path, tmp_path: Path) -> None:
    with keyed(small_folder, tmp_path / "library") as door:
        with open_store(Settings(library=door.library)) as database, database.begin() as connection:
            connection.execute(sql.text("ALTER TABLE keys RENAME TO gone"))
        refused = door.client.get("/v1/reviews", headers=door.bearer("maintainer"))
        assert (refused.status_code, refused.headers["content-type"]) == (503, MEDIA_TYPE)
        assert door.client.get("/healthz", headers=door.bearer("maintainer")).status_code == 200


@pytest.mark.parametrize(
    "given", [{"host": "0.0.0.0"}, {"host": "::"}, {"host": "reviews.example"}, {"access": "keys"}]
)
def test_without_keys_nothing_but_loopback_is_served(small_folder: Path, given: dict[str, str]) -> None:
    with pytest.raises(SetupError, match="reviews keys add"), TestClient(make_app(
        Settings.model_validate({"library": small_folder, **given})
    )):  # fmt: skip
        pass


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_on_loopback_no_key_is_asked_for(small_folder: Path, host: str) -> None:
    with TestClient(make_app(Settings(library=small_folder, host=host))) as client:
        assert client.get("/v1/reviews").status_code == 200


@pytest.mark.parametrize("name", ["elsewhere.example", "reviews.internal.example:8000", "127.0.0.1.elsewhere.example"])
def test_on_loopback_a_name_that_a_foreign_site_could_bear_is_refused(client: TestClient, name: str) -> None:
    refused = client.get("/v1/reviews", headers={"host": name})
    assert refused.status_code == 403 and "127.0.0.1" in refused.json()["detail"]


@pytest.mark.parametrize("name", ["127.0.0.1:8000", "[::1]:8000", "localhost", "reviews.localhost", "testserver"])
def test_on_loopback_a_name_of_this_machine_is_answered(client: TestClient, name: str) -> None:
    assert client.get("/v1/reviews", headers={"host": name}).status_code == 200

"""``reviews keys``, and what is served without one."""

import json
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result

from assistant.commands.main import cli
from assistant.settings import Settings
from assistant.store.keys import Keys
from assistant.wiring import open_store
from tests.commands.test_mcp import over_http
from tests.libraries import EXAMPLES, built_library


@pytest.fixture(scope="module")
def small(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of one document. Read it only."""
    folder = tmp_path_factory.mktemp("keys") / "library"
    built_library("one", [EXAMPLES / "linfold-2018-opinion.md"], model, folder)
    return folder


@pytest.fixture
def folder(small: Path, tmp_path: Path) -> Path:
    """A library of one document that a test may change."""
    return Path(shutil.copytree(small, tmp_path / "library"))


def reviews(folder: Path, *words: str) -> Result:
    """The outcome of a command line."""
    return CliRunner().invoke(cli, [*words, "--library", str(folder)])


def test_a_key_is_shown_once_and_listed_without_its_secret(folder: Path) -> None:
    added = reviews(folder, "keys", "add", "Ann Example", "--role", "trainer", "--expires", "30")
    key = added.stdout.strip()
    assert added.exit_code == 0 and "this once" in added.stderr and key not in added.stderr
    with open_store(Settings(library=folder)) as database:
        found = Keys(database).find(key)
    assert found is not None and (found.name, found.role) == ("Ann Example", "trainer") and found.expires
    listed = reviews(folder, "keys", "list")
    assert "Ann Example" in listed.stdout and "trainer" in listed.stdout and "valid" in listed.stdout
    assert key.rpartition("_")[2] not in listed.stdout
    (line,) = json.loads(reviews(folder, "keys", "list", "--json").stdout)["keys"]
    assert set(line) == {"id", "name", "role", "state", "made", "expires", "revoked"}


def test_a_key_is_revoked_by_its_name(folder: Path) -> None:
    reviews(folder, "keys", "add", "Ann", "--role", "reader")
    assert reviews(folder, "keys", "revoke", "Ann").exit_code == 0
    assert "revoked" in reviews(folder, "keys", "list").stdout
    again = reviews(folder, "keys", "revoke", "Ann")
    assert again.exit_code == 2 and again.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [
    ("add", "Ann"), ("add", "Ann", "--role", "owner"), ("add", "Ann", "--role", "reader", "--expires", "0"), ("add",),
    ("revoke",),
])  # fmt: skip
def test_what_is_missing_or_wrong_is_told_in_one_line(folder: Path, words: tuple[str, ...]) -> None:
    refused = reviews(folder, "keys", *words)
    assert refused.exit_code == 2 and refused.stderr.startswith("reviews: ") and refused.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [
    ("serve", "--host", "0.0.0.0", "--port", "0"), ("mcp", "--http", "--host", "0.0.0.0"),
])  # fmt: skip
def test_beyond_loopback_nothing_is_served_without_a_key(folder: Path, words: tuple[str, ...]) -> None:
    refused = reviews(folder, *words)
    assert refused.exit_code == 3 and refused.stderr.count("\n") == 1
    assert "0.0.0.0" in refused.stderr and "reviews keys add" in refused.stderr


def test_tools_over_http_ask_for_a_key_and_keep_what_is_asked_for_its_owner(folder: Path) -> None:
    with open_store(Settings(library=folder)) as database:
        one, two = (Keys(database).add(name, "reader")[1] for name in ("one", "two"))
    with over_http(folder, REVIEWS_ACCESS="keys") as address:
        assert call(address, "none", question="Who?").status_code == 401
        assert call(address, one[:-1], question="Who?").status_code == 401
        first = result(call(address, one, question="What did the writer ask for?"))
        kept = {"question": "And who else?", "conversation_id": first["structuredContent"]["conversation_id"]}
        assert not result(call(address, one, **kept)).get("isError")
        refused = result(call(address, two, **kept))
        assert refused["isError"] and "no such conversation" in refused["content"][0]["text"]


def call(address: str, key: str, **arguments: str) -> httpx.Response:
    """The answer to a call of the tool ``ask``."""
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "ask", "arguments": arguments}}
    headers = {"accept": "application/json, text/event-stream", "authorization": f"Bearer {key}"}
    return httpx.post(address, json=body, headers=headers, timeout=60)


def result(answer: httpx.Response) -> dict[str, Any]:
    """What a call gave, taken from its event."""
    data = next(line for line in answer.text.splitlines() if line.startswith("data:"))
    return dict(json.loads(data.removeprefix("data:"))["result"])

"""Who did what to the library, by every door that changes it; nothing that was asked stands in the trail."""

import shutil
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from assistant.api.app import make_app
from assistant.commands.main import cli
from assistant.settings import Settings
from assistant.store.audit import Audit
from assistant.store.keys import Keys
from assistant.wiring import open_store

NOTE = b"# Note on visits\n\nThe panel found that visits were made and that nobody saw the children alone.\n"


def trail(folder: Path) -> list[tuple[str, str, str]]:
    """(who, what, which) of each entry."""
    with open_store(Settings(library=folder)) as database:
        return [(e.who, e.what, e.which) for e in Audit(database).all()]


def added(client: TestClient, **headers: str) -> tuple[str, str]:
    """Send a file and wait until it is held; its id and the job's."""
    sent = client.post("/v1/reviews", files={"files": ("visits.md", NOTE, "text/markdown")}, headers=headers)
    assert sent.status_code == 202, sent.text
    until = time.monotonic() + 60
    while time.monotonic() < until:
        job = client.get(sent.headers["location"], headers=headers).json()
        if job["state"] not in ("waiting", "running"):
            return job["outcomes"][0]["review_id"], job["job_id"]
        time.sleep(0.05)
    raise AssertionError("the job did not end")


@pytest.fixture
def folder(small_folder: Path, tmp_path: Path) -> Path:
    """A library of the test's own."""
    shutil.copytree(small_folder, tmp_path / "library")
    return tmp_path / "library"


def test_what_is_added_and_removed_over_http_is_in_the_trail_under_the_name_of_the_key(folder: Path) -> None:
    settings = Settings(library=folder, access="keys", workers=1)
    with open_store(settings) as database:
        _, key = Keys(database).add("Jo of the library", "librarian")
    with TestClient(make_app(settings)) as client:
        by = {"authorization": f"Bearer {key}"}
        name, job = added(client, **by)
        client.post("/v1/ask", json={"question": "What do reviews say about zorvintle visits?"}, headers=by)
        assert client.delete(f"/v1/reviews/{name}", headers=by).status_code == 204
    found = trail(folder)
    assert ("Jo of the library", "files sent", f"job {job}: visits.md") in found
    assert (f"job {job}", "document added", f"{name} visits.md") in found
    assert ("Jo of the library", "document removed", f"{name} visits.md") in found
    assert "zorvintle" not in str(found)


def test_where_no_keys_are_in_force_it_is_the_local_page(folder: Path) -> None:
    with TestClient(make_app(Settings(library=folder, workers=1))) as client:
        added(client)
    assert [who for who, what, _ in trail(folder) if what == "files sent"] == ["local page"]


def test_what_the_command_line_does_is_in_the_trail(folder: Path, tmp_path: Path) -> None:
    note = tmp_path / "visits.md"
    note.write_bytes(NOTE)

    def run(*argv: str) -> str:
        done = CliRunner().invoke(cli, [*argv, "--library", str(folder)])
        assert done.exit_code == 0, done.output
        return done.output

    run("ingest", str(note))
    run("ingest", str(note))  # unchanged: nothing was done
    name = next(which.split()[0] for _, what, which in trail(folder) if what == "document added")
    run("remove", name)
    run("keys", "add", "Jo", "--role", "reader")
    run("keys", "revoke", "Jo")
    run("rebuild")
    deeds = [what for who, what, _ in trail(folder) if who == "command line"]
    assert deeds == ["document added", "document removed", "key made", "key revoked", "indexes rebuilt"]
    assert '"what": "key revoked"' in run("audit", "--json")
    assert "command line: document removed" in run("audit")

"""What happens when something fails under a running server: each behaviour that docs/faults.md states."""

import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.api.problems import MEDIA_TYPE
from tests.api.processes import ROOT, Serving, command, serve, until_ready

QUESTION = {"question": "What did the review find about Baby L?"}
WEEKS = "\n\n".join(f"In week {i} the health visitor saw Child {{name}} at home and wrote note {i}." for i in range(60))
UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


@pytest.fixture
def library(small_folder: Path, tmp_path: Path) -> Path:
    """A copy of the small library, which a test may harm."""
    shutil.copytree(small_folder, tmp_path / "library")
    return tmp_path / "library"


@pytest.fixture
def server(library: Path) -> Iterator[Serving]:
    """A server over it."""
    with serve(library) as served:
        yield served


def uploads(number: int) -> list[tuple[str, tuple[str, bytes]]]:
    """So many reviews of our own making."""
    return [("files", (f"child-{i}.txt", WEEKS.format(name=i).encode())) for i in range(number)]


def test_at_a_stop_requests_in_flight_are_answered_and_new_ones_refused(server: Serving) -> None:
    with server.client() as http, ThreadPoolExecutor(12) as pool:
        http.post("/v1/ask", json=QUESTION)
        asked = [pool.submit(http.post, "/v1/ask", json=QUESTION) for _ in range(12)]
        until = time.monotonic() + 20
        while not any(f.done() for f in asked) and time.monotonic() < until:
            time.sleep(0.005)
        ended = pool.submit(server.stop)
        answers = [future.result() for future in asked]
        assert [answer.status_code for answer in answers] == [200] * 12
        assert all(answer.json()["outcome"] == "answered" for answer in answers)
        ended.result()
        with pytest.raises(httpx.ConnectError):
            http.post("/v1/ask", json=QUESTION)
    with serve(server.library) as again, again.client() as http:
        kept = [http.get(f"/v1/conversations/{a.json()['conversation_id']}").status_code for a in answers]
        assert kept == [200] * 12


def test_a_batch_that_a_stop_interrupts_is_gone_on_with_at_the_next_start(server: Serving) -> None:
    with server.client() as http:
        job = http.post("/v1/reviews", files=uploads(8)).json()
    begun = time.monotonic()
    server.stop()
    assert time.monotonic() - begun < 25
    assert "Traceback" not in server.log.read_text(encoding="utf-8")
    with serve(server.library) as again, again.client() as http:
        found = until_over(http, job["job_id"])
        assert found["state"] == "done"
        assert sorted(o["file"] for o in found["outcomes"]) == sorted(job["files"])
        assert {o["kind"] for o in found["outcomes"]} <= {"added", "unchanged"}
        assert len(http.get("/v1/reviews").json()["reviews"]) == 3 + 8
    assert list((server.library / "uploads").iterdir()) == []


def until_over(http: httpx.Client, job_id: str) -> dict[str, Any]:
    """A job once it is over."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        job: dict[str, Any] = http.get(f"/v1/jobs/{job_id}").json()
        if job["state"] in ("done", "failed"):
            return job
        time.sleep(0.1)
    raise AssertionError(f"the job did not end: {job}")


def test_with_a_full_disk_nothing_is_acknowledged_and_all_goes_on_once_there_is_space(server: Serving) -> None:
    with server.client() as http:
        first = http.post("/v1/ask", json=QUESTION).json()
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
        asked = http.post("/v1/ask", json={**QUESTION, "conversation_id": first["conversation_id"]})
        added = http.post("/v1/reviews", files=uploads(1))
        searched = http.get("/v1/search", params={"q": "health visitor"})
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, UNLIMITED)
        for refused in (asked, added):
            assert (refused.status_code, refused.headers["content-type"]) == (503, MEDIA_TYPE)
            assert "free s" in refused.json()["detail"]
        assert searched.status_code == 200 and searched.json()["passages"]
        turns = http.get(f"/v1/conversations/{first['conversation_id']}").json()["turns"]
        assert len(turns) == 1
        assert http.post("/v1/ask", json=QUESTION).status_code == 200
        job = http.post("/v1/reviews", files=uploads(1)).json()
        assert until_over(http, job["job_id"])["state"] == "done"


@pytest.fixture
def unprivileged() -> tuple[str, ...]:
    """What stands before a command so that permissions hold for it; skips where it is missing, fails there in CI."""
    if os.getuid() != 0:
        return ()
    if not shutil.which("setpriv"):
        reason = "setpriv is not installed (Debian: apt-get install util-linux)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--")


def test_on_a_read_only_disk_what_can_be_read_is_shown_and_nothing_is_acknowledged(
    library: Path, unprivileged: tuple[str, ...]
) -> None:
    with serve(library, before=unprivileged) as served, served.client() as http:
        http.post("/v1/ask", json=QUESTION)
        kept = {path: path.stat().st_mode for path in [library, *library.rglob("*")]}
        try:
            for path, mode in kept.items():
                path.chmod(mode & 0o555)
            added = http.post("/v1/reviews", files=uploads(1))
            assert (added.status_code, added.headers["content-type"]) == (503, MEDIA_TYPE)
            assert len(http.get("/v1/reviews").json()["reviews"]) == 3
        finally:
            for path, mode in kept.items():
                path.chmod(mode)
        assert http.post("/v1/ask", json=QUESTION).status_code == 200


def test_several_processes_share_jobs_and_one_that_is_killed_is_replaced(library: Path) -> None:
    with serve(library, "--processes", "2") as served, served.client() as http:
        before = children(served.process.pid)
        job = http.post("/v1/reviews", files=uploads(1)).json()
        assert until_over(http, job["job_id"])["state"] == "done"
        os.kill(before[0], signal.SIGKILL)
        until = time.monotonic() + 30
        while before[0] in children(served.process.pid) and time.monotonic() < until:
            time.sleep(0.1)
        until_ready(served)
        for _ in range(12):  # whichever of the two takes it
            assert len(http.get("/v1/reviews").json()["reviews"]) == 4
            assert http.get(f"/v1/jobs/{job['job_id']}").json()["state"] == "done"
        assert served.stop() == 0


def children(process: int) -> list[int]:
    """The server processes that a process started."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return [int(one) for one in found if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


def test_on_a_read_only_disk_the_server_says_why_it_does_not_start(
    library: Path, unprivileged: tuple[str, ...]
) -> None:
    kept = {path: path.stat().st_mode for path in [library, *library.rglob("*")]}
    try:
        for path, mode in kept.items():
            path.chmod(mode & 0o555)
        argv = [*unprivileged, *command("serve", "--library", str(library))]
        done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    finally:
        for path, mode in kept.items():
            path.chmod(mode)
    assert done.returncode == 3, done.stderr
    assert done.stderr.count("\n") == 1 and "check its permissions" in done.stderr

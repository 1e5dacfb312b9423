"""A library that machines share: what one worker is given another answers from, and no worker is needed for long."""

import os
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

import chromadb
import httpx
import pytest

from benchmarks.cluster import Cluster, cluster
from tests.api.processes import command
from tests.libraries import EXAMPLES, ROOT

QUESTION = {"question": "What did the Quillonby review find about home visits?"}
NOTE = "# A note on the Quillonby review\n\nThe Quillonby review found that home visits were announced a week ahead.\n"
PDF = "tolverton-2012-press.pdf"


@pytest.fixture(scope="module")
def made(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster that holds one PDF. ``postgres_url`` only skips where there is no PostgreSQL: it has one of its own."""
    with cluster(tmp_path_factory.mktemp("cluster")) as running:
        add(running.urls[0], PDF, (EXAMPLES / PDF).read_bytes())
        yield running


def add(url: str, name: str, content: bytes) -> str:
    """Add a document through the worker at ``url``, follow its job through any, and give back its id."""
    accepted = httpx.post(f"{url}/v1/reviews", files=[("files", (name, content))], timeout=30)
    assert accepted.status_code == 202, accepted.text
    until = time.monotonic() + 90
    while time.monotonic() < until:
        job = httpx.get(f"{url}{accepted.headers['location']}", timeout=30).json()
        if job["state"] in ("done", "failed"):
            assert [o["kind"] for o in job["outcomes"]] in (["added"], ["unchanged"]), job
            return str(job["outcomes"][0]["review_id"])
        time.sleep(0.1)
    raise AssertionError(f"the job did not end: {job}")


def cited(url: str) -> list[str]:
    """The documents that the worker at ``url`` quotes in answer to the question."""
    reply = httpx.post(f"{url}/v1/ask", json=QUESTION, timeout=30)
    assert reply.status_code == 200, reply.text
    return [str(c["review_id"]) for c in reply.json()["citations"]]


def within(seconds: float, url: str, expected: list[str]) -> None:
    """Ask until the worker quotes just these documents, so many seconds at most."""
    until = time.monotonic() + seconds
    while (found := cited(url)) != expected:
        assert time.monotonic() < until, found
        time.sleep(0.1)


def test_what_is_added_through_one_worker_is_asked_through_another_and_removed_everywhere(made: Cluster) -> None:
    first, second = made.urls
    note = add(first, "note.md", NOTE.encode())
    within(5, second, [note])
    within(5, first, [note])
    asked = httpx.post(f"{first}/v1/ask", json=QUESTION, timeout=30).json()
    there = httpx.get(f"{second}/v1/conversations/{asked['conversation_id']}", timeout=30)
    assert [turn["answer"] for turn in there.json()["turns"]] == [asked]
    assert httpx.delete(f"{second}/v1/reviews/{note}", timeout=30).status_code == 204
    for url in made.urls:
        within(5, url, [])
        assert httpx.get(f"{url}/v1/reviews/{note}", timeout=30).status_code == 404
    time.sleep(2)
    left = [p.name for name in ("api-0", "api-1", "ingest") for p in (made.folder / name).rglob("*") if note in p.name]
    assert left == []


def test_a_page_is_drawn_by_a_worker_that_never_had_the_file(made: Cluster) -> None:
    (held,) = [r for r in httpx.get(f"{made.urls[1]}/v1/reviews", timeout=30).json()["reviews"] if r["file"] == PDF]
    picture = httpx.get(f"{made.urls[1]}/v1/reviews/{held['review_id']}/pages/1.png", timeout=60)
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png")


def test_when_a_worker_is_killed_no_request_that_is_tried_again_is_lost(made: Cluster) -> None:
    def ask(start: int) -> dict[str, object]:
        for url in (made.urls[(start + i) % 2] for i in range(100)):
            try:
                reply = httpx.post(f"{url}/v1/ask", json={"question": "What was in the press?"}, timeout=30)
            except httpx.TransportError:
                time.sleep(0.05)
                continue
            assert reply.status_code == 200, reply.text
            return dict(reply.json())
        raise AssertionError("nobody answered")

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask, number) for number in range(24)]
        while sum(future.done() for future in asked) < 4:
            time.sleep(0.01)
        made.kill("api-1")
        answers = [future.result() for future in asked]
    kept = [httpx.get(f"{made.urls[0]}/v1/conversations/{a['conversation_id']}", timeout=30) for a in answers]
    assert [reply.status_code for reply in kept] == [200] * 24
    made.start_api(1)


def test_a_document_sent_while_the_ingest_worker_is_dead_is_ingested_when_it_is_back(made: Cluster) -> None:
    made.kill("ingest")
    accepted = httpx.post(f"{made.urls[0]}/v1/reviews", files=[("files", ("late.md", NOTE.encode()))], timeout=30)
    assert accepted.status_code == 202
    made.start("ingest", "work", "--library", str(made.folder / "ingest"))
    review = add(made.urls[1], "same.md", NOTE.encode())
    within(5, made.urls[0], [review])


def test_vectors_and_words_of_a_shared_library_are_made_anew_from_its_catalogue(made: Cluster) -> None:
    before = [cited(url) for url in made.urls]
    for arguments, code in ((["rebuild"], 0), (["check"], 0), (["backup", str(made.folder / "kept")], 3)):
        argv = [*command(*arguments), "--library", str(made.folder / "api-0")]
        done = subprocess.run(argv, cwd=ROOT, env={**os.environ, **made.variables}, capture_output=True, text=True,
                              check=False, timeout=120)  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
    assert [cited(url) for url in made.urls] == before


def test_a_chroma_server_that_lost_its_disk_is_said_to_and_filled_again(made: Cluster) -> None:
    before = cited(made.urls[0])
    client = chromadb.HttpClient("127.0.0.1", int(made.variables["CHROMA_URL"].rpartition(":")[2]))
    client.delete_collection("passages")
    told = [httpx.post(f"{made.urls[0]}/v1/ask", json=QUESTION, timeout=30) for _ in range(2)]
    assert [reply.status_code for reply in told] == [502, 502]
    assert "reviews rebuild" in told[1].json()["detail"]
    argv = [*command("rebuild"), "--library", str(made.folder / "api-1")]
    assert (
        subprocess.run(argv, cwd=ROOT, env={**os.environ, **made.variables}, check=False, timeout=120).returncode == 0
    )
    assert cited(made.urls[0]) == before


def test_with_chroma_away_a_question_is_a_bad_gateway_and_goes_on_once_it_is_back(made: Cluster) -> None:
    command = made.processes["chroma"].args
    assert isinstance(command, list)
    made.kill("chroma")
    refused = httpx.post(f"{made.urls[0]}/v1/ask", json=QUESTION, timeout=30)
    assert refused.status_code == 502 and "CHROMA_URL" in refused.json()["detail"]
    made.start("chroma", *command, base=())
    until = time.monotonic() + 30
    for url in cycle(made.urls):
        if httpx.post(f"{url}/v1/ask", json=QUESTION, timeout=30).status_code == 200:
            break
        assert time.monotonic() < until
        time.sleep(0.2)

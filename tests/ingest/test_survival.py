"""A library survives: a kill at any moment, a full disk, and questions asked while another process ingests."""

import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.records import Filters
from assistant.settings import Settings
from assistant.wiring import open_assistant
from benchmarks.killing import COMMAND, Place, look, state
from ingest.vectors import VectorIndex

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "In which file was the note of visit 7 kept?"
OF_R = "In the review of Child R, in which file was the note of visit 7 kept?"
INGEST = "from assistant.commands.main import cli; cli()"
SMALL_DISK = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536)); {INGEST}"


def ingest(place: Place, code: str = INGEST) -> "subprocess.Popen[str]":
    """An ingest of the place's files, begun in a process of its own."""
    command = [sys.executable, "-c", code, "ingest", str(place.files), "--library", str(place.library)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """How a process ended, and all that it wrote, white space folded."""
    with process:
        out, err = process.communicate(timeout=180)
    return process.returncode, " ".join((out + err).split())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A library of two documents that has been ingested."""
    place = Place(files=tmp_path / "files", library=tmp_path / "library")
    for name in ("Child Q", "Child R"):
        place.write(name, 0)
    code, said = ended(ingest(place))
    assert code == 0, said
    return place


def test_nothing_is_lost_and_nothing_half_visible_when_an_ingest_is_killed(tmp_path: Path) -> None:
    done = subprocess.run([*COMMAND, str(tmp_path), "6", "3"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_index_of_which_the_save_was_cut_short_is_made_anew_by_whoever_asks(tmp_path: Path) -> None:
    ids = [f"p{i}" for i in range(1200)]  # over a thousand, so that Chroma saves its index
    vectors = [[1.0, i / 1200, 0.5] for i in range(1200)]
    with closing(VectorIndex(tmp_path / "chroma")) as index:
        index.add("one", ids, vectors)
    [saved] = (tmp_path / "chroma").glob("*/data_level0.bin")
    os.truncate(saved, saved.stat().st_size // 3)
    (tmp_path / "chroma" / ".being-written").touch()
    with closing(VectorIndex(tmp_path / "chroma", lambda: [("one", ids, vectors)])) as index:
        assert index.documents() == {"one": 1200}
        assert index.nearest(vectors[600], 1)[0].passage_id == "p600"
        assert not (tmp_path / "chroma" / ".being-written").exists()


def test_a_reader_sees_what_another_client_wrote(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ingest.vectors import VectorIndex;"
        "VectorIndex(Path(sys.argv[1])).add('two', ['c'], [[0.0, 1.0]])"
    )
    with closing(VectorIndex(tmp_path / "chroma")) as index:
        index.add("one", ["a"], [[1.0, 0.0]])
        assert [h.passage_id for h in index.nearest([0.0, 1.0], 5)] == ["a"]
        subprocess.run([sys.executable, "-c", code, str(tmp_path / "chroma")], cwd=ROOT, check=True)
        assert [h.passage_id for h in index.nearest([0.0, 1.0], 5)] == ["c", "a"]
        index.add("three", ["d"], [[0.1, 1.0]])
        assert [h.passage_id for h in index.nearest([0.0, 1.0], 5)] == ["c", "d", "a"]


def test_a_full_disk_is_a_clear_outcome_and_leaves_what_was_held(place: Place) -> None:
    before = state(place)
    place.write("Child S", 1)
    place.write("Child R", 1)
    code, said = ended(ingest(place, SMALL_DISK))
    assert code in (1, 3)
    assert re.search(r"cannot be (written|stored).*free some space and run again", said), said
    assert "Traceback" not in said
    assert state(place) == before
    look(place)
    assert ended(ingest(place))[0] == 0
    look(place)
    assert state(place) != before


def test_asking_goes_on_while_another_process_ingests_and_finds_the_new_document(place: Place) -> None:
    with open_assistant(Settings(library=place.library)) as assistant:
        assert assistant.ask(QUESTION).outcome == "answered"
        for name in ("Child S", "Child T", "Child U"):
            place.write(name, 1)
        other = ingest(place)
        asked = 0
        while other.poll() is None:
            everything_listed_is_whole(assistant)
            asked += 1
        assert ended(other)[0] == 0
        assert asked > 2
        assert len(everything_listed_is_whole(assistant)) == 5
        [new] = [d for d in assistant.library.catalogue.documents() if d.file == "child-s.txt"]
        answer = assistant.ask(QUESTION, Filters(review_ids=(new.id,)))
        assert {c.review_id for c in answer.citations} == {new.id}


def test_a_document_replaced_meanwhile_is_quoted_from_one_version_or_the_other(place: Place) -> None:
    with open_assistant(Settings(library=place.library)) as assistant:
        asked = 0
        for version in (1, 2):
            place.write("Child R", version)
            other = ingest(place)
            while other.poll() is None:
                answer = assistant.ask(OF_R)
                assert answer.outcome == "answered"
                assert not answer.dropped
                quoted = [c.quote for c in answer.citations if "Child R" in c.title]
                files = {int(n) // 100 for quote in quoted for n in re.findall(r"kept in file (\d+)", quote)}
                assert len(files) <= 1, f"two versions at once: {quoted}"
                assert files <= {version - 1, version}
                asked += 1
            assert ended(other)[0] == 0
        assert asked > 2
        latest = [c.quote for c in assistant.ask(OF_R).citations if "Child R" in c.title]
        kept = {int(number) // 100 for quote in latest for number in re.findall(r"kept in file (\d+)", quote)}
        assert kept == {2}


def everything_listed_is_whole(assistant: Assistant) -> set[str]:
    """Ask, and look whether each document listed before has all its passages in the index; the documents listed."""
    held = {d.id: d.passages for d in assistant.library.catalogue.documents()}
    answer = assistant.ask(QUESTION)
    assert answer.outcome == "answered"
    assert not answer.dropped
    vector = assistant.embeddings.embed_query(QUESTION)
    for document, passages in held.items():
        assert len(assistant.library.vectors.nearest(vector, 500, [document])) == passages
    return set(held)

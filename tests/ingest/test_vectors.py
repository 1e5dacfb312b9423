"""Chroma on disk: nearest first, only of the documents asked for, and nothing left of what was removed."""

from pathlib import Path

import numpy as np
import pytest

from ingest.errors import LibraryError
from ingest.vectors import VectorIndex


@pytest.fixture
def index(tmp_path: Path) -> VectorIndex:
    """Four vectors around a quarter circle, two a document."""
    index = VectorIndex(tmp_path / "chroma")
    index.add("one", ["a", "b"], [_at(0), _at(20)])
    index.add("two", ["c", "d"], [_at(45), _at(90)])
    return index


def _at(degrees: float) -> list[float]:
    angle = np.deg2rad(degrees)
    return [float(np.cos(angle)), float(np.sin(angle)), 0.0]


def test_the_nearest_come_first_with_their_cosine(index: VectorIndex) -> None:
    hits = index.nearest(_at(5), 3)
    assert [h.passage_id for h in hits] == ["a", "b", "c"]
    assert hits[0].cosine == pytest.approx(np.cos(np.deg2rad(5)), abs=1e-5)
    assert hits[2].cosine == pytest.approx(np.cos(np.deg2rad(40)), abs=1e-5)


def test_only_the_documents_asked_for_are_searched(index: VectorIndex) -> None:
    assert [h.passage_id for h in index.nearest(_at(0), 10, ["two"])] == ["c", "d"]
    assert index.nearest(_at(0), 10, []) == []
    assert index.nearest(_at(0), 10, ["another"]) == []


def test_more_may_be_asked_for_than_is_held(index: VectorIndex) -> None:
    assert len(index.nearest(_at(0), 100)) == 4


def test_what_was_added_since_the_last_question_is_found(index: VectorIndex) -> None:
    assert len(index.nearest(_at(0), 100)) == 4
    index.add("three", ["e"], [_at(10)])
    assert [h.passage_id for h in index.nearest(_at(10), 1)] == ["e"]
    assert len(index.nearest(_at(0), 100)) == 5


def test_adding_the_same_again_changes_nothing(index: VectorIndex) -> None:
    index.add("one", ["a", "b"], [_at(0), _at(20)])
    assert index.count() == 4
    assert [h.passage_id for h in index.nearest(_at(0), 1)] == ["a"]


def test_nothing_is_left_of_a_document_that_was_removed(index: VectorIndex) -> None:
    index.remove(["one"])
    assert index.count() == 2
    assert index.documents() == {"two": 2}
    assert {h.passage_id for h in index.nearest(_at(0), 10)} == {"c", "d"}
    index.remove(["one"])


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path / "empty")
    assert index.nearest(_at(0), 5) == []
    assert index.documents() == {}


def test_more_passages_than_one_batch_are_all_stored(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path / "many")
    ids = [f"p{i}" for i in range(2100)]
    index.add("long", ids, [_at(i / 30) for i in range(2100)])
    index.add("other", ["q"], [_at(80)])
    assert index.count() == 2101
    assert index.documents() == {"long": 2100, "other": 1}


def test_a_folder_that_is_a_file_is_an_error_of_the_library(tmp_path: Path) -> None:
    (tmp_path / "chroma").write_text("not a folder")
    with pytest.raises(LibraryError, match="vector index cannot be opened"):
        VectorIndex(tmp_path / "chroma")


def test_what_was_stored_is_there_when_the_folder_is_copied(index: VectorIndex, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(tmp_path / "chroma", tmp_path / "moved")
    assert [h.passage_id for h in VectorIndex(tmp_path / "moved").nearest(_at(90), 1)] == ["d"]

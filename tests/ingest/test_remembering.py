"""Vectors are computed once for each text, and go with the last document that uses them."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import LibraryError
from ingest.piece_vectors import WIDTH
from ingest.records import Passage
from ingest.remembering import RememberedVectors, forget_all_but
from ingest.sentence_vectors import PassageVectors, pack
from tests.samples import sample_document


class Lengths:
    """Embeds a passage as its length; knows how many it was asked for."""

    fingerprint = "lengths-1"

    def __init__(self) -> None:
        self.embedded = 0
        self.prepared = 0

    def prepare(self) -> None:
        """Count that it was asked to be ready."""
        self.prepared += 1

    def embed_passages(self, passages: Sequence[Passage]) -> list[PassageVectors]:
        """One number a passage and a sentence."""
        self.embedded += len(passages)
        return [
            PassageVectors(
                passage=[float(len(p.text))],
                sentences=pack(np.full((len(p.sentences), 1), 0.5, dtype=np.float32)),
                pieces=np.ones((len(p.sentences), WIDTH), dtype=np.int8),
                counts=(1,) * len(p.sentences),
            )
            for p in passages
        ]


@pytest.fixture(scope="module")
def passages(model: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Passage, ...]:
    return sample_document(tmp_path_factory.mktemp("texts"), "Child Q", model, paragraphs=30)[1].passages


@pytest.fixture
def lengths() -> Lengths:
    return Lengths()


@pytest.fixture
def remembered(tmp_path: Path, lengths: Lengths) -> Iterator[RememberedVectors]:
    with closing(RememberedVectors(tmp_path / "vectors.sqlite", lengths)) as remembered:
        yield remembered


def kept(folder: Path) -> int:
    """How many vectors the store holds."""
    with closing(sqlite3.connect(folder / "vectors.sqlite")) as db:
        return int(db.execute("SELECT count(*) FROM vectors").fetchone()[0])


def test_the_same_text_is_embedded_once(
    remembered: RememberedVectors, lengths: Lengths, passages: tuple[Passage, ...]
) -> None:
    first = remembered.embed_document("one", passages)
    again = remembered.embed_document("two", passages)
    assert lengths.embedded == len(passages) > 2
    assert [v.passage for v in again] == [v.passage for v in first] == [[float(len(p.text))] for p in passages]
    assert all(np.array_equal(a.sentences, b.sentences) for a, b in zip(first, again, strict=True))


def test_the_model_is_opened_ahead_only_when_it_is_sure_to_be_needed(
    remembered: RememberedVectors, lengths: Lengths, passages: tuple[Passage, ...]
) -> None:
    remembered.prepare()
    assert lengths.prepared == 1
    remembered.embed_document("one", passages)
    remembered.prepare()
    assert lengths.prepared == 1


def test_vectors_go_with_the_last_document_that_uses_them(
    remembered: RememberedVectors, passages: tuple[Passage, ...], tmp_path: Path
) -> None:
    remembered.embed_document("one", passages)
    remembered.embed_document("two", passages[:2])
    store = tmp_path / "vectors.sqlite"
    forget_all_but(store, ["one", "two"])
    assert kept(tmp_path) == len(passages)
    forget_all_but(store, ["two"])
    assert kept(tmp_path) == 2
    forget_all_but(store, [])
    assert kept(tmp_path) == 0


def test_nothing_of_a_forgotten_vector_can_be_read_from_the_file(
    remembered: RememberedVectors, passages: tuple[Passage, ...], tmp_path: Path
) -> None:
    own = [replace(p, text=p.text + "!" * 10_007) for p in passages[:1]]
    trace = np.array([float(len(own[0].text))], dtype=np.float32).tobytes()
    remembered.embed_document("one", own)
    remembered.embed_document("two", passages)
    remembered.close()
    assert any(trace in path.read_bytes() for path in tmp_path.glob("vectors.sqlite*"))
    forget_all_but(tmp_path / "vectors.sqlite", ["two"])
    assert not any(trace in path.read_bytes() for path in tmp_path.glob("vectors.sqlite*"))


def test_a_document_read_anew_no_longer_uses_its_earlier_vectors(
    remembered: RememberedVectors, passages: tuple[Passage, ...], tmp_path: Path
) -> None:
    remembered.embed_document("one", passages)
    remembered.embed_document("one", passages[:1])
    forget_all_but(tmp_path / "vectors.sqlite", ["one"])
    assert kept(tmp_path) == 1


def test_a_store_that_is_not_there_has_nothing_to_forget_and_a_broken_one_says_so(tmp_path: Path) -> None:
    forget_all_but(tmp_path / "none.sqlite", [])
    assert not (tmp_path / "none.sqlite").exists()
    (tmp_path / "broken.sqlite").write_text("These are no tables. " * 100)
    with pytest.raises(LibraryError, match="cannot be opened.*delete that file"):
        forget_all_but(tmp_path / "broken.sqlite", [])

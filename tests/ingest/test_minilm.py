"""The light encoder is the same network: its vectors are those of sentence-transformers."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from ingest.embedding import SentenceEmbeddings
from ingest.errors import ModelFilesError
from ingest.minilm import QuestionEncoder, can_read

TEXTS = (
    "Who wrote the review?",
    "bruising in a baby who cannot move",
    "What did the review into Child G recommend for health visitors, and by when was it to be done?",
    "Children Act 1989, section 47; £28.3 million; 44,000 children – “seen but not heard”",
    "Climbié, naïveté, Świętokrzyska, 日本語, مرحبا, 🙂",
    "",
    "   \n\t ",
    "a",
    "x" * 300,
    "The health visitor wrote to the doctor on the same day. " * 60,
)


@pytest.fixture(scope="module")
def encoder(model: Path) -> QuestionEncoder:
    return QuestionEncoder(model)


@pytest.fixture(scope="module")
def exact(model: Path) -> SentenceEmbeddings:
    return SentenceEmbeddings(model, exact=True)


def test_its_vectors_are_those_of_sentence_transformers(encoder: QuestionEncoder, exact: SentenceEmbeddings) -> None:
    reference = np.array(exact.embed_documents(TEXTS))
    for text, wanted in zip(TEXTS, reference, strict=True):
        assert np.abs(encoder.embed(text) - wanted).max() < 1e-5, text[:60]


def test_a_vector_has_384_places_and_unit_length(encoder: QuestionEncoder) -> None:
    for text in TEXTS:
        vector = encoder.embed(text)
        assert vector.shape == (384,)
        assert vector.dtype == np.float32
        assert float(np.linalg.norm(vector)) == pytest.approx(1.0, abs=1e-5)


def test_what_stands_beyond_256_word_pieces_is_not_read(encoder: QuestionEncoder) -> None:
    long = "The health visitor wrote to the doctor. " * 60
    assert np.array_equal(encoder.embed(long), encoder.embed(long + "Nobody answered."))


def test_it_reads_the_built_in_model_and_no_model_of_another_make(model: Path, tmp_path: Path) -> None:
    assert can_read(model)
    assert not can_read(tmp_path)
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        shutil.copyfile(model / name, tmp_path / name)
    shutil.copytree(model / "1_Pooling", tmp_path / "1_Pooling")
    assert can_read(tmp_path)
    pooling = tmp_path / "1_Pooling" / "config.json"
    pooling.write_text(
        pooling.read_text().replace('"pooling_mode_mean_tokens": true', '"pooling_mode_mean_tokens": false')
    )
    assert not can_read(tmp_path)


def test_damaged_weights_are_an_error_that_says_what_to_do(model: Path, tmp_path: Path) -> None:
    for name in ("config.json", "tokenizer.json"):
        shutil.copyfile(model / name, tmp_path / name)
    (tmp_path / "model.safetensors").write_bytes((model / "model.safetensors").read_bytes()[:5000])
    with pytest.raises(ModelFilesError, match="cannot be read.*reinstall"):
        QuestionEncoder(tmp_path)

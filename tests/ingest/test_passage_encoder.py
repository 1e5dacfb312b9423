"""The quick encoder is the same network: its vectors are those of sentence-transformers, with bfloat16 or without."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest.embedding import SentenceEmbeddings
from ingest.errors import ModelFilesError
from ingest.passage_encoder import PassageEncoder, has_bfloat16
from ingest.sentence_vectors import Floats
from tests.samples import review_text

TEXTS = (
    *(line for line in review_text("Child Q", paragraphs=12).splitlines() if line),
    "a",
    "",
    "Climbié, naïveté, 日本語, 🙂 – “seen but not heard”",
    "The health visitor wrote to the doctor on the same day. " * 60,
)


def _ids(model: Path, texts: Sequence[str]) -> list[list[int]]:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tokenizer.enable_truncation(256)
    tokenizer.no_padding()
    return [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]


def _unit(pieces: Floats) -> Floats:
    mean = pieces.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


@pytest.fixture(scope="module")
def reference(model: Path) -> list[list[float]]:
    """The vectors of sentence-transformers in float32."""
    return SentenceEmbeddings(model, exact=True).embed_documents(TEXTS)


def test_in_float32_its_vectors_are_those_of_sentence_transformers(model: Path, reference: list[list[float]]) -> None:
    read = PassageEncoder(model, exact=True).read(_ids(model, TEXTS))
    for pieces, wanted in zip(read, reference, strict=True):
        assert pieces.dtype == np.float32
        assert np.abs(_unit(pieces) - wanted).max() < 1e-5


def test_as_the_processor_reads_best_its_vectors_are_as_near_as_promised(
    model: Path, reference: list[list[float]]
) -> None:
    read = PassageEncoder(model).read(_ids(model, TEXTS))
    cosines = [float(_unit(pieces) @ np.array(wanted)) for pieces, wanted in zip(read, reference, strict=True)]
    assert min(cosines) >= (0.998 if has_bfloat16() else 0.99999)


def test_a_processor_without_bfloat16_reads_in_float32(
    model: Path, reference: list[list[float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: False)
    assert not has_bfloat16()
    for pieces, wanted in zip(PassageEncoder(model).read(_ids(model, TEXTS)), reference, strict=True):
        assert np.abs(_unit(pieces) - wanted).max() < 1e-5


def test_how_many_read_at_once_and_in_which_company_changes_nothing(model: Path) -> None:
    ids = _ids(model, TEXTS)
    alone = [PassageEncoder(model, exact=True, threads=1).read([text])[0] for text in ids[-5:]]
    together = PassageEncoder(model, exact=True, threads=3).read(ids)[-5:]
    for one, other in zip(alone, together, strict=True):
        assert np.abs(one - other).max() < 1e-4


def test_scores_too_large_to_be_raised_as_they_are_are_read_with_care(model: Path) -> None:
    import torch

    encoder = PassageEncoder(model, exact=True)
    lengths = [7, 3]
    small = torch.randn(10, 3 * 384, generator=torch.Generator().manual_seed(1))
    assert torch.allclose(encoder._attend(small, lengths), encoder._attend_carefully(small, lengths), atol=1e-4)
    assert not torch.isfinite(encoder._attend(100 * small, lengths)).all()
    assert torch.isfinite(encoder._attend_carefully(100 * small, lengths)).all()


def test_damaged_weights_are_an_error_that_says_what_to_do(model: Path, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_bytes((model / "config.json").read_bytes())
    (tmp_path / "model.safetensors").write_bytes((model / "model.safetensors").read_bytes()[:5000])
    with pytest.raises(ModelFilesError, match="cannot be read.*reinstall"):
        PassageEncoder(tmp_path)

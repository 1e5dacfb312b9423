"""Embeds one question without importing torch: the forward pass of a small BERT in NumPy.

Importing sentence-transformers takes seconds, embedding one short question milliseconds. This is the same network on
the same weights (Devlin et al. 2019, as published for all-MiniLM-L6-v2: mean pooling, then unit length); a test holds
vectors to those of sentence-transformers within 1e-5. Whole libraries are embedded with torch, see passage_encoder.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ModelFilesError

Array = NDArray[np.float32]
_WORD = re.compile(r"[\w’']+")
_ONE_THREAD = 1 << 18  # multiplications up to which OpenBLAS stays on one thread


def can_read(folder: Path) -> bool:
    """Whether the model in ``folder`` is one that this module computes exactly: BERT, GELU, mean pooling."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        pooling = json.loads((folder / "1_Pooling" / "config.json").read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError):
        return False
    return bool(
        config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and pooling.get("pooling_mode_mean_tokens")
        and (folder / "model.safetensors").is_file()
        and (folder / "tokenizer.json").is_file()
    )


def max_pieces(folder: Path) -> int:
    """How many word pieces the model in ``folder`` reads, its own two among them: 256 for all-MiniLM-L6-v2."""
    try:
        said = json.loads((folder / "sentence_bert_config.json").read_text(encoding="utf-8"))
        return int(said["max_seq_length"])
    except (OSError, ValueError, KeyError):
        return 256


def whole_words(text: str, offsets: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """For each word piece, by its characters in ``text``, the word it is part of; "" for punctuation."""
    words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
    return tuple(next((word for start, end, word in words if start <= at < end), "") for at, _ in offsets)


class QuestionEncoder:
    """Embeds short texts one at a time. Opening it reads the weights (90 MB) and the tokenizer."""

    def __init__(self, folder: Path) -> None:
        from safetensors import SafetensorError
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            self._weights = load_file(folder / "model.safetensors")
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except (OSError, ValueError, SafetensorError) as error:
            raise ModelFilesError(
                "the embedding model cannot be read", thing=str(folder), remedy="reinstall it"
            ) from error
        self._tokenizer.enable_truncation(max_pieces(folder))
        self._tokenizer.no_padding()
        self._layers = int(config["num_hidden_layers"])
        self._heads = int(config["num_attention_heads"])
        self._eps = float(config["layer_norm_eps"])

    def embed(self, text: str) -> Array:
        """The unit vector of ``text``, shape (384,) for all-MiniLM-L6-v2."""
        mean = self.read(text).mean(axis=0)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), dtype=np.float32)

    def words(self, text: str) -> tuple[str, ...]:
        """For each word piece that ``read`` returns, the model's own left out, the word that it is part of."""
        encoded = self._tokenizer.encode(text)
        return whole_words(text, encoded.offsets[1:-1])

    def read(self, text: str) -> Array:
        """What the last layer says of each word piece, the model's own first and last included: (pieces, 384)."""
        w = self._weights
        ids = np.asarray(self._tokenizer.encode(text).ids)
        x = w["embeddings.word_embeddings.weight"][ids]
        x = x + w["embeddings.position_embeddings.weight"][: len(ids)] + w["embeddings.token_type_embeddings.weight"][0]
        x = self._norm(x, "embeddings.LayerNorm")
        for layer in range(self._layers):
            x = self._layer(x, f"encoder.layer.{layer}")
        return np.asarray(x, dtype=np.float32)

    def _layer(self, x: Array, name: str) -> Array:
        attended = self._linear(self._attention(x, f"{name}.attention.self"), f"{name}.attention.output.dense")
        x = self._norm(x + attended, f"{name}.attention.output.LayerNorm")
        inner = _gelu(self._linear(x, f"{name}.intermediate.dense"))
        return self._norm(x + self._linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _attention(self, x: Array, name: str) -> Array:
        length, width = x.shape
        size = width // self._heads
        query, key, value = (
            self._linear(x, f"{name}.{part}").reshape(length, self._heads, size).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.sqrt(np.float32(size))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        return np.asarray((scores @ value).transpose(1, 0, 2).reshape(length, width), dtype=np.float32)

    def _linear(self, x: Array, name: str) -> Array:
        return np.asarray(
            _product(x, self._weights[f"{name}.weight"]) + self._weights[f"{name}.bias"], dtype=np.float32
        )

    def _norm(self, x: Array, name: str) -> Array:
        centred = x - x.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + self._eps)
        return np.asarray(scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"], dtype=np.float32)


def _product(x: Array, weight: Array) -> Array:
    """``x @ weight.T`` in blocks of columns, each so small that OpenBLAS does it at once on the calling thread.

    Larger products it spreads over threads that wait for each other: beside other work a question then took seconds.
    """
    rows, (width, depth) = len(x), weight.shape
    columns = 1
    while width % (2 * columns) == 0 and 2 * columns * rows * depth <= _ONE_THREAD:
        columns *= 2
    blocks = weight.reshape(width // columns, columns, depth).transpose(0, 2, 1)
    return np.asarray(np.matmul(x, blocks).transpose(1, 0, 2).reshape(rows, width), dtype=np.float32)


def _gelu(x: Array) -> Array:
    """The Gaussian error linear unit, with the error function to 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26)."""
    z = np.abs(x) / np.float32(np.sqrt(2.0))
    t = 1.0 / (1.0 + 0.3275911 * z)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1.0 - series * np.exp(-z * z))
    return np.asarray(0.5 * x * (1.0 + erf), dtype=np.float32)

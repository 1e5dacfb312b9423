"""A vector for every sentence at no further cost: the mean of its word pieces as the model read them in their passage.

The model reads title, headings and neighbours along with the sentence, so that "He was not seen" carries who and where.
On the questions of the example library these vectors found 0.28 of the supporting sentences among six, vectors of the
sentences read alone 0.17 (pooling after the whole text was read: Günther et al. 2024, "Late Chunking").
Kept as one signed byte a component; 127 is 1.0, so that a cosine is right to about 0.005.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.piece_vectors import packed
from ingest.records import FOOTNOTES, Passage

_FULL = 127.0
_LEAST_PLAIN = 6
_ADDRESS = re.compile(r"\S*(?:://|www\.)\S*")
_WORD = re.compile(r"\w+")
Bytes = NDArray[np.int8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageVectors:
    """The unit vector of a passage, and one packed vector for each of its sentences, shape (sentences, width).

    ``pieces`` are the word pieces of all sentences in order, kept small (see ``piece_vectors``), ``counts`` how many
    each sentence has.
    """

    passage: list[float]
    sentences: Bytes
    pieces: Bytes
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionVectors:
    """The unit vector of a question, and its word pieces kept small: shape (pieces, 64).

    ``words`` has for each piece the word of the question that it is part of.
    """

    whole: list[float]
    pieces: Floats
    words: tuple[str, ...]


class PassageEmbedder(Protocol):
    """What turns passages into vectors. ``fingerprint`` identifies the vectors that it makes."""

    @property
    def fingerprint(self) -> str:
        """Differs when the vectors differ."""

    def prepare(self) -> None:
        """Open what is needed to embed passages, ahead of the first."""

    def embed_passages(self, passages: Sequence[Passage]) -> list[PassageVectors]:
        """The vectors of ``passages`` in order."""


def embedded_text(passage: Passage) -> str:
    """What the model reads of a passage: its context, then its words; of footnotes, the sentences that say something.

    An inquiry's footnotes are a seventh of all its word pieces, most of them the numbers of documents and transcripts:
    they mean nothing to the model, and blur what the others say. The lexical index finds every word of them.
    """
    return f"{passage.context}\n{' '.join(_told(passage)) if passage.section == FOOTNOTES else passage.text}"


def sentence_spans(passage: Passage) -> list[tuple[int, int]]:
    """Where each sentence stands in ``embedded_text``: (start, end) in characters, in order; empty when left out.

    A passage that holds a part of one overlong sentence has that part as its span.
    """
    start = len(passage.context) + 1
    if passage.text != " ".join(s.text for s in passage.sentences):
        told = len(embedded_text(passage)) - start
        return [(start, start + told) for _ in passage.sentences]
    left_out = set[str]() if passage.section != FOOTNOTES else {s.text for s in passage.sentences} - set(_told(passage))
    spans = []
    for sentence in passage.sentences:
        length = 0 if sentence.text in left_out else len(sentence.text)
        spans.append((start, start + length))
        start += length + 1 if length else 0
    return spans


def _told(passage: Passage) -> list[str]:
    """The sentences of a passage of footnotes that say something; a part of an overlong one counts as a sentence."""
    whole = passage.text == " ".join(s.text for s in passage.sentences)
    return [text for text in ([s.text for s in passage.sentences] if whole else [passage.text]) if says_something(text)]


def says_something(text: str) -> bool:
    """Whether a footnote is more than a reference: six of its words, a third of them, are no names and no numbers."""
    words: list[str] = _WORD.findall(_ADDRESS.sub(" ", text))
    plain = sum(word.islower() and word.isalpha() for word in words)
    return plain >= _LEAST_PLAIN and 3 * plain > len(words)


def pool(pieces: Floats, offsets: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]) -> PassageVectors:
    """Mean vectors from the word pieces of one passage, shape (pieces, width), whose characters are ``offsets``.

    A span of which the model read nothing has the vector of the whole passage.
    """
    whole = _unit(pieces.mean(axis=0))
    starts, ends = (np.array(side) for side in zip(*offsets, strict=True))
    rows, own = [], []
    for start, end in spans:
        inside = (starts >= start) & (ends <= end) & (ends > starts)
        own.append(pieces[inside])
        rows.append(_unit(own[-1].mean(axis=0)) if inside.any() else whole)
    return PassageVectors(
        passage=[float(v) for v in whole],
        sentences=pack(np.array(rows, dtype=np.float32)),
        pieces=packed(np.concatenate(own)),
        counts=tuple(map(len, own)),
    )


def pack(vectors: Floats) -> Bytes:
    """Unit vectors as signed bytes."""
    return np.asarray(np.clip(np.rint(vectors * _FULL), -_FULL, _FULL), dtype=np.int8)


def cosines(question: Sequence[float], packed: Bytes) -> list[float]:
    """The cosine of a question's unit vector to each packed vector."""
    return [float(v) / _FULL for v in packed.astype(np.float32) @ np.asarray(question, dtype=np.float32)]


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), dtype=np.float32)

"""`python -m benchmarks.generated_library EXAMPLES FOLDER PASSAGES`: a library of so many passages, for timing.

Each document takes after one of the example library: its sentences mixed anew, another place in its title, its
vectors a little turned. Nothing is embedded, or 400,000 passages would take hours. What is found says nothing.
"""

import hashlib
import random
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np

from ingest.catalogue import HeldPassage
from ingest.embedding import DEFAULT_MODEL, SentenceEmbeddings, model_folder
from ingest.library import Library
from ingest.pipeline import fingerprint
from ingest.records import Document, DocumentFacts, Finding, Page, Passage, Quality
from ingest.sentence_vectors import PassageVectors

EACH = 250  # passages of a document: about as many as a report of 100 pages has
_TURNED = 0.4  # length of the noise that is added to a vector of length 1
_MIXED = 3  # passages whose sentences are mixed, or most of what is found would be found twice
_FIRST = "Ash Elm Oak Birch Rowan Hazel Alder Willow Thorn Holly Cedar Maple Lime Beech Fern Heath Moss Sedge".split()
_LAST = "ford bury ton worth ham ley wick combe field mouth minster dale stead gate bridge cliffe".split()
_QUALITY = Quality(pages=EACH, pages_without_text=(), numbered_paragraphs=0, furniture_lines=0, reader="plain")

Made = tuple[Passage, PassageVectors]


def generate(examples: Path, folder: Path, passages: int) -> None:
    """Make the library in ``folder`` from the one in ``examples``; it has the mark ``.whole`` when it is done."""
    rng, numbers = random.Random(1), np.random.default_rng(1)
    with (
        closing(Library(examples)) as source,
        closing(Library(folder)) as library,
        tempfile.TemporaryDirectory() as tmp,
    ):
        library.check_fingerprint(fingerprint(SentenceEmbeddings(model_folder(DEFAULT_MODEL)).fingerprint))
        held = source.catalogue.documents()
        by_document = {d.id: list(_read(source, d.id)) for d in held}
        vectors = {i: v for _, ids, rows in source.catalogue.vectors() for i, v in zip(ids, rows, strict=True)}
        findings = {d.id: [r.finding for r in source.catalogue.findings([d.id])] for d in held}
        for number in range(-(-passages // EACH)):
            like = rng.choice(held)
            made = [
                _passage(number, ordinal, rng.choices(by_document[like.id], k=_MIXED), vectors, numbers)
                for ordinal in range(EACH)
            ]
            document = _document(number, like.facts, made, findings[like.id], rng)
            file = Path(tmp) / document.file
            file.write_text("".join(p.text for p in document.pages), encoding="utf-8")
            library.add(document, [v for _, v in made], source=file, replaces=None)
    (folder / ".whole").touch()


def _read(source: Library, document_id: str) -> Iterator[HeldPassage]:
    held = source.catalogue.passages([p.id for p in source.catalogue.passages_of(document_id)])
    yield from (p for p in held.values() if p.passage.text == " ".join(s.text for s in p.passage.sentences))


def _passage(
    number: int, ordinal: int, like: list[HeldPassage], vectors: dict[str, list[float]], numbers: np.random.Generator
) -> Made:
    """A passage as long as the first of ``like``, of sentences of all of them."""
    every = [(held, i) for held in like for i in range(len(held.passage.sentences))]
    chosen = [every[i] for i in numbers.permutation(len(every))[: len(like[0].passage.sentences)]]
    sentences, pieces, start = [], [], 0
    for held, i in chosen:
        old, end = held.passage.sentences[i], int(sum(held.counts[: i + 1]))
        sentences.append(replace(old, start=start, end=start + len(old.text), page=ordinal + 1, page_end=ordinal + 1))
        pieces.append(held.pieces[end - held.counts[i] : end])
        start += len(old.text) + 1
    vector = np.mean([vectors[held.passage.id] for held in like], axis=0)
    vector += numbers.normal(0.0, _TURNED / np.sqrt(len(vector)), len(vector))
    passage = replace(
        like[0].passage, id=f"{number:08x}{ordinal:08x}", ordinal=ordinal, text=" ".join(s.text for s in sentences),
        sentences=tuple(sentences),
    )  # fmt: skip
    return passage, PassageVectors(
        passage=[float(v) for v in vector / np.linalg.norm(vector)],
        sentences=np.array([held.vectors[i] for held, i in chosen]), pieces=np.concatenate(pieces),
        counts=tuple(held.counts[i] for held, i in chosen),
    )  # fmt: skip


def _document(
    number: int, facts: DocumentFacts, made: list[Made], findings: list[Finding], rng: random.Random
) -> Document:
    sha256 = hashlib.sha256(str(number).encode()).hexdigest()
    place = f"{rng.choice(_FIRST)}{rng.choice(_LAST)}"
    title = facts.title.replace(facts.area or place, place)
    return Document(
        id=sha256[:12], sha256=sha256, file=f"{sha256[:12]}.txt",
        facts=replace(facts, title=f"{title}, {place} {number}", area=place, year=2005 + number % 20),
        pages=tuple(Page(number=p.ordinal + 1, lines=(), text=p.text) for p, _ in made), paragraphs=(),
        passages=tuple(p for p, _ in made), quality=_QUALITY,
        findings=tuple(replace(f, id=f"{number:x}-{i}") for i, f in enumerate(findings)),
    )  # fmt: skip


if __name__ == "__main__":
    generate(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))

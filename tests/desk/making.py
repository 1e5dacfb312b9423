"""Papers made for a test, and libraries of text that a test may change."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.citing import citations, cite
from assistant.desk.papers import EmptySlot, OwnWords, Paper, Quoted, Said, Section, Source, Stated
from assistant.desk.sources import sources_of
from assistant.finding_evidence import evidence_in
from assistant.records import Citation, Dropped, Notice
from ingest.embedding import SentenceEmbeddings
from ingest.library import Library
from ingest.pipeline import Reader, fingerprint, ingest_files

SENTENCES = {
    "father": "The father was not asked about his own childhood by any of the practitioners who met him.",
    "midwife": "The midwife wrote down what she saw in the kitchen and rang the duty team on the same day.",
    "school": "The school kept a note of each absence and did not know that the clinic kept another.",
}


def review_text(**changed: str) -> str:
    """A made-up review of three numbered paragraphs, any of them in other words."""
    said = {**SENTENCES, **changed}
    paragraphs = "\n\n".join(f"4.{i} {text}" for i, text in enumerate(said.values(), start=1))
    return f"# Serious Case Review: Child V\n\n## 4 Findings\n\n{paragraphs}\n"


def make_library(folder: Path, files: Path, model: Path, texts: Mapping[str, str]) -> Library:
    """A library in ``folder`` of documents with these texts by the name of their file in ``files``.

    A file known before is ingested anew.
    """
    files.mkdir(exist_ok=True)
    for name, text in texts.items():
        (files / name).write_text(text, encoding="utf-8")
    library, embeddings = Library(folder), SentenceEmbeddings(model)
    library.check_fingerprint(fingerprint(embeddings.fingerprint))
    paths = [files / name for name in texts]
    outcomes = ingest_files(paths, library, embeddings, Reader(model=model, workers=1), lambda outcome: None)
    assert {o.kind for o in outcomes} <= {"added", "updated"}, outcomes
    return library


def quote_in(library: Library, words: str) -> Quoted:
    """The sentence of a library that holds ``words``, quoted."""
    for held in library.catalogue.documents():
        for passage in library.catalogue.passages_of(held.id):
            for sentence in passage.sentences:
                if words in sentence.text:
                    evidence = evidence_in(passage, held, (sentence,))
                    return Quoted(citation=citations(cite([evidence], library.catalogue, "c"))[0])
    raise AssertionError(f"no sentence holds {words!r}")


def paper_of(library: Library, *words: str) -> Paper:
    """A paper that quotes the sentences that hold these words."""
    quotes = tuple(quote_in(library, said) for said in words)
    return Paper(
        kind="answer", title="What do reviews say?", subtitle="A test",
        sections=(Section(title="Said", blocks=quotes),),
        sources=sources_of(quotes, library), library_version=library.version, made="2026-11-23",
    )  # fmt: skip


def hostile_paper(texts: Sequence[str]) -> Paper:
    """A paper in which all that comes from a document, a person or a model is one of ``texts``, a section for each."""
    title = " ".join(text[:40] for text in texts)
    return Paper(
        kind="collection", title=title, subtitle="A test", sections=tuple(_hostile_section(text) for text in texts),
        sources=tuple(
            Source(review_id="888055933a71", title=text, authors=(text,), publisher=text, file=text, licence=text,
                   attribution=text) for text in texts
        ),
        library_version="3f9a1c0d22b7", made="2026-11-23", model="provider:name",
        notices=tuple(Notice(kind="x", text=text) for text in texts),
        left_out=tuple(Dropped(text=text, why=text) for text in texts),
    )  # fmt: skip


def _hostile_section(text: str) -> Section:
    citation = Citation(
        id="c1", review_id="888055933a71", title=f"Review {text}", source_kind="review", year=2014, page=12,
        page_end=13, page_label=text, paragraph=text, section=("4 Findings", text), passage_kind="finding", voice=text,
        quote=f"It was said: {text} and no more.", passage_id="5f2c0a11b2d3e4f5", url="/reviews/888055933a71",
    )  # fmt: skip
    quote = Quoted(citation=citation)
    blocks = (Said(text=text), quote, Stated(text=text, carried_by=(quote,)), OwnWords(text=text), EmptySlot(text=text))
    return Section(title=text, blocks=blocks)

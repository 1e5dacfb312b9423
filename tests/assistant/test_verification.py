"""A quote leaves only when it stands where it says: on its page, or begun on one page and ended on the next."""

from pathlib import Path

import numpy as np
import pytest

from assistant.answering import Assistant
from assistant.verification import page_of_quote, runs_over
from ingest.library import Library
from ingest.piece_vectors import WIDTH
from ingest.reading import read_document
from ingest.records import Sentence
from ingest.sentence_vectors import PassageVectors
from tests.samples import pdf_lines, write_pdf

FIRST = "1.1 The plan was made. The doctor did not share the\n"
LAST = "bruising with the nurse. Nobody asked why. 7"
QUOTE = "The doctor did not share the bruising with the nurse."


def test_a_quote_may_run_over_a_page() -> None:
    assert runs_over(QUOTE, FIRST, LAST)


@pytest.mark.parametrize(
    ("quote", "first", "last"),
    [
        ("The doctor did share the bruising with the nurse.", FIRST, LAST),
        (QUOTE, LAST, FIRST),
        (QUOTE, FIRST, "with the nurse."),
        (QUOTE, FIRST, "rash with the nurse."),
        (QUOTE, "did not share the", LAST),
        (QUOTE, FIRST, ""),
        (QUOTE, "", LAST),
    ],
)
def test_no_word_of_it_may_be_missing(quote: str, first: str, last: str) -> None:
    assert not runs_over(quote, first, last)


def test_a_word_broken_over_the_page_is_still_one_word() -> None:
    assert runs_over("She went to hospital at once.", "Before. She went to hos-\n", "pital at once. After.")


def sentence(text: str, page: int | None, page_end: int | None = None) -> Sentence:
    return Sentence(text=text, start=0, end=len(text), page=page, page_end=page_end or page, paragraph=None)


def test_the_page_is_told_only_for_a_quote_that_stands_on_it(model: Path, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "child-r.pdf", pdf_lines("Child R"))
    document = read_document(path, model)
    library = Library(tmp_path / "library")
    vectors = [
        PassageVectors(
            passage=[1.0, 0.0],
            sentences=np.zeros((len(p.sentences), 2), dtype=np.int8),
            pieces=np.zeros((0, WIDTH), dtype=np.int8),
            counts=(0,) * len(p.sentences),
        )
        for p in document.passages
    ]
    library.add(document, vectors, source=path, replaces=None)
    rang = "The school rang twice about Child R."
    found = page_of_quote(library.catalogue, document.id, (sentence(rang, 2),))
    assert found is not None
    assert found.number == 2
    for wrong in (sentence(rang, 1), sentence(rang, 9), sentence(rang, None), sentence("The school rang once.", 2)):
        assert page_of_quote(library.catalogue, document.id, (wrong,)) is None
    assert page_of_quote(library.catalogue, document.id, (sentence(rang, 2), sentence("It never did.", 2))) is None
    assert page_of_quote(library.catalogue, "another", (sentence(rang, 2),)) is None
    library.close()


def test_every_sentence_of_every_passage_would_pass(example_library: Assistant) -> None:
    catalogue = example_library.library.catalogue
    sentences = [
        (held, s) for held in catalogue.documents() for p in catalogue.passages_of(held.id) for s in p.sentences
    ]
    fallen = [f"{h.file} {s.page}: {s.text}" for h, s in sentences if page_of_quote(catalogue, h.id, (s,)) is None]
    assert len(sentences) > 3000
    assert len(fallen) <= 0.002 * len(sentences), "\n".join([f"{len(fallen)} of {len(sentences)}", *fallen])

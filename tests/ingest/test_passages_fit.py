"""No passage of any document is longer than the embedding model reads, and each is made of whole sentences."""

import pytest

from assistant.answering import Assistant
from ingest.embedding import SentenceEmbeddings, WordPieceCounter, model_folder
from ingest.records import Passage

LIMIT = 256  # word pieces that all-MiniLM-L6-v2 reads, its own two among them


def passages(assistant: Assistant) -> list[tuple[str, Passage]]:
    """Every passage held with the name of its file."""
    catalogue = assistant.library.catalogue
    return [(held.file, passage) for held in catalogue.documents() for passage in catalogue.passages_of(held.id)]


@pytest.fixture(scope="module", params=["example_library", "seed_library", "inquiry_library"])
def held(request: pytest.FixtureRequest) -> list[tuple[str, Passage]]:
    """The passages of one library after another."""
    return passages(request.getfixturevalue(request.param))


def test_no_passage_is_longer_than_the_model_reads(held: list[tuple[str, Passage]]) -> None:
    count = WordPieceCounter(model_folder("all-MiniLM-L6-v2"))
    pieces = {f"{file} {p.id}": count(f"{p.context}\n{p.text}") + 2 for file, p in held}
    assert len(pieces) == len(held)
    assert {name: n for name, n in pieces.items() if n > LIMIT} == {}


def test_a_passage_is_made_of_its_own_sentences(held: list[tuple[str, Passage]]) -> None:
    for file, p in held:
        whole = " ".join(s.text for s in p.sentences)
        assert p.text == whole or p.text in whole, f"{file} {p.id}"
        assert p.sentences, f"{file} {p.id}"
        pages = [n for s in p.sentences for n in (s.page, s.page_end) if n is not None]
        assert all(s.page is None or s.page_end is None or s.page <= s.page_end for s in p.sentences), (
            f"{file} {p.id}: {pages}"
        )


def test_ids_of_passages_are_all_different(held: list[tuple[str, Passage]]) -> None:
    assert len({p.id for _, p in held}) == len(held)


def test_ordinals_count_the_passages_of_a_document(held: list[tuple[str, Passage]]) -> None:
    by_file: dict[str, list[int]] = {}
    for file, p in held:
        by_file.setdefault(file, []).append(p.ordinal)
    assert all(ordinals == list(range(len(ordinals))) for ordinals in by_file.values())


def test_the_counter_counts_as_the_model_truncates(example_library: Assistant) -> None:
    embeddings = example_library.embeddings
    assert isinstance(embeddings, SentenceEmbeddings)
    words = "child " * 254
    assert embeddings.embed_query(words) == embeddings.embed_query(words + "dentist")
    assert embeddings.embed_query("child " * 253) != embeddings.embed_query("child " * 253 + "dentist")

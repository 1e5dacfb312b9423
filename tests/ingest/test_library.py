"""A library keeps its three stores in step and is opened only with what built it."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import LibraryError, NotHeldError
from ingest.lexical import stems
from ingest.library import Library, facts_text, library_version
from ingest.piece_vectors import WIDTH
from ingest.records import Document, Passage
from ingest.sentence_vectors import PassageVectors, pack
from tests.samples import sample_document

FAKE = [0.1, 0.2, 0.3]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "library")
    yield library
    library.close()


@pytest.fixture(scope="module")
def samples(model: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, Document]]:
    folder = tmp_path_factory.mktemp("samples")
    return [sample_document(folder, name, model, paragraphs=8) for name in ("Child Q", "Child R")]


def _vectors(passage: Passage) -> PassageVectors:
    return PassageVectors(
        passage=FAKE,
        sentences=pack(np.array([FAKE for _ in passage.sentences], dtype=np.float32)),
        pieces=np.zeros((0, WIDTH), dtype=np.int8),
        counts=(0,) * len(passage.sentences),
    )


def add(library: Library, sample: tuple[Path, Document], replaces: str | None = None) -> Document:
    path, document = sample
    library.add(document, [_vectors(p) for p in document.passages], source=path, replaces=replaces)
    return document


def test_a_document_comes_back_as_it_was_read(library: Library, samples: list[tuple[Path, Document]]) -> None:
    document = add(library, samples[0])
    [held] = library.catalogue.documents()
    assert (held.id, held.sha256, held.facts, held.quality) == (
        document.id,
        document.sha256,
        document.facts,
        document.quality,
    )
    assert tuple(library.catalogue.passages_of(document.id)) == document.passages
    assert tuple(library.catalogue.paragraphs(document.id)) == document.paragraphs
    assert [p.text for p in library.catalogue.pages(document.id)] == [p.text for p in document.pages]
    assert library.original(held).read_bytes() == samples[0][0].read_bytes()


def test_the_page_of_a_document_without_pages_is_asked_for_as_none(
    library: Library, samples: list[tuple[Path, Document]]
) -> None:
    document = add(library, samples[0])
    pages = library.catalogue.page_texts(document.id, [None, 3])
    assert list(pages) == [None]
    assert pages[None].text == document.pages[0].text


def test_what_takes_anothers_place_is_there_alone(library: Library, samples: list[tuple[Path, Document]]) -> None:
    old = add(library, samples[0])
    new = add(library, samples[1], replaces=old.id)
    assert [d.id for d in library.catalogue.documents()] == [new.id]
    assert set(library.vectors.documents()) == library.words.documents() == {new.id}
    assert library.catalogue.passages([p.id for p in old.passages]) == {}


def test_a_document_read_anew_keeps_its_place_and_nothing_of_its_earlier_reading(
    library: Library, samples: list[tuple[Path, Document]]
) -> None:
    path, before = samples[0]
    add(library, samples[0])
    anew = replace(before, passages=(before.passages[0], *samples[1][1].passages))
    add(library, (path, anew), replaces=before.id)
    assert tuple(library.catalogue.passages_of(before.id)) == anew.passages
    assert library.vectors.count() == len(anew.passages)
    found = {h.passage_id for h in library.words.search(stems("file week note Child"), 50)}
    assert found == {p.id for p in anew.passages}
    assert library.words.documents() == {before.id}


def test_words_of_an_earlier_reading_stay_until_the_new_one_counts(
    library: Library, samples: list[tuple[Path, Document]]
) -> None:
    before = add(library, samples[0])
    library.words.add(before.id, samples[1][1].passages)
    found = {h.passage_id for h in library.words.search(stems("file week note Child"), 50)}
    assert found == {p.id for p in (*before.passages, *samples[1][1].passages)}


def test_adding_the_same_document_again_changes_nothing(library: Library, samples: list[tuple[Path, Document]]) -> None:
    document = add(library, samples[0])
    version = library.version
    add(library, samples[0])
    assert library.version == version
    assert library.vectors.count() == len(document.passages)
    assert len(library.catalogue.documents()) == 1


def test_removing_takes_everything_that_was_derived(library: Library, samples: list[tuple[Path, Document]]) -> None:
    kept, gone = add(library, samples[0]), add(library, samples[1])
    assert library.remove(gone.id).file == gone.file
    assert [d.id for d in library.catalogue.documents()] == [kept.id]
    assert set(library.vectors.documents()) == library.words.documents() == {kept.id}
    for table in (library.catalogue.pages, library.catalogue.paragraphs, library.catalogue.passages_of):
        assert list(table(gone.id)) == []
    assert [p.name for p in (library.folder / "originals").iterdir()] == [f"{kept.id}.txt"]
    with pytest.raises(NotHeldError):
        library.remove(gone.id)


def test_a_document_is_found_by_the_beginning_of_its_id_when_only_one_fits(
    library: Library, samples: list[tuple[Path, Document]]
) -> None:
    document = add(library, samples[0])
    add(library, samples[1])
    assert library.find(document.id[:8]).id == document.id
    for wrong in ("", "zzzz"):
        with pytest.raises(NotHeldError, match="no such document is held"):
            library.find(wrong)


def test_what_the_catalogue_does_not_have_is_not_held(library: Library, samples: list[tuple[Path, Document]]) -> None:
    _, document = samples[0]
    library.vectors.add(document.id, [p.id for p in document.passages], [FAKE for _ in document.passages])
    library.words.add(document.id, document.passages)
    assert library.words.search(stems("school nurse"), 5)
    assert library.catalogue.documents() == []
    assert library.catalogue.passages([p.id for p in document.passages]) == {}
    assert library.sweep() == [document.id]
    assert library.vectors.count() == 0
    assert library.words.documents() == set()
    assert library.sweep() == []


def test_a_library_is_opened_only_with_what_built_it(library: Library, samples: list[tuple[Path, Document]]) -> None:
    library.check_fingerprint("model-a passages-1")
    library.check_fingerprint("model-b passages-1")
    add(library, samples[0])
    library.check_fingerprint("model-b passages-1")
    with pytest.raises(LibraryError, match="another embedding model or other passage rules.*new folder"):
        library.check_fingerprint("model-a passages-1")


def test_its_version_says_what_is_held_and_not_in_which_order(
    library: Library, samples: list[tuple[Path, Document]], tmp_path: Path
) -> None:
    empty = library.version
    for sample in samples:
        add(library, sample)
    other = Library(tmp_path / "other")
    for sample in reversed(samples):
        add(other, sample)
    assert library.version == other.version != empty
    assert library.version == library_version(other.catalogue.documents())
    other.close()


def test_a_copied_folder_is_the_same_library(
    library: Library, samples: list[tuple[Path, Document]], tmp_path: Path
) -> None:
    document = add(library, samples[0])
    library.close()
    shutil.copytree(library.folder, tmp_path / "moved")
    moved = Library(tmp_path / "moved")
    assert moved.version == library.version
    assert moved.vectors.count() == len(document.passages)
    assert moved.words.documents() == {document.id}
    assert moved.original(moved.find(document.id)).is_file()
    moved.close()


def test_two_writers_never_write_at_once(library: Library) -> None:
    other = Library(library.folder)
    with library.writing(), pytest.raises(LibraryError, match="another ingest is writing"), other.writing(wait=0.1):
        pass
    with other.writing(wait=0.1):
        pass
    other.close()


def test_a_folder_that_cannot_be_made_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryError, match="cannot be made.*choose another folder"):
        Library(tmp_path / "file" / "library")


def test_a_catalogue_that_is_no_database_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").write_text("These are no tables. " * 100)
    with pytest.raises(LibraryError, match="catalogue cannot be opened"):
        Library(tmp_path)


def test_settings_of_a_library_are_kept(library: Library) -> None:
    assert library.catalogue.setting("colour") is None
    library.catalogue.set_setting("colour", "green")
    library.catalogue.set_setting("colour", "blue")
    assert library.catalogue.setting("colour") == "blue"


def test_the_facts_of_a_document_are_words_to_find_it_by(samples: list[tuple[Path, Document]]) -> None:
    facts = replace(
        samples[0][1].facts,
        title="A review",
        area="Northmarch",
        year=2013,
        authors=("Dr Sallow",),
        pseudonyms=("Child G",),
    )
    assert {"northmarch", "2013", "sallow", "childg"} <= set(stems(facts_text(facts)))


def test_documents_and_register_are_read_anew_after_any_change(
    tmp_path: Path, samples: list[tuple[Path, Document]]
) -> None:
    one, other = Library(tmp_path / "library"), Library(tmp_path / "library")
    assert (one.catalogue.documents(), one.catalogue.findings()) == ([], [])
    first = add(other, samples[0])
    assert [held.id for held in one.catalogue.documents()] == [first.id]
    assert one.catalogue.documents()[0] is one.catalogue.documents()[0]  # nothing changed, nothing is read
    assert len(one.catalogue.findings()) == len(first.findings) == len(one.catalogue.findings([first.id]))
    second, version = add(one, samples[1]), one.version
    assert {held.id for held in other.catalogue.documents()} == {first.id, second.id}
    other.remove(first.id)
    assert [held.id for held in one.catalogue.documents()] == [second.id]
    assert {row.document_id for row in one.catalogue.findings()} <= {second.id}
    assert one.version != version
    one.close()
    other.close()


def test_the_vectors_of_a_few_documents_are_read_with_their_passages(
    library: Library, samples: list[tuple[Path, Document]]
) -> None:
    first, _ = (add(library, sample) for sample in samples)
    ids, vectors = library.catalogue.vectors_of([first.id])
    assert sorted(ids) == sorted(p.id for p in first.passages)
    assert vectors == pytest.approx(np.tile(FAKE, (len(ids), 1)))
    assert library.catalogue.vectors_of([])[0] == []

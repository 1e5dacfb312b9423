"""Words find passages under all their forms, and a document that goes takes its words along."""

import shutil
from pathlib import Path

import pytest

from ingest.errors import LibraryError
from ingest.lexical import STOP_WORDS, LexicalIndex, stem, stems
from ingest.records import Passage, Sentence


def passage(name: str, text: str, context: str = "A review") -> Passage:
    sentence = Sentence(text=text, start=0, end=len(text), page=1, page_end=1, paragraph=None)
    return Passage(id=name, ordinal=0, kind="other", section=(), context=context, text=text, sentences=(sentence,))


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    index = LexicalIndex(tmp_path / "lexical")
    index.add(
        "one",
        [passage("a", "The midwife saw bruises on the baby."), passage("b", "The police were told of the bruises.")],
    )
    index.add(
        "two", [passage("c", "The school had worries about hunger.", "Child G | Neglect")], facts="Northmarch 2013"
    )
    return index


@pytest.mark.parametrize(
    ("one", "other"),
    [("children", "child"), ("babies", "baby"), ("wrote", "author"), ("chaired", "chair"), ("bruising", "bruises"),
     ("naïve", "naive"), ("Died", "deaths"), ("recommended", "recommends"), ("saw", "seen")],
)  # fmt: skip
def test_forms_of_one_word_are_one(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("What is the name of it?", ["name"]),
        ("", []),
        ("Birmingham's review", ["birmingham", "review"]),
        ("Child A was seen", ["child", "see", "childa"]),
        ("Recommendation 12", ["recommend", "12", "recommendation12"]),
    ],
)
def test_a_text_is_its_words_without_those_that_carry_nothing(text: str, forms: list[str]) -> None:
    assert stems(text) == forms


def test_child_a_and_child_b_are_different_words() -> None:
    assert "childa" in stems("Child A")
    assert "childa" not in stems("Child B")


def test_stop_words_are_never_indexed() -> None:
    assert stems(" ".join(STOP_WORDS)) == []


def test_a_passage_with_more_of_the_words_comes_first(index: LexicalIndex) -> None:
    hits = index.search(stems("bruises on a baby"), 5)
    assert [h.passage_id for h in hits] == ["a", "b"]
    assert hits[0].score > hits[1].score > 0


def test_only_the_documents_asked_for_are_searched(index: LexicalIndex) -> None:
    assert index.search(stems("bruises"), 5, ["two"]) == []
    assert index.search(stems("bruises"), 5, []) == []
    assert [h.passage_id for h in index.search(stems("hunger"), 5, ["two"])] == ["c"]
    assert index.search([], 5) == []


def test_a_passage_is_found_by_its_headings_and_by_the_facts_of_its_document(index: LexicalIndex) -> None:
    assert [h.passage_id for h in index.search(stems("neglect"), 5)] == ["c"]
    assert [h.passage_id for h in index.search(stems("Northmarch"), 5)] == ["c"]
    assert [h.passage_id for h in index.search(stems("neglect"), 5, context=0.0)] == ["c"]
    assert index.search(stems("Northmarch"), 5, context=0.0) == []


def test_the_index_knows_where_a_word_occurs(index: LexicalIndex) -> None:
    assert index.documents() == {"one", "two"}
    assert index.passages_with(stem("bruise")) == 2
    assert index.passages_with(stem("dentist")) == 0
    assert index.documents_with(stem("hunger")) == {"two"}
    assert index.documents_with(stem("northmarch")) == {"two"}


def test_a_documents_earlier_words_go_once_they_are_not_to_be_kept(index: LexicalIndex) -> None:
    index.add("one", [passage("a2", "The midwife saw a rash.")])
    assert index.search(stems("bruises"), 5) != []
    index.keep("one", ["a2"])
    assert index.search(stems("bruises"), 5) == []
    assert [h.passage_id for h in index.search(stems("rash"), 5)] == ["a2"]
    assert index.passages_with(stem("midwife")) == 1


def test_nothing_is_left_of_a_document_that_was_removed(index: LexicalIndex) -> None:
    index.remove(["one"])
    assert index.documents() == {"two"}
    assert index.search(stems("bruises"), 5) == []
    assert index.documents_with(stem("bruise")) == set()


def test_another_reader_sees_what_was_added_since(index: LexicalIndex, tmp_path: Path) -> None:
    other = LexicalIndex(tmp_path / "lexical")
    index.add("three", [passage("d", "A dentist rang.")])
    assert [h.passage_id for h in other.search(stems("dentist"), 5)] == ["d"]
    assert other.passages_with(stem("dentist")) == 1


def test_a_folder_with_something_else_in_it_is_an_error_of_the_library(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{}")
    with pytest.raises(LibraryError, match="word index cannot be opened"):
        LexicalIndex(tmp_path)


def test_a_word_asked_twice_counts_twice(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "lexical")
    index.add("one", [passage("a", "The midwife visited."), passage("b", "The landlord visited.")])
    once = {h.passage_id: h.score for h in index.search(["midwif", "landlord"], 2)}
    twice = {h.passage_id: h.score for h in index.search([*stems("midwife landlord landlord")], 2)}
    assert once["a"] == pytest.approx(once["b"])
    assert twice["b"] == pytest.approx(2 * twice["a"])


def test_a_word_counts_as_much_as_it_is_given(index: LexicalIndex) -> None:
    even = {h.passage_id: h.score for h in index.search({"polic": 1.0, "babi": 1.0}, 5)}
    uneven = {h.passage_id: h.score for h in index.search({"polic": 0.1, "babi": 1.0}, 5)}
    assert uneven["b"] < even["b"]
    assert uneven["a"] == pytest.approx(even["a"])


def test_what_a_writer_killed_in_its_commit_left_is_no_hindrance(index: LexicalIndex, tmp_path: Path) -> None:
    folder, ahead = tmp_path / "lexical", tmp_path / "ahead"
    shutil.copytree(folder, ahead)
    LexicalIndex(ahead).keep("one", ["a"])
    for left in (*ahead.glob("*.del"), ahead / ".managed.json"):  # all of a commit but its last step, meta.json
        shutil.copy(left, folder / left.name)
    assert list(folder.glob("*.del"))
    again = LexicalIndex(folder)
    assert {hit.passage_id for hit in again.search(dict.fromkeys(stems("bruises"), 1.0), 9)} == {"a", "b"}
    again.keep("one", ["a"])
    assert {hit.passage_id for hit in again.search(dict.fromkeys(stems("bruises"), 1.0), 9)} == {"a"}

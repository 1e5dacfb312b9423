"""The chance that the evidence answers: figures with names, and near misses below what is answered."""

import pytest

from assistant.answerability import FLOOR, SAID, SUBJECT, Chance, absent_terms, answer_figures, chance
from assistant.answering import Assistant
from assistant.evidence import Ranked, rank_sentences
from assistant.questions import Understood, understand
from assistant.records import Filters
from assistant.retrieval import dedupe, retrieve, scope
from assistant.understanding import read_question
from assistant.weights import load_weights


def found(assistant: Assistant, text: str) -> tuple[Understood, Ranked]:
    library = assistant.library
    within = scope(library, Filters())
    question = understand(read_question(text, list(within.documents.values())), library.words, within.passages)
    passages = dedupe(retrieve(question, library, assistant.embeddings, within))
    return question, rank_sentences(question, passages, library.words)


def chance_of(assistant: Assistant, text: str) -> Chance:
    return chance(*found(assistant, text), assistant.library.words)


@pytest.mark.parametrize(("name", "features"), [("subject", SUBJECT), ("said", SAID)])
def test_the_committed_weights_are_of_the_figures_and_say_what_they_were_trained_on(
    name: str, features: tuple[str, ...]
) -> None:
    weights = load_weights(f"answerability_{name}")
    assert tuple(weights.weights) == features
    assert weights.version and weights.data


@pytest.mark.parametrize(
    ("answered", "missed"),
    [
        ("How did the school reach Child G's mother?", "How did the fire brigade reach Child G's mother?"),
        ("What did the health visitor see in the home of Baby L?", "What did the vet see in the home of Baby L?"),
        ("What did the review recommend about bruising?", "What did the review recommend about volcanoes?"),
    ],
)
def test_a_near_miss_has_less_of_a_chance_than_what_is_answered(
    example_library: Assistant, answered: str, missed: str
) -> None:
    assert chance_of(example_library, missed).both < chance_of(example_library, answered).both


def test_a_word_that_the_document_asked_about_does_not_hold_is_absent(example_library: Assistant) -> None:
    question, ranked = found(example_library, "What did the vet see in the home of Baby L?")
    absent = absent_terms(question, ranked, example_library.library.words)
    assert [term.stem for term in absent] == ["vet"]


def test_figures_are_shares_and_cosines(example_library: Assistant) -> None:
    question, ranked = found(example_library, "What did the vet see in the home of Baby L?")
    figures = answer_figures(question, ranked, absent_terms(question, ranked, example_library.library.words))
    assert set(figures) == {*SUBJECT, *SAID, FLOOR}
    assert all(-1.0 <= value <= 1.0 for value in figures.values())
    assert figures["absent"] > 0.2


def test_both_must_be_likely() -> None:
    assert Chance(subject=0.5, said=0.4).both == pytest.approx(0.2)

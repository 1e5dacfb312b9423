"""What someone who searches sees first: the passage with the sentence that answers, and each passage once."""

from dataclasses import replace

import pytest

from assistant.answering import Assistant
from assistant.evidence import rank_sentences
from assistant.ordering import by_best_sentence
from assistant.questions import Understood, understand
from assistant.records import Filters, Retrieved
from assistant.retrieval import dedupe, retrieve, scope
from assistant.understanding import read_question

QUESTION = "How many days had Child B and her siblings nobody allocated to them?"


def _found(assistant: Assistant, text: str) -> tuple[Understood, list[Retrieved]]:
    within = scope(assistant.library, Filters())
    question = understand(
        read_question(text, list(within.documents.values())), assistant.library.words, within.passages
    )
    return question, dedupe(retrieve(question, assistant.library, assistant.embeddings, within, 80))


def test_a_question_is_answered_in_the_order_of_best_sentences(example_library: Assistant) -> None:
    question, found = _found(example_library, QUESTION)
    ordered = by_best_sentence(question, found, example_library.library.words)
    best = rank_sentences(question, found, example_library.library.words).evidence[0]
    assert {r.passage.id for r in ordered} == {r.passage.id for r in found}
    assert best.passage.id in [r.passage.id for r in ordered[:3]]
    assert [r.score for r in ordered] == sorted((r.score for r in ordered), reverse=True)
    assert [r.passage.id for r in example_library.search(QUESTION, 7)] == [r.passage.id for r in ordered[:7]]


def test_what_is_no_question_keeps_the_order_in_which_it_was_found(example_library: Assistant) -> None:
    text = "bruises in babies who cannot move"
    _, found = _found(example_library, text)
    assert [r.passage.id for r in example_library.search(text, 9)] == [r.passage.id for r in found[:9]]


def test_a_passage_repeated_in_its_document_is_shown_once(example_library: Assistant) -> None:
    _, found = _found(example_library, QUESTION)
    first = found[0]
    numbered = replace(first, passage=replace(first.passage, id="again", text=f"{first.passage.text} 7"))
    elsewhere = replace(numbered, document=replace(first.document, id="another"))
    kept = dedupe([*found, numbered, elsewhere])
    assert [r.passage.id for r in kept[:-1]] == [r.passage.id for r in found]
    assert kept[-1] is elsewhere  # a press report that repeats a review is another source


@pytest.mark.parametrize(
    ("text", "title", "number"),
    [
        ("What is recommendation 2 of the Harrowmere Child A review?", "Harrowmere", "2"),
        ("What does learning point 3 of the review of Asha say, and who was told?", "Asha", "3"),
    ],
)
def test_an_entry_asked_for_by_number_comes_first(
    example_library: Assistant, text: str, title: str, number: str
) -> None:
    catalogue = example_library.library.catalogue
    held = {d.id: d for d in catalogue.documents() if title in f"{d.facts.title} {d.facts.area}"}
    kind = "recommendation" if "recommendation" in text else "learning"
    wanted = [
        row.finding.text for row in catalogue.findings(list(held))
        if row.finding.kind == kind and row.finding.number == number
    ]  # fmt: skip
    found = example_library.search(text, 3)
    assert any(s.text in entry or entry in s.text for r in found for s in r.passage.sentences for entry in wanted)

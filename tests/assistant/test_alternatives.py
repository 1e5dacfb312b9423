"""What could be asked instead is computed: every suggestion is answered, and is about what was asked or came near."""

from assistant.answering import Assistant
from assistant.records import Answer, Filters

DENTIST = "How much did the review about Child G cost?"


def instead(answer: Answer) -> list[str]:
    return [n.text.removeprefix("You could ask instead: ") for n in answer.notices if n.kind == "ask_instead"]


def test_every_suggestion_is_answered_from_the_register(example_library: Assistant) -> None:
    answer = example_library.ask(DENTIST)
    assert answer.outcome == "abstained"
    suggestions = instead(answer)
    assert 1 <= len(suggestions) <= 3
    for question in suggestions:
        again = example_library.ask(question)
        assert again.outcome == "answered" and again.headline[0].isdigit(), question


def test_the_first_suggestion_is_about_the_document_that_was_named(example_library: Assistant) -> None:
    assert "Child G" in instead(example_library.ask(DENTIST))[0]


def test_a_theme_asked_about_is_suggested_first(example_library: Assistant) -> None:
    answer = example_library.ask("What did the serious case review into Child Q say about school attendance?")
    assert answer.outcome == "abstained"
    assert "school attendance" in instead(answer)[0]


def test_an_abstention_says_what_was_searched(example_library: Assistant) -> None:
    answer = example_library.ask(DENTIST)
    said = [n.text for n in answer.notices if n.kind == "searched"]
    assert said == [f"{answer.searched.passages:,} passages of {answer.searched.documents} documents were searched."]


def test_nothing_is_suggested_where_nothing_is_held(example_library: Assistant) -> None:
    answer = example_library.ask(DENTIST, Filters(year_from=1900, year_to=1901))
    assert answer.outcome == "abstained" and not instead(answer)
    assert not [n for n in answer.notices if n.kind == "searched"]


def test_an_answer_suggests_nothing(example_library: Assistant) -> None:
    answer = example_library.ask("How many recommendations does the Child G overview report make?")
    assert answer.outcome == "answered" and not instead(answer)

"""The vocabulary of themes: what it must hold, and how its phrases are met in a text."""

import time

import pytest

from ingest.errors import SetupError
from ingest.themes import MOST, find_theme, load_themes, parse_themes, themes_in

ONE = "- {id: a_b, name: A and B, definition: Something., words: [one thing]}\n"


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("She was professionally curious about the bruise.", "professional_curiosity"),
        ("She told them what they wanted to hear.", "disguised_compliance"),
        ("Parents were telling professionals what they want to hear.", "disguised_compliance"),
        ("Nobody heard the child’s voice.", "voice_of_the_child"),
        ("The children's wishes and feelings were not known.", "voice_of_the_child"),
        ("The agencies did not share information.", "information_sharing"),
        ("Three appointments were missed and he was not brought.", "was_not_brought"),
        ("Any professional should escalate their concern.", "escalation"),
    ],
)
def test_a_theme_is_met_in_other_endings_and_with_words_between(text: str, theme: str) -> None:
    assert theme in themes_in(text)


def test_no_more_than_three_words_stand_for_the_dots() -> None:
    assert "disguised_compliance" not in themes_in("telling one two three four five want to hear")


def test_a_text_about_nothing_in_the_vocabulary_has_no_theme() -> None:
    assert themes_in("The weather on the day was fine.") == ()


def test_a_phrase_weighs_more_than_a_word_and_a_title_more_than_the_text() -> None:
    assert themes_in("domestic abuse and coercive control; the guidance")[0] == "domestic_abuse"
    assert themes_in("information sharing", title="Unsafe sleep and co-sleeping")[0] == "unsafe_sleep"


def test_a_text_has_few_themes_however_many_words_it_touches() -> None:
    everything = " ".join(word for theme in load_themes() for word in theme.words)
    assert len(themes_in(everything)) == MOST


def test_every_way_of_putting_a_theme_leads_to_a_theme() -> None:
    lost = [word for theme in load_themes() for word in theme.words if "..." not in word and find_theme(word) is None]
    assert lost == []


@pytest.mark.parametrize("wanted", ["information_sharing", "Information sharing", "silo working", "was-not-brought"])
def test_a_theme_is_found_by_its_id_its_name_and_a_way_of_putting_it(wanted: str) -> None:
    assert find_theme(wanted) in ("information_sharing", "was_not_brought")


def test_a_theme_that_the_vocabulary_has_not_is_not_found() -> None:
    assert find_theme("volcanoes") is None


@pytest.mark.parametrize(
    "text",
    ["", "- [", "- {id: a, name: A, words: [x]}", "- {id: a, name: A, definition: D, words: []}", ONE + ONE, "- 5"],
)
def test_a_vocabulary_that_is_not_as_it_should_be_is_an_error_that_says_so(text: str) -> None:
    with pytest.raises(SetupError, match=r"themes\.yaml"):
        parse_themes(text)


def test_finding_themes_takes_a_millisecond_for_a_paragraph() -> None:
    text = "The health visitor shared information with the school about missed appointments and neglect. " * 8
    themes_in(text)
    start = time.perf_counter()
    for _ in range(50):
        themes_in(text)
    assert (time.perf_counter() - start) / 50 < 0.01

"""Follow-ups read on their own: written conversations over the example library, and what must never be touched."""

import re
from pathlib import Path
from typing import Literal

import pytest
import yaml
from pydantic import BaseModel, ConfigDict

from assistant.follow_ups import CitedDocument, Standalone, Turn, search_text, standalone
from tests.libraries import QUESTIONS

CASES = Path(__file__).with_suffix("").with_name("follow_ups.yaml")
SOURCES = QUESTIONS.parent / "source"


class SaidBefore(BaseModel):
    """A turn before: its question on its own, and the ids of the documents that its answer cited."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    question: str
    documents: list[str]


class Case(BaseModel):
    """A follow-up after ``turns``: words its standalone text must and must not have, or that it stays as it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: str
    split: Literal["tune", "held"]
    turns: list[SaidBefore]
    question: str
    unchanged: bool = False
    must: list[str] = []
    must_not: list[str] = []
    about: list[str] | None = None
    excluded: list[str] | None = None


def documents() -> dict[str, CitedDocument]:
    """The documents of the example library by the name of their source."""
    held = {}
    for path in sorted(SOURCES.glob("*.md")):
        head = yaml.safe_load(path.read_text("utf-8").split("---")[1])
        held[head["id"]] = CitedDocument(
            id=head["id"], title=head["title"], area=head["area"], year=head["year"],
            pseudonyms=tuple(head["pseudonyms"]),
        )  # fmt: skip
    return held


LIBRARY = documents()
WRITTEN = [Case(**case) for case in yaml.safe_load(CASES.read_text("utf-8"))]


def turns(case: Case) -> list[Turn]:
    """The turns of a case with their documents."""
    return [Turn(question=t.question, documents=tuple(LIBRARY[d] for d in t.documents)) for t in case.turns]


def faults(case: Case, read: Standalone) -> list[str]:
    """What is not as the case says; empty when all is."""
    if case.unchanged:
        return [f"changed to {read.text!r}"] if read.changed or read.text != case.question else []
    wrong = [f"lacks {w!r}" for w in case.must if w.lower() not in read.text.lower()]
    wrong += [f"has {w!r}" for w in case.must_not if w.lower() in read.text.lower()]
    if case.about is not None and sorted(case.about) != sorted(read.about):
        wrong.append(f"about {read.about}")
    if case.excluded is not None and sorted(case.excluded) != sorted(read.excluded):
        wrong.append(f"excluded {read.excluded}")
    if not read.how:
        wrong.append("does not say how it was read")
    return wrong


def held_up(cases: list[Case]) -> float:
    """The share of ``cases`` without a fault."""
    return sum(not faults(case, standalone(case.question, turns(case))) for case in cases) / len(cases)


def asked_by_authors() -> list[tuple[str, list[str]]]:
    """Every question of the authors of the examples, each on its own, and the documents that support its answer."""
    cases = [case for path in sorted(QUESTIONS.glob("*.yaml")) for case in yaml.safe_load(path.read_text("utf-8"))]
    return [(case["question"], list(dict.fromkeys(s["document"] for s in case["support"]))) for case in cases]


def turn(question: str, *documents: str) -> Turn:
    """A turn before with the documents that it cited."""
    return Turn(question=question, documents=tuple(LIBRARY[d] for d in documents))


BRUISES = turn("What did the Harrowmere review of 2009 say about bruises?", "harrowmere-2009-child-a")


def test_a_third_of_the_cases_is_held_and_many_stand_alone() -> None:
    held = sum(case.split == "held" for case in WRITTEN)
    assert len(WRITTEN) >= 80
    assert held >= len(WRITTEN) // 3
    assert sum(case.unchanged for case in WRITTEN) >= 25


@pytest.mark.parametrize("case", [c for c in WRITTEN if c.unchanged], ids=lambda c: c.question)
def test_a_question_that_stands_alone_stays_as_it_is(case: Case) -> None:
    assert faults(case, standalone(case.question, turns(case))) == []


@pytest.mark.parametrize(
    "case", [c for c in WRITTEN if c.split == "tune" and not c.unchanged], ids=lambda c: c.question
)
def test_a_follow_up_reads_on_its_own(case: Case) -> None:
    assert faults(case, standalone(case.question, turns(case))) == []


def test_held_follow_ups_read_on_their_own_in_85_of_100() -> None:
    assert held_up([c for c in WRITTEN if c.split == "held" and not c.unchanged]) >= 0.85


def test_no_question_of_the_examples_is_changed_by_what_was_asked_before() -> None:
    asked = asked_by_authors()
    changed = []
    for step in (1, 7, 50):
        for at, (question, _) in enumerate(asked):
            before = asked[(at + step) % len(asked)]
            read = standalone(question, [turn(before[0], *(d for d in before[1] if d in LIBRARY))])
            changed += [f"{question} -> {read.text}"] if read.changed else []
    assert changed == []


def test_nothing_is_changed_where_nothing_was_said_before() -> None:
    assert standalone("and the police?", []) == Standalone(text="and the police?")
    assert search_text("and the police?", []) == "and the police?"


@pytest.mark.parametrize("case", WRITTEN, ids=lambda c: c.question)
def test_no_name_is_invented(case: Case) -> None:
    before = turns(case)
    said = " ".join([case.question, *(t.question for t in before)])
    said += " ".join(f"{d.title} {d.area} {' '.join(d.pseudonyms)}" for t in before for d in t.documents)
    text = standalone(case.question, before).text
    names = set(re.findall(r"(?<=[\w,’“(] )[A-Z][\w-]+|(?<=[“(])[A-Z][\w-]+", text))
    assert {n for n in names if n.lower() not in said.lower()} == set()


def test_a_person_is_found_several_turns_back() -> None:
    said = [
        turn("What did the grandmother tell the reviewers in the Skelderby review of 2018?", "skelderby-2018-child-a"),
        turn("What did the Skelderby review of 2018 recommend on training?", "skelderby-2018-child-a"),
        turn("How many recommendations does the Skelderby review of 2018 make?", "skelderby-2018-child-a"),
    ]
    assert "the grandmother" in standalone("Was she told?", said).text


def test_one_question_word_after_another_does_not_pile_up() -> None:
    said = [BRUISES]
    for question in ("why?", "who said that?", "which page?"):
        said.append(Turn(question=standalone(question, said).text, documents=BRUISES.documents))
    assert said[-1].question == "What did the Harrowmere review of 2009 say about bruises, and on which page?"


def test_a_reader_is_told_how_a_word_was_read() -> None:
    read = standalone("Who wrote it?", [BRUISES])
    assert read.how == "“it” read as the Harrowmere review of 2009 (Child A)"
    assert read.about == ("harrowmere-2009-child-a",)


def test_a_follow_up_about_a_response_is_not_held_to_the_review() -> None:
    assert standalone("How did the council respond to it?", [BRUISES]).about == ()


def test_a_review_is_named_by_its_title_where_place_and_kind_are_not_known() -> None:
    read = standalone(
        "Who wrote it?", [turn("What does the column say about the cost of reviews?", "linfold-2018-opinion")]
    )
    assert "We have enough reviews" in read.text


def test_a_question_with_names_of_its_own_is_searched_for_as_it_is() -> None:
    question = "What did the Tolverton review of 2012 say about housing?"
    assert search_text(question, [BRUISES]) == question


def test_a_follow_up_is_searched_for_with_the_words_before_it_at_half_their_weight() -> None:
    text = search_text("Was the mother told?", [BRUISES])
    assert text.count("mother") == 2
    assert text.count("bruises") == 1


def test_a_short_question_that_stands_alone_never_takes_over_a_review() -> None:
    text = search_text("What is an early help assessment?", [BRUISES])
    assert "Harrowmere" not in text
    assert "bruises" in text


def test_what_an_earlier_sentence_of_the_same_message_names_is_not_looked_for_before() -> None:
    question = "I have read about the escalation policy of the board. Is it used?"
    assert not standalone(question, [BRUISES]).changed


def test_a_whole_sentence_after_no_is_no_correction_of_one_phrase() -> None:
    question = "No, the review should have asked what the neighbour had seen from the window."
    assert "as regards" not in standalone(question, [BRUISES]).text


def test_a_very_long_question_is_left_alone() -> None:
    question = "What about " + "the police and " * 100 + "schools?"
    assert not standalone(question, [BRUISES]).changed


@pytest.mark.parametrize(
    "question",
    [
        "The father was not assessed",
        "Not every review mentions fathers, why is that not said?",
        "In what cases were children seen, not heard?",
        "Who decides on a referral when they disagree with each other?",
    ],
)
def test_not_in_a_sentence_takes_nothing_back(question: str) -> None:
    assert "corrected" not in standalone(question, [BRUISES]).how


def test_nobody_of_another_review_is_meant_by_a_pronoun() -> None:
    said = [
        turn("What did the review into Child G recommend for schools?", "northmarch-2013-child-g"),
        turn("Who wrote the Northmarch review of 2025?", "northmarch-2025-child-m"),
    ]
    read = standalone("How old was he?", said)
    assert "Child M" in read.text
    assert "Child G" not in read.text


def test_what_others_said_of_a_review_is_not_sought_in_it() -> None:
    said = [turn("Who was Adult B in the Tolverton case?", "tolverton-2012-child-a", "tolverton-2012-press")]
    read = standalone("What did the newspaper say about him?", said)
    assert read.text == "What did the newspaper say about Adult B in the Tolverton case?"
    assert read.about == ()

"""A question is read for what it names: documents, sides, years, agencies, kinds, voices and numbers."""

from collections.abc import Callable

import pytest
import yaml

from assistant.answering import Assistant
from assistant.asked import Numbered, Years, numbered_in, passage_kinds_in, voices_in, years_in
from assistant.naming import years_of_documents
from assistant.understanding import Reading, read_question
from tests.libraries import QUESTIONS

Read = Callable[[str], Reading]


@pytest.fixture(scope="module")
def read(example_library: Assistant) -> Read:
    documents = example_library.library.catalogue.documents()
    return lambda text: read_question(text, documents)


@pytest.fixture(scope="module")
def files(example_library: Assistant) -> dict[str, str]:
    return {h.id: h.file.rsplit(".", 1)[0] for h in example_library.library.catalogue.documents()}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does the 2009 Harrowmere review say about bruises?", {"harrowmere-2009-child-a"}),
        ("What does the Harrowmere review of 2021 recommend?", {"harrowmere-2021-child-k"}),
        ("What does the later Harrowmere review say?", {"harrowmere-2021-child-k"}),
        ("what happened in the child k review", {"harrowmere-2021-child-k"}),
        ("What did the review by Ruth Calloway find?", {"linfold-2017-young-person-f"}),
        ("What did Skelderby Safeguarding Children Board publish about Child A?", {"skelderby-2018-child-a"}),
        ("Who looked after the Reed children?", {"brackenshire-2022-the-reed-children"}),
        ("What does “Seen and heard” say about fathers?", {"national-2022-seen-and-heard"}),
        ("What does the blog say about Child D?", {"practice-notes-blog"}),
        ("What did the newspapers say about the Child A case in Tolverton?", {"tolverton-2012-press"}),
        ("What did the partnership say in its response to the Child M review?", {"northmarch-2025-response"}),
        ("What did the scrutiny committee minutes say about Child A?", {"harrowmere-2010-scrutiny-minutes"}),
        ("What did HSCB recommend?", {"harrowmere-2009-child-a"}),
        ("What does the Neglect Ladder look at?", {"brackenshire-2019-neglect-guidance"}),
    ],
)
def test_a_document_is_named_by_what_it_is_called(
    question: str, expected: set[str], read: Read, files: dict[str, str]
) -> None:
    assert {files[i] for i in read(question).named} == expected


def test_a_child_of_several_reviews_names_them_all(read: Read, files: dict[str, str]) -> None:
    named = {files[i] for i in read("What did the Child A review find?").named}
    assert named == {"harrowmere-2009-child-a", "tolverton-2012-child-a", "skelderby-2018-child-a"}


@pytest.mark.parametrize(
    "question",
    [
        "What do reviews say about a child a week after birth?",
        "How did the baby get a bruise?",
        "What can we learn about supervision?",
        "What should a health visitor do when a child is not brought to appointments?",
    ],
)
def test_a_question_that_names_no_document_is_not_tied_to_one(question: str, read: Read) -> None:
    assert read(question).named == ()


def test_a_place_alone_hints_and_does_not_name(read: Read, files: dict[str, str]) -> None:
    reading = read("What should a social worker in Skelderby do about cots?")
    assert reading.named == ()
    assert [files[i] for i in reading.hinted] == ["skelderby-2018-child-a"]


@pytest.mark.parametrize(
    ("question", "unheld"),
    [
        ("What did the review into Child T say?", "Child T"),
        ("What did Orrelby's 2017 serious case review recommend?", "Orrelby 2017"),
    ],
)
def test_a_review_that_is_not_held_is_told(question: str, unheld: str, read: Read) -> None:
    reading = read(question)
    assert unheld in reading.unheld
    assert reading.named == ()
    assert any(unheld in phrase for phrase in reading.said)


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Compare Child G and Child D.",
         [{"northmarch-2013-child-g"}, {"cressmouth-2014-child-d", "practice-notes-blog"}]),
        ("How do the Harrowmere reviews of 2009 and 2021 differ?",
         [{"harrowmere-2009-child-a"}, {"harrowmere-2021-child-k"}]),
        ("What do the Linfold and the Skelderby reviews have in common?",
         [{"linfold-2017-young-person-f"}, {"skelderby-2018-child-a"}]),
    ],
)  # fmt: skip
def test_a_comparison_has_its_sides(question: str, sides: list[set[str]], read: Read, files: dict[str, str]) -> None:
    found = [{files[i] for i in side} for side in read(question).sides]
    assert sorted(map(sorted, found)) == sorted(map(sorted, sides))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("reviews since 2015", Years(first=2015, last=None)),
        ("reviews between 2010 and 2014", Years(first=2010, last=2014)),
        ("reviews before 2012", Years(first=None, last=2011)),
        ("reviews after 2012", Years(first=2013, last=None)),
        ("reviews up to 2012", Years(first=None, last=2012)),
        ("published in 2014", Years(first=2014, last=2014)),
        ("reviews on neglect", None),
    ],
)
def test_years_are_read_with_their_ends(text: str, expected: Years | None) -> None:
    assert years_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the 2009 Harrowmere review", (2009,)),
        ("the reviews of 2009 and 2021", (2009, 2021)),
        ("what happened in June 2010", ()),
        ("reviews published since 2015", ()),
    ],
)
def test_only_a_year_that_tells_documents_apart_counts_as_theirs(text: str, expected: tuple[int, ...]) -> None:
    assert years_of_documents(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What was recommendation 4?", Numbered(unit="recommendation", number="4")),
        ("the third finding", Numbered(unit="finding", number="3")),
        ("what does paragraph 4.12 say", Numbered(unit="paragraph", number="4.12")),
        ("what is on page 37", Numbered(unit="page", number="37")),
        ("recommendation 4(a)(iii)", Numbered(unit="recommendation", number="4(a)(iii)")),
    ],
)
def test_a_number_is_read_with_what_it_numbers(text: str, expected: Numbered) -> None:
    assert numbered_in(text) == (expected,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What did the mother say about the visits?", ("mother",)),
        ("according to Professor Jones, what went wrong?", ("Professor Jones",)),
        ("in the family's own words", ("family",)),
        ("What did the Child G review say?", ()),
    ],
)
def test_whose_words_are_asked_for(text: str, expected: tuple[str, ...]) -> None:
    assert voices_in(text) == expected


def test_kinds_of_passage_are_read() -> None:
    assert passage_kinds_in("What good practice was there?") == ("good_practice",)
    assert passage_kinds_in("What was recommended, and what happened before?") == ("recommendation", "chronology")


def test_agencies_are_those_asked_about_and_not_the_publisher(read: Read) -> None:
    reading = read("What did Harrowmere Safeguarding Children Board's Child A review recommend for health visitors?")
    assert reading.agencies == ("Health visiting",)


def test_how_a_question_was_understood_is_said_in_plain_words(read: Read) -> None:
    said = read("What did the 2009 Harrowmere review recommend for health visitors?").said
    assert said[0] == "Serious Case Review: Child A (Harrowmere, 2009)"
    assert "recommendations that concern Health visiting" in said


def test_questions_on_one_document_name_it_or_leave_it_open(read: Read, files: dict[str, str]) -> None:
    cases = [case for path in sorted(QUESTIONS.glob("*.yaml")) for case in yaml.safe_load(path.read_text("utf-8"))]
    outcomes = []
    for case in cases:
        support = {s["document"] for s in case["support"]}
        if len(support) == 1:
            named = {files[i] for i in read(case["question"]).named}
            outcomes.append("open" if not named else "right" if support <= named else "wrong")
    assert outcomes.count("wrong") < 0.01 * len(outcomes)
    assert outcomes.count("right") > 0.75 * len(outcomes)

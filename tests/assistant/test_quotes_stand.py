"""Every quote stands on the page it cites: the originals are read again, with code that the product does not use."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.records import Answer, Citation
from tests.libraries import EXAMPLES
from tests.originals import pages_of, printed_on, stands, stands_spaced

SEED_QUESTIONS = (
    "Who wrote the serious case review about Hamzah Khan?",
    "What did Nancy Palmer say about good professional practice?",
    "What does Ray Jones think of serious case reviews?",
    "How many children have child protection plans?",
    "What did the panel call for after the deaths of Arthur Labinjo-Hughes and Star Hobson?",
    "What was Bradford asked to do?",
    "What did OFSTED say about Birmingham's child protection services?",
    "Why do young people not disclose maltreatment?",
    "What did the committee resolve about the child protection handbook?",
    "What should trigger a child protection investigation where there is domestic violence?",
    "What does the blog say about the blame culture?",
    "Who is the mayor of Leeds?",
)
INQUIRY_QUESTIONS = (
    "What does recommendation 1 of the Covid-19 Inquiry Module 1 say about civil emergency preparedness?",
    "What happened in Exercise Cygnus?",
    "What did Module 1 find about the 2011 pandemic influenza strategy?",
    "How did the UK government communicate with the public during the pandemic?",
    "What did Module 2 say about the lockdown of 23 March 2020?",
    "What are the failings in the treatment of people with haemophilia?",
    "What does the Infected Blood Inquiry say about compensation?",
    "What did the government respond on memorials for the infected blood victims?",
    "What is the duty of candour?",
    "What is full and fair redress in the Horizon inquiry?",
    "How many people received Horizon Shortfall Scheme offers?",
    "What were the human impacts on postmasters?",
    "What does the Grenfell response say about a construction regulator?",
    "What did the government accept about cladding and social housing?",
    "Which recommendations are addressed to the fire and rescue services?",
    "What is nudging?",
    "What did the Committee recommend about traffic light labelling of food?",
    "How should behaviour change interventions be evaluated?",
    "What caused the disorder in summer 2024?",
    "How did police respond to misinformation on social media after the Southport attack?",
    "What funding did the Home Secretary agree for police forces?",
    "How many satellites orbit the Earth?",
    "What did the Lords committee say about the UK Space Agency merging into DSIT?",
    "What is the danger of space debris?",
    "When did Apollo 11 land on the Moon?",
    "What are the lessons of SARS and MERS for planning?",
    "Who chaired the review of the safeguarding board in Cornwall?",
)


def answers(assistant: Assistant, questions: Iterable[str]) -> list[Answer]:
    """The answers to ``questions``."""
    return [assistant.ask(question) for question in questions]


@pytest.fixture(scope="module")
def seed_answers(seed_library: Assistant) -> list[Answer]:
    return answers(seed_library, SEED_QUESTIONS)


@pytest.fixture(scope="module")
def inquiry_answers(inquiry_library: Assistant) -> list[Answer]:
    return answers(inquiry_library, INQUIRY_QUESTIONS)


def shown(given: Sequence[Answer]) -> Iterator[tuple[Answer, Citation]]:
    """Every quote that is shown: those of answers, and those that came nearest."""
    for answer in given:
        for citation in (*answer.citations, *answer.nearest):
            yield answer, citation


def fallen(assistant: Assistant, given: Sequence[Answer], folder: Path) -> list[str]:
    """The quotes that are not found, whole, on the pages they cite in the originals in ``folder``."""
    files = {held.id: folder / held.file for held in assistant.library.catalogue.documents()}
    out = []
    for answer, c in shown(given):
        if not stands(c.quote, pages_of(files[c.review_id]), c.page, c.page_end):
            out.append(
                f"{files[c.review_id].name} page {c.page}-{c.page_end}: {c.quote!r} ({answer.standalone_question})"
            )
    return out


def spacing(assistant: Assistant, given: Sequence[Answer], folder: Path) -> list[tuple[bool, str]]:
    """For every quote on one page, whether blanks and hyphens are those of the page too."""
    files = {held.id: folder / held.file for held in assistant.library.catalogue.documents()}
    return [
        (
            any(stands_spaced(c.quote, text) for text in printed_on(files[c.review_id], c.page)),
            f"{files[c.review_id].name} {c.page}: {c.quote}",
        )
        for _, c in shown(given)
        if c.page == c.page_end
    ]


def test_every_quote_from_the_examples_stands_on_its_page(
    example_library: Assistant, example_answers: list[Answer]
) -> None:
    assert len(example_answers) >= 40
    assert sum(a.outcome == "answered" for a in example_answers) >= 40
    assert fallen(example_library, example_answers, EXAMPLES) == []


def test_quotes_that_run_over_a_page_are_among_them(example_answers: list[Answer]) -> None:
    assert any(c.page_end != c.page for _, c in shown(example_answers))


def test_every_quote_from_the_seeds_stands_in_its_text(
    seed_library: Assistant, seed_answers: list[Answer], shared: Path
) -> None:
    assert sum(1 for _ in shown(seed_answers)) >= len(SEED_QUESTIONS)
    assert fallen(seed_library, seed_answers, shared / "library" / "seeds") == []


def test_every_quote_from_the_inquiries_stands_on_its_page(
    inquiry_library: Assistant, inquiry_answers: list[Answer], shared: Path
) -> None:
    assert sum(1 for _ in shown(inquiry_answers)) >= len(INQUIRY_QUESTIONS)
    assert fallen(inquiry_library, inquiry_answers, shared / "library" / "inquiries") == []


def test_nothing_was_dropped_on_the_way(
    example_answers: list[Answer], seed_answers: list[Answer], inquiry_answers: list[Answer]
) -> None:
    given = [*example_answers, *seed_answers, *inquiry_answers]
    dropped = [d.text for answer in given for d in answer.dropped]
    shown_quotes = sum(len(answer.citations) for answer in given)
    assert len(dropped) <= 0.01 * shown_quotes, dropped


def test_blanks_and_hyphens_of_quotes_are_those_of_the_page(
    example_library: Assistant,
    example_answers: list[Answer],
    inquiry_library: Assistant,
    inquiry_answers: list[Answer],
    shared: Path,
) -> None:
    checked = spacing(example_library, example_answers, EXAMPLES)
    checked += spacing(inquiry_library, inquiry_answers, shared / "library" / "inquiries")
    wrong = [quote for right, quote in checked if not right]
    assert len(wrong) <= 0.01 * len(checked), f"{len(wrong)} of {len(checked)}: {wrong[:20]}"


def test_an_answer_says_only_what_it_quotes(
    example_answers: list[Answer], seed_answers: list[Answer], inquiry_answers: list[Answer]
) -> None:
    for answer in (*example_answers, *seed_answers, *inquiry_answers):
        quotes = {c.id: c.quote for c in answer.citations}
        assert len(quotes) == len(answer.citations)
        counts = [statement for statement in answer.statements if statement.support == "verified"]
        assert [statement.text.rstrip(".") for statement in counts] in ([], [answer.headline.rstrip(".")])
        for statement in answer.statements:
            if statement not in counts:
                assert [quotes[c] for c in statement.citations] == [statement.text]
        assert (answer.outcome == "answered") == bool(answer.statements)
        assert (answer.outcome == "answered") == (answer.reason is None)
        if answer.outcome == "answered":
            assert answer.nearest == ()

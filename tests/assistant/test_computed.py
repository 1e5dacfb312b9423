"""Counts and lists held against what is true of the example library; other questions are left alone."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pytest

from assistant.answering import Assistant
from assistant.computed import Computed, compute
from assistant.finding_evidence import evidence_for
from assistant.records import Filters
from assistant.register import RegisterFilters, read_register
from assistant.understanding import read_question
from assistant.verification import page_of_quote
from tests.libraries import TRUTH

Record = dict[str, Any]
POLICE = r"police|constab"
SCHOOLS = r"school|college|academ|headteacher"
# Records whose text and place name nobody of the police: the truth tells what only a reader infers.
INFERRED = {("orrelby-2020-jordan", n) for n in "456"} | {("brackenshire-2022-the-reed-children", "6")}


@dataclass(frozen=True)
class Case:
    """A question and how many there are by the truth."""

    question: str
    count: Callable[[], int]


@lru_cache(maxsize=1)
def documents() -> tuple[Record, ...]:
    return tuple(json.loads(path.read_text("utf-8")) for path in sorted(TRUTH.glob("*.json")))


def held(source: str = "", since: int = 0, until: int = 9999, area: str = "", kind: str = "") -> int:
    """How many documents there are of a source kind, of years, of an area."""
    return sum(
        (not source or d["source_kind"] == source) and since <= d["year"] <= until
        and (not area or d["area"] == area) and kind in d["kind"]
        for d in documents()
    )  # fmt: skip


def entries(
    kind: str, document: str = "", to: str = "", text: str = "", since: int = 0, until: int = 9999
) -> list[str]:
    """The documents of each record of a kind, addressed to ``to``, with ``text``."""
    return [
        d["id"]
        for d in documents() if document in d["id"] and since <= d["year"] <= until
        for r in d[kind]
        if (not to or any(re.search(to, name, re.IGNORECASE) for name in r["addressed_to"])
            and (d["id"], r["number"]) not in INFERRED)
        and (not text or re.search(text, r["text"], re.IGNORECASE))
    ]  # fmt: skip


def many(kind: str, document: str = "", **narrowed: Any) -> Callable[[], int]:
    return lambda: len(entries(kind, document, **narrowed))


def reviews_with(kind: str, **narrowed: Any) -> Callable[[], int]:
    return lambda: len(set(entries(kind, **narrowed)))


def mentioning(words: str, source: str = "review") -> Callable[[], int]:
    return lambda: sum(
        d["source_kind"] == source and any(re.search(words, p["text"], re.IGNORECASE) for p in d["paragraphs"])
        for d in documents()
    )


R, F, L = "recommendations", "findings", "learning"
CASES = (
    Case("How many documents are held?", lambda: held()),
    Case("How many reviews do you have?", lambda: held("review")),
    Case("how many reviews have been published since 2015", lambda: held("review", since=2015)),
    Case("How many reviews were published before 2013?", lambda: held("review", until=2012)),
    Case("Which reviews were published in 2014?", lambda: held("review", 2014, 2014)),
    Case("List all reviews from 2016 to 2018.", lambda: held("review", 2016, 2018)),
    Case("What serious case reviews are there?", lambda: held("review", kind="serious_case_review")),
    Case("How many local child safeguarding practice reviews does the library hold?",
         lambda: held("review", kind="local_child")),
    Case("How many national reviews are there in the library?", lambda: held("review", kind="national")),
    Case("How many press reports are held?", lambda: held("press")),
    Case("What is the number of reviews about Harrowmere?", lambda: held("review", area="Harrowmere")),
    Case("Which reviews are from Tolverton?", lambda: held("review", area="Tolverton")),
    Case("Please list the documents about Northmarch.", lambda: held(area="Northmarch")),
    Case("Are there any reviews from Orrelby?", lambda: held("review", area="Orrelby")),
    Case("How many recommendations does the Child G review make?", many(R, "child-g")),
    Case("How many recommendations did the review into Child K make?", many(R, "child-k")),
    Case("What is the total number of recommendations in the 2012 Tolverton report?",
         many(R, "tolverton-2012-child-a")),
    Case("How many recommendations are there in the Linfold review?", many(R, "linfold-2017")),
    Case("How many recommendations did the Baby L review make?", many(R, "baby-l")),
    Case("How many recommendations does the national review make?", many(R, "national")),
    Case("Can you tell me how many recommendations the Brackenshire 2011 review made?", many(R, "brackenshire-2011")),
    Case("List the recommendations of the Cressmouth review", many(R, "cressmouth")),
    Case("What are the recommendations in the review of Jordan?", many(R, "orrelby")),
    Case("What did the review into the Reed children recommend?", many(R, "reed")),
    Case("What recommendations did the Asha review make?", many(R, "asha")),
    Case("How many recommendations did the reviews published in 2014 make?", many(R, "cressmouth")),
    Case("How many findings does the Child G review have?", many(F, "child-g")),
    Case("How many findings are there in the Dunmarrow review?", many(F, "baby-l")),
    Case("What are the findings of the Linfold serious case review?", many(F, "linfold-2017")),
    Case("How many learning points are in the Child M review?", many(L, "child-m")),
    Case("List the learning points from Skelderby.", many(L, "skelderby")),
    Case("How many recommendations in the Northmarch 2013 review were addressed to the police?",
         many(R, "child-g", to=POLICE)),
    Case("What did the Child G review recommend for schools?", many(R, "child-g", to=SCHOOLS)),
    Case("Which recommendations of the Child M review are addressed to schools?", many(R, "child-m", to=SCHOOLS)),
    Case("Which recommendations were made to Northmarch Constabulary?", many(R, to="Northmarch Constabulary")),
    Case("How many recommendations were addressed to Estuary Constabulary?", many(R, to="Estuary Constabulary")),
    Case("How many recommendations were addressed to the police?", many(R, to=POLICE)),
    Case("Which recommendations were addressed to housing?", many(R, to=r"homes|housing")),
    Case("Which reviews made recommendations to the police?", reviews_with(R, to=POLICE)),
    Case("How many reviews made recommendations to the Department for Education?",
         reviews_with(R, to="Department for Education")),
    Case("What was recommendation 4 of the Harrowmere 2009 review?", lambda: 1),
    Case("What does recommendation 12 in the Child G review say?", lambda: 1),
    Case("What is finding 3 of the Child G review about?", lambda: 1),
    Case("What is the second learning point in the Asha review?", lambda: 1),
    Case("Which recommendations mention interpreters?", many(R, text=r"interpret(?:er|ing)\b")),
    Case("How many recommendations mention pharmacies?", many(R, text=r"\bpharmac(?:y|ies)")),
    Case("Which reviews mention CAMHS?", mentioning(r"\bCAMHS\b")),
    Case("In how many reviews is Ofsted mentioned?", mentioning(r"\bOfsted\b")),
    Case("Which reviews name elective home education?", mentioning(r"\bhome[- ]educat|educat\w+ at home")),
    Case("Which reviews refer to strategy discussions?", mentioning(r"strategy discussion")),
)  # fmt: skip
OTHERS = (
    "How many times was the baby seen?",
    "How many surgeries had confirmed putting up the sheet?",
    "How many of Child G's appointments was he brought to?",
    "How many health visitors were employed in Harrowmere?",
    "How many children lived in the house?",
    "How many days passed before the social worker visited Child A?",
    "How many reports did the school make about bruises?",
    "How many of the recommendations of the 2009 review had been carried out by 2021?",
    "How many recommendations were accepted by the partnership?",
    "How many reviews of the plan took place in the Child B case?",
    "How many staff took part in the Dunmarrow review?",
    "How many other reviews had the author written?",
    "How many practitioners did the reviewers meet?",
    "How many recommendations did Child T's review make?",
    "How many recommendations did the Harrowmere review of 2014 make?",
    "How many findings of neglect were made by the family court?",
    "How many documents did the panel read?",
    "How much did the Child M review cost?",
    "Which review panel member chaired the meeting?",
    "Which school did Child G attend?",
    "Which agencies knew the family?",
    "Which professionals were at the strategy discussion?",
    "Which recommendation deals with the handover between two health visitors when a family moves?",
    "Which findings surprised the panel most?",
    "Which recommendations were rejected?",
    "Which reviews are the best?",
    "What did the review say about fathers?",
    "What did the Child K review recommend for health visitors' new birth and six-week contacts?",
    "What did the Child G review recommend that schools do when a child is hungry every Monday?",
    "What did the mother say about the review?",
    "What do reviews say about bruises in babies who cannot move?",
    "What does paragraph 4.12 say?",
    "What is a serious case review?",
    "What is on page 12 of the Child G review?",
    "What was the finding of the coroner?",
    "What reports did the police send to children's social care?",
    "Who wrote the Child G review?",
    "When was the Child K review published?",
    "Why was recommendation 4 not carried out?",
    "Was recommendation 3 of the 2009 review carried out?",
    "How did the partnership respond to recommendation 7?",
    "List the events of 2010 in order.",
    "List three ways in which supervision helps.",
    "Give examples of good practice on professional challenge.",
    "Name the health visitor in the Child A case.",
    "Show me the chronology of the Child G case.",
    "Tell me about the Harrowmere review.",
    "Are there any bruises that are normal in babies?",
    "Do reviews mention that fathers were assessed properly?",
    "Which reviews do not mention fathers?",
)


def asked(assistant: Assistant, question: str, **given: Any) -> Computed | None:
    library = assistant.library
    return compute(read_question(question, library.catalogue.documents()), library, **given)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.question)
def test_a_count_is_what_is_true(case: Case, example_library: Assistant) -> None:
    found = asked(example_library, case.question)
    assert found is not None, "not recognised"
    assert found.total == case.count(), found


@pytest.mark.parametrize("question", OTHERS)
def test_a_question_of_another_sort_is_not_computed(question: str, example_library: Assistant) -> None:
    assert asked(example_library, question) is None


def test_every_entry_of_the_register_has_sentences_that_stand_on_its_page(example_library: Assistant) -> None:
    library = example_library.library
    entries = read_register(library, RegisterFilters()).entries
    for entry, carried in zip(entries, evidence_for(entries, library), strict=True):
        assert carried is not None, entry
        evidence = carried.evidence
        assert page_of_quote(library.catalogue, evidence.document.id, evidence.sentences) is not None
        assert evidence.sentences[0].page == entry.finding.places[0].page
        assert len(evidence.quote) <= 700 or len(evidence.sentences) == 1


def test_a_list_cut_short_keeps_its_total_and_spreads_over_documents(example_library: Assistant) -> None:
    found = asked(example_library, "Which recommendations were addressed to the police?", most=5)
    assert found is not None
    assert (len(found.items), found.complete) == (5, False)
    assert found.total > 5
    assert len({item.document.id for item in found.items}) == 5
    assert all(item.evidence and item.entry for item in found.items)


def test_an_announced_number_that_was_not_found_is_told(example_library: Assistant) -> None:
    found = asked(example_library, "How many recommendations does the 2012 Tolverton review make?")
    assert found is not None
    assert any("announces 12" in notice and "11 were found" in notice for notice in found.notices)


def test_questions_to_a_board_are_told_apart_from_recommendations(example_library: Assistant) -> None:
    found = asked(example_library, "How many recommendations does the Baby L review make?")
    assert found is not None
    assert found.total == 0
    assert any("19 questions" in notice for notice in found.notices)


def test_what_was_counted_is_said(example_library: Assistant) -> None:
    found = asked(example_library, "How many recommendations were addressed to the police?")
    assert found is not None
    assert found.how == "recommendations in the register addressed to Police, in 14 reviews held"


def test_documents_that_mention_something_are_shown_with_a_sentence_that_does(example_library: Assistant) -> None:
    found = asked(example_library, "Which reviews mention CAMHS?")
    assert found is not None
    assert all(item.evidence and "CAMHS" in item.evidence.quote for item in found.items)


def test_filters_narrow_a_count(example_library: Assistant) -> None:
    question = "How many recommendations are held?"
    everything = asked(example_library, question)
    northmarch = asked(example_library, question, filters=Filters(areas=("Northmarch",)))
    police = asked(example_library, question, filters=Filters(areas=("Northmarch",), agencies=("Police",)))
    assert everything and northmarch and police
    assert everything.total > northmarch.total == 28
    assert 28 > police.total >= 5


def test_nothing_is_counted_of_what_the_library_does_not_know(example_library: Assistant) -> None:
    assert asked(example_library, "How many recommendations were addressed to Harbourside Constabulary?") is None
    assert asked(example_library, "How many recommendations did the Child Z review make?") is None
    assert asked(example_library, "Which reviews mention zeppelins?") is None


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many recommendations does the 2012 Tolverton review make?", "12 recommendations"),
        ("How many recommendations came out of the Child D review?", "ten recommendations"),
        ("How many recommendations does the Baby L review make?", "no recommendations"),
    ],
)
def test_the_documents_own_word_for_its_number_is_found(question: str, words: str, example_library: Assistant) -> None:
    found = asked(example_library, question)
    assert found is not None
    assert [words in evidence.quote for evidence in found.announcements] == [True]


def test_two_kinds_asked_for_at_once_are_counted_apart(example_library: Assistant) -> None:
    found = asked(example_library, "How many recommendations and how many lessons does the 2018 Skelderby review have?")
    assert found is not None
    assert found.headline.startswith("10 recommendations and 8 learning points in ")

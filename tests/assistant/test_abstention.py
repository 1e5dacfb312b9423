"""Abstaining: what is asked must be given of its subject, and what a question takes for granted must not be denied."""

from collections.abc import Sequence

import numpy as np
import pytest
import yaml

from assistant.abstention import DEFAULT_THRESHOLD, by_rule
from assistant.answering import Assistant
from assistant.attributes import load_attributes, parse_attributes
from assistant.evidence import Ranked
from assistant.features import Measures
from assistant.naming import years_of_documents
from assistant.premises import unfounded
from assistant.questions import Term, Understood, answer_type, names_in
from assistant.records import Answer, Evidence
from assistant.settings import Settings
from assistant.understanding import Reading
from ingest.catalogue import Held
from ingest.errors import SetupError
from ingest.lexical import stems
from ingest.records import DocumentFacts, Passage, Quality, Sentence
from tests.libraries import QUESTIONS

FACTS = DocumentFacts(
    title="Serious Case Review: Child Z", kind="serious case review", source_kind="review", year=2014, area=None
)
HELD = Held(
    id="z", sha256="z0", path="/z.pdf", file="z.pdf", facts=FACTS, passages=9, added="2026-11-23T10:00:00+00:00",
    quality=Quality(pages=20, pages_without_text=(), numbered_paragraphs=0, furniture_lines=0, reader="pypdf"),
)  # fmt: skip


def asking(text: str, unheld: tuple[str, ...] = ()) -> Understood:
    """``text`` as it would be understood in a library that holds all its words."""
    names = names_in(text)
    named = {s for name in names for s in stems(name)}
    terms = tuple(Term(stem=s, weight=4.0, held=True, named=s in named) for s in dict.fromkeys(stems(text)))
    return Understood(
        text=text, terms=terms, answer_type=answer_type(text), names=names, reading=Reading(text=text, unheld=unheld)
    )


def evidence(*texts: str) -> tuple[Evidence, ...]:
    """Each of ``texts`` as a passage of one sentence."""
    return tuple(_one(text, i) for i, text in enumerate(texts))


def _one(text: str, ordinal: int) -> Evidence:
    sentence = Sentence(text=text, start=0, end=len(text), page=1, page_end=1, paragraph=None)
    passage = Passage(
        id=f"p{ordinal}", ordinal=ordinal, kind="narrative", section=(), context="", text=text, sentences=(sentence,)
    )
    return Evidence(sentences=(sentence,), passage=passage, document=HELD, score=0.9, coverage=0.9, cosine=0.8)


def verdict(question: Understood, found: Sequence[Evidence]) -> str | None:
    measures = Measures(sentences=(), matrix=np.zeros((0, 0)))
    return by_rule(question, Ranked(evidence=tuple(found), odds={}, measures=measures), [HELD]).reason


GIVEN = [
    ("How much did the new clinic cost?", "The clinic cost £40,000 in its first year."),
    ("What prison sentence did the stepfather receive?", "The stepfather was jailed for six years in March."),
    ("What is the father's ethnic background?", "Father, who is Somali, came to the county in 2001."),
    ("What languages did the grandmother speak?", "The grandmother spoke Urdu at home."),
    ("How did Ofsted rate the children's home?", "Inspectors judged the children's home to be inadequate."),
    ("What did the twin weigh at birth?", "The twin weighed 2.1 kg at birth."),
    ("What did the lodger do for a living?", "The lodger worked as a roofer."),
    ("On what date was the strategy meeting held?", "The strategy meeting was held on 4 May 2012."),
    ("How old was the half-brother?", "His half-brother was nine years old."),
    ("What is the name of the headteacher?", "The headteacher, Mrs Dora Fenwick, rang the office."),
    ("How many councillors voted for the motion?", "The motion was put to the vote by councillors and lost by six."),
    ("What orders did the court make for the sisters?", "Care orders were made for both sisters."),
    ("How long is the waiting list for speech therapy?", "The list for speech therapy meant a wait of nine months."),
    ("What salary was the analyst paid?", "The analyst was paid £31,000 a year."),
    ("What was the toddler diagnosed with?", "The toddler was found to have epilepsy."),
    ("What did the toxicology tests show?", "The toxicology tests were negative."),
    ("How far away was the refuge?", "The refuge was 60 miles away."),
    ("How old was the lodger?", "The lodger was born on 3 May 1975."),
]
BESIDE = "The staff spoke of the matter with the family and wrote it down."


@pytest.mark.parametrize(("question", "sentence"), GIVEN)
def test_an_attribute_given_of_its_subject_is_answered(question: str, sentence: str) -> None:
    assert verdict(asking(question), evidence(BESIDE, sentence)) is None


@pytest.mark.parametrize("question", [question for question, _ in GIVEN])
def test_an_attribute_that_no_sentence_gives_is_refused_with_what_is_missing(question: str) -> None:
    reason = verdict(asking(question), evidence(BESIDE))
    assert reason is not None and "but none says" in reason


@pytest.mark.parametrize(
    ("question", "of_another"),
    [
        ("What did the lodger do for a living?", "The aunt worked as a nurse in the town."),
        ("How much did the new clinic cost?", "The bus service cost £2 million."),
        ("What did the twin weigh at birth?", "The neighbour's dog weighed 30 kg."),
    ],
)
def test_what_is_said_of_somebody_else_does_not_count(question: str, of_another: str) -> None:
    assert verdict(asking(question), evidence(of_another)) is not None


def test_no_question_of_another_kind_asks_an_attribute() -> None:
    others = ("What did the review recommend to schools?", "Did agencies consider the family's ethnic background?",
              "How should services address neglect?", "Who said that he was afraid?")  # fmt: skip
    for text in others:
        assert not any(attribute.is_asked(text) for attribute in load_attributes()), text


@pytest.mark.parametrize(
    "text",
    [
        "", "a: 1", "- {id: x}",
        "- {id: x, said: so, asks: ['('], words: [a], gives: [['b']]}",
        "- {id: x, said: so, asks: ['a'], words: [a], gives: []}",
        "- {id: x, said: so, asks: ['a'], words: [a], gives: [['b']], share: 2}",
        "- {id: x, said: so, asks: ['a'], words: [a], gives: [['b']], other: 1}",
        "\n".join(2 * ["- {id: x, said: so, asks: [a], words: [a], gives: [[b]]}"]),
    ],
)  # fmt: skip
def test_a_table_that_is_not_right_is_refused_when_it_is_loaded(text: str) -> None:
    with pytest.raises(SetupError):
        parse_attributes(text)


DENIED = [
    ("Why did the aunt refuse the nurse's visit in June?", "The aunt agreed to the nurse's visit in June."),
    ("Why did the council reject the plan for a helpline?", "The council adopted the plan for a helpline."),
    ("Why did the doctor fail to photograph the burn?", "The doctor took care to photograph the burn."),
    ("Why did the panel conclude that the death was predictable?", "The death was not predictable, the panel thought."),
    ("Why was the ward round criticised as a waste of time?", "The ward round was the best use of time on the unit."),
    ("Why did the partnership decide to reopen the nursery?", "The partnership did not reopen the nursery."),
    (
        "Why did the registrar turn the boy away from the clinic?",
        "The boy was admitted by the registrar to the clinic.",
    ),
]


@pytest.mark.parametrize(("question", "contrary"), DENIED)
def test_a_premise_that_the_evidence_denies_is_refused_with_the_sentence(question: str, contrary: str) -> None:
    found = unfounded(asking(question), evidence(BESIDE, contrary))
    assert found is not None and found.against is not None and found.against.quote == contrary


@pytest.mark.parametrize(
    ("question", "same"),
    [
        ("Why did the aunt refuse the nurse's visit in June?", "The aunt declined the nurse's visit in June."),
        ("Why did the council reject the plan for a helpline?", "The council did not accept the plan for a helpline."),
        ("Why did the doctor fail to photograph the burn?", "The doctor did not photograph the burn."),
        (
            "Why did the panel conclude that the death was predictable?",
            "The panel held that the death was predictable.",
        ),
        ("Why was the girl taken off the plan in May?", "The conference in May ended the girl's plan."),
        ("Why should schools refuse such requests?", "Schools agreed to such requests."),
        ("What did the aunt refuse?", "The aunt agreed to the visit."),
    ],
)
def test_a_premise_that_the_evidence_bears_out_is_answered(question: str, same: str) -> None:
    assert unfounded(asking(question), evidence(BESIDE, same)) is None


def test_an_act_that_nothing_speaks_of_is_refused_without_a_sentence() -> None:
    found = unfounded(asking("Why did the council reject the plan for a helpline?"), evidence(BESIDE))
    assert found is not None and found.against is None


def test_the_sentence_that_answers_best_may_speak_of_the_subject_in_other_words() -> None:
    question = asking("What would the failure of navigation satellites cost Britain each year?")
    given = "Such a failure would cost the UK £1 billion."
    assert verdict(question, evidence(given)) is None
    assert verdict(question, evidence(BESIDE, given)) is not None


@pytest.mark.parametrize(
    ("question", "contrary"),
    [
        ("Why did the strategy meeting in May decide to wait?", "No strategy meeting was held in May."),
        ("Why did the pre-birth conference ask for a plan?", "A pre-birth conference was never considered."),
    ],
)
def test_a_meeting_that_was_never_held_is_refused_with_the_sentence(question: str, contrary: str) -> None:
    found = unfounded(asking(question), evidence(BESIDE, contrary))
    assert found is not None and found.against is not None and found.against.quote == contrary
    held = contrary.replace("No strategy", "A strategy").replace("never", "at last")
    assert unfounded(asking(question), evidence(held, contrary)) is None


def test_what_is_said_never_to_have_been_done_but_is_told_as_done_is_refused() -> None:
    question = asking("Why did the primary school never refer the boy to social care?")
    told = "In May the head of the primary school made a referral to social care."
    found = unfounded(question, evidence(BESIDE, told))
    assert found is not None and found.against is not None and found.against.quote == told
    for other in (told.replace("made a", "made no"), told.replace("made a", "should have made a")):
        assert unfounded(question, evidence(BESIDE, other)) is None


def test_a_sentence_that_says_nothing_of_it_does_not_give_it() -> None:
    question = asking("Which clerks were disciplined over the leak?")
    assert verdict(question, evidence("Two clerks were disciplined over the leak.")) is None
    assert verdict(question, evidence("He declined to say whether clerks were disciplined over the leak.")) is not None


def test_a_letter_sent_back_is_not_somebody_turned_away() -> None:
    question = asking("Why did the girl not send back the letter about the appointment?")
    assert unfounded(question, evidence(BESIDE, "The letter about the appointment was not returned.")) is None


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        ("What did the Harbour Bridge Inquiry recommend about ferries?", True),
        ("What did the Child Z Review recommend about ferries?", False),
        ("What did the Independent Review recommend about ferries?", False),
    ],
)
def test_an_inquiry_that_is_not_held_is_named_in_the_reason(question: str, refused: bool) -> None:
    reason = verdict(asking(question), evidence(BESIDE))
    assert (reason is not None and "No document held is the report of the" in reason) == refused


def test_the_year_of_an_event_is_not_that_of_a_document() -> None:
    assert years_of_documents("its report on the police response to the 2024 disorder") == ()
    assert years_of_documents("the response of 2024") == (2024,)
    assert years_of_documents("the 2024 review") == (2024,)


def test_the_threshold_decides_what_no_rule_refuses(example_library: Assistant) -> None:
    library, embeddings = example_library.library, example_library.embeddings
    question = "What did the dentist tell the school about Child G?"
    assert Assistant(library, embeddings, threshold=0.0).ask(question).outcome == "answered"
    refused = Assistant(library, embeddings, threshold=1.0).ask(question)
    assert refused.outcome == "abstained" and refused.reason is not None and refused.nearest
    assert Settings().abstention_threshold == DEFAULT_THRESHOLD


def test_the_sentence_against_a_premise_comes_first_among_the_nearest(example_answers: list[Answer]) -> None:
    denied = [a for a in example_answers if a.reason is not None and "otherwise than the question" in a.reason]
    assert denied
    for answer in denied:
        assert answer.reason is not None and f"“{answer.nearest[0].quote}”" in answer.reason


def test_what_is_not_held_is_said_by_name() -> None:
    reason = verdict(asking("What did the review of Child Q find?", unheld=("Child Q",)), evidence(BESIDE))
    assert reason == "No document held is about “Child Q”."


def test_every_third_example_question_is_answered_or_refused_within_the_bars(example_answers: list[Answer]) -> None:
    cases = [case for path in sorted(QUESTIONS.glob("*.yaml")) for case in yaml.safe_load(path.read_text("utf-8"))]
    pairs = list(zip(cases[::3], example_answers, strict=True))
    refused = {True: 0, False: 0}
    asked = {True: 0, False: 0}
    for case, answer in pairs:
        if case["expect"] in ("answered", "abstained"):
            answerable = case["expect"] == "answered"
            asked[answerable] += 1
            refused[answerable] += answer.outcome == "abstained"
    assert refused[True] <= 0.05 * asked[True]
    assert refused[False] >= 0.85 * asked[False]

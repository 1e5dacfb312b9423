"""Whose words stand where, held against what a reader says of the five seeds and against small made-up paragraphs."""

import os
from pathlib import Path

import pytest

from ingest.passages import sentences_of
from ingest.records import DocumentFacts, Paragraph, SourceKind
from ingest.speakers import agrees, read_speakers
from ingest.voices import UNNAMED, quotations, with_voices
from tests.ingest.truth import ROOT, read

SEEDS = ROOT.parent / "shared" / "library" / "seeds"
JONES, PALMER = "Ray Jones, professor of social work", "Nancy Palmer, independent chair of the review"

# (seed, words with which a sentence begins, whose they are)
SPOKEN = [
    ("000", "Nancy Palmer, the independent chair", PALMER),
    ("000", "Ms Palmer said: “It is also", PALMER),
    ("000", "Some key developments have already", PALMER),
    ("000", "The review adds:", "the review"),
    ("000", "The serious case review was written by", None),
    ("000", "This included “persistent efforts”", None),
    ("001", "He told the Today programme", JONES),
    ("001", "“If you were going to go through", JONES),
    ("001", "People are having to cut corners", JONES),
    ("001", "Between 50-70 children die", JONES),
    ("001", "In Britain, there are 44,000", None),
    ("001", "A serious case review has to be", None),
    ("002", "Panel chair Annie Hudson warned", "Annie Hudson, Panel chair"),
    ("002", "Our proposed reforms would", "Annie Hudson, Panel chair"),
    ("002", "He said he would achieve", "Nadhim Zahawi, Education Secretary"),
    ("002", "Bradford was asked to develop", None),
    ("003", "One of the researchers, Professor Mike", "Professor Mike Stein"),
    ("003", "I think the policy consequences", None),
    ("003", "Good-bye and good riddance", None),
    ("004", "Good social work was about", None),
]  # fmt: skip


def seed(number: str) -> Path:
    found = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not found and os.environ.get("CI") == "true":
        pytest.fail(f"{SEEDS} is missing")
    if not found:
        pytest.skip(f"{SEEDS} is missing")
    return found[0]


@pytest.mark.parametrize(("number", "begins", "voice"), SPOKEN)
def test_a_sentence_of_a_seed_is_given_to_the_one_who_said_it(number: str, begins: str, voice: str | None) -> None:
    sentences = [s for p in read(seed(number)).paragraphs for s in sentences_of(p)]
    assert [s.voice for s in sentences if s.text.startswith(begins)] == [voice]


def test_each_post_of_a_page_has_its_own_title_and_date() -> None:
    paragraphs = [p for p in read(seed("003")).paragraphs if p.role != "heading"]
    parts = list(dict.fromkeys((p.dated, p.section) for p in paragraphs))
    assert [section[-1] for _, section in parts] == [
        "The Khyra Ishaq Serious Case Review", "ContactPoint is dead ... on 6th August. Let's celebrate!!!",
        "Birmingham Blues", "Good research from York", "Another year over ....",
    ]  # fmt: skip
    assert all(dated and dated == section[0] for dated, section in parts)


def voiced(*texts: str, source: SourceKind = "review", heading: str = "The family's contribution") -> list[Paragraph]:
    facts = DocumentFacts(title="Review", kind=None, source_kind=source, year=None, area=None)
    read = [
        Paragraph(text=t, number=None, section=(heading,), role="body", kind="narrative", anchors=()) for t in texts
    ]
    return list(with_voices(read, facts))


def test_a_quotation_set_in_is_of_the_one_spoken_of_before_and_after() -> None:
    found = voiced(
        "Mother met the author twice.",
        "“Nobody ever asked me what the days were like at home.”",
        "She said that she had rung in May.",
    )
    assert found[1].voice == "Mother"
    assert "quotation set in" in found[1].reason


def test_a_quotation_between_two_people_is_given_to_neither() -> None:
    found = voiced(
        "Mother said that she had rung.", "“I told the girl at the clinic and nobody came.”", "MGM said that she went."
    )
    assert found[1].voice == UNNAMED


def test_what_a_person_told_an_agency_is_the_reviews_own_account() -> None:
    found = voiced("Mother told the health visitor that all was well.", heading="What happened")
    assert found[0].spoken == ()


def test_a_she_is_not_given_to_a_man() -> None:
    assert not agrees("She", "Mr J. Pask, independent chair")
    assert agrees("he", "Mr J. Pask, independent chair")


def test_a_surname_stands_for_the_fullest_naming_with_its_office() -> None:
    speakers = read_speakers(
        ["Ray Jones, of Kingston University, said so.", "Professor Jones, who is a professor of law at York, agreed."]
    )
    assert speakers.resolve("Professor Jones") == "Ray Jones, professor of law"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("She said: “Come back.” He left.", ["“Come back.”"]),
        ("‘I don’t know,’ she said.", ["‘I don’t know,’"]),
        ("The child’s room and the fathers’ group.", []),
    ],
)
def test_quotation_marks_are_told_from_apostrophes(text: str, quoted: list[str]) -> None:
    assert [text[a:b] for a, b in quotations(text)] == quoted


def test_a_paragraph_of_a_hundred_thousand_quotation_marks_is_read_in_a_moment() -> None:
    assert len(quotations('"No" ' * 50_000)) == 50_000
    assert len(quotations("'the parents' wishes' " * 20_000)) == 20_000

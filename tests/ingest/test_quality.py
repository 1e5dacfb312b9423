"""The quality card says what is so: gaps, furniture, announced recommendations, garbled text, and who read what."""

import json
from pathlib import Path

import pytest

from ingest.cleaning import PlacedLine, clean
from ingest.glyphs import broken_glyphs, measure_glyphs, storable
from ingest.quality import announced_recommendations, attention, numbering_gaps, page_ranges, suspected_furniture
from ingest.readers import read_file
from ingest.records import Line, Page, Paragraph, Quality, RawDocument, Role
from ingest.structure import read_structure
from tests.libraries import EXAMPLES, TRUTH

ENGLISH = "The health visitor wrote to the doctor in March, and nobody answered the letter that she had sent. " * 3


def paragraph(text: str, number: str | None = None, role: Role = "body") -> Paragraph:
    return Paragraph(text=text, number=number, section=(), role=role, kind="other", anchors=())


def numbered(*numbers: str) -> list[Paragraph]:
    return [paragraph("Words.", number) for number in numbers]


@pytest.mark.parametrize(
    ("numbers", "gaps"),
    [
        (("4.1", "4.2", "4.3"), ()),
        (("4.1", "4.3"), ("4.2",)),
        (("4.1", "4.6", "5.1"), ("4.2–4.5",)),
        (("4.3", "4.4"), ("4.1–4.2",)),
        (("1", "2", "5", "6"), ("3–4",)),
        (("A.1", "A.3"), ("A.2",)),
        (("4.2.1", "4.2.3", "4.3.1"), ("4.2.2",)),
        (("4.1", "4.3", "4.2", "4.4"), ()),
        ((), ()),
    ],
)
def test_gaps_are_the_numbers_that_nothing_carries(numbers: tuple[str, ...], gaps: tuple[str, ...]) -> None:
    assert numbering_gaps(numbered(*numbers)) == gaps


def test_a_heading_fills_a_gap() -> None:
    assert numbering_gaps([*numbered("4.1"), paragraph("4.2 What was known", role="heading"), *numbered("4.3")]) == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("This review makes 12 recommendations, which are addressed to the Board.", 12),
        ("The review makes seven recommendations.", 7),
        ("The Panel makes eight national recommendations, each with sub-points.", 8),
        ("There are 22 recommendations in all: 12 are made by this review.", 22),
        ("Eight lessons are drawn and 10 recommendations are made.", 10),
        ("In this Report concerning Module 1, the Inquiry makes 10 recommendations relating to resilience.", 10),
        ("I make twenty-one recommendations.", 21),
        ("The individual agencies have made 38 recommendations of their own.", None),
        ("The Board’s three earlier reviews made 44 recommendations between them.", None),
        ("The IMRs made 41 recommendations.", None),
        ("The Partnership accepted all nine recommendations.", None),
        ("The Minister for Equalities made 17 recommendations, of which at least 4 failed.", None),
    ],
)
def test_only_the_documents_own_recommendations_count_as_announced(text: str, number: int | None) -> None:
    assert announced_recommendations([paragraph(text)]) == number


def test_two_numbers_announced_are_none() -> None:
    told = [paragraph("This review makes 12 recommendations."), paragraph("This report makes 13 recommendations.")]
    assert announced_recommendations(told) is None


@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda p: p.stem)
def test_the_example_library_has_no_gaps_no_furniture_and_announces_what_its_truth_says(path: Path) -> None:
    truth = json.loads((TRUTH / f"{path.stem}.json").read_text(encoding="utf-8"))
    raw = read_file(path)
    text = clean(raw)
    paragraphs = read_structure(text)
    assert numbering_gaps(paragraphs) == ()
    assert suspected_furniture(raw.pages, text.body) == ()
    assert announced_recommendations(paragraphs) == truth["announced_recommendations"]


def test_a_head_that_was_left_in_is_suspected() -> None:
    heads = [Line(text=f"Report {n} of Child A", x=72, y=800, size=9) for n in range(1, 5)]
    body = Line(text="Words of the report.", x=72, y=400, size=11)
    pages = tuple(Page(number=n + 1, lines=(head, body), text="x") for n, head in enumerate(heads))
    left = clean(RawDocument(pages=pages, reader="pypdf"))
    placed = [PlacedLine(line=x, page=p.number, index=i) for p in pages for i, x in enumerate(p.lines)]
    assert suspected_furniture(pages, placed) == ("Report 1 of Child A (page 1)",)
    assert suspected_furniture(pages, left.body) == ()


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        "LSCB MARAC CAFCASS NSPCC SCR DCI and what each of them stands for in this report " * 8,
        ENGLISH.upper(),
        "1 Introduction ........................ 3\n2 Findings ........................... 14\n" * 6,
        "• first\n\uf0b7 second\n\uf0b7 third item of the list\n" * 9,
        "这份报告涉及一名儿童的死亡以及各机构所做的工作。" * 9,
        "Der Bericht über das Kind wurde im März veröffentlicht, und niemand schrieb zurück. " * 5,
        "4",
    ],
)
def test_text_in_any_script_is_legible(text: str) -> None:
    assert measure_glyphs(text).fault is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("\ufffd" * 30 + "words", "no meaning"),
        ("(cid:12)(cid:77)(cid:3) " * 20, "no meaning"),
        ("\ue012\ue013\ue014 \ue015\ue016 " * 20, "no meaning"),
        ("".join(chr(ord(c) - 29) if c.isalpha() else c for c in ENGLISH), "no vowel"),
        ("wkh jlyhq wkdw zrrg qrw brrn gdwd fklog wklv " * 9, "no vowel"),
        (" ".join(ENGLISH), "stand apart"),
        (ENGLISH.replace(" ", ""), "run together"),
        ('!"£$%^&*(){}@~?><' * 9, "neither letters nor digits"),
    ],
)
def test_garbled_text_is_told_from_text(text: str, fault: str) -> None:
    glyphs = measure_glyphs(text)
    assert fault in (glyphs.fault or "")
    assert glyphs.score > measure_glyphs(ENGLISH).score


def test_bullets_of_symbol_fonts_are_no_broken_glyphs() -> None:
    assert broken_glyphs("\uf0b7 one\n\uf0b7 two") == 0
    assert broken_glyphs("fa\uf0b7ther") == 1


def test_text_with_half_a_surrogate_pair_can_be_stored() -> None:
    assert storable("a\ud800b") == "a\ufffdb"
    assert storable("a\U0001f600b") == "a\U0001f600b"


def test_page_ranges_read_as_people_write_them() -> None:
    assert page_ranges([7, 1, 2, 3, 9, 10]) == "1–3, 7, 9–10"
    assert page_ranges([]) == ""


@pytest.mark.parametrize(
    ("empty", "blank", "ocr", "words"),
    [
        ((), (), False, None),
        ((1, 2), (1, 2), False, "nothing is drawn"),
        ((1, 2), (2,), False, "may be scans or drawings: scans are read with --ocr"),
        ((1, 2), (), True, "OCR found nothing more"),
        ((2,), (), False, "no text on page 2 of 2, perhaps scans"),
        ((2,), (2,), False, None),
    ],
)
def test_what_needs_attention_is_said_with_what_to_do(
    empty: tuple[int, ...], blank: tuple[int, ...], ocr: bool, words: str | None
) -> None:
    quality = Quality(
        pages=2, pages_without_text=empty, numbered_paragraphs=0, furniture_lines=0, reader="pypdf", blank_pages=blank,
        ocr=ocr,
    )  # fmt: skip
    said = attention(quality, 3)
    assert said == words if words is None else words in (said or "")

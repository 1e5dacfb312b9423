"""Numbers at the head of a line: which are read, and which number a paragraph."""

import pytest

from ingest.labels import printed_labels, roman_value
from ingest.numbering import Label, Numbering, counts_through, read_label, supported_keys
from ingest.records import Line, Page


def label(text: str) -> Label:
    found = read_label(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("4.12 The nurse wrote", "4.12", "The nurse wrote"),
        ("6.166. He said", "6.166", "He said"),
        ("4.2.7 Two visits", "4.2.7", "Two visits"),
        ("A.3 The panel met", "A.3", "The panel met"),
        ("12 The mother", "12", "The mother"),
        ("12. The mother", "12", "The mother"),
    ],
)
def test_a_number_is_read_with_the_text_after_it(text: str, number: str, rest: str) -> None:
    found = label(text)
    assert (found.text, text[found.end :]) == (number, rest)


@pytest.mark.parametrize(
    "text", ["14 November 2013", "2 March was a Sunday", "3.5kg at birth", "2013", "A child", "10%"]
)
def test_dates_and_amounts_are_no_paragraph_numbers(text: str) -> None:
    assert read_label(text) is None


def test_paragraphs_count_on_past_the_headings_of_their_chapter() -> None:
    numbering = Numbering(continuous=False)
    numbering.enter_section(label("5 What happened"))
    numbering.enter_section(label("5.1 At school"))
    assert numbering.accepts(label("5.1 Child D was a pupil"))
    assert numbering.accepts(label("5.2 In November"))
    numbering.enter_section(label("5.2 Taught at home"))
    assert numbering.accepts(label("5.3 In January"))


def test_a_paragraph_may_share_its_count_with_the_headings() -> None:
    numbering = Numbering(continuous=False)
    numbering.enter_section(label("4 Analysis"))
    numbering.enter_section(label("4.2 Health"))
    assert numbering.accepts(label("4.3 The surgery"))


@pytest.mark.parametrize("text", ["5.4 per cent of", "17 days", "3.0 and above", "9.7 miles away"])
def test_an_amount_that_follows_nothing_numbers_no_paragraph(text: str) -> None:
    numbering = Numbering(continuous=False)
    numbering.enter_section(label("4 Analysis"))
    assert numbering.accepts(label("4.1 The surgery"))
    assert not numbering.accepts(label(text))


def test_single_numbers_count_only_in_a_report_counted_through() -> None:
    assert not Numbering(continuous=False).accepts(label("1 The review"))
    numbering = Numbering(continuous=True)
    assert [numbering.accepts(label(f"{n} Text")) for n in (1, 2, 3, 40)] == [True, True, True, False]


def test_a_report_counts_through_when_its_numbers_go_on_and_lists_start_again() -> None:
    assert counts_through([label(f"{n} Text") for n in range(1, 30)])
    assert not counts_through([label(f"{n} Text") for _ in range(6) for n in range(1, 4)])


def test_a_number_is_supported_by_its_neighbours() -> None:
    labels = [label(f"4.{n} Text") for n in (161, 162, 163)] + [label("9.9 Text")]
    assert (4, 162) in supported_keys(labels)
    assert (9, 9) not in supported_keys(labels)


@pytest.mark.parametrize(
    ("text", "value"), [("iv", 4), ("xii", 12), ("xc", 90), ("iiii", None), ("mix", None), ("", None)]
)
def test_roman_numerals_are_read_only_when_well_formed(text: str, value: int | None) -> None:
    assert roman_value(text) == value


def pages(*feet: str) -> list[Page]:
    return [Page(number=n, lines=(Line(text=t, y=30.0),), text=t) for n, t in enumerate(feet, start=1)]


@pytest.mark.parametrize(
    ("feet", "labels"),
    [
        (["i", "ii", "iii", "1", "2", "3"], ["i", "ii", "iii", "1", "2", "3"]),
        (["Page 1 of 5", "Page 2 of 5", "Page 3 of 5", "Page 4 of 5", "Page 5 of 5"], ["1", "2", "3", "4", "5"]),
        (["2010 Board", "2010 Board", "2010 Board", "2010 Board", "2010 Board"], [None] * 5),
        (["Vol 1 7", "Vol 1 8", "Vol 1 9", "Vol 1 10", "Vol 1 11"], ["7", "8", "9", "10", "11"]),
    ],
)
def test_a_printed_label_is_the_number_that_counts_on(feet: list[str], labels: list[str | None]) -> None:
    assert list(printed_labels(pages(*feet), [{0}] * len(feet))) == labels

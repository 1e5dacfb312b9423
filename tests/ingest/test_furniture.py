"""What stands at the edge of a page is left out when it comes back there, and kept when it is text or a footnote."""

import pytest

from ingest.cleaning import CleanText, clean
from ingest.notes import footnotes
from ingest.quality import missing_footnotes, suspected_furniture
from ingest.records import Line, Page, Paragraph, RawDocument

Placed = tuple[str, float, float]  # text, height, size
BODY: tuple[Placed, ...] = tuple(
    ("The nurse saw him at home and wrote to the doctor.", y, 12.0) for y in (600, 580, 560)
)


def page(number: int, *rows: Placed) -> Page:
    placed = sorted((*rows, *BODY), key=lambda row: -row[1])
    return Page(number=number, lines=tuple(Line(text=t, x=72.0, y=y, size=s) for t, y, s in placed), text="x")


def cleaned(*pages: Page) -> CleanText:
    return clean(RawDocument(pages=pages, reader="test"))


def texts(*pages: Page) -> tuple[list[str], list[str]]:
    """(text, footnotes) that are kept of the lines that are not BODY."""
    found = cleaned(*pages)
    usual = {text for text, _, _ in BODY}
    return [x.line.text for x in found.body if x.line.text not in usual], [x.line.text for x in found.notes]


@pytest.mark.parametrize(
    "foot", ["Report on Child Q", "{} Report on Child Q", "Child Q | Page {} of 9", "Annex iv, {}"]
)
def test_a_line_that_comes_back_with_its_words_or_counts_with_the_pages_is_left_out(foot: str) -> None:
    assert texts(*(page(n, (foot.format(n + 3), 40, 9)) for n in range(1, 9))) == ([], [])


def test_footnotes_that_differ_only_in_their_numbers_are_footnotes() -> None:
    rows = [(12, "BC 66."), (19, "Q 129."), (20, "BC 70."), (31, "BC 71."), (44, "Q 12.")]
    pages = [page(n, (f"{note} {text}", 60, 9), (str(n), 30, 9)) for n, (note, text) in enumerate(rows, 1)]
    assert texts(*pages) == ([], [f"{note} {text}" for note, text in rows])


def test_a_further_line_of_footnotes_that_comes_back_is_kept_and_the_foot_beneath_it_left_out() -> None:
    def noted(n: int) -> Page:
        return page(n, (f"{3 * n} Letter to the council", 80, 9), ("of 18 December 2024", 70, 9), (f"Page {n}", 30, 9))

    plain = [page(n, (f"Page {n}", 30, 9)) for n in range(4, 21)]
    body, notes = texts(*(noted(n) for n in (1, 2, 3)), *plain)
    assert body == []
    assert notes == [t for n in (1, 2, 3) for t in (f"{3 * n} Letter to the council", "of 18 December 2024")]


def test_the_first_cells_of_pages_of_a_table_are_kept_where_only_their_numbers_differ() -> None:
    codes = ["SPA0040", "SPA0090", "SPA0021", "SPA0023"]
    assert texts(*(page(n, (code, 790, 12)) for n, code in enumerate(codes, 1))) == (codes, [])


def test_a_line_of_a_small_quotation_that_begins_with_a_number_begins_no_footnote() -> None:
    small = (("No report may name a person under", 120.0, 9.0), ("18 who is concerned in the case.", 109.0, 9.0))
    body, notes = texts(page(1, *small, ("1 Letter.", 60, 9)), page(2))
    assert (body, notes) == ([t for t, _, _ in small], ["1 Letter."])


def test_a_page_that_is_all_table_in_small_type_has_no_footnotes() -> None:
    cells = tuple(
        Line(text=text, x=x, y=700.0 - 20 * i, size=9.0)
        for i in range(4)
        for x, text in ((72.0, f"{i + 3} cases"), (200.0, "Asia"))
    )
    table = Page(number=1, lines=cells, text="x")
    found = clean(RawDocument(pages=(table, page(2), page(3)), reader="test"))
    assert found.notes == ()


def test_a_reference_at_the_head_of_a_line_begins_no_footnote() -> None:
    rows = (
        ("3 The statement, paras 6.40, 6.41 and", 80.0, 9.0),
        ("6.43, 6.45 of it", 70.0, 9.0),
        ("4 Letter.", 60.0, 9.0),
    )
    notes = footnotes(cleaned(page(1, *rows), page(2)).notes, frozenset())
    assert [n.text for n in notes] == ["3 The statement, paras 6.40, 6.41 and 6.43, 6.45 of it", "4 Letter."]


def test_footnotes_that_are_missing_are_named_on_the_card() -> None:
    def note(text: str) -> Paragraph:
        return Paragraph(text=text, number=None, section=(), role="note", kind="other", anchors=())

    assert missing_footnotes([note("1 A."), note("2 B."), note("5 C."), note("* D."), note("1 E.")]) == (
        "footnotes not found: 3–4 (page None)",
    )
    assert missing_footnotes([note("1 A."), note("2 B.")]) == ()


def test_text_in_the_margin_whose_numbers_do_not_count_with_the_pages_is_not_suspected() -> None:
    pages = [page(n, (text, 790, 12)) for n, text in enumerate(["SPA0040", "SPA0090", "SPA0021"], 1)]
    assert suspected_furniture(pages, cleaned(*pages).body) == ()

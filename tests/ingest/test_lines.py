"""One printed line is one line, however it was drawn; cells of a table are several."""

from pathlib import Path

import pytest
from pypdf import PdfWriter

from ingest.readers import read_file
from ingest.readers.pdf_lines import Run, lines_of
from ingest.readers.pdfium import PdfiumFile
from ingest.readers.split_words import count_split, cuts_words
from tests.samples import add_page


def run(text: str, x: float, y: float, size: float = 10.0, *, italic: bool = False) -> Run:
    return Run(text=text, x=x, y=y, size=size, bold=False, italic=italic)


def read(*runs: Run) -> list[tuple[str, bool]]:
    return [(x.text, x.row) for x in lines_of(runs)]


@pytest.mark.parametrize("rest", [" paras 6.2 to 6.4", ", see there", ")"])
def test_footnotes_whose_second_parts_begin_at_one_place_are_no_table(rest: str) -> None:
    runs = [r for i in range(5) for r in (run(f"8{i} INQ00018{i}", 70, 700 - 12 * i), run(rest, 135, 700 - 12 * i))]
    assert read(*runs) == [(f"8{i} INQ00018{i}{rest}", False) for i in range(5)]


def test_a_change_to_italics_within_footnotes_is_no_cell() -> None:
    runs = []
    for i in range(5):
        y = 700 - 12 * i
        runs += [
            run(f"1{i}", 57, y),
            run(" See the chapter on ", 68, y),
            run("Policies and Practice", 158, y, italic=True),
        ]
    assert read(*runs) == [(f"1{i} See the chapter on Policies and Practice", False) for i in range(5)]


def test_runs_that_leave_room_only_for_their_blank_are_no_cells() -> None:
    runs = [r for i in range(5) for r in (run("Professor ", 70, 700 - 12 * i), run(f"Maio{i}", 114, 700 - 12 * i))]
    assert read(*runs) == [(f"Professor Maio{i}", False) for i in range(5)]


def test_a_word_that_is_drawn_in_two_is_one_word_though_a_column_begins_in_it() -> None:
    heads = [
        r for i in range(3) for r in (run("Date", 70, 700 - 12 * i), run("\n", 70, 0), run("Seen", 120, 700 - 12 * i))
    ]
    assert read(*heads, run("A long conc", 70, 600), run("lusion", 120, 600))[-1] == ("A long conclusion", False)


def test_the_raised_letters_of_a_date_are_part_of_the_line() -> None:
    runs = [run("\n", 70, 700), run("on 15", 70, 700), run("\n", 70, 700), run("th", 94, 704, 6.0), run("\n", 70, 700)]
    assert read(*runs, run("October it", 103, 700)) == [("on 15th October it", False)]


def test_the_raised_number_of_a_footnote_is_part_of_its_line() -> None:
    assert read(run("6", 72, 90.7, 6.5), run(" Creating Growth", 78.4, 85.7)) == [("6 Creating Growth", False)]


def test_a_number_that_hangs_out_is_a_word_apart() -> None:
    assert read(run("2.13.", 70, 700), run("In seeking", 96, 700)) == [("2.13. In seeking", False)]


def test_dots_that_lead_to_a_page_number_are_part_of_its_line() -> None:
    runs = [
        part
        for i in range(4)
        for part in (run(f"Part {i}\n", 70, 700 - 12 * i), run(" ." * 40, 100, 700 - 12 * i), run("\n", 70, 0),
                     run(f"{i}\n", 518, 700 - 12 * i))
    ]  # fmt: skip
    assert [text[-3:] for text, _ in read(*runs)] == [f". {i}" for i in range(4)]


def test_words_cut_by_a_blank_are_counted_where_another_reader_has_them_whole() -> None:
    cut, whole = "the s cheme of the depar tmental council can not", "the scheme of the departmental council cannot"
    assert count_split(cut, whole) == 3
    assert count_split(whole, cut) == 0
    assert count_split("in to it, into it", "in to it, into it") == 0


def test_lone_letters_on_many_pages_make_a_reader_doubtful() -> None:
    assert cuts_words(["the s cheme of a r eport and people ’s lives"] * 4)
    assert not cuts_words(["Child Q told a nurse. a) first b) second. It was I who wrote, and 5 p was paid."] * 9)


def test_a_page_whose_words_pypdf_cuts_is_read_by_pdfium(tmp_path: Path) -> None:
    writer = PdfWriter()
    gap = -135  # thousandths of the size: a blank for pypdf, none for PDFium
    for n in range(4):
        add_page(
            writer,
            f"1 0 0 1 72 700 Tm [(On page {n} the s) {gap} (cheme of a depar) {gap} (tmental r) {gap} (eport)] TJ",
        )
    path = tmp_path / "a.pdf"
    writer.write(path)
    raw = read_file(path)
    assert [p.reader for p in raw.pages] == ["pdfium"] * 4
    assert [p.lines[0].text for p in raw.pages] == [
        f"On page {n} the scheme of a departmental report" for n in range(4)
    ]
    assert raw.notes == ("4 pages were read by PDFium, because with pypdf 12 of their words were cut by a blank",)


def test_pdfium_keeps_the_line_break_behind_a_hyphen(tmp_path: Path) -> None:
    writer = PdfWriter()
    add_page(writer, "1 0 0 1 72 700 Tm (It was a pre-) Tj 1 0 0 1 72 686 Tm (condition of it.) Tj")
    path = tmp_path / "a.pdf"
    writer.write(path)
    with PdfiumFile(path) as file:
        assert "pre-\ncondition" in file.page(0).text.replace("\r", "")

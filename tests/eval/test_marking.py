"""People: a sheet that two readers mark blind, and drafts of cases for a person to accept."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assistant.answering import Assistant
from eval.case_files import case_yaml, read_cases
from eval.checking import check_cases
from eval.drafting import from_feedback, from_register, standing
from eval.sheets import read_sheet, write_sheet
from eval.shelf import Shelf
from ingest.errors import RequestError
from tests.eval.made import case, run_of

CASES = [case(n) for n in range(8)]


def marked(path: Path, first: list[str], second: list[str]) -> Path:
    book = load_workbook(path)
    for sheet, marks in zip(book.worksheets, (first, second), strict=True):
        order = {f"case-{n}": mark for n, mark in enumerate(marks)}
        for row in range(2, sheet.max_row + 1):
            for column in (5, 6, 7):
                sheet.cell(row=row, column=column).value = order[str(sheet.cell(row=row, column=1).value)]
    book.save(path)
    return path


def test_two_readers_marks_come_back_with_cohens_kappa(tmp_path: Path) -> None:
    path = tmp_path / "marks.xlsx"
    assert write_sheet(run_of(CASES, [{}] * 8), CASES, path, most=20) == 8
    orders = [[row[0].value for row in sheet.iter_rows(min_row=2)] for sheet in load_workbook(path).worksheets]
    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1]
    marked(path, ["yes"] * 4 + ["no"] * 4, ["yes"] * 3 + ["no"] * 5)
    found = read_sheet(path)[0]
    assert (found.marked, found.agreed) == (8, 0.875)
    assert found.kappa == pytest.approx(0.75)


def test_an_unknown_mark_and_another_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "marks.xlsx"
    write_sheet(run_of(CASES, [{}] * 8), CASES, path, most=20)
    with pytest.raises(RequestError, match="neither yes, partly nor no"):
        read_sheet(marked(path, ["maybe"] * 8, ["yes"] * 8))
    with pytest.raises(RequestError, match="no such sheet"):
        read_sheet(tmp_path / "none.xlsx")


def test_drafts_from_the_register_stand_in_the_documents(example_library: Assistant, tmp_path: Path) -> None:
    catalogue = example_library.library.catalogue
    shelf = Shelf(catalogue)
    drafts = list(from_register(catalogue))
    held = standing(drafts, shelf)
    assert len(held) >= 0.95 * len(drafts) > 100
    path = tmp_path / "drafts.yaml"
    path.write_text(case_yaml(held[:30]), encoding="utf-8")
    again = read_cases([path])
    assert check_cases(again, shelf) == []
    assert all("draft" in c.tags for c in again)


def test_what_a_reader_said_becomes_a_case(example_library: Assistant, tmp_path: Path) -> None:
    answer = example_library.ask("How many health appointments was Child G offered, and to how many was he brought?")
    files = {d.id: d.file for d in example_library.library.catalogue.documents()}
    rows = [
        {"feedback_id": f"{n:032d}", "verdict": verdict, "statement": 0, "comment": "as I know it", "question": None,
         "answer": answer.as_json()}
        for n, verdict in enumerate(("right", "wrong", "missing"), start=10**20)
    ]  # fmt: skip
    path = tmp_path / "feedback.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    rows_made = from_feedback(path, files)
    right, wrong, missing = rows_made
    assert right.findings[0].support[0].sentence == answer.citations[0].quote
    assert right.findings[0].support[0].page == answer.citations[0].page
    assert wrong.forbidden[0].sentence == answer.citations[0].quote
    assert (wrong.findings, missing.findings, missing.forbidden) == ((), (), ())
    assert "as I know it" in missing.tags


def test_a_file_that_is_no_feedback_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text("[]\n", encoding="utf-8")
    with pytest.raises(RequestError, match="reviews feedback export"):
        from_feedback(path, {})

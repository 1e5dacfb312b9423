"""The door to openpyxl: a sheet on which two people mark answers, blind to each other, and what comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.cases import Case
from eval.ranking_measures import kappa
from eval.runs import Run
from ingest.errors import RequestError

QUESTIONS = ("Right?", "Whole?", "Well sourced?")  # each is marked yes, partly or no
MARKS = ("yes", "partly", "no")
_SHEETS = ("First reader", "Second reader")
_HEADS = ("Case", "Question", "Answer", "Where it stands", *QUESTIONS, "Remarks")
_WIDTHS = (24, 46, 90, 40, 12, 12, 14, 40)
_REMEDY = "write one with `reviews eval sheet`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two readers agree on one question; ``shares`` are those of each mark over both."""

    question: str
    marked: int
    agreed: float
    kappa: float
    shares: dict[str, float]


def write_sheet(run: Run, cases: Sequence[Case], path: Path, *, most: int, seed: int = 3) -> int:
    """Write the answers of a run, in an order that tells nothing, one sheet a reader; how many there are."""
    import random

    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.datavalidation import DataValidation

    questions = {case.id: case.question for case in cases}
    results = [r for r in run.results if r.repeat == 0 and r.case_id in questions]
    chosen = random.Random(seed).sample(results, min(most, len(results)))
    book = Workbook()
    book.remove(book.active)
    for number, name in enumerate(_SHEETS):
        sheet = book.create_sheet(name)
        sheet.append(_HEADS)
        for result in random.Random(seed + number).sample(chosen, len(chosen)):
            said = "\n\n".join(q.text for q in result.quotes) or result.reason or result.headline
            where = "\n".join(f"{q.document}, page {q.page}, paragraph {q.paragraph or '–'}" for q in result.quotes)
            sheet.append((result.case_id, questions[result.case_id], said, where))
        for column, width in zip("ABCDEFGH", _WIDTHS, strict=True):
            sheet.column_dimensions[column].width = width
        for row in sheet.iter_rows():
            for cell in row:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                cell.font = Font(bold=cell.row == 1)
        choice = DataValidation(type="list", formula1=f'"{",".join(MARKS)}"', allow_blank=True)
        sheet.add_data_validation(choice)
        choice.add(f"E2:G{len(chosen) + 1}")
        sheet.freeze_panes = "B2"
    book.save(path)
    return len(chosen)


def read_sheet(path: Path) -> list[Agreement]:
    """The agreement on each question over the answers that both readers marked.

    Raises RequestError when the file is no such sheet, or holds a mark that is none.
    """
    from openpyxl import load_workbook

    if not path.is_file():
        raise RequestError("there is no such sheet", thing=str(path), remedy=_REMEDY)
    try:
        book = load_workbook(path, read_only=True)
        readers = [_marks(list(book[name].iter_rows(values_only=True))) for name in _SHEETS]
    except (KeyError, ValueError, OSError) as error:
        raise RequestError("the file is no sheet of marks", thing=str(path), remedy=_REMEDY) from error
    found = []
    for number, question in enumerate(QUESTIONS):
        both = [i for i in readers[0] if readers[0][i][number] and readers[1].get(i, ("",) * 3)[number]]
        first, second = ([reader[i][number] for i in both] for reader in readers)
        found.append(
            Agreement(
                question=question, marked=len(both), kappa=kappa(first, second),
                agreed=sum(a == b for a, b in zip(first, second, strict=True)) / max(1, len(both)),
                shares={m: (first.count(m) + second.count(m)) / max(1, 2 * len(both)) for m in MARKS},
            )
        )  # fmt: skip
    return found


def _marks(rows: Sequence[Sequence[object]]) -> dict[str, tuple[str, ...]]:
    """The marks by case, an empty text for none."""
    if tuple(rows[0][: len(_HEADS)]) != _HEADS:
        raise ValueError("heads")
    found = {}
    for row in rows[1:]:
        marks = tuple(str(cell or "").strip().lower() for cell in row[4:7])
        if wrong := [mark for mark in marks if mark not in ("", *MARKS)]:
            raise RequestError(
                "a mark is neither yes, partly nor no", thing=f"{row[0]}: {wrong[0]}", remedy="correct it in the sheet"
            )
        found[str(row[0])] = marks
    return found

"""Runs as files: written and read back, compressed alike, gone on with after an interruption."""

from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.settings import Settings
from eval.case_files import read_cases
from eval.comparing import compare
from eval.markdown import changes_markdown
from eval.running import header_of, run_cases
from eval.runs import read_run, write_run
from eval.shelf import Shelf
from eval.systems import Product
from ingest.errors import RequestError
from tests.eval.made import case, run_of

MADE = run_of([case(n) for n in range(4)], [{"findings": 1.0}] * 4)


@pytest.mark.parametrize("name", ["run.jsonl", "run.jsonl.gz"])
def test_a_run_is_read_back_as_it_was_written(name: str, tmp_path: Path) -> None:
    write_run(MADE, tmp_path / name)
    assert read_run(tmp_path / name) == MADE
    first = (tmp_path / name).read_bytes()
    write_run(MADE, tmp_path / name)
    assert (tmp_path / name).read_bytes() == first


def test_a_last_line_cut_off_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    write_run(MADE, path)
    path.write_text(path.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    assert read_run(path).results == MADE.results[:3]


def test_what_is_no_run_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("no JSON\n", encoding="utf-8")
    for name in ("x.jsonl", "missing.jsonl"):
        with pytest.raises(RequestError, match="reviews eval run"):
            read_run(tmp_path / name)


def test_an_interrupted_run_asks_only_what_is_missing(example_library: Assistant, tmp_path: Path) -> None:
    cases = read_cases()[:3]
    shelf, out = Shelf(example_library.library.catalogue), tmp_path / "run.jsonl"
    header = header_of(example_library.library, cases, Settings(), repeat=2)
    whole = run_cases(Product(example_library), cases, shelf, header, out=out)
    assert len(whole.results) == 6
    lines = out.read_text(encoding="utf-8").splitlines(keepends=True)
    out.write_text("".join(lines[:4]), encoding="utf-8")
    again = run_cases(Product(example_library), cases, shelf, header, out=out)
    assert again.results[:3] == whole.results[:3]
    assert {(r.case_id, r.repeat) for r in again.results} == {(r.case_id, r.repeat) for r in whole.results}
    assert read_run(out) == again


def test_a_file_of_another_run_is_not_gone_on_with(example_library: Assistant, tmp_path: Path) -> None:
    cases = read_cases()[:2]
    write_run(MADE, tmp_path / "run.jsonl")
    header = header_of(example_library.library, cases, Settings())
    with pytest.raises(RequestError, match="another library"):
        run_cases(
            Product(example_library),
            cases,
            Shelf(example_library.library.catalogue),
            header,
            out=tmp_path / "run.jsonl",
        )


def test_the_text_of_a_new_baseline_lists_everything_lost_and_gained() -> None:
    cases = [case(n) for n in range(30)]
    before = run_of(cases, [{"findings": 1.0}] * 30)
    after = run_of(cases, [{"findings": 0.0}] * 20 + [{"findings": 1.0}] * 10)
    text = changes_markdown(compare(before, after, cases), before, after)
    assert "## Findings lost (20)" in text
    assert all(f"Finding {n}" in text for n in range(20))

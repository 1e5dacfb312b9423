"""A maintainer's story, told by the commands: worse settings are held back with what was lost, mended ones pass."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.commands.main import cli
from eval.case_files import case_yaml, read_cases

ASKED = 14


def reviews(*arguments: str, threshold: str = "") -> tuple[int, str]:
    """Exit code and output of a command; ``threshold``: the setting that decides when to abstain."""
    variables = {"REVIEWS_ABSTENTION_THRESHOLD": threshold or None}
    done = CliRunner().invoke(cli, ["eval", *arguments], env=variables)
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file of some cases that the product answers."""
    wanted = [c for c in read_cases() if c.id.startswith("northmarch-2013-child-g-") and c.expect == "answered"]
    path = tmp_path_factory.mktemp("cases") / "cases.yaml"
    path.write_text(case_yaml(wanted[:ASKED]), encoding="utf-8")
    return str(path)


def test_a_worse_setting_is_held_back_and_its_mending_passes(example_folder: Path, cases: str, tmp_path: Path) -> None:
    where = ("--cases", cases, "--library", str(example_folder))
    baseline = ("--baseline", str(tmp_path / "baseline.jsonl.gz"))
    code, said = reviews("baseline", *where, *baseline)
    assert code == 0, said
    assert (tmp_path / "baseline-changes.md").is_file()

    code, said = reviews("gate", *where, *baseline, "--out", str(tmp_path / "worse"), threshold="0.999")
    assert code == 1, said
    assert "held back: findings" in said
    assert "held back: refuses" in said
    assert "## Findings lost (" in said
    assert "- before: “" in said
    assert "- after: abstained" in said
    assert "Findings lost" in (tmp_path / "worse" / "report.html").read_text(encoding="utf-8")

    code, said = reviews("gate", *where, *baseline)
    assert code == 0, said
    assert "The gate passes." in said


def test_check_run_compare_and_report_work_on_the_same_cases(example_folder: Path, cases: str, tmp_path: Path) -> None:
    where = ("--cases", cases, "--library", str(example_folder))
    code, said = reviews("check", *where)
    assert (code, said.endswith("0 do not fit.\n")) == (0, True)
    run = str(tmp_path / "run.jsonl")
    code, said = reviews("run", *where, "--out", run, "--split", "held")
    assert code == 0, said
    code, said = reviews("compare", run, run, "--cases", cases)
    assert (code, "## Findings lost (0)" in said) == (0, True)
    code, said = reviews("report", run, "--out", str(tmp_path / "reports"), "--cases", cases)
    assert (code, len(said.splitlines())) == (0, 4)
    code, said = reviews("power", "--before", run)
    assert (code, "citation-recall" in said) == (0, True)


def test_a_missing_baseline_is_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    code, said = reviews("gate", "--baseline", str(tmp_path / "none.gz"))
    assert code == 2
    assert "there is no such run" in said

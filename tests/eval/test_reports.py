"""Reports: one page that needs nothing from outside, and files that programs can read."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from eval.comparing import compare
from eval.gating import judge
from eval.reports import write_reports
from eval.summary import summarise
from tests.eval.made import case, run_of

CASES = [*(case(n) for n in range(20)), *(case(n, expect="abstained") for n in range(20, 30))]
GOOD = [{"findings": 1.0, "off-page": 0.0}] * 20 + [{"answers-anyway": 0.0}] * 10
BAD = [{"findings": 0.0, "off-page": 1.0}, *GOOD[1:]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("reports")
    before, after = run_of(CASES, GOOD), run_of(CASES, BAD)
    compared = compare(before, after, CASES)
    write_reports(out, CASES, after, compared, judge(compared, after))
    return out


def test_the_page_needs_nothing_from_outside_and_has_its_figures(folder: Path) -> None:
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 7
    assert (
        re.findall(r'(?:src|href)="(?!http://127\.0\.0\.1|#)[^"]+"', re.sub(r"<svg.*?</svg>", "", page, flags=re.S))
        == []
    )
    assert "Question &lt;0&gt;?" in page
    assert "Question <0>?" not in page


def test_the_worst_case_comes_first_with_what_was_expected_and_said(folder: Path) -> None:
    page = (folder / "report.html").read_text(encoding="utf-8")
    cases = page[page.index("Cases, the worst first") :]
    first = cases[cases.index("<details>") : cases.index("</details>")]
    assert "case-0" in first
    assert "off-page: 1" in first
    assert "✗" in first
    assert "Said." in first
    assert "/reviews/a/pages/2" in first


def test_lost_findings_stand_with_both_answers(folder: Path) -> None:
    page = (folder / "report.html").read_text(encoding="utf-8")
    lost = page[page.index("Findings lost (1)") : page.index("Findings gained")]
    assert lost.count("<blockquote>") == 2


def test_programs_read_the_verdict(folder: Path) -> None:
    body = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert body["gate"]["passes"] is False
    suite = ElementTree.fromstring((folder / "junit.xml").read_text(encoding="utf-8"))
    failed = {t.get("name") for t in suite.iter("testcase") if t.find("failure") is not None}
    assert failed == {"case-0", "no worse than the baseline"}
    assert suite.get("failures") == "2"
    assert "**The gate does not pass.**" in (folder / "report.md").read_text(encoding="utf-8")


def test_a_summary_has_every_group_of_some_size() -> None:
    summary = summarise(run_of(CASES, GOOD), CASES)
    assert [m.name for m in summary.by_document] == ["a"]
    assert [m.name for m in summary.by_tag] == ["made"]
    assert dict(summary.figures)["AUROC"] == 0.5

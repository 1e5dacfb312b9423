"""The reports of a run: a page for people, Markdown for a pull request, JSON and JUnit XML for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from xml.etree import ElementTree

from eval.cases import Case
from eval.comparing import Comparison
from eval.gating import Verdict
from eval.markdown import comparison_markdown
from eval.measures import MEASURES
from eval.report_html import page
from eval.runs import Run, write_run
from eval.summary import Summary, summarise


def write_reports(
    out: Path, cases: Sequence[Case], run: Run, compared: Comparison | None, verdict: Verdict | None
) -> list[Path]:
    """Write all reports into the folder ``out``; their paths."""
    out.mkdir(parents=True, exist_ok=True)
    summary = summarise(run, cases)
    texts = {
        "report.html": page(run.header, summary, compared, verdict),
        "report.md": markdown(run, summary, compared, verdict),
        "report.json": report_json(run, summary, verdict),
        "junit.xml": junit(run, summary, verdict),
    }
    for name, text in texts.items():
        (out / name).write_text(text, encoding="utf-8")
    if not (out / "run.jsonl").exists():
        write_run(run, out / "run.jsonl")
    return [out / name for name in texts]


def markdown(run: Run, summary: Summary, compared: Comparison | None, verdict: Verdict | None) -> str:
    """The report as Markdown."""
    lines = [
        "# Evaluation",
        "",
        f"code {run.header.code} · {len(run.header.documents)} documents · {run.header.started}",
    ]
    if verdict is not None:
        lines += ["", "The gate passes." if verdict.passes else "**The gate does not pass.**"]
        lines += [f"- {reason}" for reason in verdict.held_back]
    lines += ["", "| measure | cases | mean | 95 % |", "|---|--:|--:|---|"]
    lines += [
        f"| {m.name} | {m.cases} | {m.value:.3f} | {m.interval.low:.3f} to {m.interval.high:.3f} |"
        for m in summary.means
    ]
    lines += [f"| {name} | | {value:.3f} | |" for name, value in summary.figures]
    if compared is not None and verdict is not None:
        lines += ["", "## Against the run before", "", comparison_markdown(compared, verdict, most=200)]
    return "\n".join([*lines, ""])


def report_json(run: Run, summary: Summary, verdict: Verdict | None) -> str:
    """The report as JSON: the header, every mean, every case with its measures."""
    body = {
        "header": asdict(run.header),
        "means": [asdict(mean) for mean in summary.means],
        "figures": dict(summary.figures),
        "by_kind": [asdict(mean) for mean in summary.by_kind],
        "by_tag": [asdict(mean) for mean in summary.by_tag],
        "by_document": [asdict(mean) for mean in summary.by_document],
        "gate": None if verdict is None else {"passes": verdict.passes, "held_back": list(verdict.held_back)},
        "cases": [{"id": r.case_id, "outcome": r.outcome, "values": dict(r.values)} for r in run.results],
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def junit(run: Run, summary: Summary, verdict: Verdict | None) -> str:
    """JUnit XML: a test a case, failed where something happened that must not; and a test for the gate."""
    zeros = [m.name for m in MEASURES if m.zero]
    suite = ElementTree.Element("testsuite", name="reviews eval", tests=str(len(summary.worst) + (verdict is not None)))
    failed = 0
    for shown in summary.worst:
        result = shown.result
        case = ElementTree.SubElement(
            suite, "testcase", classname=shown.case.kind, name=shown.case.id, time=f"{result.milliseconds / 1000:.3f}"
        )
        wrong = [name for name in zeros if result.values.get(name)]
        if wrong:
            failed += 1
            ElementTree.SubElement(case, "failure", message=", ".join(wrong)).text = shown.case.question
        elif shown.wrong:
            ElementTree.SubElement(case, "system-out").text = ", ".join(shown.wrong)
    if verdict is not None:
        gate = ElementTree.SubElement(suite, "testcase", classname="gate", name="no worse than the baseline")
        if not verdict.passes:
            failed += 1
            ElementTree.SubElement(gate, "failure", message="held back").text = "\n".join(verdict.held_back)
    suite.set("failures", str(failed))
    return ElementTree.tostring(suite, encoding="unicode") + "\n"

"""The README cannot drift: every block of it runs, its settings are complete, and its links lead somewhere."""

import json
import re
from pathlib import Path

import pytest

from tests import readme
from tests.libraries import ROOT

TEXT = readme.README.read_text(encoding="utf-8")
BLOCKS = readme.blocks(TEXT)


def test_the_readme_stays_under_150_lines() -> None:
    assert len(TEXT.splitlines()) < 150


def test_every_block_is_of_a_kind_that_is_checked() -> None:
    assert {block.language for block in BLOCKS} <= {"sh", "text", "python", "json"}
    outputs = [block for block in BLOCKS if block.language == "text"]
    assert len(outputs) == sum(block.shown is not None for block in BLOCKS)
    assert outputs, "a real question with its cited answer is to be shown"


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.language == "sh"], ids=lambda b: b.body.strip()[:40])
def test_a_shell_block_calls_what_exists_and_prints_what_is_shown(block: readme.Block, example_folder: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for program, *arguments in readme.commands(block):
        assert program in {"make", "reviews"}
        if program == "make":
            assert arguments[0] in targets
    printed = readme.output(block, example_folder)
    if block.shown is not None:
        assert readme.folded(printed) == readme.folded(block.shown), "write it anew with `python -m tests.readme`"


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.language == "python"], ids=lambda b: b.body.strip()[:40])
def test_a_python_block_runs_and_prints_what_is_shown(block: readme.Block, example_folder: Path) -> None:
    printed = readme.output(block, example_folder)
    if block.shown is not None:
        assert readme.folded(printed) == readme.folded(block.shown), "write it anew with `python -m tests.readme`"


def test_each_output_is_written_under_its_own_block(tmp_path: Path) -> None:
    text = "".join(f"```python\nprint({n})\n```\n\n```text\nold\n```\n" for n in (1, 2))
    shown = [block.shown for block in readme.blocks(readme.rewritten(text, tmp_path / "library"))]
    assert shown == ["1\n", None, "2\n", None]


def test_every_json_block_parses() -> None:
    for block in BLOCKS:
        if block.language == "json":
            json.loads(block.body)


def test_every_setting_is_documented_with_its_default() -> None:
    shown = readme.settings_shown(readme.SETTINGS.read_text(encoding="utf-8"))
    assert shown == readme.settings_table(), "write it anew with `python -m tests.readme`"


def test_every_relative_link_leads_to_a_file() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", TEXT)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_those_to_turn_to_when_a_child_is_at_risk_are_named() -> None:
    for number in ("999", "0808 800 5000", "0800 1111"):
        assert number in TEXT
    for whom in ("children's social care", "emergency duty team", "designated safeguarding lead"):
        assert whom in TEXT


def test_every_decision_fits_on_a_page_and_says_what_would_change_it() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert decisions
    for decision in decisions:
        text = decision.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 40, decision.name
        for part in ("Question", "Choice", "Reason", "Cost", "What would change our mind"):
            assert f"**{part}.**" in text, f"{decision.name} lacks {part}"

"""What bandit finds in the product is answered line by line in docs/security.md, and nothing there is out of date."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("assistant", "ingest", "eval")


def test_every_finding_of_bandit_is_answered() -> None:
    argv = [sys.executable, "-m", "bandit", "--quiet", "--recursive", *PACKAGES, "--format", "json"]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    report = json.loads(done.stdout)
    assert report["errors"] == []
    found = {(item["test_id"], item["filename"].removeprefix("./")) for item in report["results"]}
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    answered = set(re.findall(r"^\| (B\d+) \| (\S+) \| .+ \|$", text, re.M))
    assert found == answered


def test_what_the_threats_are_answered_with_is_there() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests|assistant)/[^`]*)`", text)
    assert named and [name for name in named if not (ROOT / name).exists()] == []

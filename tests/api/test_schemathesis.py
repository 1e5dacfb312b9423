"""schemathesis over the whole OpenAPI document, with all its checks, against a real server where keys are in force.

A short run by default. With REVIEWS_FUZZ_EXAMPLES=200, say, every phase runs with as many examples for each route.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from assistant.settings import Settings
from assistant.store.keys import Keys
from assistant.wiring import open_store
from tests.api.serving import Served, serving

CONFIG = Path(__file__).with_name("schemathesis.toml")
SHORT = ("--max-examples", "3", "--phases", "examples,fuzzing", "--seed", "8")
LONGEST = 4 * 3600


def run(served: Served, key: str, *more: str) -> subprocess.CompletedProcess[str]:
    """The outcome of schemathesis, sent in the name of a maintainer."""
    argv = [
        sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "--config-file", str(CONFIG),
        "run", f"{served.url}/openapi.json", "--header", f"Authorization: Bearer {key}", "--checks", "all",
        "--no-color", "--continue-on-failure", "--warnings", "off", *more,
    ]  # fmt: skip
    return subprocess.run(argv, capture_output=True, text=True, check=False, timeout=LONGEST, cwd=served.library)


def test_every_route_answers_as_the_document_says_whatever_is_sent(small_folder: Path, tmp_path: Path) -> None:
    library = Path(shutil.copytree(small_folder, tmp_path / "library"))
    settings = Settings(library=library, access="keys", requests_a_minute=1_000_000, workers=1)
    with open_store(settings) as database:
        _, key = Keys(database).add("schemathesis", "maintainer")
    examples = os.environ.get("REVIEWS_FUZZ_EXAMPLES")
    how = ("--max-examples", examples) if examples else SHORT
    with serving(settings) as served:
        done = run(served, key, *how)
    found = re.search(r"Selected: (\d+)/(\d+)\s+Tested: (\d+)", done.stdout)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr
    assert found and len(set(found.groups())) == 1, done.stdout

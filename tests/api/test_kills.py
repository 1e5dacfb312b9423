"""A server killed at any moment keeps what it acknowledged: turns, feedback, and documents that wait to be read."""

import subprocess
from pathlib import Path

from benchmarks.kill_serving import COMMAND
from tests.libraries import ROOT

KILLS, SECONDS = "10", "1.5"  # `make bench ARGS="--only kill_serving"` kills a hundred times


def test_nothing_acknowledged_is_lost_when_a_server_is_killed_under_load(small_folder: Path, tmp_path: Path) -> None:
    argv = [*COMMAND, str(small_folder), str(tmp_path), KILLS, "5", SECONDS]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr

"""A hundred moments of `kill -9` during ingest, chosen at random: what was left is whole, the next run completes it.

Not a ratio but a check: each moment after which something was wrong is printed.
"""

import subprocess
import tempfile

from benchmarks.killing import COMMAND

MOMENTS, SEED = 100, 11


def main() -> int:
    """Kill a hundred times; 0 when everything held, 1 when something did not."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([*COMMAND, folder, str(MOMENTS), str(SEED)], check=False)
    print(f"{MOMENTS} kills: {'something was wrong' if done.returncode else 'nothing lost, nothing half visible'}")
    return 1 if done.returncode else 0

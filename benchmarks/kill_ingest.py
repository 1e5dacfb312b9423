"""A hundred moments of `kill -9` during ingest, chosen at random: what was left is whole, the next run completes it.

Not a ratio: `python -m benchmarks.kill_ingest [MOMENTS]` prints each moment after which something was wrong.
"""

import subprocess
import sys
import tempfile

from benchmarks.killing import COMMAND

MOMENTS, SEED = 100, 11


def main(moments: int = MOMENTS) -> int:
    """Kill so many times; 0 when everything held, 1 when something did not."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([*COMMAND, folder, str(moments), str(SEED)], check=False)
    print(f"{moments} kills: {'something was wrong' if done.returncode else 'nothing lost, nothing half visible'}")
    return 1 if done.returncode else 0


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:2])))

"""The whole selftest of the evaluation suite: every planted defect over all cases, and ingest in other orders."""

import subprocess

from benchmarks.places import reviews_command


def main() -> int:
    """Run it and show its table; 1 when a trial was judged wrongly, else 0."""
    return 1 if subprocess.run([reviews_command(), "eval", "selftest"], check=False).returncode else 0

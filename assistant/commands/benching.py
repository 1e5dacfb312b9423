"""The command that measures on public data. Benchmarks stand beside the product and run as a program of their own."""

import subprocess
import sys

from eval.case_files import ROOT
from ingest.errors import SetupError


def bench(name: str) -> int:
    """Print the tables of the benchmark ``name``; 1 when an aim was missed or its data is not there.

    Raises SetupError where the project's folder, with the benchmarks in it, is not beside the code.
    """
    if not (ROOT / "benchmarks" / "quality.py").is_file():
        raise SetupError(
            "the benchmarks are not part of the installed product", thing=str(ROOT / "benchmarks"),
            remedy="install the project's folder with `make install` and run there",
        )  # fmt: skip
    return subprocess.run([sys.executable, "-m", "benchmarks.quality", name], cwd=ROOT, check=False).returncode and 1

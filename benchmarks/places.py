"""Where the benchmarks find what they run."""

import sys
from pathlib import Path

from benchmarks.report import BenchmarkError

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "library"
QUIET = {"HF_HUB_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False", "TOKENIZERS_PARALLELISM": "false"}


def reviews_command() -> str:
    """The installed command `reviews` of this very environment. Raises BenchmarkError where it is not."""
    command = Path(sys.executable).parent / "reviews"
    if not command.is_file():
        raise BenchmarkError(f"the product is not installed beside {sys.executable}: use `make bench`")
    return str(command)

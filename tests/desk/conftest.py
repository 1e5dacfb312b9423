"""What the tests of the desk share: an answer and a briefing as papers, LibreOffice, a library that may be changed."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.desk.answers import answer_paper
from assistant.desk.briefings import briefing
from assistant.desk.papers import Paper

QUESTION = "What do reviews say about fathers who were not assessed?"
Office = Callable[[Path, str], Path]


@pytest.fixture(scope="session")
def answer(example_library: Assistant) -> Paper:
    """An answer from the example library."""
    return answer_paper(example_library.ask(QUESTION), example_library.library)


@pytest.fixture(scope="session")
def brief(example_library: Assistant) -> Paper:
    """A briefing from the example library."""
    return briefing(example_library, "missed appointments")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Turns a file into another format with LibreOffice. Skips where it is missing; fails there in CI."""
    program = shutil.which("soffice")
    if program is None:
        reason = "LibreOffice is not installed (apt-get install libreoffice-writer libreoffice-impress)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    home = tmp_path_factory.mktemp("office")

    def convert(path: Path, to: str) -> Path:
        target = path.parent / "converted"
        arguments = [program, f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", to]
        subprocess.run([*arguments, "--outdir", str(target), str(path)], check=True, capture_output=True, timeout=180)
        return target / f"{path.stem}.{to}"

    return convert

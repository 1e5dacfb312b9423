"""Runs the blocks of the README. A test compares them with what it shows; `python -m tests.readme` writes them anew."""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import Settings
from ingest.embedding import DEFAULT_MODEL, model_folder
from tests.libraries import EXAMPLES, ROOT, built_library

README = ROOT / "README.md"
SETTINGS = ROOT / "docs" / "settings.md"
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SETTINGS = re.compile(r"(?<=<!-- settings -->\n).*?(?=<!-- end of settings -->)", re.DOTALL)
_CLI = "from assistant.commands.main import cli; cli(prog_name='reviews')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One fenced block; ``shown`` is the text block directly after it, at ``place``, and None where there is none."""

    language: str
    body: str
    shown: str | None
    place: slice


def blocks(text: str) -> list[Block]:
    """The blocks of a README in order, each `text` block with the one before it."""
    found = list(_FENCE.finditer(text))
    result: list[Block] = []
    for here, following in zip(found, [*found[1:], None], strict=True):
        next_to = following if following and following[1] == "text" else None
        if next_to is None or text[here.end() : next_to.start()].strip():
            result.append(Block(language=here[1], body=here[2], shown=None, place=slice(0)))
        else:
            result.append(Block(language=here[1], body=here[2], shown=next_to[2], place=slice(*next_to.span(2))))
    return result


def commands(block: Block) -> list[list[str]]:
    """The commands of a shell block, split into words; lines may be continued and commented."""
    lines = block.body.replace("\\\n", " ").splitlines()
    return [words for words in (shlex.split(line, comments=True) for line in lines) if words]


def output(block: Block, library: Path) -> str:
    """What a block prints when it runs over ``library``. Raises CalledProcessError when it fails."""
    if block.language == "python":
        return _run([sys.executable, "-c", block.body], library)
    calls = [words for words in commands(block) if words[0] == "reviews"]
    return "".join(_run([sys.executable, "-c", _CLI, *words[1:]], library) for words in calls)


def settings_table() -> str:
    """The table of all settings as ``docs/settings.md`` is to show it."""
    rows = [
        f"| `REVIEWS_{name.upper()}` | `{field.default}` | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(["| variable | default | what it sets |", "|---|---|---|", *rows]) + "\n"


def settings_shown(text: str) -> str:
    """The table of settings that a text shows."""
    match = _SETTINGS.search(text)
    return match[0] if match else ""


def rewritten(text: str, library: Path) -> str:
    """``text`` with every shown output as it is now."""
    for block in reversed(blocks(text)):
        if block.shown is not None:
            text = text[: block.place.start] + folded(output(block, library)) + text[block.place.stop :]
    return text


def with_settings(text: str) -> str:
    """``text`` with the table of settings as it is now."""
    return _SETTINGS.sub(lambda _: settings_table(), text)


def folded(printed: str) -> str:
    """``printed`` without blank lines at either end and without blanks at line ends."""
    return "\n".join(line.rstrip() for line in printed.strip("\n").splitlines()) + "\n"


def _run(command: list[str], library: Path) -> str:
    variables = {"REVIEWS_LIBRARY": str(library), "HF_HUB_OFFLINE": "1", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=library.parent, env={**os.environ, **variables}, capture_output=True, text=True, check=True
    )
    return done.stdout


def main() -> None:
    """Write the README anew from the example library, and the table of settings."""
    SETTINGS.write_text(with_settings(SETTINGS.read_text(encoding="utf-8")), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library"
        files = sorted(p for p in EXAMPLES.iterdir() if p.is_file())
        built_library("examples", files, model_folder(DEFAULT_MODEL), library)
        README.write_text(rewritten(README.read_text(encoding="utf-8"), library), encoding="utf-8")


if __name__ == "__main__":
    main()

"""The command line itself: help, exit codes, and errors in one line that say what is wrong, which thing, what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.commands.main import EXIT_CODES, cli
from ingest import errors

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = {"ingest", "remove", "list", "show", "ask", "search", "serve", "check"}
LISTED = ("ask", "search", "list", "show", "remove", "check")


def reviews(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(cli, arguments, env=environment)


def test_help_names_every_command() -> None:
    result = reviews("--help")
    assert result.exit_code == 0
    assert set(cli.commands) >= COMMANDS
    for name in cli.commands:
        assert f"  {name} " in result.stdout


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_and_every_option_has_help(command: str) -> None:
    result = reviews(command, "-h")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: cli {command}")
    assert cli.commands[command].help


@pytest.mark.parametrize(
    "arguments",
    [("nothing",), ("ask",), ("ask", "x", "--colour"), ("search", "x", "--k", "0"), ("search", "x", "--k", "many"),
     ("ask", "x", "--max-statements", "21"), ("ingest",), ("ingest", "x", "--workers", "0"), ("show",), ("remove",),
     ("serve", "--port", "70000")],
)  # fmt: skip
def test_a_wrong_command_line_is_one_line_and_exit_2(arguments: tuple[str, ...]) -> None:
    result = reviews(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("reviews: ")
    assert result.stderr.count("\n") == 1
    assert "--help" in result.stderr


def arguments_of(command: str) -> tuple[str, ...]:
    return (command, "words") if command in ("ask", "search", "show", "remove") else (command,)


@pytest.mark.parametrize("command", LISTED)
def test_asking_where_no_library_is_makes_none_and_is_exit_3(command: str, tmp_path: Path) -> None:
    missing = tmp_path / "mistyped"
    result = reviews(*arguments_of(command), "--library", str(missing))
    assert result.exit_code == 3
    assert result.stderr == f"reviews: no library is there ({missing}): make one with `reviews ingest PATH`\n"
    assert not missing.exists()


def test_the_library_is_taken_from_the_environment_where_no_option_says_otherwise(tmp_path: Path) -> None:
    result = reviews("list", REVIEWS_LIBRARY=str(tmp_path / "from-the-environment"))
    assert "from-the-environment" in result.stderr
    result = reviews("list", "--library", str(tmp_path / "from-the-option"), REVIEWS_LIBRARY=str(tmp_path / "other"))
    assert "from-the-option" in result.stderr


@pytest.mark.parametrize(
    ("name", "value"), [("REVIEWS_WORKERS", "many"), ("REVIEWS_PORT", "-1"), ("REVIEWS_READ_SECONDS", "0")]
)
def test_a_wrong_setting_is_one_line_and_exit_3(name: str, value: str, seed_folder: Path) -> None:
    result = reviews("list", "--library", str(seed_folder), **{name: value})
    assert result.exit_code == 3
    assert result.stderr.count("\n") == 1
    assert name.removeprefix("REVIEWS_").lower() in result.stderr.lower()
    assert "REVIEWS_" in result.stderr


def test_a_model_that_is_not_there_is_exit_3(seed_folder: Path, tmp_path: Path) -> None:
    result = reviews("ask", "Who?", "--library", str(seed_folder), REVIEWS_EMBEDDER=str(tmp_path))
    assert result.exit_code == 3
    assert "no embedding model is there" in result.stderr
    assert "REVIEWS_EMBEDDER" in result.stderr


def test_a_document_that_is_not_held_is_exit_2(seed_folder: Path) -> None:
    result = reviews("show", "zzzz", "--library", str(seed_folder))
    assert result.exit_code == 2
    assert result.stderr == "reviews: no such document is held (zzzz): `reviews list` shows those that are\n"


def test_every_error_has_an_exit_code_by_who_can_put_it_right() -> None:
    kinds = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.AssistantError)]
    codes = {
        e: [code for kind, code in EXIT_CODES if issubclass(e, kind)] for e in kinds if e is not errors.AssistantError
    }
    assert all(len(found) == 1 for found in codes.values()), codes
    assert (codes[errors.UnreadableError], codes[errors.LibraryError], codes[errors.RemoteError]) == ([2], [3], [4])


def test_an_error_on_a_real_terminal_is_one_line_on_stderr(tmp_path: Path) -> None:
    argv = [sys.executable, "-c", "from assistant.commands.main import cli; cli(prog_name='reviews')", "list"]
    env = {**os.environ, "REVIEWS_LIBRARY": str(tmp_path / "none"), "PYTHONWARNINGS": "error"}
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60, env=env)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)

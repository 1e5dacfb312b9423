"""What a newcomer types first: the targets are there, an old Python is told so, nothing is installed twice."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.libraries import ROOT

PROMISED = ("run", "install", "test", "lint", "eval", "bench", "cluster")
MAKE = shutil.which("make") or "make"


def dry_run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    variables = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS", "REVIEWS_"))}
    return subprocess.run([MAKE, *arguments], cwd=folder, env=variables, capture_output=True, text=True, check=False)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder with the Makefile in which everything seems installed."""
    for name in ("pyproject.toml", "constraints.txt", "Makefile"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    for name in ("bin/python", ".product", ".test", ".bench"):
        (tmp_path / ".venv" / name).touch()
    return tmp_path


@pytest.mark.parametrize("target", PROMISED)
def test_each_promised_target_exists_and_installs_nothing_twice(installed: Path, target: str) -> None:
    done = dry_run(installed, "--dry-run", target)
    assert done.returncode == 0, done.stderr
    assert "pip" not in done.stdout


def test_port_and_library_can_be_given(installed: Path) -> None:
    done = dry_run(installed, "--dry-run", "run", "PORT=8123", "LIBRARY=elsewhere")
    assert '--library "elsewhere"' in done.stdout
    assert '--port "8123"' in done.stdout


def test_changed_requirements_are_installed_again(installed: Path) -> None:
    os.utime(installed / "constraints.txt", (2e9, 2e9))
    assert "pip" in dry_run(installed, "--dry-run", "run").stdout


def test_an_interpreter_that_is_too_old_or_missing_is_named(installed: Path) -> None:
    shutil.rmtree(installed / ".venv")
    done = dry_run(installed, "install", "PYTHON=no-such-python")
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed; no-such-python" in done.stderr


def test_every_direct_dependency_is_locked_at_the_version_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = [*project["dependencies"], *(r for group in project["optional-dependencies"].values() for r in group)]
    assert [r for r in pinned if re.sub(r"\[.*?\]", "", r) not in lock] == []  # the lock has no extras


def test_the_lock_names_no_place_no_local_build_and_no_gpu_package() -> None:
    lines = [x for x in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    assert [x for x in lines if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*==[0-9][0-9a-z.]*", x)] == []
    assert [x for x in lines if x.startswith(("nvidia", "triton", "cuda"))] == []

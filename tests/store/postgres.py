"""A PostgreSQL server of its own for the tests, on a socket in a folder of its own, gone when they are done."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PROGRAMS = Path("/usr/lib/postgresql")
_QUIET = "-c fsync=off -c shared_buffers=16MB -c listen_addresses=''"


def programs() -> Path | None:
    """The folder of the newest PostgreSQL server installed, None when there is none."""
    found = [p for p in _PROGRAMS.glob("*/bin") if (p / "initdb").exists()]
    on_path = shutil.which("initdb")
    newest = max(found, key=lambda p: int(p.parent.name), default=None)
    return newest or (Path(on_path).resolve().parent if on_path else None)


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The address of a database on a server that runs out of ``folder`` (``programs`` in hand) until the end."""
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as made:  # a socket's path may not be long
        home = Path(made)
        as_user = _as_user(home)
        data = home / "data"
        _run([*as_user, str(folder / "initdb"), "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8"], home)
        control = [*as_user, str(folder / "pg_ctl"), "-D", str(data), "-w"]
        _run([*control, "-l", str(home / "log"), "-o", f"{_QUIET} -k {home}", "start"], home)
        try:
            yield f"postgresql://tester@/postgres?host={home}"
        finally:
            _run([*control, "-m", "fast", "stop"], home)


def _as_user(home: Path) -> list[str]:
    """How to run as someone other than root, whom the server refuses; ``home`` is theirs then."""
    if os.getuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        try:
            shutil.chown(home, name)
        except LookupError:
            continue
        return ["setpriv", f"--reuid={name}", "--clear-groups", "--"]
    raise RuntimeError("the tests run as root, and there is no user to run PostgreSQL as")


def _run(command: list[str], home: Path) -> None:
    done = subprocess.run(
        command, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, timeout=120
    )
    if done.returncode:
        raise RuntimeError(f"{command[-1]} of PostgreSQL failed: {done.stderr}")

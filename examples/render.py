"""Renders the example library: `python -m examples.render [--only ID] [--check]`.

Exits 0 when all is written (or, with --check, when the files on disk are what a fresh rendering gives), 1 when a
source cannot be rendered or a file differs, 2 for a wrong argument.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from examples.rendering.errors import RenderingError
from examples.rendering.library import EXAMPLES, differing, render, sources, write


def main(arguments: list[str] | None = None) -> int:
    """Render what the command line asks for and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m examples.render", description="Render the example library.")
    parser.add_argument("--only", metavar="ID", help="one document instead of all")
    parser.add_argument("--check", action="store_true", help="write nothing; name each file that differs")
    chosen = parser.parse_args(arguments)
    found = sources(chosen.only)
    if not found:
        parser.error(f"there is no source {chosen.only or 'at all'} in {EXAMPLES / 'source'}")
    if chosen.check:
        return _check(found, whole=chosen.only is None)
    return _render(found, EXAMPLES)


def _render(found: list[Path], folder: Path) -> int:
    failed = 0
    for source in found:
        try:
            write(render(source), folder)
        except RenderingError as error:
            failed += 1
            print(f"{source.name}: {error}", file=sys.stderr)
    print(f"{len(found) - failed} documents rendered, {failed} failed")
    return 1 if failed else 0


def _check(found: list[Path], *, whole: bool) -> int:
    with tempfile.TemporaryDirectory() as folder:
        status = _render(found, Path(folder))
        differ = differing(Path(folder), EXAMPLES)
    names = {source.stem for source in found}
    for path in differ:
        if whole or path.stem in names:
            print(f"differs: {path}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())

"""The one door to pandoc: a tree of blocks becomes a file of some format.

The tree is handed over as pandoc's own JSON and never as Markdown: words in it are words, whatever they look like, and
each of pandoc's writers escapes them for its format. Pandoc runs with ``--sandbox``: it opens no file that is not named
here and asks no network.
"""

import json
import subprocess
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from ingest.errors import SetupError

Node = dict[str, object]
API_VERSION = [1, 23]
_SECONDS = 60


def convert(
    blocks: Sequence[Node], to: str, *, meta: Node | None = None, reference: bytes = b"", options: Sequence[str] = ()
) -> bytes:
    """The file that pandoc's writer ``to`` makes of ``blocks``; ``reference`` is a file whose styles it takes.

    Raises SetupError when pandoc is missing or fails.
    """
    tree = json.dumps({"pandoc-api-version": API_VERSION, "meta": meta or {}, "blocks": list(blocks)})
    with tempfile.TemporaryDirectory(prefix="reviews-") as folder:
        target, given = Path(folder) / "made", Path(folder) / f"reference.{to}"
        arguments = ["--sandbox", "--from=json", f"--to={to}", f"--output={target}", *options]
        if reference:
            given.write_bytes(reference)
            arguments.append(f"--reference-doc={given}")
        _run(arguments, tree.encode())
        return target.read_bytes()


def to_html(markdown: str, reader: str = "commonmark+footnotes") -> str:
    """Markdown, as the exports have it, as HTML: a way to read it back. ``reader`` is one of pandoc's.

    Its CommonMark takes time in proportion to the text whatever stands in it, its own Markdown does not.
    Raises SetupError when pandoc is missing or fails.
    """
    return _run(["--sandbox", f"--from={reader}", "--to=html5"], markdown.encode()).decode()


@lru_cache(maxsize=4)
def default_reference(name: str) -> bytes:
    """The file ``name`` ("reference.docx") whose styles pandoc takes when none is given.

    Raises SetupError when pandoc is missing or fails.
    """
    return _run([f"--print-default-data-file={name}"], b"")


def _run(arguments: Sequence[str], given: bytes) -> bytes:
    try:
        done = subprocess.run([_program(), *arguments], input=given, capture_output=True, check=True, timeout=_SECONDS)
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()
        raise SetupError(
            f"pandoc could not make the file: {said[0] if said else error}", remedy="install pypandoc-binary anew"
        ) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SetupError(f"pandoc could not be run: {error}", remedy="install pypandoc-binary anew") from error
    return done.stdout


@lru_cache(maxsize=1)
def _program() -> str:
    import pypandoc

    return str(pypandoc.get_pandoc_path())

"""The rendered library on disk: which files a source gives, and whether those on disk are they."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from examples.rendering.composing import compose
from examples.rendering.docx import write_docx
from examples.rendering.errors import SourceError
from examples.rendering.html import write_html
from examples.rendering.parsing import read_source
from examples.rendering.pdf import draw_pdf
from examples.rendering.plain import write_markdown, write_text
from examples.rendering.truth import write_truth

EXAMPLES = Path(__file__).resolve().parents[1]
_WRITERS = {"html": write_html, "docx": write_docx, "md": write_markdown, "txt": write_text}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One file of the library; `path` is relative to the folder `examples`."""

    path: Path
    data: bytes


def sources(only: str | None = None) -> list[Path]:
    """Return the sources in order of name, or the one whose id is `only`."""
    return sorted((EXAMPLES / "source").glob(f"{only or '*'}.md"))


def render(source: Path) -> tuple[Rendered, Rendered]:
    """Return the printed file of a source and its truth. Raises RenderingError."""
    read = read_source(source)
    facts = read.facts
    if facts.id != source.stem:
        raise SourceError(source.name, 1, f"`id` is {facts.id}, the file is named {source.stem}")
    content = compose(read)
    drawing = draw_pdf(content) if facts.output == "pdf" else None
    data = drawing.data if drawing else _WRITERS[facts.output](content)
    file = f"{facts.id}.{facts.output}"
    truth = write_truth(content, file=file, drawing=drawing)
    return (
        Rendered(path=Path("library") / file, data=data),
        Rendered(path=Path("truth") / f"{facts.id}.json", data=truth),
    )


def write(files: Iterable[Rendered], folder: Path) -> None:
    """Write `files` beneath `folder`."""
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)


def differing(fresh: Path, committed: Path) -> list[Path]:
    """Return the files, relative to both folders, that are in one only or not the same in both."""
    names = {
        path.relative_to(folder)
        for folder in (fresh, committed)
        for part in ("library", "truth")
        for path in (folder / part).glob("*.*")
    }
    return sorted(name for name in names if _bytes(fresh / name) != _bytes(committed / name))


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None

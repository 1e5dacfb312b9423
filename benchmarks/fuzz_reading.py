"""Fuzzes the reading path, file to register, with atheris: nothing but UnreadableError may come out of a damaged file.

    pip install '.[fuzz]' && python -m benchmarks.fuzz_reading -max_total_time=3600 CORPUS...

CORPUS are folders of files to start from (libFuzzer adds what it finds to the first); the options are libFuzzer's. What
ends a run is kept as ``crash-…`` in the working folder. Left out: OCR, which runs a program, and the embedding model.
"""

import contextlib
import importlib
import random
import sys
import tempfile
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import atheris

SUFFIXES = (".pdf", ".html", ".md", ".txt", ".docx")
MAX_BYTES = 200_000
_PARSERS = ("docx", "bs4", "markdown_it", "pypdf")  # imported by readers only when needed: too late to be watched

with atheris.instrument_imports(include=["ingest", *_PARSERS]):
    for parser in _PARSERS:
        importlib.import_module(parser)
    for reader in ("docx", "html", "plain", "router"):
        importlib.import_module(f"ingest.readers.{reader}")
    from ingest.cleaning import clean
    from ingest.errors import UnreadableError
    from ingest.facts import read_facts
    from ingest.findings import read_findings
    from ingest.kinds import with_kinds
    from ingest.passages import make_passages
    from ingest.quality import attention, measure_quality
    from ingest.readers import read_file
    from ingest.structure import read_structure
    from ingest.voices import with_voices


def read_bytes(data: bytes) -> None:
    """Read ``data`` as a file: its last byte chooses what the file calls itself."""
    if not data or len(data) > MAX_BYTES:
        return
    suffix = ".pdf" if b"%PDF-" in data[:1024] else SUFFIXES[data[-1] % len(SUFFIXES)]
    with tempfile.TemporaryDirectory(dir=_fast()) as folder, contextlib.suppress(UnreadableError):
        path = Path(folder) / f"fuzzed{suffix}"
        path.write_bytes(data)
        read_through(path)


def read_through(path: Path) -> None:
    """Read a file as ``ingest.reading`` does, words counted for word pieces.

    Raises UnreadableError as that does, UnicodeEncodeError when something came out that cannot be stored.
    """
    raw = read_file(path)
    text = clean(raw)
    structure = read_structure(text)
    facts = read_facts(path, raw, text, structure)
    paragraphs = with_voices(with_kinds(structure, facts.kind), facts)
    passages = make_passages("0", facts.title, paragraphs, lambda words: len(words.split()))
    findings = read_findings(raw.pages, paragraphs, facts, "0")
    quality = measure_quality(raw, text, paragraphs, source_kind=facts.source_kind, recommendations=len(findings))
    attention(quality, len(paragraphs))
    kept = [page.text for page in raw.pages] + [passage.text for passage in passages] + [f.text for f in findings]
    "".join([*kept, *raw.notes, facts.title]).encode()


def mutate(data: bytes, most: int, seed: int) -> bytes:
    """``data`` changed as libFuzzer does; a Word file mostly in one part of its archive, which stays whole."""
    if data.startswith(b"PK\x03\x04") and seed % 8:
        with contextlib.suppress(
            zipfile.BadZipFile, zlib.error, ValueError, LookupError, RuntimeError, OSError, EOFError
        ):
            changed = _with_part_changed(data, most, random.Random(seed))
            if len(changed) <= most:
                return changed
    return bytes(atheris.Mutate(data, most))


def _with_part_changed(data: bytes, most: int, chance: random.Random) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "word/document.xml" if chance.random() < 0.6 else chance.choice(list(parts))
    parts[name] = bytes(atheris.Mutate(parts[name], most))
    changed = BytesIO()
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return changed.getvalue()


def _fast() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def main() -> None:
    """Fuzz until the time that the options give is over, or something is found."""
    atheris.Setup(sys.argv, read_bytes, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

"""Fuzzes the reading path, file to structure, with atheris: nothing but UnreadableError may come out of a damaged file.

    pip install '.[fuzz]' && python -m benchmarks.fuzz_reading -max_total_time=3600 CORPUS...

CORPUS are folders of files to start from (libFuzzer adds what it finds to the first); the options are libFuzzer's. What
ends a run is kept as ``crash-…`` in the working folder. Left out: OCR, which runs a program, and the embedding model.
"""

import contextlib
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["ingest", "pypdf"]):
    from ingest.cleaning import clean
    from ingest.errors import UnreadableError
    from ingest.quality import attention, measure_quality
    from ingest.readers import read_file
    from ingest.structure import read_structure

SUFFIXES = (".pdf", ".html", ".md", ".txt", ".docx")
MAX_BYTES = 200_000


def read_bytes(data: bytes) -> None:
    """Read ``data`` as a file: its last byte chooses what the file calls itself."""
    if not data or len(data) > MAX_BYTES:
        return
    suffix = ".pdf" if b"%PDF-" in data[:1024] else SUFFIXES[data[-1] % len(SUFFIXES)]
    with tempfile.TemporaryDirectory(dir=_fast()) as folder, contextlib.suppress(UnreadableError):
        path = Path(folder) / f"fuzzed{suffix}"
        path.write_bytes(data)
        raw = read_file(path)
        text = clean(raw)
        paragraphs = read_structure(text)
        quality = measure_quality(raw, text, paragraphs, source_kind="review")
        attention(quality, len(paragraphs))
        for page in raw.pages:
            page.text.encode("utf-8")  # what cannot be encoded cannot be stored


def _fast() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def main() -> None:
    """Fuzz until the time that the options give is over, or something is found."""
    atheris.Setup(sys.argv, read_bytes)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

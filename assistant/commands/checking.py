"""Says whether model, index, library and settings fit together."""

from pathlib import Path

import click

from assistant.commands.common import library_settings
from assistant.wiring import open_assistant


def check(library: Path | None) -> int:
    """Print what fits; 1 when indexes and catalogue disagree. A wrong set-up is an error that says what to do."""
    settings = library_settings(library)
    with open_assistant(settings) as assistant:
        lib = assistant.library
        held = lib.catalogue.documents()
        passages = sum(d.passages for d in held)
        vectors = lib.vectors.count()
        ids = {d.id for d in held if d.passages}
        checks = {
            f"model {settings.embedder}: weights {assistant.embeddings.fingerprint[:12]}": True,
            f"library {settings.library}: {len(held)} documents, {passages} passages": True,
            f"vectors: {vectors} for {passages} passages": vectors == passages,
            "words: every document is indexed": ids <= lib.words.documents(),
            "originals: every document has its file": all(lib.original(d).is_file() for d in held),
        }
    for text, fits in checks.items():
        click.echo(f"{'ok   ' if fits else 'WRONG'} {text}")
    if not all(checks.values()):
        click.echo(
            "Run `reviews ingest` on the originals again: what is missing is completed, what is left over is removed."
        )
    return 0 if all(checks.values()) else 1

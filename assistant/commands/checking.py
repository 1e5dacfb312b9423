"""Says whether model, index, library and settings fit together."""

from pathlib import Path

import click

from assistant.answering import Assistant
from assistant.commands.common import library_settings
from assistant.wiring import open_assistant, open_store
from ingest.checking import catalogue_faults, remembered_faults, vector_faults, word_faults

_LIVE_CASE = {
    "warn": "the asker is warned", "withhold": "the asker is warned, the question not kept", "off": "not looked for"
}  # fmt: skip


def _writes(assistant: Assistant) -> str:
    """Who writes answers."""
    writer = assistant.writer
    return f"written by {writer.name} with {writer.prompt.version}" if writer else "quotes, no language model"


def check(library: Path | None) -> int:
    """Print what fits; 1 when a part is damaged or parts disagree. A wrong set-up is an error that says what to do."""
    settings = library_settings(library)
    with open_assistant(settings) as assistant, open_store(settings) as database:
        lib = assistant.library
        held = lib.catalogue.documents()
        passages = sum(d.passages for d in held)
        if assistant.writer:
            assistant.writer.model.open()
        lost = [d.file for d in lib.without_original()]
        checks = {
            f"model {settings.embedder}: weights {assistant.embeddings.fingerprint[:12]}": [],
            f"library {settings.library}: {len(held)} documents, {passages} passages": catalogue_faults(lib),
            f"answers: {_writes(assistant)}": [],
            f"vectors: {passages} for {passages} passages": vector_faults(lib),
            f"conversations: {database.place}, kept {settings.retention_days} days": [],
            f"details of a live case in a question: {_LIVE_CASE[settings.live_case]}": [],
            "words: every document is indexed": word_faults(lib),
            "originals: every document has its file": [f"{len(lost)} are missing: {lost[0]}"] if lost else [],
            "remembered vectors: sound": remembered_faults(lib),
        }
    for text, faults in checks.items():
        part = text.partition(":")[0]
        click.echo("\n".join(f"WRONG {part}: {fault}" for fault in faults) or f"ok    {text}")
    wrong = any(checks.values())
    if wrong:
        click.echo(
            "Run `reviews rebuild`: words and vectors are made anew from the stored text. An original that is missing "
            "comes back with `reviews ingest` on the files again, a damaged catalogue with `reviews restore`."
        )
    return 1 if wrong else 0

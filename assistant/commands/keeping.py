"""Commands that change or list what the library holds."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from assistant.card import quality_rows
from assistant.commands.common import library_settings, print_json, settings_from
from assistant.shapes import document_json, outcomes_json
from assistant.store.audit import COMMAND_LINE, Audit
from assistant.wiring import library_of, open_assistant, open_store, reader_for
from ingest.library import Library
from ingest.pipeline import OUTCOMES, Outcome, find_files, ingest_files
from ingest.readers.ocr import require_tesseract

WAIT = 3.0  # seconds for which a command waits for another that writes to the library, before it says so


def ingest(paths: tuple[Path, ...], workers: int | None, ocr: bool, as_json: bool, library: Path | None) -> int:
    """Ingest files and print what became of each; 1 when one failed."""
    if ocr:
        require_tesseract()
    settings = settings_from(library=library, workers=workers)
    files = find_files(paths)
    console = Console(stderr=True)
    with open_assistant(settings) as assistant, open_store(settings) as database, _progress(console) as progress:
        task = progress.add_task("Reading", total=len(files))
        trail = Audit(database)

        def told(outcome: Outcome) -> None:
            trail.record_outcome(COMMAND_LINE, outcome)
            progress.update(task, advance=1, description=Path(outcome.path).name[:40])

        outcomes = ingest_files(
            files, assistant.library, assistant.embeddings, reader_for(settings, ocr=ocr), told, wait=WAIT
        )
    if as_json:
        print_json(outcomes_json(outcomes))
    else:
        _print_outcomes(outcomes)
    return 1 if any(o.kind == "failed" for o in outcomes) else 0


def _progress(console: Console) -> Progress:
    """A bar on a terminal, nothing elsewhere."""
    columns = (TextColumn("{task.description:<40}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _print_outcomes(outcomes: Sequence[Outcome]) -> None:
    console = Console()
    counts = {kind: sum(1 for o in outcomes if o.kind == kind) for kind in OUTCOMES}
    table = Table(title=", ".join(f"{n} {kind}" for kind, n in counts.items()), title_justify="left")
    for column in ("Outcome", "File", "Id", "Pages", "Passages", "Why, and what to do"):
        table.add_column(column, justify="right" if column in ("Pages", "Passages") else "left", overflow="fold")
    for o in sorted(outcomes, key=lambda o: OUTCOMES.index(o.kind)):
        table.add_row(
            o.kind, Path(o.path).name, o.review_id or "", str(o.pages or ""), str(o.passages or ""), o.reason or ""
        )
    console.print(table)


def remove(ids: tuple[str, ...], library: Path | None) -> int:
    """Remove documents; all of them are looked up before the first is touched."""
    settings = library_settings(library)
    with (
        open_assistant(settings) as assistant, open_store(settings) as database,
        assistant.library.writing(wait=WAIT),
    ):  # fmt: skip
        found = [assistant.library.find(review_id) for review_id in ids]
        for held in found:
            assistant.library.remove(held.id)
            Audit(database).record(COMMAND_LINE, "document removed", f"{held.id} {held.file}")
            Console().print(f"removed {held.id}  {held.facts.title}", highlight=False, markup=False)
    return 0


def list_documents(as_json: bool, library: Path | None) -> int:
    """List the documents held."""
    held = _open(library).catalogue.documents()
    if as_json:
        print_json({"reviews": [document_json(d) for d in held]})
        return 0
    table = Table(title=f"{len(held)} documents held", title_justify="left")
    for column in ("Id", "Title", "Source", "Year", "Area", "Pages", "Passages"):
        table.add_column(column, justify="right" if column in ("Pages", "Passages") else "left", overflow="fold")
    for d in held:
        year = str(d.facts.year or "")
        table.add_row(
            d.id,
            d.facts.title,
            d.facts.source_kind,
            year,
            d.facts.area or "",
            str(d.quality.pages or ""),
            str(d.passages),
        )
    Console().print(table)
    return 0


def show(review_id: str, as_json: bool, library: Path | None) -> int:
    """One document's quality card."""
    held = _open(library).find(review_id)
    if as_json:
        print_json(document_json(held))
        return 0
    facts = held.facts
    rows = {
        "Id": held.id, "Title": facts.title, "File": held.file, "Source": facts.source_kind, "Kind": facts.kind,
        "Year": facts.year, "Area": facts.area, "Published by": facts.publisher, "Authors": ", ".join(facts.authors),
        "Pseudonyms": ", ".join(facts.pseudonyms), "Passages": held.passages, **dict(quality_rows(held.quality)),
        "Added": held.added,
    }  # fmt: skip
    table = Table(show_header=False, box=None)
    for name, value in rows.items():
        table.add_row(name, "unknown" if value in (None, "") else str(value))
    Console().print(table)
    return 0


def _open(library: Path | None) -> Library:
    return library_of(library_settings(library))

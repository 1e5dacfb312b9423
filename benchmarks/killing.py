"""Kills an ingest at random moments and looks at what it left: for the test of survival and the benchmark.

``main([FOLDER, MOMENTS, SEED])`` prints what was wrong, one line each, and gives 1 if anything was. Each ingest and
each look is a process of its own, forked from one that has imported everything but opened nothing. Call it with
``COMMAND``: under ``python -m`` every reader process of every ingest would import this module too.
"""

import contextlib
import importlib
import os
import random
import re
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from assistant.records import Filters
from assistant.settings import Settings
from assistant.wiring import open_assistant, reader_for
from ingest.errors import AssistantError
from ingest.lexical import stems
from ingest.library import Library
from ingest.pipeline import find_files, ingest_files

COMMAND = (sys.executable, "-c", "import sys; from benchmarks.killing import main; sys.exit(main(sys.argv[1:]))")
KEPT, CHANGED = ("Child Q", "Child R"), "Child S"
_AGENCIES = ("health visitor", "school nurse", "social worker", "housing officer", "midwife", "youth worker", "doctor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The files that are ingested, and the library that they are ingested into."""

    files: Path
    library: Path

    def write(self, name: str, version: int) -> None:
        """Write the made-up review of ``name``; each version says something else in every paragraph."""
        paragraphs = [
            f"1.{i} In week {i} the {_AGENCIES[(i + version) % 7]} visited {name} at home. "
            f"The note of visit {i} was kept in file {version * 100 + i} of the agency."
            for i in range(1, 31)
        ]
        text = "\n\n".join((f"Serious Case Review: {name}", f"1.0 This is version {version}.", *paragraphs))
        self.files.mkdir(parents=True, exist_ok=True)
        (self.files / f"{name.lower().replace(' ', '-')}.txt").write_text(text, encoding="utf-8")


def ingest(place: Place) -> None:
    """Ingest the files. Raises AssertionError when one is not held afterwards."""
    settings = Settings(library=place.library, workers=1)
    with open_assistant(settings) as assistant:
        found = find_files([place.files])
        outcomes = ingest_files(found, assistant.library, assistant.embeddings, reader_for(settings), lambda _: None)
        assert {o.kind for o in outcomes} <= {"added", "updated", "unchanged"}, outcomes


def look(place: Place) -> None:
    """Look at a library as whoever asks next: everything listed is whole, and answers. Raises AssertionError."""
    if not (place.library / "catalogue.sqlite").is_file():
        return
    with open_assistant(Settings(library=place.library)) as assistant:
        library = assistant.library
        held = library.catalogue.documents()
        assert len({d.path for d in held}) == len(held), "a file is held twice"
        for document in held:
            _whole(library, document.id, document.passages)
            answer = assistant.ask(
                "In which file was the note of visit 7 kept?", Filters(review_ids=(document.id,)), max_statements=3
            )
            assert answer.outcome == "answered", f"{document.file} does not answer: {answer.reason}"
            text = _folded(" ".join(page.text for page in library.catalogue.pages(document.id)))
            assert all(c.review_id == document.id and _folded(c.quote) in text for c in answer.citations)
            assert not answer.dropped
        everywhere = assistant.ask("In which file was the note of visit 7 kept?")
        assert {c.review_id for c in everywhere.citations} <= {d.id for d in held}


def _whole(library: Library, document_id: str, count: int) -> None:
    """Every passage of a document is in the catalogue, among the vectors and among the words."""
    passages = library.catalogue.passages_of(document_id)
    assert len(passages) == count > 0, "a passage is missing from the catalogue"
    vectors = {i: v for d, ids, rows in library.catalogue.vectors() if d == document_id
               for i, v in zip(ids, rows, strict=True)}  # fmt: skip
    for passage in passages:
        near = library.vectors.nearest(vectors[passage.id], count, [document_id])
        assert passage.id in {h.passage_id for h in near}, "a passage has no vector"
        worded = library.words.search(stems(passage.text), count, [document_id])
        assert passage.id in {h.passage_id for h in worded}, "a passage has no words"
    assert library.original(library.find(document_id)).is_file(), "an original is missing"


def state(place: Place) -> list[str]:
    """What is held, by file, content and passages."""
    with closing(Library(place.library)) as library:
        held = library.catalogue.documents()
        return sorted(f"{d.file} {d.id} {p.id}" for d in held for p in library.catalogue.passages_of(d.id))


def run(task: Callable[[Place], None], place: Place, *, kill_after: float | None = None) -> bool:
    """Run ``task`` in a process of its own, killed after so many seconds; whether it came to a good end."""
    child = os.fork()
    if not child:
        _end_with(task, place)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1] == 0


def _end_with(task: Callable[[Place], None], place: Place) -> NoReturn:
    """Run ``task`` and end this process, 0 when it came to a good end: nothing of the parent's may run in it again."""
    code = 1
    with contextlib.ExitStack() as last:
        last.callback(lambda: os._exit(code))
        last.callback(sys.stderr.flush)
        try:
            task(place)
            code = 0
        except (AssertionError, AssistantError, OSError, LookupError, ValueError, TypeError, RuntimeError):
            traceback.print_exc()
    raise AssertionError("the process has ended")


def kill_at_random(folder: Path, moments: int, seed: int) -> list[str]:
    """Kill an ingest at so many random moments; what was wrong afterwards, empty when nothing was.

    Each round changes one file and adds another; the ingest of the two is killed and looked at. Every third is then run
    to its end; the others leave what they left to the next.
    """
    place, chance, wrong = Place(files=folder / "files", library=folder / "library"), random.Random(seed), []
    for name in (*KEPT, CHANGED):
        place.write(name, 0)
    started = time.monotonic()
    if not run(ingest, place):
        return ["the first ingest failed"]
    lasts = time.monotonic() - started
    for moment in range(1, moments + 1):
        place.write(CHANGED, moment)
        place.write(f"Child {moment}", moment)
        after = chance.uniform(0.0, lasts)
        run(ingest, place, kill_after=after)
        if not run(look, place):
            wrong.append(f"moment {moment} ({after:.2f} s of {lasts:.2f}): what was left is not whole")
        if moment % 3:
            continue
        started = time.monotonic()
        if not run(ingest, place) or not run(look, place):
            wrong.append(f"moment {moment} ({after:.2f} s): the next run did not complete it")
        lasts = max(0.5 * lasts, time.monotonic() - started)
    other = Place(files=place.files, library=folder / "other")
    if not run(ingest, other) or state(other) != state(place):
        wrong.append("the ids differ from those of a library that was never interrupted")
    return wrong


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def main(arguments: list[str]) -> int:
    """Kill at random and print what was wrong; 1 if anything was."""
    for heavy in ("chromadb", "torch", "pebble"):
        importlib.import_module(heavy)
    found = kill_at_random(Path(arguments[0]), int(arguments[1]), int(arguments[2]))
    print("\n".join(found))
    return 1 if found else 0

"""A word index on each machine that follows a shared catalogue: what was added is indexed here, what was removed goes.

Words are no server's: an index of them is small, quick to make, and quickest beside who asks. So each machine has its
own, and looks for changes by the catalogue's one name of the last of them.
"""

import json
import threading
import time
from pathlib import Path

from filelock import FileLock

from ingest.catalogue import Catalogue, Held
from ingest.lexical import LexicalIndex
from ingest.records import DocumentFacts

MARK = "indexed.json"  # which reading of each document is indexed here
_LOOK_SECONDS = 0.5


class WordsInStep:
    """Keeps ``index``, in the folder of one machine, in step with a shared ``catalogue``. Threads may share it."""

    def __init__(self, folder: Path, catalogue: Catalogue, index: LexicalIndex) -> None:
        self._mark = folder / MARK
        self._lock = FileLock(folder / ".words.lock", thread_local=False)
        self._catalogue, self._index = catalogue, index
        self._threads = threading.Lock()
        self._looked = 0.0
        self._change: str | None = None

    def follow(self) -> bool:
        """Index what was added and forget what was removed since; whether anything was."""
        with self._threads:
            if time.monotonic() - self._looked < _LOOK_SECONDS:
                return False
            change = self._catalogue.change()
            changed = change != self._change and self._catch_up()
            self._change, self._looked = change, time.monotonic()
        return changed

    def _catch_up(self) -> bool:
        with self._lock:  # other processes of this machine use the same folder
            done, held = self._indexed(), {d.id: d for d in self._catalogue.documents()}
            gone = done.keys() - held.keys()
            fresh = [d for d in held.values() if done.get(d.id) != _reading_of(d)]
            if gone or fresh:
                self._index.remove([*gone, *(d.id for d in fresh if d.id in done)])
            for document in fresh:
                passages = self._catalogue.passages_of(document.id)
                self._index.add(document.id, passages, facts_text(document.facts))
            if gone or fresh:
                part = self._mark.with_suffix(".part")
                part.write_text(json.dumps({i: _reading_of(d) for i, d in held.items()}), encoding="utf-8")
                part.replace(self._mark)
        return bool(gone or fresh)

    def _indexed(self) -> dict[str, str]:
        """The reading of each document that is indexed; none when the index was lost."""
        if not self._mark.is_file() or self._index.empty():
            return {}
        found: dict[str, str] = json.loads(self._mark.read_text(encoding="utf-8"))
        return found


def _reading_of(held: Held) -> str:
    """Changes when a document is read anew."""
    return f"{held.added} {held.passages}"


def facts_text(facts: DocumentFacts) -> str:
    """The facts of a document as words, so that a passage is found by the review it stands in."""
    parts = (facts.title, facts.kind or "", facts.area or "", facts.publisher or "", str(facts.year or ""))
    return " ".join((*parts, *facts.pseudonyms, *facts.authors))

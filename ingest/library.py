"""A library folder: catalogue, vectors and words kept in step. The catalogue decides what is held.

An index may for a moment know more than the catalogue (a document is being added or removed); whatever it returns is
looked up in the catalogue, so that nobody sees half a document. ``sweep`` removes what an interrupted run left behind.
"""

import hashlib
import json
import threading
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.catalogue import Catalogue, Held
from ingest.database import only_writer
from ingest.errors import LibraryError, NotHeldError
from ingest.lexical import LexicalIndex
from ingest.originals import OriginalFiles, Originals, SharedOriginals
from ingest.records import Document
from ingest.remembering import STORE, forget_all_but
from ingest.sentence_vectors import PassageVectors
from ingest.vector_server import VectorServer
from ingest.vectors import VectorIndex
from ingest.words_in_step import WordsInStep
from ingest.words_in_step import facts_text as facts_text

FORMAT = "1"
CATALOGUE = "catalogue.sqlite"  # a folder that holds this file is a library
_VECTORS, _WORDS = "chroma", "lexical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Where a library lies that several machines share: PostgreSQL has all but the vectors, a Chroma server those."""

    database_url: str
    chroma_url: str


class Library:
    """Everything that is kept in one folder. Opening it creates the folder; the indexes open when first needed.

    Of a ``shared`` library the folder has only what can be made anew from it: the word index, copies of originals. Each
    machine has a folder of its own, and any number of them may read and write.
    """

    def __init__(self, folder: Path, shared: Shared | None = None) -> None:
        self.folder = folder
        self.shared = shared
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"the library folder cannot be made: {error.strerror}",
                thing=str(folder),
                remedy="choose another folder",
            ) from error
        self.catalogue = Catalogue(shared.database_url if shared else folder / CATALOGUE)
        originals = folder / "originals"
        self._copies = SharedOriginals(self.catalogue.engine, originals) if shared else None
        self._originals: Originals = self._copies or OriginalFiles(originals)
        self._turn = threading.local()  # .mine: whether this thread holds the right to write

    @property
    def vectors_folder(self) -> Path:
        """Where the vectors are kept."""
        return self.folder / _VECTORS

    @property
    def words_folder(self) -> Path:
        """Where the words are kept."""
        return self.folder / _WORDS

    @cached_property
    def vectors(self) -> VectorIndex | VectorServer:
        """The vectors of all passages."""
        if self.shared:
            return VectorServer(self.shared.chroma_url, lambda: any(d.passages for d in self.catalogue.documents()))
        return VectorIndex(self.vectors_folder, self.catalogue.vectors)

    @property
    def words(self) -> LexicalIndex:
        """The words of all passages; of a shared library as they were half a second ago at most.

        Raises LibraryError when they are lost or damaged: to find by vectors alone would be a silent second best.
        """
        self.keep_in_step()
        return self._words

    @cached_property
    def _words(self) -> LexicalIndex:
        index = LexicalIndex(self.words_folder)
        if not self.shared and index.empty() and any(d.passages for d in self.catalogue.documents()):
            raise LibraryError(
                "the word index is lost", thing=str(self.words_folder), remedy="make it anew with `reviews rebuild`"
            )
        return index

    @cached_property
    def _steps(self) -> WordsInStep:
        return WordsInStep(self.folder, self.catalogue, self._words)

    def keep_in_step(self) -> None:
        """Take over here what other machines changed in a shared library; nothing is left of what they removed."""
        if self.shared and self._steps.follow():
            self.forget_vectors()
            assert self._copies is not None
            self._copies.forget_copies({held.id for held in self.catalogue.documents()})

    def close(self) -> None:
        """Give back what is open."""
        if "vectors" in vars(self):
            self.vectors.close()
        self.catalogue.close()

    @contextmanager
    def writing(self, *, wait: float = 600.0) -> Iterator[None]:
        """Hold the right to write; a second writer waits ``wait`` seconds at most. A thread that has it may ask again.

        Raises LibraryError when another process still writes after that.
        """
        if getattr(self._turn, "mine", False):
            yield
            return
        with self._only_writer(wait) as mine:
            if not mine:
                raise LibraryError(
                    "another ingest is writing to this library", thing=str(self.folder),
                    remedy="wait until it has finished",
                )  # fmt: skip
            self._turn.mine = True
            try:
                yield
            finally:
                self._turn.mine = False

    @contextmanager
    def _only_writer(self, wait: float) -> Iterator[bool]:
        """Whether the right to write is ours, after ``wait`` seconds at most."""
        if self.shared:
            with only_writer(self.catalogue.engine, wait=wait) as mine:
                yield mine
            return
        lock = FileLock(self.folder / ".writing.lock")
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            yield False
            return
        except OSError as error:
            raise LibraryError(
                f"the library folder cannot be written: {error.strerror}", thing=str(self.folder),
                remedy="check its disk and its permissions",
            ) from error  # fmt: skip
        try:
            yield True
        finally:
            lock.release()

    def check_fingerprint(self, fingerprint: str) -> None:
        """Make sure that the library was built as ``fingerprint`` says; a new library takes it over.

        Raises LibraryError when the library was built otherwise: mixing the two would spoil every answer.
        """
        stored = self.catalogue.setting("fingerprint")
        if stored is None or not self.catalogue.documents():
            self.catalogue.set_setting("fingerprint", fingerprint)
        elif stored != fingerprint:
            raise LibraryError(
                "the library was built with another embedding model or other passage rules",
                thing=str(self.folder),
                remedy="ingest the originals into a new folder, or go back to the earlier settings",
            )

    def add(self, document: Document, vectors: Sequence[PassageVectors], *, source: Path, replaces: str | None) -> None:
        """Store ``document`` with the vectors of each passage. It is seen once the catalogue has it, not before."""
        if self.shared:  # indexes elsewhere have no stamp: this one tells the next that a document was begun
            self.catalogue.set_setting("settled", "")
        self._originals.keep(document.id, source)
        self.vectors.add(document.id, [p.id for p in document.passages], [v.passage for v in vectors])
        if not self.shared:  # there each machine follows the catalogue
            self.words.add(document.id, document.passages, facts_text(document.facts))
        by_id = {p.id: v for p, v in zip(document.passages, vectors, strict=True)}
        self.catalogue.add(document, by_id, path=str(source.resolve()), replaces=replaces)
        if replaces and replaces != document.id:
            self._forget([replaces])
        elif replaces:  # the same file, read otherwise: with OCR, or by other rules
            self.vectors.keep(document.id, by_id)
            if not self.shared:
                self.words.keep(document.id, by_id)

    def remove(self, document_id: str) -> Held:
        """Remove a document and everything derived from it; what it was.

        Raises NotHeldError when it is not held.
        """
        held = self.find(document_id)
        self.catalogue.remove(held.id)
        self._forget([held.id])
        self.forget_vectors()
        return held

    def forget_vectors(self) -> None:
        """Delete the remembered vectors that no document held uses."""
        forget_all_but(self.folder / STORE, (held.id for held in self.catalogue.documents()))

    def find(self, document_id: str) -> Held:
        """The document with this id, or whose id begins so when only one does.

        Raises NotHeldError.
        """
        matches = [held for held in self.catalogue.documents() if held.id.startswith(document_id)]
        if not document_id or len(matches) != 1:
            raise NotHeldError(
                "no such document is held", thing=document_id, remedy="`reviews list` shows those that are"
            )
        return matches[0]

    def original(self, held: Held) -> Path:
        """Where the original of a document can be read; there may be none."""
        return self._originals.path(held.id, Path(held.file).suffix.lower())

    def without_original(self) -> list[Held]:
        """The documents of which the original is missing."""
        kept = self._originals.held()
        return [held for held in self.catalogue.documents() if held.id not in kept]

    def sweep(self) -> list[str]:
        """Remove from the indexes and originals what no document in the catalogue accounts for; the ids removed."""
        held = {d.id for d in self.catalogue.documents()}
        stray = (self.vectors.documents().keys() | self.words.documents() | self._originals.held()) - held
        self._forget(sorted(stray))
        return sorted(stray)

    def complete(self) -> list[Held]:
        """The documents of which all is there: every vector, the words, the original. Others need a new ingest."""
        vectors, words, originals = self.vectors.documents(), self.words.documents(), self._originals.held()
        return [
            held
            for held in self.catalogue.documents()
            if vectors[held.id] == held.passages and held.id in words & originals
        ]

    def settle(self) -> list[Held]:
        """Sweep, and say which documents are complete. Quick when nothing was written since ``settled`` was told."""
        if not self.shared and not self.vectors_folder.exists() and not self.catalogue.documents():
            return []  # a new library: nothing to sweep, and no need to open the indexes yet
        if self.catalogue.setting("settled") != self._state():
            self.sweep()
            return self.complete()
        kept = self._originals.held()
        return [held for held in self.catalogue.documents() if held.id in kept]

    def settled(self, whole: Set[str]) -> None:
        """Note that nothing is left to complete or to sweep, if the documents known to be ``whole`` are all."""
        if self.catalogue.setting("settled") == self._state():
            return
        self.forget_vectors()
        if {held.id for held in self.catalogue.documents()} <= whole:
            self.catalogue.set_setting("settled", self._state())

    def _state(self) -> str:
        """Changes with every write to the catalogue's documents or to an index here."""
        if self.shared:
            return f"{self.version} {self.catalogue.change()}"
        stamps = VectorIndex.stamp(self.vectors_folder), LexicalIndex.stamp(self.words_folder)
        return " ".join((self.version, *stamps))

    @property
    def version(self) -> str:
        """A short name of what is held just now; it changes whenever a document is added, changed or removed."""
        return library_version(self.catalogue.documents())

    def _forget(self, document_ids: Sequence[str]) -> None:
        if not document_ids:
            return
        self.vectors.remove(document_ids)
        if not self.shared:
            self.words.remove(document_ids)
        self._originals.forget(document_ids)


def library_version(documents: Sequence[Held]) -> str:
    """A short name for exactly these documents."""
    return _name_of(tuple(d.sha256 for d in documents))


@lru_cache(maxsize=16)
def _name_of(hashes: tuple[str, ...]) -> str:
    return hashlib.sha256(json.dumps(sorted(hashes)).encode()).hexdigest()[:12]

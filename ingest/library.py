"""A library folder: catalogue, vectors and words kept in step. The catalogue decides what is held.

An index may for a moment know more than the catalogue (a document is being added or removed); whatever it returns is
looked up in the catalogue, so that nobody sees half a document. ``sweep`` removes what an interrupted run left behind.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.catalogue import Catalogue, Held
from ingest.errors import LibraryError, NotHeldError
from ingest.lexical import LexicalIndex
from ingest.records import Document, DocumentFacts
from ingest.remembering import STORE, forget_all_but
from ingest.sentence_vectors import PassageVectors
from ingest.vectors import VectorIndex

FORMAT = "1"
CATALOGUE = "catalogue.sqlite"  # a folder that holds this file is a library
_VECTORS, _WORDS = "chroma", "lexical"


class Library:
    """Everything that is kept in one folder. Opening it creates the folder; the indexes open when first needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"the library folder cannot be made: {error.strerror}",
                thing=str(folder),
                remedy="choose another folder",
            ) from error
        self.catalogue = Catalogue(folder / CATALOGUE)

    @cached_property
    def vectors(self) -> VectorIndex:
        """The vectors of all passages."""
        return VectorIndex(self.folder / _VECTORS, self.catalogue.vectors)

    @cached_property
    def words(self) -> LexicalIndex:
        """The words of all passages."""
        return LexicalIndex(self.folder / _WORDS)

    def close(self) -> None:
        """Give back what is open."""
        if "vectors" in vars(self):
            self.vectors.close()
        self.catalogue.close()

    @contextmanager
    def writing(self, *, wait: float = 600.0) -> Iterator[None]:
        """Hold the right to write; a second writer waits ``wait`` seconds at most.

        Raises LibraryError when another process still writes after that.
        """
        try:
            with FileLock(self.folder / ".writing.lock", timeout=wait):
                yield
        except Timeout as error:
            raise LibraryError(
                "another ingest is writing to this library", thing=str(self.folder), remedy="wait until it has finished"
            ) from error

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
        self._keep_original(document, source)
        self.vectors.add(document.id, [p.id for p in document.passages], [v.passage for v in vectors])
        self.words.add(document.id, document.passages, facts_text(document.facts))
        by_id = {p.id: v for p, v in zip(document.passages, vectors, strict=True)}
        self.catalogue.add(document, by_id, path=str(source.resolve()), replaces=replaces)
        if replaces and replaces != document.id:
            self._forget([replaces])
        elif replaces:  # the same file, read otherwise: with OCR, or by other rules
            self.vectors.keep(document.id, by_id)
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
        """Where the original of a document is kept."""
        return self.folder / "originals" / f"{held.id}{Path(held.file).suffix.lower()}"

    def sweep(self) -> list[str]:
        """Remove from the indexes and originals what no document in the catalogue accounts for; the ids removed."""
        held = {d.id for d in self.catalogue.documents()}
        stray = (self.vectors.documents().keys() | self.words.documents()) - held
        originals = self.folder / "originals"
        if originals.is_dir():
            stray |= {p.name.split(".")[0] for p in originals.iterdir()} - held
        self._forget(sorted(stray))
        return sorted(stray)

    def complete(self) -> list[Held]:
        """The documents of which all is there: every vector, the words, the original. Others need a new ingest."""
        vectors, words = self.vectors.documents(), self.words.documents()
        return [
            held
            for held in self.catalogue.documents()
            if vectors[held.id] == held.passages and held.id in words and self.original(held).is_file()
        ]

    def settle(self) -> list[Held]:
        """Sweep, and say which documents are complete. Quick when nothing was written since ``settled`` was told."""
        if not (self.folder / _VECTORS).exists() and not self.catalogue.documents():
            return []  # a new library: nothing to sweep, and no need to open the indexes yet
        if self.catalogue.setting("settled") != self._state():
            self.sweep()
            return self.complete()
        return [held for held in self.catalogue.documents() if self.original(held).is_file()]

    def settled(self, whole: Set[str]) -> None:
        """Note that nothing is left to complete or to sweep, if the documents known to be ``whole`` are all."""
        if self.catalogue.setting("settled") == self._state():
            return
        self.forget_vectors()
        if {held.id for held in self.catalogue.documents()} <= whole:
            self.catalogue.set_setting("settled", self._state())

    def _state(self) -> str:
        """Changes with every write to the catalogue's documents or to an index."""
        stamps = VectorIndex.stamp(self.folder / _VECTORS), LexicalIndex.stamp(self.folder / _WORDS)
        return " ".join((self.version, *stamps))

    @property
    def version(self) -> str:
        """A short name of what is held just now; it changes whenever a document is added, changed or removed."""
        return library_version(self.catalogue.documents())

    def _forget(self, document_ids: Sequence[str]) -> None:
        if not document_ids:
            return
        self.vectors.remove(document_ids)
        self.words.remove(document_ids)
        for document_id in document_ids:
            for path in (self.folder / "originals").glob(f"{document_id}.*"):
                path.unlink(missing_ok=True)

    def _keep_original(self, document: Document, source: Path) -> None:
        folder = self.folder / "originals"
        folder.mkdir(exist_ok=True)
        target = folder / f"{document.id}{source.suffix.lower()}"
        if source.resolve() != target.resolve():
            part = target.with_suffix(".part")
            shutil.copyfile(source, part)
            part.replace(target)


def library_version(documents: Sequence[Held]) -> str:
    """A short name for exactly these documents."""
    return hashlib.sha256(json.dumps(sorted(d.sha256 for d in documents)).encode()).hexdigest()[:12]


def facts_text(facts: DocumentFacts) -> str:
    """The facts of a document as words, so that a passage is found by the review it stands in."""
    parts = (facts.title, facts.kind or "", facts.area or "", facts.publisher or "", str(facts.year or ""))
    return " ".join((*parts, *facts.pseudonyms, *facts.authors))

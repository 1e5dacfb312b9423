"""Whether the parts of a library are sound and agree, and the two indexes made anew from the catalogue.

Chroma may end its whole process over damaged files (seen: a segmentation fault over 64 bytes changed in header.bin),
so its folder is tried in a process of its own. The word index carries checksums, which tantivy writes and never reads.
"""

import json
import shutil
import sqlite3
import struct
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

from ingest.database import faults
from ingest.errors import LibraryError
from ingest.lexical import LexicalIndex
from ingest.library import Library
from ingest.remembering import STORE
from ingest.vector_server import VectorServer
from ingest.vectors import VectorIndex
from ingest.words_in_step import facts_text

_MAGIC, _TAIL = 1337, 8  # how a file of tantivy ends: a footer, its length, this number
_SEGMENT = (".fast", ".fieldnorm", ".idx", ".pos", ".store", ".term")
_NEAR = 20  # among so many nearest a passage's own vector finds it, if others are the same


def catalogue_faults(library: Library) -> list[str]:
    """What is wrong with the catalogue; empty when nothing is."""
    found = faults(library.catalogue.engine)
    return [f"the catalogue is damaged: {found}"] if found else []


def word_faults(library: Library) -> list[str]:
    """What is wrong with the word index; empty when nothing is."""
    folder = library.words_folder
    damaged = [p.name for p in sorted(folder.glob("*")) if p.suffix in _SEGMENT and not _agrees(p)]
    if damaged:
        return [f"{len(damaged)} files of the word index are damaged: {damaged[0]}"]
    try:
        indexed = library.words.documents()
    except LibraryError as error:
        return [str(error)]
    held = {d.id for d in library.catalogue.documents() if d.passages}
    missing, stray = held - indexed, indexed - {d.id for d in library.catalogue.documents()}
    found = [f"{len(missing)} documents are not in the word index"] if missing else []
    return found + ([f"{len(stray)} documents in the word index are not held"] if stray else [])


def vector_faults(library: Library) -> list[str]:
    """What is wrong with the vector index; empty when nothing is."""
    if library.shared:
        return _differing(library)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(_try_vectors, library.folder).result()
        except BrokenProcessPool:
            return ["the vector index is damaged: it ends the process that opens it"]


def remembered_faults(library: Library) -> list[str]:
    """What is wrong with the store of remembered vectors; empty when nothing is, or there is none."""
    store = library.folder / STORE
    if not store.is_file():
        return []
    try:
        with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=30)) as db:
            found = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        found = str(error)
    return [] if found == "ok" else [f"the store of remembered vectors is damaged: {found}"]


def rebuild(library: Library) -> int:
    """Make both indexes anew from the text and vectors in the catalogue; how many passages they hold.

    To be called with the right to write. A damaged store of remembered vectors is deleted: it is a cache. Raises
    LibraryError when the catalogue itself is damaged.
    """
    if found := catalogue_faults(library):
        raise LibraryError(found[0], thing=str(library.folder), remedy="restore a backup: `reviews restore`")
    if remembered_faults(library):
        for name in (STORE, f"{STORE}-wal", f"{STORE}-shm"):
            (library.folder / name).unlink(missing_ok=True)
    _rebuild_words(library)
    if library.shared and isinstance(library.vectors, VectorServer):  # another is opened only once it is distrusted
        library.vectors.make_anew(library.catalogue.vectors)
    else:
        VectorIndex.distrust(library.vectors_folder)
    held = sum(d.passages for d in library.catalogue.documents())
    if held != library.vectors.count():  # opening it made it anew
        raise LibraryError(
            "the catalogue lacks vectors of some passages", thing=str(library.folder),
            remedy="ingest the files in its folder `originals` into a new library",
        )  # fmt: skip
    return held


def _rebuild_words(library: Library) -> None:
    """The word index is made beside the old one and takes its place whole: questions go on meanwhile."""
    folder = library.words_folder
    fresh, old = folder.with_name(f"{folder.name}.new"), folder.with_name(f"{folder.name}.old")
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    index = LexicalIndex(fresh)
    for held in library.catalogue.documents():
        index.add(held.id, library.catalogue.passages_of(held.id), facts_text(held.facts))
    if folder.exists():
        folder.replace(old)
    fresh.replace(folder)
    shutil.rmtree(old, ignore_errors=True)


def _agrees(path: Path) -> bool:
    """Whether a file of the word index is as it was written."""
    content = path.read_bytes()
    length, magic = struct.unpack("<II", content[-_TAIL:]) if len(content) >= _TAIL else (0, 0)
    body, footer = content[: -_TAIL - length], content[-_TAIL - length : -_TAIL]
    try:
        return bool(magic == _MAGIC and zlib.crc32(body) == json.loads(footer)["crc"])
    except (ValueError, KeyError, TypeError):
        return False


def _try_vectors(folder: Path) -> list[str]:
    """Run in a process of its own: open the index, count it, find passages of each document by their own vectors."""
    with closing(Library(folder)) as library:
        try:
            lost = sum(1 for found in _found_again(library) if not found)
            found = _differing(library)
        except LibraryError as error:
            return [str(error)]
    return found or ([f"{lost} passages are not found by their own vectors"] if lost else [])


def _differing(library: Library) -> list[str]:
    """Which documents have more vectors, or fewer, than passages."""
    held, stored = library.catalogue.documents(), library.vectors.documents()
    wrong = [d.id for d in held if stored[d.id] != d.passages]
    stray = stored.keys() - {d.id for d in held}
    passages, vectors = sum(d.passages for d in held), sum(stored.values())
    found = [f"{vectors} vectors for {passages} passages: {len(wrong)} documents differ"] if wrong else []
    return found + ([f"vectors of {len(stray)} documents that are not held"] if stray else [])


def _found_again(library: Library) -> Iterator[bool]:
    for _, ids, vectors in library.catalogue.vectors():
        for place in {0, len(ids) // 2, len(ids) - 1} if ids else ():
            hits = library.vectors.nearest(vectors[place], _NEAR)
            yield ids[place] in {hit.passage_id for hit in hits}

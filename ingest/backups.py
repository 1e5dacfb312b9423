"""A library copied whole while it is in use, with a list of what every file holds, and put back only if it all agrees.

A file of SQLite is copied by SQLite, as of one moment, whoever writes to it. Everything else that makes up a library
is written by ingest alone, and so copied while the right to write is held. Questions go on meanwhile.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingest.errors import LibraryError
from ingest.library import CATALOGUE, Library
from ingest.vectors import VectorIndex

MANIFEST = "manifest.json"
FORMAT = 1
_SQLITE = b"SQLite format 3\0"
_LEFT_OUT = ("-wal", "-shm", "-journal", ".part", ".lock")  # a copy of a database has what its log had
_PASSING = ("uploads", "lexical.new", "lexical.old")
_ARCHIVES = (".tar", ".tar.gz", ".tgz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds: ``files`` are SHA-256 by path in the library folder; ``made`` is ISO 8601 in UTC."""

    format: int
    made: str
    library_version: str
    documents: int
    passages: int
    files: Mapping[str, str]


def back_up(library: Library, target: Path, *, wait: float) -> Manifest:
    """Copy ``library`` into the archive (.tar, .tar.gz) or the new folder ``target``; what was copied.

    Raises LibraryError when something stands at ``target``, it cannot be written, a database is damaged, or another
    process still writes to the library after ``wait`` seconds. Then nothing stands at ``target``.
    """
    if target.exists():
        raise LibraryError("something is there already", thing=str(target), remedy="name a new file or folder")
    with _beside(target, "backup") as made:
        with library.writing(wait=wait):
            held = library.catalogue.documents()
            _copy_all(library.folder, made, but=library.vectors_folder)
            with VectorIndex.still(library.vectors_folder):  # so long a question waits
                _copy_all(library.vectors_folder, made / library.vectors_folder.name)
        manifest = Manifest(
            format=FORMAT, made=datetime.now(UTC).isoformat(timespec="seconds"), library_version=library.version,
            documents=len(held), passages=sum(d.passages for d in held), files=_hashes(made),
        )  # fmt: skip
        (made / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1) + "\n", encoding="utf-8")
        if target.name.endswith(_ARCHIVES):
            part = made.parent / "archive"
            with tarfile.open(part, "w" if target.name.endswith(".tar") else "w:gz") as archive:
                archive.add(made, arcname=".")
            os.chmod(part, 0o600)  # originals and conversations are for nobody else
            part.replace(target)
        else:
            made.replace(target)
    return manifest


def restore(backup: Path, folder: Path) -> Manifest:
    """Put the ``backup`` at ``folder``, where no library may stand, once every file is found to be as it was copied.

    Raises LibraryError when a file is missing, changed or one too many, a database is damaged, or ``folder`` is not
    empty. Then nothing is changed there.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        remedy = "stop what serves it and move it away, or name another folder"
        raise LibraryError("something is there already", thing=str(folder), remedy=remedy)
    with _beside(folder, "restore") as made:
        _unpack(backup, made)
        manifest = _verified(made, backup)
        (made / MANIFEST).unlink()
        with closing(Library(made)) as library:
            held = library.catalogue.documents()
            if library.version != manifest.library_version or len(held) != manifest.documents:
                raise _damaged(backup, "its catalogue does not hold the documents that it lists")
        if folder.exists():
            folder.rmdir()
        made.replace(folder)
    return manifest


@contextmanager
def _beside(target: Path, name: str) -> Iterator[Path]:
    """A new folder on the disk of ``target``, that only its owner may open; gone at the end, if not put elsewhere.

    Raises LibraryError when it cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=target.parent) as temporary:
            made = Path(temporary) / "library"
            made.mkdir()
            yield made
    except (OSError, sqlite3.Error, tarfile.TarError) as error:
        why = getattr(error, "strerror", None) or error
        raise LibraryError(
            f"the {name} cannot be made: {why}", thing=str(target), remedy="check its disk and its permissions"
        ) from error


def _copy_all(folder: Path, made: Path, *, but: Path | None = None) -> None:
    """Copy what stands in ``folder``, except for locks, logs that are in a database's copy, and uploads underway."""
    made.mkdir(exist_ok=True)
    for source in sorted(folder.iterdir()):
        if source == but or source.is_symlink() or source.name in _PASSING or source.name.endswith(_LEFT_OUT):
            continue
        if source.is_dir():
            _copy_all(source, made / source.name)
        else:
            _copy(source, made / source.name)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as file:
        database = file.read(len(_SQLITE)) == _SQLITE
    if not database:
        shutil.copyfile(source, target)
        return
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=60)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
    _sound(target)


def _sound(database: Path) -> None:
    """Raises LibraryError when a file of SQLite is damaged."""
    with closing(sqlite3.connect(database)) as db:
        found = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
    if found != "ok":
        raise LibraryError(f"a database is damaged: {found}", thing=database.name, remedy="see `reviews check`")


def _hashes(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): _hash(path) for path in files}


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpack(backup: Path, made: Path) -> None:
    if backup.is_dir():
        shutil.copytree(backup, made, dirs_exist_ok=True)
        return
    try:
        with tarfile.open(backup) as archive:
            archive.extractall(made, filter="data")  # nothing outside, no links out, no devices
    except (tarfile.TarError, EOFError) as error:
        raise _damaged(backup, f"it cannot be unpacked ({error})") from error


def _verified(made: Path, backup: Path) -> Manifest:
    try:
        manifest = Manifest(**json.loads((made / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise _damaged(backup, "its list of files is missing or cannot be read") from error
    if manifest.format != FORMAT:
        raise _damaged(backup, "it was made by a later version")
    found = _hashes(made)
    del found[MANIFEST]
    wrong = sorted(name for name in {*found, *manifest.files} if found.get(name) != manifest.files.get(name))
    if wrong or CATALOGUE not in found:
        raise _damaged(backup, f"{len(wrong)} of its files are missing, changed or too many: {', '.join(wrong[:3])}")
    for name in found:
        with (made / name).open("rb") as file:
            database = file.read(len(_SQLITE)) == _SQLITE
        if database:
            _sound(made / name)
    return manifest


def _damaged(backup: Path, why: str) -> LibraryError:
    return LibraryError(f"the backup cannot be used: {why}", thing=str(backup), remedy="take another one")

"""The files that documents were read from: in the library's folder, or in the database that several machines share."""

import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

import sqlalchemy as sql

from ingest.database import reading, transaction
from ingest.stored_tables import ORIGINALS

_PART = 1 << 20


class Originals(Protocol):
    """The originals of a library, by document."""

    def path(self, document_id: str, suffix: str) -> Path:
        """Where the original of a document can be read; there may be none."""

    def held(self) -> set[str]:
        """The documents that have one."""

    def keep(self, document_id: str, source: Path) -> None:
        """Keep ``source`` as the original of a document. Raises OSError or LibraryError when it cannot be kept."""

    def forget(self, document_ids: Iterable[str]) -> None:
        """Delete the originals of these documents."""


class OriginalFiles:
    """Originals in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, document_id: str, suffix: str) -> Path:
        """Where the original of a document can be read; there may be none."""
        return self._folder / f"{document_id}{suffix}"

    def held(self) -> set[str]:
        """The documents that have one."""
        return {p.name.split(".")[0] for p in self._folder.iterdir()} if self._folder.is_dir() else set()

    def keep(self, document_id: str, source: Path) -> None:
        """Keep ``source`` as the original of a document. Raises OSError when it cannot be kept."""
        self._folder.mkdir(exist_ok=True)
        target = self.path(document_id, source.suffix.lower())
        if source.resolve() != target.resolve():
            part = target.with_suffix(".part")
            shutil.copyfile(source, part)
            part.replace(target)

    def forget(self, document_ids: Iterable[str]) -> None:
        """Delete the originals of these documents."""
        for document_id in document_ids:
            for path in self._folder.glob(f"{document_id}.*"):
                path.unlink(missing_ok=True)


class SharedOriginals:
    """Originals in a database; each machine keeps copies of those it was asked for in a folder of its own."""

    def __init__(self, engine: sql.Engine, copies: Path) -> None:
        self._engine = engine
        self._copies = copies
        self._files = OriginalFiles(copies)

    def path(self, document_id: str, suffix: str) -> Path:
        """Where the original of a document can be read, fetched if need be; there may be none."""
        copy = self._files.path(document_id, suffix)
        if not copy.is_file():
            self._fetch(document_id, copy)
        return copy

    def held(self) -> set[str]:
        """The documents that have one."""
        with reading(self._engine) as db:
            return set(db.execute(sql.select(ORIGINALS.c.document).distinct()).scalars())

    def keep(self, document_id: str, source: Path) -> None:
        """Keep ``source`` as the original of a document. Raises OSError or LibraryError when it cannot be kept."""
        with transaction(self._engine) as db:
            db.execute(ORIGINALS.delete().where(ORIGINALS.c.document == document_id))
            for part, content in enumerate(_parts(source)):
                db.execute(ORIGINALS.insert().values(document=document_id, part=part, content=content))

    def forget(self, document_ids: Iterable[str]) -> None:
        """Delete the originals of these documents, and the copies here."""
        ids = list(document_ids)
        with transaction(self._engine) as db:
            db.execute(ORIGINALS.delete().where(ORIGINALS.c.document.in_(ids)))
        self._files.forget(ids)

    def forget_copies(self, held: set[str]) -> None:
        """Delete the copies here of documents that are not ``held`` any more."""
        self._files.forget(self._files.held() - held)

    def _fetch(self, document_id: str, copy: Path) -> None:
        self._copies.mkdir(parents=True, exist_ok=True)
        part = copy.with_name(f"{document_id}.{uuid.uuid4().hex}.part")
        query = sql.select(ORIGINALS.c.content).where(ORIGINALS.c.document == document_id).order_by(ORIGINALS.c.part)
        found = False
        with reading(self._engine) as db, part.open("wb") as file:
            for content in db.execute(query).scalars():
                file.write(content)
                found = True
        if found:
            os.replace(part, copy)
        else:
            part.unlink()


def _parts(source: Path) -> Iterator[bytes]:
    with source.open("rb") as file:
        while content := file.read(_PART):
            yield content

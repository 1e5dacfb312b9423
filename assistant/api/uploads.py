"""Files that strangers send: kept under a safe name of their own until they are ingested."""

import re
import shutil
import time
import unicodedata
import uuid
from collections.abc import Sequence
from pathlib import Path

from fastapi import UploadFile

from ingest.errors import LibraryError

FOLDER = "uploads"
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u202a-\u202e\u2066-\u2069]')
_LONGEST = 180  # bytes; file systems take 255, and the library adds a suffix while it copies
_STALE_SECONDS = 24 * 3600


def safe_name(name: str) -> str:
    """The file's own name for display: its last part, without characters that a path or a terminal would act on."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    cleaned = _FORBIDDEN.sub("_", last).strip().lstrip(".") or "document"
    stem, dot, suffix = cleaned.rpartition(".")
    if not dot or len(suffix) > 10:
        stem, suffix = cleaned, ""
    while len(stem.encode("utf-8", "replace")) > _LONGEST:
        stem = stem[:-1]
    return f"{stem}.{suffix}" if suffix else stem


def save(files: Sequence[UploadFile], uploads: Path) -> tuple[Path, list[Path]]:
    """Copy ``files`` into a new folder under ``uploads``: that folder, and the copies in their order.

    Raises LibraryError when they cannot be written.
    """
    folder = uploads / uuid.uuid4().hex
    copies: list[Path] = []
    try:
        for position, file in enumerate(files):
            copy = folder / str(position) / safe_name(file.filename or "")
            copy.parent.mkdir(parents=True)
            with copy.open("wb") as stream:
                shutil.copyfileobj(file.file, stream)
            copies.append(copy)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise LibraryError(
            f"the files cannot be stored: {error.strerror}", thing=str(uploads), remedy="free some space"
        ) from error
    return folder, copies


def clear_stale(uploads: Path) -> None:
    """Delete what a server that was cut off left behind; younger folders may belong to another that is running."""
    if uploads.is_dir():
        for folder in uploads.iterdir():
            if folder.stat().st_mtime < time.time() - _STALE_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)

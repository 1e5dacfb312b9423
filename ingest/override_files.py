"""Reads ``reviews.yaml``: strangers' data, so that each wrong key is refused with its name and what is allowed."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ingest.errors import RequestError
from ingest.overrides import Overrides, PassageOverride
from ingest.records import PASSAGE_KINDS, SOURCE_KINDS, PassageKind, SourceKind

_REMEDY = "correct it and run again; docs/overrides.md describes the file"


class _Passages(BaseModel):
    model_config = ConfigDict(extra="forbid")
    paragraph: str | None = Field(default=None, coerce_numbers_to_str=True)
    section: str | None = None
    page: int | None = Field(default=None, ge=1)
    kind: PassageKind | None = None
    voice: str | None = None


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str = ""
    kind: str | None = None
    source_kind: SourceKind | None = None
    year: int | None = Field(default=None, ge=1900, le=2200)
    area: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    pseudonyms: tuple[str, ...] = ()
    passages: tuple[_Passages, ...] = ()


_FILE: TypeAdapter[dict[str, _Document]] = TypeAdapter(dict[str, _Document])
_MAY_BE_UNKNOWN = ("kind", "year", "area", "publisher")


def read_overrides(path: Path) -> Mapping[str, Overrides]:
    """What the file says, by file name. Raises RequestError naming file and key, and what is allowed there."""
    status = path.stat()
    return _read(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=16)
def _read(path: Path, changed: int, size: int) -> Mapping[str, Overrides]:
    """The file as it was at ``changed``; read once for all documents beside it."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RequestError(f"the corrections are not YAML: {error}", thing=str(path), remedy=_REMEDY) from error
    try:
        documents = _FILE.validate_python({} if found is None else found)
    except ValidationError as error:
        raise RequestError(_first_wrong(error), thing=str(path), remedy=_REMEDY) from error
    for name, document in documents.items():
        if not (path.parent / name).is_file():
            raise RequestError(f"there is no file {name!r} beside the corrections", thing=str(path), remedy=_REMEDY)
        _check(name, document, path)
    return {name: _overrides(document) for name, document in documents.items()}


def _first_wrong(error: ValidationError) -> str:
    first = error.errors()[0]
    where = " > ".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        fields = (_Passages if "passages" in first["loc"][:-1] else _Document).model_fields
        return f"unknown key {where!r}; allowed are {', '.join(fields)}"
    return f"{where or 'the whole file'}: {first['msg']}"


def _check(name: str, document: _Document, path: Path) -> None:
    for field in ("title", "source_kind"):
        if field in document.model_fields_set and not getattr(document, field):
            allowed = f"; allowed are {', '.join(SOURCE_KINDS)}" if field == "source_kind" else ""
            raise RequestError(f"{name} > {field} is empty{allowed}", thing=str(path), remedy=_REMEDY)
    for n, entry in enumerate(document.passages, start=1):
        where = f"{name} > passages > entry {n}"
        if entry.paragraph is None and entry.section is None and entry.page is None:
            raise RequestError(f"{where} names no paragraph, section or page", thing=str(path), remedy=_REMEDY)
        if entry.kind is None and "voice" not in entry.model_fields_set:
            kinds = ", ".join(PASSAGE_KINDS)
            raise RequestError(f"{where} says neither kind ({kinds}) nor voice", thing=str(path), remedy=_REMEDY)


def _overrides(document: _Document) -> Overrides:
    said = document.model_fields_set
    return Overrides(
        title=document.title or None, kind=document.kind, source_kind=document.source_kind, year=document.year,
        area=document.area, publisher=document.publisher,
        authors=document.authors if "authors" in said else None,
        pseudonyms=document.pseudonyms if "pseudonyms" in said else None,
        unknown=tuple(name for name in _MAY_BE_UNKNOWN if name in said and getattr(document, name) is None),
        passages=tuple(
            PassageOverride(
                paragraph=p.paragraph, section=p.section, page=p.page, kind=p.kind, voice=p.voice,
                own_voice="voice" in p.model_fields_set and p.voice is None,
            )
            for p in document.passages
        ),
    )  # fmt: skip

"""The two sets of statements on which verification is measured: altered ones and faithful ones."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from assistant.writing.sources import Source
from ingest.records import PassageKind, SourceKind
from tests.libraries import TRUTH

HERE = Path(__file__).parent
KEPT_BACK = 3  # one in so many, by the hash of its statement, is never looked at while rules are made


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A statement with the evidence it was given; ``kind`` is that of its alteration, "faithful" when there is none."""

    kind: str
    statement: str
    labels: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def kept_back(self) -> bool:
        """Whether it belongs to the third that is measured only at the end."""
        return int(hashlib.sha256(self.statement.encode()).hexdigest(), 16) % KEPT_BACK == 0


@lru_cache(maxsize=2)
def cases(name: str) -> tuple[Case, ...]:
    """The cases of ``altered`` or ``faithful``."""
    return tuple(_cases(name))


def _cases(name: str) -> Iterator[Case]:
    for entry in yaml.load((HERE / f"{name}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader):
        sources = tuple(
            _source(f"E{i}", item["document"], item["sentence"], item["kind"], item["voice"])
            for i, item in enumerate(entry["evidence"], start=1)
        )
        labels = tuple(entry.get("labels") or (s.label for s in sources))
        yield Case(kind=entry.get("kind", "faithful"), statement=entry["statement"], labels=labels, sources=sources)


def _source(label: str, document: str, sentence: str, kind: PassageKind, voice: str | None) -> Source:
    facts = _facts(document)
    return Source(
        label=label, text=sentence, document=document, kind=kind, source_kind=facts.source_kind, voice=voice,
        known=facts.known, own=facts.own,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What is known of a document of the example library."""

    source_kind: SourceKind
    known: tuple[str, ...]
    own: tuple[str, ...]


@lru_cache(maxsize=64)
def _facts(document: str) -> _Facts:
    read = json.loads((TRUTH / f"{document}.json").read_text(encoding="utf-8"))
    own = [p for p in read["pseudonyms"] if p.lower() in read["title"].lower()]
    known = (read["title"], read["area"], read["year"], read["publisher"], *read["authors"])
    return _Facts(
        source_kind=read["source_kind"],
        known=tuple(str(value) for value in known if value),
        own=tuple(filter(None, (*own, read["area"]))),
    )

"""Near misses, made from `near_misses.yaml`: questions about the right subject that its documents do not answer."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from benchmarks.report import BenchmarkError
from ingest.catalogue import Catalogue

TABLE = Path(__file__).with_name("near_misses.yaml")
_EACH = 14  # questions about one subject at most

Over = Literal["case", "inquiry"]


class Subject(BaseModel):
    """What is asked about: its documents by name of file, and how people name it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    over: Over
    files: tuple[str, ...]
    name: str
    case: str


class Ask(BaseModel):
    """A question about any subject; ``given`` is found in a document that might answer it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    over: Over
    question: str
    given: str


class NearMisses(BaseModel):
    """The whole table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subjects: tuple[Subject, ...]
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A question that the documents held do not answer; ``source`` names the subject's first document."""

    source: str
    text: str


def read_near_misses(path: Path = TABLE) -> NearMisses:
    """The table. Raises BenchmarkError when it is wrong."""
    try:
        return NearMisses.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise BenchmarkError(f"{path} cannot be read as near misses: {error}") from error


def near_misses(catalogue: Catalogue) -> list[NearMiss]:
    """At most fourteen for each subject whose documents are held, always the same ones."""
    table = read_near_misses()
    ids = {name: d.id for d in catalogue.documents() for name in (d.file, Path(d.file).stem)}
    found = []
    for subject in table.subjects:
        if all(file in ids for file in subject.files):
            texts = [p.text for file in subject.files for p in catalogue.passages_of(ids[file])]
            found += _about(subject, table.asks, texts)
    return found


def _about(subject: Subject, asks: Sequence[Ask], texts: Sequence[str]) -> list[NearMiss]:
    """What of ``asks`` no passage of ``texts`` might answer, as questions about ``subject``."""
    missing = [a for a in asks if a.over == subject.over
               and not any(re.search(a.given, text, re.IGNORECASE) for text in texts)]  # fmt: skip
    random.Random(subject.name).shuffle(missing)
    source = Path(subject.files[0]).stem
    return [
        NearMiss(source=source, text=a.question.replace("{name}", subject.name).replace("{case}", subject.case))
        for a in missing[:_EACH]
    ]

"""The public data beside the project, as plain values: SciFact, MTRAG-UN, ClapNQ and the recommendations of inquiries.

Every reader raises BenchmarkError where its files are missing.
"""

import csv
import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.quality_libraries import ROOT, Item
from benchmarks.report import BenchmarkError

SHARED = ROOT.parent / "shared"
DATA = SHARED / "benchmarks"
INQUIRIES = SHARED / "library" / "inquiries"
SEEDS = SHARED / "library" / "seeds"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query and the ids of what is relevant to it."""

    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """What a person said turn by turn, the last to be answered now, and what is relevant to the last."""

    turns: tuple[str, ...]
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of ClapNQ about the item ``id``; ``chosen`` are the sentences each annotator chose, none if it has no
    answer. ``sentences`` are all of the item's.
    """

    id: str
    text: str
    answerable: bool
    sentences: tuple[str, ...]
    chosen: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a government answered to a recommendation, the report that makes it, and the pages on which it stands."""

    text: str
    file: str
    pages: frozenset[int]


def scifact() -> tuple[list[Item], list[Query]]:
    """All abstracts, and the claims of the test set with those that bear on them (Wadden et al. 2020; BEIR's split)."""
    folder = DATA / "scifact"
    items = _lines(folder / "corpus.jsonl.gz", lambda r: Item(id=str(r["_id"]), title=r["title"], text=r["text"]))
    claims = dict(_lines(folder / "queries.jsonl", lambda r: (str(r["_id"]), str(r["text"]))))
    relevant: dict[str, set[str]] = {}
    for row in csv.DictReader(_text(folder / "qrels_test.tsv").splitlines(), delimiter="\t"):
        if int(row["score"]) > 0:
            relevant.setdefault(row["query-id"], set()).add(row["corpus-id"])
    return items, [Query(text=claims[q], relevant=frozenset(found)) for q, found in relevant.items()]


def mtrag() -> tuple[list[Item], list[Dialogue]]:
    """The whole pool, its first line taken as title, and those dialogues whose last turn something bears on."""
    folder = DATA / "mtrag_un"
    items = _lines(folder / "pool.jsonl.gz", lambda r: Item(id=r["id"], title=_opening(r["text"]), text=r["text"]))
    dialogues = _lines(
        folder / "half.jsonl.gz",
        lambda r: Dialogue(
            turns=tuple(m["text"] for m in r["input"] if m["speaker"] == "user"),
            relevant=frozenset(c["document_id"] for c in r["contexts"]),
        ),
    )
    return items, [d for d in dialogues if d.relevant]


def clapnq() -> tuple[list[Item], list[Asked]]:
    """The passages, and one question about each, answerable or not (Rosenthal et al. 2025)."""
    path = DATA / "clapnq" / "dev_half.jsonl.gz"
    items = _lines(
        path,
        lambda r: Item(
            id=r["id"], title=r["passages"][0]["title"], text=" ".join(s.strip() for s in r["passages"][0]["sentences"])
        ),
    )
    asked = _lines(
        path,
        lambda r: Asked(
            id=r["id"], text=r["input"], answerable=r["answerable"],
            sentences=tuple(s.strip() for s in r["passages"][0]["sentences"]),
            chosen=tuple(
                frozenset(s.strip() for s in o["selected_sentences"]) for o in r["output"] if o["selected_sentences"]
            ),
        ),
    )  # fmt: skip
    return items, asked


def responses() -> list[Response]:
    """Government's answers to recommendations of seven inquiries."""
    return _lines(
        DATA / "inquiries" / "recommendations_half.jsonl.gz",
        lambda r: Response(text=r["matched_response_text"], file=r["rec_pdf"], pages=frozenset(r["rec_pages_found"])),
    )


def document_queries() -> list[Query]:
    """Fifty queries with the files in which an answer is to be looked for."""
    rows = json.loads(_text(DATA / "inquiries" / "qa_matrix_queries.json"))
    return [Query(text=r["query"], relevant=frozenset(r["expected_docs"])) for r in rows]


def inquiry_files() -> list[Path]:
    """The inquiry reports and government answers."""
    return _files(INQUIRIES, ".pdf")


def seed_files() -> list[Path]:
    """The five texts that the project started from."""
    return _files(SEEDS, ".txt")


def _files(folder: Path, suffix: str) -> list[Path]:
    found = sorted(folder.glob(f"*{suffix}"))
    if not found:
        raise BenchmarkError(f"the real documents are not there: {folder}")
    return found


def _text(path: Path) -> str:
    if not path.is_file():
        raise BenchmarkError(f"the public data is not there: {path}")
    with (partial(gzip.open, mode="rt") if path.suffix == ".gz" else open)(path, encoding="utf-8") as stream:
        return str(stream.read())


def _lines(path: Path, read: Callable[[Any], T]) -> list[T]:
    """What ``read`` makes of each line of JSON."""
    return [read(json.loads(line)) for line in _text(path).split("\n") if line.strip()]


def _opening(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")

"""A run: what was asked of which system over which library, and what came of every case. One line of JSON each."""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from assistant.records import Json
from eval.measuring import mean_values
from ingest.errors import RequestError

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Under what a run was made. ``documents`` are the SHA-256 of each file held, by name; ``machine`` is where."""

    started: str
    code: str
    library: str
    documents: Mapping[str, str]
    cases: str
    model: str
    settings: Mapping[str, object]
    machine: str
    repeat: int = 1
    format: int = FORMAT

    def same_work(self, other: "Header") -> bool:
        """Whether a run under ``other`` can be gone on with under this."""
        return (self.code, self.library, self.cases, self.model, self.settings) == (
            other.code, other.library, other.cases, other.model, other.settings
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quote of an answer as a report shows it. ``document`` is the name of its file."""

    document: str
    page: int | None
    paragraph: str | None
    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one case: its measures, its answer as people see it, and the passages that were found first.

    ``covered`` are the known findings that were quoted, by their place in the case; ``confidence`` is from 0 to 1.
    """

    case_id: str
    fingerprint: str
    repeat: int
    outcome: str
    values: Mapping[str, float]
    milliseconds: float
    confidence: float
    headline: str
    reason: str | None
    standalone: str
    quotes: tuple[Quote, ...]
    covered: tuple[int, ...]
    found: tuple[str, ...]
    answer: Json = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A header and its results."""

    header: Header
    results: tuple[Result, ...]

    def by_case(self) -> dict[str, list[Result]]:
        """The results of each case, all repeats of it together."""
        found: dict[str, list[Result]] = {}
        for result in self.results:
            found.setdefault(result.case_id, []).append(result)
        return found

    def values(self) -> dict[str, dict[str, float]]:
        """The measures of each case, repeats averaged."""
        return {case_id: mean_values([r.values for r in rows]) for case_id, rows in self.by_case().items()}

    def means(self) -> dict[str, float]:
        """The mean of each measure over the cases that have it."""
        return mean_values(list(self.values().values()))


def line_of(value: Header | Result, *, brief: bool = False) -> str:
    """One line of a run's file; ``brief`` leaves out the answer's full JSON."""
    row = asdict(value)
    if brief:
        row.pop("answer", None)
    return json.dumps({"run" if isinstance(value, Header) else "result": row}, ensure_ascii=False) + "\n"


def write_run(run: Run, path: Path, *, brief: bool = False) -> None:
    """Write a run; into a compressed file, always of the same bytes, where ``path`` ends in ``.gz``."""
    lines = [line_of(run.header), *(line_of(result, brief=brief) for result in run.results)]
    text = "".join(lines).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)


def read_run(path: Path) -> Run:
    """The run in a file; a last line that was cut off by an interruption is left out.

    Raises RequestError when the file is missing or no run.
    """
    remedy = "make one with `reviews eval run --out FILE`"
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
        rows = list(_rows(text))
        header = Header(**rows[0]["run"])
        results = tuple(_result(row["result"]) for row in rows[1:])
    except OSError as error:
        raise RequestError("there is no such run", thing=str(path), remedy=remedy) from error
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise RequestError("the file is no run", thing=str(path), remedy=remedy) from error
    if header.format != FORMAT:
        raise RequestError(f"the run is of format {header.format}", thing=str(path), remedy=remedy)
    return Run(header=header, results=results)


def _rows(text: str) -> Iterator[dict[str, Any]]:
    lines: Sequence[str] = text.split("\n")
    for line in lines[:-1]:  # what stands after the last line's end was cut off while it was written
        yield json.loads(line)


def _result(row: dict[str, Any]) -> Result:
    quotes = tuple(Quote(**quote) for quote in row.pop("quotes"))
    return Result(**row | {"quotes": quotes, "covered": tuple(row["covered"]), "found": tuple(row["found"])})

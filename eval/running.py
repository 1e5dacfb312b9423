"""Runs cases against a system, case by case, so that an interrupted run is gone on with where it stopped."""

import hashlib
import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from assistant.records import Answer
from assistant.settings import Settings
from eval.cases import Case, cases_fingerprint
from eval.measuring import Measuring
from eval.runs import Header, Quote, Result, Run, line_of, read_run
from eval.shelf import Shelf, carries, folded, supported
from eval.systems import Found, System
from ingest.errors import RequestError
from ingest.library import Library, library_version

ROOT = Path(__file__).resolve().parents[1]
_SHOWN = 10  # passages found that a result keeps
_APART = frozenset({"library", "host", "port"})  # settings that cannot change an answer
Progress = Callable[[int, int], None]  # done, of how many


def header_of(library: Library, cases: Sequence[Case], settings: Settings, *, repeat: int = 1) -> Header:
    """Under what a run of ``cases`` over ``library`` is made now."""
    held = library.catalogue.documents()
    return Header(
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        code=code_version(),
        library=f"{library_version(held)} {library.catalogue.setting('fingerprint') or ''}".strip(),
        documents={d.file: d.sha256 for d in sorted(held, key=lambda d: d.file)},
        cases=cases_fingerprint(cases),
        model=str(getattr(settings, "model", None) or "extractive"),
        settings={k: v for k, v in settings.model_dump(mode="json").items() if k not in _APART},
        machine=f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        repeat=repeat,
    )


@cache
def code_version() -> str:
    """The product's version and the digest of its code, prompts and tables."""
    digest = hashlib.sha256()
    for folder in ("assistant", "ingest", "prompts"):
        for path in sorted(p for p in (ROOT / folder).rglob("*") if p.is_file() and "__pycache__" not in p.parts):
            digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return f"{version('review-assistant')}+{digest.hexdigest()[:12]}"


def run_cases(
    system: System, cases: Sequence[Case], shelf: Shelf, header: Header, *, out: Path | None = None,
    progress: Progress = lambda done, total: None,
) -> Run:  # fmt: skip
    """Run every case as often as the header says. With ``out``, what stands there already is not run again.

    Raises RequestError when ``out`` holds a run under anything else.
    """
    before = _kept(out, header)
    done = {(r.case_id, r.repeat) for r in before}
    wanted = [(case, number) for number in range(header.repeat) for case in cases]
    results = list(before)
    measuring = Measuring(shelf)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text("".join([line_of(header), *map(line_of, results)]), encoding="utf-8")
    for case, number in wanted:
        if (case.id, number) not in done:
            result = run_case(system, case, measuring, number)
            results.append(result)
            if out is not None:
                with out.open("a", encoding="utf-8") as stream:
                    stream.write(line_of(result))
        progress(len(results), len(wanted))
    return Run(header=header, results=tuple(results))


def _kept(out: Path | None, header: Header) -> Sequence[Result]:
    if out is None or not out.exists():
        return ()
    kept = read_run(out)
    if not header.same_work(kept.header):
        raise RequestError(
            "the file holds a run of other code, cases, settings or another library", thing=str(out),
            remedy="name another file with --out, or delete it",
        )  # fmt: skip
    return kept.results


def run_case(system: System, case: Case, measuring: Measuring, repeat: int = 0) -> Result:
    """Ask one case and measure what comes."""
    piece = yardstick()
    started = time.perf_counter()
    answer = system.ask(case.question, case.filters, case.turns)
    seconds = time.perf_counter() - started
    found = system.search(answer.standalone_question, case.filters)
    confidence = system.confidence(answer.standalone_question, case.filters)
    values = measuring.values(case, answer, found, confidence)
    if not case.turns:  # else the turns before would be counted
        values["latency"] = seconds / piece
    return result_of(case, answer, measuring.shelf, replace(
        _EMPTY, repeat=repeat, values=values, milliseconds=round(1000 * seconds, 1), confidence=round(confidence, 4),
        found=tuple(_shown(found, measuring.shelf)),
    ))  # fmt: skip


_EMPTY = Result(
    case_id="", fingerprint="", repeat=0, outcome="", values={}, milliseconds=0.0, confidence=0.0, headline="",
    reason=None, standalone="", quotes=(), covered=(), found=(),
)  # fmt: skip


def result_of(case: Case, answer: Answer, shelf: Shelf, measured: Result) -> Result:
    """``measured`` with what people see of the answer."""
    quotes = [(c.review_id, folded(c.quote)) for c in answer.citations]
    covered = [
        number
        for number, places in enumerate(supported(shelf, case))
        if any(w and d == doc and carries(q, w) for doc, q in quotes for d, w, _ in places)
    ]
    files = {b.held.id: b.held.file for b in shelf.books}
    return replace(
        measured, case_id=case.id, fingerprint=case.fingerprint, outcome=answer.outcome, headline=answer.headline,
        reason=answer.reason, standalone=answer.standalone_question, covered=tuple(covered), answer=answer.as_json(),
        quotes=tuple(
            Quote(document=files.get(c.review_id, c.review_id), page=c.page, paragraph=c.paragraph, text=c.quote,
                  url=c.url)
            for c in answer.citations
        ),
    )  # fmt: skip


def _shown(found: Sequence[Found], shelf: Shelf) -> Iterator[str]:
    files = {b.held.id: b.held.file for b in shelf.books}
    for item in found[:_SHOWN]:
        yield f"{files.get(item.document_id, item.document_id)}: {' '.join(item.text.split()[:30])}"


def yardstick() -> float:
    """Seconds of a fixed piece of work, the quickest of five: how fast this processor is just now."""
    best = 1.0
    for _ in range(5):
        started = time.perf_counter()
        total = 0
        for i in range(20_000):
            total += i * i % 7
        best = min(best, time.perf_counter() - started)
    return best

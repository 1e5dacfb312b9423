"""Changes that change nothing: the same work done in another order, place, time or number of pieces."""

import random
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from assistant.answering import Assistant
from assistant.records import Answer, Filters
from assistant.settings import Settings
from assistant.wiring import open_assistant
from eval.case_files import case_yaml, read_cases
from eval.cases import Case
from eval.defects import Defect
from eval.running import header_of, run_cases
from eval.runs import Run, read_run, write_run
from eval.shelf import Shelf
from eval.spoilt_systems import Spoilt
from eval.systems import Found, Product, Remembering, System

AGAIN = 40  # cases that are asked once more for a change


class Bench:
    """What trials share: the real system, its answers, and room to work in."""

    def __init__(
        self, assistant: Assistant, cases: Sequence[Case], settings: Settings, folder: Path, *, again: int = AGAIN
    ) -> None:
        self.assistant, self.cases, self.settings, self.folder = assistant, list(cases), settings, folder
        self._again = again
        self.product = Product(assistant)
        self.system = Remembering(self.product)
        self.shelf = Shelf(assistant.library.catalogue)

    @cached_property
    def base(self) -> Run:
        """The run of the real system."""
        return self.run(self.system)

    @cached_property
    def few(self) -> list[Case]:
        """Some cases of all kinds, to be asked anew."""
        return random.Random(7).sample(self.cases, min(self._again, len(self.cases)))

    def run(self, system: System, cases: Sequence[Case] | None = None, *, out: Path | None = None) -> Run:
        """A run of ``system``; its time is left out, as most answers are remembered."""
        wanted = self.cases if cases is None else list(cases)
        header = header_of(self.assistant.library, wanted, self.settings)
        return _untimed(run_cases(system, wanted, self.shelf, header, out=out))

    def timed(self, system: System, most: int) -> tuple[Run, Run]:
        """The product and ``system`` on the same cases, for the time that they take."""
        few = self.few[:most]
        header = header_of(self.assistant.library, few, self.settings)
        run_cases(self.product, few[:4], self.shelf, header)  # what opens at the first question is open then
        return run_cases(self.product, few, self.shelf, header), run_cases(system, few, self.shelf, header)

    def again(self, system: System) -> tuple[Run, Run]:
        """The remembered answers and those of ``system``, asked anew, to some of the cases."""
        return self.run(self.system, self.few), self.run(system, self.few)


Change = Callable[[Bench], tuple[Run, Run]]


def _untimed(run: Run) -> Run:
    def without(values: dict[str, float]) -> dict[str, float]:
        return {name: value for name, value in values.items() if name != "latency"}

    return replace(run, results=tuple(replace(r, values=without(dict(r.values))) for r in run.results))


class _Otherwise:
    """A system to which questions and filters are put in another way that means the same."""

    def __init__(
        self, system: System, say: Callable[[str], str] = str, narrow: Callable[[Filters], Filters] = lambda f: f
    ) -> None:
        self._system, self._say, self._narrow = system, say, narrow

    def ask(self, question: str, filters: Filters, turns: Sequence[str]) -> Answer:
        return self._system.ask(self._say(question), self._narrow(filters), turns)

    def search(self, query: str, filters: Filters) -> Sequence[Found]:
        return self._system.search(query, filters)

    def confidence(self, query: str, filters: Filters) -> float:
        return self._system.confidence(query, filters)


def _spoken(say: Callable[[str], str]) -> Change:
    return lambda bench: bench.again(_Otherwise(bench.product, say))


def _narrowed(narrow: Callable[[Filters], Filters]) -> Change:
    return lambda bench: bench.again(_Otherwise(bench.product, narrow=narrow))


def _of_answer(name: str, change: Callable[[Answer], Answer]) -> Change:
    same = Defect(name=name, caught_by=(), spoil=lambda answer, _: change(answer))
    return lambda bench: (bench.base, bench.run(Spoilt(bench.system, same, bench.shelf)))


def _renamed(answer: Answer) -> Answer:
    names = {c.id: f"quote-{c.id}" for c in answer.citations}
    return replace(
        answer, citations=tuple(replace(c, id=names[c.id]) for c in answer.citations),
        statements=tuple(replace(s, citations=tuple(names.get(n, n) for n in s.citations)) for s in answer.statements),
    )  # fmt: skip


def _reversed(bench: Bench) -> tuple[Run, Run]:
    return bench.base, bench.run(bench.system, bench.cases[::-1])


def _shuffled(bench: Bench) -> tuple[Run, Run]:
    return bench.base, bench.run(bench.system, random.Random(11).sample(bench.cases, len(bench.cases)))


def _repeated(bench: Bench) -> tuple[Run, Run]:
    run = bench.base
    more = tuple(replace(r, repeat=n) for n in range(3) for r in run.results)
    return run, Run(header=replace(run.header, repeat=3), results=more)


def _written(ending: str) -> Change:
    def change(bench: Bench) -> tuple[Run, Run]:
        path = bench.folder / f"written{ending}"
        write_run(bench.base, path)
        return bench.base, read_run(path)

    return change


def _resumed(bench: Bench) -> tuple[Run, Run]:
    path = bench.folder / "resumed.jsonl"
    half = Run(header=bench.base.header, results=bench.base.results[: len(bench.cases) // 2])
    write_run(half, path)
    with path.open("a", encoding="utf-8") as stream:
        stream.write('{"result": {"case_id": "cut o')
    return bench.base, bench.run(bench.system, out=path)


def _cases_rewritten(bench: Bench) -> tuple[Run, Run]:
    path = bench.folder / "cases.yaml"
    path.write_text(case_yaml(bench.cases), encoding="utf-8")
    return bench.base, bench.run(bench.system, read_cases([path]))


def _support_reordered(bench: Bench) -> tuple[Run, Run]:
    turned = [replace(c, findings=c.findings[::-1], forbidden=c.forbidden[::-1]) for c in bench.cases]
    run = bench.run(bench.system, turned)
    prints = {case.id: case.fingerprint for case in bench.cases}
    alike = tuple(replace(r, fingerprint=prints[r.case_id]) for r in run.results)
    return bench.base, Run(header=run.header, results=alike)


def _fewer_cases(bench: Bench) -> tuple[Run, Run]:
    return bench.base, bench.run(bench.system, bench.cases[: len(bench.cases) // 2])


def _reopened(bench: Bench) -> tuple[Run, Run]:
    with open_assistant(Settings(library=bench.assistant.library.folder)) as assistant:
        return bench.again(Product(assistant))


def _moved(bench: Bench) -> tuple[Run, Run]:
    folder = bench.folder / "moved"
    shutil.copytree(bench.assistant.library.folder, folder)
    with open_assistant(Settings(library=folder)) as assistant:
        return bench.again(Product(assistant))


def _threaded(bench: Bench) -> tuple[Run, Run]:
    asked = Remembering(bench.product)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda case: asked.ask(case.question, case.filters, case.turns), bench.few))
    return bench.again(asked)


HARMLESS: tuple[tuple[str, Change], ...] = (
    ("nothing at all", lambda bench: (bench.base, bench.base)),
    ("asked a second time", lambda bench: bench.again(bench.product)),
    ("cases in reverse order", _reversed),
    ("cases in the order of another seed", _shuffled),
    ("each case three times", _repeated),
    ("run written and read back", _written(".jsonl")),
    ("run compressed and read back", _written(".jsonl.gz")),
    ("run interrupted and gone on with", _resumed),
    ("cases written and read back", _cases_rewritten),
    ("supporting sentences in another order", _support_reordered),
    ("half of the cases", _fewer_cases),
    ("library closed and opened again", _reopened),
    ("library folder moved", _moved),
    ("asked by four threads", _threaded),
    ("blanks around the question", _spoken(lambda text: f"  {text} \n")),
    ("two blanks between words", _spoken(lambda text: text.replace(" ", "  "))),
    ("straight apostrophes", _spoken(lambda text: text.replace("’", "'"))),
    ("curly apostrophes", _spoken(lambda text: text.replace("'", "’"))),
    ("filters that admit every year", _narrowed(lambda f: replace(f, year_from=f.year_from or 1900))),
    ("filters that admit every kind of source", _narrowed(lambda f: replace(f, source_kinds=f.source_kinds or (
        "review", "inquiry", "press", "commentary", "minutes", "guidance", "other")))),
    ("citations by other names", _of_answer("names", _renamed)),
    ("answers with other ids", _of_answer("ids", lambda a: replace(a, answer_id="0" * 32))),
    ("another clock", _of_answer("clock", lambda a: replace(a, timings_ms={"total": 1.0}))),
    ("answers in a conversation", _of_answer("conversation", lambda a: replace(a, conversation_id="1"))),
)  # fmt: skip

"""What a report says of a run: means with intervals, by kind, tag and document, and the worst cases first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from eval.cases import Case
from eval.measures import MEASURES
from eval.ranking_measures import aurc, auroc, calibration_error
from eval.runs import Result, Run
from eval.statistics import Interval, bootstrap

_LEAST = 3  # cases of a tag or a document that are worth a bar
_MAIN = ("findings", "citation-precision", "first-right", "support@1500w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """The mean of a measure over so many cases, with its 95 % interval."""

    name: str
    cases: int
    value: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A case and its first result; ``wrong`` are the measures that it did worst on, in words."""

    case: Case
    result: Result
    score: float
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A run as a report shows it. ``confidence`` and ``answerable`` are of the questions with or without an answer."""

    means: tuple[Mean, ...]
    by_kind: tuple[Mean, ...]
    by_tag: tuple[Mean, ...]
    by_document: tuple[Mean, ...]
    confidence: tuple[float, ...]
    answerable: tuple[float, ...]
    milliseconds: tuple[float, ...]
    worst: tuple[Shown, ...]

    @property
    def figures(self) -> tuple[tuple[str, float], ...]:
        """The measures of a whole run: AUROC, area under risk–coverage, calibration error, and times."""
        good = [c for c, a in zip(self.confidence, self.answerable, strict=True) if a]
        bad = [c for c, a in zip(self.confidence, self.answerable, strict=True) if not a]
        wrong = [1.0 - a for a in self.answerable]
        times = sorted(self.milliseconds) or [0.0]
        return (
            ("AUROC", auroc(good, bad)), ("AURC", aurc(self.confidence, wrong)),
            ("calibration error", calibration_error(self.confidence, self.answerable)),
            ("p50 ms", times[len(times) // 2]), ("p95 ms", times[int(0.95 * (len(times) - 1))]),
        )  # fmt: skip


def summarise(run: Run, cases: Sequence[Case]) -> Summary:
    """The summary of ``run``, whose cases are among ``cases``."""
    values = run.values()
    known = [case for case in cases if case.id in values]
    firsts = {case_id: rows[0] for case_id, rows in run.by_case().items()}
    told = [(firsts[c.id], c) for c in known if c.expect in ("answered", "abstained")]
    documents: dict[str, list[Case]] = {}
    for case in known:
        for name in case.documents:
            documents.setdefault(name, []).append(case)
    shown = sorted((_shown(case, firsts[case.id]) for case in known), key=lambda s: (-s.score, s.case.id))
    return Summary(
        means=tuple(
            _mean(m.name, [v[m.name] for v in values.values() if m.name in v])
            for m in MEASURES
            if any(m.name in v for v in values.values())
        ),
        by_kind=_groups(values, _keyed(known, lambda c: [c.kind])),
        by_tag=_groups(values, _keyed(known, lambda c: c.tags)),
        by_document=_groups(values, documents),
        confidence=tuple(min(max(r.confidence, 0.0), 1.0) for r, _ in told),
        answerable=tuple(float(c.expect == "answered") for _, c in told),
        milliseconds=tuple(r.milliseconds for r in run.results),
        worst=tuple(shown),
    )


def _keyed(cases: Iterable[Case], keys: Callable[[Case], Iterable[str]]) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for case in cases:
        for key in keys(case):
            found.setdefault(key, []).append(case)
    return found


def _groups(values: dict[str, dict[str, float]], groups: dict[str, list[Case]]) -> tuple[Mean, ...]:
    """How well each group did: findings covered, or whether the outcome was right where there are none."""
    rows = [
        _mean(name, [right for c in cases if (right := _right(values[c.id])) is not None])
        for name, cases in groups.items()
        if len(cases) >= _LEAST
    ]
    return tuple(sorted((r for r in rows if r.cases), key=lambda r: r.name))


def _right(values: dict[str, float]) -> float | None:
    for name in ("findings", "counts", "safeguards"):
        if name in values:
            return values[name]
    return 1.0 - values["answers-anyway"] if "answers-anyway" in values else None


def _mean(name: str, values: Sequence[float]) -> Mean:
    value = sum(values) / len(values) if values else 0.0
    return Mean(name=name, cases=len(values), value=value, interval=bootstrap(values, rounds=1000))


def _shown(case: Case, result: Result) -> Shown:
    """The worse, the higher its score: what must not happen counts most, then outcomes, then what was missed."""
    score, wrong = 0.0, []
    for measure in MEASURES:
        value = result.values.get(measure.name)
        if value is None or measure.family in ("speed", "retrieval") or measure.name == "Brier":
            continue
        if measure.zero and value:
            score += 10.0 * value
            wrong.append(f"{measure}: {value:g}")
        elif measure.lower_is_better and value:
            score += 3.0 * value
            wrong.append(f"{measure}: {value:.2f}")
        elif not measure.lower_is_better and not measure.zero and value < 1.0:
            score += (2.0 if measure.name in ("findings", "counts", "safeguards") else 0.5) * (1.0 - value)
            if measure.name in (*_MAIN, "counts", "safeguards"):
                wrong.append(f"{measure}: {value:.2f}")
    return Shown(case=case, result=result, score=score, wrong=tuple(wrong))

"""What a language model made of a run's answers, beside a run of quote answers: findings, what was left out, cost."""

import re
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.records import Answer
from assistant.shapes import answer_from
from eval.runs import Run
from ingest.errors import RequestError

_TOKENS = re.compile(r"(\d+) tokens read and (\d+) written in (\d+) call")  # as the notice of an answer says it
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a million tokens cost, read and written, in ``currency``."""

    read: float
    written: float
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The figures of one run. ``findings`` is the mean share of known findings covered; times are in milliseconds.

    ``written`` are answers in a model's words, ``unsupported`` those of which verification let nothing through,
    ``failed`` those without a usable reply; the last two show quotes. ``shown`` and ``dropped`` are its statements.
    """

    model: str
    cases: int
    findings: float
    median: float
    slowest: float
    written: int = 0
    unsupported: int = 0
    failed: int = 0
    shown: int = 0
    dropped: int = 0
    tokens_read: int = 0
    tokens_written: int = 0
    calls: int = 0

    @property
    def dropped_share(self) -> float:
        """The share of the model's statements that verification left out; 0 when it wrote none."""
        return self.dropped / max(1, self.shown + self.dropped)

    def cost(self, price: Price) -> float:
        """What the tokens of the run cost."""
        return (self.tokens_read * price.read + self.tokens_written * price.written) / _MILLION


def written_of(run: Run) -> Written:
    """What became of the answers of a run that was made with a model; without one only the first figures are there.

    Raises RequestError where the run keeps no answers: a baseline is too brief.
    """
    if not run.results or not all(result.answer for result in run.results):
        raise RequestError(
            "the run keeps no answers", thing="run", remedy="make one with `reviews eval run --out FILE`"
        )
    covered = [result.values["findings"] for result in run.results if "findings" in result.values]
    times = sorted(result.milliseconds for result in run.results)
    answers = [answer_from(result.answer) for result in run.results]
    kinds = [{notice.kind for notice in answer.notices} for answer in answers]
    tokens = [found for answer in answers for found in _tokens(answer)]
    dropped = [len(a.dropped) for a, k in zip(answers, kinds, strict=True) if k & {"model", "model_unsupported"}]
    return Written(
        model=run.header.model, cases=len(run.results), findings=statistics.fmean(covered) if covered else 0.0,
        median=statistics.median(times), slowest=times[-1], written=sum("model" in k for k in kinds),
        unsupported=sum("model_unsupported" in k for k in kinds), failed=sum("model_failed" in k for k in kinds),
        shown=sum(statement.support == "verified" for answer in answers for statement in answer.statements),
        dropped=sum(dropped), tokens_read=sum(t[0] for t in tokens), tokens_written=sum(t[1] for t in tokens),
        calls=sum(t[2] for t in tokens),
    )  # fmt: skip


def _tokens(answer: Answer) -> Iterator[tuple[int, int, int]]:
    for notice in answer.notices:
        found = _TOKENS.search(notice.text) if notice.kind.startswith("model") else None
        if found:
            yield int(found[1]), int(found[2]), int(found[3])


def read_prices(path: Path) -> dict[str, Price]:
    """Prices by the name of a model: ``openai:name: {read: 0.15, written: 0.6, currency: GBP}``, for a million tokens.

    Raises RequestError when the file is missing or no such table.
    """
    remedy = "write one line a model: `provider:name: {read: 0.15, written: 0.6, currency: GBP}`"
    try:
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {
            str(name): Price(read=float(p["read"]), written=float(p["written"]), currency=str(p["currency"]))
            for name, p in table.items()
        }
    except OSError as error:
        raise RequestError("there is no such price table", thing=str(path), remedy=remedy) from error
    except (yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise RequestError("the file is no price table", thing=str(path), remedy=remedy) from error


def written_lines(runs: Sequence[Written], prices: Mapping[str, Price]) -> list[str]:
    """Runs side by side as a Markdown table, a run a column."""
    rows = [
        ("cases", [str(w.cases) for w in runs]),
        ("known findings covered", [f"{w.findings:.3f}" for w in runs]),
        ("answers written by the model", [str(w.written) for w in runs]),
        ("answers of which nothing was let through", [str(w.unsupported) for w in runs]),
        ("answers without a usable reply", [str(w.failed) for w in runs]),
        ("statements dropped", [f"{w.dropped} ({100 * w.dropped_share:.1f} %)" for w in runs]),
        ("median time, slowest (ms)", [f"{w.median:.0f}, {w.slowest:.0f}" for w in runs]),
        ("calls", [str(w.calls) for w in runs]),
        ("tokens read, written", [f"{w.tokens_read}, {w.tokens_written}" for w in runs]),
        ("cost", [_cost(w, prices) for w in runs]),
    ]
    head = f"| | {' | '.join(w.model for w in runs)} |"
    return [head, "|---" * (len(runs) + 1) + "|", *(f"| {name} | {' | '.join(values)} |" for name, values in rows)]


def _cost(written: Written, prices: Mapping[str, Price]) -> str:
    if not written.calls:
        return "none"
    price = prices.get(written.model)
    return f"{written.cost(price):.4f} {price.currency}" if price else "no price given"

"""The door to matplotlib: the figures of a report, each an SVG drawing that stands in the page itself."""

import io
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from eval.ranking_measures import calibration, risk_coverage
from eval.statistics import Interval

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_INK, _PALE, _BAD = "#1f3d5a", "#9db4c8", "#b0413e"
Bar = tuple[str, float, Interval | None]


def _figure(height: float) -> "tuple[Figure, Any]":
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, height), layout="constrained")
    axes = figure.add_subplot()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return figure, axes


def _svg(figure: "Figure", title: str) -> str:
    """The drawing with its title for those who cannot see it; the same figure gives the same bytes."""
    import matplotlib

    text = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": "reviews", "svg.fonttype": "none"}):
        figure.savefig(text, format="svg", metadata={"Date": None})
    body = text.getvalue()
    body = re.sub(r"^.*?<svg ", f'<svg role="img" aria-label="{title}" ', body, count=1, flags=re.DOTALL)
    return re.sub(r'(<svg [^>]*?)width="[^"]*pt" height="[^"]*pt"', r"\1", body, count=1)


def bars(title: str, rows: Sequence[Bar], before: Mapping[str, float] | None = None) -> str:
    """Means with their intervals, one bar a row; a tick shows what it was before."""
    figure, axes = _figure(0.6 + 0.27 * len(rows))
    names = [name for name, _, _ in rows][::-1]
    for at, (name, value, interval) in enumerate(rows[::-1]):
        axes.barh(at, value, color=_PALE, height=0.62)
        if interval is not None:
            axes.plot([interval.low, interval.high], [at, at], color=_INK, linewidth=1.6)
        if before and name in before:
            axes.plot([before[name]] * 2, [at - 0.36, at + 0.36], color=_BAD, linewidth=1.6)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(-0.6, len(names) - 0.4)
    return _svg(figure, title)


def risk_figure(confidence: Sequence[float], wrong: Sequence[float]) -> str:
    """Error among those answered, when the surest are answered first."""
    figure, axes = _figure(2.6)
    curve = risk_coverage(confidence, wrong)
    axes.plot([x for x, _ in curve], [y for _, y in curve], color=_INK)
    axes.set_xlabel("share of the questions answered, surest first", fontsize=8)
    axes.set_ylabel("share not to be answered", fontsize=8)
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(bottom=0.0)
    return _svg(figure, "Risk and coverage")


def calibration_figure(confidence: Sequence[float], right: Sequence[float]) -> str:
    """Confidence against the share that the documents answer, by bins; the size of a dot is that of its bin."""
    figure, axes = _figure(2.6)
    axes.plot([0, 1], [0, 1], color=_PALE, linewidth=1.0)
    for sure, share, n in calibration(confidence, right):
        axes.scatter([sure], [share], s=8.0 + 2.0 * n, color=_INK, alpha=0.7)
    axes.set_xlabel("confidence", fontsize=8)
    axes.set_ylabel("share that can be answered", fontsize=8)
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(0.0, 1.05)
    return _svg(figure, "Calibration")


def latency_figure(milliseconds: Sequence[float]) -> str:
    """The share of the questions that were answered within a time."""
    figure, axes = _figure(2.4)
    ordered = sorted(milliseconds)
    axes.plot(ordered, [(i + 1) / len(ordered) for i in range(len(ordered))], color=_INK)
    axes.set_xscale("log")
    axes.set_xlabel("milliseconds", fontsize=8)
    axes.set_ylabel("share of the questions", fontsize=8)
    axes.set_ylim(0.0, 1.02)
    return _svg(figure, "Time to answer")

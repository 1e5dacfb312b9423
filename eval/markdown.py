"""What changed, in Markdown: for the terminal, for a pull request, and for the commit of a new baseline."""

from collections.abc import Sequence

from eval.comparing import Change, Comparison
from eval.gating import Verdict
from eval.runs import Result, Run

_SHOWN = 12  # findings lost or gained that a terminal is shown


def comparison_markdown(comparison: Comparison, verdict: Verdict, *, most: int = _SHOWN) -> str:
    """The measures side by side, then the findings lost and gained with both answers."""
    lines = [*comparison.notes, *([""] if comparison.notes else [])]
    lines += [
        "| measure | cases | before | after | better by | 95 % | p (Holm) | |",
        "|---|--:|--:|--:|--:|--|--:|---|",
    ]
    for j in verdict.judged:
        d = j.difference
        interval = f"{d.interval.low + 0.0:+.3f} to {d.interval.high + 0.0:+.3f}"
        lines.append(
            f"| {d.measure} | {d.cases} | {d.before:.3f} | {d.after:.3f} | {d.better:+.3f} | {interval} | {j.p:.3g} "
            f"| {j.standing} |"
        )
    for d in comparison.differences:
        if d.measure.zero:
            lines.append(f"| {d.measure} | {d.cases} | {d.before:.3f} | {d.after:.3f} | | | | none allowed |")
    lines += _section("Findings lost", comparison.lost, most) + _section("Findings gained", comparison.gained, most)
    if comparison.turned:
        lines += ["", f"## Outcomes that turned ({len(comparison.turned)})", ""]
        lines += [f"- `{c.id}` {c.question} — {a.outcome} → {b.outcome}" for c, a, b in comparison.turned[:most]]
    return "\n".join(lines)


def changes_markdown(comparison: Comparison, before: Run, after: Run) -> str:
    """What goes into the commit of a new baseline: its figures, and everything lost and gained since the last."""
    head = ["# What changed with this baseline", "",
            "Written by `reviews eval baseline`; not to be edited by hand.", "",
            f"- code {before.header.code} → {after.header.code}",
            f"- {len(after.results)} results over {len(after.header.documents)} documents, model {after.header.model}",
            "",
            "| measure | mean before | mean |", "|---|--:|--:|"]  # fmt: skip
    old, new = before.means(), after.means()
    head += [f"| {name} | {old.get(name, float('nan')):.3f} | {value:.3f} |" for name, value in new.items()
             if name != "latency"]  # fmt: skip
    every = len(comparison.lost) + len(comparison.gained) + 1
    body = _section("Findings lost", comparison.lost, every) + _section("Findings gained", comparison.gained, every)
    return "\n".join([*head, *body, ""])


def _section(title: str, changes: Sequence[Change], most: int) -> list[str]:
    lines = ["", f"## {title} ({len(changes)})"]
    for change in changes[:most]:
        lines += ["", f"**{change.case.question}** (`{change.case.id}`)", f"- {title.lower()}: {change.statement}"]
        lines += [f"- before: {_said(change.before)}", f"- after: {_said(change.after)}"]
    if len(changes) > most:
        lines += ["", f"… and {len(changes) - most} more."]
    return lines


def _said(result: Result) -> str:
    if not result.quotes:
        return f"{result.outcome}: {result.reason or result.headline}".replace("\n", " ")
    said = [f"“{q.text}” ({q.document}, page {q.page}, paragraph {q.paragraph or '–'})" for q in result.quotes[:6]]
    return " · ".join(said)

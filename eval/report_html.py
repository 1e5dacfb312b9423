"""One self-contained page: verdict, measures, figures, and the cases, the worst first."""

from collections.abc import Iterator
from html import escape

from eval.cases import Case
from eval.comparing import Change, Comparison
from eval.gating import Verdict
from eval.measures import parse_measure
from eval.plots import Bar, bars, calibration_figure, latency_figure, risk_figure
from eval.runs import Header, Quote, Result
from eval.summary import Mean, Shown, Summary

_WORST = 60  # cases in full
_STYLE = """
:root{color-scheme:light dark;--ink:#1d2733;--soft:#5a6b7b;--line:#d5dde5;--ground:#fff;--good:#256d45;--bad:#a33330}
@media (prefers-color-scheme:dark){:root{--ink:#e6ebf0;--soft:#9fb0bf;--line:#3a4753;--ground:#161b21;--good:#7cc79b;
--bad:#f0918c}svg{background:#fff;border-radius:4px}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--ground);max-width:64rem;margin:2rem auto;
padding:0 1rem}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.2rem;border-bottom:1px solid var(--line)}
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;padding:.25rem .5rem;
border-bottom:1px solid var(--line)}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(27rem,1fr));gap:1rem}figure{margin:0}
figcaption,.soft{color:var(--soft);font-size:.85rem}svg{width:100%;height:auto}.good{color:var(--good)}
.bad{color:var(--bad)}details{border:1px solid var(--line);border-radius:6px;padding:.5rem .8rem;margin:.5rem 0}
summary{cursor:pointer}blockquote{margin:.4rem 0;padding-left:.8rem;border-left:3px solid var(--line)}
.sides{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
"""


def page(
    header: Header, summary: Summary, comparison: Comparison | None = None, verdict: Verdict | None = None
) -> str:  # fmt: skip
    """The whole page."""
    parts = [*_head(header, verdict), *_measures(summary), *_figures(summary, comparison)]
    if comparison:
        parts += [*_changes("Findings lost", comparison.lost), *_changes("Findings gained", comparison.gained)]
    shown = [s for s in summary.worst if s.score > 0.0]
    parts.append(f"<h2>Cases, the worst first ({len(shown)} of {len(summary.worst)} with something amiss)</h2>")
    parts += [_case(s) for s in shown[:_WORST]]
    body = "\n".join(parts)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Evaluation</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>{body}</body></html>\n'
    )


def _head(header: Header, verdict: Verdict | None) -> Iterator[str]:
    yield "<h1>Evaluation of the review assistant</h1>"
    said = (f"code {header.code}", f"{len(header.documents)} documents", f"cases {header.cases}",
            f"model {header.model}", header.started, header.machine)  # fmt: skip
    yield f'<p class="soft">{escape(" · ".join(said))}</p>'
    if verdict is not None and verdict.passes:
        yield '<p class="good"><strong>The gate passes.</strong></p>'
    elif verdict is not None:
        rows = "".join(f"<li>{escape(reason)}</li>" for reason in verdict.held_back)
        yield f'<p class="bad"><strong>The gate does not pass.</strong></p><ul>{rows}</ul>'


def _measures(summary: Summary) -> Iterator[str]:
    yield "<h2>Measures</h2><table><tr><th>Measure</th><th>What it says</th><th class=n>Cases</th>"
    yield "<th class=n>Mean</th><th class=n>95 %</th></tr>"
    for mean in summary.means:
        says = escape(parse_measure(mean.name).says)
        interval = f"{mean.interval.low:.3f} – {mean.interval.high:.3f}"
        yield f"<tr><td>{mean.name}</td><td>{says}</td><td class=n>{mean.cases}</td>"
        yield f"<td class=n>{mean.value:.3f}</td><td class=n>{interval}</td></tr>"
    for name, value in summary.figures:
        yield f"<tr><td>{name}</td><td></td><td></td><td class=n>{value:.3f}</td><td></td></tr>"
    yield "</table>"


def _figures(summary: Summary, comparison: Comparison | None) -> Iterator[str]:
    before = {d.measure.name: d.before for d in comparison.differences} if comparison else None
    shares = [m for m in summary.means if not parse_measure(m.name).zero and m.name != "latency"]
    drawn = [
        ("Measures with their intervals" + ("; a red tick is the run before" if before else ""),
         bars("Measures", _rows(shares), before)),
        ("Right by kind of question", bars("By kind", _rows(summary.by_kind))),
        ("Right by document", bars("By document", _rows(summary.by_document))),
        ("Right by tag", bars("By tag", _rows(summary.by_tag)) if summary.by_tag else ""),
        ("Risk and coverage", risk_figure(summary.confidence, [1.0 - a for a in summary.answerable])),
        ("Calibration", calibration_figure(summary.confidence, summary.answerable)),
        ("Time to answer", latency_figure(summary.milliseconds)),
    ]  # fmt: skip
    yield '<h2>Figures</h2><div class="plots">'
    yield from (f"<figure>{svg}<figcaption>{escape(title)}</figcaption></figure>" for title, svg in drawn if svg)
    yield "</div>"


def _rows(means: tuple[Mean, ...] | list[Mean]) -> list[Bar]:
    return [(m.name, m.value, m.interval) for m in means]


def _changes(title: str, changes: tuple[Change, ...]) -> Iterator[str]:
    yield f"<h2>{title} ({len(changes)})</h2>"
    for change in changes:
        yield f"<details><summary>{escape(change.case.question)}</summary><p>{escape(change.statement)}</p>"
        yield f'<div class="sides"><div><h3>Before</h3>{_answer(change.before)}</div>'
        yield f"<div><h3>After</h3>{_answer(change.after)}</div></div></details>"


def _case(shown: Shown) -> str:
    case, result = shown.case, shown.result
    turns = "".join(f'<p class="soft">before: {escape(turn)}</p>' for turn in case.turns)
    wrong = escape(", ".join(shown.wrong))
    found = "".join(f"<li>{escape(text)}…</li>" for text in result.found[:5])
    return (
        f'<details><summary>{escape(case.question)} <span class="soft">{case.id}</span><br>'
        f'<span class="bad">{wrong}</span></summary>{turns}{_expected(case, result)}'
        f"<h3>Answer</h3>{_answer(result)}<h3>Found first</h3><ol class=soft>{found}</ol></details>"
    )


def _expected(case: Case, result: Result) -> str:
    if not case.findings:
        answer = f" with {case.answer}" if case.answer else ""
        return f"<p>Expected: {case.expect}{escape(answer)}{escape(f' ({case.why})' if case.why else '')}</p>"
    rows = []
    for number, finding in enumerate(case.findings):
        place = finding.support[0]
        where = f"{place.document}, page {place.page or '–'}, paragraph {place.paragraph or '–'}"
        mark, look = ("✓", "good") if number in result.covered else ("✗", "bad")
        rows.append(
            f'<li><span class="{look}">{mark}</span> {escape(finding.statement)} <span class="soft">{escape(where)}'
            "</span></li>"
        )
    return f"<h3>Known findings</h3><ul>{''.join(rows)}</ul>"


def _answer(result: Result) -> str:
    said = "" if result.reason is None else f"<p>{escape(result.reason)}</p>"
    quotes = "".join(_quote(quote) for quote in result.quotes)
    read = f'<p class="soft">read as: {escape(result.standalone)}</p>' if result.standalone else ""
    return f"<p>{result.outcome}: {escape(result.headline)}</p>{read}{said}{quotes}"


def _quote(quote: Quote) -> str:
    where = f"{quote.document}, page {quote.page or '–'}, paragraph {quote.paragraph or '–'}"
    link = escape(f"http://127.0.0.1:8000{quote.url}")
    return f'<blockquote>{escape(quote.text)}<br><a class="soft" href="{link}">{escape(where)}</a></blockquote>'

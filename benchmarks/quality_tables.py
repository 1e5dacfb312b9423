"""Tables of measured quality: what each way of retrieving or answering reached, and the product's aims."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table as Printed

from benchmarks.report import RESULTS

PRODUCT = "product"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a measure is to reach: at least ``value``, or at most."""

    value: float
    at_most: bool = False

    def reached(self, value: float) -> bool:
        """Whether ``value`` is good enough."""
        return value <= self.value if self.at_most else value >= self.value

    def __str__(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {self.value:.3g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one way reached, by measure; a measure that it does not have is left out."""

    way: str
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: ``over`` says over what and how many; the first row is the product's, and the aims are for it."""

    name: str
    over: str
    rows: Sequence[Row]
    aims: Mapping[str, Aim] = field(default_factory=dict)
    notes: Sequence[str] = ()

    @property
    def measures(self) -> list[str]:
        """Every measure of any row, in the order in which they come."""
        return list(dict.fromkeys(m for row in self.rows for m in row.values))

    @property
    def missed(self) -> list[str]:
        """What the product was to reach and did not, one line each."""
        ours = self.rows[0].values
        return [
            f"{self.name}: {measure} is {ours[measure]:.3f}, aim {aim}"
            for measure, aim in self.aims.items()
            if not aim.reached(round(ours[measure], 3))
        ]


def show(table: Table) -> None:
    """Print a table, its aims beneath."""
    printed = Printed()
    printed.add_column("way")
    for measure in table.measures:
        printed.add_column(measure, justify="right")
    for row in table.rows:
        values = (f"{row.values[m]:.3f}" if m in row.values else "" for m in table.measures)
        printed.add_row(row.way, *values)
    if table.aims:
        printed.add_section()
        printed.add_row("aim", *(str(table.aims.get(m, "")) for m in table.measures))
    console = Console(width=150)
    console.print(f"{table.name} · {table.over}", highlight=False)
    console.print(printed)
    for note in table.notes:
        console.print(f"  {note}", highlight=False)


def save(tables: Sequence[Table]) -> Path:
    """Keep the tables, with their day and machine, in ``benchmarks/results/quality.json``; others there stay."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "quality.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    for table in tables:
        kept[table.name] = {
            "over": table.over,
            "rows": {row.way: {m: round(v, 4) for m, v in row.values.items()} for row in table.rows},
            "aims": {measure: str(aim) for measure, aim in table.aims.items()},
            "measured": datetime.now(UTC).date().isoformat(),
            "python": platform.python_version(),
            "cores": os.cpu_count(),
        }
    path.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path

"""How often each theme comes up in the register year by year, to be drawn and to be read as a table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.register import Entry, theme_name

MOST = 14  # themes shown; more would not be legible in a picture


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRow:
    """One theme and how many findings speak of it in each year, in the order of the table's years."""

    theme: str
    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """The findings of all years that speak of it."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeYears:
    """The themes that come up most, by year. ``undated`` findings are of documents whose year is not known."""

    years: tuple[int, ...]
    rows: tuple[ThemeRow, ...]
    entries: int
    undated: int
    themes: int


def themes_by_year(entries: Sequence[Entry]) -> ThemeYears:
    """The counts of ``entries`` by theme and year, the most frequent theme first. One finding may have several themes.

    Years without a document are left out: nothing can be said of them.
    """
    counts: Counter[tuple[str, int]] = Counter()
    totals: Counter[str] = Counter()
    dated = [(entry, year) for entry in entries if (year := entry.document.facts.year) is not None]
    years = tuple(sorted({year for _, year in dated}))
    for entry, year in dated:
        for theme in entry.finding.themes:
            counts[theme, year] += 1
            totals[theme] += 1
    shown = sorted(totals, key=lambda theme: (-totals[theme], theme))[:MOST]
    rows = tuple(
        ThemeRow(theme=theme, name=theme_name(theme), counts=tuple(counts[theme, year] for year in years))
        for theme in shown
    )
    return ThemeYears(
        years=years, rows=rows, entries=len(entries), undated=len(entries) - len(dated), themes=len(totals)
    )

"""The one door to matplotlib: counts become a picture, drawn on the server and sent as SVG."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from assistant.theme_years import ThemeYears

_DRAWING = Lock()  # matplotlib keeps its fonts in tables that threads share
_ROW, _COLUMN, _LABELS = 0.36, 0.52, 2.9  # inches


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of a picture: of words, of lines, and from few to many."""

    ink: str
    line: str
    few: str
    many: str
    on_many: str


LIGHT = Palette(ink="#1b2528", line="#d5d8d3", few="#e3eeec", many="#0f5257", on_many="#ffffff")
DARK = Palette(ink="#e8ecea", line="#334043", few="#1d3435", many="#79c7c4", on_many="#0c1b1c")


def draw_theme_years(table: ThemeYears, palette: Palette) -> bytes:
    """``table`` as an SVG: a row for each theme, a column for each year, the darker the more; each count is written."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.colors import LinearSegmentedColormap, to_rgb
    from matplotlib.figure import Figure

    rows, columns = max(1, len(table.rows)), max(1, len(table.years))
    most = max((n for row in table.rows for n in row.counts), default=1) or 1
    with _DRAWING:
        figure = Figure(figsize=(_LABELS + _COLUMN * columns, 0.6 + _ROW * rows), layout="constrained")
        figure.patch.set_alpha(0)
        axes = figure.add_subplot()
        axes.patch.set_alpha(0)
        shades = LinearSegmentedColormap.from_list("few to many", [palette.few, palette.many])
        for y, row in enumerate(table.rows):
            for x, n in enumerate(row.counts):
                if n:
                    shade = shades(n / most)
                    axes.barh(y, 0.92, left=x - 0.46, height=0.86, color=shade)
                    ink = max((palette.ink, palette.on_many), key=lambda ink: _contrast(to_rgb(ink), shade[:3]))
                    axes.text(x, y, str(n), ha="center", va="center", color=ink, fontsize=9)
        axes.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5))
        axes.set_xticks(range(len(table.years)), [str(year) for year in table.years], fontsize=9, color=palette.ink)
        axes.set_yticks(range(len(table.rows)), [row.name for row in table.rows], fontsize=10, color=palette.ink)
        axes.tick_params(length=0)
        axes.xaxis.tick_top()
        for spine in axes.spines.values():
            spine.set_visible(False)
        for y in range(rows - 1):
            axes.axhline(y + 0.5, color=palette.line, linewidth=0.6)
        drawn = io.BytesIO()
        FigureCanvasSVG(figure).print_svg(drawn, metadata={"Date": None})  # type: ignore[no-untyped-call]  # matplotlib leaves it without types
    return drawn.getvalue()


def _contrast(a: Sequence[float], b: Sequence[float]) -> float:
    """The contrast of two colours (red, green, blue from 0 to 1), from 1 to 21 (WCAG 2.2)."""
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Sequence[float]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

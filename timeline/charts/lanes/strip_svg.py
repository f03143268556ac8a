"""The strip of a series under the lanes, as SVG: how many a day, and the days without a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from markupsafe import escape

from timeline.charts.labels import text_width
from timeline.charts.lanes.heads import GAP
from timeline.charts.lanes.lines import break_lines
from timeline.charts.lanes.skyline import draw_skyline
from timeline.charts.lanes.stacks import Sizes
from timeline.charts.lanes.strip import Numbers, Strip, possessive
from timeline.charts.palette import LABEL_SIZE
from timeline.collection.english import capital

HEIGHT = 52.0
"""Of the highest day."""
_LINE, _GAP_HEIGHT = 13.0, 4.0


def strip_height(strip: Strip, sizes: Sizes) -> float:
    """Pixels of the strip with the words beside it, or above it where there is no room beside."""
    lines = len(_lines(strip, sizes))
    return HEIGHT + lines * _LINE + 6 if sizes.inside else max(HEIGHT + 8, lines * _LINE + 10)


def draw_strip(strip: Strip, x: Callable[[float], float], per_px: float, foot: float, sizes: Sizes) -> Iterator[str]:
    """Outlines, the highest at the back; a low block of grey for days without a report.

    Args:
        strip: what is drawn.
        x: pixels of a day.
        per_px: days a pixel.
        foot: y of the strip's foot.
        sizes: of the chart.
    """
    start, step = x(strip.first - 0.5), strip.bin_days / per_px
    kinds = strip.daily.series.kinds
    high = HEIGHT / (strip.top or 1.0)
    for number in reversed(range(len(kinds)) if strip.heaviest is not None else range(0)):
        heights = np.nan_to_num(np.nansum(strip.kinds[: number + 1], axis=0)) * high
        path = draw_skyline(heights.tolist(), start, step, foot)
        words = escape(strip.daily.series.of_kind(kinds[number]))
        yield (
            f'<path class="series kind-{number}" data-bin="{strip.bin_days}" data-words="{words}" '
            f'data-values="{_values(strip.kinds[number])}" {path}/>'
        )
    gaps = np.where(strip.missing_bins, _GAP_HEIGHT, 0.0).tolist()
    if any(gaps):
        yield f'<path class="no-report" {draw_skyline(gaps, start, step, foot)}/>'


def _values(numbers: Numbers) -> str:
    """Numbers with spaces between, "-" for none."""
    return " ".join("-" if number != number else f"{number:.10g}" for number in np.round(numbers, 1).tolist())


def strip_words(strip: Strip, left: float, top: float, foot: float, sizes: Sizes) -> Iterator[str]:
    """What is counted, whose count it is and how many it is at most: beside the strip, or above it."""
    lines = _lines(strip, sizes)
    anchor, x = ("start", left) if sizes.inside else ("end", left - GAP)
    y = top + 12 if sizes.inside else (top + foot - (len(lines) - 1) * _LINE) / 2 + 4
    for number, line in enumerate(lines):
        yield f'<text class="strip-words" text-anchor="{anchor}" x="{x:.0f}" y="{y + number * _LINE:.1f}">{line}</text>'


def _lines(strip: Strip, sizes: Sizes) -> list[str]:
    """Escaped lines; a square of its colour stands before each kind, the upper ones first."""
    series, whose = strip.daily.series, strip.daily.whose
    if strip.heaviest is None:
        return [str(escape(line)) for line in break_lines(f"No report of {series.day.many}", sizes.names, LABEL_SIZE)]
    names = [kind.unit.many for kind in series.kinds]
    counted = f"{series.verb} a day" if series.verb else "a day"
    rest = [counted, f"mean of {strip.bin_days:,} days" if strip.bin_days > 1 else f"most: {strip.most:,}"]
    rest += [f"{possessive(whose)} count"] if whose else []
    squares = [_square(n, capital(name) if n == len(names) - 1 else name) for n, name in enumerate(names)]
    if not sizes.inside:
        return [*reversed(squares), *(str(escape(part)) for text in rest for part in _broken(text, sizes))]
    first = " ".join([*reversed(squares), str(escape(rest[0]))])
    if sum(text_width(f"■ {name} ", LABEL_SIZE) for name in names) + text_width(counted, LABEL_SIZE) < sizes.names:
        return [first, *(str(escape(part)) for part in _broken("; ".join(rest[1:]), sizes))]
    return [*reversed(squares), *(str(escape(part)) for part in _broken("; ".join(rest), sizes))]


def _broken(text: str, sizes: Sizes) -> tuple[str, ...]:
    return break_lines(text, sizes.names, LABEL_SIZE)


def _square(kind: int, name: str) -> str:
    return f'<tspan class="kind-{kind}">■</tspan> {escape(name)}'

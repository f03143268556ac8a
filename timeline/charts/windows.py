"""The chart of a series around chosen events, and around random dates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from timeline.charts.figure import Figure, Trace
from timeline.charts.frame import NARROW, QUIET, Chart, layout, line_of_text
from timeline.charts.hover import escape
from timeline.charts.palette import SCHEMES, Scheme, SchemeName, translucent
from timeline.charts.series_frame import (
    count_of,
    left_margin,
    swatch,
    y_axis,
)
from timeline.collection.english import count
from timeline.collection.series import Series
from timeline.collection.tables import rows_of
from timeline.waves.windows import WindowResult

_HEIGHT = 260.0
_NAMES = {
    "low_quartile": "Lower quartile",
    "median": "Median",
    "high_quartile": "Upper quartile",
    "values": "Days reported",
    "reference": "Reference",
    "band_low": "Band from",
    "band_high": "Band to",
}


def build_window_chart(result: WindowResult, *, scheme: SchemeName, width: int) -> Chart:
    """The mean of each day around the anchors, their quartiles, and the band of the random sets.

    Args:
        result: of ``timeline.waves.align_windows``.
        scheme: "light" or "dark".
        width: pixels.
    """
    colours = SCHEMES[scheme]
    table = result.offsets
    traces = [
        _area(result, "band_low", "band_high", "band", translucent(colours.muted, 0.2)),
        _line(result, "reference", "reference", {"color": colours.muted, "width": 1.2, "dash": "4px,3px"}),
        _area(result, "low_quartile", "high_quartile", "quartiles", translucent(colours.accent, 0.16)),
        {
            **_line(result, "mean", "mean", {"color": colours.accent, "width": 2}),
            "mode": "lines+markers",
            "marker": {"size": 4, "color": colours.accent},
            "hoverinfo": None,
            "hovertext": _hovers(result),
            "hovertemplate": "%{hovertext}<extra></extra>",
        },
    ]
    number = len(result.used)
    notes = []
    if not number:
        notes.append(
            f"None of the chosen dates has a whole window of {result.daily.series.day.many} within the period."
        )
    elif table["values"].min() < number:
        notes.append("Days without a report are left out of the means. The table says how many days each mean has.")
    return Chart(
        Figure(traces if number else [], _layout(result, colours, width)),
        _alt(result),
        tuple(notes),
        lambda: [_table(result)],
    )


def _table(result: WindowResult) -> pd.DataFrame:
    """One row a day of the window."""
    names = {"offset": "Days from the event", "mean": f"Mean {result.daily.series.unit.many}", **_NAMES}
    rounded = result.offsets.round(dict.fromkeys(set(names) - {"offset", "values"}, 1))
    return rounded.rename(columns=names)[list(names.values())]


def _numbers(result: WindowResult, column: str) -> list[float | None]:
    values = result.offsets[column].to_numpy(dtype=float)
    return [None if np.isnan(value) else round(value, 1) for value in values.tolist()]


def _line(result: WindowResult, column: str, meta: str, line: dict[str, object]) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "meta": meta,
        "x": result.offsets["offset"].tolist(),
        "y": _numbers(result, column),
        "line": line,
        "connectgaps": False,
        **QUIET,
    }


def _area(result: WindowResult, low: str, high: str, meta: str, fill: str) -> Trace:
    """The area between two columns, where both are known."""
    table = result.offsets[result.offsets[[low, high]].notna().all(axis=1)]
    there = table["offset"].tolist()
    return {
        "type": "scatter",
        "mode": "lines",
        "meta": meta,
        "x": [*there, *there[::-1]],
        "y": [*table[high].round(1).tolist(), *table[low].round(1).tolist()[::-1]],
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": fill,
        **QUIET,
    }


def _hovers(result: WindowResult) -> list[str]:
    return [_hover(row, len(result.used), result.daily.series) for row in rows_of(result.offsets)]


def _hover(row: dict[str, float], number: int, series: Series) -> str:
    lines = [f"<b>{_place(int(row['offset']))}</b>"]
    if np.isnan(row["mean"]):
        return f"{lines[0]}<br>no report"
    half = f"half between {row['low_quartile']:,.0f} and {row['high_quartile']:,.0f}"
    lines.append(f"{row['mean']:,.0f} {escape(series.unit.many)} on average, {half}")
    lines.append(f"random dates: {row['reference']:,.0f}, band {row['band_low']:,.0f} to {row['band_high']:,.0f}")
    lines.append(f"{int(row['values'])} of {count(number, 'day')} reported")
    return "<br>".join(lines)


def _place(offset: int) -> str:
    if not offset:
        return "The event’s first day"
    return f"{count(abs(offset), 'day')} {'after' if offset > 0 else 'before'}"


def _layout(result: WindowResult, scheme: Scheme, width: int) -> dict[str, Any]:
    offsets = result.offsets["offset"]
    low, high = int(offsets.min()), int(offsets.max())
    narrow = width < NARROW
    top = 40 if narrow else 24
    text = _caption(scheme, result.daily.whose, narrow=narrow) if len(result.used) else "No date to align on"
    edge = (high - low) * 0.012
    tallest = result.offsets[["high_quartile", "band_high", "mean"]].max().max()
    return layout(
        width,
        _HEIGHT + top + 46,
        scheme,
        left=left_margin(width),
        top=top,
        xaxis={
            "range": [low - edge, high + edge],
            "tickvals": [day for day in range(-70, 71, 7) if low <= day <= high],
            "tickformat": "+d",
            "tickfont": {"color": scheme.muted},
            "ticks": "outside",
            "ticklen": 4,
            "tickcolor": scheme.grid,
            "gridcolor": scheme.grid,
            "zeroline": False,
            "showline": True,
            "linecolor": scheme.muted,
            "fixedrange": True,
            "title": {
                "text": "days from the event’s first day",
                "font": {"size": 12, "color": scheme.muted},
                "standoff": 6,
            },
        },
        yaxis=y_axis(
            f"{escape(result.daily.series.counted)} a day",
            scheme,
            width,
            range=[0, (tallest if tallest > 0 else 1) * 1.06],
        ),
        shapes=[_zero(scheme)],
        annotations=[line_of_text(text, 1.0, scheme.muted, yshift=2)],
    )


def _zero(scheme: Scheme) -> dict[str, object]:
    line = {"color": scheme.text, "width": 1}
    return {"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper", "line": line, "layer": "below"}


def _caption(scheme: Scheme, counted_by: str, *, narrow: bool) -> str:
    parts = [
        swatch(scheme.accent, "mean", "━"),
        swatch(translucent(scheme.accent, 0.35), "middle half"),
        swatch(scheme.muted, "random dates", "╌"),
        swatch(translucent(scheme.muted, 0.45), "95 % of them"),
    ]
    whose = count_of(escape(counted_by))
    return "  ".join(parts) + (("<br>" if narrow else ".  By ") + whose if whose else "")


def _alt(result: WindowResult) -> str:
    low, high = (int(result.offsets["offset"].agg(what)) for what in ("min", "max"))
    head = (
        f"Line chart of mean {result.daily.series.unit.many} a day from {-low} days before to {high} days after "
        f"{count(len(result.used), 'chosen date')}"
    )
    whose = f", by {count_of(result.daily.whose)}" if result.daily.whose else ""
    after, before = result.summary.loc["after"], result.summary.loc["before"]
    if np.isnan(after["value"]) or np.isnan(before["value"]):
        return f"{head}{whose}: nothing to show."
    inside = after["band_low"] <= after["value"] <= after["band_high"]
    return (
        f"{head}{whose}: {before['value']:,.0f} in the {result.near_days} days before and {after['value']:,.0f} in the "
        f"{result.near_days} days after, {'inside' if inside else 'outside'} the band of random dates "
        f"({after['band_low']:,.0f} to {after['band_high']:,.0f})."
    )

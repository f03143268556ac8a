"""Traces of the chart of a series, panel by panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from timeline.charts.figure import Trace
from timeline.charts.frame import QUIET, STAY
from timeline.charts.hatching import CLEAR, Patch, hatch
from timeline.charts.hover import escape
from timeline.charts.labels import text_width
from timeline.charts.palette import LABEL_SIZE, Scheme, translucent
from timeline.charts.series_frame import days_in_words, runs, span_key
from timeline.charts.time_axis import DAY_MS, TimeScale, to_iso
from timeline.collection.english import capital, count
from timeline.collection.series import Series
from timeline.waves.days import DayNumbers, Numbers, day_numbers
from timeline.waves.summary import By

LABELLED = 5
SYMBOLS, SIGNS = ("circle", "diamond", "square", "triangle-up"), "●◆■▲"
"""How points of each kind look, from the foot of a stack up, and the same in text."""
_HEAD = 0.955
"""Height of the waves' marks in the panel, above the tallest bar."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """The bars of one chart.

    Attributes:
        series: what is counted.
        sums: of ``timeline.waves.summarise``.
        start: day numbers.
        end: day numbers.
        kinds: of each kind how many a reported day, NaN where none is reported.
    """

    series: Series
    sums: pd.DataFrame
    start: DayNumbers
    end: DayNumbers
    kinds: tuple[Numbers, ...]
    scale: TimeScale
    by: By
    scheme: Scheme
    log: bool

    @classmethod
    def of(cls, series: Series, sums: pd.DataFrame, scale: TimeScale, by: By, scheme: Scheme, *, log: bool) -> Panel:
        """The panel of ``summarise``'s rows."""
        reported = sums["reported_days"].to_numpy(dtype=float)
        kinds = tuple(
            np.where(reported > 0, _floats(sums[name]) / np.maximum(reported, 1), np.nan) for name in series.totals
        )
        return cls(series, sums, day_numbers(sums["start"]), day_numbers(sums["end"]), kinds, scale, by, scheme, log)

    @property
    def top(self) -> float:
        """The tallest bar."""
        return float(np.nanmax(np.sum(self.kinds, axis=0), initial=0.0))

    @property
    def log_range(self) -> list[float]:
        """Powers of ten from the least figure above zero to the greatest, with room."""
        figures = np.concatenate(self.kinds)
        figures = figures[figures > 0]
        low, high = (float(figures.min()), float(figures.max())) if len(figures) else (1.0, 10.0)
        return [float(np.log10(low)) - 0.1, float(np.log10(high)) * 1.08 + 0.2]

    @property
    def lowest_share(self) -> float:
        """Foot of the share's axis: the lowest share, down to the next fifth."""
        least = np.nanmin(self.sums["share_stopped"].to_numpy(dtype=float), initial=1.0)
        return min(float(np.floor(least * 5) / 5), 0.8)

    @property
    def middles(self) -> list[str]:
        """Middles of the bars as Plotly reads them."""
        return [to_iso(middle) for middle in ((self.start + self.end) / 2).tolist()]


def _floats(values: pd.Series) -> Numbers:
    return values.to_numpy(dtype=float, na_value=np.nan)


def _numbers(values: Numbers) -> list[float | None]:
    return [None if np.isnan(value) else round(value, 3) for value in values.tolist()]


def bar_traces(panel: Panel) -> list[Trace]:
    """The first kind below, the others above it."""
    common = _common(panel)
    gap = 0.82 if panel.scale.days_per_px < 0.3 or panel.by != "day" else 1
    widths = ((panel.end - panel.start + 1) * DAY_MS * gap).round().astype(int).tolist()
    return [
        {
            **common,
            "meta": name,
            "name": name,
            "type": "bar",
            "y": _numbers(values),
            "width": widths if len(set(widths)) > 1 else widths[:1][0] if widths else None,
            "marker": {"color": colour, "line": {"width": 0}},
        }
        for name, values, colour in _classes(panel)
    ]


def point_traces(panel: Panel) -> list[Trace]:
    """A point a kind, for the logarithmic axis; zeros are left out."""
    common = _common(panel)
    return [
        {
            **common,
            "meta": name,
            "name": name,
            "type": "scatter",
            "mode": "markers",
            "y": _numbers(np.where(values > 0, values, np.nan)),
            "marker": {"color": colour, "size": 5, "symbol": symbol, "opacity": 1},
        }
        for (name, values, colour), symbol in zip(_classes(panel), SYMBOLS, strict=False)
    ]


def _classes(panel: Panel) -> list[tuple[str, Numbers, str]]:
    """Name, figures and tone of each kind, from the foot up."""
    names = (kind.unit.many for kind in panel.series.kinds)
    return list(zip(names, panel.kinds, panel.scheme.kinds, strict=False))


def _common(panel: Panel) -> Trace:
    """What the traces of all kinds have; made once, since words for each day are the costly part."""
    return {
        "x": panel.middles,
        "yaxis": "y2",
        "customdata": [span_key(*days) for days in zip(panel.start.tolist(), panel.end.tolist(), strict=True)],
        "hovertext": _hovers(panel),
        "hovertemplate": "%{hovertext}<extra></extra>",
        **STAY,
    }


def _hovers(panel: Panel) -> list[str]:
    columns = ["days", "reported_days", "stopped", "share_stopped", "mean_launched", *panel.series.totals]
    rows = panel.sums[columns].astype(object).itertuples(index=False, name=None)
    return [
        _hover(panel.series, first, last, *row)
        for first, last, row in zip(panel.start.tolist(), panel.end.tolist(), rows, strict=True)
    ]


def _hover(
    series: Series, first: int, last: int, days: int, reported: int, part: Any, share: Any, mean: float, *kinds: Any
) -> str:
    """The words for one bar."""
    lines = [f"<b>{days_in_words(first, last)}</b>"]
    lines.append(escape(series.by_kind(kinds)))
    if share == share and part is not pd.NA:
        lines.append(f"{part:,} {escape(series.part_verb)}, {share * 100:.0f} %")
    if days > 1:
        lines.append(f"{mean:,.0f} a day on {reported} of {days} days" if reported else "no day is reported")
    return "<br>".join(lines)


def mean_traces(panel: Panel) -> list[Trace]:
    """The 7-day mean, by day only; broken where fewer than four of seven days are reported."""
    if panel.by != "day":
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "meta": "mean",
            "x": panel.middles,
            "y": _numbers(panel.sums["mean_7_days"].to_numpy(dtype=float)),
            "yaxis": "y2",
            "line": {"color": panel.scheme.text, "width": 1.4},
            "connectgaps": False,
            **QUIET,
        }
    ]


def share_trace(panel: Panel) -> Trace:
    """The share of the part, on the small panel below."""
    verb = escape(panel.series.part_verb)
    return {
        "type": "scatter",
        "mode": "lines",
        "meta": "share",
        "x": panel.middles,
        "y": _numbers(panel.sums["share_stopped"].to_numpy(dtype=float)),
        "yaxis": "y4",
        "line": {"color": panel.scheme.accent, "width": 1.3},
        "connectgaps": False,
        "hovertext": [
            f"<b>{days_in_words(*days)}</b><br>{verb}: {_by_class(panel.series, *row)}"
            for days, row in zip(
                zip(panel.start.tolist(), panel.end.tolist(), strict=True), _stopped_shares(panel), strict=True
            )
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _stopped_shares(panel: Panel) -> list[tuple[float, ...]]:
    """Of all kinds together, then of each; NaN where it is not known."""
    parts = [panel.sums["share_stopped"].to_numpy(dtype=float)]
    for kind in panel.series.kinds:
        total = _floats(panel.sums[kind.total])
        part = _floats(panel.sums[kind.part]) if kind.part else np.full(len(total), np.nan)
        parts.append(np.where(total > 0, part / np.maximum(total, 1), np.nan))
    return list(zip(*(part.tolist() for part in parts), strict=True))


def _by_class(series: Series, all_kinds: float, *shares: float) -> str:
    if all_kinds != all_kinds:
        return "not known"
    named = zip(shares, series.kinds, strict=True)
    parts = [f"{share * 100:.0f} % of {escape(kind.unit.many)}" for share, kind in named if share == share]
    return f"{all_kinds * 100:.0f} %" + (f" ({', '.join(parts)})" if len(series.kinds) > 1 else "")


def wave_traces(waves: pd.DataFrame, panel: Panel) -> list[Trace]:
    """Shaded spans, a mark at the head of each, and the figures of the heaviest."""
    if waves.empty:
        return []
    scheme, scale = panel.scheme, panel.scale
    start, end = day_numbers(waves["start"]).tolist(), day_numbers(waves["end"]).tolist()
    x: list[str | None] = []
    y: list[float | None] = []
    for first, last in zip(start, end, strict=True):
        left, right = to_iso(max(first - 0.5, scale.left)), to_iso(min(last + 0.5, scale.right))
        x += [left, right, right, left, left, None]
        y += [0, 0, 1, 1, 0, None]
    shade = {"line": {"width": 0}, "fill": "toself", "fillcolor": translucent(scheme.accent, 0.13)}
    middles = [min(max((first + last) / 2, scale.first), scale.last) for first, last in zip(start, end, strict=True)]
    return [
        {"type": "scatter", "mode": "lines", "meta": "waves-shade", "x": x, "y": y, **shade, **QUIET},
        {
            "type": "scatter",
            "mode": "markers",
            "meta": "waves",
            "x": [to_iso(middle) for middle in middles],
            "y": [_HEAD] * len(middles),
            "customdata": [span_key(*days) for days in zip(start, end, strict=True)],
            "hovertext": _wave_hovers(panel.series, waves, start, end),
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {"symbol": "triangle-down", "size": 8, "color": scheme.text, "opacity": 1},
            **STAY,
        },
        _wave_labels(waves, middles, panel),
    ]


def _wave_hovers(series: Series, waves: pd.DataFrame, start: list[int], end: list[int]) -> list[str]:
    texts = []
    for first, last, row in zip(start, end, waves.to_dict("records"), strict=True):
        lines = [f"<b>{escape(capital(series.wave.one))}, {days_in_words(first, last)}</b>"]
        lines.append(escape(series.by_kind([row[name] for name in series.totals])))
        share = "" if pd.isna(row["share_stopped"]) else f", {row['share_stopped'] * 100:.0f} %"
        lines += [f"{row['stopped']:,} {escape(series.part_verb)}{share}"] if series.part else []
        lines.append(f"usual before it: {row['usual']:,.0f} a day")
        lines += [f"{count(row['missing_days'], 'day')} without a report"] if row["missing_days"] else []
        texts.append("<br>".join(lines))
    return texts


def _wave_labels(waves: pd.DataFrame, middles: list[float], panel: Panel) -> Trace:
    """Figures of the heaviest waves beside their marks, where they do not run into each other."""
    order = np.argsort(-_floats(waves["launched"]), kind="stable")[:LABELLED].tolist()
    taken: list[tuple[float, float]] = []
    kept: list[int] = []
    for row in order:
        middle = panel.scale.px(middles[row])
        half = text_width(_label(waves, row), LABEL_SIZE) / 2 + 5
        if half < middle < panel.scale.width - half and all(middle + half < a or middle - half > b for a, b in taken):
            taken.append((middle - half, middle + half))
            kept.append(row)
    return {
        "type": "scatter",
        "mode": "text",
        "meta": "waves-labels",
        "x": [to_iso(middles[row]) for row in kept],
        "y": [_HEAD] * len(kept),
        "text": [_label(waves, row) for row in kept],
        "textposition": "top center",
        "textfont": {"size": LABEL_SIZE, "color": panel.scheme.muted},
        "cliponaxis": False,
        **QUIET,
    }


def _label(waves: pd.DataFrame, row: int) -> str:
    return f"{waves['launched'].iloc[row]:,}"


def gap_traces(panel: Panel) -> list[Trace]:
    """Days without a report: hatched from foot to head, with a cross at the foot that says so."""
    missing: npt.NDArray[np.bool_] = panel.sums["missing"].to_numpy(dtype=bool)
    partly = (panel.sums["reported_days"] < panel.sums["days"]).to_numpy(dtype=bool) & ~missing
    patches: list[Patch] = []
    at: list[str] = []
    texts: list[str] = []
    for low, high in runs(missing):
        first, last = int(panel.start[low]), int(panel.end[high])
        patches.append((first - 0.5, last + 0.5, 0, 1))
        at.append(to_iso((first + last) / 2))
        texts.append(f"<b>{days_in_words(first, last)}</b><br>no report: missing, not zero")
    lacking = (panel.sums["days"] - panel.sums["reported_days"]).tolist()
    for row in np.flatnonzero(partly).tolist():
        days = int(lacking[row])
        at.append(to_iso((panel.start[row] + panel.end[row]) / 2))
        texts.append(
            f"<b>{days_in_words(panel.start[row], panel.end[row])}</b><br>{count(days, 'day')} without a report"
        )
    cross = {"symbol": "x-thin-open", "size": 6, "color": panel.scheme.muted, "line": {"width": 1.4}, "opacity": 1}
    marks: list[Trace] = [
        {
            "type": "scatter",
            "mode": "markers",
            "meta": "missing",
            "x": at,
            "y": [0.015] * len(at),
            "hovertext": texts,
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": cross,
            "cliponaxis": False,
            **STAY,
        }
    ]
    return hatch(patches, CLEAR, panel.scheme, "missing-hatch") + (marks if at else [])

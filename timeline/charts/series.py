"""The chart of a series: its kinds stacked, the share of its part below, waves shaded, events above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from timeline.charts.figure import Figure
from timeline.charts.frame import NARROW, Chart, layout, line_of_text
from timeline.charts.hover import escape
from timeline.charts.palette import SCHEMES, SchemeName
from timeline.charts.series_events import event_panel
from timeline.charts.series_frame import (
    count_of,
    days_in_words,
    left_margin,
    row_of_most,
    swatch,
    y_axis,
)
from timeline.charts.series_marks import (
    SIGNS,
    Panel,
    bar_traces,
    gap_traces,
    mean_traces,
    point_traces,
    share_trace,
    wave_traces,
)
from timeline.charts.time_axis import TimeScale, in_words, x_axis
from timeline.collection.english import capital, count
from timeline.collection.series import Daily, Series
from timeline.waves.days import day_numbers
from timeline.waves.summary import By, summarise

MAX_BARS = 600
_MIN_BAR_PX = 1.2
_MAIN, _SHARE, _GAP, _HEAD = 250.0, 64.0, 26.0, 1.16
_WIDER: Mapping[By, By] = {"day": "week", "week": "month"}
_DAYS: Mapping[By, float] = {"day": 1, "week": 7, "month": 30.4}


@dataclass(frozen=True, slots=True)
class _Shown:
    """What one chart is made of."""

    sums: pd.DataFrame
    waves: pd.DataFrame
    scale: TimeScale
    by: By
    daily: Daily


def build_series_chart(
    daily: Daily,
    waves: pd.DataFrame,
    events: pd.DataFrame,
    *,
    period: tuple[date, date],
    scheme: SchemeName,
    width: int,
    touch: bool = False,
    by: By = "day",
    log: bool = False,
    themes: pd.DataFrame | None = None,
    publishers: Mapping[str, str] | None = None,
    events_total: int | None = None,
) -> Chart:
    """How many a day, stacked by kind, on one time axis with the share of the part and the events.

    ``customdata`` of an event's mark is its id, of a bar and of a wave's mark its days ("2026-01-20/2026-01-20").

    Args:
        daily: the series.
        waves: of ``timeline.waves.find_waves``.
        events: drawn above the bars; the weightiest of a view.
        period: first and last day of the axis.
        scheme: "light" or "dark".
        width: pixels.
        touch: whether a finger may be on it, which then scrolls the page instead of dragging the axis.
        by: what one bar stands for; made wider, with a note, where there would be too many bars.
        log: points on a logarithmic axis instead of bars, which cannot be stacked there.
        themes: the collection's register, for the colours of events.
        publishers: publisher id to name.
        events_total: how many events touch the period, where that is more than are given.
    """
    left = left_margin(width)
    scale = TimeScale.of(period, width - left - 8)
    drawn_by = _pick(by, scale)
    sums = summarise(daily, drawn_by, period=period)
    start, end = day_numbers(waves["start"]), day_numbers(waves["end"])
    shown = _Shown(sums, waves[(end >= scale.first) & (start <= scale.last)], scale, drawn_by, daily)
    top = event_panel(events, themes, publishers or {}, scale, SCHEMES[scheme], events_total)
    panel = Panel.of(daily.series, sums, scale, drawn_by, SCHEMES[scheme], log=log)
    traces = [
        *wave_traces(shown.waves, panel),
        *gap_traces(panel),
        *(point_traces(panel) if log else bar_traces(panel)),
        *mean_traces(panel),
        *([share_trace(panel)] if daily.series.part else []),
        *top.traces,
    ]
    return Chart(
        Figure(traces, _layout(shown, panel, top.height, width, touch=touch)),
        _alt(shown, top.count),
        (*_notes(shown, by, panel), *top.notes),
        lambda: [_table(shown)],
    )


def _pick(by: By, scale: TimeScale) -> By:
    """The asked-for width of bars, or the next that gives not too many and not too thin ones."""
    while by in _WIDER:
        bars = (scale.last - scale.first + 1) / _DAYS[by]
        if bars <= MAX_BARS and _DAYS[by] / scale.days_per_px >= _MIN_BAR_PX:
            break
        by = _WIDER[by]
    return by


def _layout(shown: _Shown, panel: Panel, events: float, width: int, *, touch: bool) -> dict[str, Any]:
    series, scheme = shown.daily.series, panel.scheme
    below = _SHARE + _GAP if series.part else 0.0
    plot = events + _MAIN + below
    share = [0.0, _SHARE / plot]
    main = [below / plot, (below + _MAIN) / plot]
    unit = f"{series.counted} a day" + ("" if shown.by == "day" else f", mean of the {shown.by}")
    lowest = panel.lowest_share
    top = 40 if width < NARROW else 24
    # the captions of the panels stand above them; above the events there is the margin
    captions = [
        line_of_text(_legend(shown, panel, width), 1.0, scheme.muted, yshift=2),
        *([line_of_text(_share_words(series), share[1], scheme.muted, yshift=2)] if series.part else []),
    ]
    axis = {"type": "log", "range": panel.log_range} if panel.log else {"range": [0, (panel.top or 1) * _HEAD]}
    ticks = {"tickformat": ".0%", "tickvals": [lowest, (lowest + 1) / 2, 1]}
    share_axis = y_axis("", scheme, width, domain=share, range=[lowest, 1.02], **ticks)
    panels: dict[str, Any] = {"yaxis4": share_axis} if series.part else {}
    return layout(
        width,
        plot + 24 + top,
        scheme,
        left=left_margin(width),
        top=top,
        drags=not touch,
        box="h",
        barmode="stack",
        bargap=0,
        xaxis={**x_axis(shown.scale, scheme, anchor="y4" if series.part else "y"), "fixedrange": touch},
        yaxis={"domain": main, "range": [0, 1], "fixedrange": True, "visible": False},
        yaxis2=y_axis(escape(unit), scheme, width, overlaying="y", side="left", tickmode="auto", **axis),
        yaxis3={"domain": [main[1], 1], "range": [0, max(events, 1)], "fixedrange": True, "visible": False},
        **panels,
        annotations=captions,
    )


def _share_words(series: Series) -> str:
    together = f", {series.kinds_in_words} together" if len(series.kinds) > 1 else ""
    return escape(f"share {series.part_verb}{together}")


def _legend(shown: _Shown, panel: Panel, width: int) -> str:
    scheme, series = panel.scheme, shown.daily.series
    signs = SIGNS if panel.log else "■" * len(SIGNS)
    kinds = zip(scheme.kinds, series.kinds, signs, strict=False)
    parts = [swatch(tone, escape(kind.unit.many), sign) for tone, kind, sign in kinds][::-1]
    parts += [swatch(scheme.text, "7-day mean", "━")] if shown.by == "day" else []
    parts += [swatch(scheme.text, escape(series.wave.one), "▾")] if len(shown.waves) else []
    whose = count_of(escape(shown.daily.whose))
    unit = "" if width >= NARROW else (" a day" if shown.by == "day" else f" a day, mean of the {shown.by}")
    text = "  ".join(parts) + unit
    return text + (("<br>" if width < NARROW else ".  By ") + whose if whose else "")


def _alt(shown: _Shown, events: int) -> str:
    sums, scale = shown.sums, shown.scale
    series, whose = shown.daily.series, f", by {count_of(shown.daily.whose)}" if shown.daily.whose else ""
    head = f"Chart of {series.all_in_words} a day from {in_words(scale.first)} to {in_words(scale.last)}{whose}"
    if sums["missing"].all():
        return f"{head}: no day of it has a report."
    most = row_of_most(sums, "mean_launched")
    when = days_in_words(*(int(np.datetime64(most[name], "D").astype(int)) for name in ("start", "end")))
    mean = "" if shown.by == "day" else " a day on average"
    text = f"{head}: at most {most['mean_launched']:,.0f}{mean}, {when}"
    text += f"; {_waves_in_words(shown.waves, series)}" if len(shown.waves) else f"; no {series.wave.one}"
    text += f"; {count(events, 'event')} marked above" if events else ""
    return f"{text}; {count(_missing(sums), 'day')} without a report."


def _waves_in_words(waves: pd.DataFrame, series: Series) -> str:
    heaviest = row_of_most(waves, "launched")
    when = days_in_words(*(int(np.datetime64(heaviest[name], "D").astype(int)) for name in ("start", "end")))
    share = heaviest["share_stopped"]
    part = "" if pd.isna(share) else f", {share * 100:.0f} % of them {series.part_verb}"
    head = f"one {series.wave.one}" if len(waves) == 1 else f"{series.wave.of(len(waves))}, the heaviest"
    return f"{head} {when} with {series.unit.of(heaviest['launched'])}{part}"


def _missing(sums: pd.DataFrame) -> int:
    return int((sums["days"] - sums["reported_days"]).sum())


def _table(shown: _Shown) -> pd.DataFrame:
    """One row a bar."""
    series = shown.daily.series
    names = {
        **{"start": "From", "end": "To", "days": "Days", "reported_days": "Days reported"},
        **series.labels(),
        **({"share_stopped": f"Share {series.part_verb}"} if series.part else {}),
        **{"mean_launched": f"{capital(series.counted)} per reported day", "mean_7_days": "7-day mean"},
    }
    table = shown.sums[list(names)].rename(columns=names)
    table["From"], table["To"] = table["From"].dt.date, table["To"].dt.date
    drop = ["To", "Days"] if shown.by == "day" else ["7-day mean"]
    return table.drop(columns=drop).rename(columns={"From": "Day"} if shown.by == "day" else {})


def _notes(shown: _Shown, asked: By, panel: Panel) -> list[str]:
    notes = []
    if shown.by != asked:
        notes.append(f"Too many {asked}s for this width: each bar is the mean of the reported days in a {shown.by}.")
    missing = _missing(shown.sums)
    if missing:
        verb = "has" if missing == 1 else "have"
        notes.append(f"{count(missing, 'day')} of this period {verb} no report: marked × and hatched, not zero.")
    if panel.log:
        none = int(np.sum([values == 0 for values in panel.kinds]))
        kinds = f": {shown.daily.series.kinds_in_words} are separate points" if len(panel.kinds) > 1 else ""
        notes.append(f"Nothing can be stacked on a logarithmic axis{kinds}.")
        notes += [f"{none:,} points of zero cannot be drawn there."] if none else []
    return notes

"""A calendar of a series: one column a week, one row a weekday; for long periods one row a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from timeline.charts.figure import Figure, Trace
from timeline.charts.frame import NARROW, SIDE, STAY, Chart, layout, line_of_text
from timeline.charts.hover import escape
from timeline.charts.palette import SCHEMES, SMALL_SIZE, Scheme, SchemeName, blend
from timeline.charts.series_frame import (
    count_of,
    days_in_words,
    row_of_most,
    span_key,
)
from timeline.charts.time_axis import in_words
from timeline.collection.english import MONTHS, capital, count
from timeline.collection.series import Daily, Series
from timeline.waves.days import DayNumbers, Numbers, day_numbers
from timeline.waves.summary import summarise

MAX_DAYS = 600
_MIN_CELL_PX = 5.0
_MONDAY = 3  # 1970-01-01 was a Thursday
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = [month[:3] for month in MONTHS]
_NAMES_PX, _BAR_PX = 40, 64


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """What one cell each stands for, and where it stands.

    Attributes:
        values: how many a reported day; NaN where none is reported.
        column: from the left, from 0.
        row: from the top, from 0.
        rows: names of all rows.
        ticks: columns with a name below.
        tick_names: these names.
    """

    values: Numbers
    start: DayNumbers
    end: DayNumbers
    column: DayNumbers
    row: DayNumbers
    rows: list[str]
    ticks: list[int]
    tick_names: list[str]

    @property
    def columns(self) -> int:
        """How many there are."""
        return int(self.column.max()) + 1 if len(self.column) else 1


def build_heatmap_chart(
    daily: Daily,
    *,
    period: tuple[date, date],
    scheme: SchemeName,
    width: int,
    touch: bool = False,
) -> Chart:
    """The days of a period by weekday and week; above 600 days, or too many for the width, weeks by year.

    ``customdata`` of the (invisible) mark on each cell is its days ("2026-01-20/2026-01-20").

    Args:
        daily: the series.
        period: first and last day.
        scheme: "light" or "dark".
        width: pixels.
        touch: whether a finger may be on it, which then scrolls the page.
    """
    colours = SCHEMES[scheme]
    sums = summarise(daily, "day", period=period)
    weeks = len(sums) / 7 + 1
    by_day = len(sums) <= MAX_DAYS and (width - _NAMES_PX - _BAR_PX) / weeks >= _MIN_CELL_PX
    cells = _day_cells(sums) if by_day else _week_cells(summarise(daily, "week", period=period))
    traces = [
        *_gap_traces(cells, colours),
        _heat_trace(cells, colours, width),
        _mark_trace(cells, daily.series, by_day=by_day),
    ]
    span = days_in_words(int(day_numbers(sums["start"])[0]), int(day_numbers(sums["end"])[-1])) if len(sums) else ""
    return Chart(
        Figure(traces, _layout(cells, colours, width, daily, by_day=by_day, touch=touch)),
        _alt(sums, span, daily, by_day=by_day),
        tuple(_notes(sums, by_day=by_day)),
        lambda: [_table(sums, daily.series)],
        f"Calendar of {daily.series.unit.many}, {span}",
    )


def _table(sums: pd.DataFrame, series: Series) -> pd.DataFrame:
    """One row a day."""
    labels = series.labels()
    names = {"start": "Day"} | {name: labels[name] for name in series.totals}
    names |= {"launched": capital(series.counted)} if len(series.kinds) > 1 else {}
    table = sums[list(names)].rename(columns=names)
    return table.assign(Day=table["Day"].dt.date)


def _day_cells(sums: pd.DataFrame) -> _Cells:
    days = day_numbers(sums["start"])
    weeks = (days + _MONDAY) // 7
    column = weeks - (weeks[0] if len(weeks) else 0)
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    first = np.flatnonzero(np.diff(months.astype(np.int64), prepend=-1))
    names = [_month_name(months[row], first=number == 0) for number, row in enumerate(first.tolist())]
    return _Cells(
        sums["mean_launched"].to_numpy(dtype=float),
        days,
        days,
        column,
        (days + _MONDAY) % 7,
        list(_WEEKDAYS),
        column[first].tolist(),
        names,
    )


def _month_name(month: np.datetime64, *, first: bool) -> str:
    year, number = str(month).split("-")
    return f"{_MONTHS[int(number) - 1]}<br>{year}" if first or number == "01" else _MONTHS[int(number) - 1]


def _week_cells(sums: pd.DataFrame) -> _Cells:
    """One row a year, one column an ISO week."""
    start, end = day_numbers(sums["start"]), day_numbers(sums["end"])
    monday = (start + _MONDAY) // 7 * 7 - _MONDAY
    thursday = (monday + 3).astype("datetime64[D]")
    years = thursday.astype("datetime64[Y]").astype(np.int64) + 1970
    week = (
        thursday.astype(np.int64) - (years - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    ) // 7
    all_years = list(range(int(years.min()), int(years.max()) + 1)) if len(years) else []
    return _Cells(
        sums["mean_launched"].to_numpy(dtype=float),
        start,
        end,
        week,
        years - (all_years[0] if all_years else 0),
        [str(year) for year in all_years],
        [round(month * 52.18 / 12) for month in range(0, 12, 1)],
        _MONTHS,
    )


def _heat_trace(cells: _Cells, scheme: Scheme, width: int) -> Trace:
    grid = np.full((max(len(cells.rows), 1), cells.columns), np.nan)
    grid[cells.row, cells.column] = cells.values
    return {
        "type": "heatmap",
        "meta": "days",
        "z": [[None if np.isnan(value) else round(value, 1) for value in row] for row in grid.tolist()],
        "xgap": 1,
        "ygap": 1,
        "zmin": 0,
        "colorscale": [[step, blend(scheme.accent, scheme.background, 0.08 + 0.92 * step)] for step in (0.0, 0.5, 1.0)],
        "hoverinfo": "skip",
        "hoverongaps": False,
        "colorbar": {
            "thickness": 8,
            "outlinewidth": 0,
            "len": 1,
            "lenmode": "fraction",
            "nticks": 4,
            "tickformat": ",",
            "tickfont": {"size": SMALL_SIZE, "color": scheme.muted},
            "x": 1.0,
            "xpad": 8 if width >= NARROW else 4,
            "ypad": 0,
        },
    }


def _mark_trace(cells: _Cells, series: Series, *, by_day: bool) -> Trace:
    """Invisible marks for pointer and selection, which a heat map does not offer to pages."""
    days = list(zip(cells.start.tolist(), cells.end.tolist(), strict=True))
    texts = []
    for span, value in zip(days, cells.values.tolist(), strict=True):
        counted = "" if np.isnan(value) else f"{escape(series.count(round(value)))}{'' if by_day else ' a day'}"
        words = counted or "no report: missing, not zero"
        texts.append(f"<b>{days_in_words(*span)}</b><br>{words}")
    return {
        "type": "scatter",
        "mode": "markers",
        "meta": "cells",
        "x": cells.column.tolist(),
        "y": cells.row.tolist(),
        "customdata": [span_key(*span) for span in days],
        "hovertext": texts,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"size": 9, "opacity": 0, "symbol": "square"},
        **STAY,
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}},
    }


def _gap_traces(cells: _Cells, scheme: Scheme) -> list[Trace]:
    """An outlined empty cell with a cross for each day or week without a report."""
    missing: npt.NDArray[np.bool_] = np.isnan(cells.values)
    column, row = cells.column[missing].tolist(), cells.row[missing].tolist()
    if not column:
        return []
    x: list[float | None] = []
    y: list[float | None] = []
    for at, line in zip(column, row, strict=True):
        x += [at - 0.42, at + 0.42, at + 0.42, at - 0.42, at - 0.42, None]
        y += [line - 0.42, line - 0.42, line + 0.42, line + 0.42, line - 0.42, None]
    pattern = {"shape": "/", "size": 5, "solidity": 0.3, "fgcolor": scheme.muted, "bgcolor": "rgba(0,0,0,0)"}
    outline: dict[str, Any] = {"width": 1, "color": scheme.hatch}
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "meta": "missing",
            "x": x,
            "y": y,
            "line": outline,
            "fill": "toself",
            "fillpattern": pattern,
            "hoverinfo": "skip",
        }
    ]


def _layout(cells: _Cells, scheme: Scheme, width: int, daily: Daily, *, by_day: bool, touch: bool) -> dict[str, Any]:
    rows = max(len(cells.rows), 1)
    room = width - _NAMES_PX - _BAR_PX
    cell = min(max(room / max(cells.columns, 1), 14), 22) if by_day else 18
    unit = escape(daily.series.counted) + (" a day" if by_day else " a day, mean of the week")
    whose = count_of(escape(daily.whose))
    narrow = width < NARROW
    top = 40 if narrow else 24
    text = f"{unit}; hatched: no report" + (("<br>by " if narrow else ".  By ") + whose if whose else "")
    ticks = _spread_ticks(cells, room)
    axis = {
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "tickfont": {"size": SMALL_SIZE, "color": scheme.muted},
    }
    return layout(
        width,
        rows * cell + top + 42,
        scheme,
        left=_NAMES_PX,
        right=_BAR_PX,
        top=top,
        drags=not touch,
        box="any",
        xaxis={
            **axis,
            "range": [-0.5, cells.columns - 0.5],
            "tickvals": [at for at, _ in ticks],
            "ticktext": [name for _, name in ticks],
            "ticklen": SIDE // 2,
        },
        yaxis={
            **axis,
            "range": [rows - 0.5, -0.5],
            "tickvals": list(range(0, rows, 2 if by_day else max(1, rows // 12))),
            "ticktext": cells.rows[:: 2 if by_day else max(1, rows // 12)],
        },
        annotations=[line_of_text(text, 1.0, scheme.muted, yshift=2)],
    )


def _spread_ticks(cells: _Cells, room: float) -> list[tuple[int, str]]:
    """Names below the columns that do not run into each other."""
    kept: list[tuple[int, str]] = []
    for at, name in zip(cells.ticks, cells.tick_names, strict=True):
        if not kept or (at - kept[-1][0]) * room / cells.columns >= 34:
            kept.append((at, name))
    return kept


def _alt(sums: pd.DataFrame, span: str, daily: Daily, *, by_day: bool) -> str:
    whose = f", by {count_of(daily.whose)}" if daily.whose else ""
    head = f"Calendar of {'daily' if by_day else 'weekly mean'} {daily.series.unit.many}, {span}{whose}"
    if not len(sums) or sums["missing"].all():
        return f"{head}: no day has a report."
    heaviest = row_of_most(sums, "mean_launched")
    day = in_words(int(np.datetime64(heaviest["start"], "D").astype(int)))
    missing = int(sums["missing"].sum())
    darkest = f"the darkest day is {day} with {heaviest['launched']:,}"
    return f"{head}: {darkest}; {count(missing, 'day')} without a report."


def _notes(sums: pd.DataFrame, *, by_day: bool) -> list[str]:
    missing = int(sums["missing"].sum())
    notes = [] if by_day else ["Too many days for this width: each cell is the mean of the reported days in a week."]
    if missing:
        verb = "has" if missing == 1 else "have"
        notes.append(f"{count(missing, 'day')} of this period {verb} no report: hatched, not zero.")
    return notes

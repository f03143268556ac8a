"""The chart of a profile: how many events of an actor began in each month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from timeline.charts.palette import FONT, FONT_SIZE, SCHEMES, SMALL_SIZE, SchemeName
from timeline.profiles.actors import ActorProfile

_HEIGHT, _TOP, _FOOT, _LEFT, _SIDE = 170, 12, 42, 36, 8


@dataclass(frozen=True, slots=True)
class MonthsChart:
    """The chart and what a page says about it.

    Attributes:
        figure: for ``st.plotly_chart``.
        title: states what it shows.
        alt: one sentence.
        table: one row a month, months without events included.
        notes: what the chart leaves out, a sentence each.
    """

    figure: go.Figure
    title: str
    alt: str
    table: pd.DataFrame
    notes: tuple[str, ...]


def build_months_chart(profile: ActorProfile, *, scheme: SchemeName, width: int) -> MonthsChart:
    """Bars of events by the month in which they began.

    Args:
        profile: of ``timeline.profiles.actors.actor_profile``.
        scheme: "light" or "dark".
        width: pixels.
    """
    months = _every_month(profile.months)
    colours = SCHEMES[scheme]
    words = [month.strftime("%B %Y") for month in months.index]
    bars = {
        "type": "bar",
        "x": [month.strftime("%Y-%m-15") for month in months.index],
        "y": months.tolist(),
        "width": 24 * 86_400_000,
        "marker": {"color": colours.accent},
        "hovertext": [f"{word}: {_count(n)}" for word, n in zip(words, months, strict=True)],
        "hoverinfo": "text",
    }
    axis = {"fixedrange": True, "zeroline": False, "tickfont": {"color": colours.muted, "size": SMALL_SIZE}}
    layout = {
        "width": width,
        "height": _HEIGHT,
        "margin": {"l": _LEFT, "r": _SIDE, "t": _TOP, "b": _FOOT},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": FONT_SIZE, "color": colours.text},
        "showlegend": False,
        "dragmode": False,
        "xaxis": {
            **axis,
            "type": "date",
            "showgrid": False,
            "tickformat": "%b\n%Y",
            "nticks": max(3, width // 90),
        },
        "yaxis": {**axis, "gridcolor": colours.grid, "rangemode": "tozero", "nticks": 4, "tickformat": "d"},
    }
    table = pd.DataFrame({"Month": words, "Events": months.tolist()})
    left = profile.unplaced_events
    notes = (f"{_count(left)} without a known month {'is' if left == 1 else 'are'} not drawn.",) if left else ()
    return MonthsChart(
        go.Figure({"data": [bars], "layout": layout}),
        f"Events that name {profile.name}, by month",
        _alt(profile, months),
        table,
        notes,
    )


def _every_month(months: pd.Series) -> pd.Series:
    """The counts with months of no event between the first and the last as zeros."""
    if months.empty:
        return months
    first, last = months.index[0].to_datetime64(), months.index[-1].to_datetime64()
    every = np.arange(first.astype("datetime64[M]"), last.astype("datetime64[M]") + 1)
    return months.reindex(pd.DatetimeIndex(every.astype("datetime64[s]")), fill_value=0)


def _alt(profile: ActorProfile, months: pd.Series) -> str:
    if months.empty:
        return f"No event of a known month names {profile.name}."
    most = months.idxmax()
    return (
        f"{_count(int(months.sum()))} that name {profile.name}, by month from {months.index[0]:%B %Y} to "
        f"{months.index[-1]:%B %Y}; most in {most:%B %Y} ({months.max()})."
    )


def _count(number: int) -> str:
    return f"{number:,} event{'' if number == 1 else 's'}"

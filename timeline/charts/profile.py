"""The chart of a profile: how many events of an actor began in each month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from timeline.charts.figure import Figure
from timeline.charts.frame import SIDE, Chart, layout
from timeline.charts.palette import SCHEMES, SMALL_SIZE, Scheme, SchemeName
from timeline.collection.edtf import when_in_words
from timeline.collection.english import count
from timeline.profiles.actors import ActorProfile
from timeline.query.densest import densest

AT_MOST_MONTHS = 36
"""Bars, counted back from the last month with an event: one early event must not press the others together.

One far in the future must not either: :mod:`timeline.query.densest` says where the bars end then.
"""

_HEIGHT, _TOP, _LEFT = 170, 12, 36
_TICK = 38
_BAR_MILLISECONDS = 24 * 86_400_000


def build_months_chart(profile: ActorProfile, *, scheme: SchemeName, width: int) -> Chart:
    """Bars of events by the month in which they began.

    Args:
        profile: of ``timeline.profiles.actors.actor_profile``.
        scheme: "light" or "dark".
        width: pixels.
    """
    began = profile.months.index.to_numpy().astype("datetime64[M]")
    counts = dict(zip(_as_edtf(began), profile.months.tolist(), strict=True))
    late = _late(began, profile.months.to_numpy())
    drawn = _as_edtf(np.arange(late[0], late[-1] + 1)) if counts else []
    colours = SCHEMES[scheme]
    bars = {
        "type": "bar",
        "x": [f"{month}-15" for month in drawn],
        "y": [counts.get(month, 0) for month in drawn],
        "width": _BAR_MILLISECONDS,
        "marker": {"color": colours.accent},
        "hovertext": [f"{when_in_words(month)}: {count(counts.get(month, 0), 'event')}" for month in drawn],
        "hoverinfo": "text",
    }
    return Chart(
        Figure([bars], _layout(width, drawn, colours)),
        _alt(profile.name, counts),
        _notes(counts, drawn, profile.unplaced_events),
        lambda: [_table(counts)],
        f"Events that name {profile.name}, by month",
    )


def _late(began: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """The months that are drawn, of those with events: up to the last one, or the last one of the densest part."""
    days = np.repeat(began.astype("datetime64[D]").astype(np.int64), numbers)
    if part := densest(days, days):
        began = began[began <= np.datetime64(part[1], "D")]
    return began[began > began[-1] - AT_MOST_MONTHS] if len(began) else began


def _table(counts: Mapping[str, int]) -> pd.DataFrame:
    """One row a month with events, those without a bar included."""
    return pd.DataFrame({"Month": [when_in_words(month) for month in counts], "Events": list(counts.values())})


def _as_edtf(months: np.ndarray) -> list[str]:
    """Months of any year as EDTF."""
    numbers = months.astype("int64")
    return [f"{_year(1970 + number // 12)}-{number % 12 + 1:02}" for number in numbers.tolist()]


def _year(number: int) -> str:
    return f"{'-' if number < 0 else ''}{abs(number):04}"


def _layout(width: int, months: list[str], colours: Scheme) -> dict[str, Any]:
    axis = {"fixedrange": True, "zeroline": False, "tickfont": {"color": colours.muted, "size": SMALL_SIZE}}
    return layout(
        width,
        _HEIGHT,
        colours,
        left=_LEFT,
        top=_TOP,
        xaxis=axis | {"type": "date", "showgrid": False} | _ticks(months, width),
        yaxis=axis | {"gridcolor": colours.grid, "rangemode": "tozero", "nticks": 4, "tickformat": "d"},
    )


def _ticks(months: list[str], width: int) -> dict[str, Any]:
    """Every so many months, as many as have room; the year stands where it begins or changes."""
    room = max(1, (width - _LEFT - SIDE) // _TICK)
    step = next((step for step in (1, 2, 3, 6) if len(months) <= step * room), 12)
    texts, last = [], ""
    for month in months[::step]:
        name, _, year = when_in_words(month).partition(" ")
        texts.append(name[:3] if year == last else f"{name[:3]}<br>{year}")
        last = year
    return {"tickmode": "array", "tickvals": [f"{month}-15" for month in months[::step]], "ticktext": texts}


def _notes(counts: dict[str, int], drawn: list[str], unplaced: int) -> tuple[str, ...]:
    notes = []
    months = list(counts)
    edges = (months.index(drawn[0]), months.index(drawn[-1]) + 1) if drawn else (0, 0)
    if earlier := sum(counts[month] for month in months[: edges[0]]):
        notes.append(
            f"{count(earlier, 'event')} before {when_in_words(drawn[0])}, from {when_in_words(next(iter(counts)))} on, "
            f"{_are(earlier)} not drawn; the table has {'it' if earlier == 1 else 'them'}."
        )
    if later := sum(counts[month] for month in months[edges[1] :]):
        notes.append(
            f"{count(later, 'event')} after {when_in_words(drawn[-1])}, up to {when_in_words(months[-1])}, "
            f"{_are(later)} not drawn; the table has {'it' if later == 1 else 'them'}."
        )
    if unplaced:
        notes.append(f"{count(unplaced, 'event')} without a known month {_are(unplaced)} not drawn.")
    return tuple(notes)


def _alt(name: str, counts: dict[str, int]) -> str:
    if not counts:
        return f"No event of a known month names {name}."
    total, months = sum(counts.values()), list(counts)
    most = max(months, key=lambda month: counts[month])
    if len(months) == 1:
        return f"{count(total, 'event')} that name{'s' if total == 1 else ''} {name}, in {when_in_words(most)}."
    return (
        f"{count(total, 'event')} that name {name}, by month from {when_in_words(months[0])} to "
        f"{when_in_words(months[-1])}; most in {when_in_words(most)} ({counts[most]:,})."
    )


def _are(number: int) -> str:
    return "is" if number == 1 else "are"

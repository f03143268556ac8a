"""What the charts of a series have in common: the y axis, swatches, days in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from timeline.charts.frame import NARROW, SIDE
from timeline.charts.palette import SMALL_SIZE, Scheme
from timeline.charts.time_axis import in_words, to_iso
from timeline.collection.tables import rows_of

Flags = npt.NDArray[np.bool_]


def row_of_most(table: pd.DataFrame, column: str) -> dict[str, Any]:
    """The row with the greatest known value of a column; the table has one."""
    values = table[column].to_numpy(dtype=float, na_value=np.nan)
    return rows_of(table.iloc[[int(np.nanargmax(values))]])[0]


def left_margin(width: int) -> int:
    """Pixels for the y axis; on narrow charts its figures stand inside."""
    return SIDE if width < NARROW else 64


def y_axis(title: str, scheme: Scheme, width: int, **settings: Any) -> dict[str, Any]:
    """Plotly's settings of a y axis of figures; ``settings`` add to them."""
    inside = width < NARROW
    return {
        "fixedrange": True,
        "nticks": 5,
        "tickformat": ",",
        "tickfont": {"size": SMALL_SIZE, "color": scheme.muted},
        "ticklabelposition": "inside top" if inside else "outside",
        "gridcolor": scheme.grid,
        "zeroline": False,
        "title": {"text": "" if inside else title, "font": {"size": SMALL_SIZE, "color": scheme.muted}, "standoff": 8},
        **settings,
    }


def swatch(colour: str, word: str, sign: str = "■") -> str:
    """A coloured sign and its word, as Plotly markup."""
    return f'<span style="color:{colour}">{sign}</span> {word}'


def count_of(name: str) -> str:
    """Whose count it is, as part of a sentence, or nothing.

    >>> count_of("Weather Office"), count_of("")
    ('the Weather Office’s count', '')
    """
    if not name:
        return ""
    article = "" if name.lower().startswith("the ") else "the "
    return f"{article}{name}{'’' if name.endswith('s') else '’s'} count"


def days_in_words(first: float, last: float) -> str:
    """One day, or from one to another."""
    return in_words(first) if first == last else f"{in_words(first)} to {in_words(last)}"


def runs(flags: Flags) -> list[tuple[int, int]]:
    """First and last number of each run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [(int(start), int(end) - 1) for start, end in edges.reshape(-1, 2).tolist()]


def span_key(first: int, last: int) -> str:
    """Days as ``customdata``: an ISO 8601 interval, which no event's id can be.

    >>> span_key(20454, 20460)
    '2026-01-01/2026-01-07'
    """
    return f"{to_iso(first)}/{to_iso(last)}"

"""The stance chart's rows and marks: who stands in which row, and the traces and arrows on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from timeline.charts.figure import Trace
from timeline.charts.frame import STAY
from timeline.charts.palette import Scheme, translucent
from timeline.charts.time_axis import to_iso
from timeline.collection.edtf import parse_edtf
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import STANCES
from timeline.ledger.wording import Names

MOST_ROWS = 40
ROW, MARK = 28, 11
_NARROW_ROW, _HEAD, _STEP = 40, 24, 11
_SYMBOLS = {"asserts": "circle", "denies": "x", "questions": "triangle-up", "declines": "line-ew"}


@dataclass(frozen=True, slots=True)
class Mark:
    """What one actor said on one day with one stance, perhaps on several claims."""

    actor: str
    stance: str
    rows: tuple[dict[str, Any], ...]
    first: float
    """Days since 1970-01-01, noon is .5; of an undated position NaN, as is ``last``."""
    last: float
    is_open: bool
    """The date does not give one day."""
    y: float

    @property
    def at(self) -> float:
        """The day at which the mark stands."""
        return (self.first + self.last) / 2

    @property
    def is_dated(self) -> bool:
        """Whether it stands on the time axis."""
        return not np.isnan(self.first)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows with their marks; heights in pixels from below."""

    names: Mapping[str, str]
    heights: Mapping[str, float]
    """Actor id to the middle of its row."""
    heads: Mapping[str, float]
    """Names of sides to the foot of their heading."""
    height: float
    marks: tuple[Mark, ...]
    left_out: int


def arrange_rows(stances: pd.DataFrame, names: Names, *, narrow: bool) -> Sheet:
    """Rows from the top, the sides and actors who spoke first above; a heading over a side of several."""
    actors = stances["actor"].value_counts(sort=True)
    chosen = set(actors.index[:MOST_ROWS])
    drawn = stances[stances["actor"].isin(chosen)]
    sides: dict[str, list[str]] = {}
    for actor, side in zip(drawn["actor"], drawn["side"], strict=True):
        if actor not in sides.setdefault(side, []):
            sides[side].append(actor)
    depth, depths, heads = 0.0, {}, {}
    row = _NARROW_ROW if narrow else ROW
    for side, members in sides.items():
        if members != [side]:
            depth += _HEAD
            heads[names.actors[side]] = depth
        for actor in members:
            depths[actor] = depth + (row * 0.68 if narrow else row / 2)
            depth += row
    heights = {actor: depth - value for actor, value in depths.items()}
    shown = {actor: names.actors[actor] for actor in depths}
    return Sheet(
        shown,
        heights,
        {name: depth - value for name, value in heads.items()},
        depth,
        tuple(_read_marks(drawn, heights)),
        len(actors) - len(chosen),
    )


def _read_marks(stances: pd.DataFrame, heights: Mapping[str, float]) -> list[Mark]:
    """One mark an actor, date and stance; different stances of one date stand one above the other."""
    groups: dict[tuple[str, str], dict[str, list[dict[str, Any]]]] = {}
    for row in rows_of(stances):
        groups.setdefault((row["actor"], row["date"]), {}).setdefault(row["stance"], []).append(row)
    marks = []
    for (actor, day), by_stance in groups.items():
        for number, (stance, rows) in enumerate(by_stance.items()):
            first, last = (_day(rows[0][f"date_{end}"]) for end in ("start", "end"))
            y = heights[actor] - (number - (len(by_stance) - 1) / 2) * _STEP
            is_open = first != last or bool(day and parse_edtf(day).approximate)
            marks.append(Mark(actor, stance, tuple(rows), first, last, is_open and bool(day), y))
    return marks


def _day(value: pd.Timestamp | None) -> float:
    return float("nan") if value is None or pd.isna(value) else np.datetime64(value, "D").astype(int) + 0.5


def _colour(stance: str, colours: Scheme) -> str:
    return colours.stances.get(stance, colours.muted)


def span_traces(sheet: Sheet, colours: Scheme) -> list[Trace]:
    """Pale bars over the days that a date leaves open."""
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "meta": "spans",
            "x": [to_iso(mark.first - 0.5), to_iso(mark.last + 0.5)],
            "y": [mark.y, mark.y],
            "line": {"width": MARK, "color": translucent(_colour(mark.stance, colours), 0.22)},
            "hoverinfo": "skip",
            "showlegend": False,
        }
        for mark in sheet.marks
        if mark.is_dated and mark.first != mark.last
    ]


def mark_traces(sheet: Sheet, hovers: Sequence[str], verbs: Mapping[str, str], colours: Scheme) -> list[Trace]:
    """One trace a stance for the time axis, one for the undated, and one for the legend: always filled."""
    traces = []
    pairs = list(zip(sheet.marks, hovers, strict=True))
    for stance in STANCES:
        mine = [(mark, hover) for mark, hover in pairs if mark.stance == stance]
        if not mine:
            continue
        for dated in (True, False):
            part = [(mark, hover) for mark, hover in mine if mark.is_dated == dated]
            traces += [_trace(part, stance, colours, dated=dated)] if part else []
        sign = {"symbol": _SYMBOLS[stance], "size": MARK, **_ink(stance, colours)}
        legend = {"mode": "markers", "meta": "legend", "x": [None], "y": [None], "marker": sign}
        traces.append({"type": "scatter", **legend, "name": verbs[stance], "showlegend": True})
    return traces


def _ink(stance: str, colours: Scheme) -> dict[str, Any]:
    """Fill and outline; the sign of declining is an outline only."""
    colour = _colour(stance, colours)
    return {"color": colour, "line": {"color": colour, "width": 2.5 if stance == "declines" else 1.8}}


def _trace(pairs: Sequence[tuple[Mark, str]], stance: str, colours: Scheme, *, dated: bool) -> Trace:
    ink = _ink(stance, colours)
    return {
        "type": "scatter",
        "mode": "markers",
        "meta": "marks",
        "name": stance,
        "showlegend": False,
        "x": [to_iso(mark.at) if dated else "undated" for mark, _ in pairs],
        "y": [mark.y for mark, _ in pairs],
        "xaxis": "x" if dated else "x2",
        "customdata": [mark.rows[-1]["claim"] for mark, _ in pairs],
        "hovertext": [hover for _, hover in pairs],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "symbol": _SYMBOLS[stance],
            "size": MARK,
            "opacity": 1,
            "color": [colours.background if mark.is_open else ink["color"] for mark, _ in pairs],
            "line": ink["line"],
        },
        **STAY,
    }


def turn_arrows(sheet: Sheet, turns: pd.DataFrame, colours: Scheme) -> list[dict[str, Any]]:
    """Changes of position: strong within an actor's row, thin from one member of a side to another."""
    at = {(row["actor"], row["claim"], row["date"], row["stance"]): mark for mark in sheet.marks for row in mark.rows}
    arrows = []
    for turn in rows_of(turns):
        ends = [
            at.get(tuple(turn[f"{end}_{name}"] for name in ("actor", "claim", "date", "stance")))
            for end in ("from", "to")
        ]
        before, after = ends
        if before is None or after is None:
            continue
        own = turn["level"] == "actor"
        tail = (
            {"axref": "x", "ayref": "y", "ax": to_iso(before.at), "ay": before.y, "startstandoff": 8}
            if before.is_dated
            else {"ax": -34, "ay": 0}
        )
        arrows.append(
            {
                **tail,
                "name": f"turn-{turn['level']}",
                "x": to_iso(after.at),
                "y": after.y,
                "xref": "x",
                "yref": "y",
                "text": "",
                "showarrow": True,
                "arrowhead": 2,
                "arrowsize": 0.9,
                "arrowwidth": 2.0 if own else 1.1,
                "arrowcolor": colours.accent if own else colours.muted,
                "standoff": 8,
            }
        )
    return arrows

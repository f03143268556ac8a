"""The network chart: actors as marks, lines between those whom events name together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from timeline.charts.figure import Figure, Trace
from timeline.charts.frame import CENTRED, NARROW, QUIET, SIDE, Chart, layout, legend, line_of_text
from timeline.charts.hover import escape
from timeline.charts.labels import Align, Anchor, Box, Label, place_labels, text_width
from timeline.charts.network_layout import Plot, arrange
from timeline.charts.network_words import alt_text, build_pair_table, build_table, hover_texts, write_notes
from timeline.charts.palette import FONT, SCHEMES, SMALL_SIZE, Scheme, SchemeName, blend

OTHER_SIDES = "Other sides"
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "hexagon", "star", "triangle-down")
"""One a side, so that no reader needs the colours; the sides beyond share a hollow circle."""

_SIZES = {"diamond": 0.86, "triangle-up": 1.16, "triangle-down": 1.16, "square": 0.9, "star": 1.0}
"""Factors that make symbols look as large as a circle."""

_REACHES = {"diamond": 1.12, "triangle-up": 1.34, "triangle-down": 1.34, "star": 1.33}
"""How far a symbol of that size reaches sideways, in radii of the circle."""

_LINES = ((1, 0.8, 0.24), (3, 1.5, 0.34), (8, 2.8, 0.46), (20, 4.5, 0.5))
"""From so many shared events on: width in pixels and strength of a line."""

AT_MOST_NARROW = 40
"""Marks on a narrow chart: with more, names of the most important would find no room."""

_LEGEND_ROW, _LEGEND_ITEM = 20, 42


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    colour: str
    symbol: str
    hollow: bool = False


def build_network_chart(
    nodes: pd.DataFrame,
    edges: pd.DataFrame,
    *,
    scheme: SchemeName,
    width: int,
    touch: bool = False,
    sides: Sequence[str] = (),
    left_out: int = 0,
) -> Chart:
    """Actors by the events that they share.

    Args:
        nodes: ``actor``, ``name``, ``side``, ``side_name``, ``event_count``, ``x``, ``y``; most events first.
        edges: ``source``, ``target``, ``event_count``; strongest first.
        scheme: "light" or "dark".
        width: pixels.
        touch: whether a finger may be on it, which then scrolls the page.
        sides: side ids in the order in which they are given colours, so that a side keeps its colour in every view;
            by default those with most events come first.
        left_out: how many more actors there are, for the notes.
    """
    colours = SCHEMES[scheme]
    if width < NARROW:
        left_out += max(0, len(nodes) - AT_MOST_NARROW)
        nodes = nodes.head(AT_MOST_NARROW)
        edges = edges[edges["source"].isin(nodes["actor"]) & edges["target"].isin(nodes["actor"])]
    styles = _styles(nodes, sides, colours)
    present = list(dict.fromkeys(styles.values()))
    legend_height = _legend_height([style.name for style in present], width)
    plot = arrange(nodes, width - 2 * SIDE, _height(width, len(nodes)))
    reaches = [plot.radius[row] * _REACHES.get(styles[side].symbol, 1) for row, side in enumerate(nodes["side"])]
    labels = _place_labels(nodes, plot, reaches)
    data = [
        *_line_traces(nodes, edges, plot, colours),
        *_mark_traces(nodes, edges, plot, styles, colours),
        *_label_traces(labels, plot.label_size, colours),
    ]
    return Chart(
        Figure(data, _layout(plot, width, legend_height, colours, empty=not len(nodes), touch=touch)),
        alt_text(nodes, edges),
        write_notes(len(nodes), len(nodes) - len(labels), left_out),
        lambda: [build_table(nodes, edges), build_pair_table(nodes, edges)],
    )


def _height(width: int, count: int) -> float:
    """Pixels of the plot: tall on a phone, wide on a screen, less where there is little to show."""
    full = width * 1.65 if width < NARROW else min(0.54 * width, 680)
    return max(160.0, full * min(1.0, 0.45 + count / 40))


def _styles(nodes: pd.DataFrame, sides: Sequence[str], colours: Scheme) -> dict[str, _Style]:
    """A style for each side that occurs."""
    totals = nodes.groupby("side", sort=False)["event_count"].sum().sort_values(ascending=False, kind="stable")
    wanted = [side for side in sides if side in totals.index] if sides else list(totals.index)
    order = list(sides) if sides else wanted
    names = dict(zip(nodes["side"], nodes["side_name"], strict=True))
    other = _Style(OTHER_SIDES, colours.muted, "circle", hollow=True)
    places = {side: number for number, side in enumerate(order[: len(_SYMBOLS)])}
    named = {s: _Style(names[s], colours.sides[places[s]], _SYMBOLS[places[s]]) for s in wanted if s in places}
    return named | {side: other for side in totals.index if side not in named}


def _line_traces(nodes: pd.DataFrame, edges: pd.DataFrame, plot: Plot, colours: Scheme) -> list[Trace]:
    """One trace a strength, the weakest at the back."""
    place = {actor: number for number, actor in enumerate(nodes["actor"])}
    traces = []
    for number, (least, thickness, strength) in enumerate(_LINES):
        beyond = _LINES[number + 1][0] if number + 1 < len(_LINES) else float("inf")
        chosen = edges[(edges["event_count"] >= least) & (edges["event_count"] < beyond)]
        x: list[float | None] = []
        y: list[float | None] = []
        for source, target in zip(chosen["source"], chosen["target"], strict=True):
            first, second = place[source], place[target]
            x += [plot.x[first], plot.x[second], None]
            y += [plot.y[first], plot.y[second], None]
        if x:
            colour = blend(colours.muted, colours.background, strength)
            line = {"width": thickness, "color": colour}
            traces.append({"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "meta": "lines", **QUIET})
    return traces


def _mark_traces(
    nodes: pd.DataFrame, edges: pd.DataFrame, plot: Plot, styles: dict[str, _Style], colours: Scheme
) -> list[Trace]:
    """One trace a side."""
    hovers = hover_texts(nodes, edges)
    ids = nodes["actor"].tolist()
    traces = []
    for style in dict.fromkeys(styles.values()):
        rows = [row for row, side in enumerate(nodes["side"]) if styles[side] == style]
        outline = style.colour if style.hollow else colours.background
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "meta": "marks",
                "name": escape(style.name),
                "x": [plot.x[row] for row in rows],
                "y": [plot.y[row] for row in rows],
                "customdata": [ids[row] for row in rows],
                "hovertext": [hovers[row] for row in rows],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "marker": {
                    "symbol": style.symbol,
                    "size": [2 * plot.radius[row] * _SIZES.get(style.symbol, 1) for row in rows],
                    "color": colours.background if style.hollow else style.colour,
                    "opacity": 1,
                    "line": {"color": outline, "width": 1.6 if style.hollow else 1},
                },
            }
        )
    return traces


def _place_labels(nodes: pd.DataFrame, plot: Plot, reaches: Sequence[float]) -> list[Label]:
    """Whole names where they fit, the most named actors first; ``reaches`` are half widths of the marks."""
    room = Box(0, 0, plot.width, plot.height)
    size = plot.label_size
    marks = [Box(x - r - 1, y - r - 1, x + r + 1, y + r + 1) for x, y, r in zip(plot.x, plot.y, reaches, strict=True)]
    anchors = []
    for row, (actor, name) in enumerate(zip(nodes["actor"], nodes["name"], strict=True)):
        x, y, reach = plot.x[row], plot.y[row], reaches[row]
        half = text_width(name, size) / 2
        aside, above = reach + 3, reach + 9
        spots: list[tuple[float, float, Align]] = [
            *((x + side * aside, y, align) for side, align in _SIDES),
            (x - half, y + above, "left"),
            (x - half, y - above, "left"),
            *((x + side * aside, y + step * 6, align) for step in (1, -1) for side, align in _SIDES),
            *((x - side * reach, y + step * above, align) for step in (1, -1) for side, align in _SIDES),
        ]
        anchors.append(Anchor(actor, name, tuple(spots), room))
    return place_labels(anchors, marks, size=size, widths=(plot.width * 0.6, 110.0), limit=len(nodes))


_SIDES: tuple[tuple[int, Align], ...] = ((1, "left"), (-1, "right"))


def _label_traces(labels: Sequence[Label], size: int, colours: Scheme) -> list[Trace]:
    if not labels:
        return []
    ground = colours.background
    halo = ", ".join(f"{x}px {y}px 1px {ground}" for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y)
    return [
        {
            "type": "scatter",
            "mode": "text",
            "meta": "labels",
            "x": [label.x for label in labels],
            "y": [label.y for label in labels],
            "text": [escape(label.text) for label in labels],
            "textposition": ["middle right" if label.align == "left" else "middle left" for label in labels],
            "textfont": {"family": FONT, "size": size, "color": colours.text, "shadow": halo},
            **QUIET,
        }
    ]


def _legend_height(names: Sequence[str], width: int) -> int:
    """Pixels that Plotly's legend takes: one row if all fit, else columns as wide as its widest entry."""
    widths = [_LEGEND_ITEM + text_width(name, SMALL_SIZE) for name in names]
    if not widths:
        return 0
    room = width - 2 * SIDE
    columns = len(widths) if sum(widths) <= room else max(1, int(room // max(widths)))
    return -(-len(widths) // columns) * _LEGEND_ROW + 10


def _layout(plot: Plot, width: int, above: int, colours: Scheme, *, empty: bool, touch: bool) -> dict[str, Any]:
    """Plotly's settings; ``above`` is the legend's height."""
    axis = {"visible": False, "fixedrange": True}
    return layout(
        width,
        round(plot.height) + above + 2 * SIDE,
        colours,
        top=above + SIDE,
        foot=SIDE,
        drags=not touch,
        showlegend=not empty,
        legend={**legend(colours), "itemsizing": "constant"},
        xaxis=axis | {"range": [0, plot.width]},
        yaxis=axis | {"range": [0, plot.height]},
        annotations=[line_of_text("No actors in these events", 0.5, colours.muted, **CENTRED)] if empty else [],
    )

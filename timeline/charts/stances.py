"""Stance over time: for a topic or a claim one row an actor, marks by date, changes of position as arrows.

Shape tells the stance. An undated position stands left of the time axis, as it counts as the
earliest; a date that leaves several days open is a pale span with a hollow mark in its middle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from timeline.charts.figure import Figure
from timeline.charts.frame import NARROW, Chart, layout, legend, line_of_text
from timeline.charts.hover import escape, wrap
from timeline.charts.labels import shorten, text_width
from timeline.charts.lanes.outside import outside_words
from timeline.charts.palette import FONT_SIZE, SCHEMES, Scheme, SchemeName
from timeline.charts.stance_marks import (
    MARK,
    ROW,
    Mark,
    Sheet,
    arrange_rows,
    mark_traces,
    span_traces,
    turn_arrows,
)
from timeline.charts.time_axis import TimeScale, x_axis
from timeline.collection.edtf import when_in_words
from timeline.collection.english import count
from timeline.collection.tables import Tables
from timeline.collection.vocabulary import STANCES
from timeline.ledger.stances import derive_stances, find_turns
from timeline.ledger.wording import ANSWERS, Names, claim_texts, is_claim, topic_questions
from timeline.query.densest import densest

_TOP, _FOOT, _SIDE, _UNDATED = 34, 44, 10, 62
_SECOND_LINE = 28
"""What a narrow chart's legend takes more when its longest entry is there."""
_GUTTER = (90.0, 200.0)


def build_stances_chart(tables: Tables, subject: str, *, scheme: SchemeName, width: int) -> Chart:
    """Who stood where on a topic's question or a claim, and when.

    Args:
        tables: of the record, or of the record as known on a day.
        subject: topic id or claim id.
        scheme: "light" or "dark".
        width: pixels.

    Raises:
        ValueError: a subject that the record does not have, with the nearest one that it has.
    """
    stances = derive_stances(tables, [subject])
    turns, names, texts = find_turns(stances), Names(tables), claim_texts(tables)
    verbs = STANCES if is_claim(subject) else ANSWERS
    colours = SCHEMES[scheme]
    sheet = arrange_rows(stances, names, narrow=width < NARROW)
    gutter = _gutter(sheet, width)
    undated = _UNDATED * any(not mark.is_dated for mark in sheet.marks)
    scale = _scale(sheet.marks, width - gutter - undated - _SIDE)
    sheet, outside = _split(sheet, scale)
    title = texts[subject] if is_claim(subject) else topic_questions(tables)[subject]
    hovers = [_hover(mark, names, texts, verbs) for mark in sheet.marks]
    traces = [*span_traces(sheet, colours), *mark_traces(sheet, hovers, verbs, colours)]
    return Chart(
        Figure(traces, _layout(sheet, scale, turns, colours, width, gutter, undated)),
        _alt(title, stances, turns),
        (*_notes(sheet, turns), *outside),
        lambda: [_table(stances, names, texts, verbs)],
        title,
    )


def _scale(marks: Sequence[Mark], width: float) -> TimeScale:
    """From the first to the last day that a mark touches, or those of the densest part, and a little more."""
    firsts, lasts = ([int(getattr(mark, end)) for mark in marks if mark.is_dated] for end in ("first", "last"))
    part = densest(np.array(firsts, dtype=np.int64), np.array(lasts, dtype=np.int64))
    first, last = part or (min(firsts, default=0), max(lasts, default=0))
    spare = max(2, round((last - first) * 0.02))
    return TimeScale(first - spare, last + spare, width)


def _split(sheet: Sheet, scale: TimeScale) -> tuple[Sheet, list[str]]:
    """The sheet without the marks that stand outside the axis, and these in words."""
    told, inside = [], [mark for mark in sheet.marks if not mark.is_dated or scale.first <= mark.at < scale.last + 1]
    sides = {
        "before": [mark for mark in sheet.marks if mark.at < scale.first],
        "after": [mark for mark in sheet.marks if mark.at >= scale.last + 1],
    }
    for side, marks in sides.items():
        if marks:
            number = sum(len(mark.rows) for mark in marks)
            days = min(int(mark.first) for mark in marks), max(int(mark.last) for mark in marks)
            words = outside_words(number, "position", side, "this axis", days)
            told.append(f"{words}; the table has {'it' if number == 1 else 'them'}.")
    return replace(sheet, marks=tuple(inside)), told


def _gutter(sheet: Sheet, width: int) -> int:
    if width < NARROW:
        return _SIDE
    least, most = _GUTTER
    widest = max((text_width(name, FONT_SIZE) for name in sheet.names.values()), default=0.0)
    return round(min(max(widest, least), most)) + 14


def _layout(
    sheet: Sheet, scale: TimeScale, turns: pd.DataFrame, colours: Scheme, width: int, gutter: int, undated: int
) -> dict[str, Any]:
    """Plotly's settings; heights are pixels."""
    plot = max(sheet.height, ROW)
    share = undated / max(width - gutter - _SIDE, 1)
    narrow = width < NARROW
    top = _TOP + _SECOND_LINE * (narrow and any(mark.stance == "declines" for mark in sheet.marks))
    small = {"color": colours.muted, "size": FONT_SIZE}
    return layout(
        width,
        plot + top + _FOOT,
        colours,
        left=gutter,
        right=_SIDE,
        top=top,
        foot=_FOOT,
        showlegend=True,
        legend=legend(colours),
        xaxis={**x_axis(scale, colours, anchor="y"), "domain": [share, 1]},
        xaxis2={
            "domain": [0, share],
            "type": "category",
            "anchor": "y",
            "fixedrange": True,
            "showgrid": False,
            "tickfont": small,
            "visible": bool(undated),
        },
        yaxis={
            "anchor": "x2" if undated else "x",
            "range": [0, plot],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "showticklabels": not narrow,
            "tickvals": list(sheet.heights.values()),
            "ticktext": [escape(shorten(name, gutter - 14, FONT_SIZE) or name) for name in sheet.names.values()],
            "tickfont": {"color": colours.text, "size": FONT_SIZE},
            "ticklabelstandoff": 6,
        },
        shapes=[_rule(y, colours) for y in sheet.heights.values()],
        annotations=[*_words(sheet, colours, gutter, narrow=narrow), *turn_arrows(sheet, turns, colours)],
    )


def _rule(y: float, colours: Scheme) -> dict[str, Any]:
    """A thin line along a row, below the marks."""
    line = {"color": colours.grid, "width": 1}
    ends = {"x0": 0, "x1": 1, "xref": "paper", "y0": y, "y1": y, "yref": "y"}
    return {"type": "line", "layer": "below", "line": line, **ends}


def _words(sheet: Sheet, colours: Scheme, gutter: int, *, narrow: bool) -> list[dict[str, Any]]:
    """Headings of sides, and in a narrow chart the actors' names over their rows."""
    shift = 0 if narrow else -gutter
    found = [(f"<b>{escape(name)}</b>", y, colours.muted) for name, y in sheet.heads.items()]
    if narrow:
        found += [
            (escape(name), sheet.heights[actor] + MARK * 0.6, colours.text) for actor, name in sheet.names.items()
        ]
    return [line_of_text(text, y, colour, yref="y", xshift=shift) for text, y, colour in found]


def _hover(mark: Mark, names: Names, texts: Mapping[str, str], verbs: Mapping[str, str]) -> str:
    when = when_in_words(mark.rows[0]["date"]) if mark.rows[0]["date"] else "undated"
    lines = [f"<b>{wrap(names.actors[mark.actor])}</b>", escape(f"{verbs[mark.stance]}, {when}")]
    for row in mark.rows:
        said = f"{STANCES[row['said']]}: {texts[row['claim']]} ({names.publisher(row['source'])})"
        lines.append(wrap(said))
    return "<br>".join(lines)


def _alt(title: str, stances: pd.DataFrame, turns: pd.DataFrame) -> str:
    if stances.empty:
        return f"{title} Nobody has spoken on this, as far as the record knows."
    days = stances.dropna(subset="date_start")
    period = ""
    if len(days):
        ends = days["date_start"].min(), days["date_end"].max()
        first, last = (when_in_words(str(day.date())) for day in ends)
        period = f" on {first}" if first == last else f" from {first} to {last}"
    sizes = f"{count(len(stances), 'position')} of {count(stances['actor'].nunique(), 'actor')}"
    return f"{title} {sizes}{period}, {count(len(turns), 'change')} of position."


def _table(stances: pd.DataFrame, names: Names, texts: Mapping[str, str], verbs: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "When": [when_in_words(date) if date else "undated" for date in stances["date"]],
            "Actor": stances["actor"].map(names.actors),
            "Side": stances["side"].map(names.actors),
            "Stance": stances["stance"].map(dict(verbs)),
            "Said": stances["said"].map(dict(STANCES)),
            "Claim": stances["claim"].map(dict(texts)),
            "Publisher": [names.publisher(source) for source in stances["source"]],
        },
        dtype="str",
    )


def _notes(sheet: Sheet, turns: pd.DataFrame) -> tuple[str, ...]:
    notes = []
    if len(turns):
        notes.append(
            "A thick arrow is an actor's own change of position; a thin one leads from one member of a side "
            "to another who later said otherwise."
        )
    if any(mark.is_open for mark in sheet.marks):
        notes.append("A hollow mark stands in the middle of the days that its date leaves open.")
    if sheet.left_out:
        notes.append(f"{count(sheet.left_out, 'further actor')} with fewer positions are in the table only.")
    return tuple(notes)

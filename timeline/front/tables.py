"""What the lanes show, as tables: for those who would rather read, or cannot see a chart."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
from markupsafe import Markup

from timeline.cards.markup import go_link, html_table
from timeline.charts.lanes import LanesPlan
from timeline.charts.lanes.stacks import read_events
from timeline.charts.lanes.words import event_table
from timeline.collection.tables import rows_of
from timeline.front.answer import Answer
from timeline.query.period import axis_period

MOST_ROWS = 1_000


def render_tables(found: Answer) -> Markup:
    """The events that are drawn as marks, each with a link to its card; counts, and the days of the series."""
    plan = found.plan()
    events, *others = plan.tables()
    tables = [_event_rows(found, events, "Events that are drawn as marks, by time")]
    if found.view.record.densest and (plan.density.before or plan.density.after):
        tables.append(_event_rows(found, _outside(found, plan), "Events that lie outside the axis, by time"))
    captions = ("Events counted by time and theme", "The series, day by day")
    for caption, other in zip(captions, others, strict=True):
        if len(other):
            shown = [list(row.values()) for row in rows_of(other.head(MOST_ROWS))]
            tables.append(html_table(list(other.columns), shown, caption))
    return Markup("").join(tables)


def _event_rows(found: Answer, events: pd.DataFrame, caption: str) -> Markup:
    flt, names = found.view.filter, [name for name in events.columns if name != "Id"]
    rows = []
    for row in rows_of(events):
        link = go_link(found.place.url(flt.but(event=row["Id"])), row["Event"])
        rows.append([link if name == "Event" else row[name] for name in names])
    return html_table(names, rows, caption)


def _outside(found: Answer, plan: LanesPlan) -> pd.DataFrame:
    """The events that lie before and after the axis, as the table of the marks has them."""
    record, flt, (first, last) = found.view.record, found.view.filter.but(known=None), axis_period(found.view)
    sides = []
    if plan.density.before and first > date.min:
        until = record.view(flt.but(end=first - timedelta(days=1))).part(0, MOST_ROWS)
        sides.append(until[until["end"].notna() & (until["end"] < pd.Timestamp(first).as_unit("s"))])
    if plan.density.after and last < date.max:
        since = record.view(flt.but(start=last + timedelta(days=1)))
        rows = since.part(max(0, len(since) - MOST_ROWS), MOST_ROWS)
        sides.append(rows[rows["start"] > pd.Timestamp(last).as_unit("s")])
    rows = pd.concat(sides, ignore_index=True)
    return event_table(read_events(rows, None), record.theme_names, record.publisher_names)

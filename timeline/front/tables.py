"""What the lanes show, as tables: for those who would rather read, or cannot see a chart."""

from __future__ import annotations

from markupsafe import Markup

from timeline.cards.markup import go_link, html_table
from timeline.collection.tables import rows_of
from timeline.front.answer import Answer

MOST_ROWS = 1_000


def render_tables(found: Answer) -> Markup:
    """The events that are drawn as marks, each with a link to its card; counts, and the days of the series."""
    events, *others = found.plan().tables()
    flt = found.view.filter
    names = [name for name in events.columns if name != "Id"]
    rows = []
    for row in rows_of(events):
        link = go_link(found.place.url(flt.but(event=row["Id"])), row["Event"])
        rows.append([link if name == "Event" else row[name] for name in names])
    tables = [html_table(names, rows, "Events that are drawn as marks, by time")]
    captions = ("Events counted by time and theme", "The series, day by day")
    for caption, other in zip(captions, others, strict=True):
        if len(other):
            shown = [list(row.values()) for row in rows_of(other.head(MOST_ROWS))]
            tables.append(html_table(list(other.columns), shown, caption))
    return Markup("").join(tables)

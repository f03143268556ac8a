"""What lies outside an axis that opens on the densest part of time, as links that show it."""

from __future__ import annotations

from datetime import date

import numpy as np
from markupsafe import Markup

from timeline.charts.lanes.outside import tell_outside
from timeline.front.place import Links
from timeline.front.templates import render
from timeline.query.answerer import Days, Density, Ends
from timeline.query.days import as_date, day_number
from timeline.query.record import Record


def render_outside(record: Record, density: Density, period: Days, links: Links, axis: str = "this axis") -> Markup:
    """The events before and after an axis, and the way to the whole time; "" where the axis is not the densest part.

    Args:
        record: that is shown.
        density: of the events over the axis.
        period: first and last day of the axis.
        links: addresses that start from the reader's filter.
        axis: what readers know the axis by.
    """
    sides = list(tell_outside(density, axis)) if record.densest else []
    if not sides:
        return Markup("")
    first = density.days_before[0] if density.before else day_number(period[0])
    last = density.days_after[1] if density.after else day_number(period[1])
    told = [(side.words, _url(links, side.days)) for side in sides]
    return render("outside", told=told, whole_url=_url(links, (first, last)))


def _url(links: Links, days: Ends) -> str:
    """The address of a period; a side that is open, or of a year that no address can hold, is left out."""
    low, high = day_number(date.min), day_number(date.max)
    sides = {
        name: (as_date(np.datetime64(day, "D")).isoformat(),) if day is not None and low <= day <= high else ()
        for name, day in zip(("from", "to"), days, strict=True)
    }
    return links.but({"event": (), **sides}) if any(sides.values()) else ""

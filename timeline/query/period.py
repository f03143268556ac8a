"""Which days the time axes of a view show."""

from __future__ import annotations

from datetime import date

from timeline.collection.edtf import parse_edtf
from timeline.collection.series import DATE
from timeline.query.answerer import Days
from timeline.query.days import as_date
from timeline.query.record import View


def axis_period(view: View) -> tuple[date, date]:
    """First and last day of the time axis: the filter's, else the collection's default, else what the events ask for.

    That is all of them, or the densest part where some lie far away (:mod:`timeline.query.densest`). A filter that
    selects these and little else has an axis that holds them.
    """
    start, end = view.filter.start, view.filter.end
    if start and end:
        return start, end
    first, last = _default_period(view)
    if start or end:
        low, high = view.bounds
        start = start or min(low or first, end or first)
        return start, end or max(high or last, start)
    return first, last


def reference_period(view: View, least_days: int = 80) -> tuple[date, date]:
    """Where random dates may lie: the filter's period, unless it is too short to draw from, else the default one.

    Args:
        view: what is looked at.
        least_days: of the filter's period; 80 is also the least that ``timeline.waves.windows`` turns dates through.
    """
    first, last = axis_period(view)
    return (first, last) if (last - first).days + 1 >= least_days else _default_period(view)


def _default_period(view: View) -> tuple[date, date]:
    low, high = view.record.bounds
    if not view.total and not view.record.strikes.empty:
        low, high = (as_date(edge) for edge in view.record.strikes[DATE].agg(["min", "max"]))
    text = view.record.about.default_period
    if text:
        when = parse_edtf(text)
        low = low if when.open_start else as_date(when.start)
        high = high if when.open_end else as_date(when.end)
    elif part := view.record.densest:
        low, high = _hold(view, part, (low or part[0], high or part[1]))
    low, high = low or date(2000, 1, 1), high or date(2000, 12, 31)
    known = view.filter.known
    return low, known if known and low <= known < high else high  # a rewound record ends on its day


def _hold(view: View, part: Days, whole: Days) -> Days:
    """The record's densest part, with that of the view, or all of the view where it has none, and with the series.

    So a filter that is about what lies far away shows it, and one that selects it among much else is not squeezed.
    """
    days = view.record.strikes[DATE]
    series = (as_date(edge) for edge in days.agg(["min", "max"])) if len(days) else ()
    held = [edge for edge in (*part, *(view.densest or view.bounds), *series) if edge]
    return max(min(held), whole[0]), min(max(held), whole[1])

"""Parts of the page of the series: its days, waves, windows around events, competing figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, cast

import pandas as pd
import streamlit as st
from markupsafe import Markup

from timeline import waves
from timeline.cards.markup import html_table
from timeline.charts.frame import Chart
from timeline.charts.heatmap import build_heatmap_chart
from timeline.charts.palette import SchemeName
from timeline.charts.series import build_series_chart
from timeline.charts.series_events import MAX_EVENTS
from timeline.charts.windows import build_window_chart
from timeline.collection.edtf import when_in_words
from timeline.collection.english import capital, day_in_words
from timeline.collection.series import DATE, Daily, Series
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import STANCES
from timeline.front.outside import render_outside
from timeline.query.days import as_date
from timeline.query.filter import Filter
from timeline.query.period import axis_period, reference_period
from timeline.waves.figures import EVENT
from timeline.waves.report import CLAIMS_WITH_COUNTS, list_waves
from timeline.web.blocks import link
from timeline.web.charts import chart_width, draw_figure, draw_words, follow_choice, under_finger
from timeline.web.state import Context, place

STEPS = {"day": "By day", "week": "By week", "month": "By month"}
SCALES = {"linear": "Linear", "log": "Logarithmic"}
_MOST_WAVES = 12
_LEAD = 2
"""Sentences on the days around events that stand before the fold: after them and before them."""
_GAPS = "Days without a report are gaps, not zeros."


def found_waves(context: Context) -> pd.DataFrame:
    """The waves that touch the period shown."""
    return waves.find_waves(daily(context), period=axis_period(context.view))


def daily(context: Context) -> Daily:
    """The series of the record, which the page is only shown with.

    Raises:
        LookupError: there is none.
    """
    found = context.view.record.daily
    if found is None:
        raise LookupError("this record has no series")
    return found


def draw_series(context: Context, shaded: pd.DataFrame) -> None:
    """Each kind day by day with the share of the part, waves shaded, events above."""
    left, right = st.columns([3, 2])
    left.segmented_control(
        "Step",
        list(STEPS),
        format_func=STEPS.__getitem__,
        key="o_step",
        required=True,
        label_visibility="collapsed",
    )
    right.segmented_control(
        "Scale",
        list(SCALES),
        format_func=SCALES.__getitem__,
        key="o_scale",
        required=True,
        label_visibility="collapsed",
    )
    record, period = context.view.record, axis_period(context.view)
    density = context.view.density(period)
    chart = build_series_chart(
        daily(context),
        shaded,
        context.view.weightiest(period, MAX_EVENTS),
        period=period,
        events_total=density.touching,
        scheme=context.scheme,
        width=chart_width(),
        touch=under_finger(),
        by=cast(Any, context.options["step"]),
        log=context.options["scale"] == "log",
        themes=record.themes,
        publishers=record.publisher_names,
    )
    draw_figure(chart, "series", follow_choice)
    if outside := render_outside(record, density, period, place().links(context.filter)):
        st.html(Markup('<p class="meta">{}</p>').format(outside))
    draw_words(chart, "series")


def waves_table(context: Context, found: pd.DataFrame) -> Markup:
    """The heaviest waves of the period, with the events that describe each."""
    series = daily(context).series
    title = Markup("<h2>Heaviest {}</h2>").format(series.wave.many)
    if found.empty:
        return title + Markup("<p>No {} in this period.</p>").format(series.wave.one)
    days = Filter(start=found["start"].min().date(), end=found["end"].max().date())
    described = list_waves(found, context.view.record.view(days).whole("events"), series)
    titles = _titles(context, (event for wave in described for event in wave["events"]))
    rows = [_wave_row(context, series, wave, titles) for wave in described]
    kinds = [capital(kind.unit.many) for kind in series.kinds] if len(series.kinds) > 1 else []
    part = (capital(series.part.verb), f"Share {series.part.verb}") if series.part else ()
    columns = (capital(series.wave.one), capital(series.counted), *kinds, *part, "Heaviest day", "Events")
    table = html_table(columns, rows[:_MOST_WAVES])
    if len(rows) > _MOST_WAVES:
        rest = html_table(columns, rows[_MOST_WAVES:])
        table += Markup("<details><summary>{} more</summary>{}</details>").format(len(rows) - _MOST_WAVES, rest)
    return title + table


def _titles(context: Context, events: Iterable[str]) -> dict[str, str]:
    """Titles of events by id."""
    found = context.view.record.find("events", events)
    return dict(zip(found["id"], found["title"], strict=True))


def _wave_row(context: Context, series: Series, wave: dict[str, Any], titles: Mapping[str, str]) -> tuple[Any, ...]:
    view, first, last = context.view, wave["start"], wave["end"]
    share = "" if wave["share_stopped"] is None else f"{wave['share_stopped']:.0%}"
    links = (link(view.filter.but(event=event), titles[event]) for event in wave["events"])
    return (
        link(
            view.filter.but(start=first, end=last, event=""),
            when_in_words(first if first == last else f"{first}/{last}"),
        ),
        wave["launched"],
        *((wave[kind.total] for kind in series.kinds) if len(series.kinds) > 1 else ()),
        *((wave["stopped"], share) if series.part else ()),
        f"{when_in_words(wave['heaviest_day'])}: {wave['heaviest_launched']:,}",
        Markup("<br>").join(links),
    )


def draw_windows(context: Context) -> None:
    """The series around the events of the view against random dates, in a chart and in words."""
    record, series = context.view.record, daily(context).series
    known = context.filter.known
    result = _windows(
        record.version, known, context.filter.rows_key(), reference_period(context.view), _context=context
    )
    title = f"{capital(series.unit.many)} around the chosen events"
    *told, conclusion = waves.describe_window(result)
    st.html(_sentences(title, [*told[:_LEAD], conclusion], told[_LEAD:]))
    if not len(result.used):
        return
    chart = build_window_chart(result, scheme=context.scheme, width=chart_width())
    draw_figure(chart, "windows")
    draw_words(chart, "windows")


@st.cache_resource(max_entries=64, show_spinner=False)
def _windows(
    version: str,
    known: date | None,
    flt: Filter,
    period: tuple[date, date],
    *,
    _context: Context,
) -> waves.WindowResult:
    """The windows of a filter, kept: drawing 2,000 random sets takes longer than the rest of the page."""
    found = daily(_context)
    anchors = waves.choose_anchors(_context.view.whole("events"), found.series)
    return waves.align_windows(found, anchors, period=period)


def around_period(context: Context) -> Markup:
    """The days before, during and after the period that the filter names."""
    flt = context.filter
    if not (flt.start and flt.end):
        return Markup('<div class="no-card"></div>')
    found = daily(context)
    parts = waves.compare_around(found, (flt.start, flt.end))
    return _sentences("Before, during and after this period", waves.describe_around(parts, found.series))


def _sentences(title: str, sentences: Iterable[str], method: Iterable[str] = ()) -> Markup:
    """The sentences under their title; those that say how they were worked out are folded."""
    shown, folded = (
        Markup('<ul class="findings">{}</ul>').format(Markup("").join(map(Markup("<li>{}</li>").format, lines)))
        for lines in (sentences, method)
    )
    how = Markup("<details><summary>How this was worked out</summary>{}</details>").format(folded) if method else ""
    return Markup("<h2>{}</h2>{}{}").format(title, shown, how)


def draw_calendar(context: Context) -> None:
    """Every day of the period, by week."""
    record, period = context.view.record, axis_period(context.view)
    look = (context.scheme, chart_width(), under_finger())
    chart = _calendar(record.version, context.filter.known, period, *look, daily(context))
    st.html(Markup("<h2>{}</h2>").format(chart.title))
    draw_figure(chart, "calendar", follow_choice)
    draw_words(chart, "calendar")


@st.cache_resource(max_entries=64, show_spinner=False)
def _calendar(
    version: str,
    known: date | None,
    period: tuple[date, date],
    scheme: SchemeName,
    width: int,
    touch: bool,
    _daily: Daily,
) -> Chart:
    """The calendar of a period, kept: it does not change with the page's choices."""
    return build_heatmap_chart(_daily, period=period, scheme=scheme, width=width, touch=touch)


def competing_counts(context: Context) -> Markup:
    """Figures of one event by more than one count: drawn as a range, listed by whose they are, never averaged."""
    record = context.view.record
    whole = context.view.whole
    found = waves.competing_figures(
        whole("events"), whole("claims"), whole("positions"), daily(context), record.about.figures
    )
    rows = list(_competing_rows(context, found))
    told = _told_counts(context, found)
    if not rows and not told:
        return Markup('<div class="no-card"></div>')
    table = html_table(("Event", "Figure", "Range", "From zero to the highest", "Whose count"), rows)
    return Markup("<h2>Competing figures</h2>{}{}").format(table if rows else "", told)


def _competing_rows(context: Context, found: waves.CompetingFigures) -> Iterator[tuple[Any, ...]]:
    view, counts = context.view, found.counts
    labels = {figure.id: figure.label for figure in view.record.about.figures}
    ranges = found.ranges[found.ranges["low"] < found.ranges["high"]]
    titles, names = _titles(context, ranges["event"]), view.record.actor_names
    for row in rows_of(ranges):
        own = counts[(counts["event"] == row["event"]) & (counts["measure"] == row["measure"])]
        whose = (
            f"{c['value']:,}: {names.get(c['counted_by'], 'unnamed')}, in the {_GIVEN.get(c['given_in'], _IN_SERIES)}"
            for c in rows_of(own)
        )
        yield (
            link(view.filter.but(event=row["event"]), titles[row["event"]]),
            labels[row["measure"]],
            f"{row['low']:,} to {row['high']:,}",
            _range(row["low"], row["high"]),
            Markup("<br>").join(whose),
        )


def _range(low: int, high: int) -> Markup:
    """The two ends on a line from nothing to the higher one (frame.css)."""
    return Markup('<span class="range" role="img" aria-label="{:,} to {:,}" style="--low: {:.1f}%"></span>').format(
        low, high, 100 * low / max(high, 1)
    )


def _told_counts(context: Context, found: waves.CompetingFigures) -> Markup:
    """Claims that name a count, with who says so; their numbers enter no range."""
    if found.claims.empty:
        return Markup("")
    view = context.view
    names = view.record.actor_names
    rows = [
        (
            link(view.filter.but(event=row["event"]), row["text"]),
            f"{names[row['actor']]} {STANCES[row['stance']]}",
            when_in_words(row["date"]) if row["date"] else "undated",
        )
        for row in rows_of(found.claims)
    ]
    words = daily(context).series.of_claims or CLAIMS_WITH_COUNTS
    return html_table(("Claim", "Who", "When"), rows, words)


_GIVEN, _IN_SERIES = {EVENT: "event’s sources"}, "data set"


def credit(context: Context) -> Markup:
    """Whose figures these are, and what they cannot say."""
    found = daily(context)
    series = found.series
    credit = f"; {series.credit.rstrip('.')}." if series.credit else "."
    last = day_in_words(as_date(found.days[DATE].max()))
    return Markup('<p class="prose meta">{} as counted by {}{} The last figure is of {}. {} {}</p>').format(
        series.days, found.whose or "their source", credit, last, _GAPS, series.caution
    )

"""Bars to choose a period by: whole months as long as they fit, equal bars above, and every event in one of them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.front.drawing import filters
from tests.writing import event, source, write_collection
from timeline.front.months import _BARS, _MOST_MONTHS, bounds_in_words, read_bars
from timeline.front.place import Place
from timeline.query.collection import open_collection
from timeline.query.filter import Filter
from timeline.query.period import axis_period


def bars_of(folder, *days, default="", **chosen):
    events = {
        f"e{number}": event(when=day, sources={"one": source(name=str(number))}) for number, day in enumerate(days)
    }
    about = {"title": "T", **({"default_period": default} if default else {})}
    record = open_collection(write_collection(folder, events, collection=about))
    assert not days or record.problems == ()
    return read_bars(record.view(Filter(**chosen)), Place())


def test_months_are_whole_but_for_the_first_and_last(tmp_path):
    bars = bars_of(tmp_path, "2025-12-10", "2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01")
    assert [(bar.first, bar.last) for bar in bars] == [
        ("2025-12-10", "2025-12-31"),
        ("2026-01-01", "2026-01-31"),
        ("2026-02-01", "2026-02-28"),
        ("2026-03-01", "2026-03-01"),
    ]
    assert [bar.words for bar in bars] == [
        "10 December 2025 – 31 December 2025: 1 event",
        "1 January 2026 – 31 January 2026: 1 event",
        "1 February 2026 – 28 February 2026: 2 events",
        "1 March 2026: 1 event",
    ]
    assert [bar.share for bar in bars] == [50, 50, 100, 50]
    assert bounds_in_words(bars) == "Dec 2025 – Mar 2026"


@pytest.mark.parametrize(
    ("last", "bars", "days"),
    [
        ("2025-11-30", _MOST_MONTHS - 1, None),
        ("2025-12-01", _MOST_MONTHS, None),
        ("2025-12-31", _MOST_MONTHS, None),
        ("2026-01-01", _BARS, 46),
    ],
)
def test_months_for_so_many_and_equal_bars_above(tmp_path, last, bars, days):
    found = bars_of(tmp_path, "2023-01-01", last)
    assert len(found) == bars
    spans = [(date.fromisoformat(bar.last) - date.fromisoformat(bar.first)).days + 1 for bar in found]
    if days:
        assert set(spans[:-1]) == {days}
        assert 1 <= spans[-1] <= days
    else:
        assert [bar.first[-2:] for bar in found] == ["01"] * bars


def test_a_record_of_one_day_and_one_of_none(tmp_path):
    (bar,) = bars_of(tmp_path / "one", "2026-02-03")
    assert (bar.first, bar.last, bar.share, bar.words) == ("2026-02-03", "2026-02-03", 100, "3 February 2026: 1 event")
    assert {bar.share for bar in bars_of(tmp_path / "none")} == {0}
    assert bounds_in_words([]) == ""


@pytest.mark.parametrize(
    ("chosen", "months"),
    [
        ({}, []),
        ({"start": "2026-02-01", "end": "2026-02-28"}, [2]),
        ({"start": "2026-01-31", "end": "2026-02-28"}, [1, 2]),
        ({"start": "2026-02-01", "end": "2026-03-01"}, [2, 3]),
        ({"start": "2026-02-02"}, [2, 3]),
        ({"start": "2026-03-01"}, [3]),
        ({"end": "2026-01-31"}, [1]),
        ({"end": "2026-02-01"}, [1, 2]),
        ({"start": "2026-04-01"}, []),
        ({"themes": ["talks"]}, []),
    ],
)
def test_bars_that_the_period_touches_are_chosen(tmp_path, chosen, months):
    bars = bars_of(tmp_path, "2026-01-01", "2026-02-14", "2026-03-31", **chosen)
    assert [int(bar.first[5:7]) for bar in bars if bar.chosen] == months
    assert len(bars) == 3, "the axis stays, whatever is chosen"
    assert [bar.share for bar in bars] == [100, 100, 100], "and the period does not take events out of the bars"


def test_a_bar_s_address_is_exactly_its_days(tmp_path):
    bars = bars_of(tmp_path, "2026-01-05", "2026-02-14", themes=["talks"], certain=True, start="2026-01-09", event="e1")
    params = [parse_qs(bar.url.lstrip("?")) for bar in bars]
    days = [{"from": [bar.first], "to": [bar.last]} for bar in bars]
    assert params == [{"theme": ["talks"], "certain": ["1"]} | two for two in days]


@pytest.mark.parametrize(
    ("default", "first", "counts"),
    [("2026-02-01/2026-03-31", "2026-02-01", [1, 1]), ("2026-01-31/2026-03-31", "2026-01-31", [1, 1, 1]),
     ("2026-01-30/2026-03-30", "2026-01-30", [1, 1, 0])],
)  # fmt: skip
def test_the_axis_is_that_of_the_collection_to_the_day(tmp_path, default, first, counts):
    bars = bars_of(tmp_path, "2026-01-31", "2026-02-01", "2026-03-31", default=default)
    assert bars[0].first == first
    assert [bar.share // 100 for bar in bars] == counts


@settings(max_examples=30)
@given(data=st.data())
def test_every_event_that_touches_the_axis_is_in_one_bar(real_record, data):
    """Over the record that ships, with periods whose bounds lie on, before and after those of its events."""
    flt = data.draw(filters(real_record))
    bars = read_bars(real_record.view(flt), Place())
    days = [(date.fromisoformat(bar.first), date.fromisoformat(bar.last)) for bar in bars]
    axis = axis_period(real_record.view())
    assert (days[0][0], days[-1][1]) == axis
    assert all(after[0] - before[1] == timedelta(days=1) for before, after in pairwise(days))
    told = [int(bar.words.rpartition(": ")[2].split()[0].replace(",", "")) for bar in bars]
    whole = flt.but(start=None, end=None, certain=False)
    assert sum(told) == real_record.view(whole).density(axis).touching
    assert [bar.share for bar in bars] == [round(100 * number / (max(told) or 1)) for number in told]
    for bar, (first, last) in zip(bars, days, strict=True):
        period = (flt.start or first, flt.end or last) if flt.start or flt.end else (date.max, date.min)
        assert bar.chosen == (period[0] <= last and period[1] >= first)

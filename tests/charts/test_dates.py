"""Where dates stand on an axis of time, how they are written, and titles that are cut to fit."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.charts.small_events import small_events
from timeline.charts.labels import shorten, text_width
from timeline.charts.lanes.dates import make_marks
from timeline.charts.palette import LABEL_SIZE
from timeline.charts.time_axis import TimeScale, in_words, to_iso
from timeline.query.spans import Spans

PERIOD = (date(2026, 1, 1), date(2026, 6, 30))
TITLE = "Talks resume in Abu Dhabi as both capitals deny that anything was agreed at the earlier meeting"


EACH_SHAPE = pytest.mark.parametrize(
    ("row", "shape"),
    [
        pytest.param({"day": "2026-02-03"}, "day", id="a day"),
        pytest.param({"day": "2026-02-03", "precision": "time"}, "day", id="an hour of a day"),
        pytest.param({"day": "2026-02-03", "until": "2026-02-05"}, "lasting", id="several days"),
        pytest.param({"day": "2025-12-20", "until": "2026-01-05"}, "earlier", id="began before the axis"),
        pytest.param({"day": "2025-12-31", "until": "2026-01-01"}, "earlier", id="began on the eve of the axis"),
        pytest.param({"day": "2026-01-01"}, "day", id="the first day of the axis"),
        pytest.param({"day": "2026-01-01", "until": "2026-01-05"}, "lasting", id="began on the first day"),
        pytest.param({"day": "2026-06-30"}, "day", id="the last day of the axis"),
        pytest.param({"day": "2026-02-01", "until": "2026-02-28", "precision": "month"}, "about", id="a month"),
        pytest.param({"day": "2026-02-03", "approximate": True}, "about", id="about a day"),
        pytest.param({"day": "2026-02-03", "uncertain": True}, "about", id="a doubtful day"),
        pytest.param({"day": "2026-01-01", "until": "2026-12-31", "precision": "year"}, "about", id="a year"),
        pytest.param({"day": "2026-05-01", "until": "NaT"}, "lasting", id="no end known"),
        pytest.param({"day": "NaT", "until": "2026-01-05"}, "earlier", id="no beginning known"),
    ],
)


@EACH_SHAPE
def test_the_shape_of_a_mark_follows_how_well_its_date_is_known(row, shape):
    scale = TimeScale.of(PERIOD, 900)
    (mark,) = make_marks(Spans.read(small_events([row])), scale)
    assert (mark.shape, mark.spans) == (shape, shape != "day")
    low, high = (scale.px(day) for day in (mark.first, mark.last))
    assert 0 <= low <= high <= 900


@given(st.text(max_size=120), st.floats(20, 600))
def test_a_shortened_title_fits_and_is_the_beginning_of_the_title(text, width):
    short = shorten(text, width, LABEL_SIZE)
    assert text_width(short, LABEL_SIZE) <= width
    assert " ".join(text.split()).startswith(short.removesuffix("…"))


def test_a_shortened_title_does_not_end_in_a_small_word():
    small = {word for word in TITLE.split() if len(word) <= 3 and word.islower()}
    cut = {short for width in range(20, 700) if (short := shorten(TITLE, width, LABEL_SIZE)).endswith("…")}
    assert {"in", "as", "was", "at", "the"} <= small
    assert len(cut) > 5
    assert [short for short in cut if short.removesuffix("…").split()[-1] in small] == []


@given(st.integers(-4_000_000, 2_900_000), st.integers(0, 4000), st.floats(100, 2000))
def test_days_and_pixels_are_each_others_inverse(first, days, width):
    scale = TimeScale(first, first + days, width)
    for day in (first, first + days / 2, first + days):
        assert scale.day(scale.px(day)) == pytest.approx(day, abs=1e-3)
        assert 0 < scale.px(day) < width


@pytest.mark.parametrize(
    ("day", "iso", "words"),
    [
        ("2026-02-03", "2026-02-03", "3 February 2026"),
        ("0044-03-15", "0044-03-15", "15 March 44 CE"),
        ("0000-01-01", "0000-01-01", "1 January 1 BCE"),
        ("-0043-03-15", "-0043-03-15", "15 March 44 BCE"),
        ("-12000-01-01", "-9999-01-01", "1 January 12001 BCE"),
        ("12026-01-01", "9999-12-31", "1 January 12026"),
    ],
)
def test_days_are_written_for_plotly_within_its_years_and_in_words_for_readers(day, iso, words):
    number = int(small_events([{"day": day}])["start"].to_numpy().astype("datetime64[D]").astype(int)[0])
    assert to_iso(number) == iso
    assert in_words(number) == words

"""Where things stand in the lanes: nothing lies on anything else, whatever the events and the width."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.charts.small_events import THEMES, EventsOnAxis, small_events
from timeline.charts.labels import Box, shorten, text_width
from timeline.charts.lanes.chart import FigurePlan, plan_figure
from timeline.charts.lanes.density import FOOT
from timeline.charts.lanes.layout import extent
from timeline.charts.palette import LABEL_SIZE
from timeline.charts.time_axis import TimeScale, in_words, to_iso

PERIOD = (date(2026, 1, 1), date(2026, 6, 30))
TITLE = "Talks resume in Abu Dhabi as both capitals deny that anything was agreed at the earlier meeting"


@st.composite
def one_event(draw: st.DrawFn) -> dict[str, Any]:
    start = PERIOD[0] + timedelta(days=draw(st.integers(-20, 200)))
    lasts = draw(st.sampled_from([0, 0, 0, 1, 5, 30, 120]))
    return {
        "day": start.isoformat(),
        "until": (start + timedelta(days=lasts)).isoformat(),
        "title": " ".join(TITLE.split()[: draw(st.integers(1, 17))]),
        "precision": draw(st.sampled_from(["day", "day", "month"])),
        "approximate": draw(st.booleans()),
        "themes": [draw(st.sampled_from(["talks", "strikes", "energy"]))],
        "contest": draw(st.sampled_from(["", "contested", "one-sided"])),
        "source_count": draw(st.integers(1, 9)),
    }


def plan(rows: list[dict[str, Any]], width: int, period: tuple[date, date] = PERIOD) -> FigurePlan:
    return plan_figure(EventsOnAxis(small_events(rows)), THEMES, None, period=period, scheme="light", width=width)


def drawn_boxes(found: FigurePlan) -> dict[int, list[Box]]:
    """The box of each mark, and that of its bar, by row."""
    half, scale = found.drawing.layout.sizes.mark / 2, found.drawing.scale
    boxes: dict[int, list[Box]] = {}
    for mark, _ in found.drawing.marks():
        middle = scale.px(mark.at)
        boxes[mark.row] = [Box(middle - half, mark.y - half, middle + half, mark.y + half)]
        if mark.spans:
            left, right = scale.px(mark.first), scale.px(mark.last)
            boxes[mark.row].append(Box(left, mark.y - 2, right, mark.y + 2))
    return boxes


anything = given(st.lists(one_event(), min_size=1, max_size=70), st.integers(300, 1600))


@settings(max_examples=80)
@anything
def test_no_title_lies_on_another_or_on_a_mark_or_leaves_its_lane(rows, width):
    found = plan(rows, width)
    for first, second in itertools.combinations(found.titles, 2):
        assert not first.box.overlaps(second.box), (first.text, second.text)
    marks = [box for boxes in drawn_boxes(found).values() for box in boxes]
    lanes = {str(mark.row): lane for lane in found.drawing.layout.lanes for mark in lane.marks}
    for title in found.titles:
        assert not any(title.box.overlaps(box) for box in marks), title.text
        lane = lanes[title.key]
        assert Box(0, lane.bottom, found.drawing.scale.width, lane.top + 0.01).contains(title.box), title.text


@settings(max_examples=80)
@anything
def test_no_mark_lies_on_another_and_each_stays_in_its_lane(rows, width):
    found = plan(rows, width)
    for first, second in itertools.combinations(drawn_boxes(found).values(), 2):
        assert not any(one.overlaps(other) for one in first for other in second)
    for lane in found.drawing.layout.lanes:
        half = found.drawing.layout.sizes.mark / 2
        assert all(lane.bottom < mark.y - half and mark.y + half < lane.top for mark in lane.marks)


@settings(max_examples=80)
@anything
def test_lanes_fill_the_plot_without_gap_or_overlap_in_the_order_of_the_themes(rows, width):
    layout = plan(rows, width).drawing.layout
    edges = [layout.height, *itertools.chain.from_iterable((lane.top, lane.bottom) for lane in layout.lanes), 0.0]
    above, below = edges[::2], edges[1::2]
    assert above == pytest.approx(below)
    themes = [lane.theme for lane in layout.lanes]
    assert themes == [theme for theme in THEMES["id"] if theme in themes]


@pytest.mark.parametrize("width", [343, 1200])
def test_counts_stay_in_their_lane_even_where_no_mark_stands_above_them(width):
    crowd = [{"day": "2026-03-01", "contest": "contested", "source_count": 9} for _ in range(700)]
    quiet = [{"day": "2026-03-01", "themes": ["strikes"]}, {"day": "2026-03-02", "themes": ["energy"]}]
    found = plan(crowd + quiet, width)
    assert found.counts is not None
    lanes = {lane.theme: lane for lane in found.drawing.layout.lanes}
    assert not lanes["strikes"].marks
    assert [lane.theme for lane in lanes.values() if lane.top - lane.bottom < FOOT] == []


def test_the_same_events_always_stand_in_the_same_places():
    rows = [{"day": f"2026-03-{1 + n % 5:02}", "title": f"Event {n}"} for n in range(40)]
    first, second = plan(rows, 900), plan(rows, 900)
    assert (first.drawing.layout, first.titles) == (second.drawing.layout, second.titles)


def test_a_bar_reaches_from_its_first_day_to_the_end_of_its_last():
    found = plan([{"day": "2026-02-10", "until": "2026-02-20"}], 900)
    ((mark, _),) = found.drawing.marks()
    assert (to_iso(mark.first), to_iso(mark.last)) == ("2026-02-10", "2026-02-20 12:00")
    left, right = extent(mark, found.drawing.scale, found.drawing.layout.sizes.mark)
    assert right - left > 10 / found.drawing.scale.days_per_px


@pytest.mark.parametrize(
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
def test_the_shape_of_a_mark_follows_how_well_its_date_is_known(row, shape):
    ((mark, _),) = plan([row], 900).drawing.marks()
    assert mark.shape == shape
    low, high = (TimeScale.of(PERIOD, 900).px(day) for day in (mark.first, mark.last))
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

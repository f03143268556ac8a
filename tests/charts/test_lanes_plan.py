"""What the lanes show and where: lanes, marks, names of key events, shaded days, dates."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.charts.small_events import NO_COVERAGE, THEMES, EventsOnAxis, small_events
from tests.charts.test_dates import EACH_SHAPE
from timeline.charts.labels import Box, text_width
from timeline.charts.lanes import LanesPlan, plan_lanes
from timeline.charts.lanes.heads import choose_heads, gutter, name_lines
from timeline.charts.lanes.keys import MOST_KEYS, MOST_ROWS
from timeline.charts.lanes.lines import break_lines
from timeline.charts.lanes.shade import NOT_COVERED, THIN, Field, find_shade
from timeline.charts.lanes.stacks import Mark, stack
from timeline.charts.lanes.ticks import choose_ticks
from timeline.charts.palette import FONT_SIZE, LABEL_SIZE
from timeline.charts.time_axis import TimeScale

PERIOD = (date(2026, 1, 1), date(2026, 6, 30))


def plan(events: EventsOnAxis | list[dict[str, Any]], width: int = 900, **changes: Any) -> LanesPlan:
    view = events if isinstance(events, EventsOnAxis) else EventsOnAxis(small_events(events))
    look: dict[str, Any] = {"period": PERIOD, "width": width} | changes
    return plan_lanes(view, look.pop("themes", THEMES), None, look.pop("coverage", NO_COVERAGE), **look)


def marks(found: LanesPlan) -> dict[str, Mark]:
    return {mark.event.id: mark for lane in found.lanes for mark in lane.marks}


def boxes(found: LanesPlan) -> dict[str, list[Box]]:
    """The box of each mark, and that of its bar; y counts up from the foot of all lanes."""
    half, drawn, floor = found.sizes.mark / 2, dict[str, list[Box]](), sum(lane.height for lane in found.lanes)
    for lane in found.lanes:
        floor -= lane.height
        for mark in lane.marks:
            y = floor + lane.above(mark, found.sizes.pitch)
            drawn[mark.event.id] = [Box(mark.x - half, y - half, mark.x + half, y + half)]
            if mark.shape != "day":
                drawn[mark.event.id].append(Box(mark.first, y - 2, mark.last, y + 2))
    return drawn


# Which lanes there are


@pytest.mark.parametrize(
    ("counts", "most", "open_lanes", "lanes"),
    [
        pytest.param({"a": 1, "b": 2}, 6, False, ["A", "B"], id="few themes have a lane each, in the register's order"),
        pytest.param(dict.fromkeys("abcdef", 1), 6, False, list("ABCDEF"), id="six are not too many"),
        pytest.param(
            {"a": 1, "b": 9, "c": 9, "d": 9, "e": 9, "f": 9, "g": 2},
            6, False, ["B", "C", "D", "E", "F", "Other themes"], id="the small ones share the last lane",
        ),
        pytest.param(dict.fromkeys("abcdefg", 1), 6, False, [*"ABCDE", "Other themes"], id="never one alone"),
        pytest.param(
            {"a": 1, "b": 9, "c": 9, "d": 9, "e": 9, "f": 9, "g": 2},
            6, True, ["B", "C", "D", "E", "F", "A", "G"], id="opened, they follow the large ones",
        ),
        pytest.param({}, 6, False, [], id="none"),
    ],
)  # fmt: skip
def test_large_themes_have_a_lane_each_and_small_ones_share_one(counts, most, open_lanes, lanes):
    names = {theme: theme.upper() for theme in counts}
    heads = choose_heads(names, counts, most, open_lanes=open_lanes)
    assert [head.name for head in heads] == lanes
    assert sorted(theme for head in heads for theme in head.themes) == sorted(counts)
    assert all(len(head.themes) != 1 for head in heads if head.kind == "merged")


@given(st.text(min_size=1, max_size=90), st.integers(320, 1600))
def test_no_name_of_a_lane_is_cut(name, width):
    room = gutter([name], [], width) - 10
    lines = name_lines(name, room)
    assert "".join(lines).replace(" ", "") == "".join(name.split())
    assert all(text_width(line, FONT_SIZE) <= room or len(line) == 1 for line in lines)


# Where marks stand


@st.composite
def one_event(draw: st.DrawFn) -> dict[str, Any]:
    start = PERIOD[0] + timedelta(days=draw(st.integers(-20, 200)))
    lasts = draw(st.sampled_from([0, 0, 0, 1, 5, 30, 120]))
    return {
        "day": start.isoformat(),
        "until": (start + timedelta(days=lasts)).isoformat(),
        "precision": draw(st.sampled_from(["day", "day", "month"])),
        "approximate": draw(st.booleans()),
        "themes": [draw(st.sampled_from(["talks", "strikes", "energy"]))],
        "contest": draw(st.sampled_from(["", "contested", "one-sided"])),
        "source_count": draw(st.integers(1, 9)),
    }


anything = given(st.lists(one_event(), min_size=1, max_size=70), st.integers(300, 1600))


@settings(max_examples=80)
@anything
def test_no_mark_lies_on_another_and_each_stays_in_its_lane(rows, width):
    found = plan(rows, width)
    for first, second in itertools.combinations(boxes(found).values(), 2):
        assert not any(one.overlaps(other) for one in first for other in second)
    for lane in found.lanes:
        levels = [lane.above(mark, found.sizes.pitch) for mark in lane.marks]
        assert all(found.sizes.mark / 2 <= y <= lane.height - found.sizes.mark / 2 for y in levels)


@settings(max_examples=40)
@given(st.lists(one_event(), min_size=2, max_size=60), st.sets(st.integers(0, 59)), st.sampled_from([328, 900]))
def test_no_mark_moves_when_the_filter_changes(rows, chosen, width):
    events = small_events(rows)
    whole = EventsOnAxis(events)
    kept = np.array(sorted(row for row in chosen if row < len(events)), dtype=np.intp)
    filtered = plan(EventsOnAxis(events, kept), width, behind=whole)
    assert boxes(filtered) == boxes(plan(whole, width))
    own = {event for event, mark in marks(filtered).items() if mark.event.own}
    assert own == set(events["id"].iloc[kept]) & marks(filtered).keys()


@example([0.0, 10.0])  # they touch
@given(st.lists(st.floats(0, 300), min_size=1, max_size=60))
def test_stacks_are_no_higher_than_they_must_be(places):
    events = small_events([{"day": "2026-01-01"}] * len(places))["id"]
    given_marks = [mark_at(event, x) for event, x in zip(events, places, strict=True)]
    levels = {mark.level for mark in stack(given_marks, 10)}
    crowd = max(sum(x - 10 < other <= x for other in places) for x in places)
    assert levels == set(range(len(levels)))
    assert len(levels) <= crowd


def mark_at(event: str, x: float) -> Mark:
    (found,) = marks(plan([{"day": "2026-03-01"}])).values()
    return found._replace(event=found.event._replace(id=event), x=x, first=x, last=x)


@EACH_SHAPE
def test_the_shape_of_a_mark_follows_how_well_its_date_is_known(row, shape):
    found = plan([row])
    (mark,) = marks(found).values()
    assert mark.shape == shape
    assert found.left <= mark.first <= mark.last <= found.width


# What a filter leaves out


def test_tables_and_the_sentence_tell_of_the_filter_alone():
    events = small_events([{"day": "2026-03-01"}, {"day": "2026-03-02", "themes": ["strikes"]}])
    found = plan(EventsOnAxis(events, np.array([0])), behind=EventsOnAxis(events))
    assert found.tables().events["Id"].tolist() == ["e0"]
    assert found.alt().startswith("Timeline of 1 event in 1 theme")
    assert [lane.head.name for lane in found.lanes] == ["Talks", "Strikes"], "lanes stay, too"
    assert "1 pale mark is an event outside the filter." in found.notes()


def test_an_event_that_the_ground_does_not_have_is_refused():
    one, other = (EventsOnAxis(small_events([{"day": "2026-03-01", "id": name}])) for name in "ab")
    ground = EventsOnAxis(small_events([{"day": "2026-03-01", "id": name} for name in "bc"]))
    assert marks(plan(other, behind=ground))["c"].event.own is False
    with pytest.raises(ValueError, match="behind"):
        plan(one, behind=ground)


@pytest.mark.parametrize(
    ("chosen", "own_marks", "counted"),
    [
        pytest.param(40, 40, False, id="few: marks before the outline of all"),
        pytest.param(900, 60, True, id="many: counts before it"),
    ],
)
def test_too_many_events_are_an_outline_behind_the_filter(chosen, own_marks, counted):
    rows = [{"day": str(np.datetime64("2026-01-01") + n % 180), "title": f"Event {n}"} for n in range(1200)]
    events = small_events(rows)
    found = plan(EventsOnAxis(events, np.arange(chosen)), behind=EventsOnAxis(events))
    assert len(marks(found)) == own_marks
    assert (found.counts is not None) is counted
    assert sum(found.whole.counts.values()) == 1200
    assert len(found.tables().counts) == (found.counts is not None) * len(found.counts.counts if found.counts else ())


# Key events


def keyed(count: int, title: str = "Talks resume in the capital", **more: Any) -> list[dict[str, Any]]:
    first = np.datetime64("2026-01-10")
    return [
        {"day": str(first + 20 * n), "title": f"{title} {n}", "key": True, "source_count": n + 1, **more}
        for n in range(count)
    ]


def with_keys(rows: list[dict[str, Any]]) -> EventsOnAxis:
    return EventsOnAxis(small_events(rows).assign(key=[bool(row.get("key")) for row in rows]))


def name_boxes(found: LanesPlan) -> list[Box]:
    drawn = []
    for key in found.keys:
        for number, line in enumerate(key.lines):
            last = number == len(key.lines) - 1
            wide = text_width(line, LABEL_SIZE) + (text_width(f" {key.day}", LABEL_SIZE) if last else 0)
            left = {"start": key.at, "end": key.at - wide, "middle": key.at - wide / 2}[key.anchor]
            row = key.row + len(key.lines) - 1 - number
            drawn.append(Box(left, row, left + wide, row + 1))
    return drawn


@settings(max_examples=80)
@given(st.lists(st.tuples(st.integers(0, 180), st.integers(1, 14)), max_size=12), st.integers(300, 1600))
def test_names_of_key_events_are_whole_and_lie_on_nothing(places, width):
    words = [
        "Talks",
        "resume",
        "in",
        "Abu",
        "Dhabi",
        "as",
        "both",
        "capitals",
        "deny",
        "that",
        "anything",
        "was",
        "agreed",
        "at",
        "once",
    ]
    rows = [
        {"day": str(np.datetime64("2026-01-01") + day), "title": " ".join(words[:count]), "key": True}
        for day, count in places
    ]
    found = plan(with_keys(rows) if rows else [], width)
    assert len(found.keys) == min(len(rows), MOST_KEYS)
    drawn = name_boxes(found)
    assert not any(one.overlaps(other) for one, other in itertools.combinations(drawn, 2))
    for key in found.keys:
        assert not key.lines or " ".join(key.lines).split() == key.event.title.split()
        guide = Box(key.x - 0.5, 0, key.x + 0.5, key.reach)
        assert not any(guide.overlaps(box) for box in drawn), "no line runs through a name"
    for box in drawn:
        assert box.left >= 0
        assert box.right <= width
        assert box.top <= MOST_ROWS


def test_the_weightiest_are_named_and_where_there_are_none_nothing_is():
    rows = keyed(9)
    found = plan(with_keys(rows), 1280)
    assert {key.event.id for key in found.keys} == {f"e{number}" for number in range(2, 9)}
    assert found.keys[0].day == "19 Feb"
    assert plan(rows).keys == [], "the table has no such column"


def test_an_event_of_no_certain_day_has_its_date_in_words():
    row = {"day": "2026-03-01", "until": "2026-03-31", "precision": "month", "when_words": "March 2026", "key": True}
    (key,) = plan(with_keys([row])).keys
    assert key.day == "March 2026"


def test_key_events_stay_where_the_filter_leaves_them_out():
    rows = [*keyed(1), {"day": "2026-04-01"}]
    events = with_keys(rows).events
    (key,) = plan(EventsOnAxis(events, np.array([1])), behind=EventsOnAxis(events)).keys
    assert (key.event.id, key.event.own) == ("e0", False)


def test_key_events_can_be_given_where_too_many_events_are_counted():
    rows = [{"day": "2026-03-01", "source_count": 9, "contest": "contested"}] * 700
    events = small_events(rows)
    days = {"first": "2026-02-01", "before": "2025-02-01", "after": "2027-02-01"}
    keys = small_events([{"day": day, "id": name, "title": f"The {name}"} for name, day in days.items()])
    (key,) = plan(EventsOnAxis(events), keys=keys).keys
    assert key.event.id == "first"


# Thin coverage

FIRST, LAST = 20454, 20634  # 1 January and 30 June 2026
MARCH, APRIL = 20513, 20544


def cover(*rows: tuple[str, str | None, str | None, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["theme", "start", "end", "level"])
    return frame.assign(**{name: frame[name].astype("datetime64[s]") for name in ("start", "end")})


ALL = ("talks", "strikes", "energy")


@pytest.mark.parametrize(
    ("coverage", "fields"),
    [
        pytest.param([], [], id="nothing is said"),
        pytest.param([(theme, None, None, "good") for theme in ALL], [], id="all is good"),
        pytest.param(
            [(theme, "2026-03-01", "2026-03-31", "thin") for theme in ALL],
            [Field(MARCH, APRIL - 1, THIN)],
            id="one field for all lanes",
        ),
        pytest.param(
            [(theme, "2026-03-01", None, "none") for theme in ALL],
            [Field(MARCH, LAST, NOT_COVERED)],
            id="not covered to the end of the axis",
        ),
        pytest.param(
            [
                *((theme, "2026-03-01", "2026-03-31", "thin") for theme in ALL),
                ("talks", "2026-04-01", None, "none"),
                ("strikes", "2026-04-01", None, "thin"),
                ("energy", "2026-04-01", None, "none"),
            ],
            [Field(MARCH, LAST, THIN)],
            id="thin and then less: one field",
        ),
        pytest.param(
            [("strikes", "2026-03-01", "2026-03-31", "thin"), ("strikes", "2026-04-01", None, "none")],
            [Field(MARCH, LAST, THIN, 1)],
            id="a wash of the one lane",
        ),
        pytest.param(
            [("strikes", None, None, "thin"), *((theme, "2026-04-01", None, "thin") for theme in ("talks", "energy"))],
            [Field(APRIL, LAST, THIN), Field(FIRST, APRIL - 1, THIN, 1)],
            id="a wash before the field",
        ),
        pytest.param([("other", None, None, "none")], [], id="a theme that has no lane"),
        pytest.param([("talks", "2027-01-01", None, "none")], [], id="beyond the axis"),
    ],
)
def test_thin_coverage_is_one_field_and_a_wash_where_it_is_one_lane_alone(coverage, fields):
    heads = choose_heads(dict.fromkeys(ALL, ""), dict.fromkeys(ALL, 1), 6, open_lanes=False)
    assert find_shade(cover(*coverage), heads, TimeScale.of(PERIOD, 800)) == fields


def test_the_lane_that_small_themes_share_is_shaded_where_all_of_them_are_thin():
    themes = list("abcdefg")
    heads = choose_heads(
        dict.fromkeys(themes, ""), {theme: 9 - n for n, theme in enumerate(themes)}, 6, open_lanes=False
    )
    found = find_shade(
        cover(("f", "2026-03-01", None, "thin"), ("g", "2026-04-01", None, "thin")), heads, TimeScale.of(PERIOD, 800)
    )
    assert found == [Field(APRIL, LAST, THIN, 5)]


# Dates along the axis


@pytest.mark.parametrize(
    ("period", "width", "words"),
    [
        ((date(2025, 8, 1), date(2025, 12, 31)), 500, ["Aug ’25", "Sep", "Oct", "Nov", "Dec"]),
        ((date(2025, 8, 1), date(2026, 7, 1)), 312, ["Aug ’25", "Oct", "Dec", "Feb ’26", "Apr", "Jun"]),
        ((date(2026, 1, 30), date(2026, 2, 2)), 400, ["30 Jan ’26", "31 Jan", "1 Feb", "2 Feb"]),
        ((date(2026, 2, 1), date(2026, 3, 10)), 500, ["1 Feb ’26", "8 Feb", "15 Feb", "22 Feb", "1 Mar", "8 Mar"]),
        ((date(1914, 6, 1), date(1918, 12, 1)), 300, ["1915", "1916", "1917", "1918"]),
        ((date(1914, 6, 1), date(1914, 9, 20)), 300, ["Jun 1914", "Jul", "Aug", "Sep"]),
        ((date(1, 1, 1), date(9999, 12, 31)), 300, ["2000", "4000", "6000", "8000"]),
        ((date(2026, 3, 1), date(2026, 3, 1)), 300, ["1 Mar ’26"]),
    ],
)
def test_dates_are_as_fine_as_can_be_read_and_the_year_stands_where_it_begins(period, width, words):
    assert [tick.words for tick in choose_ticks(TimeScale.of(period, width)) if tick.words] == words


@given(st.integers(-700_000, 2_900_000), st.integers(0, 90_000), st.integers(250, 1600))
def test_dates_never_touch_and_stay_on_the_axis(first, days, width):
    scale = TimeScale(first, first + days, width)
    free = 0.0
    for tick in choose_ticks(scale):
        x = scale.px(tick.day)
        assert 0 <= x <= width
        if tick.words:
            assert x >= free
            free = x + text_width(tick.words, 12)
            assert free <= width


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("European security", 400, ("European security",)),
        ("European security", 70, ("European", "security")),
        ("Verylongwordindeed", 50, ("Verylon", "gwordin", "deed")),
        ("", 50, ()),
    ],
)
def test_lines_are_broken_between_words_and_inside_one_only_where_they_must(text, width, lines):
    assert break_lines(text, width, 13) == lines

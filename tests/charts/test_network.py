"""The network chart and the chart of a profile: nothing over anything, ids in the marks, texts as texts."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from tests.charts.checking import checked
from tests.writing import event, source, write_collection
from timeline import open_collection
from timeline.charts.labels import Box, text_width
from timeline.charts.network import AT_MOST_NARROW, OTHER_SIDES, build_network_chart
from timeline.charts.network_layout import arrange
from timeline.charts.palette import SCHEMES, contrast
from timeline.charts.profile import AT_MOST_MONTHS, build_months_chart
from timeline.profiles.actors import actor_profile
from timeline.profiles.network import actor_network

WIDTHS = (320, 360, 640, 1000, 1600)
HOSTILE = (
    "<script>alert(1)</script>",
    "<b>bold</b> & <a href='javascript:x'>",
    "two\nlines\r\n\ttab",
    "$\\alpha_{x}$ and 50% of #1",
    "W" * 300,
)


@pytest.fixture(scope="module")
def network(real_record):
    return actor_network(real_record.view())


@pytest.fixture(scope="module")
def charts(network):
    """The real record at every width."""
    return {width: build_network_chart(network.nodes, network.edges, scheme="light", width=width) for width in WIDTHS}


def nodes_of(*names: str, side: str = "s") -> pd.DataFrame:
    """Actors on a circle."""
    angles = np.linspace(0, 2 * np.pi, len(names), endpoint=False)
    return pd.DataFrame(
        {
            "actor": [f"a{number}" for number in range(len(names))],
            "name": list(names),
            "kind": "person",
            "side": [side] * len(names),
            "side_name": [f"Side {side}"] * len(names),
            "event_count": range(len(names), 0, -1),
            "x": np.cos(angles),
            "y": np.sin(angles),
        }
    )


EDGES = pd.DataFrame({"source": ["a0"], "target": ["a1"], "event_count": [2]})


def traces(chart, meta):
    return [trace for trace in checked(chart).data if trace.meta == meta]


def label_boxes(chart):
    boxes = []
    for trace in traces(chart, "labels"):
        size = trace.textfont.size
        for x, y, text, place in zip(trace.x, trace.y, trace.text, trace.textposition, strict=True):
            width = text_width(text, size)
            left = x if place == "middle right" else x - width
            boxes.append(Box(left, y - size / 2, left + width, y + size / 2))
    return boxes


def mark_boxes(chart):
    boxes = []
    for trace in traces(chart, "marks"):
        for x, y, size in zip(trace.x, trace.y, trace.marker.size, strict=True):
            boxes.append(Box(x - size / 2, y - size / 2, x + size / 2, y + size / 2))
    return boxes


@pytest.mark.parametrize("width", WIDTHS)
def test_names_and_marks_lie_over_nothing(charts, width):
    labels, marks = label_boxes(charts[width]), mark_boxes(charts[width])
    assert len(labels) >= (0.8 if width > 400 else 0.7) * len(marks)
    assert not [pair for pair in combinations(labels, 2) if pair[0].overlaps(pair[1])]
    assert not [(label, mark) for label in labels for mark in marks if label.overlaps(mark)]
    layout = checked(charts[width]).layout
    room = Box(0, 0, layout.xaxis.range[1], layout.yaxis.range[1])
    assert all(room.contains(box) for box in (*labels, *marks))
    centres = [((box.left + box.right) / 2, (box.bottom + box.top) / 2, (box.right - box.left) / 2) for box in marks]
    assert not [
        pair for pair in combinations(centres, 2) if np.hypot(pair[0][0] - pair[1][0], pair[0][1] - pair[1][1]) < 5
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_mark_carries_its_actor(charts, network, width):
    found = [actor for trace in traces(charts[width], "marks") for actor in trace.customdata]
    drawn = network.nodes["actor"] if width >= 640 else network.nodes["actor"].head(AT_MOST_NARROW)
    assert sorted(found) == sorted(drawn)
    assert charts[width].tables()[0]["Id"].tolist() == drawn.tolist()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_figure_is_one_that_plotly_knows(charts, width):
    checked(charts[width])


def test_a_click_selects_and_nothing_moves(charts):
    assert all(checked(chart).layout.clickmode == "event" for chart in charts.values())
    assert all(checked(chart).layout.xaxis.fixedrange for chart in charts.values())


def test_sides_differ_by_shape_as_well(charts):
    marks = traces(charts[1000], "marks")
    assert len(marks) == 8
    assert len({(trace.marker.symbol, trace.marker.color) for trace in marks}) == len(marks)
    shapes = [trace.marker.symbol for trace in marks if trace.name != OTHER_SIDES]
    assert len(set(shapes)) == len(shapes)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_are_quieter_than_names_and_marks(network, scheme):
    chart = build_network_chart(network.nodes, network.edges, scheme=scheme, width=1000)
    ground = SCHEMES[scheme].background
    lines = [contrast(trace.line.color, ground) for trace in traces(chart, "lines")]
    marks = [contrast(trace.marker.color, ground) for trace in traces(chart, "marks") if trace.name != OTHER_SIDES]
    assert len(lines) >= 3
    assert max(lines) < 3 <= min(marks)


def test_a_side_keeps_its_colour_whoever_else_is_there():
    both = pd.concat([nodes_of("A", "B", side="s"), nodes_of("C", side="t").assign(actor="c")], ignore_index=True)
    alone = nodes_of("C", side="t").assign(actor="c")
    order = ["s", "t", "u"]
    styles = []
    for nodes in (both, alone):
        chart = build_network_chart(nodes, EDGES.head(0), scheme="light", width=800, sides=order)
        (mark,) = (trace for trace in traces(chart, "marks") if trace.name == "Side t")
        styles.append((mark.marker.color, mark.marker.symbol))
    assert styles[0] == styles[1]


def test_sides_beyond_the_shapes_share_one():
    nodes = pd.concat([nodes_of("A", side=f"s{number}") for number in range(9)], ignore_index=True)
    nodes = nodes.assign(actor=[f"a{number}" for number in range(9)], x=np.linspace(-1, 1, 9))
    chart = build_network_chart(nodes, EDGES.head(0), scheme="light", width=800)
    names = [trace.name for trace in traces(chart, "marks")]
    assert names == [*(f"Side s{number}" for number in range(7)), OTHER_SIDES]
    assert len(traces(chart, "marks")[-1].customdata) == 2


def test_the_same_input_gives_the_same_figure(network, charts):
    again = build_network_chart(network.nodes, network.edges, scheme="light", width=1000)
    assert again.figure.to_json() == charts[1000].figure.to_json()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_texts(name):
    nodes = nodes_of(name, "Plain").assign(side_name=name)
    chart = build_network_chart(nodes, EDGES, scheme="light", width=800)
    texts = [text for trace in checked(chart).data for part in (trace.text, trace.hovertext) for text in part or ()]
    texts += [trace.name for trace in checked(chart).data if trace.name]
    assert texts
    markup = ("<b>", "</b>", "<br>")
    for text in texts:
        for tag in markup:
            text = text.replace(tag, "")
        assert "<" not in text
        assert "\n" not in text
    assert chart.tables()[0]["Actor"].tolist() == [name, "Plain"]
    assert label_boxes(chart)[-1].right <= 800


def test_nothing_to_draw():
    chart = build_network_chart(nodes_of().assign(x=[], y=[]), EDGES.head(0), scheme="light", width=360)
    assert traces(chart, "marks") == []
    assert checked(chart).layout.annotations[0].text == "No actors in these events"
    assert (chart.alt, chart.notes, len(chart.tables()[0])) == ("Network without any actor.", (), 0)


def test_one_actor_alone():
    chart = build_network_chart(nodes_of("A"), EDGES.head(0), scheme="light", width=360)
    assert chart.alt == "Network of 1 actor from 1 side; A is named most often (1 event)."
    assert len(label_boxes(chart)) == 1


def test_what_the_chart_says(charts, network):
    assert "Russia and Ukraine share the most events" in charts[1000].alt
    assert charts[1000].tables()[1]["Events"].is_monotonic_decreasing
    assert "between a state or an organisation and its own member" in charts[1000].notes[0]
    chart = build_network_chart(network.nodes, network.edges, scheme="light", width=360, left_out=15)
    assert any(note.startswith("35 further actors") for note in chart.notes)
    nameless = len(mark_boxes(chart)) - len(label_boxes(chart))
    assert any(note.startswith(f"{nameless} mark") for note in chart.notes) == (nameless > 0)


def test_marks_at_one_place_give_way():
    nodes = nodes_of(*"ABCDEFGH").assign(x=0.0, y=0.0)
    plot = arrange(nodes, 400, 300)
    for one, other in combinations(range(8), 2):
        apart = np.hypot(plot.x[one] - plot.x[other], plot.y[one] - plot.y[other])
        assert apart >= plot.radius[one] + plot.radius[other]


def profile_of(folder, *whens):
    """Gamma's, of events at these times, beside one that does not name it."""
    events = {f"e{n}": event(when=when, actors=["gamma"], sources={"one": source()}) for n, when in enumerate(whens)}
    events["other"] = event(when="2001-01-01")
    record = open_collection(write_collection(folder, events))
    assert not record.problems, record.problems
    return actor_profile(record, "gamma")


def months(chart):
    (bars,) = checked(chart).data
    return dict(zip(bars.x, bars.y, strict=True))


def test_events_by_month_with_the_empty_ones_between(tmp_path):
    chart = build_months_chart(
        profile_of(tmp_path, "2026-01-03", "2026-01", "2026-03-01/2026-04-02", "2026-21"), scheme="light", width=400
    )
    assert months(chart) == {"2026-01-15": 2, "2026-02-15": 0, "2026-03-15": 1}
    assert chart.tables()[0].to_dict("list") == {"Month": ["January 2026", "March 2026"], "Events": [2, 1]}
    assert chart.alt == "3 events that name Gamma, by month from January 2026 to March 2026; most in January 2026 (2)."
    assert chart.notes == ("1 event without a known month is not drawn.",)
    assert checked(chart).data[0].hovertext[1] == "February 2026: 0 events"
    assert list(checked(chart).layout.xaxis.ticktext) == ["Jan<br>2026", "Feb", "Mar"]


def test_one_early_event_does_not_press_the_others_together(tmp_path):
    chart = build_months_chart(
        profile_of(tmp_path, "2011-11-08", "2025-12-01", "2026-06-01"), scheme="light", width=400
    )
    assert next(iter(months(chart))) == "2025-12-15"
    assert len(months(chart)) <= AT_MOST_MONTHS
    assert chart.notes == ("1 event before December 2025, from November 2011 on, is not drawn; the table has it.",)
    assert chart.tables()[0]["Month"].tolist() == ["November 2011", "December 2025", "June 2026"]


@pytest.mark.parametrize(("first", "drawn"), [("2023-07-01", AT_MOST_MONTHS), ("2023-06-30", 1)])
def test_exactly_as_many_months_as_fit(tmp_path, first, drawn):
    chart = build_months_chart(profile_of(tmp_path, first, "2026-06-01"), scheme="light", width=400)
    assert len(months(chart)) == drawn
    assert len(chart.notes) == (drawn == 1)


def test_years_before_christ(tmp_path):
    chart = build_months_chart(profile_of(tmp_path, "-0699-12-03", "-0698-01-03"), scheme="dark", width=400)
    assert list(months(chart)) == ["-0699-12-15", "-0698-01-15"]
    assert chart.tables()[0]["Month"].tolist() == ["December 700 BCE", "January 699 BCE"]
    checked(chart)


@pytest.mark.parametrize("whens", [(), ("2026-21",)])
def test_a_profile_without_months(tmp_path, whens):
    chart = build_months_chart(profile_of(tmp_path, *whens), scheme="light", width=400)
    assert months(chart) == {}
    assert chart.alt == "No event of a known month names Gamma."


def test_a_single_month(tmp_path):
    chart = build_months_chart(profile_of(tmp_path, "2026-01-03"), scheme="light", width=400)
    assert chart.alt == "1 event that names Gamma, in January 2026."


@pytest.mark.parametrize("width", WIDTHS)
def test_months_have_room_for_their_names(tmp_path, width):
    chart = build_months_chart(profile_of(tmp_path, "2023-07-01", "2026-06-01"), scheme="light", width=width)
    assert len(checked(chart).layout.xaxis.ticktext) * 38 <= width

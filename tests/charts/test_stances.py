"""The stance chart: rows, marks, arrows, words."""

from __future__ import annotations

from datetime import date

import pytest

from tests.charts.checking import checked
from tests.ledger.writing import record_of, topic
from timeline.charts.palette import SCHEMES, contrast
from timeline.charts.stances import build_stances_chart

FIRST, SECOND, THIRD = "2026-01-01", "2026-01-02", "2026-01-03"


@pytest.fixture
def record(tmp_path):
    claims = {
        "a": (
            ("anna", "asserts", FIRST),
            ("anna", "denies", THIRD),
            ("andrei", "asserts", "2026-01"),
            ("boris", "denies", ""),
            ("boris", "declines", SECOND),
        ),
        "b": (("anna", "asserts", FIRST), ("gamma", "questions", FIRST)),
    }
    return record_of(tmp_path, claims, [topic("Is <b>it</b>?", a="affirms", b="affirms")])


def draw(record, subject="t", scheme="light", width=1000):
    return build_stances_chart(record, subject, scheme=scheme, width=width)


def traces(chart, meta):
    return [trace for trace in checked(chart).data if trace.meta == meta]


def test_one_row_an_actor_under_its_side(record):
    figure = checked(draw(record))
    assert set(figure.layout.yaxis.ticktext) == {"Anna Łęcka", "Andrei", "Boris", "Gamma"}
    heads = [a.text for a in figure.layout.annotations if a.text]
    assert heads == ["<b>Beta</b>", "<b>Alpha</b>"], "Gamma speaks for itself"
    narrow = checked(draw(record, width=360))
    assert not narrow.layout.yaxis.showticklabels
    assert {"Gamma", "Boris"} <= {a.text for a in narrow.layout.annotations}


def test_a_mark_each_stance_and_date_with_its_shape_and_claim(record):
    chart = draw(record)
    symbols = {trace.name: trace.marker.symbol for trace in traces(chart, "marks")}
    assert symbols == {
        "asserts": "circle",
        "denies": "x",
        "questions": "triangle-up",
        "declines": "line-ew",
    }
    assert len(set(symbols.values())) == 4
    points = sum(len(trace.x) for trace in traces(chart, "marks"))
    assert points == 6, "what anna asserted on one day about two claims is one mark"
    (asserts,) = [trace for trace in traces(chart, "marks") if trace.name == "asserts"]
    assert set(asserts.customdata) == {"e-a#1", "e-b#1"}
    assert any("e-b" in text or "b (First Wire)" in text for text in asserts.hovertext)


def test_an_undated_position_stands_beside_the_axis_and_not_on_a_day(record):
    chart = draw(record)
    (undated,) = [trace for trace in traces(chart, "marks") if trace.xaxis == "x2"]
    assert (undated.name, undated.x) == ("denies", ("undated",))
    assert checked(chart).layout.yaxis.anchor == "x2"
    assert checked(draw(record, "e-b#1")).layout.xaxis.domain == (0, 1)


def test_a_month_is_a_span_with_a_hollow_mark(record):
    chart = draw(record)
    (span,) = traces(chart, "spans")
    assert span.x == ("2026-01-01", "2026-02-01")
    (asserts,) = [trace for trace in traces(chart, "marks") if trace.name == "asserts"]
    assert SCHEMES["light"].background in asserts.marker.color
    assert any("hollow mark" in note for note in chart.notes)


def test_changes_are_arrows_strong_for_an_actors_own(record):
    arrows = [a for a in checked(draw(record)).layout.annotations if a.showarrow]
    assert [(a.name, a.x[:10], a.ax[:10]) for a in arrows if a.name == "turn-actor"] == [("turn-actor", THIRD, FIRST)]
    sides = [a for a in arrows if a.name == "turn-side"]
    assert all(a.arrowwidth < arrows[0].arrowwidth or a.name == "turn-actor" for a in arrows)
    assert len(sides) == len(arrows) - 1


def test_a_change_from_an_undated_position(tmp_path):
    record = record_of(tmp_path, {"a": (("anna", "asserts", ""), ("anna", "denies", FIRST))})
    (arrow,) = [a for a in checked(draw(record, "e-a#1")).layout.annotations if a.showarrow]
    assert (arrow.x[:10], arrow.ax, arrow.axref) == (FIRST, -34, None)


def test_words(record):
    chart = draw(record)
    assert chart.title == "Is <b>it</b>?"
    assert chart.alt.startswith("Is <b>it</b>? 7 positions of 4 actors from 1 January 2026 to 31 January 2026,")
    assert chart.tables()[0]["When"].tolist()[0] == "undated"
    assert len(chart.tables()[0]) == 7
    assert set(chart.tables()[0]["Stance"]) == {"answers yes", "answers no", "questions", "declines to comment"}
    assert set(draw(record, "e-b#1").tables()[0]["Stance"]) == {"asserts", "questions"}
    legend = [trace.name for trace in traces(chart, "legend")]
    assert legend == ["answers yes", "answers no", "questions", "declines to comment"]


def test_names_and_claims_are_text_and_no_markup(tmp_path):
    record = record_of(tmp_path, {"a": (("anna", "asserts", FIRST),)})
    record.claims["text"] = ["<b>bold</b>"]
    (marks,) = traces(draw(record, "e-a#1"), "marks")
    assert "&lt;b&gt;bold" in marks.hovertext[0]


@pytest.mark.parametrize("width", [320, 360, 639, 640, 1600])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_any_width_and_every_sign_is_seen(record, scheme, width):
    figure = checked(draw(record, scheme=scheme, width=width))
    assert figure.layout.width == width
    assert figure.layout.margin.l + figure.layout.margin.r < width * 0.7
    for trace in figure.data:
        if trace.meta == "legend":
            assert contrast(trace.marker.color, SCHEMES[scheme].background) >= 3


def test_nobody_and_only_undated(tmp_path):
    record = record_of(tmp_path, {"a": (("anna", "asserts", ""),)}, [topic("Is it?", a="affirms")])
    assert traces(draw(record), "marks")[0].xaxis == "x2"
    empty = draw(record.known_on(date(2020, 1, 1)))
    assert empty.alt == "Is it? Nobody has spoken on this, as far as the record knows."
    assert traces(empty, "marks") == []


def test_more_actors_than_rows_are_told(real_record, monkeypatch):
    monkeypatch.setattr("timeline.charts.stance_marks.MOST_ROWS", 2)
    chart = draw(real_record, "anchorage-agreement")
    assert len(checked(chart).layout.yaxis.tickvals) == 2
    assert "9 further actors with fewer positions are in the table only." in chart.notes


def test_every_topic_of_the_record_can_be_drawn(real_record):
    for name in real_record.topics["id"]:
        chart = draw(real_record, name, width=360)
        assert len(traces(chart, "marks")) > 0
        assert chart.title in chart.alt

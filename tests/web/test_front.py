"""What the page sends: links, periods in words, dialogs, screens; and what is taken of it."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from tests.web.driving import run
from timeline.web.front import GAP, PANEL, PHONE_BELOW, SIDE_FROM, SLIM_GAP, Screen, guess_screen, read_asked, screen_of


def hear(name, sent):
    """Lets the page hear what the browser sends, on a filter by theme."""
    import streamlit as st

    from timeline.query.filter import Filter
    from timeline.web import front

    st.session_state["_filter"] = Filter(themes=["talks"])
    st.query_params.from_dict({"theme": "talks"})
    st.session_state["top"] = {name: sent}
    {"go": front._follow, "act": front._perform}[name]()
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    st.json({
        "query": Filter.from_query(params)[0].to_query(),
        "leave": st.session_state.get("_leave"),
        "dialog": front.asked_dialog(),
        "number": st.session_state.get("_asked", 0),
        "problem": st.session_state.get("_period_problem", ""),
    })  # fmt: skip


TALKS = "theme=talks"


@pytest.mark.parametrize(
    ("name", "sent", "heard"),
    [
        pytest.param("go", {"link": "?theme=strikes&actor=anna", "number": 3},
                     {"query": "actor=anna&theme=strikes", "number": 3}, id="a link on the same page"),
        pytest.param("go", {"link": "who-says-what?topic=x", "number": 1},
                     {"leave": ["who-says-what", {"topic": ["x"]}]}, id="a link to another page"),
        pytest.param("go", {"link": "./?actor=anna", "number": 1},
                     {"leave": ["timeline", {"actor": ["anna"]}]}, id="the opening page"),
        pytest.param("go", {"link": "https://evil.example/", "number": 1}, {"leave": None}, id="another server"),
        pytest.param("go", {"link": "nowhere?x=1", "number": 1}, {"leave": None}, id="a page that is not there"),
        pytest.param("go", {"link": 7, "number": 1}, {}, id="no link"),
        pytest.param("go", {"link": "?theme=strikes", "number": "x"}, {"number": 0}, id="no number"),
        pytest.param("go", "?theme=strikes", {}, id="no question"),
        pytest.param("act", {"what": "freeze", "number": 2}, {"dialog": "freeze", "number": 2}, id="a dialog"),
        pytest.param("act", {"what": "rm -rf", "number": 2}, {"dialog": ""}, id="what we do not know"),
        pytest.param("act", {"what": "period", "words": "February 2026", "number": 1},
                     {"query": "theme=talks&from=2026-02-01&to=2026-02-28", "problem": ""}, id="a period in words"),
        pytest.param("act", {"what": "period", "words": "", "number": 1}, {"query": TALKS}, id="no words"),
    ],
)  # fmt: skip
def test_what_the_page_sends_is_followed_or_left_alone(name, sent, heard):
    found = told(name, sent)
    expected = {"query": TALKS, **heard}
    assert {key: found[key] for key in expected} == expected


def test_words_that_are_no_period_change_nothing_and_are_answered():
    found = told("act", {"what": "period", "words": "once upon a time", "number": 1})
    assert found["query"] == TALKS
    assert "once upon a time" in found["problem"]


def told(name, sent):
    app = AppTest.from_function(hear, kwargs={"name": name, "sent": sent}, default_timeout=60).run()
    assert not app.exception, app.exception
    return json.loads(app.json[0].value)


@pytest.mark.parametrize(
    ("sent", "screen"),
    [
        ({"width": 1180, "coarse": False}, Screen(1180, False)),
        ({"width": 360, "coarse": True}, Screen(360, True)),
        ({"width": 1180, "coarse": True}, Screen(1180, True)),
        ({"width": 1181, "coarse": False}, None),
        ({"width": 10**9, "coarse": False}, None),
        ({"width": "1180", "coarse": False}, None),
        ({"width": 1180, "coarse": "yes"}, None),
        ({"width": 1180}, None),
        ([1180, False], None),
        (None, None),
    ],
)
def test_a_screen_is_one_of_the_known_widths_and_a_kind_of_pointer(sent, screen):
    assert screen_of(sent) == screen


@pytest.mark.parametrize(
    ("agent", "screen"),
    [
        ("Mozilla/5.0 (Linux; Android 14) Mobile Safari/537.36", Screen(360, True)),
        ("Mozilla/5.0 (X11; Linux x86_64)", Screen(1280, False)),
        ("", Screen(1280, False)),
    ],
)
def test_until_the_browser_has_told_the_kind_of_device_says_how_wide_it_is(agent, screen):
    assert guess_screen(agent) == screen


@pytest.mark.parametrize(
    ("width", "content", "lanes"),
    [
        (360, 360 - 2 * SLIM_GAP, 360 - 2 * SLIM_GAP),
        (PHONE_BELOW - 1, PHONE_BELOW - 1 - 2 * SLIM_GAP, PHONE_BELOW - 1 - 2 * SLIM_GAP),
        (PHONE_BELOW, PHONE_BELOW - PANEL - 2 * GAP, PHONE_BELOW - PANEL - 2 * GAP),
        (SIDE_FROM - 1, SIDE_FROM - 1 - PANEL - 2 * GAP, SIDE_FROM - 1 - PANEL - 2 * GAP),
        (SIDE_FROM, SIDE_FROM - PANEL - 2 * GAP, SIDE_FROM - PANEL - 2 * GAP - 294 - GAP),
        (2300, 2300 - PANEL - 2 * GAP, 2300 - PANEL - 2 * GAP - 400 - GAP),
    ],
)
def test_charts_take_what_panel_and_column_leave(width, content, lanes):
    assert (Screen(width, False).content, Screen(width, False).lanes) == (content, lanes)


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        ({"number": 1, "link": "?q=x", "what": 7, "words": ["a"], "more": {"a": "b"}, "none": None}, {"link": "?q=x"}),
        ({"number": 1}, {}),
        ({"number": "1", "link": "?q=x"}, {}),
        ({"link": "?q=x"}, {}),
        (["number", 1], {}),
        ("number", {}),
        (None, {}),
    ],
)
def test_of_what_the_page_asks_only_strings_are_taken(sent, asked):
    assert read_asked(sent) == asked


def test_every_part_of_an_answer_says_to_which_question_it_is(real_record):
    """The page waits for the answer to its last question by this number: with a higher one an earlier answer wins."""
    app = run()
    app.session_state["_asked"] = 7
    app.run()
    sent = [json.loads(part.proto.json) for part in app.get("bidi_component")]
    assert [part["number"] for part in sent if "parts" in part] == [7, 7, 7]

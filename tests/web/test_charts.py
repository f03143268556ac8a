"""What a choice in a chart does to the filter."""

import pytest
from streamlit.testing.v1 import AppTest

BOX, FAR = ["2026-01-02 12:00", "2026-01-09"], ["-0043-03-10", "-0043-03-20 12:00"]


def follow(sent):
    """Lets a page follow what the browser sends for a chart, from a filter by theme."""
    import streamlit as st

    from timeline.query.filter import Filter
    from timeline.web import charts

    st.session_state["_filter"] = Filter(themes=["talks"])
    st.query_params.from_dict({"theme": "talks"})
    st.session_state["chart"] = {"chosen": sent}
    charts.follow_choice("chart")
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    st.text(Filter.from_query(params)[0].to_query())


@pytest.mark.parametrize(
    ("marks", "boxes", "query"),
    [
        pytest.param(["meeting"], [], "theme=talks&event=meeting", id="a click on an event opens its card"),
        pytest.param(
            ["2026-01-20/2026-01-22"], [], "theme=talks&from=2026-01-20&to=2026-01-22", id="a click on days takes them"
        ),
        pytest.param(
            ["2026-01-05/2026-01-05", "2026-01-03/2026-01-03", "meeting"],
            [BOX],
            "theme=talks&from=2026-01-03&to=2026-01-05",
            id="a box over days takes the days inside",
        ),
        pytest.param(
            ["meeting", "strike"], [BOX], "theme=talks&from=2026-01-02&to=2026-01-09", id="a box over events is a time"
        ),
        pytest.param([], [BOX], "theme=talks&from=2026-01-02&to=2026-01-09", id="so is a box over nothing"),
        pytest.param(["ides"], [FAR], "theme=talks", id="a box over events of years that no filter has opens no card"),
        pytest.param(["meeting"], [["3.5", "7"]], "theme=talks", id="nor does one on an axis of numbers"),
        pytest.param([], [], "theme=talks", id="nothing chosen changes nothing"),
        pytest.param(["<script>"], [["x" * 10, "y" * 10]], "theme=talks", id="nor does what is no date"),
    ],
)
def test_a_choice_becomes_a_filter(marks, boxes, query):
    app = AppTest.from_function(follow, kwargs={"sent": {"marks": marks, "boxes": boxes}}, default_timeout=60).run()
    assert not app.exception, app.exception
    assert app.text[0].value == query

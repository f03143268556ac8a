"""The charts' component: its script, and what it takes from the browser."""

import plotly
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from timeline.charts.figure import Figure
from timeline.charts.frame import layout
from timeline.charts.palette import LIGHT
from timeline.web.plot import Choice, choice_of, library_path, library_version
from timeline.web.routes import MIDDLEWARE, ROUTES


@pytest.fixture
def client():
    return TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE))


def test_the_script_is_of_the_version_whose_properties_the_python_package_checks():
    """Major and minor: a patch adds no property, and a newer patch of the package must not fail a fresh clone."""
    known = plotly.offline.get_plotlyjs_version().split(".")[:2]
    assert known == library_version().split(".")[:2], (
        f"plotly {plotly.__version__} checks for {'.'.join(known)}, the page has {library_version()}: make vendor"
    )


@pytest.mark.parametrize("packed", [True, False])
def test_the_script_is_served_packed_or_not_and_may_be_kept_for_good(client, packed):
    answer = client.get(library_path(), headers={"accept-encoding": "gzip" if packed else "identity"})
    assert answer.headers.get("content-encoding") == ("gzip" if packed else None)
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "window.Plotly = Plotly" in answer.text


@pytest.mark.parametrize(
    ("sent", "choice"),
    [
        ({"marks": ["abu-dhabi"], "boxes": []}, Choice(("abu-dhabi",), ())),
        ({"marks": [], "boxes": [["2026-02-01", "2026-01-01"]]}, Choice((), (("2026-01-01", "2026-02-01"),))),
        ({"marks": [7, None, ["x"]], "boxes": [["2026-01-01"], [1, 2], "no"]}, Choice((), ())),
        ({"marks": "abc", "boxes": {"a": 1}}, Choice((), ())),
        (None, Choice((), ())),
        ([1, 2], Choice((), ())),
    ],
)
def test_of_what_a_browser_sends_only_texts_are_taken(sent, choice):
    assert choice_of(sent) == choice


def test_a_chart_brings_only_the_defaults_that_it_draws_with():
    figure = Figure([{"type": "bar", "x": [1], "y": [2]}], layout(300, 100, LIGHT))
    assert len(figure.to_json()) < 1700

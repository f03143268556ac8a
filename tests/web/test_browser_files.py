"""Scripts and styles of our own: kept for good under their digest, packed where that is taken, and nothing else."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from timeline.front.look import page_colours
from timeline.web.browser import STYLE, address, files
from timeline.web.routes import MIDDLEWARE, ROUTES


@pytest.fixture(scope="module")
def client():
    return TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE))


def get(client, path, encoding="identity"):
    return client.get(path.removeprefix("."), headers={"accept-encoding": encoding})


@pytest.mark.parametrize("name", files())
def test_a_file_is_kept_for_good_under_the_digest_of_all(client, name):
    answer = get(client, address(name))
    assert answer.status_code == 200
    assert answer.content == files()[name]
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].partition(";")[0] == ("text/css" if name == STYLE else "text/javascript")
    assert answer.headers["vary"] == "accept-encoding"


def test_modules_find_each_other_for_they_lie_side_by_side():
    assert len({address(name).rpartition("/")[0] for name in files()}) == 1


def test_under_another_digest_it_is_today_s_file_and_not_kept(client):
    """A page of an older version asks for it while the server is renewed."""
    answer = get(client, f"/browser/000000000000/{STYLE}")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert answer.content == files()[STYLE]


@pytest.mark.parametrize(
    "name", ["nothing.js", "browser.py", "front.css", "..%2fbrowser.py", "..%2f..%2f..%2fdata%2fcollection.yaml", "%00"]
)
def test_nothing_else_is_served(client, name):
    assert get(client, f"{address(STYLE).rpartition('/')[0]}/{name}").status_code == 404


def test_it_is_packed_for_those_who_take_that(client):
    plain, packed = (client.get(address(STYLE)[1:], headers={"accept-encoding": e}) for e in ("identity", "br, gzip"))
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert packed.content == plain.content


def test_the_style_sheet_has_the_colours_and_the_rules_of_cards_lanes_and_pages():
    sheet = files()[STYLE].decode()
    assert sheet.startswith(page_colours())
    for rule in (".event-card", "svg.lanes", ".st-key-panel", "header.top"):
        assert rule in sheet

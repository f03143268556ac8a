"""Searches for what others say, and further documents of a position, in snapshots: kept, compared, checked."""

from __future__ import annotations

import copy
import random

import pytest
from bs4 import BeautifulSoup

from tests.snapshots.records import EVENTS, freeze_query, open_record
from tests.snapshots.resealing import GONE, VALUES, open_file, parts_of, reseal, show_everything
from timeline.snapshots.change_words import describe_changes, sum_up
from timeline.snapshots.compare import compare_snapshots, compare_with_record
from timeline.snapshots.errors import Damaged
from timeline.snapshots.publish import write_page

NOTHING = {"date": "2026-03-01", "found": "none"}
NEAR = {"date": "2026-04-01", "found": "some", "by": "a reader", "note": "Gamma spoke of lunch."}
TRIED = 20
"""Of some hundred changes."""
HOUR = "They met for an hour."


def searched(folder, *sought):
    """The usual record with searches on the claim of one side, and with a position that two documents carry."""
    first, second = copy.deepcopy(EVENTS["meeting"]["claims"])
    first["positions"][0]["further_sources"] = ["two"]
    return open_record(folder, {"meeting": {"claims": [first, second | {"sought": list(sought)}]}})


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    return freeze_query(searched(tmp_path_factory.mktemp("record"), NOTHING, NEAR))


def test_they_are_frozen_and_open_again(snapshot):
    frozen = snapshot.document["tables"]
    where = {"claim": "meeting#2", "event": "meeting"}
    assert frozen["searches"] == [where | NOTHING | {"by": "the editors"}, where | NEAR]
    assert [row.get("further_sources") for row in frozen["positions"]] == [["two"], None, None]
    _, record = open_file(snapshot.text)
    assert record.searches["found"].tolist() == ["none", "some"]
    assert record.positions["further_sources"].tolist() == [("two",), (), ()]


def test_a_record_without_them_freezes_to_the_same_bytes_as_before(tmp_path):
    made = freeze_query(open_record(tmp_path))
    assert "searches" not in made.document["tables"]
    assert "further_sources" not in made.text
    _, record = open_file(made.text)
    assert record.searches.empty


def test_the_page_that_a_reader_is_sent_shows_them(snapshot):
    page = BeautifulSoup(write_page(snapshot), "html.parser")
    (told,) = page.select(".claims .sought")
    assert told.text == (
        "Others have spoken near it, not on it: Gamma spoke of lunch (looked for on 1 April 2026 by a reader)."
    )
    first, *_ = page.select(".claims li")
    assert [link["href"] for link in first.select("a")] == ["https://example.org/one", "https://example.org/two"]


@pytest.mark.parametrize(
    ("before", "after", "sentence", "lines"),
    [
        ([], [NOTHING], "1 search new", [f"added (1 March 2026, nothing found): {HOUR}"]),
        ([NEAR], [], "1 search removed", [f"removed (1 April 2026, something near it found): {HOUR}"]),
        (
            [NOTHING],
            [NOTHING | {"note": "Of lunch."}],
            "1 search new, 1 removed",
            [f"added (1 March 2026, nothing found): {HOUR}", f"removed (1 March 2026, nothing found): {HOUR}"],
        ),
        ([NOTHING, NEAR], [NEAR, NOTHING], "nothing has changed in its", []),
    ],
    ids=["made", "taken out", "another note", "in another order"],
)
def test_what_changed_since(tmp_path, before, after, sentence, lines):
    old, record = freeze_query(searched(tmp_path / "old", *before)), searched(tmp_path / "new", *after)
    for changes in (compare_with_record(old, record), compare_snapshots(old, freeze_query(record))):
        assert sentence in sum_up(changes)
        assert describe_changes(changes) == ({"Searches for what others say": lines} if lines else {})


def test_a_search_on_a_claim_that_went_is_told_with_its_words(tmp_path):
    old = freeze_query(searched(tmp_path / "old", NOTHING))
    first, _ = EVENTS["meeting"]["claims"]
    changes = compare_with_record(old, open_record(tmp_path / "new", {"meeting": {"claims": [first]}}))
    assert changes.searches.to_dict("records") == [
        {"claim": "meeting#2", "event": "meeting", "text": HOUR, "date": "2026-03-01"}
        | {"found": "none", "note": "", "change": "removed"}
    ]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("searches", 0, "found"), "maybe"),
        (("searches", 0, "found"), GONE),
        (("searches", 0, "date"), "soon"),
        (("searches", 0, "date"), GONE),
        (("searches", 0, "by"), GONE),
        (("searches", 0, "claim"), "meeting#9"),
        (("searches", 0, "event"), "nowhere"),
        (("searches",), "x"),
        (("positions", 0, "further_sources"), ["nowhere"]),
        (("positions", 0, "further_sources"), "two"),
    ],
)
def test_what_no_record_can_hold_is_refused(snapshot, path, value):
    with pytest.raises(Damaged, match="hash is right, but"):
        open_file(reseal(snapshot, ("tables", *path), value).text)


def test_whatever_stands_there_is_refused_or_shown(snapshot):
    rows = snapshot.document["tables"]["searches"]
    changes = [(("tables", "searches", *path), value) for path in parts_of(rows) for value in VALUES]
    changes += [(("tables", "positions", 0, "further_sources"), value) for value in VALUES]
    shown = 0
    for path, value in random.Random(4).sample(changes, TRIED):  # noqa: S311  (which ones does not matter)
        try:
            opened = open_file(reseal(snapshot, path, value).text)
        except Damaged:
            continue
        show_everything(*opened, snapshot)
        shown += 1
    assert 0 < shown < TRIED

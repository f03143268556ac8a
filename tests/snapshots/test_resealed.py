"""Whoever changes a snapshot can compute its hash anew: such a file is refused in words, or it can be shown."""

from __future__ import annotations

import random

import pytest

from tests.snapshots.records import freeze_query, open_record
from tests.snapshots.resealing import VALUES, open_file, parts_of, reseal, show
from timeline.snapshots.errors import Damaged

TRIED = 100
"""Of some thousand changes; tests/long tries far more, and shows them on all that reads a snapshot."""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    return freeze_query(open_record(tmp_path_factory.mktemp("record")))


def test_what_it_refuses_and_what_it_shows(snapshot):
    changes = [(path, value) for path in parts_of(snapshot.document) for value in VALUES if path != ("sha256",)]
    refused = shown = 0
    for path, value in random.Random(4).sample(changes, TRIED):  # noqa: S311  (which ones does not matter)
        try:
            opened = open_file(reseal(snapshot, path, value).text)
        except Damaged as error:
            refused += "." in str(error)  # in a sentence
        else:
            shown += 1
            show(*opened)
    assert min(refused, shown) > 5


DISHONEST = {
    "a stance": (("tables", "positions", 0, "stance"), "x"),
    "a kind": (("tables", "sources", 0, "kind"), "x"),
    "a side": (("tables", "positions", 0, "side"), ""),
    "a publisher": (("tables", "sources", 0, "publisher"), ""),
    "a title": (("tables", "events", 0, "title"), ""),
    "a theme's name": (("tables", "themes", 0, "name"), " "),
    "an actor's name": (("tables", "actors", 0, "name"), ""),
    "a publisher's name": (("tables", "publishers", 0, "name"), ""),
    "no positions": (("tables", "positions"), []),
    "an axis": (("collection", "default_period"), "x"),
}


@pytest.mark.parametrize(("path", "value"), DISHONEST.values(), ids=DISHONEST)
def test_no_page_is_made_of_what_no_record_can_hold(snapshot, path, value):
    with pytest.raises(Damaged, match="hash is right, but"):
        open_file(reseal(snapshot, path, value).text)

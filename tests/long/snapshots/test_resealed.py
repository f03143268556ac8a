"""A snapshot with each kind of its values changed to many others and sealed anew: refused in words, or shown."""

from __future__ import annotations

import pytest

from tests.snapshots.records import freeze_query, open_record
from tests.snapshots.resealing import VALUES, open_file, parts_of, reseal, show_everything
from timeline.snapshots.errors import SnapshotError

pytestmark = pytest.mark.timeout(1_200)  # some 2,500 snapshots, 0.2 s each


def test_all_that_reads_a_snapshot_can_show_it_or_says_why_not(tmp_path):
    snapshot = freeze_query(open_record(tmp_path))
    kinds = {}  # of the rows of a table, the last one stands for all: its path has the same names
    for path in parts_of(snapshot.document):
        if path != ("sha256",):
            kinds[tuple(name for name in path if isinstance(name, str))] = path
    broken = []
    for path in kinds.values():
        for value in VALUES:
            try:
                opened = open_file(reseal(snapshot, path, value).text)
            except SnapshotError:
                continue
            try:
                show_everything(*opened, snapshot)
            except Exception as error:  # noqa: BLE001  (any at all is the fault that is looked for)
                broken.append((path, value, error))
    assert broken == []

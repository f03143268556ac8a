"""Snapshots frozen in November 2026 stay valid: later software opens, verifies, keeps, shows and compares them.

``tests/data/snapshots/format-1`` holds them and, in ``folder``, the small collection that ``small.json`` was frozen
from. Neither is ever changed, whatever becomes of ``data/`` or of the columns of a record.
"""

from __future__ import annotations

import csv
import io
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape

from timeline import open_collection
from timeline.__main__ import main
from timeline.exchange.view_files import write_view
from timeline.query.collection import Collection
from timeline.snapshots.change_words import sum_up
from timeline.snapshots.compare import Changes, compare_snapshots, compare_with_record
from timeline.snapshots.errors import Damaged
from timeline.snapshots.files import read_file
from timeline.snapshots.freeze import tables_of
from timeline.snapshots.publish import write_page
from timeline.snapshots.snapshot import Snapshot, seal
from timeline.snapshots.store import SnapshotStore

KEPT = Path(__file__).resolve().parents[1] / "data" / "snapshots" / "format-1"
# Name of the file, number of events, page and choices, id, SHA-256, hash of the content.
FROZEN = (
    (
        "whole-record",
        168,
        "",
        "v6yvamhmlt6plqea",
        "afb15030ec5cfcf5c0807e839b8b2cbf4ee9b6f8cf5f933034abe0f0317ce40b",
        "62fc3770628f5852bb340e1f3e62a96d0a88e69e918f20dd6e61970c764344b0",
    ),
    (
        "diplomacy",
        59,
        "who-says-what?columns=actor",
        "6452gnfu3m37l2li",
        "f73ba334b4db37f5e968ca62d47916ab22331a37c482b84ad02a0746657eb385",
        "423bb6b34c0779ad6789fc86e4690918c5a3b56379670715b70f5dd24f9099fa",
    ),
    (
        "as-known",
        77,
        "what-changed?first=2026-02-01&last=2026-06-01",
        "eafkjbcfsaqfqahd",
        "200aa4844590205800e3b1351ce13ee9a6073f1df40ffcbfe1f0fd9f0ebeb30d",
        "03d4623cda7714284f35e4cf24e1054c9758791d724d1eea1e8c23dea818b744",
    ),
    (
        "together",
        44,
        "",
        "ztijljibbcqxdfgk",
        "ccd095a50108a17194ca02b9c18b604bf0591d4848deff67fac58ec50d3719a0",
        "6ebb63eb3307700083c77d736ac4f01aacb35b96cc2d91dd33b86b8f6c71fe07",
    ),
    (
        "strikes-by-week",
        35,
        "talks-and-strikes?step=week",
        "m2yiohzbzpmv5f4x",
        "66b0871f21cbd95e97972869e41509798b30bb96fe45ef0e602e8fc980af4fb1",
        "51167a55f2bee93847b27e6467663884940132219dec3e2f0a11694eaf0e266d",
    ),
    (
        "small",
        3,
        "",
        "6pmrwhaieio5m762",
        "f3d91b1c08221dd67fdac1904a46f2033416d4fcb56604397574f638b24a2e8b",
        "73f72d12842693d64b980f3cb4d2b30ae5f40e804dc38ff30bbdfae5f03f3c32",
    ),
)
NAMES = [name for name, *_ in FROZEN]
EVERY = pytest.mark.parametrize("name", NAMES)


def read(name: str) -> Snapshot:
    return read_file((KEPT / f"{name}.json").read_bytes())


def events_of(snapshot: Snapshot) -> list[dict[str, Any]]:
    return snapshot.document["tables"]["events"]


def changed(snapshot: Snapshot, event: str, **fields: object) -> Snapshot:
    """The snapshot as if one event had been frozen with other values; None for a cell that says nothing."""
    document = {name: part for name, part in snapshot.document.items() if name != "sha256"}
    rows = [row | fields if row["id"] == event else row for row in events_of(snapshot)]
    rows = [{name: value for name, value in row.items() if value is not None} for row in rows]
    return seal(document | {"tables": document["tables"] | {"events": rows}})


def test_every_file_that_is_kept_is_tested():
    assert sorted(NAMES) == sorted(path.stem for path in KEPT.glob("*.json"))
    assert {path.stem for path in KEPT.glob("*.html")} <= set(NAMES)


@pytest.mark.parametrize(("name", "events", "page", "id_", "sha256", "content"), FROZEN, ids=NAMES)
def test_it_is_what_was_frozen(name, events, page, id_, sha256, content):
    snapshot = read_file((KEPT / f"{name}.json").read_bytes(), id_)
    assert (snapshot.id, snapshot.sha256, snapshot.content_sha256) == (id_, sha256, content)
    assert snapshot.event_count == events
    assert f"{snapshot.page}?{snapshot.choices}".rstrip("?") == page
    assert snapshot.text.encode() == (KEPT / f"{name}.json").read_bytes()


@EVERY
def test_one_changed_letter_is_found_out(name):
    text = (KEPT / f"{name}.json").read_text(encoding="utf-8")
    title = events_of(read(name))[0]["title"]
    with pytest.raises(Damaged, match="was changed after it was frozen"):
        read_file(text.replace(title, title + "!", 1).encode())


@EVERY
def test_the_command_verifies_it(name, capsys):
    assert main(["snapshot", "verify", str(KEPT / f"{name}.json"), "--id", read(name).id]) == 0
    assert capsys.readouterr().out.startswith(f"VERIFIED. This is the snapshot {read(name).id}")


@EVERY
def test_its_filter_selects_its_own_rows(name):
    """No event is lost when the frozen rows are opened, and each has the grades that were frozen."""
    snapshot = read(name)
    flt, ignored = (record := Collection.from_tables(tables_of(snapshot))).read_filter(snapshot.query)
    assert ignored == []
    with zipfile.ZipFile(io.BytesIO(write_view(record.view(flt), "csv"))) as files:
        rows = list(csv.DictReader(io.TextIOWrapper(files.open("events.csv"), encoding="utf-8-sig")))
    graded = {(row["id"], row["title"], row["support"], row["contest"]) for row in rows}
    keys = ("id", "title", "support", "contest")
    assert graded == {tuple(row.get(key, "") for key in keys) for row in events_of(snapshot)}
    for column in ("drones", "missiles", "intercepted", "figures_by"):
        frozen = {row["id"]: str(row[column]) for row in events_of(snapshot) if column in row}
        assert {row["id"]: row[column] for row in rows if row[column]} == frozen, column


def test_the_kept_snapshots_hold_figures():
    """Else the test above would show nothing of them."""
    assert {"drones": 0, "missiles": 12, "figures_by": "alpha-army"}.items() <= events_of(read("small"))[1].items()
    assert sum("figures_by" in row for row in events_of(read("strikes-by-week"))) > 0


def test_a_store_takes_them_and_gives_them_back(tmp_path):
    with closing(SnapshotStore(str(tmp_path / "store.sqlite"))) as store:
        for name in NAMES:
            store.put(read(name))
        assert all(store.get(read(name).id) == read(name) for name in NAMES)
        assert {(entry.id, entry.events) for entry in store.find()} == {(id_, n) for _, n, _, id_, *_ in FROZEN}


@EVERY
def test_its_page_shows_every_event_and_carries_the_data(name):
    snapshot = read(name)
    page = write_page(snapshot, base_url="https://example.org")
    assert read_file(page.encode(), snapshot.sha256) == snapshot
    assert [row["title"] for row in events_of(snapshot) if str(escape(row["title"])) not in page] == []


@pytest.mark.parametrize("page", sorted(KEPT.glob("*.html")), ids=lambda path: path.stem)
def test_a_page_that_was_sent_away_is_still_verified(page, capsys):
    assert read_file(page.read_bytes()) == read(page.stem)
    assert main(["snapshot", "verify", str(page), "--id", read(page.stem).id]) == 0
    assert main(["snapshot", "show", str(page)]) == 0
    shown = capsys.readouterr().out
    assert all(row["title"] in shown for row in events_of(read(page.stem)))


def check_sound(changes: Changes, before: Snapshot, after: list[str]) -> None:
    """What is told of the events agrees with the two lists of them, whatever has changed between them."""
    old = [row["id"] for row in events_of(before)]
    assert changes.added["event"].tolist() == [event for event in after if event not in old]
    assert changes.removed["event"].tolist() == [event for event in old if event not in after]
    assert set(changes.changed["event"]) <= set(old) & set(after)
    assert set(changes.changed["field"]) <= set(changes.fields)
    assert (changes.changed["was"] != changes.changed["now"]).all()
    assert (changes.removed["why"] != "").all()
    assert ("nothing has changed" in sum_up(changes)) == changes.is_empty


@EVERY
def test_it_is_compared_with_the_record_of_today(name, real_record):
    """True on the day of freezing, when nothing had changed, and later, when something has."""
    snapshot = read(name)
    changes = compare_with_record(snapshot, real_record)
    today = real_record.view(real_record.read_filter(snapshot.query)[0])
    check_sound(changes, snapshot, today.events["id"].tolist())
    if changes.same_data:
        assert changes.is_empty


def test_nothing_has_changed_in_the_folder_that_it_was_frozen_from():
    """The folder says today what it said then: figures of events are neither lost nor told in another way."""
    changes = compare_with_record(read("small"), open_collection(KEPT / "folder"))
    assert {name: table.to_dict("records") for name, table in changes.tables.items() if len(table)} == {}
    assert changes.ignored == ()


@pytest.mark.parametrize(
    ("field", "value", "was", "now"),
    [
        ("missiles", 13, "12", "13"),
        ("drones", None, "0", ""),
        ("intercepted", 3, "", "3"),
        ("figures_by", "boris", "alpha-army", "boris"),
        ("title", "A quiet night", "A heavy night", "A quiet night"),
    ],
)
def test_one_changed_field_is_told_as_such(field, value, was, now):
    snapshot = read("small")
    later = changed(snapshot, "strike", **{field: value})
    changes = compare_snapshots(snapshot, later)
    check_sound(changes, snapshot, [row["id"] for row in events_of(later)])
    (row,) = changes.changed.to_dict("records")
    assert (row["event"], row["field"], row["was"], row["now"]) == ("strike", field, was, now)


@pytest.mark.parametrize(("one", "other"), [("whole-record", "diplomacy"), ("diplomacy", "together")])
def test_two_of_them_are_compared(one, other):
    after = [row["id"] for row in events_of(read(other))]
    changes = compare_snapshots(read(one), read(other))
    check_sound(changes, read(one), after)
    assert len(changes.removed) > 0
    assert compare_snapshots(read(one), read(one)).is_empty

"""What changed since a snapshot: every kind of change is found, where it is, and nothing else is."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.snapshots.records import EVENTS, LISTS, STRIKES, freeze_query, open_record
from tests.writing import ACTORS, PUBLISHERS, claim, source
from timeline.query.collection import Collection, open_collection
from timeline.snapshots.compare import FIELDS, Changes, compare_snapshots, compare_with_record, in_cell
from timeline.snapshots.errors import Damaged
from timeline.snapshots.freeze import tables_of
from timeline.snapshots.snapshot import read_snapshot, seal

FIRST, SECOND = EVENTS["meeting"]["claims"]
ANNA, BORIS = ("anna", "asserts", "2026-02-03"), ("boris", "denies", "2026-02-04", "two")
CORRECTION = {
    "date": "2026-04-01",
    "event": "meeting",
    "kind": "corrected",
    "was": "one hour",
    "now": "two hours",
    "reason": "the minutes",
}
WITHDRAWN = {"date": "2026-04-02", "event": "ancient", "kind": "withdrawn", "reason": "a legend"}
MERGED = {"date": "2026-04-02", "event": "ancient", "kind": "merged", "to": "strike"}


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return open_record(tmp_path_factory.mktemp("record"))


@pytest.fixture(scope="module")
def snapshot(record):
    return read_snapshot(freeze_query(record).text)


def rows(changes: Changes) -> dict[str, list[dict[str, str]]]:
    """The tables in which something moved."""
    return {name: table.to_dict("records") for name, table in changes.tables.items() if len(table)}


def edited(folder, changes=None, *, strikes: str = STRIKES, corrections=(), **lists) -> Collection:
    """The record after an edit; ``corrections`` are added to those that it has."""
    open_record(folder, changes, corrections=[*LISTS["corrections"], *corrections], **lists)
    (folder / "strikes.csv").write_text(strikes)
    made = open_collection(folder)
    assert made.problems == ()
    return made


def both_ways(snapshot, record: Collection) -> dict[str, list[dict[str, str]]]:
    """What moved; the same whether the later side is the record or a snapshot of it, but for why an event is gone."""
    live = rows(compare_with_record(snapshot, record))
    frozen = rows(compare_snapshots(snapshot, freeze_query(record, snapshot.query)))
    assert {**frozen, "removed": None} == {**live, "removed": None}
    assert len(frozen.get("removed", [])) == len(live.get("removed", []))
    return live


def of(number: int, text: str, **more: str) -> dict[str, str]:
    return {"claim": f"meeting#{number}", "event": "meeting", "text": text} | more


def position(number: int, text: str, actor: str, name: str, stance: str, date: str, change: str, url: str = "one"):
    said = {"actor": actor, "actor_name": name, "stance": stance, "date": date, "url": f"https://example.org/{url}"}
    return of(number, text) | said | {"change": change}


AGREED, HOUR = "They agreed.", "They met for an hour."

# What is edited, and all that is then told of it.
EDITS = {
    "nothing": ({}, {}),
    "an event added": (
        {"later": {"title": "Later", "when": "2026-04"}},
        {"added": [{"event": "later", "title": "Later", "when": "2026-04", "support": "single-source", "contest": ""}]},
    ),
    "claims reworded": (
        {"meeting": {"claims": [claim(ANNA, BORIS, text="They agreed on it."), SECOND]}},
        {"claims": [of(1, "They agreed on it.", change="reworded", was=AGREED, now="They agreed on it.")]},
    ),
    "a claim put before the others, whose numbers move": (
        {"meeting": {"claims": [claim(("beta", "asserts", "2026-02-05"), text="It rained."), FIRST, SECOND]}},
        {
            "claims": [of(1, "It rained.", change="added", was="", now="It rained.")],
            "positions": [position(1, "It rained.", "beta", "Beta", "asserts", "2026-02-05", "added")],
        },
    ),
    "claims in another order": ({"meeting": {"claims": [SECOND, FIRST]}}, {}),
    "a claim gone": (
        {"meeting": {"claims": [FIRST]}},
        {
            "claims": [of(2, HOUR, change="removed", was=HOUR, now="")],
            "positions": [position(2, HOUR, "beta", "Beta", "asserts", "2026-02-03", "removed")],
        },
    ),
    "a contest that moves with a position": (
        {"meeting": {"claims": [FIRST, claim(("beta", "asserts", "2026-02-03"), ("anna", "denies"), text=HOUR)]}},
        {
            "contests": [of(2, HOUR, was="one-sided", now="contested")],
            "positions": [position(2, HOUR, "anna", "Anna Łęcka", "denies", "", "added")],
        },
    ),
    "a position gone, and with it the contest": (
        {"meeting": {"claims": [claim(ANNA, text=AGREED), SECOND]}},
        {
            "changed": [{"event": "meeting", "field": "contest", "was": "contested", "now": "one-sided"}],
            "contests": [of(1, AGREED, was="contested", now="one-sided")],
            "positions": [position(1, AGREED, "boris", "Boris", "denies", "2026-02-04", "removed", "two")],
        },
    ),
    "somebody says the same again": (
        {"meeting": {"claims": [claim(ANNA, ANNA, BORIS, text=AGREED), SECOND]}},
        {"positions": [position(1, AGREED, "anna", "Anna Łęcka", "asserts", "2026-02-03", "added")]},
    ),
    "another stance": (
        {"meeting": {"claims": [FIRST, claim(("beta", "questions", "2026-02-03"), text=HOUR)]}},
        {
            "contests": [of(2, HOUR, was="one-sided", now="questioned")],
            "positions": [
                position(2, HOUR, "beta", "Beta", "questions", "2026-02-03", "added"),
                position(2, HOUR, "beta", "Beta", "asserts", "2026-02-03", "removed"),
            ],
        },
    ),
    "another date of a position": (
        {"meeting": {"claims": [FIRST, claim(("beta", "asserts", "2026-02"), text=HOUR)]}},
        {
            "positions": [
                position(2, HOUR, "beta", "Beta", "asserts", "2026-02", "added"),
                position(2, HOUR, "beta", "Beta", "asserts", "2026-02-03", "removed"),
            ]
        },
    ),
    "another document of a position": (
        {"meeting": {"claims": [FIRST, claim(("beta", "asserts", "2026-02-03", "two"), text=HOUR)]}},
        {
            "positions": [
                position(2, HOUR, "beta", "Beta", "asserts", "2026-02-03", "added", "two"),
                position(2, HOUR, "beta", "Beta", "asserts", "2026-02-03", "removed"),
            ]
        },
    ),
    "a document described differently": (
        {"strike": {"sources": {"three": source("First Wire", "three", title="The night", published="2026-01-31")}}},
        {
            "sources": [
                {"url": "https://example.org/three", "title": "The night", "field": "publisher"}
                | {"was": "second-wire", "now": "first-wire"},
                {"url": "https://example.org/three", "title": "The night", "field": "title"}
                | {"was": "Document three", "now": "The night"},
                {"url": "https://example.org/three", "title": "The night", "field": "published"}
                | {"was": "", "now": "2026-01-31"},
            ]
        },
    ),
    "a document's local name": (
        {"strike": {"sources": {"night": source("Second Wire", "three", published=None)}}},
        {},
    ),
}


@pytest.mark.parametrize(("edit", "told"), EDITS.values(), ids=EDITS)
def test_each_edit_of_an_event_is_told_and_nothing_else(snapshot, tmp_path, edit, told):
    for row in told.get("changed", []):
        row.setdefault("title", "Alpha and Beta meet")
    assert both_ways(snapshot, edited(tmp_path, edit)) == told


FIELD_EDITS = {
    "title": ("strike", {"title": "A quiet night"}, "A heavy night", "A quiet night"),
    "when": ("strike", {"when": "2026-01-29/2026-01-31"}, "2026-01-29/2026-01-30", "2026-01-29/2026-01-31"),
    "when_text": ("strike", {"when_text": "the last night"}, "", "the last night"),
    "place": ("meeting", {"place": EVENTS["meeting"]["place"] | {"name": "Accra"}}, "Null Island", "Accra"),
    "country": ("meeting", {"place": EVENTS["meeting"]["place"] | {"country": "TG"}}, "GH", "TG"),
    "lat": ("meeting", {"place": EVENTS["meeting"]["place"] | {"lat": 1}}, "0.00005", "1"),
    "lon": ("meeting", {"place": EVENTS["meeting"]["place"] | {"lon": 55.5}}, "55", "55.5"),
    "actors": ("strike", {"actors": ["beta", "gamma"]}, "beta", "beta, gamma"),
    "themes": ("strike", {"themes": ["strikes", "talks"]}, "strikes", "strikes, talks"),
    "summary": ("strike", {"summary": "They **slept**."}, "They met.", "They **slept**."),
    "note": ("strike", {"note": "By local time."}, "", "By local time."),
    "sources": (
        "meeting",
        {"sources": EVENTS["meeting"]["sources"] | {"four": source(name="four")}},
        "https://example.org/one, https://example.org/two",
        "https://example.org/four, https://example.org/one, https://example.org/two",
    ),
    "drones": ("strike", {"figures": {"drones": 7, "missiles": 12, "by": "alpha-army"}}, "0", "7"),
    "missiles": ("strike", {"figures": {"drones": 0, "by": "alpha-army"}}, "12", ""),
    "intercepted": ("strike", {"figures": EVENTS["strike"]["figures"] | {"intercepted": 3}}, "", "3"),
    "figures_by": ("strike", {"figures": EVENTS["strike"]["figures"] | {"by": "alpha"}}, "alpha-army", "alpha"),
    "links": ("strike", {"links": [{"to": "ancient", "relation": "follows"}]}, "", "follows ancient"),
}


@pytest.mark.parametrize(("field", "edit"), FIELD_EDITS.items(), ids=FIELD_EDITS)
def test_each_field_of_an_event_is_compared(snapshot, tmp_path, field, edit):
    event, fields, was, now = edit
    told = both_ways(snapshot, edited(tmp_path, {event: fields}))
    title = fields.get("title", EVENTS[event]["title"])
    assert told == {"changed": [{"event": event, "title": title, "field": field, "was": was, "now": now}]}


LATER_EDITS = {
    "tags": ({"tags": ["peace"]}, {"tags": ["peace", "war"]}, "peace", "peace, war"),
    "extra": ({"extra": {"row": "1"}}, {}, '{"row":"1"}', ""),
}


@pytest.mark.parametrize(("field", "edit"), LATER_EDITS.items(), ids=LATER_EDITS)
def test_a_field_that_no_snapshot_had_at_first_is_compared_where_the_earlier_one_has_some(tmp_path, field, edit):
    before, after, was, now = edit
    old = freeze_query(edited(tmp_path / "old", {"strike": before}))
    told = both_ways(old, edited(tmp_path / "new", {"strike": after}))
    title = EVENTS["strike"]["title"]
    assert told == {"changed": [{"event": "strike", "title": title, "field": field, "was": was, "now": now}]}


def test_every_field_has_its_test():
    elsewhere = {"support", "contest", "citing"}  # two grades follow from others; tests/collection/test_citations.py
    assert set(FIELDS) - set(FIELD_EDITS) - set(LATER_EDITS) == elsewhere


def test_a_grade_that_moves_is_told_of_the_event(snapshot, tmp_path):
    publishers = [
        row | ({"weak": "true", "weak_because": "x"} if row["id"] == "second-wire" else {}) for row in PUBLISHERS
    ]
    told = both_ways(snapshot, edited(tmp_path, publishers=publishers))
    (row,) = told.pop("changed")
    assert (row["event"], row["field"], row["now"]) == ("strike", "support", "weakly-sourced")
    assert told == {}


def test_domains_of_publishers_are_frozen_where_there_are_any_and_are_no_change(snapshot, tmp_path):
    assert all("domains" not in row for row in snapshot.document["tables"]["publishers"])
    with_domains = [row | {"domains": [f"{row['id']}.example"]} for row in PUBLISHERS]
    later = edited(tmp_path, publishers=with_domains)
    frozen = freeze_query(later).document["tables"]["publishers"]
    assert [row["domains"] for row in frozen] == [[f"{row['id']}.example"] for row in frozen]
    assert both_ways(snapshot, later) == {}


REMOVED = {
    "withdrawn": ({"ancient": None}, [WITHDRAWN], "it was withdrawn: a legend", "it was withdrawn: a legend"),
    "withdrawn without a reason": (
        {"ancient": None},
        [{name: value for name, value in WITHDRAWN.items() if name != "reason"}],
        "it was withdrawn",
        "it was withdrawn",
    ),
    "merged": ({"ancient": None}, [MERGED], "it was merged into strike", "it was merged into strike"),
    "corrected and then merged": (
        {"ancient": None},
        [CORRECTION | {"event": "ancient"}, MERGED | {"reason": "twice"}],
        "it was merged into strike: twice",
        "it was merged into strike: twice",
    ),
    "gone without a word": (
        {"ancient": None},
        [],
        "it is no longer on record",
        "it is not in the later snapshot",
    ),
}


@pytest.mark.parametrize(("edit", "corrections", "live", "frozen"), REMOVED.values(), ids=REMOVED)
def test_why_an_event_is_no_longer_there(snapshot, tmp_path, edit, corrections, live, frozen):
    record = edited(tmp_path, edit, corrections=corrections)
    for changes, why in (
        (compare_with_record(snapshot, record), live),
        (compare_snapshots(snapshot, freeze_query(record)), frozen),
    ):
        assert rows(changes) == {
            "removed": [{"event": "ancient", "title": "Long ago", "when": "-0699-03-15", "why": why}]
        }


def test_an_event_that_no_longer_fits_the_filter(record, tmp_path):
    snapshot = freeze_query(record, "theme=talks")
    today = edited(tmp_path, {"ancient": {"themes": ["strikes"]}})
    (row,) = rows(compare_with_record(snapshot, today))["removed"]
    assert row["why"] == "it is still on record but no longer fits the filter"
    (row,) = rows(compare_snapshots(snapshot, freeze_query(today, "theme=talks")))["removed"]
    assert row["why"] == "it is not in the later snapshot"


def test_an_event_that_fits_the_filter_only_now_is_added(record, tmp_path):
    today = edited(tmp_path, {"strike": {"themes": ["strikes", "talks"]}})
    changes = compare_with_record(freeze_query(record, "theme=talks"), today)
    assert [row["event"] for row in rows(changes).pop("added")] == ["strike"]


def test_a_correction_since_is_told_once(snapshot, tmp_path):
    record = edited(tmp_path, {"meeting": {"summary": "Two hours."}}, corrections=[CORRECTION])
    told = both_ways(snapshot, record)
    row = {name: CORRECTION[name] for name in ("date", "event", "was", "now", "reason")}
    assert told["corrections"] == [row | {"title": "Alpha and Beta meet"}]
    assert [row["field"] for row in told["changed"]] == ["summary"]
    assert rows(compare_with_record(freeze_query(record), record)) == {}


def test_a_correction_of_the_record_as_a_whole(snapshot, tmp_path):
    whole = {name: value for name, value in CORRECTION.items() if name != "event"}
    (row,) = both_ways(snapshot, edited(tmp_path, corrections=[whole]))["corrections"]
    assert (row["event"], row["title"]) == ("", "the record as a whole")


def test_a_correction_of_an_event_that_the_snapshot_does_not_hold_is_not_its_matter(record, tmp_path):
    today = edited(tmp_path, corrections=[CORRECTION])
    assert rows(compare_with_record(freeze_query(record, "theme=strikes"), today)) == {}
    assert rows(compare_with_record(freeze_query(record), today)) != {}


HEAD, DAY_29, DAY_30, TENTH = STRIKES.splitlines()
STRIKE_EDITS = {
    "a figure": (
        (HEAD, DAY_29, DAY_30.replace(",3,1,", ",3,2,"), TENTH),
        [{"date": "2026-01-30", "field": "missiles_stopped", "was": "1", "now": "2"}],
    ),
    "a figure that was not known": (
        (HEAD, DAY_29.replace(",,,", ",0,0,"), DAY_30, TENTH),
        [
            {"date": "2026-01-29", "field": "missiles_launched", "was": "", "now": "0"},
            {"date": "2026-01-29", "field": "missiles_stopped", "was": "", "now": "0"},
        ],
    ),
    "its source": (
        (HEAD, DAY_29, DAY_30, TENTH.replace("/10", "/ten")),
        [{"date": "2026-02-10", "field": "source", "was": "https://example.org/10", "now": "https://example.org/ten"}],
    ),
    "a day new and a day gone": (
        (HEAD, DAY_29, TENTH, "2026-02-11,1,1,,,https://example.org/11"),
        [
            {"date": "2026-01-30", "field": "day", "was": "reported", "now": ""},
            {"date": "2026-02-11", "field": "day", "was": "", "now": "reported"},
        ],
    ),
}


@pytest.mark.parametrize(("lines", "told"), STRIKE_EDITS.values(), ids=STRIKE_EDITS)
def test_strike_days(snapshot, tmp_path, lines, told):
    assert both_ways(snapshot, edited(tmp_path, strikes="\n".join(lines) + "\n")) == {"strikes": told}


def test_strike_days_beyond_the_period_are_not_its_matter(record, tmp_path):
    today = edited(tmp_path, strikes="\n".join((HEAD, DAY_29, DAY_30)) + "\n")
    assert rows(compare_with_record(freeze_query(record, "to=2026-01-31"), today)) == {}


def test_another_version_that_shows_the_same(snapshot, record, tmp_path):
    today = edited(tmp_path, topics=None)
    changes = compare_with_record(snapshot, today)
    assert changes.is_empty
    assert not changes.same_data
    same = compare_with_record(snapshot, record)
    assert same.is_empty
    assert same.same_data
    assert not compare_with_record(snapshot, edited(tmp_path / "b", {"later": {}})).is_empty


def test_another_filter(record, snapshot):
    talks = freeze_query(record, "theme=talks")
    changes = compare_snapshots(talks, snapshot)
    assert changes.same_data
    assert [row["event"] for row in rows(changes)["added"]] == ["strike"]
    assert {row["field"] for row in rows(changes).get("changed", [])} <= {"links"}
    assert [row["why"] for row in rows(compare_snapshots(snapshot, talks))["removed"]] == [
        "it is not in the later snapshot"
    ]


def test_a_filter_that_names_what_is_no_longer_known(record, tmp_path):
    made = freeze_query(record, "actor=gamma")
    today = edited(
        tmp_path, {"ancient": {"actors": ["beta"]}}, actors=[actor for actor in ACTORS if actor["id"] != "gamma"]
    )
    changes = compare_with_record(made, today)
    assert len(changes.ignored) == 1
    assert "gamma" in changes.ignored[0]
    assert compare_with_record(made, record).ignored == ()


def test_as_known_on_a_day_stays_what_was_known(record, tmp_path):
    made = freeze_query(record, "known=2026-02-03")
    later_position = {
        "meeting": {
            "claims": [FIRST, claim(("beta", "asserts", "2026-02-03"), ("anna", "denies", "2026-03-09"), text=HOUR)]
        }
    }
    assert rows(compare_with_record(made, edited(tmp_path, later_position))) == {}


QUERIES = ["", "theme=talks", "actor=alpha", "from=2026-01-30&to=2026-02-01", "contest=contested", "known=2026-02-03"]


@pytest.mark.parametrize("query", QUERIES)
def test_nothing_changed_is_nothing_found(record, query):
    made = freeze_query(record, query)
    again = read_snapshot(made.text)
    for before, after in ((made, again), (again, made), (again, again)):
        assert compare_snapshots(before, after).is_empty
    opened = Collection.from_tables(tables_of(again))
    for today in (record, opened):
        assert compare_with_record(made, today).is_empty
        assert compare_with_record(again, today).is_empty


@settings(max_examples=15, phases=[Phase.generate])  # to shrink a failure would take minutes
@given(data=st.data())
def test_the_record_that_ships_has_not_changed_since_itself(real_record, data):
    drawn = {
        name: data.draw(st.lists(st.sampled_from(list(getattr(real_record, table)["id"])), max_size=2, unique=True))
        for name, table in (("actor", "actors"), ("theme", "themes"), ("publisher", "publishers"))
    }
    days = st.dates(real_record.strikes["date"].min().date(), real_record.strikes["date"].max().date())
    start = data.draw(st.none() | days)
    query = "&".join([f"{name}={value}" for name, values in drawn.items() for value in values])
    made = freeze_query(real_record, query + (f"&from={start}" if start else ""))
    again = read_snapshot(made.text)
    assert compare_snapshots(again, again).is_empty
    assert compare_with_record(again, real_record).is_empty


@settings(max_examples=40)
@given(data=st.data())
def test_what_one_way_adds_the_other_way_removes(snapshot, tmp_path_factory, data):
    """Whatever rows two sides have: nothing that differs is passed over, and turning them round turns the words."""
    document = json.loads(snapshot.text)
    del document["sha256"]
    kept = data.draw(st.sets(st.sampled_from(sorted(row["id"] for row in document["tables"]["claims"]))))
    positions = [row for row in document["tables"]["positions"] if row["claim"] in kept]
    document["tables"]["positions"] = data.draw(st.lists(st.sampled_from(positions), max_size=5)) if positions else []
    kept = {row["claim"] for row in document["tables"]["positions"]}  # a claim nobody took a position on is none
    document["tables"]["claims"] = [row for row in document["tables"]["claims"] if row["id"] in kept]
    document["tables"]["topic_claims"] = [row for row in document["tables"]["topic_claims"] if row["claim"] in kept]
    other = seal(document)
    there, back = compare_snapshots(snapshot, other), compare_snapshots(other, snapshot)
    for name in ("claims", "positions"):
        one, two = (
            table.replace({"change": {"added": "removed", "removed": "added"}})
            for table in (there.tables[name], back.tables[name])
        )
        assert sorted(there.tables[name]["change"]) == sorted(two["change"])
        assert len(one) == len(two)
    said = there.positions["change"].value_counts()
    before, after = (len(made.document["tables"]["positions"]) for made in (snapshot, other))
    assert before + said.get("added", 0) - said.get("removed", 0) == after


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("links", {"event": ""}),
        ("links", {"to": "nowhere"}),
        ("links", {"relation": ""}),
        ("claims", {"event": ""}),
        ("positions", {"source": ""}),
        ("positions", {"stance": ""}),
        ("positions", {"actor": ""}),
        ("corrections", {"kind": ""}),
    ],
)
def test_rows_that_no_freezing_made_are_refused_with_words(record, snapshot, table, change):
    document = json.loads(snapshot.text)
    del document["sha256"]
    document["tables"][table][0] |= change
    made = seal(document)
    for compare in (
        lambda: compare_with_record(made, record),
        lambda: compare_snapshots(snapshot, made),
        lambda: compare_snapshots(made, snapshot),
    ):
        with pytest.raises(Damaged, match="hash is right, but"):
            compare()


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, ""), ("x", "x"), (0, "0"), (2.0, "2"), (0.00005, "0.00005"), (0.5, "0.5"), (["b", "a"], "b, a"), ([], "")],
)
def test_a_cell(value, cell):
    assert in_cell(value) == cell


def test_the_tables_have_the_columns_that_are_told_even_when_nothing_moved(snapshot):
    changes = compare_snapshots(snapshot, snapshot)
    assert all(isinstance(table, pd.DataFrame) and len(table.columns) >= 4 for table in changes.tables.values())
    assert list(changes.changed.columns) == ["event", "title", "field", "was", "now"]

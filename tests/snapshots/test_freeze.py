"""Freezing: a snapshot holds all that its view shows, and its rows open as a record that shows the same."""

from __future__ import annotations

import dataclasses
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.snapshots.records import NOON, SAID, freeze_query, open_record
from tests.writing import copy_of, event, source, write_collection, write_copies
from timeline.cards.render import render_cards
from timeline.collection.places import move, moved, trim
from timeline.collection.tables import Tables
from timeline.query.collection import Collection, open_collection
from timeline.query.filter import Filter
from timeline.snapshots.errors import Damaged, TooLarge
from timeline.snapshots.freeze import freeze, software_version, tables_of
from timeline.snapshots.selection import FROZEN
from timeline.snapshots.snapshot import FORMAT, read_snapshot, seal

QUERIES = [
    "",
    "theme=talks",
    "actor=alpha",
    "from=2026-01-30&to=2026-02-01",
    "from=2026-02-01",
    "contest=contested",
    "publisher=digest",
    "actor=boris&together=1&certain=1",
    "q=heavy&sort=oldest",
    "known=2026-02-03",
    "country=GH",
    "theme=strikes&actor=gamma",
]


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return open_record(tmp_path_factory.mktemp("record"))


def opened(snapshot) -> Collection:
    return Collection.from_tables(tables_of(read_snapshot(snapshot.text.encode(), snapshot.id)))


def test_a_snapshot_says_what_it_is_of(record):
    made = freeze_query(record, "actor=anna&event=meeting&page=3", title="T", note="N", author="A", page="claims")
    assert (made.title, made.note, made.author, made.page) == ("T", "N", "A", "claims")
    assert made.query == "actor=anna", "the opened event and the page of cards are not what it shows"
    assert made.filter == Filter(actors=("anna",))
    assert made.words == "Events involving Anna Łęcka"
    assert made.collection["title"] == "Test <collection>"
    assert made.collection["licence"] == "CC BY 4.0"
    assert made.version == record.version
    assert made.software == software_version()
    assert made.frozen == NOON
    assert made.frozen_words == "23 November 2026, 12:00 UTC"
    assert (made.event_count, made.total) == (1, 3)


def test_the_text_is_canonical_and_holds_no_cell_that_says_nothing(record):
    made = freeze_query(record)
    document = json.loads(made.text)
    assert list(document) == sorted(document)
    rows = [row for table in document["tables"].values() for row in table]
    assert rows
    assert [row for row in rows if any(value in ("", None, False, []) and value != 0 for value in row.values())] == []
    assert document["tables"]["events"][1]["drones"] == 0, "none launched is a figure, and not the same as unknown"


def test_an_event_that_is_not_assessed_stays_so_and_is_found(tmp_path):
    events = {
        "meeting": event(sources={"one": source("Valley Post")}),
        "other": event(sources={"two": source(name="two")}),
    }
    made = freeze_query(open_collection(write_collection(tmp_path, events)), "support=not-assessed")
    assert (made.words, made.event_count) == ("Not assessed events", 1)
    frozen = opened(made)
    assert frozen.publishers["control"].tolist() == ["unknown"]
    assert frozen.events["support"].tolist() == ["not-assessed"]
    assert "one publisher of unknown owner set aside: Valley Post" in render_cards(
        frozen, frozen.events, made.filter, lambda flt: "#"
    )


@pytest.mark.parametrize("query", QUERIES)
def test_the_frozen_rows_show_what_the_view_showed(record, query):
    view = record.view(Filter.from_query(query)[0])
    made = freeze_query(record, query)
    again = opened(made)
    frozen = again.view(made.filter)
    pd.testing.assert_frame_equal(frozen.events, view.events)
    assert len(frozen) == frozen.total == made.event_count, "the filter selects all that was frozen"
    assert made.filter.in_words(again) == made.words
    assert freeze_query(again, query).document["tables"] == made.document["tables"], "frozen again it is the same"


@pytest.mark.parametrize("query", QUERIES)
def test_grades_derived_anew_are_the_frozen_ones(record, query):
    tables = tables_of(freeze_query(record, query))
    graded = Collection.from_tables(tables)
    for name, columns in (("events", ["support", "contest"]), ("claims", ["contest"]), ("positions", ["latest"])):
        pd.testing.assert_frame_equal(getattr(graded, name)[columns], getattr(tables, name)[columns])


@pytest.mark.parametrize(
    "query", ["", "theme=diplomacy&actor=russia", "from=2026-01-01&to=2026-03-31", "known=2026-02-10"]
)
def test_the_record_that_ships_freezes_and_opens_the_same(real_record, query):
    flt = Filter.from_query(query)[0]
    view, made = real_record.view(flt), freeze_query(real_record, query)
    again = opened(made)
    frozen = again.view(flt)
    assert again.check_filter(flt)[1] == []
    pd.testing.assert_frame_equal(frozen.events, view.events)
    base = record_less_links(view.record, frozen.events)
    assert render_cards(again, frozen.events, flt, lambda f: "#") == render_cards(
        base, frozen.events, flt, lambda f: "#"
    )
    assert made.size_bytes < 6_000 * len(real_record.events)


def record_less_links(record: Collection, events: pd.DataFrame) -> Collection:
    """The record with what stands between these events only, as a snapshot holds it."""
    ids = set(events["id"])
    kept = record.links["event"].isin(ids) & record.links["to"].isin(ids)
    to = moved(record.claims, ids.__contains__)
    claims = trim(move(record.claims, "id", to), ids.__contains__)
    positions, searches = (move(table, "claim", to) for table in (record.positions, record.searches))
    links = record.links[kept].reset_index(drop=True)
    return dataclasses.replace(record, links=links, claims=claims, positions=positions, searches=searches)


def test_what_our_copies_tell_is_frozen_and_nothing_is_where_there_are_none(tmp_path):
    folder = write_collection(tmp_path, {"first": event()})
    without = freeze_query(open_collection(folder), "")
    (row,) = without.document["tables"]["sources"]
    assert [name for name in row if name.startswith("copy")] == [], "such a record freezes as it did before"
    write_copies(folder, copy_of("https://example.org/one"))
    made = freeze_query(open_collection(folder), "")
    (row,) = made.document["tables"]["sources"]
    told = {"copy_date": "2026-03-03", "copy_sha256": "1" * 64, "copy_words": "copy of 3 March 2026"}
    assert {name: value for name, value in row.items() if name.startswith("copy")} == told
    assert made.version == without.version
    assert opened(made).sources["copy_words"].tolist() == ["copy of 3 March 2026"]


def test_only_the_rows_of_the_view_are_held(record):
    tables = tables_of(freeze_query(record, "theme=strikes"))
    assert list(tables.events["id"]) == ["strike"]
    assert list(tables.sources["id"]) == ["three"]
    assert list(tables.publishers["id"]) == ["second-wire"]
    assert set(tables.actors["id"]) == {"beta", "alpha-army", "alpha"}, "a party, and whose figures, with who is above"
    assert tables.claims.empty
    assert tables.topics.empty
    assert tables.links.empty, "the other end is not in the view"
    assert list(tables.themes["id"]) == ["talks", "strikes"], "all of them: their colours go by their order"


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("", 3),
        ("from=2026-01-30", 2),
        ("to=2026-01-30", 2),
        ("from=2026-01-30&to=2026-01-30", 1),
        ("known=2026-01-29", 1),
    ],
)
def test_strike_days_are_those_of_the_period(record, query, days):
    assert len(tables_of(freeze_query(record, query)).strikes) == days


def test_corrections_follow_their_events(record):
    assert list(tables_of(freeze_query(record, "theme=strikes")).corrections["event"]) == []
    made = freeze_query(record, "actor=anna")
    assert list(tables_of(made).corrections["event"]) == ["meeting", "first-meeting"]
    assert opened(made).retired == {"first-meeting": "meeting"}, "old links within the snapshot lead on"


@pytest.mark.parametrize("query", ["", "known=2026-04-01", "sort=oldest"])
def test_a_view_of_everything_holds_every_correction(record, query):
    made = tables_of(freeze_query(record, query))
    assert list(made.corrections["event"]) == ["meeting", "first-meeting", "rumour"], "also of what leads nowhere"


def test_its_version_keeps_it_apart_from_the_live_record(record):
    made = freeze_query(record)
    version = tables_of(made).version
    assert version == f"{record.version}+{made.id}"


def test_content_is_the_same_whatever_it_is_called(record):
    one = freeze_query(record, "theme=talks")
    other = freeze(record.view(Filter(themes=("talks",))), title="T", note="N", author="A")
    assert one.id != other.id
    assert one.content_sha256 == other.content_sha256
    assert freeze_query(record, "theme=strikes").content_sha256 != one.content_sha256
    assert freeze_query(record, "theme=talks", page="claims").content_sha256 != one.content_sha256


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("</script><!--", "</script><!--"),
        ("  two\n\tlines\x00\x1b[31m ", "two lines [31m"),
        ("turned \u202eback\u202c \u2066x", "turned back x"),
        ("half \ud800 a pair", "half a pair"),
        ("'; DROP TABLE snapshots; --", "'; DROP TABLE snapshots; --"),
        ("=1+1", "=1+1"),
        ("{{ 7*7 }} ${x} %s %(x)s", "{{ 7*7 }} ${x} %s %(x)s"),
        ('","sha256":"' + "0" * 64, '","sha256":"' + "0" * 64),
    ],
)
def test_hostile_texts_are_texts(record, given_, kept):
    made = freeze_query(record, title=given_, note=f"a\r\n{given_}", author=given_)
    assert made.title == made.author == kept
    assert made.note.startswith("a\n")
    read = read_snapshot(made.text)
    assert read == made
    assert "\n" not in made.text, "one line, whatever it holds"


@settings(max_examples=50, deadline=None)
@given(title=st.text(max_size=60), note=st.text(max_size=60))
def test_any_title_and_note_come_back_or_are_made_harmless(real_record, title, note):
    made = freeze(real_record.view(Filter(q="nothing has this word")), title=title, note=note)
    read = read_snapshot(made.text.encode(), made.sha256)
    assert (read.title, read.note) == (made.title, made.note)
    assert freeze(real_record.view(made.filter), title=made.title).title == made.title


@pytest.mark.parametrize(("name", "most"), [("title", 200), ("author", 200), ("note", 5000)])
def test_texts_that_are_too_long_are_refused_with_the_limit(record, name, most):
    assert freeze_query(record, **{name: "x" * most})
    with pytest.raises(ValueError, match=f"{most + 1:,} characters; at most {most:,} are allowed"):
        freeze_query(record, **{name: "x" * (most + 1)})


def test_a_view_that_is_too_large_is_refused_with_both_sizes(record):
    size = freeze_query(record).size_bytes
    assert freeze_query(record, cap_bytes=size)
    with pytest.raises(TooLarge, match="Narrow the filter"):
        freeze_query(record, cap_bytes=size - 1)
    with pytest.raises(TooLarge, match="MB"):
        freeze_query(record, cap_bytes=100)


def test_every_table_of_a_record_is_frozen():
    frames = {field.name for field in dataclasses.fields(Tables) if "DataFrame" in str(field.type)}
    assert set(FROZEN) == frames


def test_statements_come_with_their_claims_and_a_record_without_freezes_as_before(tmp_path):
    """Snapshots had no such table at first: an empty one is left out, and one that is not there is read as empty."""
    with_some = freeze_query(open_record(tmp_path / "with", statements=SAID))
    assert tables_of(with_some).statements["claims"].tolist() == [("meeting#1", "meeting#2")]
    without = freeze_query(open_record(tmp_path / "without"))
    assert "statements" not in without.document["tables"]
    assert tables_of(read_snapshot(without.text)).statements.empty
    document = json.loads(without.text)
    del document["sha256"]
    document["tables"]["statements"] = "none"
    with pytest.raises(Damaged, match=r"tables\.statements is not in the form"):
        read_snapshot(seal(document).text)


# A hash vouches for the text, not for whoever computed it: a snapshot can be made by hand, with any rows.
@pytest.mark.parametrize(
    ("table", "change", "why"),
    [
        ("events", {"title": 7}, "title is 7, which is not a text"),
        ("events", {"actors": "anna"}, "which is not a list of texts"),
        ("events", {"start": "soon"}, "which is not a day"),
        ("events", {"start": "2026-02-31"}, "which is not a day"),
        ("events", {"start": "12026-01-01"}, "which is not a day"),
        ("events", {"lat": "north"}, "which is not a number"),
        ("events", {"drones": -1}, "which is not a count"),
        ("events", {"uncertain": 1}, "which is not a boolean"),
        ("events", {"actors": ["nobody"]}, "events.actors names 'nobody'"),
        ("events", {"id": ""}, "ids of its events are missing"),
        ("claims", {"event": ""}, "its claims have rows without event"),
        ("positions", {"stance": ""}, "its positions have rows without stance"),
        ("links", {"relation": ""}, "its links have rows without relation"),
        ("topic_claims", {"topic": ""}, "its topic_claims have rows without topic"),
        ("corrections", {"kind": ""}, "its corrections have rows without kind"),
        ("claims", {"event": "nowhere"}, "claims.event names 'nowhere'"),
        ("positions", {"source": "nowhere"}, "positions.source names 'nowhere'"),
        ("sources", {"publisher": "nobody"}, "sources.publisher names 'nobody'"),
        ("actors", {"member_of": "nobody"}, "actors.member_of names 'nobody'"),
        ("events", {"support": "proven"}, "events.support says 'proven', which is none of: corroborated"),
        ("events", {"when": "soon"}, "its events.when cannot be read: “soon”"),
        ("events", {"sources": [""]}, "its events have rows without sources"),
        ("events", {"drones": 3, "figures_by": ""}, "its events have figures, and not by whose count"),
        ("claims", {"contest": ""}, "its claims have rows without contest"),
        ("positions", {"side": ""}, "its positions have rows without side"),
        ("positions", {"stance": "hopes"}, "positions.stance says 'hopes', which is none of: asserts"),
        ("sources", {"kind": "rumour"}, "sources.kind says 'rumour'"),
        ("sources", {"publisher": ""}, "its sources have rows without publisher"),
        ("publishers", {"control": "official"}, "one that is controlled, and not by whom"),
        ("links", {"relation": "precedes"}, "links.relation says 'precedes'"),
        ("topic_claims", {"bears": "maybe"}, "topic_claims.bears says 'maybe'"),
        ("corrections", {"kind": "improved"}, "corrections.kind says 'improved'"),
    ],
)
def test_rows_that_no_freezing_made_are_refused_with_words(record, table, change, why):
    document = json.loads(freeze_query(record).text)
    del document["sha256"]
    document["tables"][table][0] |= change
    made = read_snapshot(seal(document).text)
    with pytest.raises(Damaged, match=why):
        tables_of(made)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"format": "on-the-record/snapshot/2"}, "a newer version of the software may read it"),
        ({"format": FORMAT, "title": 7}, "title is not in the form that it writes"),
        ({"tables": {}}, "tables.events"),
        ({"filter": {}}, "filter is not in the form that it writes"),
        ({"frozen": "yesterday"}, "frozen is not in the form that it writes"),
        ({"frozen": "2026-1-1T00:00:00Z"}, "frozen is not in the form that it writes"),
    ],
)
def test_a_form_that_this_software_does_not_write_is_refused(record, change, why):
    document = json.loads(freeze_query(record).text)
    del document["sha256"]
    with pytest.raises(Damaged, match=why):
        read_snapshot(seal(document | change).text)


def test_a_strike_day_without_its_day_is_refused(record):
    document = json.loads(freeze_query(record).text)
    del document["sha256"], document["tables"]["strikes"][0]["date"]
    with pytest.raises(Damaged, match="its strikes have rows without date"):
        tables_of(seal(document))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"source": "nowhere"}, "statements.source names 'nowhere'"),
        ({"claims": ["meeting#9"]}, "statements.claims names 'meeting#9'"),
        ({"claims": "meeting#1"}, "claims is 'meeting#1', which is not a list of texts"),
        ({"wording": ""}, "its statements have rows without wording"),
        ({"number": -1}, "number is -1, which is not a count"),
    ],
)
def test_statements_that_no_freezing_made_are_refused_with_words(tmp_path, change, why):
    document = json.loads(freeze_query(open_record(tmp_path, statements=SAID)).text)
    del document["sha256"]
    document["tables"]["statements"][0] |= change
    with pytest.raises(Damaged, match=why):
        tables_of(read_snapshot(seal(document).text))

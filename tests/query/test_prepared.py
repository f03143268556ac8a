"""Large collections open from their prepared form: the same answers, never an old one, safe for two at once."""

import json
import shutil
import threading
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.query.drawing import days_near, few
from timeline import Filter, open_collection
from timeline.collection import table_files
from timeline.query import prepared, seals
from timeline.query.bitmaps import from_mask, from_rows, rows_of
from timeline.query.facets import FACETS
from timeline.query.search import fold
from timeline.sample.write import write_sample


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_sample(tmp_path_factory.mktemp("sample") / "s", 400, seed=3)


@pytest.fixture(scope="module")
def record(folder):
    """Opened a second time: from the cache."""
    open_collection(folder)
    told = []
    record = open_collection(folder, told.append)
    assert told == []
    assert record.problems == ()
    return record


class Oracle:
    """The filter by plain pandas over exploded columns."""

    def __init__(self, record):
        events = record.events
        lines = dict(zip(record.actors["id"], record.actors["line"], strict=True))
        self.total, self.events = len(events), events
        self.held = {
            "actor": [{w for a in row for w in lines[a]} for row in events["actors"]],
            "theme": [set(row) for row in events["themes"]],
            "publisher": [set(row) for row in events["publishers"]],
            **{name: [{value} - {""} for value in events[name]] for name in ("support", "contest", "country")},
        }
        self.start = events["start"].fillna(pd.Timestamp("0001-01-01").as_unit("s"))
        self.end = events["end"].fillna(pd.Timestamp("9999-12-31").as_unit("s"))
        claims = record.claims.groupby("event")["text"].agg(" ".join)
        spoken = {row.id: f"{row.name} {' '.join(row.aliases)}" for row in record.actors.itertuples(index=False)}
        named = [" ".join(spoken[a] for a in row) for row in events["actors"]]
        told = events["id"].map(claims).fillna("")
        whole = events["title"] + " " + events["summary"] + " " + events["place"] + " " + told + " " + named
        self.words = [set(fold(text).replace(";", " ").replace(".", " ").split()) for text in whole]

    def rows(self, flt):
        chosen = pd.Series(True, index=range(self.total))
        for facet in FACETS:
            wanted = set(flt.values(facet))
            if wanted:
                together = facet == "actor" and flt.together
                chosen &= np.array([wanted <= held if together else bool(wanted & held) for held in self.held[facet]])
        low, high = pd.Timestamp(flt.start or "0001-01-01"), pd.Timestamp(flt.end or "9999-12-31")
        if flt.certain and (flt.start or flt.end):
            chosen &= (self.start >= low) & (self.end <= high)
        else:
            chosen &= (self.start <= high) & (self.end >= low)
        for word in fold(flt.q).split():
            chosen &= np.array([any(w.startswith(word) for w in words) for words in self.words])
        return chosen[chosen].index.tolist()


@pytest.fixture(scope="module")
def oracle(record):
    return Oracle(record)


@st.composite
def filters(draw, record):
    days = days_near([*record.events["start"], *record.events["end"]])
    return Filter(
        **{FACETS[facet].field: draw(few(list(record.facet_names[facet]))) for facet in FACETS},
        start=draw(days),
        end=draw(days),
        certain=draw(st.booleans()),
        together=draw(st.booleans()),
        q=draw(st.sampled_from(["", "", "", "ceasefire", "CEASE", "the vote", "ag", "nowhere"])),
    )


@pytest.fixture(params=["by bitmaps", "by slots", "as is quicker"])
def counting(request, record, monkeypatch):
    """Each way of counting, however many rows there are."""
    if request.param != "as is quicker":
        for facet in record.answerer.index.facets.values():
            monkeypatch.setattr(facet, "few", -1 if request.param == "by bitmaps" else facet.total)


@pytest.mark.usefixtures("counting")
@given(data=st.data())
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_filter_and_count_is_what_plain_pandas_gives(record, oracle, data):
    flt = data.draw(filters(record))
    view = record.view(flt)
    assert view.events["id"].tolist() == record.events["id"].take(oracle.rows(flt)).tolist()
    facet = data.draw(st.sampled_from(list(FACETS)))
    counts = view.counts[facet]
    assert list(counts.index) == list(record.facet_names[facet])
    for value in data.draw(few(list(record.facet_names[facet]))):
        chosen = {value, *flt.actors} if facet == "actor" and flt.together else {value}
        assert counts[value] == len(oracle.rows(flt.but(**{FACETS[facet].field: chosen}))), value


def test_a_form_that_older_software_prepared_is_made_anew(tmp_path):
    """Its name is another one: the code is in the hash. Under the name of today's it would not be read either."""
    folder = write_sample(tmp_path / "s", 20)
    open_collection(folder)
    (place,) = (folder / ".cache").iterdir()
    meta = json.loads((place / "meta.json").read_text())
    for name in ("headline", "standfirst", "questions", "covers_to", "edited"):
        del meta["about"][name]
    (place / "meta.json").write_text(json.dumps(meta))
    sealed = json.loads((place / seals.NAME).read_text())["rows"]
    (place / seals.NAME).unlink()
    seals.write_seals(place, {name: range(rows) for name, rows in sealed.items()})
    assert prepared.load_prepared(place) is None
    assert not open_collection(folder).events["key"].any()


@given(rows=st.sets(st.integers(0, 200_000)), many=st.integers(0, 150_000))
def test_bitmaps_hold_the_rows_that_they_are_made_of(rows, many):
    mask = np.zeros(200_001, dtype=bool)
    mask[list(rows)] = True
    mask[:many] = True
    assert rows_of(from_mask(mask)).tolist() == np.flatnonzero(mask).tolist()
    assert from_rows(np.flatnonzero(mask)) == from_mask(mask)


def test_the_cache_gives_what_a_first_start_gives(folder, record, tmp_path, monkeypatch):
    shutil.copytree(folder, tmp_path / "copy", ignore=shutil.ignore_patterns(".cache"))
    monkeypatch.setattr(prepared, "FOLDER", "collection.yaml/no-folder")
    first = open_collection(tmp_path / "copy")
    assert not (tmp_path / "copy" / ".cache").exists()
    for name in prepared._frames():
        pd.testing.assert_frame_equal(getattr(first, name), getattr(record, name))
    assert (first.version, first.about, first.problems) == (record.version, record.about, record.problems)
    flt = Filter(themes=["diplomacy"], q="vote", start="2018-01-01")
    assert first.view(flt).events["id"].tolist() == record.view(flt).events["id"].tolist()
    assert first.view(flt).page(5)["id"].tolist() == record.view(flt).page(5)["id"].tolist()
    assert {e: first.answerer.row_numbers[e] for e in first.events["id"]} == dict(record.answerer.row_numbers)
    assert record.answerer.row_numbers.get("nowhere") is None


def test_a_changed_file_is_prepared_anew_and_the_old_form_removed(folder, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    version = open_collection(copy).version
    text = (copy / "themes.yaml").read_text().replace("Diplomacy", "Talks")
    (copy / "themes.yaml").write_text(text)
    record = open_collection(copy)
    assert record.theme_names["diplomacy"] == "Talks"
    assert record.version != version
    assert len(list((copy / ".cache").iterdir())) == 1


@pytest.mark.parametrize(
    "name",
    [
        "meta.json",
        "events.arrow",
        "events.later",
        "word_rows.npy",
        "words.arrow",
        "actor_bitmaps.npy",
        "claims_rows.npy",
        "seals.json",
    ],
)
def test_a_damaged_cache_is_made_anew(folder, tmp_path, name):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".cache"))
    open_collection(copy)
    place = next((copy / ".cache").glob("prepared-*"))
    (place / name).write_bytes(b"")
    told = []
    assert len(open_collection(copy, told.append).events) == 400
    assert told[0] == "Reading the tables"


def change_a_title(place):
    """Four letters of a title, in the file that it is shown from."""
    data = (place / "events.arrow").read_bytes()
    title = open_collection(place.parent.parent).events["title"][7].encode()
    at = data.index(title)
    (place / "events.arrow").write_bytes(data[:at] + b"FAKE" + data[at + 4 :])


@pytest.fixture
def warm(folder, tmp_path):
    """A copy with its prepared form, and where that is."""
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    open_collection(copy)
    return copy, next((copy / ".cache").glob("prepared-*"))


def test_a_changed_title_is_found_at_opening(warm, caplog):
    copy, place = warm
    change_a_title(place)
    record = open_collection(copy)
    assert not record.events["title"].str.startswith("FAKE").any()
    assert "is damaged and was removed: events.arrow was changed after it was written" in caplog.text


def test_a_changed_title_in_a_large_file_is_found_in_the_background(warm, caplog, monkeypatch):
    copy, place = warm
    monkeypatch.setattr(seals, "SMALL_BYTES", 0)
    change_a_title(place)
    monkeypatch.setattr(seals, "LATER_SECONDS", 0)
    assert open_collection(copy).events["title"].str.startswith("FAKE").sum() == 1, "opening does not wait for it"
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join(20)
    assert not place.exists()
    assert "events.arrow was changed" in caplog.text
    assert "prepared anew when it is opened next" in caplog.text
    assert not open_collection(copy).events["title"].str.startswith("FAKE").any()


def test_what_was_written_has_its_seals(warm, caplog):
    _, place = warm
    seals.check_files(place)
    seals.check_large(place)
    assert place.exists()
    assert caplog.text == ""
    assert {path.name for path in place.iterdir()} == {*seals._read(place)["files"], seals.NAME}


@pytest.mark.parametrize("fails", ["sources", "events", "publishers", "events.later", "rename"])
def test_a_disk_that_is_full_costs_the_cache_and_nothing_else(folder, record, tmp_path, monkeypatch, fails):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".cache"))

    def full(name, sound):
        def write(table, *rest):
            path = next(part for part in (table, *rest) if isinstance(part, Path))
            if path.name == name:
                path.write_bytes(b"half")
                raise OSError(28, "No space left on device")
            return sound(table, *rest)

        return write

    monkeypatch.setattr(prepared, "write_table", full(f"{fails}.arrow", prepared.write_table))
    if fails == "events.later":
        monkeypatch.setattr(table_files, "write_table", full(fails, table_files.write_table))
    if fails == "rename":
        monkeypatch.setattr(Path, "rename", lambda path, target: full(path.name, None)(path))
        monkeypatch.setattr(Path, "write_bytes", lambda path, data: None)
    found = open_collection(copy)
    assert [path.name for path in (copy / ".cache").iterdir()] == []
    for name in prepared._frames():
        pd.testing.assert_frame_equal(getattr(found, name), getattr(record, name))
    flt = Filter(themes=["diplomacy"], q="vote")
    assert found.view(flt).events["id"].tolist() == record.view(flt).events["id"].tolist()


def test_an_error_leaves_no_draft_behind(folder, tmp_path, monkeypatch):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".cache"))
    monkeypatch.setattr("timeline.evidence.grade", lambda tables: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        open_collection(copy)
    assert list((copy / ".cache").iterdir()) == []


def test_who_waits_is_told_of_every_step(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("timeline.query.search._BLOCK", 100)
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".cache"))
    told = []
    open_collection(copy, told.append)
    steps = [
        "Reading the tables",
        "Reading the tables beside the events",
        "Putting the events in order",
        "Deriving grades",
        "Indexing texts: 100 of 400 events",
        "Indexing texts: 400 of 400 events",
        "Indexing facets",
        "Writing the cache",
    ]
    assert [words for words in told if words in steps] == steps


def test_an_array_is_read_again_after_a_thread_that_parsed_beside_it(folder, monkeypatch):
    load, raised = np.load, []

    def disturbed(path, **options):
        if path not in raised:
            raised.append(path)
            raise SystemError("AST constructor recursion depth mismatch (before=54, after=47)")
        return load(path, **options)

    open_collection(folder)
    monkeypatch.setattr(np, "load", disturbed)
    assert len(open_collection(folder).events) == 400
    assert raised


def test_two_that_start_at_once_both_answer(folder, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".cache"))
    found = []
    threads = [threading.Thread(target=lambda: found.append(len(open_collection(copy).events))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [400] * 4
    assert len(list((copy / ".cache").glob("prepared-*"))) == 1
    assert list((copy / ".cache").glob("draft-*")) == []


@pytest.mark.parametrize("day", ["2015-06-01", "2020-01-15", "2026-12-31"])
def test_the_record_as_known_on_a_day_is_that_of_plain_tuples(record, day):
    import dataclasses

    from timeline import evidence

    lists = ("actors", "sides", "themes", "sources", "publishers")
    plain = dataclasses.replace(record, events=record.events.astype(dict.fromkeys(lists, object)))
    ours, theirs = (evidence.known_on(tables, date.fromisoformat(day)) for tables in (record, plain))
    pd.testing.assert_frame_equal(ours.events.astype(dict.fromkeys(lists, object)), theirs.events)
    for name in ("sources", "claims", "positions"):
        pd.testing.assert_frame_equal(getattr(ours, name), getattr(theirs, name))

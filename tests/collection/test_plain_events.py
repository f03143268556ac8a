"""Events that are read column by column say what they say when read one by one, and no fault is passed over."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.collection.test_both_kinds import BAD_DATES, BAD_IDS, BAD_URLS, GOOD, LONG_LINE, UNSEEN, collection, sound
from tests.collection.test_sheets import EVENTS, FAULTS, set_cell
from tests.writing import SHEET_COLUMNS, claim, event, sheets_of, source, write_sheets
from timeline.collection import plain_events, vocabulary
from timeline.collection.columns import Rule, Rules, length_of
from timeline.collection.entries import (
    ClaimEntry,
    Entry,
    EventEntry,
    LinkEntry,
    PositionEntry,
    SearchEntry,
    SourceEntry,
)
from timeline.collection.plain_documents import PlainDocuments
from timeline.collection.plain_events import PlainBatch
from timeline.collection.read import load_tables
from timeline.collection.source_table import SourceTable
from timeline.collection.tables import TABLES, Tables


def one_by_one(folder: Path) -> Tables:
    """What is loaded where no event is taken for plain."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PlainBatch, "runs", lambda self: [(0, len(self._names), False)])
        return load_tables(folder)


def in_columns(folder: Path, batch: int = 4_096) -> tuple[Tables, int]:
    """What is loaded where every plain event is taken for one, and how many those were."""
    plain = 0

    class Counting(PlainBatch):
        def block(self, first, last, *where):
            nonlocal plain
            plain += last - first
            return super().block(first, last, *where)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain_events, "_FEW", 0)
        patch.setattr("timeline.collection.event_sheets.PlainBatch", Counting)
        patch.setattr("timeline.collection.sheet.BATCH", batch)
        patch.setattr("timeline.collection.sheet_joins._MANY", 2)  # as of large tables: numbers for texts,
        patch.setattr("timeline.collection.table_builder._FEW", 0)  # and packed blocks
        return load_tables(folder), plain


def assert_same(ours: Tables, theirs: Tables) -> None:
    assert ours.problems == theirs.problems
    assert ours.events_left_out == theirs.events_left_out
    assert ours.about == theirs.about
    assert (ours.drafts, ours.uncited) == (theirs.drafts, theirs.uncited)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(ours, name), getattr(theirs, name), obj=name)


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
@pytest.mark.parametrize("batch", [7, 4_096])
def test_every_bad_input_is_told_as_before_and_every_good_one_is_plain(tmp_path, ending, batch):
    folder = write_sheets(tmp_path, sheets_of(collection()), ending)
    found, plain = in_columns(folder, batch)
    assert_same(found, one_by_one(folder))
    assert len(GOOD) <= plain <= len(found.events)


def renumber(sheets: dict[str, list[dict[str, Any]]]) -> None:
    """Calls the second claim of an event its third, with all that stands beside it."""
    for table, column in (("claims", "id"), ("positions", "claim"), ("searches", "claim")):
        for row in sheets[table]:
            row[column] = "b#3" if row[column] == "b#2" else row[column]


MORE_FAULTS = {
    "claims that leave a number out wherever they are named": renumber,
    "a claim that stands with another event": set_cell("claims", 2, "event", "a"),
    "a blank that is no blank of ASCII before the id of a source": set_cell("sources", 0, "id", "\u00a0one"),
    "that blank before the id of an event": set_cell("events", 1, "id", "\u00a0b"),
}
CHANGES = {name: change for name, (change, *_) in FAULTS.items()} | MORE_FAULTS


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_fault_that_only_tables_have_is_told_as_before(tmp_path, change):
    sheets = sheets_of(EVENTS)
    change(sheets)
    folder = write_sheets(tmp_path, sheets)
    found, plain = in_columns(folder)
    assert_same(found, one_by_one(folder))
    assert plain == len(found.events)


PLAIN = {
    "all that an event can say": sound("a"),
    "little": event(sources={"one": source()}),
    "one document under two ids": event(sources={"one": source(), "two": source()}),
    "blanks around texts": event(title=" T ", when=" 2026 ", sources={"one": source(title=" D ")}),
    "a search": event(claims=[claim(("anna", "denies"), sought=[{"date": "2026-03-01", "found": "none"}])]),
    "numbers with commas": event(figures={"drones": "1,200", "by": "alpha"}),
}


@pytest.mark.parametrize("name", PLAIN)
def test_what_is_plain(tmp_path, name):
    folder = write_sheets(tmp_path, sheets_of({"a": PLAIN[name], "base": event(sources={"s": source(name="s")})}))
    found, plain = in_columns(folder)
    assert plain == 2
    assert all(found.events["when_words"])
    assert_same(found, one_by_one(folder))


@pytest.mark.parametrize("missing", ["actors", "themes", "publishers"])
def test_a_list_that_nobody_wrote_grows_in_the_order_of_the_rows(tmp_path, missing):
    given = {f"e{n}": event(sources={f"s{n}": source(("Zeta", "Digest", "Alpha")[n % 3], str(n))}) for n in range(9)}
    given["e4"] |= {"actors": ["beta", "alpha"], "themes": ["new", "talks"]}
    folder = write_sheets(tmp_path, sheets_of(given))
    (folder / f"{missing}.yaml").unlink()
    found, plain = in_columns(folder, 3)
    assert 0 < plain < len(given), "of a first batch nothing is known"
    assert_same(found, one_by_one(folder))


def test_events_that_topics_name_are_read_as_entries(tmp_path):
    topics = [
        {"id": "t", "question": "Did they?", "claims": [{"claim": "a#1", "text": "The sides", "bears": "affirms"}]}
    ]
    given = {name: event(claims=[claim(("anna", "asserts"))]) for name in "abc"}
    folder = write_sheets(tmp_path, sheets_of(given), topics=topics)
    found, plain = in_columns(folder)
    assert plain == 2
    assert found.topic_claims["claim"].tolist() == ["a#1"]
    assert_same(found, one_by_one(folder))


def test_a_document_that_is_described_otherwise_is_told_with_its_row(tmp_path):
    given = {"a": event(sources={"one": source()}), "b": event(sources={"two": source(title="Other")})}
    folder = write_sheets(tmp_path, sheets_of(given))
    found, plain = in_columns(folder)
    assert plain == 2
    assert [(p.file, p.row, p.column) for p in found.problems] == [("sources.parquet", 2, "title")]
    assert_same(found, one_by_one(folder))


def test_a_document_is_compared_with_the_first_of_its_address_wherever_that_stands(tmp_path):
    given = {f"e{n}": event(sources={f"s{n}": source(name=str(n - n % 2))}) for n in range(40)}
    for name, documents in (("e21", "s21"), ("e39", "s39")):
        given[name]["sources"][documents]["language"] = "uk"
    found, plain = in_columns(write_sheets(tmp_path, sheets_of(given)), 16)
    assert plain == 40
    assert [(p.row, p.column) for p in found.problems] == [(22, "language"), (40, "language")]
    assert found.events.set_index("id")["sources"]["e39"] == ("s38",)


def test_a_document_that_many_events_cite_is_taken_in_once(tmp_path, monkeypatch):
    taken = list[str]()
    take = SourceTable.take
    monkeypatch.setattr(SourceTable, "take", lambda self, name, *rest: taken.append(name) or take(self, name, *rest))
    folder = write_sheets(tmp_path, sheets_of({f"e{n}": event() for n in range(7)}))
    found, plain = in_columns(folder, 3)
    assert (plain, taken) == (7, ["one"])
    assert_same(found, one_by_one(folder))


ODD = [
    ("tags", ["Мир", "мир", " Peace "]), ("tags", ["water--rights"]), ("tags", [""]), ("tags", []), ("tags", None),
    ("extra", '{"b": "2", "a": "1"}'), ("extra", '{"a": 1}'), ("extra", '{"a": "1", "a": "2"}'), ("extra", "{}"),
    ("extra", "[]"), ("extra", "null"), ("extra", '"x"'), ("extra", " "), ("extra", "no JSON"), ("extra", None),
    ("extra", '{"a": "\\ud800"}'), ("extra", '{"\ufb33": "1", "\U00010000": "2"}'), ("extra", '{" a ": " 1 "}'),
    ("extra", '{"a\\nb": "1"}'), ("extra", "[" * 5_000),
    ("from_import", None), ("from_row", None), ("from_import", "Not an id"), ("from_row", LONG_LINE),
    ("from_import", " ged "), ("draft", "true"), ("draft", "false"), ("draft", "perhaps"), ("draft", " false "),
    ("draft", " true "),
]  # fmt: skip


def test_what_imports_write_is_judged_alike_in_every_cell(tmp_path):
    given = {f"e{n}": sound(f"e{n}") | {"links": []} for n in range(len(ODD))}
    sheets = sheets_of(given)
    for row, (column, cell) in zip(sheets["events"], ODD, strict=True):
        row[column] = cell
    found, plain = in_columns(write_sheets(tmp_path, sheets), 16)
    assert_same(found, one_by_one(tmp_path))
    assert (found.drafts, found.events_left_out) == (("e25", "e29"), 17)
    assert plain == len(found.events) == len(ODD) - 2 - 17


def test_drafts_name_nothing_into_an_open_list_and_cite_nothing(tmp_path):
    given = {f"e{n}": event(sources={f"s{n}": source(name=str(n))}) for n in range(6)}
    given["e1"] |= {"draft": "true", "actors": ["unheard-of"]}
    given["e3"]["draft"] = "true"
    given["e4"] |= {"draft": "true", "themes": ["unheard-of"]}
    folder = write_sheets(tmp_path, sheets_of(given))
    (folder / "actors.yaml").unlink()
    found, plain = in_columns(folder, 2)
    assert plain == 3
    assert found.drafts == ("e1", "e3")
    assert "unheard-of" not in [*found.actors["id"], *found.themes["id"]]
    assert not {"s1", "s3", "s4"} & {*found.sources["id"]}
    assert_same(found, one_by_one(folder))


def test_documents_that_no_event_cites_are_there_and_need_no_language_and_no_kind(tmp_path):
    bare = source(language=None, kind=None, archived="https://archive.example/1")
    listed = [source(name="listed") | {"id": "listed"}, source(citing="An aide") | {"id": "own-name"}]
    sheets = sheets_of({"a": event(sources={"one": bare}), "b": event(sources={"two": bare | {"citing": "A clerk"}})})
    sheets["sources"].append(dict.fromkeys(SHEET_COLUMNS["sources"]) | source(name="free") | {"id": "free"})
    folder = write_sheets(tmp_path, sheets, documents=listed)
    found, plain = in_columns(folder, 1)
    assert plain == 2
    assert found.uncited == ("listed", "free")
    assert [*found.citations["citing"]] == ["An aide", "A clerk"]
    assert {(p.row, p.column) for p in found.problems} == {
        (row, name) for row in (1, 2) for name in ("language", "kind", "archived")
    }
    assert_same(found, one_by_one(folder))


CITATIONS = {
    "all agree": ([("a", "one", "Wire"), ("b", "one", "Wire"), ("c", "one", "Wire")], 3, 0, []),
    "each says its own": ([("a", "one", "X"), ("b", "one", "Y"), ("c", "one", "X")], 3, 0, ["X", "Y", "X"]),
    "one says nothing": ([("a", "one", "X"), ("b", "one", "X")], 3, 0, ["X", "X"]),
    "a later one says something": ([("c", "one", "X")], 3, 0, ["X"]),
    "blanks around it": ([("b", "one", " X ")], 3, 0, ["X"]),
    "blanks around the name": ([("b", " one ", "X")], 2, 0, ["X"]),
    "an empty one": ([("b", "one", None)], 2, 0, []),
    "twice for one event": ([("b", "one", "X"), ("b", "one", "X")], 2, 1, []),
    "of a document that it does not cite": ([("b", "two", "X")], 2, 1, []),
    "of no event": ([("nobody", "one", "X")], 3, 0, []),
    "with what nobody sees": ([("b", "one", "X\u202e")], 2, 1, []),
    "too long": ([("b", "one", LONG_LINE)], 2, 1, []),
}


@pytest.mark.parametrize(("rows", "plain", "left_out", "said"), CITATIONS.values(), ids=CITATIONS)
@pytest.mark.parametrize("batch", [1, 4_096])
def test_citations_of_one_document_are_read_alike(tmp_path, rows, plain, left_out, said, batch):
    sheets = sheets_of({"a": event(), "b": event(), "c": event(), "d": event(sources={"two": source(name="two")})})
    sheets["citations"] = [dict(zip(SHEET_COLUMNS["citations"], row, strict=True)) for row in rows]
    folder = write_sheets(tmp_path, sheets)
    found, read = in_columns(folder, batch)
    assert_same(found, one_by_one(folder))
    assert (read, found.events_left_out) == (plain + 1, left_out)
    assert [*found.citations["citing"]] == said


def test_two_names_of_one_document_with_other_origins_are_told_where_the_second_stands(tmp_path):
    two = {"one": source(citing="A"), "other": source(citing="B")}
    sheets = sheets_of({"a": event(sources=two), "b": event(sources=two)})
    sheets["citations"] = [{"event": "b", "source": "other", "citing": "C"}]
    folder = write_sheets(tmp_path, sheets)
    found, plain = in_columns(folder)
    assert plain == 2
    told = [(p.file, p.row, p.column) for p in found.problems]
    assert told == [("sources.parquet", 2, "citing"), ("citations.parquet", 1, "citing")]
    assert_same(found, one_by_one(folder))


def test_an_event_that_holds_a_claim_of_another_one_is_not_plain(tmp_path):
    given = {"a": event(claims=[claim(("anna", "asserts"))]), "b": event(claims=[{"same": "a#1"}])}
    folder = write_sheets(tmp_path, sheets_of(given))
    found, plain = in_columns(folder)
    assert plain == 1
    assert found.claims["also"].tolist() == [("b#1",)]
    assert_same(found, one_by_one(folder))


def test_few_that_are_not_plain_leave_the_others_in_columns(tmp_path):
    given = {f"e{n}": event(sources={f"s{n}": source(name=str(n))}) for n in range(40)}
    given["e7"]["title"] = LONG_LINE
    given["e8"]["actors"] = ["nobody"]
    folder = write_sheets(tmp_path, sheets_of(given))
    assert_same(load_tables(folder), one_by_one(folder))
    assert load_tables(folder).events_left_out == 2


CELLS: list[Any] = [
    None, "", " ", "x", " alpha", "alpha ", "beta", "anna", "\u00a0talks", "talks", "strikes", "nobody", "a b", "a;b",
    "one", "base-one", "base#1", "2026-02-03", "2026-02~", "2026?/..", "true", "false", "First Wire", "Digest", "en",
    "press", "asserts", "denies", "none", "some", "follows", "1,200", "0", "-1", "90", "90.5", "nan", "UA", LONG_LINE,
    '{"b": "2", "a": "1"}', '{"a": 1}', "{}", "[]", "null", "Мир", " true ", "base-two", "next", "last-one",
    "https://example.org/1", "https://example.org/ü?q=1", *UNSEEN.values(), *BAD_IDS, *BAD_DATES, *BAD_URLS,
]  # fmt: skip
_LISTS = {"actors", "themes", "tags", "sources", "sources_for_positions", "further_sources", "also"}
BASE = sheets_of({"base": sound("base"), "next": sound("next"), "last": event(sources={"last-one": source(name="l")})})
for _row in BASE["sources"][3:]:
    _row |= {"language": None, "kind": None}
BASE["sources"].append(dict.fromkeys(SHEET_COLUMNS["sources"]) | source(name="free") | {"id": "free"})
BASE["events"][2]["sources"].append("next-two")
BASE["citations"] = [
    {"event": event, "source": source, "citing": citing}
    for event, source, citing in (("base", "base-two", "X"), ("next", "next-two", "X"), ("last", "next-two", "Y"))
]
LISTED = [source(name="base/2", citing="Z") | {"id": "listed"}, source(name="uncited") | {"id": "uncited"}]
PLACES = [(table, row, name) for table in BASE for row in range(len(BASE[table])) for name in SHEET_COLUMNS[table]]


@settings(max_examples=25, deadline=None)
@given(
    changes=st.lists(st.tuples(st.sampled_from(PLACES), st.lists(st.sampled_from(CELLS), max_size=3)), max_size=3),
    batch=st.integers(1, 4),
)
def test_any_cell_is_judged_alike(changes, batch):
    sheets = copy.deepcopy(BASE)
    for (table, row, name), cells in changes:
        sheets[table][row][name] = cells if name in _LISTS else next(iter(cells), None)
    with tempfile.TemporaryDirectory() as place:
        folder = write_sheets(Path(place), sheets, documents=LISTED)
        found, plain = in_columns(folder, batch)
        assert_same(found, one_by_one(folder))
    assert plain <= len(found.events)


RECORDS: dict[type[Entry], dict[str, Any]] = {
    SourceEntry: source(),
    PositionEntry: {"actor": "a", "stance": "denies", "source": "one"},
    SearchEntry: {"date": "2026-03-01", "found": "none"},
    LinkEntry: {"to": "a", "relation": "follows"},
    EventEntry: event(),
    ClaimEntry: claim(("a", "denies")),
}
FIELDS = [
    (kind, name)
    for kind in RECORDS
    for name in kind.model_fields
    if name not in ("place", "figures", "sources", "claims", "links", "positions", "sought")
]
WORDS = [*CELLS, *vocabulary.SOURCE_KINDS, *vocabulary.STANCES, *vocabulary.RELATIONS, *vocabulary.FOUND, b"\xff"]


@settings(max_examples=200, deadline=None)
@given(field=st.sampled_from(FIELDS), cells=st.lists(st.sampled_from(WORDS) | st.text(max_size=12), max_size=8))
def test_a_rule_accepts_what_the_record_accepts_and_gives_the_same_value(field, cells):
    kind, name = field
    is_list = name in ("actors", "themes", "further_sources")
    rows = [[cell] for cell in cells if cell] if is_list else cells
    values, refused = Rule.of(kind, name).check(rows)
    for place, cell in enumerate(rows):
        written = {key: value for key, value in RECORDS[kind].items() if key != name} | ({name: cell} if cell else {})
        try:
            expected = getattr(kind.model_validate(written), name)
        except ValidationError:
            expected = ...
        assert (place in refused) == (expected is ...)
        assert values[place] == expected


def test_fields_that_are_held_against_each_other_are_checked_as_a_record():
    cells = {"actor": ["a"] * 3, "stance": ["denies"] * 3, "source": ["x"] * 3}
    checked = Rules(PositionEntry).check(cells | {"further_sources": [["x"], [" y "], None]}, 3)
    assert checked.unsound == {0}
    assert checked.values["further_sources"][1:] == [("y",), ()]


def test_a_column_that_no_field_has_is_left_to_the_record():
    assert Rules(LinkEntry).check({"to": ["a"] * 2, "relation": ["follows"] * 2, "why": [None, "x"]}, 2).unsound == {1}


def test_what_the_fields_of_an_event_say_together_is_known_here():
    """A further rule over several fields of an event or a claim needs a line in ``plain_events``."""
    for kind, names in ((EventEntry, {"_speaks_of_the_event"}), (ClaimEntry, set[str]())):
        decorators = kind.__pydantic_decorators__
        assert set(decorators.model_validators) == names
        assert not decorators.field_validators
    assert length_of(ClaimEntry, "positions") == range(1, 201)
    assert length_of(EventEntry, "links") == range(201)
    assert length_of(EventEntry, "sources") == range(1, 201)


def test_a_fault_of_the_software_costs_time_and_no_event(tmp_path, monkeypatch):
    given = {f"e{n}": event(sources={f"s{n}": source(name=str(n))}) for n in range(3)}
    folder = write_sheets(tmp_path, sheets_of(given))
    expected = one_by_one(folder)
    monkeypatch.setattr(PlainDocuments, "sound", lambda *rows: 1 / 0)
    found = load_tables(folder)
    (problem,) = found.problems
    assert "ZeroDivisionError" in problem.message
    assert problem.consequence == "Some thousand rows were read one by one."
    pd.testing.assert_frame_equal(found.events, expected.events)

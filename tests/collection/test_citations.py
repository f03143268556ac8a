"""Whom a document names as its origin: two events may cite one document and name different outlets."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from tests.writing import event, source, write_collection
from timeline import Filter, open_collection
from timeline.cards.render import render_cards
from timeline.collection.citations import Citations
from timeline.collection.read import load_tables
from timeline.exchange.view_files import write_view
from timeline.query.collection import Collection
from timeline.snapshots.compare import compare_snapshots, compare_with_record
from timeline.snapshots.freeze import freeze, tables_of

SAID = {"a": "Reuters", "b": "TASS", "c": ""}


def cited(said: dict[str, str]) -> dict[str, dict[str, object]]:
    return {name: event(sources={"ged": source(name="ged", citing=citing or None)}) for name, citing in said.items()}


def rows(record: Collection) -> list[tuple[str, ...]]:
    return [tuple(row) for row in record.citations.to_numpy().tolist()]


def write_tables(folder: Path, citations: str, citing: str = "") -> Path:
    """Three events that cite one document, as tables."""
    write_collection(folder, {})
    (folder / "events").rmdir()
    lines = [f"{name},Alpha and Beta meet,2026-02-03,alpha,talks,They met.,ged" for name in SAID]
    (folder / "events.csv").write_text("\n".join(["id,title,when,actors,themes,summary,sources", *lines]) + "\n")
    document = f"ged,First Wire,Data set,https://example.org/ged,{citing}"
    (folder / "sources.csv").write_text(f"id,publisher,title,url,citing\n{document}\n")
    (folder / "citations.csv").write_text(f"event,source,citing\n{citations}")
    return folder


def test_where_all_citations_agree_the_document_says_it(tmp_path: Path) -> None:
    record = open_collection(write_collection(tmp_path, cited(dict.fromkeys("ab", "Reuters"))))
    assert (record.sources["citing"].tolist(), rows(record), record.problems) == (["Reuters"], [], ())


def test_where_they_differ_each_says_it_for_itself(tmp_path: Path) -> None:
    record = open_collection(write_collection(tmp_path, cited(SAID)))
    assert record.problems == ()
    assert record.sources["citing"].tolist() == [""]
    assert rows(record) == [("a", "ged", "Reuters"), ("b", "ged", "TASS")]


def test_tables_say_the_same(tmp_path: Path) -> None:
    record = open_collection(write_tables(tmp_path, "a,ged,Reuters\nb,ged,TASS\n"))
    assert record.problems == ()
    assert (record.sources["citing"].tolist(), rows(record)) == (
        [""],
        [("a", "ged", "Reuters"), ("b", "ged", "TASS")],
    )


def test_a_row_of_citations_stands_before_what_the_document_says(tmp_path: Path) -> None:
    record = open_collection(write_tables(tmp_path, "b,ged,TASS\nc,ged,\n", citing="Reuters"))
    assert rows(record) == [("a", "ged", "Reuters"), ("b", "ged", "TASS")]


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("a,other,Reuters", "source", "of an event that does not cite it"),
        ("a,ged,TASS", "source", "twice for one event"),
        ("zz,ged,TASS", "event", "unknown event “zz”"),
        (f"b,ged,{'x' * 401}", "citing", "too long"),
    ],
)
def test_a_faulty_row_is_told_at_its_place(tmp_path: Path, line: str, column: str, words: str) -> None:
    (problem,) = open_collection(write_tables(tmp_path, f"a,ged,Reuters\n{line}\n")).problems
    assert (problem.file, problem.row, problem.column) == ("citations.csv", 2, column)
    assert words in problem.message


def test_one_event_that_says_two_things_of_a_document_is_told(tmp_path: Path) -> None:
    sources = {"one": source(citing="Reuters"), "two": source(citing="TASS")}
    record = open_collection(write_collection(tmp_path, {"a": event(sources=sources)}))
    assert [problem.field for problem in record.problems] == ["sources.two.citing"]


def test_cards_exports_and_snapshots_have_it(tmp_path: Path) -> None:
    record = open_collection(write_collection(tmp_path, cited(SAID)))
    view = record.view(Filter())
    page = BeautifulSoup(render_cards(record, view.events, Filter(), lambda flt: "?" + flt.to_query()), "html.parser")
    told = {card["data-event"]: card.select_one(".sources .meta").text for card in page.select("article")}
    assert {name: text.partition(";")[0] for name, text in told.items()} == {
        "a": "First Wire, citing Reuters",
        "b": "First Wire, citing TASS",
        "c": "First Wire",
    }
    with zipfile.ZipFile(io.BytesIO(write_view(view, "csv"))) as files:
        text = files.read("citations.csv").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1:] == [["a", "ged", "Reuters"], ["b", "ged", "TASS"]]
    snapshot = freeze(view)
    assert rows(Collection.from_tables(tables_of(snapshot))) == rows(record)
    assert compare_with_record(snapshot, record).is_empty
    later = open_collection(write_collection(tmp_path / "later", cited(SAID | {"b": "Interfax"})))
    (change,) = compare_with_record(snapshot, later).changed.to_dict("records")
    assert (change["event"], change["field"], change["now"]) == ("b", "citing", "https://example.org/ged: Interfax")


def test_a_snapshot_that_could_not_hold_it_is_not_said_to_have_changed(tmp_path: Path) -> None:
    before = freeze(open_collection(write_collection(tmp_path / "before", cited(dict.fromkeys(SAID, "")))).view())
    assert "citations" not in before.document["tables"]
    given = cited(SAID)
    for fields in given.values():
        fields |= {"tags": ["peace"], "extra": {"row": "1"}}
    record = open_collection(write_collection(tmp_path / "after", given))
    assert compare_with_record(before, record).is_empty
    assert compare_snapshots(before, freeze(record.view())).is_empty
    assert not compare_with_record(freeze(record.view()), open_collection(tmp_path / "before")).is_empty


def test_the_record_as_known_on_a_day_has_those_of_its_events(tmp_path: Path) -> None:
    late = source(name="ged", published=None, citing="Interfax")
    sources = {name: fields | {"when": "2026-02-03"} for name, fields in cited(SAID).items()}
    for fields in sources.values():
        fields["sources"]["ged"].pop("published")  # type: ignore[index]
    given = sources | {"d": event(when="2026-05-01", sources={"ged": late})}
    record = open_collection(write_collection(tmp_path, given))
    assert [row[0] for row in rows(record)] == ["a", "b", "d"]
    assert [row[0] for row in rows(record.known_on(date(2026, 3, 1)))] == ["a", "b"]


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["", "x", "y"])), max_size=30))
def test_each_citation_reads_as_it_was_given(given_: list[tuple[int, str]]) -> None:
    """Oracle: a citation's own row, else what its document says."""
    numbers = {document: number for number, document in enumerate(dict.fromkeys(d for d, _ in given_))}
    found, first = Citations(), dict[int, str]()
    for number, (document, citing) in enumerate(given_):
        assert found.add(number, numbers[document], citing)
        first.setdefault(numbers[document], citing)
    events, ids = (pa.array(map(str, range(size)), pa.large_string()) for size in (len(given_), len(numbers)))
    of_documents = {str(n): "" if n in found.differing else citing for n, citing in first.items()}
    table = found.finish(events, ids)
    own = {(event_, source_): citing for event_, source_, citing in table.to_numpy().tolist()}
    for number, (document, citing) in enumerate(given_):
        place = str(numbers[document])
        assert own.get((str(number), place), of_documents[place]) == citing
    assert len(own) == len(table)
    assert all(citing != of_documents[place] for (_, place), citing in own.items())


def test_a_hundred_thousand_events_that_cite_one_document_are_read_quickly(tmp_path: Path) -> None:
    folder, names = write_tables(tmp_path, ""), [f"e{n}" for n in range(100_000)]
    for name in ("events.csv", "citations.csv"):
        (folder / name).unlink()
    same = {"title": "They met", "when": "2026-02-03", "actors": "alpha", "themes": "talks", "summary": "They met."}
    columns = {"id": names, **{name: [value] * len(names) for name, value in same.items()}}
    pq.write_table(pa.table(columns | {"sources": ["ged"] * len(names)}), folder / "events.parquet")
    outlets = [f"Outlet {n}" for n in range(len(names))]
    pq.write_table(
        pa.table({"event": names, "source": ["ged"] * len(names), "citing": outlets}), folder / "citations.parquet"
    )
    began = time.process_time()
    tables = load_tables(folder)
    print(f"100,000 events read in {time.process_time() - began:.1f} s")
    assert tables.problems == ()
    assert tables.citations["citing"].tolist() == outlets

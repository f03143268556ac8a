"""What each format gives: the reader that is found, what is told, and the rows."""

from __future__ import annotations

import datetime
import decimal
import hashlib

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.bring.files import DATA, cells_of, rows_of, told, write_workbook
from timeline.bring.errors import BringError
from timeline.bring.look import look

FOUND = {
    "reporter.csv": ("table", {"encoding": "cp1252", "delimiter": ";", "quote": '"'}, 4, {3: "is empty"}),
    "timelinejs.csv": ("timelinejs", {"encoding": "utf-8"}, 5, {1: "is a title slide", 5: "is an era"}),
    "ged.csv": ("ged", {"delimiter": ","}, 3, {}),
    "acled.csv": ("acled", {"delimiter": ","}, 2, {}),
    "events.json": ("json", {"list": "items"}, 2, {}),
    "events.jsonl": ("json", {"encoding": "utf-8"}, 3, {2: "is empty"}),
    "sparql.json": ("sparql", {}, 2, {}),
    "calendar.ics": ("icalendar", {}, 5, {3: "repeats by a rule", 4: "is cancelled"}),
    "bibliography.csl.json": ("csl-json", {}, 3, {}),
    "bibliography.bib": (
        "bibtex",
        {},
        4,
        {3: "cannot be read as an entry of BibTeX (line 14)", 4: "has the key “novak-2021” a second time"},
    ),
    "bibliography.ris": ("ris", {}, 2, {}),
    "folder": (
        "folder",
        {},
        4,
        {
            3: "has front matter that has the key “title” twice (line 3)",
            4: "has no front matter between two lines ---",
        },
    ),
}
"""By file: format, part of how it was read, number of rows, and why some are refused, by their numbers."""


@pytest.mark.parametrize("name", FOUND)
def test_each_format_is_found(name):
    form, reading, count, refused = FOUND[name]
    found = look(DATA / name)
    rows = list(found.read())
    assert (found.form, len(rows)) == (form, count)
    assert found.reading.items() >= reading.items()
    assert {row.number: row.refused for row in rows if row.refused} == refused
    assert [row.number for row in rows] == list(range(1, count + 1))
    assert {column for row in rows for column in row.cells} <= set(found.columns)
    assert f"It has {count} rows" in found.told[-1]
    assert all(sentence.endswith(".") for sentence in found.told)


@pytest.mark.parametrize("name", FOUND)
def test_it_is_read_again_as_it_was_read_before(name):
    found = look(DATA / name)
    again = look(DATA / name, found.reading, found.form)
    assert (again.form, again.reading, again.columns) == (found.form, found.reading, found.columns)
    assert list(again.read()) == list(found.read()) == list(found.read())


def test_the_files_are_all_here():
    assert {path.name for path in DATA.iterdir()} == set(FOUND)


def test_the_hash_is_that_of_the_file():
    assert look(DATA / "ged.csv").sha256 == hashlib.sha256((DATA / "ged.csv").read_bytes()).hexdigest()


def test_the_hash_of_a_folder_knows_names_and_contents(tmp_path):
    def sha(name, text):
        folder = tmp_path / "folder"
        folder.mkdir(exist_ok=True)
        for path in folder.iterdir():
            path.unlink()
        (folder / name).write_text(text)
        return look(folder).sha256

    first = sha("a.md", "---\ntitle: A\n---\n")
    assert sha("a.md", "---\ntitle: A\n---\n") == first
    assert len({first, sha("b.md", "---\ntitle: A\n---\n"), sha("a.md", "---\ntitle: B\n---\n")}) == 3


def test_a_table_says_how_it_was_read():
    assert look(DATA / "reporter.csv").told == (
        "It is a table as text in cp1252: 12 columns with semicolons between, double quotation marks around texts.",
        "The encoding was told by its letters. If they look wrong, name another one.",
        "The first row names the columns.",
        "It has 4 rows, of which 1 can be no event or document.",
    )


def test_a_quoted_text_keeps_what_stands_in_it():
    row = rows_of(DATA / "reporter.csv")[0]
    assert row.cells["Beschreibung"] == "Das Wasser stand einen Meter hoch; drei Straßen waren gesperrt."


def test_media_that_is_no_address_stands_for_itself():
    rows = rows_of(DATA / "timelinejs.csv")
    assert [(row.cells["Media"], row.cells["Media Code"]) for row in rows[1:4]] == [
        ("https://example.org/strike/1", ""),
        ("", '<iframe src="https://example.org/video"></iframe>'),
        ("https://example.org/strike/2", ""),
    ]


def test_json_keeps_what_is_written_and_opens_places():
    assert told(rows_of(DATA / "events.json")[0]) == {
        "startDate": "2021-02-20",
        "title": "A flood",
        "place.name": "Port Example",
        "place.lat": "54.3",
        "place.lon": "10.1",
        "people": ["Water Office", "Mayor"],
        "links": ["https://example.org/1"],
        "confirmed": "true",
    }


def test_another_list_can_be_chosen():
    assert [told(row) for row in rows_of(DATA / "events.json", reading={"list": "authors"})] == [{"name": "Anna Novak"}]
    assert "the longest of 2 lists of objects" in look(DATA / "events.json").told[0]


def test_what_is_nested_deeper_is_found(tmp_path):
    path = tmp_path / "deep.json"
    path.write_text('{"a": {"b": [{"title": "A", "sources": [{"url": "x"}]}, 7]}, "c": [1, 2], "d": {"e": []}}')
    found = look(path)
    assert found.reading["list"] == "a.b"
    assert [(dict(row.cells), row.refused) for row in found.read()] == [
        ({"title": "A", "sources": [{"url": "x"}]}, ""),
        ({}, "is no object with names"),
    ]


def test_documents_by_their_ids_stay_together(tmp_path):
    path = tmp_path / "events.json"
    path.write_text('[{"title": "A", "sources": {"one": {"url": "x"}, "two": {"url": "y"}}}]')
    assert rows_of(path)[0].cells["sources"] == {"one": {"url": "x"}, "two": {"url": "y"}}


def test_an_answer_to_sparql_has_what_is_bound():
    assert [told(row) for row in rows_of(DATA / "sparql.json")] == [
        {
            "event": "https://example.org/entity/Q1",
            "eventLabel": "flood of 2021",
            "date": "2021-02-20",
            "countryLabel": "Norway",
        },
        {"event": "https://example.org/entity/Q2", "eventLabel": "repair of 2021"},
    ]


def test_a_calendar_has_last_days_and_zones():
    strike, agreement, *_, work = rows_of(DATA / "calendar.ics")
    assert told(strike) == {
        "UID": "1@example.org",
        "DTSTAMP": "2021-01-01T00:00Z",
        "DTSTART": "2021-03-01",
        "DTEND": "2021-03-12",
        "SUMMARY": "Strike at the shipyard",
        "DESCRIPTION": "Some 300 workers, most of them welders, leave the yard.",
        "LOCATION": "Port Example",
        "GEO latitude": "54.3",
        "GEO longitude": "10.1",
        "CATEGORIES": ["Strike", "Work"],
        "URL": "https://example.org/strike",
    }
    assert (agreement.cells["DTSTART"], agreement.cells["DTEND"]) == (
        "2021-03-15T14:30+01:00",
        "2021-03-15T16:00+01:00",
    )
    assert (work.cells["DTSTART"], work.cells["DTEND"]) == ("2021-03-25", "")


VEVENTS = {
    "DTSTART:20210315T143000\nDURATION:PT1H30M": ("2021-03-15T14:30", "2021-03-15T16:00"),
    "DTSTART;VALUE=DATE:20210315\nDURATION:P3D": ("2021-03-15", "2021-03-17"),
    "DTSTART;VALUE=DATE:20210315": ("2021-03-15", ""),
    "DTSTART;VALUE=DATE:20210315\nDTEND;VALUE=DATE:20210315": ("2021-03-15", ""),
    "DTSTART;TZID=Nowhere/Land:20210315T143005": ("2021-03-15T14:30:05", ""),
}
"""Begin and end of the row by what an event says."""


@pytest.mark.parametrize("lines", VEVENTS)
def test_the_end_of_an_event_is_its_last_day_or_hour(lines, tmp_path):
    path = tmp_path / "one.ics"
    path.write_text(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n")
    (row,) = rows_of(path)
    assert (row.cells["DTSTART"], row.cells.get("DTEND", "")) == VEVENTS[lines]


DOCUMENTS = {
    "bibliography.csl.json": [
        ("novak-2021", "The water rises", "2021-02-20", "article-newspaper", "https://example.org/water"),
        ("office-2021", "Report on the flood", "2021-05", "report", ""),
        ("yard-2021", "The strike in spring", "2021-21", "webpage", "https://example.org/yard"),
    ],
    "bibliography.bib": [
        ("novak-2021", "The Water rises in Küste", "2021-02-20", "webpage", "https://example.org/water_1"),
        ("office2021", "Report on the flood", "2021-05", "article-journal", ""),
    ],
    "bibliography.ris": [
        ("novak-2021", "The water rises", "2021-02-20", "article-newspaper", "https://example.org/water"),
        ("", "Report on the flood", "2021", "report", ""),
    ],
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_of_a_bibliography_speak_csl(name):
    rows = [row for row in rows_of(DATA / name) if not row.refused]
    names = ("id", "title", "issued", "type", "URL")
    assert [tuple(row.cells.get(column, "") for column in names) for row in rows] == DOCUMENTS[name]


def test_people_are_lists_of_names():
    assert rows_of(DATA / "bibliography.bib")[0].cells["author"] == ["Novak, Anna", "Boris Example"]
    assert rows_of(DATA / "bibliography.csl.json")[0].cells["author"] == ["Anna Novak"]


def test_a_folder_has_a_row_a_file():
    flood, repair, *_ = rows_of(DATA / "folder")
    assert told(flood) == {
        "file": "2021/flood.md",
        "title": "A flood: the harbour",
        "date": "2021-02-20",
        "tags": ["water", "harbour"],
        "location.name": "Port Example",
        "location.lat": "54.3",
        "location.lon": "10.1",
        "body": "The *harbour* stood under water.",
    }
    assert told(repair) == {"file": "2021/repair.json", "title": "A repair", "date": "2021-03-05", "tags": ["water"]}
    assert "Files of other kinds were left: .svg." in look(DATA / "folder").told


def test_a_folder_is_not_left_by_links(tmp_path):
    (tmp_path / "secret.md").write_text("---\ntitle: Secret\n---\n")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "open.md").write_text("---\ntitle: Open\n---\n")
    (folder / "again.md").symlink_to(folder / "open.md")
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / "links").symlink_to(tmp_path)
    (folder / ".hidden.md").write_text("---\ntitle: Hidden\n---\n")
    assert [row.cells["title"] for row in rows_of(folder)] == ["Open"]


def test_a_workbook_gives_the_values_that_people_see(tmp_path):
    rows = [
        [None, None, None, None, None],
        ["Date", "Title", "Dead", "Time", "Serial"],
        [datetime.datetime(2021, 2, 20), "A flood", 3.0, datetime.time(14, 30), 44247],
        [datetime.datetime(2021, 3, 5, 9, 30), "=1+1", 0.5, None, True],
        [],
        [None, "A repair", None, None, None],
        [None, " ", None, None, None],
    ]
    path = write_workbook(tmp_path / "events.xlsx", {"Notes": [], "Events": rows, "Other": [["x"], ["y"]]})
    found = look(path)
    assert (found.form, found.reading, found.columns) == (
        "table",
        {"sheet": "Events"},
        ("Date", "Title", "Dead", "Time", "Serial"),
    )
    assert [(list(row.cells.values()), row.refused) for row in found.read()] == [
        (["2021-02-20", "A flood", "3", "14:30:00", "44247"], ""),
        (["2021-03-05T09:30", "", "0.5", "", "true"], ""),
        (["", "", "", "", ""], "is empty"),
        (["", "A repair", "", "", ""], ""),
    ]
    assert "the rows are those of the sheet “Events”. It has other sheets: “Notes” and “Other”." in found.told[0]
    assert cells_of(path, reading={"sheet": "Other"}) == [["y"]]


def test_parquet_gives_texts(tmp_path):
    path = tmp_path / "events.parquet"
    columns = {
        "day": pa.array([datetime.date(2021, 2, 20), None]),
        "stamp": pa.array([datetime.datetime(2021, 2, 20, 8, 5), datetime.datetime(2021, 3, 5)]),
        "zoned": pa.array([datetime.datetime(2021, 2, 20, 8, 5)] * 2, pa.timestamp("us", tz="UTC")),
        "count": pa.array([3.0, float("nan")]),
        "exact": pa.array([decimal.Decimal("1.50"), None]),
        "sure": pa.array([True, False]),
        "names": pa.array([["a", "b"], []], pa.list_(pa.string())),
    }
    pq.write_table(pa.table(columns), path)
    assert cells_of(path) == [
        ["2021-02-20", "2021-02-20T08:05", "2021-02-20T08:05Z", "3", "1.50", "true", ["a", "b"]],
        ["", "2021-03-05", "2021-02-20T08:05Z", "", "", "false", []],
    ]


def test_parquet_gives_days_that_python_does_not_have(tmp_path):
    path = tmp_path / "events.parquet"
    days = np.array(["-0699-03-15", "2021-02-20"], dtype="datetime64[D]")
    pq.write_table(pa.table({"day": pa.array(days, pa.date32())}), path)
    assert cells_of(path) == [["-0699-03-15"], ["2021-02-20"]]


def test_a_known_table_is_known_in_any_file(tmp_path):
    rows = [list(row.cells.values()) for row in rows_of(DATA / "ged.csv")]
    names = look(DATA / "ged.csv").columns
    upper = [name.upper() for name in names]
    book = write_workbook(tmp_path / "ged.xlsx", {"GED": [upper, *rows]})
    pq.write_table(pa.table({name: [row[n] for row in rows] for n, name in enumerate(names)}), tmp_path / "ged.parquet")
    assert [look(path).form for path in (book, tmp_path / "ged.parquet")] == ["ged", "ged"]
    assert look(book, form="table").form == "table"


LETTERS = {
    "cp1252": "Titre;Lieu\nLa grève continue à l’usine;Orléans\nL’élu répond aux grévistes;Besançon – Est\n",
    "cp1251": "Заголовок;Место\nНаводнение в городе;Приморск\nРабота на верфи;Южный порт\n",
    "cp1250": "Tytuł;Miejsce\nPowódź w mieście;Łódź\nStrajk w stoczni;Gdańsk – źródło\n",
    "koi8_r": "Заголовок;Место\nНаводнение в городе;Приморск\nРабота на верфи;Южный порт\n",
    "utf-16-le": "Title;Place\nA flood in the town;Port Example\n",
    "utf-16-be": "Title;Place\nA flood in the town;Port Example\n",
    "utf-16": "Заголовок;Место\nНаводнение;Приморск\n",
    "utf-32": "Заголовок;Место\nНаводнение;Приморск\n",
    "utf-8-sig": "Заголовок;Место\nНаводнение;Приморск\n",
    "utf-8": "Заголовок;Место\nНаводнение;Приморск\n",
}


@pytest.mark.parametrize("encoding", LETTERS)
def test_the_encoding_is_found_by_its_letters(encoding, tmp_path):
    path = tmp_path / "letters.csv"
    path.write_bytes(LETTERS[encoding].encode(encoding))
    found = look(path)
    assert found.reading["encoding"] == encoding
    assert found.columns == tuple(LETTERS[encoding].splitlines()[0].split(";"))


def test_a_row_with_more_cells_than_the_header_is_refused(tmp_path):
    path = tmp_path / "ragged.csv"
    path.write_text("date,title\n2021,A\n2021,B,stray\n2021\n2021,C,,\n")
    assert [(list(row.cells.values()), row.refused) for row in rows_of(path)] == [
        (["2021", "A"], ""),
        (["2021", "B"], "has 3 cells, and the header names 2"),
        (["2021", ""], ""),
        (["2021", "C"], ""),
    ]


def test_columns_without_a_name_are_called_by_their_place(tmp_path):
    path = tmp_path / "unnamed.csv"
    path.write_text("date,,title,\n2021,x,A,\n")
    assert look(path).columns == ("date", "column 2", "title")


def test_one_column_of_sentences_is_one_column(tmp_path):
    path = tmp_path / "titles.txt"
    path.write_text('Title\nA flood, and then rain\n"One, two"\nA repair; a delay\n')
    assert cells_of(path) == [["A flood, and then rain"], ["One, two"], ["A repair; a delay"]]
    assert look(path).reading["delimiter"] == "none"


def test_quotation_marks_may_be_letters(tmp_path):
    path = tmp_path / "tabs.tsv"
    path.write_text('date\ttitle\n2021\t"No" is what he said\n2021\t5" of rain\n2022\t"Yes", she said\n' * 3)
    assert cells_of(path)[:2] == [["2021", '"No" is what he said'], ["2021", '5" of rain']]


def test_a_reading_that_is_given_is_not_found_anew(tmp_path):
    path = tmp_path / "given.csv"
    path.write_bytes("a;b,c\nЖ;2,3\n".encode("cp866"))
    assert cells_of(path, reading={"encoding": "cp866", "delimiter": ";"}) == [["Ж", "2,3"]]
    assert cells_of(path, reading={"encoding": "cp866", "delimiter": ","}) == [["Ж;2", "3"]]


def test_a_form_that_the_file_does_not_have_is_told():
    with pytest.raises(BringError, match=r"calendar\.ics is no bibliography in RIS: it is a calendar"):
        look(DATA / "calendar.ics", form="ris")

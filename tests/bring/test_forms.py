"""The formats that are known by name: what their columns are taken for, and what codes and several columns say."""

from __future__ import annotations

import pytest

from tests.bring.files import DATA, rows_of
from timeline.bring.fields import FIELDS, FIGURE, KEEP, LEAVE, SHOW
from timeline.bring.forms import FORMS, PRECISIONS, composer, decode, fields_of, in_small, recognise
from timeline.bring.look import look
from timeline.collection.series import Figure
from timeline.collection.vocabulary import SOURCE_KINDS


@pytest.mark.parametrize("form", FORMS)
def test_a_form_speaks_of_what_there_is(form):
    known = FORMS[form]
    figures = {f"{FIGURE}{Figure.model_validate(figure).id}" for figure in known.figures}
    assert set(known.columns.values()) <= set(FIELDS) | figures | {SHOW, KEEP, LEAVE}
    assert {name for name in known.columns.values() if name.startswith(FIGURE)} == figures
    assert {*known.columns, *known.marks, *known.codes, *known.key} == {
        in_small(name) for name in (*known.columns, *known.marks, *known.codes, *known.key)
    }
    assert {*known.marks, *known.codes, *known.key} <= set(known.columns)
    assert set(known.composed) <= set(FIELDS)
    once = [name for name in known.columns.values() if name in FIELDS and not FIELDS[name].many]
    assert len(once) == len(set(once))


def test_codes_say_what_the_vocabularies_have():
    for known in FORMS.values():
        for column, codes in known.codes.items():
            words = {"precision": PRECISIONS, "source_kind": SOURCE_KINDS}.get(known.columns[column])
            assert words is None or set(codes.values()) <= set(words)


@pytest.mark.parametrize("form", ["timelinejs", "ged", "acled"])
def test_a_sheet_without_some_of_its_columns_is_still_known(form):
    columns = look(DATA / f"{form}.csv").columns
    assert recognise(columns) == recognise([name.upper() for name in columns]) == form
    marks = FORMS[form].marks
    lost = int(0.3 * len(marks))
    assert recognise([*marks[lost:], "another"]) == form
    assert recognise(marks[lost + 1 :]) == ""


@pytest.mark.parametrize("columns", [["date", "title"], [], ["latitude", "longitude", "source", "notes", "id", "year"]])
def test_a_table_of_ones_own_is_none_of_them(columns):
    assert recognise(columns) == ""


COMPOSED = {
    "ged.csv": [
        {
            "title": "Government of Invented – Valley Front: Old Mill town",
            "summary": "State-based conflict: Government of Invented – Valley Front. Old Mill, at the bridge",
            "citing": "Invented Wire",
        },
        {
            "title": "Government of Invented – Civilians: Upper Valley province",
            "summary": "One-sided violence: Government of Invented – Civilians, Upper Valley province",
            "citing": "Report of the Valley Watch",
        },
        {
            "title": "Government of Invented – Valley Front: Old Mill town",
            "summary": "State-based conflict: Government of Invented – Valley Front. fields north of Old Mill",
            "citing": "Invented Wire;Second Wire",
        },
    ],
    "acled.csv": [
        {"title": "Peaceful protest: Protesters (Invented), Port Example"},
        {"title": "Mob violence: Rioters (Invented) – Police Forces of Invented, Port Example"},
    ],
    "bibliography.csl.json": [
        {"publisher": "Invented Gazette", "url": "https://example.org/water"},
        {"publisher": "Water Office", "url": "https://doi.org/10.5555/flood"},
        {"publisher": "Yard Union", "url": "https://example.org/yard"},
    ],
    "timelinejs.csv": [{}] * 5,
}


@pytest.mark.parametrize("name", COMPOSED)
def test_fields_are_composed_of_several_columns(name):
    found = look(DATA / name)
    compose = composer(found.form, found.columns)
    assert [compose(row.cells) for row in found.read()] == COMPOSED[name]


def test_a_text_in_braces_is_no_column():
    compose = composer("ged", ["Side_A", "side_b", "where_coordinates"])
    cells = {"Side_A": "{side_b}", "side_b": r"\1 {0.__class__}", "where_coordinates": " "}
    assert compose(cells) == {"title": r"{side_b} – \1 {0.__class__}"}


CODES = {
    ("ged", "date_prec"): {"1": "day", "2": "range", "3": "week", "4": "month", "5": "range", "": "", "6": ""},
    ("acled", "Time_Precision"): {"1": "day", "2": "week", "3": "month", "4": ""},
    ("csl-json", "type"): {"article-newspaper": "press", "webpage": ""},
    ("ged", "country"): {"1": "1"},
}


@pytest.mark.parametrize("column", CODES)
def test_a_code_says_what_its_codebook_says(column):
    for code, word in CODES[column].items():
        assert decode(*column, code) == word


def test_acled_tells_its_terms():
    assert "acleddata.com" in FORMS["acled"].terms
    assert [form for form, known in FORMS.items() if known.terms] == ["acled"]


def test_rows_of_data_sets_cite_the_data_set():
    assert [form for form, known in FORMS.items() if known.dataset] == ["ged", "acled"]


def test_rows_of_bibliographies_are_documents():
    assert [form for form, known in FORMS.items() if known.documents] == ["csl-json", "bibtex", "ris"]


def test_columns_of_a_file_are_known_whatever_their_case():
    assert fields_of("icalendar", ["UID", "Summary", "X-OTHER"]) == {"UID": "id", "Summary": "title"}


def test_what_is_no_event_is_refused_in_any_table(tmp_path):
    path = tmp_path / "sheet.csv"
    text = (DATA / "timelinejs.csv").read_text()
    path.write_text(text.replace(",title,", ",Title,").replace(",Type,", ",TYPE,"))
    assert rows_of(path)[0].refused == "is a title slide"

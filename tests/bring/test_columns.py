"""What columns are taken for, by their names in five languages or by what stands in them."""

from __future__ import annotations

import pytest

from tests.bring.files import DATA
from timeline.bring.columns import Guess, guess_columns
from timeline.bring.fields import FIELDS, KEEP
from timeline.bring.forms import FORMS
from timeline.bring.headers import fields_named
from timeline.bring.look import look
from timeline.bring.rows import Input, Row


def guess(columns: dict[str, list], form: str = "table") -> dict[str, Guess]:
    """The guesses for a table of these columns."""
    rows = [
        Row(number, dict(zip(columns, cells, strict=True)))
        for number, cells in enumerate(zip(*columns.values(), strict=True), start=1)
    ]
    found = Input("a.csv", "", form, {}, (), tuple(columns), lambda: iter(rows))
    return dict(guess_columns(found, rows))


def fields(columns: dict[str, list]) -> dict[str, str]:
    return {name: found.field for name, found in guess(columns).items()}


LANGUAGES = {
    "English": "Date|Title|Description|Place|Country|Latitude|Longitude|Actors|Theme|Tags|Publisher|Language|Draft",
    "German": "Datum|Titel|Beschreibung|Ort|Land|Breite|Länge|Beteiligte|Thema|Schlagwörter|Medium|Sprache|Entwurf",
    "French": "Date|Titre|Résumé|Lieu|Pays|Latitude|Longitude|Acteurs|Thème|Mots-clés|Éditeur|Langue|Brouillon",
    "Russian": "Дата|Заголовок|Описание|Место|Страна|Широта|Долгота|Участники|Тема|Теги|Издание|Язык|Черновик",
    "Ukrainian": "Дата|Назва|Опис|Місце|Країна|Широта|Довгота|Учасники|Тема|Теги|Видання|Мова|Чернетка",
}
WANTED = ["when", "title", "summary", "place", "country", "lat", "lon", "actors", "themes", "tags"]
WANTED += ["publisher", "language", "draft"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_headers_in_five_languages(language):
    for name, wanted in zip(LANGUAGES[language].split("|"), WANTED, strict=True):
        assert fields_named(name)[0] == wanted, name
        assert fields_named(f" {name.upper()} ")[0] == wanted, name


HEADERS = {
    "event_date": "when",
    "startDate": "when",
    "End date": "end",
    "End Year": "end_year",
    "source_url": "url",
    "Publication date": "published",
    "actor_2": "actors",
    "properties.title": "title",
    "place.lat": "lat",
    "Titel der Quelle": "source_title",
    "Archived?": "archived",
}


@pytest.mark.parametrize("header", HEADERS)
def test_headers_as_people_write_them(header):
    assert fields_named(header)[0] == HEADERS[header]


@pytest.mark.parametrize(
    "header", ["weather", "Remarks", "Anmerkung", "", "column 3", "untitled", "dated back", "updates"]
)
def test_a_name_that_says_nothing_is_not_guessed_by(header):
    assert fields_named(header) == ()


def test_every_field_that_is_named_is_a_field():
    from timeline.bring.headers import _FIELDS

    assert {field for named in _FIELDS.values() for field in named} <= set(FIELDS)


CONTENTS = {
    "url": (["https://example.org/1", "https://example.org/2 https://example.org/3"], "web addresses"),
    "when": (["2021-02-20", "20.02.2021"], "dates"),
    "country": (["Norwegen", "Норвегия"], "countries"),
}


@pytest.mark.parametrize("field", CONTENTS)
def test_what_stands_in_a_column_says_what_it_is(field):
    texts, what = CONTENTS[field]
    assert guess({"x": texts})["x"] == Guess(field, f"by what stands in it: 2 of 2 are {what}", tuple(texts))


@pytest.mark.parametrize("field", CONTENTS)
def test_a_single_sample_says_nothing(field):
    texts, _ = CONTENTS[field]
    assert fields({"x": texts[:1]}) == {"x": ""}
    assert fields({"x": [texts[0], "", " "]}) == {"x": ""}


@pytest.mark.parametrize(("strange", "field"), [(4, "url"), (5, "")])
def test_four_in_five_have_to_agree(strange, field):
    texts = ["https://example.org/a"] * (20 - strange) + ["none"] * strange
    assert fields({"x": texts}) == {"x": field}


DATES = [
    *("2021", "2021-02", "2021-02-20", "2021-02-20 00:00:00.000", "2021-02-20T14:30Z", "20.2.2021", "2/20/21"),
    *("20 February 2021", "February 2021", "20. Februar 2021", "20 février 2021", "20 лютого 2021", "Feb 20, 2021"),
    *("2021-02-20/2021-03-05", "2021/02/20", "2021~"),
]


@pytest.mark.parametrize("text", DATES)
def test_dates_look_like_dates(text):
    assert fields({"x": [text, text]}) == {"x": "when"}


@pytest.mark.parametrize(
    "text", ["12", "44247", "a flood in 2021", "0171 2345678", "1.2.3", "DE", "https://e.org/2021-02-20"]
)
def test_other_texts_do_not(text):
    assert fields({"x": [text, text]})["x"] != "when"


def test_degrees_side_by_side_are_a_place():
    assert fields({"a": ["54.30", "53.55"], "b": ["10.10", "120.5"]}) == {"a": "", "b": ""}
    assert fields({"a": ["54.30", "53.55"], "b": ["10.10", "120.55"]}) == {"a": "lat", "b": "lon"}
    assert fields({"a": ["54.30", "93.55"], "b": ["10.10", "120.55"]}) == {"a": "", "b": ""}
    assert fields({"lat": ["54.30", "53.55"], "a": ["1.10", "2.55"], "b": ["10.10", "20.55"]})["a"] == ""


def test_a_source_is_an_address_or_a_name():
    assert fields({"Quelle": ["https://example.org/1"]}) == {"Quelle": "url"}
    assert fields({"Quelle": ["Beispielzeitung"]}) == {"Quelle": "publisher"}


def test_tag_is_a_day_in_german_and_a_word_in_english():
    assert fields({"Tag": ["20", "5"]}) == {"Tag": "day"}
    assert fields({"Tag": ["water", "harbour"]}) == {"Tag": "tags"}


def test_what_stands_in_a_column_may_deny_its_name():
    assert fields({"lat": ["north"], "lon": ["10.1"], "year": ["long ago"]}) == {
        "lat": "",
        "lon": "lon",
        "year": "",
    }


def test_the_best_column_wins():
    found = guess({"x": ["2021-02-20", "2021-03-05"], "date": ["2021-02-20", "2021-03-05"], "Datum": ["2020", "2021"]})
    assert {name: taken.field for name, taken in found.items()} == {"x": "", "date": "when", "Datum": ""}
    assert found["date"].why == "by its name"


def test_several_columns_may_say_who():
    assert fields({"actor1": ["A"], "actor2": ["B"], "url": ["https://e.org/1"], "link": ["https://e.org/2"]}) == {
        "actor1": "actors",
        "actor2": "actors",
        "url": "url",
        "link": "url",
    }


def test_documents_with_their_parts_are_sources():
    documents = [{"title": "A", "url": "https://example.org/1"}]
    assert fields({"sources": [documents, {"one": documents[0]}]}) == {"sources": "sources"}
    assert fields({"sources": [["https://example.org/1"], ["https://example.org/2"]]}) == {"sources": "url"}


def test_samples_are_three_short_texts():
    found = guess({"x": ["a", "a", "", "b\nc", "d" * 200, "e"]})["x"]
    assert found == Guess("", "neither its name nor what stands in it says what it is", ("a", "b c", "d" * 80 + "…"))


def test_a_refused_row_is_no_sample():
    rows = [Row(1, {"x": "title slide"}, "is a title slide"), Row(2, {"x": "a"})]
    found = Input("a.csv", "", "table", {}, (), ("x",), lambda: iter(rows))
    assert guess_columns(found, rows)["x"].samples == ("a",)


@pytest.mark.parametrize("name", ["ged.csv", "acled.csv", "timelinejs.csv", "calendar.ics", "bibliography.bib"])
def test_known_formats_come_mapped(name):
    found = look(DATA / name)
    guesses = guess_columns(found, list(found.read()))
    assert tuple(guesses) == found.columns
    assert [column for column, taken in guesses.items() if not taken.field] == []
    assert {taken.why for taken in guesses.values()} == {f"by the format: {FORMS[found.form].label}"}


def test_what_a_known_format_does_not_have_is_asked():
    found = look(DATA / "ged.csv")
    more = Input(**{**vars(found), "columns": (*found.columns, "title")})
    taken = guess_columns(more, [])["title"]
    assert (taken.field, taken.why) == ("", "the format has no such column")


MAPPED = {
    "reporter.csv": "when title summary place country lat lon actors themes url publisher",
    "events.json": "when title place lat lon actors url",
    "events.jsonl": "when title url",
    "sparql.json": "id title when country",
    "folder": "title when tags place lat lon summary",
}


@pytest.mark.parametrize("name", MAPPED)
def test_files_with_columns_of_their_own(name):
    found = look(DATA / name)
    guesses = guess_columns(found, list(found.read()))
    assert {taken.field for taken in guesses.values()} - {"", KEEP} == set(MAPPED[name].split())

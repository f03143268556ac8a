"""What a collection counts: declared figures and series, the older form, and what is wrong with a declaration."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from tests.writing import event, write_collection
from timeline.collection import first_series
from timeline.collection.series import Series
from timeline.query.collection import open_collection

FLOODS = Path(__file__).parents[1] / "data" / "floods"
DECLARED = {
    "title": "Test",
    "figures": [{"id": "deaths_best", "label": "deaths", "unit": {"one": "death", "many": "deaths"}}],
    "series": {
        "file": "rain.csv",
        "page": "Rain",
        "unit": "mm",
        "kinds": [{"unit": "mm", "total": "rain_mm", "figure": "deaths_best"}],
    },
}


def changed(**parts):
    """The declaration with some fields of its series, or whole parts, changed."""
    found = copy.deepcopy(DECLARED)
    for name, value in parts.items():
        (found if name in ("figures", "strikes") else found["series"])[name] = value
    return found


def open_with(folder, about, days="date,rain_mm,source\n2026-02-01,5,x\n", **events):
    write_collection(folder, {"sound": event(), **events}, collection=about)
    (folder / "rain.csv").write_text(days)
    return open_collection(folder)


def test_a_declared_figure_is_a_column_and_a_series_the_table_of_days(tmp_path):
    record = open_with(tmp_path, DECLARED, flood=event(figures={"deaths_best": 3, "by": "alpha"}))
    assert record.problems == ()
    assert record.events.set_index("id")["deaths_best"].dropna().to_dict() == {"flood": 3}
    assert list(record.events)[-2:] == ["deaths_best", "figures_by"]
    assert record.strikes["rain_mm"].tolist() == [5]
    assert record.daily.series.name == "rain"


def test_a_collection_that_declares_nothing_has_no_column_of_figures(tmp_path):
    record = open_collection(write_collection(tmp_path, {"sound": event()}))
    assert (record.about.figures, record.about.series, record.daily) == ((), None, None)
    assert list(record.events)[-2:] == ["contest", "figures_by"]
    assert list(record.strikes) == ["date", "source"]


OLDER = {
    "a block": (
        {"title": "T", "strikes": {"by": "beta", "credit": "C"}},
        False,
        False,
        first_series.first_series("", "beta", "C"),
    ),
    "a table": ({"title": "T"}, True, False, first_series.SERIES),
    "figures of events": ({"title": "T"}, False, True, None),
}


@pytest.mark.parametrize(("about", "table", "figures", "series"), OLDER.values(), ids=OLDER)
def test_what_was_written_before_declarations_means_what_it_meant(tmp_path, about, table, figures, series):
    fields = {"figures": {"drones": 5, "by": "beta"}} if figures else {}
    write_collection(tmp_path, {"raid": event(**fields)}, collection=about)
    if table:
        (tmp_path / "strikes.csv").write_text(
            "date,drones_launched,drones_stopped,missiles_launched,missiles_stopped,source\n"
        )
    record = open_collection(tmp_path)
    assert record.problems == ()
    assert (record.about.figures, record.about.series) == (first_series.FIGURES, series)
    assert {"drones", "missiles", "intercepted"} <= set(record.events)


def test_the_shipped_record_declares_what_older_software_took_for_granted(real_record):
    """So that a snapshot frozen today is byte for byte what it was, but for the version of the data."""
    series = real_record.about.series
    assert real_record.about.figures == first_series.FIGURES
    assert series == first_series.first_series(series.title, series.by, series.credit)


FAULTS = {
    "a figure with the name of a column": (
        changed(figures=[{"id": "title", "label": "t", "unit": "t"}]), "gives a figure the id title",
    ),
    "a figure twice": (changed(figures=DECLARED["figures"] * 2), "the id deaths_best"),
    "an id with a hyphen": (changed(figures=[{"id": "a-b", "label": "t", "unit": "t"}]), "is not a name for a column"),
    "a figure that is not declared": (changed(figures=[]), "figure deaths_best, which `figures` does not"),
    "a file elsewhere": (changed(file="../rain.csv"), "is not a name for a table"),
    "a file of something else": (changed(file="events.csv"), "which holds something else here"),
    "a column twice": (changed(kinds=[DECLARED["series"]["kinds"][0]] * 2), "has a column twice"),
    "a column named date": (changed(kinds=[{"unit": "mm", "total": "date"}]), "has a column twice, or one named date"),
    "no kind": (changed(kinds=[]), "is empty"),
    "a part without a column": (changed(part={"verb": "melted"}), "has `part` without a kind"),
    "an unknown actor": (changed(by="nobody"), "names the unknown actor nobody"),
    "an unknown theme": (changed(theme="nothing"), "names the unknown theme nothing"),
    "both forms": (changed(strikes={"by": "alpha"}), "the older form of `series`"),
    "a mistyped field": (changed(pag="Rain"), "is an unknown field. Did you mean page?"),
}  # fmt: skip


@pytest.mark.parametrize(("about", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_the_declaration_is_told_in_words(tmp_path, about, words):
    record = open_with(tmp_path, about)
    assert words in " ".join(str(fault) for fault in record.problems)


def test_a_figure_that_nobody_declared_leaves_the_event_out_with_what_to_write(tmp_path):
    record = open_with(tmp_path, DECLARED, flood=event(figures={"deaths_bst": 3, "by": "alpha"}))
    (fault,) = record.problems
    assert (fault.file, fault.field) == ("events/flood.md", "figures.deaths_bst")
    assert fault.message == "counts deaths_bst, which collection.yaml does not declare."
    assert fault.advice == "Did you mean deaths_best?"
    assert record.events["id"].tolist() == ["sound"]


def test_figures_need_somebody_who_counted_and_whole_numbers(tmp_path):
    record = open_with(tmp_path, DECLARED, flood=event(figures={"deaths_best": "few"}))
    told = {fault.field: fault.message for fault in record.problems}
    assert told == {"figures.by": "is missing.", "figures.deaths_best": "“few” is not a number."}


def test_the_table_of_a_series_is_checked_by_its_declaration(tmp_path):
    days = "date,rain_mm,source\n2026-02-01,5,x\n2026-02-02,much,x\n"
    (fault,) = open_with(tmp_path, DECLARED, days).problems
    assert (fault.file, fault.line) == ("rain.csv", 3)
    assert "has “much” as rain_mm" in fault.message
    (fault,) = open_with(tmp_path, DECLARED, "date,rain\n").problems
    assert fault.message == "lacks the columns rain_mm, source."


def test_words_of_a_series_are_put_together_from_its_nouns():
    rain, first = open_collection(FLOODS).about.series, first_series.SERIES
    assert (first.count(1279), rain.count(1), rain.count(12)) == (
        "1,279 launched", "1 millimetre of rain", "12 millimetres of rain",
    )  # fmt: skip
    assert first.by_kind([120, 1]) == "120 drones and 1 missile launched"
    assert first.labels()["missiles_stopped"] == "Missiles stopped"
    assert rain.labels() == {"rain_mm": "Millimetres of rain"}
    assert (first.about, rain.about, rain.part_verb) == ("strikes", "floods", "")


def test_a_series_is_the_same_when_it_comes_back_from_json():
    series = open_collection(FLOODS).about.series
    assert Series.model_validate(series.model_dump(mode="json")) == series

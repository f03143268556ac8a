"""Every format from its file to a collection: balance, dates and grades against values written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.bring.running import bring, contents, set_in_recipe
from timeline.query.collection import open_collection

FILES = Path(__file__).parents[1] / "data" / "bring"
DATA_SET = {
    "title": "Floods of the Invented",
    "publisher": "River Institute",
    "url": "https://example.org/data",
    "version": "3",
    "published": "2021-06",
}


class Case(NamedTuple):
    """A file, and what it gives."""

    file: str
    first: tuple[int, int, int, int]
    """Written, merged, waiting and refused rows, with nothing answered."""
    then: tuple[int, int, int, int]
    """The same when somebody has said which data set it is."""
    dates: tuple[str, ...]
    """When the events were, in their order."""
    documents: int = 0
    """Documents that no event cites."""


CASES = [
    Case(
        "reporter.csv",
        (3, 0, 0, 1),
        (3, 0, 0, 1),
        ("2021-21", "2021-04-03", "2021-04-13"),
    ),
    Case(
        "timelinejs.csv",
        (2, 0, 1, 2),
        (3, 0, 0, 2),
        ("2021-03-01T08:00:00/2021-03-12", "2021-03", "2021-03-15"),
    ),
    Case(
        "ged.csv",
        (0, 0, 3, 0),
        (3, 0, 0, 0),
        ("2021-02-20", "2021-03", "2021-04-02/2021-04-05"),
    ),
    Case("acled.csv", (0, 0, 2, 0), (2, 0, 0, 0), ("2021-02-20", "2021-03")),
    Case("sparql.json", (0, 0, 2, 0), (1, 0, 1, 0), ("2021-02-20",)),
    Case(
        "calendar.ics",
        (1, 0, 2, 2),
        (3, 0, 0, 2),
        ("2021-03-01/2021-03-12", "2021-03-15T14:30+01:00/2021-03-15T16:00+01:00", "2021-03-25"),
    ),
    Case("events.json", (1, 0, 1, 0), (2, 0, 0, 0), ("2021-02-20", "2021-03-05")),
    Case("events.jsonl", (2, 0, 0, 1), (2, 0, 0, 1), ("2021-02-20", "2021-03-05")),
    Case("folder", (0, 0, 2, 2), (2, 0, 0, 2), ("2021-02-20", "2021-03-05")),
    Case("bibliography.bib", (2, 0, 0, 2), (2, 0, 0, 2), (), documents=2),
    Case("bibliography.csl.json", (3, 0, 0, 0), (3, 0, 0, 0), (), documents=3),
    Case("bibliography.ris", (2, 0, 0, 0), (2, 0, 0, 0), (), documents=2),
]


def counted(told: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(told["balance"][name] for name in ("written", "merged", "waiting", "refused"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_from_a_file_to_a_collection(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, name = tmp_path / "mine", case.file.partition(".")[0]
    assert counted(bring(capsys, FILES / case.file, folder)) == case.first
    set_in_recipe(folder, name, data_set=DATA_SET)
    told = bring(capsys, FILES / case.file, folder)
    assert counted(told) == case.then

    record = open_collection(folder)
    assert [str(problem) for problem in record.problems if problem.file != "events/"] == []
    assert tuple(record.events["when"]) == case.dates
    assert len(record.events) == (0 if case.documents else case.then[0])
    assert set(record.events["support"]) <= {"not-assessed"}, "nobody has looked up who these publishers are"
    if case.documents:
        assert len(record.sources) == case.documents

    before = contents(folder)
    again = bring(capsys, FILES / case.file, folder)
    assert contents(folder) == before, "a second run changes no byte"
    assert again["changed"] == 0
    assert again["balance"] == told["balance"]


def test_rows_of_a_data_set_cite_it_and_name_whom_it_has_them_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    bring(capsys, FILES / "ged.csv", folder)
    set_in_recipe(folder, "ged", data_set=DATA_SET)
    bring(capsys, FILES / "ged.csv", folder)
    record = open_collection(folder)
    assert record.sources["url"].tolist() == ["https://example.org/data"]
    assert record.sources["title"].tolist() == ["Floods of the Invented, version 3"]
    assert record.sources["published"].tolist() == ["2021-06"]
    assert record.events["deaths_best"].tolist() == [3, 5, 1]
    assert set(record.events["figures_by"]) == {"river-institute"}
    assert not record.about.series
    assert record.claims.empty


@pytest.mark.parametrize("control", ["private", "public-service"])
def test_assessing_a_publisher_moves_the_grades_of_what_rests_on_it(
    control: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    bring(capsys, FILES / "reporter.csv", folder)
    path = folder / "publishers.yaml"
    entry = "name: Beispielzeitung\n    control: "
    text = path.read_text(encoding="utf-8")
    assert f"{entry}unknown" in text
    path.write_text(text.replace(f"{entry}unknown", f"{entry}{control}"), encoding="utf-8")
    record = open_collection(folder)
    grades = dict(zip(record.events["title"], record.events["support"], strict=True))
    assert grades == {
        "Überschwemmung in der Altstadt": "single-source",
        "Pegel fällt wieder": "single-source",
        "Rat berät über einen Deich": "not-assessed",
    }

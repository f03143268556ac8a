"""The codebook of the record, held against the reader and against the tables it describes."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from timeline.bring.fields import FIELDS
from timeline.collection.edtf import parse_edtf
from timeline.collection.entries import (
    ClaimEntry,
    EventEntry,
    FiguresEntry,
    FromEntry,
    PlaceEntry,
    PositionEntry,
    SameEntry,
    SearchEntry,
    SourceEntry,
)
from timeline.collection.vocabulary import CONTROLS, FOUND, RELATIONS, SOURCE_KINDS, STANCES
from timeline.front.place import SNAPSHOT
from timeline.query.collection import open_collection
from timeline.query.facets import FACETS
from timeline.web.pages import PAGES

ROOT = Path(__file__).resolve().parent.parent

TEXT = (ROOT / "data/README.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    """The text under a heading, down to the next one of its rank or above."""
    rank = heading.split(" ")[0]
    rest = TEXT.split(f"{heading}\n", 1)[1]
    return re.split(rf"^#{{1,{len(rank)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def test_the_example_of_an_event_is_read_without_a_fault(tmp_path):
    example = re.search(r"```markdown\n(.+?)```", TEXT, re.DOTALL)
    assert example
    (tmp_path / "events").mkdir()
    (tmp_path / "events/abu-dhabi-example.md").write_text(example[1], encoding="utf-8")
    for name in ("actors.yaml", "themes.yaml", "publishers.yaml", "collection.yaml"):
        (tmp_path / name).write_text((ROOT / "data" / name).read_text(encoding="utf-8"), encoding="utf-8")
    record = open_collection(tmp_path)
    lacking = (
        "links to abu-dhabi-talks-january-2026",
        "names the topic “anchorage-agreement”",
        "names the document “insightdigest-2026-02-lavrov”",
    )
    told = [str(fault) for fault in record.problems if not any(words in str(fault) for words in lacking)]
    assert told == [], "all that lacks is the event linked to, and what the record opens with"
    assert list(record.events["id"]) == ["abu-dhabi-example"]
    assert len(record.positions) == 2


@pytest.mark.parametrize(
    "model",
    [EventEntry, SourceEntry, PlaceEntry, ClaimEntry, PositionEntry, SearchEntry, SameEntry, FiguresEntry, FromEntry],
)
def test_every_field_is_explained(model):
    fields = section("## An event, field by field").split("```")[2]
    explained = set(re.findall(r"`([a-z_]+)(?:: [a-z]+)?`", fields))
    # the summary is the text under the front matter
    fields = {field.alias or name for name, field in model.model_fields.items()}
    assert fields - explained - {"summary"} == set()


@pytest.mark.parametrize("word", sorted({*SOURCE_KINDS, *STANCES, *RELATIONS, *CONTROLS, *FOUND}))
def test_every_word_of_the_vocabularies_is_listed(word):
    assert re.search(rf"\b{re.escape(word)}\b", TEXT)


def test_every_date_that_it_gives_is_one_the_reader_takes():
    written = re.findall(r"^\| `([^`]+)`", section("## Dates"), re.MULTILINE)
    assert len(written) == 10
    for text in written:
        parse_edtf(text)


def test_the_yearly_sums_of_strike_days_are_those_of_the_table(real_record):
    days = real_record.strikes
    sums = days.groupby(pd.to_datetime(days["date"]).dt.year)[
        ["drones_launched", "drones_stopped", "missiles_launched", "missiles_stopped"]
    ].sum()
    told = re.findall(r"^\| (20\d\d)[^|]*\| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|", TEXT, re.MULTILINE)
    assert {int(year): [int(n.replace(",", "")) for n in numbers] for year, *numbers in told} == {
        year: [int(n) for n in row] for year, row in zip(sums.index, sums.to_numpy(), strict=True)
    }


def test_publishers_that_the_register_classes_otherwise_are_classed_as_told(real_record):
    control = real_record.publishers.set_index("name")["control"].to_dict()
    rows = re.findall(r"^\| ([A-Z][^|]+) \| (state-run|public-service)", section("## Publishers"), re.MULTILINE)
    assert len(rows) == 11
    for names, told in rows:
        assert control[names.split(", via")[0]] == told


def test_every_parameter_of_an_address_is_explained():
    text = (ROOT / "docs/addresses.md").read_text(encoding="utf-8")
    the_filter, pages = text.split("## What a page adds")
    reading = {*FACETS, "from", "to", "known", "certain", "together", "q", "event", "sort", "page", SNAPSHOT}
    explained = {
        name for row in re.findall(r"^\| (`[^|]+) \|", the_filter, re.M) for name in re.findall(r"`(\w+)`", row)
    }
    assert explained == reading
    for page in PAGES:
        assert {option.name for option in page.options} - set(re.findall(r"`([a-z]+)`", pages)) == set(), page.title


def test_every_field_that_a_column_may_be_is_documented() -> None:
    page = (ROOT / "docs/bring.md").read_text(encoding="utf-8")
    for name, field in FIELDS.items():
        assert name == "entry" or f"| `{name}` | {field.label} | {field.help}" in page

"""At the limits, in both forms of a collection: the last value that is taken, the first that is not, and the order."""

from __future__ import annotations

import csv
import re
import time
from pathlib import Path
from typing import Any

import pytest

from tests.writing import event, write_collection
from timeline import Filter, open_collection
from timeline.front.panel import render_found, render_panel
from timeline.front.place import Place
from timeline.query.facets import FACETS


def write_files(folder: Path, events: dict[str, dict[str, Any]]) -> Path:
    return write_collection(folder, events)


def write_table(folder: Path, events: dict[str, dict[str, Any]]) -> Path:
    """The same events as a table; all cite one document."""
    write_collection(folder, {})
    (folder / "events").rmdir()
    columns = ["id", "title", "when", "actors", "themes", "summary", "place", "country", "lat", "lon", "drones"]
    with (folder / "events.csv").open("w", newline="", encoding="utf-8") as stream:
        rows = csv.DictWriter(stream, [*columns, "figures_by", "sources"], restval="")
        rows.writeheader()
        for name, fields in events.items():
            figures, place = fields.get("figures", {}), fields.get("place", {})
            flat = {"id": name, "sources": "one", "figures_by": figures.get("by"), "drones": figures.get("drones")}
            flat |= {key: place.get(known) for key, known in zip(columns[6:10], ("name", *columns[7:10]), strict=True)}
            flat |= {key: fields[key] for key in ("title", "when", "summary")}
            rows.writerow(flat | {key: " ".join(fields[key]) for key in ("actors", "themes")})
    document = (
        "id,publisher,title,url,published,language,kind\none,First Wire,A,https://example.org/a,2026-02-03,en,press\n"
    )
    (folder / "sources.csv").write_text(document)
    return folder


@pytest.fixture(params=[write_files, write_table])
def write(request):
    return request.param


def at(lat: float, lon: float) -> dict[str, Any]:
    return event(place={"name": "There", "lat": lat, "lon": lon})


def counted(drones: int) -> dict[str, Any]:
    return event(figures={"drones": drones, "by": "alpha"})


@pytest.mark.parametrize(
    ("last", "beyond"),
    [
        pytest.param(at(90, 180), at(90.001, 180), id="the North Pole"),
        pytest.param(at(90, 180), at(90, 180.001), id="the date line"),
        pytest.param(at(-90, -180), at(-90.001, -180), id="the South Pole"),
        pytest.param(at(-90, -180), at(-90, -180.001), id="the date line from the west"),
        pytest.param(at(0, 0), at(0, -181), id="where equator and first meridian cross"),
        pytest.param(counted(0), counted(-1), id="no drone"),
        pytest.param(event(title="x" * 400), event(title="x" * 401), id="a title of 400 letters"),
        pytest.param(event(summary="x" * 8000), event(summary="x" * 8001), id="a summary of 8,000 letters"),
    ],
)
def test_a_limit_itself_is_taken_and_what_lies_beyond_is_not(tmp_path, write, last, beyond):
    record = open_collection(write(tmp_path, {"last": last, "beyond": beyond}))
    assert record.events["id"].tolist() == ["last"]
    assert record.events_left_out == 1
    assert record.problems


@pytest.mark.parametrize("count", [1, 19, 20, 21, 22, 45])
def test_every_event_that_names_somebody_unknown_is_left_out_however_many(tmp_path, write, count):
    """Only some of many like faults are told one by one: what is kept does not change, and all are counted."""
    faulty = {f"faulty-{n:02}": event(actors=["alpha", f"nobody-{n}"]) for n in range(count)}
    record = open_collection(write(tmp_path, faulty | {"sound": event()}))
    assert record.events["id"].tolist() == ["sound"]
    assert record.events_left_out == count
    told = [str(problem) for problem in record.problems]
    rest = [int(found[1]) for text in told if (found := re.search(r"has (\d+) more", text))]
    assert sum("nobody-" in text for text in told) + sum(rest) == count


def test_events_stand_by_first_day_then_last_day_then_id_and_those_without_a_beginning_first(tmp_path, write):
    whens = {
        "d": "2026-01-05",
        "c": "2026-01-05",
        "b": "2026-01-05/2026-01-07",
        "long-ago": "-0699",
        "open": "../2026-06-01",
        "later": "2026-01-06",
    }
    record = open_collection(write(tmp_path, {name: event(when=when) for name, when in whens.items()}))
    assert record.events["id"].tolist() == ["open", "long-ago", "c", "d", "b", "later"]
    assert record.view(Filter(end="2025-12-31")).events["id"].tolist() == ["open", "long-ago"]


def test_a_list_may_hold_a_hundred_thousand_actors_and_the_panel_shows_a_few(tmp_path):
    most = 100_000
    lines = "\n".join(f"- {{id: person-{n}, name: Person {n}, kind: person, aliases: [P{n}]}}" for n in range(most))
    events = {f"e{n}": event(actors=[f"person-{n}", f"person-{most - 1}"]) for n in range(10)}
    folder = write_collection(tmp_path, events, actors=f"actors:\n{lines}\n", publishers=None)
    began = time.process_time()
    record = open_collection(folder)
    view = record.view(Filter())
    panel = render_panel(view, Place())
    print(
        f"{most:,} actors opened and shown in {time.process_time() - began:.1f} s; the panel has {len(panel):,} letters"
    )
    assert [problem.file for problem in record.problems] == ["publishers.yaml"]
    assert (len(record.actors), len(record.events)) == (most, 10)
    assert len(panel) < 50_000
    found = render_found(view, FACETS["actor"], Place(), f"person {most - 1}")
    assert f"Person {most - 1}" in found
    assert len(found) < 50_000

"""A collection, exported and brought into an empty folder, is the same collection.

What is out by design: drafts, where an import of an event came from, answers to advice, copies of documents. What the
tables do not have is not compared: an event's own name for a document, what was written as "all" themes, the order in
which documents are listed, which event cites a document for positions none of which names it.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bring.running import contents
from tests.writing import ACTORS, PUBLISHERS, event, source, write_collection
from timeline.bring.known import read_known
from timeline.bring.plan import Plan, make_plan
from timeline.bring.start import find_recipe, first_recipe, guess, open_input, with_columns
from timeline.bring.write import write_plan
from timeline.exchange.view_files import VIEW_FORMATS, write_view
from timeline.query.collection import Collection, open_collection
from timeline.query.filter import Filter

ROOT = Path(__file__).parents[2]
WAYS = ("csv", "json", "parquet")
TABLES = [field.name for field in dataclasses.fields(Collection) if field.type == "pd.DataFrame"]
COPIES = ["copy_date", "copy_sha256", "copy_words"]


def exported(record: Collection, way: str, folder: Path, flt: Filter | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"export{VIEW_FORMATS[way].suffix}"
    path.write_bytes(write_view(record.view(flt), way))
    return path


def brought(file: Path, folder: Path) -> Plan:
    """As the command brings it."""
    recipe = find_recipe(file, folder)
    found = open_input(file, recipe)
    guesses = guess(found)
    recipe = with_columns(recipe, found, guesses) if recipe else first_recipe(found, guesses)
    plan = make_plan(found, recipe, read_known(folder))
    write_plan(plan)
    return plan


def check_back(was: Collection, way: str, folder: Path) -> None:
    """Everything is there again, and a second time changes nothing."""
    file = exported(was, way, folder)
    plan = brought(file, folder / "mine")
    assert (plan.balance.waiting, plan.balance.refused, plan.conflicts) == (0, 0, [])
    now = open_collection(folder / "mine")
    assert now.problems == ()
    check_equal(was, now)
    before = contents(folder / "mine")
    assert brought(file, folder / "mine").changed == 0
    assert contents(folder / "mine") == before


def check_equal(was: Collection, now: Collection) -> None:
    assert now.about == was.about
    for name in TABLES:
        tables = [getattr(record, name) for record in (was, now)]
        if name == "sources":
            tables = [table.drop(columns=COPIES).sort_values("id", ignore_index=True) for table in tables]
        pd.testing.assert_frame_equal(tables[1], tables[0], obj=name)
    assert set(was.uncited) <= set(now.uncited)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", ["data", "tests/data/floods"])
def test_a_whole_record_comes_back(path: str, way: str, tmp_path: Path) -> None:
    check_back(open_collection(ROOT / path), way, tmp_path)


# ---- any collection -----------------------------------------------------------------------------------------------

_SEEN = "ab=+-@'\"|\\;,:#*{}[]&%!?<>~`é Ω日ї\u200b"
WORDS = st.text(_SEEN, min_size=1, max_size=12).map(str.strip).filter(bool)
TEXTS = st.text(_SEEN + "\n\t", min_size=1, max_size=30).map(str.strip).filter(bool)
DATES = ["-0699", "1142", "2021-02", "2021-21~", "202X", "2021-02-03", "2021-02-03T14:30+03:00", "2021-02-03?"]
WHENS = st.sampled_from([*DATES, "2021-02-03/..", "../2021-03", "2021-01/2021-02-05", "2021-34"])
PERIODS = st.sampled_from(["2021", "../2020", "2021-02-03", "2022-01/..", "-0500/0033"])
DOCUMENTS = ("one", "two", "three")
PEOPLE = [actor["id"] for actor in ACTORS]


def some(values: Any, most: int = 3) -> Any:
    return st.lists(values, max_size=most)


POSITIONS = st.fixed_dictionaries(
    {"actor": st.sampled_from(PEOPLE), "stance": st.sampled_from(["asserts", "denies", "questions"])},
    optional={"date": st.sampled_from(DATES), "note": TEXTS},
)
SEARCHES = st.fixed_dictionaries(
    {"date": st.just("2021-03-04"), "found": st.sampled_from(["none", "some"])},
    optional={"by": WORDS, "note": TEXTS},
)
CLAIMS = st.fixed_dictionaries(
    {"text": WORDS, "positions": st.lists(POSITIONS, min_size=1, max_size=3)}, optional={"sought": some(SEARCHES, 2)}
)
PLACES = st.fixed_dictionaries(
    {"name": WORDS}, optional={"country": st.just("NO"), "at": st.tuples(st.floats(-90, 90), st.floats(-180, 180))}
)
EVENTS = st.fixed_dictionaries(
    {
        "title": WORDS,
        "summary": TEXTS,
        "when": WHENS,
        "actors": st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True),
        "themes": st.lists(st.sampled_from(["talks", "strikes"]), min_size=1, max_size=2, unique=True),
        "uses": st.lists(st.sampled_from(DOCUMENTS), min_size=1, max_size=3, unique=True),
        "citing": st.dictionaries(st.sampled_from(DOCUMENTS), WORDS, max_size=2),
        "claims": some(CLAIMS),
    },
    optional={
        "note": TEXTS,
        "when_text": WORDS,
        "place": PLACES,
        "key": st.just("true"),
        "tags": st.lists(st.sampled_from(["water", "права-на-воду", "b2"]), max_size=2, unique=True),
        "extra": st.dictionaries(WORDS, TEXTS, max_size=3),
        "figures": st.fixed_dictionaries(
            {"by": st.sampled_from(PEOPLE)}, optional={"lost": st.integers(0, 9), "found_": st.integers(0, 10**9)}
        ),
    },
)  # fmt: skip
ABOUT = st.fixed_dictionaries(
    {"title": WORDS},
    optional={
        "description": TEXTS,
        "licence": st.fixed_dictionaries({"name": WORDS}, optional={"url": st.just("https://example.org/l")}),
        "maintainers": some(WORDS),
        "default_period": st.just("2021/2022"),
        "headline": WORDS,
        "standfirst": st.just("{events} events: a | b\\c."),
        "questions": st.just([{"text": "What = 'it'?", "link": "?theme=talks&from=2021-01-01"}]),
        "covers_to": st.just("2021-12-31"),
        "edited": st.just("2022-01-02"),
        "series": st.fixed_dictionaries(
            {
                "file": st.just("rain.csv"),
                "page": WORDS,
                "unit": WORDS,
                "kinds": st.just([{"unit": {"one": "drop", "many": "drops"}, "total": "mm", "figure": "lost"}]),
            },
            optional={"least": st.integers(1, 9), "by": st.sampled_from(PEOPLE), "theme": st.just("talks"),
                      "credit": TEXTS, "caution": TEXTS},
        ),
    },
)  # fmt: skip
FIGURES = [
    {"id": "lost", "label": "lost, | told", "unit": {"one": "house", "many": "houses"}, "also": ["=homes"]},
    {"id": "found_", "label": "found", "unit": "found", "description": "'= as told"},
]
COVERAGE = some(
    st.fixed_dictionaries(
        {"theme": st.sampled_from(["all", "talks"]), "period": PERIODS, "level": st.sampled_from(["good", "none"])},
        optional={"note": TEXTS},
    )
)


@st.composite
def collections(draw: Any) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Events by id, the lists beside them, and the days of a series."""
    names = draw(st.lists(st.sampled_from(["a", "b-2", "first-meeting", "z9"]), min_size=1, max_size=3, unique=True))
    described = {name: draw(st.fixed_dictionaries({"title": WORDS}, optional=_DESCRIBED)) for name in DOCUMENTS}
    events = {name: _event(draw(EVENTS), described) for name in sorted(names)}
    _share(draw, events)
    for name, fields in events.items():
        others = [other for other in events if other != name]
        if others and draw(st.booleans()):
            fields["links"] = [{"to": draw(st.sampled_from(others)), "relation": "follows"}]
    held = [f"{n}#{i}" for n, e in events.items() for i, c in enumerate(e["claims"], 1) if "same" not in c]
    lists: dict[str, Any] = {
        "collection": draw(ABOUT) | {"figures": FIGURES},
        "coverage": draw(COVERAGE),
        "publishers": [*PUBLISHERS, {"id": "odd", "name": draw(WORDS), "control": "unknown", "note": draw(TEXTS)}],
        "actors": [*ACTORS, {"id": "odd", "name": draw(WORDS), "kind": "unknown", "aliases": draw(some(WORDS))}],
        "documents": draw(some(st.sampled_from(DOCUMENTS), 2).map(lambda found: [*dict.fromkeys(found)])),
        "corrections": [{"date": "2021-04", "kind": "corrected", "was": draw(TEXTS), "now": draw(TEXTS)}],
    }
    lists["documents"] = [
        {"id": f"listed-{name}", **_document(name, described[name])}
        | ({"citing": "the list"} if draw(st.booleans()) else {})
        for name in lists["documents"]
    ]
    if held:
        claim = {"claim": draw(st.sampled_from(held)), "bears": draw(st.sampled_from(["affirms", "negates"]))}
        lists["topics"] = [{"id": "deal", "question": draw(WORDS), "claims": [claim]}]
    days = f'date,mm,source\n2021-02-03,7,"{draw(st.sampled_from(["=x", "a | b", ""]))}"\n2021-02-04,,\n'
    return events, lists, days if "series" in lists["collection"] else ""


_DESCRIBED = {
    "published": st.sampled_from(DATES),
    "language": st.just("uk"),
    "kind": st.sampled_from(["press", "dataset"]),
    "archived": st.just("https://archive.example/1"),
    "via": st.just("Digest"),
}


def _document(name: str, described: dict[str, Any]) -> dict[str, Any]:
    return {"publisher": "First Wire", "url": f"https://example.org/{name}", **described}


def _event(fields: dict[str, Any], described: dict[str, Any]) -> dict[str, Any]:
    """An event whose first document speaks of it and the others of what is claimed."""
    uses, citing = fields.pop("uses"), fields.pop("citing")
    if at := fields.get("place", {}).pop("at", None):
        fields["place"] |= {"lat": repr(at[0]), "lon": repr(at[1])}
    fields["sources"] = {
        f"my-{name}": _document(name, described[name])
        | ({"citing": citing[name]} if name in citing else {})
        | ({"cited_for": "positions"} if number else {})
        for number, name in enumerate(uses)
    }
    first, *further = fields["sources"]
    positions = [position for claim in fields["claims"] for position in claim["positions"]]
    for position in positions:
        position["source"] = first
    if positions:  # each document is named, for which event cites one that none names is in no table
        positions[0]["further_sources"] = further
    else:
        fields["sources"] = {first: fields["sources"][first]}
    return fields


def _share(draw: Any, events: dict[str, Any]) -> None:
    """Some claim of the first event stands in the last one, too."""
    first, *_, last = [*events, next(reversed(events))]
    if first != last and events[first]["claims"] and draw(st.booleans()):
        events[last]["claims"].append({"same": f"{first}#1"})


@settings(max_examples=settings.default.max_examples // 12)  # a second each
@given(written=collections(), way=st.sampled_from(WAYS))
def test_any_collection_comes_back(written: Any, way: str, tmp_path_factory: Any) -> None:
    events, lists, days = written
    folder = tmp_path_factory.mktemp("any")
    write_collection(folder / "was", events, **lists)
    if days:
        (folder / "was/rain.csv").write_text(days)
    was = open_collection(folder / "was")
    assert was.problems == ()
    check_back(was, way, folder / "back")


# ---- a part, and a folder that is there ---------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_a_part_opens_without_a_fault_of_what_it_lacks(way: str, tmp_path: Path) -> None:
    """Questions and the theme of the series may speak of what is not in it."""
    was = open_collection(ROOT / "tests/data/floods")
    flt = Filter(end=was.events["end"].min().date())
    plan = brought(exported(was, way, tmp_path, flt), tmp_path / "mine")
    now = open_collection(tmp_path / "mine")
    assert 0 < len(now.events) < len(was.events)
    assert [problem for problem in now.problems if problem.file == "collection.yaml"] == []
    assert now.about == dataclasses.replace(was.about, questions=(), series=now.about.series)
    assert any("The questions of its collection are left" in sentence for sentence in plan.input.told) == bool(
        was.about.questions
    )


@pytest.mark.parametrize("way", WAYS)
def test_a_collection_that_is_there_keeps_what_it_says_of_itself(way: str, tmp_path: Path) -> None:
    """Events and entries are added; an event of the same id that differs stays, which is told."""
    given = write_collection(
        tmp_path / "given",
        {"meeting": event(title="Theirs", extra={"Ort": "=1"}), "new": event(title="New", tags=["a"])},
        collection={"title": "Given", "figures": [], "series": SERIES},
        coverage=[{"theme": "talks", "period": "2021", "level": "good"}],
        documents=[{"id": "one", **source(name="unread")}, {"id": "two", **source(name="one")}],
    )
    (given / "rain.csv").write_text("date,mm,source\n2021-02-03,7,\n")
    mine = write_collection(
        tmp_path / "mine",
        {"meeting": event(title="Mine")},
        actors=ACTORS[:5],
        documents=[{"id": "one", **source(name="other")}],
    )
    before = contents(mine)
    plan = brought(exported(open_collection(given), way, tmp_path), mine)
    after, now = contents(mine), open_collection(mine)
    kept = ("collection.yaml", "themes.yaml", "publishers.yaml", "events/meeting.md")
    assert [after[name] for name in kept] == [before[name] for name in kept]
    assert {"coverage.yaml", "rain.csv"}.isdisjoint(after)
    assert now.problems == ()
    assert [*now.events["id"]] == ["meeting", "new"]
    assert [*now.actors["id"]] == [actor["id"] for actor in ACTORS]
    assert dict(zip(now.sources["id"], now.sources["url"], strict=True)) == {
        "one": "https://example.org/other",
        "one-2": "https://example.org/unread",
        "one-3": "https://example.org/one",
    }
    assert plan.conflicts == ["meeting is here already and differs (sources, extra, title). It stays as it is."]
    assert brought(exported(open_collection(given), way, tmp_path), mine).conflicts == plan.conflicts
    assert contents(mine) == after
    assert "What it says of its collection, its series and its coverage goes into a new folder only." in plan.input.told


SERIES = {"file": "rain.csv", "page": "Rain", "unit": "mm", "kinds": [{"unit": "mm", "total": "mm"}]}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"id": "../../outside"}, "Its id “../../outside” is none. Write small letters, digits and single hyphens."),
        ({"id": "meeting"}, "The id meeting stands before in this file."),
    ],
)
def test_an_id_from_a_file_names_no_other_file(change: dict[str, str], why: str, tmp_path: Path) -> None:
    was = open_collection(write_collection(tmp_path / "was", {"meeting": event(), "second": event(title="Second")}))
    file = exported(was, "json", tmp_path)
    told = json.loads(file.read_text())
    told["events"][1] |= change
    file.write_text(json.dumps(told))
    plan = brought(file, tmp_path / "deep/er/mine")
    assert [outcome.why for outcome in plan.outcomes if outcome.state == "waiting"] == [why]
    assert [*open_collection(tmp_path / "deep/er/mine").events["id"]] == ["meeting"]
    assert {path.name for path in tmp_path.iterdir()} == {"was", file.name, "deep"}


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ({"headline": "a\u202eb"}, "headline"),
        ({"series": SERIES | {"file": "../outside.csv"}}, "series"),
        ({"series": SERIES | {"file": "events.csv"}}, "series"),
        ({"color": "red"}, "color"),
        ({"figures": 7}, "figures"),
    ],
)
def test_what_no_collection_says_of_itself_is_left(said: dict[str, Any], left: str, tmp_path: Path) -> None:
    was = open_collection(write_collection(tmp_path / "was", {"meeting": event()}))
    file = exported(was, "json", tmp_path)
    told = json.loads(file.read_text())
    told["about"]["collection"] |= said
    file.write_text(json.dumps(told))
    plan = brought(file, tmp_path / "mine")
    assert any(f"“{left}”" in sentence and "is left" in sentence for sentence in plan.input.told)
    now = open_collection(tmp_path / "mine")
    assert (now.problems, now.about) == ((), was.about)
    assert {path.name for path in tmp_path.iterdir()} == {"was", "mine", file.name}

"""The reader: sound events are kept, every fault is listed with its place and what to write instead."""

from datetime import date

import pandas as pd
import pytest

from tests.writing import ACTORS, PUBLISHERS, claim, event, event_text, source, write_collection
from timeline import open_collection
from timeline.collection import tables
from timeline.collection.entries import MAX_TEXT

SOUND = event(title="Sound")


def changed(**fields):
    return event_text(event(**fields))


# id: (the file of the event beside the sound one, field, words of the message or advice)
FAULTS = {
    "no front matter": ("Just text", "", "no front matter"),
    "front matter not closed": ("---\ntitle: x\n", "", "no front matter"),
    "empty file": ("", "", "no front matter"),
    "broken YAML": ("---\ntitle: [\n---\nText", "", "not valid YAML"),
    "a list as front matter": ("---\n- a\n---\nText", "", "not a mapping"),
    "a key twice": ("---\ntitle: a\ntitle: b\n---\nText", "", "“title” twice"),
    "title missing": (changed(title=None), "title", "is missing"),
    "title empty": (changed(title=""), "title", "is empty"),
    "title a list": (changed(title=["a"]), "title", "a list is given where a text is expected"),
    "title too long": (changed(title="x" * 401), "title", "too long"),
    "a 10 MB field": (changed(note="x" * 10_000_000), "", "10.0 MB large"),
    "a long summary": (changed(summary="x" * (MAX_TEXT + 1)), "summary", "too long"),
    "no summary": (changed(summary=""), "summary", "is empty"),
    "summary as a field": (
        "---\nsummary: x\n" + changed().removeprefix("---\n"),
        "summary",
        "below the front matter",
    ),
    "mistyped field": (changed(themse=["talks"]), "themse", "Did you mean themes?"),
    "bad EDTF": (changed(when="2026-13"), "when", "2026-13"),
    "words as a date": (changed(when="3 February 2026"), "when", "3 February 2026"),
    "an impossible day": (changed(when="2026-02-30"), "when", "2026-02-30"),
    "a reversed interval": (changed(when="2026-02-05/2026-02-03"), "when", "2026-02-05/2026-02-03"),
    "a date as a list": (changed(when=["2026-02-03"]), "when", "a list is given where a text"),
    "unknown actor": (changed(actors=["alpah"]), "actors.0", "Did you mean alpha?"),
    "actors a text": (changed(actors="alpha"), "actors", "is given where a list is expected"),
    "an id with capitals": (changed(actors=["Alpha"]), "actors.0", "is not an id"),
    "unknown theme": (changed(themes=["talk"]), "themes.0", "Did you mean talks?"),
    "no theme": (changed(themes=[]), "themes", "Give at least one"),
    "no source": (changed(sources={}), "sources", "Give at least one"),
    "sources a list": (changed(sources=[source()]), "sources", "is given where fields are expected"),
    "unknown publisher": (
        changed(sources={"one": source("First Wires")}),
        "sources.one.publisher",
        "Did you mean First Wire?",
    ),
    "unknown carrier": (
        changed(sources={"one": source(via="Nobody")}),
        "sources.one.via",
        "unknown publisher",
    ),
    "unknown kind": (changed(sources={"one": source(kind="blog")}), "sources.one.kind", "primary, official"),
    "a script as address": (
        changed(sources={"one": source(url="javascript:alert(1)")}),
        "sources.one.url",
        "http",
    ),
    "a data address": (changed(sources={"one": source(url="data:text/html,hi")}), "sources.one.url", "http"),
    "an address without host": (changed(sources={"one": source(url="https://")}), "sources.one.url", "http"),
    "an address with a quote": (
        changed(sources={"one": source(url='https://e.org/"x')}),
        "sources.one.url",
        "percent",
    ),
    "an address with a bad port": (
        changed(sources={"one": source(url="https://e.org:99999/")}),
        "sources.one.url",
        "address",
    ),
    "a language in words": (
        changed(sources={"one": source(language="English")}),
        "sources.one.language",
        "two small letters",
    ),
    "only sources for positions": (
        changed(sources={"one": source(cited_for="positions")}),
        "",
        "no source for the event",
    ),
    "a claim without positions": (
        changed(claims=[{"text": "x", "positions": []}]),
        "claims.0.positions",
        "Give at least one",
    ),
    "a position by nobody": (
        changed(claims=[claim(("nobody", "asserts"))]),
        "claims.0.positions.0.actor",
        "unknown actor nobody",
    ),
    "an unknown stance": (
        changed(claims=[claim(("alpha", "claims"))]),
        "claims.0.positions.0.stance",
        "asserts, denies",
    ),
    "a position from no source": (
        changed(claims=[claim(("alpha", "asserts", "", "two"))]),
        "claims.0.positions.0.source",
        "names the source two",
    ),
    "latitude out of bounds": (
        changed(place={"name": "x", "lat": "99", "lon": "0"}),
        "place.lat",
        "at most 90",
    ),
    "latitude in words": (
        changed(place={"name": "x", "lat": "north", "lon": "0"}),
        "place.lat",
        "not a number",
    ),
    "half a coordinate": (changed(place={"name": "x", "lat": "9"}), "place", "both or neither"),
    "country in words": (
        changed(place={"name": "x", "country": "Ukraine"}),
        "place.country",
        "two capital letters",
    ),
    "a negative count": (changed(figures={"drones": "-3", "by": "alpha"}), "figures.drones", "at least 0"),
    "figures by nobody": (changed(figures={"drones": "3"}), "figures.by", "is missing"),
    "an unknown relation": (
        changed(links=[{"to": "sound", "relation": "after"}]),
        "links.0.relation",
        "follows",
    ),
    "a control character": (
        "---\n" + changed(title="a\u202eb").removeprefix("---\n"),
        "title",
        "control characters",
    ),
    "an alias": ("---\ntitle: &a x\nnote: *a\n---\nText", "", "anchor"),
    "not UTF-8": (b"---\ntitle: \xff\xfe\n---\nText", "", "not UTF-8"),
}


@pytest.mark.parametrize(("text", "field", "words"), FAULTS.values(), ids=FAULTS)
def test_an_event_with_a_fault_is_left_out_and_told(tmp_path, text, field, words):
    write_collection(tmp_path, {"sound": SOUND})
    (tmp_path / "events/faulty.md").write_bytes(text if isinstance(text, bytes) else text.encode())
    record = open_collection(tmp_path)
    assert record.events["id"].tolist() == ["sound"]
    assert record.events_left_out == 1
    faults = [p for p in record.problems if p.file == "events/faulty.md"]
    assert [p.field for p in faults] == [field], [str(p) for p in faults]
    assert words in str(faults[0])
    assert faults[0].consequence == "The event was left out."


def test_all_faults_of_a_file_are_told_at_once_with_their_lines(tmp_path):
    head = "title: A\nwhen: soon\nactors: [alpha]\nthemes: [talks]\nsources:\n  one:\n    publisher: First Wire"
    text = f"---\n{head}\n---\nText"
    write_collection(tmp_path, {"sound": SOUND, "faulty": text})
    faults = {p.field: p.line for p in open_collection(tmp_path).problems}
    assert faults == {
        "when": 3,
        "sources.one.title": 7,
        "sources.one.url": 7,
    }


@pytest.mark.parametrize("name", ["Upper.md", "two words.md", "a--b.md", "кириллица.md", "-a.md", "a_b.md"])
def test_a_file_name_that_is_no_id_is_told(tmp_path, name):
    write_collection(tmp_path, {"sound": SOUND})
    (tmp_path / "events" / name).write_text(changed())
    record = open_collection(tmp_path)
    assert record.events["id"].tolist() == ["sound"]
    assert "file name that is not an id" in str(record.problems[0])


def test_a_file_that_leads_out_of_the_folder_is_not_followed(tmp_path):
    folder = write_collection(tmp_path / "inside", {"sound": SOUND})
    (tmp_path / "secret.md").write_text(changed(title="Secret"))
    (folder / "events/outside.md").symlink_to(tmp_path / "secret.md")
    record = open_collection(folder)
    assert record.events["id"].tolist() == ["sound"]
    assert "leads out of the collection folder" in str(record.problems[0])


def _with_domain(domain, publishers):
    return [publishers[0] | {"domains": [domain]}, *publishers[1:]]


# id: (lists, words of the first problem, ids of events that are kept)
LISTS = {
    "an actor twice": ({"actors": [*ACTORS, ACTORS[0]]}, "has the id alpha twice", ["sound"]),
    "member of nobody": (
        {"actors": [*ACTORS, {"id": "x", "name": "X", "kind": "state", "member_of": "alhpa"}]},
        "Did you mean alpha?",
        ["sound"],
    ),
    "a circle of members": (
        {
            "actors": [
                *ACTORS,
                {"id": "x", "name": "X", "kind": "group", "member_of": "y"},
                {"id": "y", "name": "Y", "kind": "group", "member_of": "x"},
            ]
        },
        "leads back to itself",
        ["sound"],
    ),
    "an actor of no known kind": (
        {"actors": [*ACTORS, {"id": "x", "name": "X", "kind": "planet"}]},
        "person, state",
        ["sound"],
    ),
    "actors not a list": ({"actors": {"actors": {"a": "b"}}}, "is not a list", []),
    "actors broken": ({"actors": "actors: ["}, "not valid YAML", []),
    "a publisher twice": (
        {"publishers": [*PUBLISHERS, PUBLISHERS[0]]},
        "has the id first-wire twice",
        ["sound"],
    ),
    "one name twice": (
        {"publishers": [*PUBLISHERS, {**PUBLISHERS[0], "id": "x"}]},
        "has the same name as first-wire",
        ["sound"],
    ),
    "one domain twice": (
        {"publishers": [PUBLISHERS[0] | {"domains": ["a.example"]}, *_with_domain("a.example", PUBLISHERS[1:])]},
        "has the domain a.example, which first-wire has too",
        ["sound"],
    ),
    "an address for a domain": (
        {"publishers": _with_domain("https://a.example/", PUBLISHERS)},
        "is not a domain; write small letters",
        [],
    ),
    "state-run by nobody": (
        {"publishers": [*PUBLISHERS, {"id": "x", "name": "X", "control": "state-run"}]},
        "controlled_by whom",
        ["sound"],
    ),
    "private and controlled": (
        {
            "publishers": [
                *PUBLISHERS,
                {"id": "x", "name": "X", "control": "private", "controlled_by": "alpha"},
            ]
        },
        "change one of the two",
        ["sound"],
    ),
    "controlled by a stranger": (
        {
            "publishers": [
                *PUBLISHERS,
                {"id": "x", "name": "X", "control": "state-run", "controlled_by": "zeta"},
            ]
        },
        "unknown actor zeta",
        ["sound"],
    ),
    "a theme called all": (
        {"themes": [{"id": "talks", "name": "T"}, {"id": "all", "name": "A"}]},
        "means every theme",
        ["sound"],
    ),
    "coverage of a stranger": (
        {"coverage": [{"theme": "x", "period": "2026", "level": "thin"}]},
        "unknown theme x",
        ["sound"],
    ),
    "coverage of no known level": (
        {"coverage": [{"theme": "all", "period": "2026", "level": "bad"}]},
        "good, thin, none",
        ["sound"],
    ),
    "a merge into nothing": (
        {"corrections": [{"date": "2026", "event": "x", "kind": "merged", "to": "y"}]},
        "leads to y, which is not an event",
        ["sound"],
    ),
    "a merge without target": (
        {"corrections": [{"date": "2026", "event": "x", "kind": "merged"}]},
        "needs `to`",
        ["sound"],
    ),
    "a retired id in use": (
        {"corrections": [{"date": "2026", "event": "sound", "kind": "withdrawn"}]},
        "still an event",
        ["sound"],
    ),
    "a collection without title": ({"collection": {"description": "x"}}, "title: is missing", ["sound"]),
    "an unknown field": ({"collection": {"title": "x", "licnce": "y"}}, "Did you mean licence?", ["sound"]),
    "strikes counted by nobody known": (
        {"collection": {"title": "x", "strikes": {"by": "zeta"}}},
        "unknown actor",
        ["sound"],
    ),
}


@pytest.mark.parametrize(("lists", "words", "kept"), LISTS.values(), ids=LISTS)
def test_faults_of_the_lists_are_told(tmp_path, lists, words, kept):
    record = open_collection(write_collection(tmp_path, {"sound": SOUND}, **lists))
    assert any(words in str(problem) for problem in record.problems), [str(p) for p in record.problems]
    assert record.events["id"].tolist() == kept


def test_a_publisher_without_the_domain_that_another_has_still_counts(tmp_path):
    publishers = [PUBLISHERS[0] | {"domains": ["a.example"]}, *_with_domain("b.example", PUBLISHERS[1:])]
    publishers[1]["domains"] += ["a.example"]
    record = open_collection(write_collection(tmp_path, {"sound": SOUND}, publishers=publishers))
    assert len(record.problems) == 1
    assert record.publishers["domains"].tolist()[:3] == [("a.example",), ("b.example",), ()]


def test_a_missing_folder_is_told(tmp_path):
    record = open_collection(tmp_path / "nowhere")
    assert "does not exist" in str(record.problems[0])
    assert len(record.problems) == 1
    assert record.events.empty


def test_a_file_in_place_of_a_folder_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    assert "is not a folder" in str(open_collection(tmp_path / "file").problems[0])


def test_an_empty_folder_is_told_and_opens(tmp_path):
    record = open_collection(tmp_path)
    assert {p.file for p in record.problems} == {
        "actors.yaml",
        "themes.yaml",
        "publishers.yaml",
        "collection.yaml",
        "events/",
    }
    for name in ("events", "sources", "claims", "positions", "links", "strikes", "coverage", "corrections"):
        assert getattr(record, name).empty


def test_missing_lists_are_taken_from_the_events_and_nobody_has_assessed_their_publishers(tmp_path):
    record = open_collection(write_collection(tmp_path, {"sound": SOUND}, actors=None, themes=None, publishers=None))
    assert {p.file for p in record.problems} == {"actors.yaml", "themes.yaml", "publishers.yaml"}
    assert record.events["id"].tolist() == ["sound"]
    assert record.events["support"].tolist() == ["not-assessed"]
    assert record.actor_names["beta"] == "Beta"


def test_a_link_to_no_event_is_left_out_and_the_event_kept(tmp_path):
    links = [
        {"to": "sounds", "relation": "follows"},
        {"to": "a", "relation": "follows"},
        {"to": "sound", "relation": "follows"},
    ]
    record = open_collection(write_collection(tmp_path, {"sound": SOUND, "a": event(links=links)}))
    assert len(record.events) == 2
    assert record.links[["event", "to"]].values.tolist() == [["a", "sound"]]
    assert ["Did you mean sound?" in str(p) or "itself" in str(p) for p in record.problems] == [True, True]


def test_links_and_old_ids_follow_a_merge(tmp_path):
    corrections = [
        {"date": "2026-01", "event": "older", "kind": "merged", "to": "old"},
        {"date": "2026-02", "event": "old", "kind": "merged", "to": "sound"},
    ]
    events = {"sound": SOUND, "a": event(links=[{"to": "older", "relation": "follows"}])}
    record = open_collection(write_collection(tmp_path, events, corrections=corrections))
    assert not record.problems
    assert record.links["to"].tolist() == ["sound"]
    assert record.retired == {"older": "sound", "old": "sound"}


def test_one_document_described_in_two_ways_is_told(tmp_path):
    events = {"a": event(), "b": event(sources={"x": source(title="Another title")})}
    record = open_collection(write_collection(tmp_path, events))
    assert len(record.sources) == 1
    assert len(record.events) == 2
    assert "gives title of a document differently" in str(record.problems[0])


def test_one_local_name_for_two_documents_makes_two_sources(tmp_path):
    events = {"a": event(), "b": event(sources={"one": source(name="other")})}
    record = open_collection(write_collection(tmp_path, events))
    assert record.sources["id"].tolist() == ["one", "one-2"]
    assert record.events["sources"].tolist() == [("one",), ("one-2",)]


STRIKES = "date,drones_launched,drones_stopped,missiles_launched,missiles_stopped,source\n"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2026-02-30,1,1,0,0,x", "has the date “2026-02-30”"),
        ("20260203,1,1,0,0,x", "has the date “20260203”"),
        ("2026-02-03,many,1,0,0,x", "has “many” as drones_launched"),
        ("2026-02-03,-1,1,0,0,x", "has “-1” as drones_launched"),
        ("2026-02-03,1,2,0,0,x", "more drones stopped (2) than launched (1)"),
        ("2026-02-01,1,1,0,0,x", "has the day 2026-02-01 twice"),
        ("2026-02-03,1", "does not have 6 cells"),
        ("2026-02-03,1,1,0,0,x,y", "does not have 6 cells"),
    ],
)
def test_a_faulty_strike_day_is_left_out_and_told(tmp_path, row, words):
    write_collection(tmp_path, {"sound": SOUND})
    (tmp_path / "strikes.csv").write_text(STRIKES + "2026-02-01,5,4,,,x\n" + row + "\n")
    record = open_collection(tmp_path)
    assert record.strikes["date"].dt.date.tolist() == [date(2026, 2, 1)]
    assert words in str(record.problems[0])
    assert record.problems[0].line == 3


def test_a_strike_day_without_figure_is_no_zero(tmp_path):
    write_collection(tmp_path, {"sound": SOUND})
    (tmp_path / "strikes.csv").write_text(STRIKES + "2026-02-02,5,4,,,x\n2026-02-01,0,0,1,0,y\n")
    strikes = open_collection(tmp_path).strikes
    assert strikes["date"].dt.day.tolist() == [1, 2]
    assert strikes["missiles_launched"].isna().tolist() == [False, True]
    assert strikes["drones_launched"].tolist() == [0, 5]


def test_strikes_without_a_column_are_told(tmp_path):
    write_collection(tmp_path, {"sound": SOUND})
    (tmp_path / "strikes.csv").write_text("date,drones\n2026-02-01,3\n")
    assert "lacks the columns drones_launched" in str(open_collection(tmp_path).problems[0])


def test_every_table_has_the_columns_and_types_that_are_written_down(tmp_path):
    record = open_collection(write_collection(tmp_path, {"sound": event(claims=[claim(("alpha", "asserts"))])}))
    empty = open_collection(tmp_path / "nowhere")
    kinds = {tables.TEXT: "str", tables.TUPLE: "object", tables.FLAG: "bool"}
    for name in (
        "events",
        "sources",
        "claims",
        "positions",
        "links",
        "publishers",
        "actors",
        "themes",
        "strikes",
        "coverage",
        "corrections",
    ):
        counted = {
            "events": tables.event_columns(record.about.figures),
            "strikes": tables.series_columns(record.about.series),
        }
        columns = counted.get(name) or getattr(tables, name.upper())
        for frame in (getattr(record, name), getattr(empty, name)):
            assert {c: str(t) for c, t in frame.dtypes.items()} == {
                c: kinds.get(k, k) for c, (k, _) in columns.items()
            }, name


def test_the_version_changes_with_any_file_and_only_then(tmp_path):
    def version() -> str:
        return open_collection(tmp_path).version

    write_collection(tmp_path, {"sound": SOUND})
    first = version()
    assert version() == first
    assert len(first) == 64
    seen = {first}
    for path in sorted(tmp_path.rglob("*")):
        if path.is_file():
            before = path.read_bytes()
            path.write_bytes(before + b"\n")
            seen.add(version())
            path.write_bytes(before)
    assert len(seen) == 1 + 5
    assert version() == first


def test_dates_become_inclusive_bounds(tmp_path):
    whens = {"a": "2026-02", "b": "2026-02-03/..", "c": "2026-01-05/2026-01-06~"}
    record = open_collection(write_collection(tmp_path, {name: event(when=when) for name, when in whens.items()}))
    rows = record.events.set_index("id")
    assert (str(rows.loc["a", "start"])[:10], str(rows.loc["a", "end"])[:10], rows.loc["a", "precision"]) == (
        "2026-02-01",
        "2026-02-28",
        "month",
    )
    assert pd.isna(rows.loc["b", "end"])
    assert rows.loc["b", "interval"]
    assert rows.loc["c", "approximate"]
    assert not rows.loc["a", "approximate"]


def test_the_real_record_has_no_fault(real_record):
    assert [str(problem) for problem in real_record.problems] == []

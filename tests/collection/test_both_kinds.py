"""A folder of files and a folder of tables: the same bad value gives the same field and sentence in both.

Only the place differs: file and line, or file, row and column. What one kind alone can get wrong stands in
``test_sheets.py`` (tables) and ``test_read.py`` (files).
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from tests.writing import claim, event, sheets_of, source, write_collection, write_sheets
from timeline.collection import folder as folder_module
from timeline.collection.problems import Problem
from timeline.collection.read import load_tables
from timeline.collection.tables import Tables

Event = dict[str, Any]
Change = Callable[[Event], None]

SEARCH = {"date": "2026-03-02", "found": "some", "by": "a reader", "note": "Beta spoke of lunch."}
SHARED = source("Second Wire", "shared", via="digest", citing="a minister")
OPTIONAL = (
    "place",
    "tags",
    "extra",
    "draft",
    "from",
    "figures",
    "claims",
    "links",
    "note",
    "when_text",
    "actors",
    "key",
)
LONG_LINE, LONG_TEXT = "x" * 401, "x" * 8_001
UNSEEN = {
    "a control": "a\x01b",
    "a reversing mark": "a\u202eb",
    "an isolate": "a\u2066b",
    "a byte order mark": "a\ufeffb",
}
BAD_IDS = ("Alpha", "two words", "a--b", "-a", "a-", "a_b", "кириця", "a" * 101, "a#1")
BAD_DATES = (
    "soon", "3 February 2026", "2026-13", "2026-00", "2026-02-30", "2025-02-29", "2026-2-3", "26-02-03", "20260203",
    "2026-02-05/2026-02-03", "2026/", "/2026", "../..", "2026/2027/2028", "2026-02-03T25:00Z", "2026-02-03T12:00+15:00",
    "2026-25", "2026-XX-03", "202X-02", "-0000", "2026-02-03!", "2" * 61, "2026-02-31/2026-03-02", "{2026}",
)  # fmt: skip
BAD_URLS = (
    "javascript:alert(1)", "data:text/html,hi", "ftp://e.org/x", "https://", "https:///x", "//e.org/x", "e.org/x",
    'https://e.org/"x', "https://e.org/a b", "https://e.org/<x>", "https://e.org/{x}", "https://e.org/a|b",
    "https://e.org/a\\b", "https://e.org/`x`", "https://e.org:99999/", "https://e.org:x/", "https://e.org:0/",
    "https://[e.org/", "https://e.org/" + "x" * 2_000,
)  # fmt: skip


def sound(name: str) -> Event:
    """An event that says something in every field; ids of its sources are its own, as a table needs."""
    one, two, three = (f"{name}-{word}" for word in ("one", "two", "three"))
    return event(
        when="2026-02-03/2026-02-05~",
        when_text="the third to about the fifth",
        place={"name": "Kyiv", "country": "UA", "lat": "50.4", "lon": "30.5"},
        actors=["anna", "andrei", "boris"],
        themes=["talks", "strikes"],
        tags=["peace", "мир-2026"],
        key="true",
        draft="false",
        **{"from": {"import": "ged-25", "row": "row 12; 3"}},
        extra={"row": "12", "source text": "As they\nwrote it."},
        figures={"drones": "1,200", "missiles": "0", "by": "alpha"},
        sources={
            one: source(
                "First Wire", f"{name}/1", via="public-radio", citing="an aide", archived=f"https://a.example/{name}"
            ),
            two: source("Alpha TV", f"{name}/2", published=None),
            three: source("Digest", f"{name}/3", cited_for="positions"),
        },
        claims=[
            claim(
                ("anna", "asserts", "2026-02-04", one, "In part.", [two, three]),
                ("boris", "denies", "", three),
                text="They agreed.",
            ),
            claim(
                ("beta", "questions", "2026-02", two),
                text="They met.",
                sought=[{"date": "2026-03-01", "found": "none"}, dict(SEARCH)],
            ),
        ],
        links=[{"to": "base", "relation": "follows"}, {"to": "older", "relation": "contradicts"}],
        note="Seen.",
    )


def put(*path: str | int, value: Any) -> Change:
    """Puts a value at a path; ``first`` stands for the key of the first source. None takes what is there away."""

    def change(fields: Event) -> None:
        part: Any = fields
        for key in path[:-1]:
            part = part[next(iter(part)) if key == "first" else key]
        if value is None:
            del part[path[-1]]
        else:
            part[path[-1]] = copy.deepcopy(value)

    return change


def each(*path: str | int, values: dict[str, Any]) -> dict[str, Change]:
    """A case for each of the values."""
    where = ".".join(map(str, path))
    return {f"{where}: {name}": put(*path, value=value) for name, value in values.items()}


def texts(values: tuple[str, ...]) -> dict[str, str]:
    """Values that are their own names."""
    return {value if len(value) < 40 else f"{value[:30]}… {len(value)}": value for value in values}


def name_source(name: str) -> Change:
    """Gives the first source another id."""

    def change(fields: Event) -> None:
        (_, described), *rest = fields["sources"].items()
        fields["sources"] = {name: described, **dict(rest)}
        fields["claims"][0]["positions"][0]["source"] = name

    return change


def all_for_positions(fields: Event) -> None:
    """Leaves no source that speaks of the event."""
    for described in fields["sources"].values():
        described["cited_for"] = "positions"


def many_sources(fields: Event) -> None:
    """Cites 201 documents."""
    first = next(iter(fields["sources"]))
    fields["sources"] |= {f"{first}-{n}": source(name=f"{first}/{n}") for n in range(201)}


def document_as(**described: str) -> Change:
    """Describes a document of the sound event in another way."""

    def change(fields: Event) -> None:
        first = next(iter(fields["sources"]))
        fields["sources"][first] = SHARED | described

    return change


def repeat_source(fields: Event, number: int) -> None:
    """Names one document of a position twice."""
    position = fields["claims"][0]["positions"][0]
    position["further_sources"].append([position["source"], *position["further_sources"]][number])


def two_faults(fields: Event) -> None:
    """Has faults in several tables at once."""
    fields |= {"title": LONG_LINE, "actors": ["nobody", "alpha", "No One"]}
    fields["claims"][1]["positions"][0] |= {"stance": "says", "actor": "nobody"}


POSITION = ("claims", 0, "positions", 0)
SOUGHT = ("claims", 1, "sought", 1)
FIRST = ("sources", "first")
BAD: dict[str, Change] = {
    **each("title", values={"missing": None, "too long": LONG_LINE, **UNSEEN}),
    **each("summary", values={"empty": "", "too long": LONG_TEXT, **UNSEEN}),
    **each("note", values={"too long": LONG_TEXT, **UNSEEN}),
    **each("when_text", values={"too long": LONG_LINE, **UNSEEN}),
    **each("key", values=texts(("yes", "True", "TRUE", "1", "x"))),
    **each("when", values={"missing": None, **texts(BAD_DATES)}),
    **each("place", "name", values={"missing": None, "too long": LONG_LINE, **UNSEEN}),
    **each("place", "country", values=texts(("Ukraine", "ua", "U", "UKR", "U1", "УК"))),
    **each("place", "lat", values={"missing": None, **texts(("90.1", "-91", "north", "nan", "inf", "5 0", "50°"))}),
    **each("place", "lon", values={"missing": None, **texts(("180.5", "-181", "east", "1e9", "--1"))}),
    **each("tags", values={f"the tag {tag}": ["peace", tag] for tag in ("a--b", "-a", "a_b", "a" * 101)}),
    **each("tags", values={"201": [f"t{n}" for n in range(201)]}),
    **each("extra", values={"a list": ["a"], "a group": {"a": {"b": "c"}}, "too long": {"a": LONG_TEXT}}),
    **each("extra", values={"a name of two lines": {"a\nb": "c"}, "201": {f"n{n}": "x" for n in range(201)}}),
    **each("from", "import", values={"missing": None, **texts(BAD_IDS[:3])}),
    **each("from", "row", values={"missing": None, "too long": LONG_LINE, **UNSEEN}),
    **each("draft", values=texts(("yes", "True"))),
    **each("figures", "drones", values=texts(("-3", "1.5", "many", "1000000001", "1e3", "0x10", "12 or 13"))),
    **each("figures", "intercepted", values=texts(("-1", "all", "½"))),
    **each("figures", "by", values={"missing": None, "unknown": "nobody", **texts(BAD_IDS[:3])}),
    **each("actors", values={f"the id {i}": ["alpha", i] for i in BAD_IDS}),
    **each("actors", values={"mistyped": ["alpah"], "unknown": ["zz"], "201": ["alpha"] * 201}),
    **each("themes", values={"missing": None, "none": [], "unknown": ["talk"], "an id": ["Talks"]}),
    **each("themes", values={"201": ["talks"] * 201}),
    **each(*FIRST, "publisher", values={"missing": None, "unknown": "First Wires", "too long": LONG_LINE, **UNSEEN}),
    **each(*FIRST, "via", values={"unknown": "Nobody", "too long": LONG_LINE, **UNSEEN}),
    **each(*FIRST, "citing", values={"too long": LONG_LINE, **UNSEEN}),
    **each(*FIRST, "title", values={"missing": None, "too long": LONG_LINE, **UNSEEN}),
    **each(*FIRST, "url", values={"missing": None, **texts(BAD_URLS)}),
    **each(*FIRST, "published", values=texts(BAD_DATES[:12])),
    **each(*FIRST, "language", values=texts(("English", "EN", "e", "engl", "ук"))),
    **each(*FIRST, "kind", values=texts(("blog", "Press", "press release"))),
    **each(*FIRST, "archived", values=texts(BAD_URLS[:6])),
    **{f"a source with the id {name}": name_source(name) for name in BAD_IDS[:5]},
    "no source for the event": all_for_positions,
    "201 sources": many_sources,
    **each("sources", values={"none": {}}),
    **{f"a document with another {key}": document_as(**{key: value}) for key, value in {
        "title": "Another title", "publisher": "Digest", "via": "First Wire",
        "published": "2026-02-04", "language": "uk", "kind": "wire", "archived": "https://archive.example/2",
    }.items()},
    **each("claims", 0, "text", values={"missing": None, "too long": LONG_LINE, **UNSEEN}),
    **each("claims", 1, "positions", values={"none": []}),
    **each("claims", values={"201": [claim(("alpha", "asserts", "", "two"))] * 201}),
    **each("claims", 0, "positions", values={"201": [{"actor": "alpha", "stance": "denies", "source": "two"}] * 201}),
    **each(*POSITION, "actor", values={"missing": None, "mistyped": "ana", "unknown": "zz", **texts(BAD_IDS[:4])}),
    **each(*POSITION, "stance", values={"missing": None, **texts(("says", "Asserts", "claims"))}),
    **each(*POSITION, "date", values=texts(BAD_DATES[:10])),
    **each(*POSITION, "source", values={"missing": None, "of another event": "base-one", "none": "zz", "an id": "A B"}),
    "a further document that is the first": lambda fields: repeat_source(fields, 0),
    "a further document twice": lambda fields: repeat_source(fields, 1),
    **each(*POSITION, "further_sources", values={"of another event": ["base-one"], "201": ["two"] * 201}),
    **each(*POSITION, "further_sources", values={"an id": ["A-B"]}),
    **each(*SOUGHT, "date", values={"missing": None, **texts(("2026-03", "soon", "2026-02-30", "2026-03-02?"))}),
    **each(*SOUGHT, "found", values={"missing": None, **texts(("nothing", "None", "yes"))}),
    **each(*SOUGHT, "by", values={"too long": LONG_LINE, **UNSEEN}),
    **each(*SOUGHT, "note", values={"too long": LONG_TEXT, **UNSEEN}),
    **each("claims", 1, "sought", values={"201": [SEARCH] * 201}),
    **each("links", 0, "to", values={"missing": None, "mistyped": "bases", "unknown": "zz", "an id": "A B"}),
    **each("links", 0, "to", values={"left out": "faulty"}),
    **each("links", 1, "relation", values={"missing": None, **texts(("after", "Follows", "part of"))}),
    **each("links", values={"201": [{"to": "base", "relation": "follows"}] * 201}),
    "a link to itself": lambda fields: fields["links"][0].update(to="SELF"),
    "several faults": two_faults,
}  # fmt: skip

GOOD: dict[str, Change] = {
    "as it is": lambda fields: None,
    "one document under two ids": lambda fields: fields["sources"].update(again=SHARED),
    "a document that names another origin for this event": document_as(citing="a clerk"),
    "200 actors": lambda fields: fields.update(actors=["alpha", "beta"] * 100),
    "blanks around texts": lambda fields: fields.update(title="  Title ", when=" 2026-02-03 "),
    "no key event": lambda fields: fields.update(key="false"),
    "a place without coordinates": lambda fields: fields.update(place={"name": "Sea"}),
    **each(*FIRST, "language", values={"missing": None}),
    **each(*FIRST, "kind", values={"missing": None}),
    "little": lambda fields: [fields.pop(name) for name in OPTIONAL],
}  # fmt: skip
MERGED = [{"date": "2026-01", "event": "older", "kind": "merged", "to": "base"}]


def collection() -> dict[str, Event]:
    """Every case as an event of its own, named by its place, beside a sound and a faulty one."""
    given = {"base": sound("base"), "faulty": event(title=LONG_LINE, sources={"faulty-one": source(name="faulty")})}
    given["base"]["links"] = []
    given["base"]["sources"] = {"shared": SHARED, **given["base"]["sources"]}
    for number, change in enumerate((*GOOD.values(), *BAD.values())):
        name = f"case-{number:03}"
        given[name] = sound(name)
        change(given[name])
        for link in given[name].get("links", []):
            link.update(to=name if link.get("to") == "SELF" else link["to"]) if "to" in link else None
    return given


class Answers:
    """What one kind of collection says of each case."""

    def __init__(self, tables: Tables, owner: Callable[[Problem], str]) -> None:
        self.tables = tables
        self.problems: dict[str, list[Problem]] = {}
        for problem in tables.problems:
            self.problems.setdefault(owner(problem), []).append(problem)

    def of(self, event_id: str) -> list[tuple[str, str, str, str]]:
        """Field, sentence, advice and consequence of each fault."""
        return sorted((p.field, p.message, p.advice, p.consequence) for p in self.problems.get(event_id, []))


@pytest.fixture(scope="module")
def both(tmp_path_factory) -> tuple[Answers, Answers, Answers]:
    """The answers to a folder of files, of parquet and of CSV tables."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder_module, "SHOWN_FAULTS", 100_000)
        given, place = collection(), tmp_path_factory.mktemp("kinds")
        files = Answers(
            load_tables(write_collection(place / "files", given, corrections=MERGED)),
            lambda problem: problem.file.removeprefix("events/").removesuffix(".md"),
        )
        sheets = sheets_of(given)
        owners = {
            "events": [row["id"] for row in sheets["events"]],
            "sources": [next(n for n, e in given.items() if row["id"] in e["sources"]) for row in sheets["sources"]],
            "claims": [row["event"] for row in sheets["claims"]],
            **{name: [row["claim"].partition("#")[0] for row in sheets[name]] for name in ("positions", "searches")},
            "links": [row["event"] for row in sheets["links"]],
        }

        def owner(problem: Problem) -> str:
            assert problem.row, problem
            return owners[problem.file.partition(".")[0]][problem.row - 1]

        large = [
            Answers(load_tables(write_sheets(place / ending, sheets, ending, corrections=MERGED)), owner)
            for ending in (".parquet", ".csv")
        ]
    return files, large[0], large[1]


CASES = {name: f"case-{number:03}" for number, name in enumerate((*GOOD, *BAD))}
# In a cell of a CSV file a blank stands between two ids, and an empty cell is a list that nobody wrote.
NO_CSV = {
    "tags: the tag two words",
    "actors: the id two words",
    "a source with the id two words",
    "several faults",
    "themes: none",
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_value_gives_the_same_field_and_sentence_in_both_kinds(both, case):
    files, parquet, text = (answers.of(CASES[case]) for answers in both)
    assert files, "is a fault"
    assert parquet == files
    assert text == files or case in NO_CSV


def test_answers_are_equal_on_many_bad_inputs(both):
    files, parquet, _ = both
    equal = [case for case in BAD if parquet.of(CASES[case]) == files.of(CASES[case]) != []]
    print(f"both kinds' answers equal on {len(equal)} of {len(BAD)} bad inputs")
    assert len(equal) == len(BAD) >= 200


@pytest.mark.parametrize("case", GOOD)
def test_what_has_no_fault_in_one_kind_has_none_in_the_other(both, case):
    assert [answers.of(CASES[case]) for answers in both] == [[], [], []]


@pytest.mark.parametrize("name", ["events", "sources", "claims", "positions", "searches", "links"])
def test_both_kinds_give_the_same_tables(both, name):
    files, *large = (getattr(answers.tables, name) for answers in both)
    assert len(files) > len(GOOD)
    for tables in large:
        assert list(tables) == list(files)
        for column in files:
            ours = tables[column].astype(files[column].dtype)
            pd.testing.assert_series_equal(ours, files[column], obj=f"{name}.{column}")


def test_both_kinds_keep_what_citations_of_one_document_say_differently(both):
    for answers in both:
        tables = answers.tables
        shared = tables.sources[tables.sources["url"] == SHARED["url"]]
        assert shared["citing"].tolist() == [""]
        rows = tables.citations[tables.citations["source"] == shared["id"].iloc[0]]
        said = dict(zip(rows["event"], rows["citing"], strict=True))
        assert said[CASES["a document that names another origin for this event"]] == "a clerk"
        assert {name for name, citing in said.items() if citing == SHARED["citing"]} >= {"base"}


def test_both_kinds_leave_out_the_same_events(both):
    files, *large = both
    assert [answers.tables.events_left_out for answers in large] == [files.tables.events_left_out] * 2
    assert files.tables.events_left_out > 180


def test_each_says_where_it_is(both):
    files, parquet, text = both
    for problems in files.problems.values():
        assert all(p.line and p.row is None and not p.column for p in problems if p.field and "links" not in p.field)
    for answers, ending in ((parquet, "parquet"), (text, "csv")):
        for case, (file, column) in PLACES.items():
            (problem,) = answers.problems[CASES[case]]
            assert (problem.file, problem.column, problem.line) == (f"{file}.{ending}", column, None)


PLACES = {
    "title: too long": ("events", "title"),
    "actors: mistyped": ("events", "actors"),
    "place.lat: north": ("events", "lat"),
    "place.name: missing": ("events", "place"),
    "figures.by: unknown": ("events", "figures_by"),
    "sources.first.url: e.org/x": ("sources", "url"),
    "claims.0.text: too long": ("claims", "text"),
    "claims.1.positions: none": ("claims", "id"),
    "claims.0.positions.0.stance: says": ("positions", "stance"),
    "claims.0.positions.0.further_sources: of another event": ("positions", "further_sources"),
    "a further document twice": ("positions", "further_sources"),
    "claims.1.sought.1.date: soon": ("searches", "date"),
    "claims.1.sought: 201": ("claims", "id"),
    "links.0.to: unknown": ("links", "to"),
    "links.1.relation: after": ("links", "relation"),
}


def test_of_many_faults_of_a_column_the_first_are_told_and_the_rest_is_counted(tmp_path):
    given = {f"e{n}": event(when="soon", sources={f"s{n}": source(name=str(n))}) for n in range(100)}
    tables = load_tables(write_sheets(tmp_path, sheets_of(given)))
    assert [p.row for p in tables.problems if p.row] == list(range(1, folder_module.SHOWN_FAULTS + 1))
    assert "80 more faults in this column" in str(tables.problems[-1])
    assert tables.events_left_out == 100


def test_a_faulty_document_is_told_once_and_leaves_out_all_that_cite_it(tmp_path):
    shared = {"one": source(language="English")}
    given = {"a": event(sources=shared), "b": event(sources=shared), "c": event(sources={"two": source(name="two")})}
    tables = load_tables(write_sheets(tmp_path, sheets_of(given)))
    assert [(p.file, p.row, p.column) for p in tables.problems] == [("sources.parquet", 1, "language")]
    assert tables.events["id"].tolist() == ["c"]
    assert tables.sources["id"].tolist() == ["two"]

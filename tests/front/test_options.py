"""Values to choose: they stay where they are, members under their wider one, each with what it would give."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.front.drawing import filters
from tests.writing import ACTORS, event, source, write_collection
from timeline.front import options
from timeline.front.options import MOST_FOUND, find_options, read_options
from timeline.front.place import Place
from timeline.query.collection import open_collection
from timeline.query.facets import FACETS
from timeline.query.filter import Filter

ACTOR, THEME = FACETS["actor"], FACETS["theme"]
NAMED = {"anna": 3, "beta": 4, "boris": 1, "andrei": 2, "gamma": 2}
"""Events that name each actor; Alpha's are those of its members."""


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    events = {
        f"{actor}-{number}": event(
            actors=[actor],
            when="2026-03-01" if actor == "gamma" else "2026-02-03",
            themes=["strikes"],
            sources={"one": source(name=f"{actor}{number}")},
        )
        for actor, events in NAMED.items()
        for number in range(events)
    }
    return open_collection(write_collection(tmp_path_factory.mktemp("options"), events))


def rows(record, most=9, facet=ACTOR, **chosen):
    shown = read_options(record.view(Filter(**chosen)), facet, Place(), most)
    return [f"{'> ' * option.depth}{option.name} {option.events}" for option in shown.shown], shown.more


ALL = ["Alpha 5", "> Army of Alpha 3", "> > Anna Łęcka 3", "> Andrei 2", "Beta 5", "> Boris 1", "Gamma 2"]


def test_members_stand_under_their_wider_one_and_groups_by_their_events(record):
    assert rows(record) == (ALL, 0)


@pytest.mark.parametrize(
    ("most", "chosen", "names", "more"),
    [
        (2, (), ["Alpha", "Beta"], 5),
        (2, ("gamma",), ["Alpha", "Beta", "Gamma"], 4),
        (2, ("anna",), ["Alpha", "> Anna Łęcka", "Beta"], 4),
        (2, ("beta",), ["Alpha", "Beta"], 5),
        (0, ("anna",), ["Anna Łęcka"], 6),
        (7, (), ["Alpha", "> Army of Alpha", "> > Anna Łęcka", "> Andrei", "Beta", "> Boris", "Gamma"], 0),
    ],
)
def test_the_first_and_the_chosen_are_shown_and_the_others_counted(record, most, chosen, names, more):
    shown, rest = rows(record, most, actors=chosen)
    assert ([row.rpartition(" ")[0] for row in shown], rest) == (names, more)


@pytest.mark.parametrize(
    "chosen",
    [{}, {"q": "zzz"}, {"actors": ["gamma"]}, {"themes": ["talks"]}, {"start": "2026-02-04"}, {"end": "2026-02-28"}],
)
def test_rows_stay_where_they_are_whatever_is_filtered(record, chosen):
    """Counts move, rows do not: a reader presses the next one without looking for it anew."""
    names = [row.rpartition(" ")[0] for row in rows(record, **chosen)[0]]
    assert names == [row.rpartition(" ")[0] for row in ALL]


def test_few_values_stand_in_the_register_s_order_and_those_without_events_are_left_out(record):
    assert rows(record, facet=THEME) == (["Strikes 12"], 0)
    assert rows(record, facet=THEME, q="zzz") == (["Strikes 0"], 0)


def test_what_a_row_counts_is_told_where_it_could_surprise(record):
    shown = read_options(record.view(), ACTOR, Place(), 9).shown
    told = {option.name for option in shown if option.told == "with all who belong to it"}
    assert told == {"Alpha", "Army of Alpha", "Beta"}
    assert {option.told for option in shown} == {"", "with all who belong to it"}


@settings(max_examples=30)
@given(data=st.data())
@pytest.mark.parametrize("facet", FACETS.values(), ids=FACETS)
def test_a_row_s_address_toggles_it_and_gives_the_events_that_it_says(real_record, facet, data):
    """Over the record that ships: whatever is filtered, each number is that of the view which its address shows."""
    flt = data.draw(filters(real_record))
    shown = read_options(real_record.view(flt), facet, Place(), 4).shown
    assert [option.value for option in shown if option.chosen] == [
        option.value for option in shown if option.value in flt.values(facet.param)
    ]
    assert {option.value for option in shown} >= set(flt.values(facet.param)) & set(options._ranked(real_record, facet))
    for option in shown:
        toggled, ignored = real_record.read_filter(option.url)
        assert ignored == []
        expected = set(flt.values(facet.param)) ^ {option.value}
        assert toggled == flt.but(**{facet.field: expected}, event="")
    if not shown:
        assert facet.param == "tag", "no event of that record has one"
        return
    option = data.draw(st.sampled_from(shown))
    alone = flt.but(**{facet.field: {option.value}})
    together = facet.wider and flt.together
    wanted = flt.but(**{facet.field: {*flt.values(facet.param), option.value}}) if together else alone
    assert option.events == len(real_record.view(wanted))


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("al", ["Alpha", "Army of Alpha"]),
        ("AL army", ["Army of Alpha"]),
        ("  łęcka ", ["Anna Łęcka"]),
        ("АЛЬФ", ["Alpha"]),
        ("альфа army", []),
        ("nobody", []),
        ("", ["Alpha", "Beta", "Army of Alpha", "Anna Łęcka", "Andrei", "Gamma", "Boris"]),
        ("<b>", []),
        ("%_", []),
        ("(", []),
    ],
)
def test_values_are_found_by_all_words_those_with_most_events_first(record, words, names):
    found = find_options(record.view(Filter(q="zzz")), ACTOR, Place(), words)
    assert sorted(option.name for option in found.shown) == sorted(names)
    assert found.more == 0
    totals = [int(record.totals["actor"][option.value]) for option in found.shown]
    assert totals == sorted(totals, reverse=True)
    assert all(option.depth == 0 for option in found.shown)


@pytest.mark.parametrize(("names", "shown", "more"), [(MOST_FOUND - 1, MOST_FOUND - 1, 0), (MOST_FOUND, MOST_FOUND, 0),
                                                     (MOST_FOUND + 1, MOST_FOUND, 1)])  # fmt: skip
def test_a_search_shows_so_many_and_says_how_many_more(tmp_path, names, shown, more):
    actors = [{"id": f"person-{number}", "name": f"Person {number}", "kind": "person"} for number in range(names)]
    ids = [actor["id"] for actor in actors]
    events = {
        f"e{start}": event(actors=ids[start : start + 20], sources={"one": source(name=str(start))})
        for start in range(0, names, 20)
    }
    record = open_collection(write_collection(tmp_path, events, actors=[*ACTORS, *actors]))
    assert record.problems == ()
    found = find_options(record.view(), ACTOR, Place(), "person")
    assert (len(found.shown), found.more) == (shown, more)

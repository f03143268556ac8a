"""Views and counts against a naive pandas oracle, and search against what a reader types."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.query.drawing import days_near, few
from tests.writing import ACTORS, PUBLISHERS, claim, event, source, write_collection
from timeline import Filter, open_collection
from timeline.collection.edtf import parse_edtf
from timeline.query.facets import FACETS
from timeline.query.search import TextIndex, fold

LINES = {"alpha": ["alpha"], "alpha-army": ["alpha-army", "alpha"], "anna": ["anna", "alpha-army", "alpha"]}
LINES |= {"andrei": ["andrei", "alpha"], "beta": ["beta"], "boris": ["boris", "beta"], "gamma": ["gamma"]}
WHENS = [
    "2026-01-05",
    "2026-02-01/2026-02-10",
    "2026-03",
    "2026~",
    "../2026-01-10",
    "2026-04-01/..",
    "2025-12-31/2026-01-01",
]


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """Sixty events that vary in every facet; deterministic."""
    stances = [[("alpha", "asserts")], [("alpha", "asserts"), ("beta", "denies")], [("beta", "denies")], None]
    events = {}
    for n in range(60):
        actors = [ACTORS[n % 7]["id"]] + ([ACTORS[(n * 3 + 1) % 7]["id"]] if n % 3 else [])
        publishers = [PUBLISHERS[n % 8]["name"]] + ([PUBLISHERS[(n // 2) % 8]["name"]] if n % 2 else [])
        sources = {
            f"s{i}": source(name, f"{n}-{i}", published=None) for i, name in enumerate(dict.fromkeys(publishers))
        }
        positions = stances[n % 4]
        events[f"e{n:02}"] = event(
            title=f"Event {n} {'drones' if n % 5 == 0 else 'words'}",
            when=WHENS[n % 7],
            actors=list(dict.fromkeys(actors)),
            themes=["talks", "strikes"] if n % 4 == 0 else ["talks" if n % 2 else "strikes"],
            sources=sources,
            place={"name": "Somewhere", "country": ["UA", "RU", "AE"][n % 3]} if n % 6 else None,
            claims=[claim(*[(*p, "", "s0") for p in positions])] if positions else None,
        )
    record = open_collection(write_collection(tmp_path_factory.mktemp("view"), events))
    assert not record.problems
    return record


def naive(events: pd.DataFrame, flt: Filter, skip: str = "") -> pd.DataFrame:
    """The filter by looking at every row: slow, and plainly what DESIGN says."""

    def keeps(row) -> bool:
        wide = {wider for actor in row["actors"] for wider in LINES[actor]}
        held = {
            "actor": wide,
            "theme": set(row["themes"]),
            "support": {row["support"]},
            "contest": {row["contest"]},
            "publisher": set(row["publishers"]),
            "country": {row["country"]},
        }
        for facet in FACETS:
            chosen = set(flt.values(facet))
            if facet == skip or not chosen:
                continue
            if facet == "actor" and flt.together:
                if not chosen <= wide:
                    return False
            elif not chosen & held[facet]:
                return False
        low, high = pd.Timestamp.min.date(), pd.Timestamp.max.date()
        start = low if pd.isna(row["start"]) else row["start"].date()
        end = high if pd.isna(row["end"]) else row["end"].date()
        since, until = flt.start or low, flt.end or high
        if flt.certain and (flt.start or flt.end):
            if not (since <= start and end <= until):
                return False
        elif start > until or end < since:
            return False
        text = fold(row["title"] + " " + row["summary"])
        return all(any(word.startswith(q) for word in text.split()) for q in fold(flt.q).split())

    return events[[keeps(row) for row in events.to_dict("records")]] if len(events) else events


days = days_near(day for when in map(parse_edtf, WHENS) for day in (when.start, when.end))
filters = st.builds(
    Filter,
    actors=few(list(LINES)),
    themes=few(["talks", "strikes"]),
    support=few(["corroborated", "single-source", "one-side-only", "weakly-sourced"]),
    contest=few(["contested", "one-sided", "denied"]),
    publishers=few([p["id"] for p in PUBLISHERS]),
    countries=few(["UA", "RU", "AE"]),
    start=days,
    end=days,
    certain=st.booleans(),
    together=st.booleans(),
    q=st.sampled_from(["", "", "drones", "DRO", "event 1", "nowhere"]),
)


@given(flt=filters)
def test_a_view_holds_what_looking_at_every_row_gives(record, flt):
    view = record.view(flt)
    assert view.events["id"].tolist() == naive(record.events, flt)["id"].tolist()
    assert len(view) == len(view.events)


@given(start=days, end=days, certain=st.booleans())
def test_a_period_alone_holds_what_looking_at_every_row_gives(record, start, end, certain):
    flt = Filter(start=start, end=end, certain=certain)
    assert record.view(flt).events["id"].tolist() == naive(record.events, flt)["id"].tolist()


@given(flt=filters, facet=st.sampled_from(list(FACETS)))
def test_a_count_is_the_size_of_the_view_with_that_value(record, flt, facet):
    counts = record.view(flt).counts[facet]
    assert set(counts.index) == set(record.facet_names[facet])
    for value, count in counts.items():
        chosen = {value, *flt.actors} if facet == "actor" and flt.together else {value}
        assert count == len(naive(record.events, flt.but(**{FACETS[facet].field: chosen}))), value


def test_events_stand_by_start_then_end_then_id(record):
    keys = [
        (
            row.start if not pd.isna(row.start) else pd.Timestamp.min,
            row.end if not pd.isna(row.end) else pd.Timestamp.max,
            row.id,
        )
        for row in record.events.itertuples()
    ]
    starts = [key[0] for key in keys]
    assert starts == sorted(starts)


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_pages_hold_every_event_once_in_order(record, sort):
    ids = []
    for number in range(1, 8):
        ids += record.view(Filter(sort=sort, page=number)).page(9)["id"].tolist()
    everything = record.events["id"].tolist()
    assert ids == (everything if sort == "oldest" else everything[::-1])


def test_a_page_beyond_the_last_gives_the_last(record):
    view = record.view(Filter(page=999))
    assert (view.page_number(9), view.page_count(9)) == (7, 7)
    assert len(view.page(9)) == 60 - 6 * 9


def test_an_empty_collection_has_an_empty_view(tmp_path):
    record = open_collection(tmp_path)
    view = record.view(Filter(q="anything", start="2026-01-01"))
    assert len(view) == 0
    assert view.total == 0
    assert view.events.empty
    assert view.page(20).empty
    assert view.page_count(20) == 1
    assert list(view.events.columns) == list(record.events.columns)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("lecka", [0]),
        ("ŁĘCKA", [0]),
        ("turk", [1]),
        ("turkiye", [1]),
        ("путин", [2]),
        ("ПУТИН москва", [2]),
        ("зеленськ", [3]),
        ("strike kyi", [4]),
        ("kyi strike", [4]),
        ("strike moscow", []),
        ("a strike on kyi", [4]),
        ("a strike on moscow", []),
        ("strike on a kyiv bridge", []),
        ('"strike" OR *', []),
        ("body:strike", []),
        ("NEAR(strike kyiv)", []),
        ("' OR 1=1 --", []),
    ],
)
def test_search_is_blind_to_accents_and_case_and_takes_prefixes(query, found):
    texts = [
        "Anna Łęcka speaks",
        "Türkiye mediates",
        "Путин в Москва",
        "Зеленський відповів",
        "A strike on Kyiv",
    ]
    assert list(TextIndex(texts).find(query)) == found


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        pytest.param("2026-02-10", "2026-02-10", "2026-02-10", id="a day"),
        pytest.param("2026-02-01/2026-02-10", "2026-02-01", "2026-02-10", id="some days"),
        pytest.param("2026-02", "2026-02-01", "2026-02-28", id="a month"),
        pytest.param("2025-11-10/2026-02-10", "2025-11-10", "2026-02-10", id="three months and a day"),
        pytest.param("2025-11-09/2026-02-10", "2025-11-09", "2026-02-10", id="three months and two days"),
        pytest.param("2024-06-01/2026-02-10", "2024-06-01", "2026-02-10", id="two years"),
        pytest.param("../2026-02-10", None, "2026-02-10", id="until a day"),
        pytest.param("2026-02-10/..", "2026-02-10", None, id="since a day"),
    ],
)
def test_a_period_holds_an_event_that_touches_it_by_a_day(tmp_path, when, first, last):
    record = open_collection(write_collection(tmp_path, {"it": event(when=when), "other": event(when="1999")}))

    def holds(start=None, end=None, certain=False):
        return record.view(Filter(start=start, end=end, certain=certain)).events["id"].tolist() == ["it"]

    def moved(day, days):
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()

    if last:
        assert holds(start=last)
        assert holds(start=last, end=moved(last, 300))
        assert not holds(start=moved(last, 1))
    if first:
        assert holds(start=moved(first, -300), end=first)
        assert not holds(start=moved(first, -300), end=moved(first, -1))
    if first and last:
        assert holds(start=first, end=last, certain=True)
        assert not holds(start=moved(first, 1), certain=True)
        assert not holds(start="2001-01-01", end=moved(last, -1), certain=True)


def test_a_query_without_words_asks_for_nothing():
    assert TextIndex(["a"]).find(" !? ") is None


def test_of_a_large_record_one_rewound_day_is_kept(record, monkeypatch):
    import dataclasses

    days = [date(2026, month, 1) for month in (2, 3, 4)]
    assert record.known_on(days[0]) is record.known_on(days[0])
    small = dataclasses.replace(record)
    held = [small.known_on(day) for day in days]
    assert [small.known_on(day) for day in days] == held
    monkeypatch.setattr("timeline.query.collection.KEPT_EVENTS", 70)
    large = dataclasses.replace(record)
    first = large.known_on(days[0])
    assert large.known_on(days[0]) is first
    large.known_on(days[1])
    assert large.known_on(days[0]) is not first

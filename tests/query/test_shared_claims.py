"""Claims that stand in several events: counted once, found by every id, shown where their events are known."""

from __future__ import annotations

from datetime import date

import pytest

from tests.shared_claims import DENIAL, EVENTS, TOPICS, open_shared, searched_events
from tests.writing import sheets_of, write_sheets
from timeline.evidence import last_heard
from timeline.front.lead import read_lead
from timeline.profiles.actors import actor_profile
from timeline.profiles.publishers import publisher_table
from timeline.query.collection import Collection, open_collection
from timeline.query.filter import Filter

HERE = ("talks", "summit", "interview")


@pytest.fixture(scope="module", params=["files", "tables"])
def record(request, tmp_path_factory) -> Collection:
    """The record from files, and from tables by way of its prepared form."""
    folder = tmp_path_factory.mktemp("shared")
    said = {"title": "Test", "standfirst": "{claims} claims, {disputed} disputed."}
    if request.param == "files":
        return open_shared(folder, collection=said)
    write_sheets(folder, sheets_of(EVENTS), topics=TOPICS, collection=said)
    open_collection(folder)
    return open_collection(folder)


def test_sums_count_a_claim_once(record):
    assert record.sizes["claims"] == record.view().claim_count == 3
    assert record.contests["contested"] == 1
    assert read_lead(record).standfirst == "3 claims, 1 disputed."
    assert actor_profile(record, "boris").positions["claim"].tolist() == ["talks#2"]
    assert actor_profile(record, "boris").opponents[["actor", "claim_count"]].to_numpy().tolist() == [["alpha", 1]]


def test_each_of_its_events_has_its_grade(record):
    grades = dict(zip(record.events["id"], record.events["contest"], strict=True))
    assert grades == {**dict.fromkeys(HERE, "contested"), "storm": ""}
    assert record.view().counts["contest"]["contested"] == 3, "the facet counts events"


def test_a_search_finds_each_of_its_events_by_its_words(record):
    assert record.view(Filter(q=DENIAL)).events["id"].tolist() == list(HERE)


@pytest.mark.parametrize("name", ["talks#2", "summit#2", "interview#1"])
def test_every_id_finds_the_one_claim(record, name):
    assert record.find("claims", [name])["id"].tolist() == ["talks#2"]
    assert record.claim_id(name) == "talks#2"
    assert record.has("claims", name)


@pytest.mark.parametrize("name", ["summit#3", "storm#1", "talks", "nowhere#1", "#", ""])
def test_what_is_no_id_finds_nothing(record, name):
    assert record.claim_id(name) == ""


def test_all_ids_together_find_each_claim_once(record):
    found = record.find("claims", ["talks#2", "summit#2", "interview#1", "interview#2"])
    assert sorted(found["id"]) == ["summit#1", "talks#2"]


@pytest.mark.parametrize(
    ("flt", "pages"),
    [
        (Filter(), ["talks#1", "talks#2", "summit#1"]),
        (Filter(start=date(2026, 2, 10)), ["summit#1", "talks#2"]),
        (Filter(themes=["strikes"]), ["talks#2", "summit#1"]),
        (Filter(start=date(2026, 5, 1)), []),
    ],
)
def test_a_view_pages_through_its_claims_each_once(record, flt, pages):
    view = record.view(flt)
    assert view.claim_count == len(pages)
    assert view.claim_page(0, 10)["id"].tolist() == pages
    assert [view.claim_page(offset, 1)["id"].item() for offset in range(len(pages))] == pages


def test_in_a_part_without_its_own_event_it_stands_in_the_first_that_is_there(record):
    part = record.view(Filter(themes=["strikes"]))
    claims, positions = part.whole("claims"), part.whole("positions")
    assert dict(zip(claims["id"], claims["event"], strict=True)) == dict.fromkeys(("talks#2", "summit#1"), "interview")
    assert set(positions["event"]) == {"interview"}
    assert set(part.whole("sources")["id"]) == {"interview-one", "talks-one", "talks-two", "summit-one"}


KNOWN = {
    # day: events, each claim with its event, and the further places that are known
    "2026-02-19": (["summit", "storm"], {"summit#1": ("summit", ())}),
    "2026-02-21": (["summit", "storm"], {"summit#1": ("summit", ()), "talks#2": ("summit", ("summit#2",))}),
    "2026-03-11": (
        ["talks", "summit", "storm"],
        {"summit#1": ("summit", ()), "talks#1": ("talks", ()), "talks#2": ("talks", ("summit#2",))},
    ),
    "2026-04-02": (
        ["talks", "summit", "interview", "storm"],
        {
            "summit#1": ("summit", ("interview#2",)),
            "talks#1": ("talks", ()),
            "talks#2": ("talks", ("interview#1", "summit#2")),
        },
    ),
}


@pytest.mark.parametrize("day", KNOWN)
def test_on_a_day_it_stands_in_those_of_its_events_that_are_known(record, day):
    events, claims = KNOWN[day]
    known = record.known_on(date.fromisoformat(day))
    assert known.events["id"].tolist() == events
    rows = zip(known.claims["id"], known.claims["event"], known.claims["also"], strict=True)
    assert {claim: (event, tuple(also)) for claim, event, also in rows} == claims
    assert set(zip(known.positions["claim"], known.positions["event"], strict=True)) == {
        (claim, event) for claim, (event, _) in claims.items()
    }
    counts = dict(zip(known.events["id"], known.events["claim_count"], strict=True))
    assert sum(counts.values()) == len(claims) + sum(
        place.split("#")[0] != event for event, also in claims.values() for place in also
    )


def test_it_is_found_by_its_one_id_while_its_own_event_is_not_known(record):
    known = record.known_on(date(2026, 2, 21))
    assert known.claim_id("talks#2") == known.claim_id("summit#2") == "talks#2"
    assert known.view().claim_count == 2


def test_what_is_said_on_it_makes_each_of_its_events_newer(record):
    assert record.view().latest(9)["id"].tolist() == ["interview", "talks", "summit", "storm"]


def test_its_documents_are_among_those_of_each_of_its_events(record):
    interview = record.events[record.events["id"] == "interview"]
    documents = dict(publisher_table(record, interview)[["id", "document_count"]].to_numpy().tolist())
    assert documents == {"first-wire": 1, "second-wire": 2, "public-radio": 1}


def test_the_newest_position_counts_for_each_of_its_events(record):
    days = dict(
        zip(record.events["id"], last_heard(record).astype("datetime64[s]").astype("datetime64[D]"), strict=True)
    )
    assert {event: str(day) for event, day in days.items()} == {
        "talks": "2026-03-10",
        "summit": "2026-03-10",
        "interview": "2026-04-02",
        "storm": "2026-02-03",
    }


@pytest.fixture(scope="module", params=["files", "tables"])
def searched(request, tmp_path_factory) -> Collection:
    """The record with searches, and with a position that two documents carry."""
    folder = tmp_path_factory.mktemp("searched")
    if request.param == "files":
        return open_shared(folder, searched_events())
    write_sheets(folder, sheets_of(searched_events()), topics=TOPICS)
    open_collection(folder)
    return open_collection(folder)


@pytest.mark.parametrize("event", HERE)
def test_its_searches_and_further_documents_hang_on_each_of_its_events(searched, event):
    details = searched.details([event])
    assert details.searches[["claim", "date"]].to_numpy().tolist() == [
        ["talks#2", "2026-02-20"],
        ["talks#2", "2026-06-01"],
    ]
    assert "talks-late" in set(details.sources["id"])
    assert len(searched.details(HERE).searches) == 2, "of all together each once"


def test_a_further_document_counts_for_each_of_its_events(searched):
    interview = searched.events[searched.events["id"] == "interview"]
    documents = dict(publisher_table(searched, interview)[["id", "document_count"]].to_numpy().tolist())
    assert documents == {"second-wire": 2, "public-radio": 2}
    days = dict(zip(searched.events["id"], last_heard(searched).astype("datetime64[s]"), strict=True))
    assert {str(days[event].astype("datetime64[D]")) for event in HERE} == {"2026-05-20"}


@pytest.mark.parametrize(
    ("day", "event", "dates"),
    [
        ("2026-02-21", "summit", ["2026-02-20"]),
        ("2026-03-11", "talks", ["2026-02-20"]),
        ("2026-06-01", "talks", ["2026-02-20", "2026-06-01"]),
    ],
)
def test_on_a_day_the_searches_stand_where_the_claim_does(searched, day, event, dates):
    known = searched.known_on(date.fromisoformat(day))
    assert known.searches["event"].tolist() == [event] * len(dates)
    assert known.searches["date"].tolist() == dates
    assert len(known.details([event]).searches) == len(dates)


def test_in_a_part_the_searches_stand_where_the_claim_does(searched):
    part = searched.view(Filter(themes=["strikes"]))
    assert part.whole("searches")["event"].tolist() == ["interview"] * 2

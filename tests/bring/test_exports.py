"""Our own exports come back as entries: each event as its file has it, and the lists beside the events.

An export does not carry: what an event calls its documents, where another event called them first otherwise; a
publisher's other spelling (its one name is written); which event cites a document for positions none of which names it;
answers to advice. That whole collections come back is tested in ``test_round_trip``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bring.files import told
from tests.exchange.views import TEXTS, hostile, talks, view_of
from tests.shared_claims import open_shared
from timeline.bring.forms import FORMS
from timeline.bring.look import look
from timeline.collection.about import CollectionEntry, build_about
from timeline.collection.entries import (
    ActorEntry,
    CorrectionEntry,
    EventEntry,
    PublisherEntry,
    ThemeEntry,
)
from timeline.collection.event_files import EventFiles
from timeline.collection.folder import Folder, event_files
from timeline.collection.list_entries import StatementsEntry, TopicEntry
from timeline.exchange.texts import clean_lines
from timeline.exchange.view_files import VIEW_FORMATS, write_view
from timeline.query.collection import open_collection
from timeline.query.filter import Filter

ROOT = Path(__file__).parents[2]
COLLECTIONS = {"floods": ROOT / "tests/data/floods", "record": ROOT / "data"}
WAYS = ("csv", "json", "parquet")
KINDS = {
    "actors": ActorEntry,
    "themes": ThemeEntry,
    "publishers": PublisherEntry,
    "corrections": CorrectionEntry,
    "topics": TopicEntry,
    "statements": StatementsEntry,
}


def exported(view, way, folder):
    """A view as a file of ours, looked at."""
    path = folder / f"export{VIEW_FORMATS[way].suffix}"
    path.write_bytes(write_view(view, way))
    return look(path)


def entries_of(found) -> dict[str, dict[str, Any]]:
    return {row.cells["id"]: row.cells["entry"] for row in found.read()}


@pytest.fixture(scope="module", params=COLLECTIONS)
def collection(request):
    return open_collection(COLLECTIONS[request.param]), COLLECTIONS[request.param]


@pytest.fixture(scope="module", params=WAYS)
def back(request, collection, tmp_path_factory):
    record, path = collection
    return exported(record.view(), request.param, tmp_path_factory.mktemp("back")), record, path


def as_exported(entry: EventEntry, ids: dict[str, str], names: dict[str, str]) -> dict[str, Any]:
    """An event as its file has it, with the documents under the ids that the record gives them, and one spelling."""
    value = entry.model_dump(warnings=False)
    called = {local: ids[source.url] for local, source in entry.sources.items()}
    value["sources"] = {
        called[local]: source
        | {name: names.get(source[name], source[name]) for name in ("publisher", "via") if source[name]}
        for local, source in value["sources"].items()
    }
    for claim in value["claims"]:
        for position in claim.get("positions", ()):
            first = position["source"] = called[position["source"]]
            further = dict.fromkeys(called[source] for source in position["further_sources"])
            position["further_sources"] = tuple(source for source in further if source != first)
    named = {
        source
        for claim in value["claims"]
        for position in claim.get("positions", ())
        for source in (position["source"], *position["further_sources"])
    }
    value["sources"] = {
        name: source for name, source in value["sources"].items() if source["cited_for"] == "event" or name in named
    }
    return value


def test_every_event_comes_back_as_its_file_has_it(back):
    found, record, path = back
    files = EventFiles(Folder(path))
    ids = dict(zip(record.sources["url"], record.sources["id"], strict=True))
    names = dict(zip(record.publishers["id"], record.publishers["name"], strict=True))
    entries = entries_of(found)
    assert set(entries) == {name.removesuffix(".md") for name in event_files(path)}
    for written in files:
        wanted = as_exported(EventEntry.model_validate(written.value), ids, names)
        assert EventEntry.model_validate(entries[written.id]).model_dump(warnings=False) == wanted, written.id


def test_an_entry_is_written_as_a_person_would(back):
    """Texts only, and nothing that is empty or as it is without it."""
    found, _, _ = back

    def check(value: Any) -> None:
        assert isinstance(value, (str, list, dict))
        assert value
        for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            check(part)

    for entry in entries_of(found).values():
        check(entry)
        assert entry.get("key", "true") == "true"


def test_the_lists_come_back_as_their_files_have_them(back):
    found, record, path = back
    assert set(found.lists) <= {*KINDS, "coverage", "documents"}
    for name, kind in KINDS.items():
        file = path / f"{name}.yaml"
        wanted = (Folder(path).entries(file.name, name, kind) or []) if file.is_file() else []
        entries = [kind.model_validate(entry) for entry in found.lists.get(name, ())]
        if name in ("topics", "statements"):  # how claims begin is made anew
            wanted, entries = [*map(without_texts, wanted)], [*map(without_texts, entries)]
        if name in ("actors", "publishers", "themes"):  # those that nothing names stay behind
            there = {entry.id for entry in entries}
            assert record_names(record, name) <= there
            wanted = [entry for entry in wanted if entry.id in there]
        assert entries == wanted, name


def record_names(record, name):
    if name == "publishers":
        return set(record.view().whole("sources")["publisher"])
    return {item for items in record.events[name] for item in items}


def without_texts(entry):
    value = entry.model_dump()
    for holder in (value, *value.get("statements", ())):
        for claim in holder.get("claims", ()):
            claim.pop("text", None)
    return value


def test_what_the_collection_says_of_itself_comes_back_as_far_as_it_is_carried(back):
    found, record, _ = back
    about = record.about
    assert found.about["title"] == about.title
    assert found.about.get("licence", {}) == (
        {"name": about.licence, "url": about.licence_url} if about.licence else {}
    )
    assert [figure["id"] for figure in found.about["figures"]] == [figure.id for figure in about.figures]
    assert found.about.get("description", about.description) == about.description
    assert found.form == "own"
    assert found.columns == tuple(FORMS["own"].columns)
    assert (
        build_about(CollectionEntry.model_validate(found.about), about.figures, about.series, about.questions) == about
    )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", TEXTS)
def test_hostile_texts_come_back_whole(name, way, tmp_path):
    """Apostrophes before formulas are taken away again, and lists taken apart."""
    view = hostile(tmp_path / "hostile", TEXTS[name])
    found = exported(view, way, tmp_path)
    wanted = clean_lines(TEXTS[name]) if way == "csv" else TEXTS[name]
    entry = entries_of(found)["meeting"]
    assert {entry[field] for field in ("title", "summary", "note", "when_text")} == {wanted}
    assert entry["place"]["name"] == wanted
    assert found.lists["actors"][0]["aliases"] == [wanted, "b"]
    assert {theme["name"] for theme in found.lists["themes"]} == {wanted}


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    return open_shared(tmp_path_factory.mktemp("shared"))


@pytest.mark.parametrize("way", WAYS)
def test_a_claim_of_several_events_stands_in_each(way, shared, tmp_path):
    entries = entries_of(exported(shared.view(), way, tmp_path))
    assert [claim.get("same", "") for claim in entries["interview"]["claims"]] == ["talks#2", "summit#1"]
    assert [claim.get("same", "") for claim in entries["summit"]["claims"]] == ["", "talks#2"]
    assert [claim.get("same", "") for claim in entries["talks"]["claims"]] == ["", ""]


@pytest.mark.parametrize("way", WAYS)
def test_a_part_holds_the_claims_whose_event_it_lacks(way, shared, tmp_path):
    found = exported(shared.view(Filter(themes=["strikes"])), way, tmp_path)
    (entry,) = entries_of(found).values()
    assert [bool(claim.get("positions")) for claim in entry["claims"]] == [True, True]
    assert EventEntry.model_validate(entry)
    assert {claim["claim"].partition("#")[0] for topic in found.lists["topics"] for claim in topic["claims"]} == {
        "interview"
    }


@pytest.mark.parametrize("way", WAYS)
def test_topics_statements_and_corrections_come_along(way, tmp_path):
    found = exported(talks(tmp_path / "talks"), way, tmp_path)
    assert found.lists["topics"] == [
        {
            "id": "deal",
            "question": "Is it?",
            "claims": [{"claim": "meeting#1", "bears": "affirms", "text": "It is agreed."}],
        }
    ]
    assert found.lists["statements"] == [
        {
            "document": "https://example.org/meeting",
            "statements": [
                {"number": "1", "wording": "It is so.", "claims": [{"claim": "meeting#1", "text": "It is agreed."}]}
            ],
        }
    ]
    assert [entry["kind"] for entry in found.lists["corrections"]] == ["corrected", "merged", "corrected"]
    assert told(next(found.read()))["id"] == "strike"


WORDS = st.text(alphabet="ab '=+-@|\\\";,é\n", min_size=1, max_size=20).map(str.strip).filter(bool)
PLACES = st.fixed_dictionaries(
    {"name": WORDS}, optional={"country": st.just("NO"), "at": st.tuples(st.integers(-90, 90), st.floats(-180, 180))}
)
EVENTS = st.dictionaries(
    st.from_regex(r"[a-z]{1,5}(-[a-z0-9]{1,3}){0,2}", fullmatch=True),
    st.fixed_dictionaries(
        {
            "title": WORDS,
            "summary": WORDS,
            "when": st.sampled_from(["2021-02", "-0699", "2021-02-03T14:30+03:00", "2021-21~", "2021-02-03/.."]),
            "actors": st.lists(st.sampled_from(["anna", "boris", "beta"]), max_size=3, unique=True),
        },
        optional={"note": WORDS, "when_text": WORDS, "place": PLACES, "key": st.just("true")},
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=10, deadline=None)
@given(events=EVENTS)
def test_any_events_come_back(events, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    for fields in events.values():
        if at := fields.get("place", {}).pop("at", None):
            fields["place"] |= {"lat": str(at[0]), "lon": str(at[1])}
    view = view_of(folder / "written", events)
    written = {w.id: EventEntry.model_validate(w.value) for w in EventFiles(Folder(folder / "written"))}
    ids = dict(zip(view.whole("sources")["url"], view.whole("sources")["id"], strict=True))
    names = dict(zip(view.record.publishers["id"], view.record.publishers["name"], strict=True))
    wanted = {name: as_exported(entry, ids, names) for name, entry in written.items()}
    for way in WAYS:
        found = entries_of(exported(view, way, folder))
        assert {name: EventEntry.model_validate(entry).model_dump() for name, entry in found.items()} == wanted

"""Documents of news agencies, or drawn from them, that are marked as press."""

from __future__ import annotations

import pytest

from tests.advice.asking import advice_on
from tests.writing import PUBLISHERS, claim, event, source
from timeline.advice.items import AGENCY_AS_PRESS, CITES_AGENCY

KINDS = {"first-wire": "wire", "second-wire": "wire", "valley-post": "newspaper"}
AGENCIES = [{**publisher, "kind": KINDS.get(publisher["id"], "")} for publisher in PUBLISHERS]
AGENCIES.append({"id": "anadolu", "name": "Press Agency of Alpha (PAoA)", "control": "unknown", "kind": "Wire"})


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"publisher": "First Wire", "via": "Valley Post"}, "its publisher is the news agency First Wire"),
        ({"publisher": "second-wire"}, "its publisher is the news agency Second Wire"),
        ({"publisher": "Valley Post", "via": "First Wire"}, "its via is the news agency First Wire"),
        ({"publisher": "First Wire", "kind": "wire"}, ""),
        ({"publisher": "Valley Post"}, ""),
        ({"publisher": "Valley Post", "citing": "First Wire"}, ""),
    ],
)
def test_a_document_of_an_agency_that_is_marked_as_press_is_told(tmp_path, fields, told):
    found = advice_on(
        tmp_path, AGENCY_AS_PRESS, {"talks": event(sources={"one": source(**fields)})}, publishers=AGENCIES
    )
    assert list(found) == (["one"] if told else [])
    for item in found.values():
        assert told in str(item.told)
        line = (tmp_path / item.told.file).read_text().splitlines()[(item.told.line or 0) - 1]
        assert (item.told.file, item.told.field, line.strip()) == ("events/talks.md", "sources.one.kind", "kind: press")


def test_a_document_that_no_position_names_is_told_too(tmp_path):
    documents = {"one": source("Valley Post"), "two": source("First Wire", "two", cited_for="positions")}
    events = {"talks": event(sources=documents, claims=[claim(("anna", "asserts"))])}
    assert list(advice_on(tmp_path, AGENCY_AS_PRESS, events, publishers=AGENCIES)) == ["two"]


@pytest.mark.parametrize(
    ("citing", "agencies"),
    [
        ("First Wire", ["first-wire"]),
        ("first-wire", ["first-wire"]),
        ("a paper, FIRST WIRE and Second Wire", ["first-wire", "second-wire"]),
        ("the PAOA", []),
        ("PAoA", ["anadolu"]),
        ("Press Agency of Alpha", ["anadolu"]),
        ("Public Radio", []),
        ("First Wired", []),
    ],
)
def test_documents_that_cite_an_agency_are_told_by_agency(tmp_path, citing, agencies):
    events = {"talks": event(sources={"one": source("Valley Post", citing=citing)})}
    assert list(advice_on(tmp_path, CITES_AGENCY, events, publishers=AGENCIES)) == agencies


def test_a_document_that_is_added_moves_the_facts_of_its_agency(tmp_path):
    documents = {name: source("Valley Post", name, citing="First Wire") for name in ("one", "two")}
    first = advice_on(tmp_path, CITES_AGENCY, {"talks": event(sources={"one": documents["one"]})}, publishers=AGENCIES)
    both = advice_on(tmp_path, CITES_AGENCY, {"talks": event(sources=documents)}, publishers=AGENCIES)
    assert list(first) == list(both) == ["first-wire"]
    assert first["first-wire"].digest != both["first-wire"].digest
    assert "so do two." in str(both["first-wire"].told)

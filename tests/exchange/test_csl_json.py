from __future__ import annotations

import json
from typing import Any

import pytest
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON

from tests.exchange.writing import HOSTILE, PUBLISHERS, build_sources
from timeline.exchange.bibliography import Heading, one_line
from timeline.exchange.csl_json import csl_date, write_csl_json

# Names of CSL 1.0.2, as far as we use them.
FIELDS = {"id", "type", "title", "container-title", "publisher", "issued", "URL", "language", "note", "custom"}
# CSL 1.0.2 has the field; citeproc-py 0.11 knows CSL 1.0.1, says so and goes on.
LACKS_CUSTOM = pytest.mark.filterwarnings("ignore:The following arguments for Reference are unsupported. custom$")
DATE_FIELDS = {"date-parts", "season", "circa", "literal"}

HEADING = Heading("All events", "5e0fca44", "CC BY 4.0", "On the Record", "theme=a&theme=b")


def write(**fields: str) -> dict[str, Any]:
    """The one item of a source."""
    (item,) = json.loads(write_csl_json(build_sources(fields), PUBLISHERS, HEADING))
    assert isinstance(item, dict)
    return item


def render(items: list[dict[str, Any]]) -> list[str]:
    """The bibliography as an independent processor sets it."""
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    return [str(entry) for entry in bibliography.bibliography()]


def test_an_item() -> None:
    assert write(id="ap-1", via="krdo", citing="Reuters", language="ru", published="2026-02-09", kind="wire") == {
        "id": "ap-1",
        "type": "article-newspaper",
        "title": "A plain title",
        "container-title": "AP",
        "publisher": "AP",
        "issued": {"date-parts": [[2026, 2, 9]]},
        "URL": "https://example.org/one",
        "language": "ru",
        "note": "Carried by KRDO & Sons; citing Reuters",
        "custom": {
            "collection": "On the Record",
            "filter": "All events",
            "query": "theme=a&theme=b",
            "version": "5e0fca44",
            "licence": "CC BY 4.0",
        },
    }


@pytest.mark.parametrize(
    ("kind", "csl"),
    [("press", "article-newspaper"), ("analysis", "report"), ("dataset", "dataset"), ("official", "webpage")],
)
def test_types(kind: str, csl: str) -> None:
    assert write(kind=kind)["type"] == csl


@pytest.mark.parametrize(
    ("published", "issued"),
    [
        ("2026-02-09", {"date-parts": [[2026, 2, 9]]}),
        ("2026-02", {"date-parts": [[2026, 2]]}),
        ("2026", {"date-parts": [[2026]]}),
        ("2026-02~", {"date-parts": [[2026, 2]], "circa": True}),
        ("2026-02-XX", {"date-parts": [[2026, 2]]}),
        ("2026-XX-XX", {"date-parts": [[2026]]}),
        ("2026-22", {"date-parts": [[2026]], "season": 2}),
        ("2026-34", {"date-parts": [[2026, 4], [2026, 6]]}),
        ("202X", {"date-parts": [[2020], [2029]]}),
        ("2026-02-03T14:30+03:00", {"date-parts": [[2026, 2, 3]]}),
        ("2026-02-03/2026-02-05?", {"date-parts": [[2026, 2, 3], [2026, 2, 5]], "circa": True}),
        ("2026-21/2026-24", {"date-parts": [[2026, 3], [2027, 2]]}),
        ("2026-02-03/2026-02-03", {"date-parts": [[2026, 2, 3]]}),
        ("-0699", {"date-parts": [[-700]]}),
        ("0000", {"date-parts": [[-1]]}),
        ("2026-01-29/..", {"literal": "since 29 January 2026"}),
        ("../2026-02", {"literal": "until February 2026"}),
    ],
)
def test_dates(published: str, issued: dict[str, Any]) -> None:
    assert csl_date(published) == issued
    assert write(published=published)["issued"] == issued


def test_what_is_not_known_is_absent() -> None:
    keys = {"id", "type", "title", "container-title", "publisher", "URL", "custom"}
    assert write(published="", language="").keys() == keys
    (item,) = json.loads(write_csl_json(build_sources({}), PUBLISHERS, Heading("All events", "1")))
    assert item["custom"] == {"filter": "All events", "version": "1"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(text: str) -> None:
    assert write(title=text)["title"] == one_line(text)
    (item,) = json.loads(write_csl_json(build_sources({}), PUBLISHERS, Heading(text, "1")))
    assert item["custom"]["filter"] == one_line(text)


@LACKS_CUSTOM
def test_a_processor_sets_them() -> None:
    items = json.loads(
        write_csl_json(
            build_sources({"title": "Beta & more"}, {"published": "2026-02", "publisher": "ministry"}),
            PUBLISHERS,
            HEADING,
        )
    )
    first, second = render(items)
    assert "Beta & more" in first
    assert "2026" in first
    assert "Ministry of Trade and Industry" in second


def test_nothing_is_an_empty_array() -> None:
    assert write_csl_json(build_sources({}).head(0), PUBLISHERS, HEADING) == "[]\n"


@LACKS_CUSTOM
def test_every_real_source_comes_back(real_record) -> None:
    sources = real_record.view().whole("sources")
    items = json.loads(write_csl_json(sources, real_record.publishers, HEADING))
    assert len({item["id"] for item in items}) == len(items) == len(sources)
    by_id = {item["id"]: item for item in items}
    for row in sources.itertuples():
        item = by_id[row.id]
        assert (item["title"], item["URL"]) == (row.title, row.url)
        assert item.get("issued") == (csl_date(row.published) if row.published else None)
        assert item.keys() <= FIELDS
        assert item.get("issued", {}).keys() <= DATE_FIELDS
    read = CiteProcJSON(items)
    assert len(read) == len(items)
    for key, reference in read.items():
        known = by_id[key].get("issued")
        assert known is None or reference.issued.year == known["date-parts"][0][0]

from __future__ import annotations

import pytest

from tests.exchange.writing import HOSTILE, PUBLISHERS, build_sources
from timeline.exchange.bibliography import Heading, one_line
from timeline.exchange.formats import FORMATS, write_bibliography
from timeline.exchange.plain_text import write_plain_text
from timeline.query.filter import Filter

HEADING = Heading("All events", "5e0fca44", "CC BY 4.0", "On the Record")


def test_a_text() -> None:
    sources = build_sources(
        {"title": "Second", "published": "2026-02-09"},
        {"title": "Month only", "published": "2026-02", "publisher": "ministry", "language": "ru"},
        {"title": "First", "published": "", "via": "krdo", "citing": "Reuters"},
    )
    assert write_plain_text(sources, PUBLISHERS, HEADING) == (
        "On the Record\n"
        "Sources of: All events\n"
        "Documents: 3\n"
        "Data version: 5e0fca44\n"
        "Licence: CC BY 4.0\n"
        "\n"
        "AP: “First”, undated, carried by KRDO & Sons; citing Reuters. https://example.org/one\n"
        "AP: “Second”, 9 February 2026. https://example.org/one\n"
        "Ministry of Trade and Industry: “Month only”, February 2026, in Russian. https://example.org/one\n"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_one_line_each(text: str) -> None:
    lines = write_plain_text(build_sources({"title": text}), PUBLISHERS, Heading(text, text, text, text)).splitlines()
    assert len(lines) == 7
    assert f"“{one_line(text)}”" in lines[-1]


def test_every_real_source_is_a_line(real_record) -> None:
    sources = real_record.view().whole("sources")
    lines = write_plain_text(sources, real_record.publishers, HEADING).splitlines()[6:]
    names = real_record.publisher_names
    expected = [(names[row.publisher], row.title, row.url) for row in sources.itertuples()]
    found = {
        (line.split(": “", 1)[0], line.split(": “", 1)[1].split("”, ")[0], line.rsplit(" ", 1)[1]) for line in lines
    }
    assert len(lines) == len(sources)
    assert found == set(expected)
    publishers = [line.split(": “", 1)[0].casefold() for line in lines]
    assert publishers == sorted(publishers)


@pytest.mark.parametrize("name", FORMATS)
def test_a_view_is_written_with_filter_version_and_licence_inside(real_record, name):
    view = real_record.view(Filter(themes=["arms-control"], known="2026-03-01", sort="oldest", page=2))
    written = write_bibliography(view, name)
    told = ("Arms control events as known on 1 March 2026", "theme=arms-control&known=2026-03-01", "CC BY 4.0")
    assert all(words in written for words in (*told, real_record.version, real_record.about.title))
    assert "sort" not in written.partition("http")[0]
    assert written.count("https://") == len(view.whole("sources")) > 0


def test_sources_of_positions_belong_to_a_view(real_record) -> None:
    cited = set(real_record.events["sources"].explode())
    further = real_record.positions["further_sources"].explode().dropna()
    only_in_positions = {*real_record.positions["source"], *further} - cited
    assert only_in_positions
    assert set(real_record.view().whole("sources")["id"]) == cited | only_in_positions
    assert len(real_record.view(Filter(q="zzz")).whole("sources")) == 0


@pytest.mark.parametrize("name", FORMATS)
def test_formats_write(name: str) -> None:
    written = FORMATS[name].write(build_sources({}), PUBLISHERS, HEADING)
    assert "https://example.org/one" in written
    assert written.endswith("\n")

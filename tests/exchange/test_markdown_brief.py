from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from tests.exchange.views import BASE, talks, view_of
from tests.writing import claim, source
from timeline.collection.places import stands_in
from timeline.exchange.markdown_brief import write_markdown
from timeline.exchange.texts import clean_lines
from timeline.exchange.view_tables import head_file
from timeline.query.filter import Filter

READERS = {
    "commonmark": MarkdownIt("commonmark", {"html": True}),
    "github": MarkdownIt("gfm-like", {"html": True, "linkify": False}),
}


def read(content: bytes, reader: str = "commonmark") -> BeautifulSoup:
    """The brief as a reader of Markdown shows it that lets all HTML through."""
    soup = BeautifulSoup(READERS[reader].render(content.decode()), "html.parser")
    allowed = {"h1", "h2", "h3", "p", "ul", "ol", "li", "a", "em", "strong"}
    assert {tag.name for tag in soup.find_all(True)} <= allowed
    for link in soup.find_all("a"):
        assert link["href"].startswith(("https://", "http://"))
    return soup


def test_the_whole_of_a_small_brief(tmp_path):
    view = talks(tmp_path, Filter(themes=("talks",)))
    assert (
        write_markdown(view, BASE).decode()
        == f"""\
# Small record

**Talks events**: 1 of 2 events.

- Filter: [theme=talks](https://example.org/t/?theme=talks)
- Data version: {view.record.version}
- Licence: [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)
- Maintainers: The editors

## 2026

### 3 February 2026: [Alpha and Beta meet](https://example.org/t/?event=meeting)

Single source [1]. Place: Geneva, Switzerland. Involved: Alpha, Beta. Themes: Talks.

They met.

Claims:

- “It is agreed.” Denied only.
  - Anna Łęcka asserts, 3 February 2026, not the latest position [1]
  - Boris denies, 5 February 2026 [1]
  - Anna Łęcka denies, 20 February 2026 [1]

## Sources

1. First Wire: [Document meeting](https://example.org/meeting), 3 February 2026.
"""
    )


def test_every_event_claim_position_and_source_is_there(real_view):
    soup = read(write_markdown(real_view, BASE))
    record, events = real_view.record, real_view.events
    titles = [" ".join(head.get_text().split()) for head in soup.find_all("h3")]
    expected = [
        f"{words[:1].upper()}{words[1:]}: {title}"
        for words, title in zip(events["when_words"], events["title"], strict=True)
    ]
    assert titles == [" ".join(title.split()) for title in expected]
    text = " ".join(soup.get_text().split())
    claims = record.claims[stands_in(record.claims, events["id"])]
    for words in claims["text"]:
        assert f"“{words}”" in text
    said = record.positions[record.positions["claim"].isin(claims["id"])]
    for note in said["note"]:
        assert " ".join(note.split()) in text
    lists = (events["sources"], said["further_sources"])
    cited = {*said["source"], *(source for column in lists for source in column.explode().dropna())}
    (sources,) = [head for head in soup.find_all("h2") if head.get_text() == "Sources"]
    items = [item for found in sources.find_next_siblings("ol") for item in found.find_all("li")]
    assert len(items) == len(cited)
    assert {link["href"] for item in items for link in item.find_all("a")} >= {
        url
        for url in record.sources.set_index("id").loc[sorted(cited), "url"]
        if not re.search(r"[()\s]|[^\x00-\x7f]", url)
    }


def test_a_claim_of_one_side_says_whether_others_were_looked_for(tmp_path):
    sources = {"one": source(), "two": source("Second Wire", "two")}
    sought = [{"date": "2026-03-01", "found": "some", "note": "*Beta*\nspoke of lunch."}]
    said = claim(("anna", "asserts", "", "two", "", ["one"]), text="It is agreed.", sought=sought)
    soup = read(write_markdown(view_of(tmp_path, {"meeting": {"sources": sources, "claims": [said]}})))
    (told,) = [item for item in soup.find_all("li") if item.find("li")]
    assert " ".join(told.get_text().split()) == (
        "“It is agreed.” Only one side has spoken. Others have spoken near it, not on it: *Beta* spoke of lunch "
        "(looked for on 1 March 2026). Anna Łęcka asserts, undated [2][1]"
    )


def test_numbers_lead_to_their_sources(real_record):
    soup = read(write_markdown(real_record.view()))
    items = [item.get_text() for item in soup.find_all("ol")[-1].find_all("li")]
    sources = real_record.sources.set_index("id")
    row = real_record.events.iloc[0]
    first = soup.find("h3").find_next_sibling("p").get_text()
    numbers = [int(number) for number in re.findall(r"\[(\d+)\]", first)]
    assert numbers == list(range(1, len(row["sources"]) + 1))
    for number, name in zip(numbers, row["sources"], strict=True):
        assert " ".join(sources.loc[name, "title"].split()) in " ".join(items[number - 1].split())


def test_the_head(real_view):
    head = head_file(real_view, BASE)
    text = read(write_markdown(real_view, BASE)).get_text()
    for part in (head.title, head.filter_words, head.version, head.licence, head.query):
        assert part in text


def test_an_empty_brief_says_so(tmp_path):
    text = write_markdown(talks(tmp_path, Filter(q="nothing-like-it"))).decode()
    assert "No event is in this view." in text
    assert text.endswith("## Sources\n\nNone.\n")


@pytest.mark.parametrize(
    ("when", "heads"),
    [
        ("2026-02", ["2026", "February 2026: It"]),
        ("-0699", ["700 BCE", "700 BCE: It"]),
        ("../2026-02", ["Beginning not known", "Until February 2026: It"]),
        ("2026-01-29/..", ["2026", "Since 29 January 2026: It"]),
    ],
)
def test_events_stand_under_the_year_of_their_beginning(tmp_path, when, heads):
    soup = read(write_markdown(view_of(tmp_path, {"e": {"when": when, "title": "It"}})))
    assert [head.get_text() for head in soup.find_all(["h2", "h3"])][:2] == heads


@pytest.mark.parametrize("reader", READERS)
def test_hostile_texts_are_texts(hostile_view, hostile_text, reader):
    soup = read(write_markdown(hostile_view, BASE), reader)
    line = " ".join(clean_lines(hostile_text).split())
    assert [" ".join(head.get_text().split()) for head in soup.find_all("h3")] == [
        f"January 2026: {line}",
        f"3 February 2026: {line}",
    ]
    assert f"“{line}”" in " ".join(soup.get_text().split())

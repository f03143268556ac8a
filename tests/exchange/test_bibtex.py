from __future__ import annotations

import re

import bibtexparser
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from tests.exchange.writing import HOSTILE, PUBLISHERS, build_sources
from timeline.exchange.bibliography import Heading, one_line
from timeline.exchange.bibtex import biblatex_date, escape_tex, make_keys, write_bibtex

HEADING = Heading("All events", "5e0fca44", "CC BY 4.0", "On the Record", "theme=a&theme=b")


def read(text: str) -> dict[str, dict[str, str]]:
    """Key to fields, as an independent parser reads them; it must accept every block."""
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    return {entry.key: {"type": entry.entry_type} | {f.key: f.value for f in entry.fields} for entry in library.entries}


def decode(value: str) -> str:
    """What TeX sets, as an independent decoder has it, whose table lacks the names of the braces."""
    for name, other in ((r"\textbraceleft{}", r"\{"), (r"\textbraceright{}", r"\}"), (r"\textasciicircum{}", "\ufffc")):
        value = value.replace(name, other)
    decoded: str = LatexNodes2Text().latex_to_text(value)
    return decoded.replace("\ufffc", "^")


def write(**fields: str) -> dict[str, str]:
    """The fields of one source, read back."""
    (entry,) = read(write_bibtex(build_sources(fields), PUBLISHERS, HEADING)).values()
    return entry


def test_an_article() -> None:
    entry = write(id="ap-2026-02-09-lavrov", via="krdo", citing="Reuters", language="ru", published="2026-02-09")
    assert entry == {
        "type": "article",
        "title": "{A plain title}",
        "journaltitle": "{AP}",
        "date": "2026-02-09",
        "url": "https://example.org/one",
        "langid": "russian",
        "note": "Carried by KRDO \\& Sons; citing Reuters",
    }


def test_what_is_no_article_is_online() -> None:
    entry = write(kind="official", publisher="ministry")
    assert (entry["type"], entry["organization"]) == ("online", "{Ministry of Trade and Industry}")


def test_what_is_not_known_is_absent() -> None:
    entry = write(published="", language="", kind="", citing="", via="")
    assert entry.keys() == {"type", "title", "organization", "url"}


@pytest.mark.parametrize(
    ("published", "date"),
    [
        ("2026-02-09", "2026-02-09"),
        ("2026-02", "2026-02"),
        ("2026", "2026"),
        ("2026-02-03~", "2026-02-03~"),
        ("2026-21", "2026-21"),
        ("2026-02-XX", "2026-02-XX"),
        ("2026-33", "2026-01/2026-03"),
        ("2026-36~", "2026-10~/2026-12~"),
        ("2025-36/2026-34", "2025-10/2026-06"),
        ("2026-34/..", "2026-04/.."),
        ("../2026-34", "../2026-06"),
        ("2026-02-03T14:30+03:00", "2026-02-03"),
        ("2026-02-03T23:00Z/2026-02-04T01:00Z", "2026-02-03/2026-02-04"),
        ("2026-02-03/..", "2026-02-03/.."),
    ],
)
def test_dates(published: str, date: str) -> None:
    assert write(published=published)["date"] == biblatex_date(published) == date


@pytest.mark.parametrize(
    ("code", "langid"), [("de", "ngerman"), ("uk", "ukrainian"), ("nb", "norsk"), ("en", "english"), ("zz", "")]
)
def test_languages_are_named_as_babel_names_them(code: str, langid: str) -> None:
    assert write(language=code).get("langid", "") == langid


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(text: str) -> None:
    entry = write(title=text, citing=text)
    assert decode(entry["title"]) == one_line(text)
    assert decode(entry["note"]) == f"Citing {one_line(text)}"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_headings_stay_comments(text: str) -> None:
    written = write_bibtex(build_sources({}), PUBLISHERS, Heading(text, text, text, text, text))
    assert len(read(written)) == 1
    head = written.partition("\n@article{")[0]
    assert all(not line or line.startswith("% ") for line in head.split("\n"))
    assert "@" not in head


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_escaped_text_is_balanced_and_inert(text: str) -> None:
    escaped = escape_tex(text)
    depth = 0
    for letter in re.sub(r"\\[#$%&_]", "", escaped):
        depth += {"{": 1, "}": -1}.get(letter, 0)
        assert depth >= 0
        assert letter not in "#$%&_~^"
    assert depth == 0
    assert set(re.findall(r"\\[a-z]+", escaped)) <= {
        f"\\text{name}" for name in ("backslash", "braceleft", "braceright", "asciitilde", "asciicircum")
    }


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://a.org/x_y?b=%20&c=1#d", "https://a.org/x_y?b=%20&c=1#d"),
        ("https://a.org/}\\input{x}", "https://a.org/%7D%5Cinput%7Bx%7D"),
        ('https://a.org/"<é>', "https://a.org/%22%3Cé%3E"),
        ("https://a.org/a b", "https://a.org/a%20b"),
    ],
)
def test_urls_are_verbatim(url: str, written: str) -> None:
    assert write(url=url)["url"] == written


def test_keys_are_unique_even_without_case() -> None:
    assert make_keys(["a", "A", "a b", "a-b", "", "{}", "a"]) == [
        "a",
        "A-2",
        "a-b",
        "a-b-2",
        "source",
        "source-2",
        "a-3",
    ]


def test_the_heading_says_which_record_this_is() -> None:
    written = write_bibtex(build_sources({}), PUBLISHERS, HEADING)
    assert written.startswith(
        "% On the Record\n% Sources of: All events\n% Filter: theme=a&theme=b\n% Documents: 1\n"
        "% Data version: 5e0fca44\n% Licence: CC BY 4.0\n\n"
    )


def test_nothing_gives_a_heading_only() -> None:
    written = write_bibtex(build_sources({}).head(0), PUBLISHERS, Heading("No events", "1"))
    assert written == "% Sources of: No events\n% Documents: 0\n% Data version: 1\n"


def test_every_real_source_comes_back(real_record) -> None:
    sources = real_record.view().whole("sources")
    entries = read(write_bibtex(sources, real_record.publishers, HEADING))
    assert set(entries) == set(sources["id"])
    back = pd.DataFrame(
        {"id": key, "title": decode(e["title"]), "url": e["url"], "published": e.get("date", "")}
        for key, e in entries.items()
    )
    columns = ["id", "title", "url", "published"]
    pd.testing.assert_frame_equal(
        back.sort_values("id", ignore_index=True), sources[columns].sort_values("id", ignore_index=True)
    )

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.exchange.views import TEXTS
from timeline.cards.markup import render_markdown
from timeline.exchange.texts import (
    clean_lines,
    encode_link,
    escape_markdown,
    markdown_link,
    summary_as_markdown,
    summary_as_text,
)

COMMONMARK = MarkdownIt("commonmark", {"html": True})
ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"])) | st.sampled_from(sorted(TEXTS.values()))
SIGNS = st.text(alphabet="ab \n*_`~<>[]()!#+-=.1\\&;{}|$:/\"'")


def words(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text().split())


@given(ANY | SIGNS)
def test_an_escaped_line_shows_as_it_is(text):
    line = " ".join(clean_lines(text).split())
    html = COMMONMARK.render(escape_markdown(line))
    assert words(html) == line
    assert {tag.name for tag in BeautifulSoup(html, "html.parser").find_all(True)} <= {"p"}


@given(ANY | SIGNS)
def test_a_summary_shows_in_commonmark_as_on_our_pages(text):
    summary = clean_lines(text)
    ours, theirs = render_markdown(summary), COMMONMARK.render(summary_as_markdown(summary))
    assert words(theirs) == words(str(ours))
    names = {tag.name for tag in BeautifulSoup(theirs, "html.parser").find_all(True)}
    assert names <= {"p", "ul", "ol", "li", "em", "strong", "a"}


@given(ANY | SIGNS)
def test_a_summary_without_markup_keeps_its_words(text):
    summary = clean_lines(text)
    plain = re.sub(r"\s", "", summary_as_text(summary))
    kept = re.sub(r"\s", "", words(str(render_markdown(summary))))
    letters = iter(plain)
    assert all(letter in letters for letter in kept)  # in their order; list marks and addresses lie between


@pytest.mark.parametrize(
    ("summary", "markdown", "plain"),
    [
        ("", "", ""),
        ("One.\n\nTwo.", "One.\n\nTwo.", "One.\nTwo."),
        ("*a* **b**", "*a* **b**", "a b"),
        ("- a\n- b", "- a\n- b", "- a\n- b"),
        ("x\n\n- a\n  - b\n\ny", "x\n\n- a\n    - b\n\ny", "x\n- a\n    - b\ny"),
        ("3. a\n4. b", "3. a\n4. b", "3. a\n4. b"),
        ("- a\n\n  b", "- a\n\n    b", "- a\n    b"),
        ("[a](https://e.org/_b_)", "[a](https://e.org/_b_)", "a (https://e.org/_b_)"),
        ("It![a](https://e.org/b.png)", r"It\![a](https://e.org/b.png)", "It!a (https://e.org/b.png)"),
        ("It works!", "It works!", "It works!"),
        ("[a](javascript:b)", r"\[a\](javascript:b)", "[a](javascript:b)"),
        ("# a\n`b` <i>", "\\# a\n\\`b\\` \\<i\\>", "# a\n`b` <i>"),
    ],
)
def test_summaries(summary, markdown, plain):
    assert (summary_as_markdown(summary), summary_as_text(summary)) == (markdown, plain)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://e.org/a_(b)", "https://e.org/a_%28b%29"),
        ("https://e.org/a b>c", "https://e.org/a%20b%3Ec"),
        ("https://e.org/?a=1&b=2&copy;", "https://e.org/?a=1&b=2\\&copy;"),
        ("https://e.org/ж", "https://e.org/ж"),
    ],
)
def test_addresses(url, expected):
    assert encode_link(url) == expected
    link = BeautifulSoup(COMMONMARK.render(markdown_link("a ] [b", url)), "html.parser").a
    assert link.get_text() == "a ] [b"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "data:text/html,x", "//e.org", "https://"])
def test_what_is_no_web_address_is_no_link(url):
    assert not BeautifulSoup(COMMONMARK.render(markdown_link("a", url)), "html.parser").find_all("a")


@given(ANY)
def test_clean_texts_are_good_for_xml(text):
    cleaned = clean_lines(text)
    assert not re.search("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", cleaned)
    assert clean_lines(cleaned) == cleaned

"""What strangers wrote, in the address, the collection or a form, is shown as they typed it, in Chromium."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from tests.browser.driving import go, rerun, settled, share
from tests.writing import THEMES, event, write_collection
from timeline.query.collection import open_collection
from timeline.snapshots.freeze import freeze
from timeline.snapshots.store import SnapshotStore

LINK = "[Session expired: sign in again](https://evil.example/login)"
TEXTS = [
    LINK,
    *("![x](https://evil.example/x.png)", "<https://evil.example>", "https://evil.example/a", "HTTP://evil.example"),
    *("www.evil.example", "WWW.evil.example", "mail me@evil.example", "mailto:me@evil.example", "xmpp:me@evil.example"),
    *("[a][b] [b]: https://evil.example", "[^1] [^1]: note", "[x](javascript:alert(1))", "![](//evil.example/x.png)"),
    *(":red-background[WITHDRAWN]", ":red[x]", ":small[x]", ":help[x]", "::x[y]", ":::x", ":shimmer[x]", ":key[x]"),
    *(":material/home:", ":material_home:", ":streamlit:", ":smile:", ":+1:", ":a::smile:"),
    *("$x^2$", "$$x^2$$", "\\$x$", "`code`", "```x```", "*a* **b** _c_ __d__ ~~e~~ ~f~", "a -> b <- c <-> d -- e"),
    *(
        "a >= b <= c ~= d",
        "# Title",
        "1. one",
        "1) one",
        "- one",
        "+ one",
        "* one",
        "> quoted",
        "---",
        "===",
        "| a | b |",
    ),
    *(
        "<b>x</b>",
        "<img src=https://evil.example/x>",
        "<!-- x -->",
        "&lt;b&gt; &amp; &#58;",
        "\\",
        "\\*",
        "a\\\nb",
        "a  \nb",
    ),
    *("    four spaces", "a\n\nb", "a\n- b\n- c", "a\n===", "a | b\n- | -\nc | d", "«Зустріч»: 5 % – 7…", "[ ] task"),
]
"""Of all that Streamlit's Markdown knows, something; with what it finds only when the Markdown has been read."""
PAGE = """
import json
import streamlit as st
from timeline.web.running_text import as_text

for number, text in enumerate(json.loads({texts!r})):
    told = as_text(text)
    st.caption(told)
    st.error(told)
    st.button(told, key=f"b{{number}}")
    st.expander(told)
    st.pills("Pills", [number], key=f"p{{number}}", format_func=lambda _: told)
"""
STRANGE = "a[href*='//evil.example'], img[src*='//evil.example'], .katex"
SHOWN = """() => [...document.querySelectorAll('[data-testid=stMain] [data-testid$=Container]')]
    .filter(box => ['stCaptionContainer', 'stMarkdownContainer'].includes(box.dataset.testid))
    .map(box => [box.textContent.trim(), box.querySelectorAll('p *, :scope > :not(p)').length])
    .filter(([text]) => text !== 'Pills')"""


def plain(text: str) -> str:
    """As a reader sees it: without the sign that has no width, line breaks as spaces."""
    return " ".join(text.replace("\u2060", "").split())


def test_text_is_shown_as_it_was_typed_wherever_streamlit_reads_markdown(fresh_server, page, tmp_path):

    script = tmp_path / "texts.py"
    script.write_text(PAGE.format(texts=json.dumps(TEXTS)), encoding="utf-8")
    page.goto(fresh_server(script=script).url)
    settled(page, needs=None)
    found = page.evaluate(SHOWN)
    assert [(plain(text), inside) for text, inside in found] == [(plain(text), 0) for text in TEXTS for _ in range(5)]


@pytest.fixture
def record(tmp_path):
    """One event of a theme that is named like a link, and a snapshot of it that was withdrawn for such a reason."""
    themes = [{"id": "talks", "name": f"{LINK} $x$ :material/home: ![x](https://evil.example/x.png)"}, *THEMES[1:]]
    folder, place = write_collection(tmp_path / "data", {"a": event()}, themes=themes), tmp_path / "snapshots.sqlite"
    store = SnapshotStore(str(place))
    snapshot = freeze(open_collection(folder).view(), page="timeline")
    store.put(snapshot)
    store.withdraw(snapshot.id, f"{LINK} ![x](https://evil.example/x.png)")
    store.close()
    return folder, place, snapshot.id


def test_no_link_that_a_stranger_wrote_is_offered_as_ours(fresh_server, page, record):
    folder, place, withdrawn = record
    origin = fresh_server(data=folder, TIMELINE_SNAPSHOTS=str(place)).url
    go(page, f"{origin}/?q={quote(LINK)}")
    with rerun(page):
        share(page).get_by_role("button", name="Download").click()
    seen = plain(page.locator("body").inner_text())
    assert f"“{LINK}”. Each file states its filter" in seen
    assert f"{LINK} $x$ :material/home: ![x](https://evil.example/x.png) 0" in seen, (
        "an option of the panel, with its count"
    )
    assert page.locator(STRANGE).count() == 0
    page.goto(f"{origin}/snapshots?before={withdrawn}")
    settled(page, needs="[data-testid=stAlert]")
    assert f"{LINK} ![x](https://evil.example/x.png)" in plain(page.get_by_test_id("stAlert").inner_text())
    assert page.locator(STRANGE).count() == 0

"""Text can be read: 4.5:1 on the page to send, in both schemes. `test_axe.py` measures every page of the dashboard."""

from __future__ import annotations

import pytest

from tests.browser.contrast import faint_texts
from timeline.query.filter import Filter
from timeline.snapshots.standalone import Stamp, render_standalone

SCHEMES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


@SCHEMES
@pytest.mark.parametrize("width", [360, 1280])
def test_no_text_of_a_page_to_send_is_faint(open_page, real_record, width, dark):
    page = open_page(width=width, dark=dark)
    view = real_record.view(Filter(themes=["covert-action"]))
    stamp = Stamp(title="A title", note="A note", kept="snapshot of today", signed="Signed.", verify="So.")
    page.set_content(render_standalone(view, stamp))
    assert faint_texts(page) == []


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p style="color: #767676">x</p>', ""),
        ('<p style="color: #777">x</p>', "4.48:1, #777777 on #ffffff, p.: x"),
        ('<p style="color: #777; font-size: 24px">x</p>', ""),
        ('<p style="opacity: 0.5">x</p>', "3.98:1, #808080 on #ffffff, p.: x"),
        ('<div style="opacity: 0.5"><p style="opacity: 0.5">x</p></div>', "1.83:1, #bfbfbf on #ffffff, p.: x"),
        ('<p style="color: color-mix(in srgb, black 40%, transparent)">x</p>', "2.85:1, #999999 on #ffffff, p.: x"),
        (
            '<div style="background: #000"><p style="background: rgb(255 255 255 / 50%); color: #333">x</p></div>',
            "3.20:1, #333333 on #808080, p.: x",
        ),
        ('<svg><text y="20" style="fill: #aaa">x</text></svg>', "2.32:1, #aaaaaa on #ffffff, text.: x"),
        ("<details><summary>a</summary><p style='color: #ccc'>x</p></details>", "1.61:1, #cccccc on #ffffff, p.: x"),
        ('<p style="color: #ccc" hidden>x</p>', ""),
        ('<button disabled style="color: #ccc">x</button>', ""),
    ],
)
def test_faint_text_is_found(page, html, found):
    page.set_content(f"<body style='background: white; color: black; font: 16px serif'>{html}</body>")
    assert faint_texts(page) == ([found] if found else [])

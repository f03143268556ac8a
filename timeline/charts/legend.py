"""The legend of the lanes: one line of what is needed at once, and the full key folded below it, as HTML.

The signs are drawn by the chart's own function. Nothing of a collection stands in here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from timeline.charts.lanes.signs import draw_sign
from timeline.collection.vocabulary import SUPPORTS

GROUPS = ("Sources", "Claims", "Time", "Coverage", "Filter")

_SIZE = 10.0
_BAR = '<rect class="bar" y="-2.5" width="22" height="5" rx="2.5"/>'
_SPAN = '<rect class="span" x="-14" y="-5" width="28" height="10" rx="5"/>'
_BOX = '<rect class="{}" x=".5" y=".5" width="29" height="15"/>'


class Sign(NamedTuple):
    """One sign of the chart: elements of SVG, 16 pixels high, and what they mean."""

    group: str
    drawing: str
    words: str
    width: int = 16


def _mark(support: str, contest: str = "", shape: str = "day", bar: str = "", x: int = 8) -> str:
    css = "mark full" if support == "corroborated" else "mark"
    return f'<g class="{css}" transform="translate({x} 8)">{bar}{draw_sign(shape, support, contest, _SIZE)}</g>'


def _pair(contest: str) -> str:
    """With many sources and with fewer."""
    return _mark("corroborated", contest) + _mark("", contest, x=22)


LINE = (
    Sign("Sources", _mark("corroborated"), "two or more independent sources"),
    Sign("Sources", _mark(""), "fewer"),
    Sign("Claims", _mark("corroborated", "contested"), "a claim is disputed"),
)
FULL_KEY = (
    *(Sign("Sources", _mark(support), words) for support, words in SUPPORTS.items()),
    Sign("Claims", _pair("contested"), "Disputed between sides", 30),
    Sign("Claims", _pair("split"), "Disputed within a side, or denied only", 30),
    Sign("Time", _mark("corroborated", bar=_BAR, x=6), "Lasted several days", 30),
    Sign("Time", _mark("corroborated", shape="about", bar=_SPAN, x=15), "Some day within the span", 30),
    Sign("Time", _mark("corroborated", shape="earlier", bar=_BAR, x=6), "Began before this axis", 30),
    Sign("Coverage", _BOX.format("field"), "Thin coverage of nearly all themes", 30),
    Sign("Coverage", _BOX.format("wash"), "Thin coverage of one theme", 30),
    Sign("Coverage", '<path class="no-report" d="M2 12h26v4H2z"/>', "A day without a report", 30),
    Sign("Filter", f'<path class="pale" stroke-width="{_SIZE}" d="M8 8h0"/>', "Outside the filter"),
)


def legend_html(groups: Collection[str] = GROUPS) -> str:
    """The legend as one block that wraps at any width, in the colours of the page (``lanes_style``).

    Args:
        groups: which groups to show.
    """
    shown = [name for name in GROUPS if name in groups]
    blocks = (
        f'<div class="group"><b>{name}</b>{_entries(s for s in FULL_KEY if s.group == name)}</div>' for name in shown
    )
    key = f'<details class="full-key"><summary>Full key</summary><div class="signs">{"".join(blocks)}</div></details>'
    line = _entries(sign for sign in LINE if sign.group in shown)
    return f'<div class="lanes-legend" role="group" aria-label="Legend">{line}{key}</div>'


def _entries(signs: Iterable[Sign]) -> str:
    picture = '<svg width="{0}" height="16" viewBox="0 0 {0} 16" aria-hidden="true">{1}</svg>'
    return "".join(
        f'<span class="entry">{picture.format(sign.width, sign.drawing)}{sign.words}</span>' for sign in signs
    )

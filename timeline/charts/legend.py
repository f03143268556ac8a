"""The legend of the lanes chart, as HTML for the page: small pictures, each with its words.

Plotly's own legends wrap badly and know neither fills nor rings. Nothing of a collection stands in here.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import quote

from timeline.charts.palette import SCHEMES, Scheme, SchemeName, blend
from timeline.collection.vocabulary import SUPPORTS

GROUPS = ("Sources", "Claims", "Time", "Coverage")

_ROW = "display:flex;flex-wrap:wrap"
_RING = '<circle cx="8" cy="8" r="6.6" fill="none" stroke="{accent}" stroke-width="1.4"{dash}/>'
_HATCH = (
    '<path d="M1 15L15 1M1 9L9 1M7 15L15 7" stroke="{hatch}" stroke-width="{width}" fill="none"/>'
    '<rect x=".5" y=".5" width="15" height="15" fill="none" stroke="{grid}"/>'
)
_BAR = '<rect x="4" y="5.5" width="25" height="5" rx="2.5" fill="{}"/>'
_DASHED = ' stroke-dasharray="{}"'
_DOT = '<circle cx="8" cy="8" r="3.7" fill="{fill}" stroke="{mark}" stroke-width="1.5"{dash}/>'


def legend_items(scheme: SchemeName) -> list[tuple[str, str, str]]:
    """What each sign means: (group, picture as <img>, words)."""
    colours = SCHEMES[scheme]
    filled, hollow = _dot(colours, colours.text), _dot(colours, colours.background)
    weak = _dot(colours, colours.background, _DASHED.format("1.6 1.4"))
    signs = (
        ("Sources", filled, SUPPORTS["corroborated"]),
        ("Sources", hollow + _half(colours), SUPPORTS["single-source"]),
        ("Sources", hollow, SUPPORTS["one-side-only"]),
        ("Sources", weak, SUPPORTS["weakly-sourced"]),
        ("Claims", filled + _ring(colours), "Contested between sides"),
        ("Claims", filled + _ring(colours, _DASHED.format("2.5 2")), "Split within a side, or only denied"),
        ("Time", _bar(colours) + filled, "Lasted several days"),
        ("Time", _span(colours), "Some day within the span"),
        ("Time", _bar(colours) + _arrow(colours), "Began before this axis"),
        ("Coverage", _hatching(colours, 0.6), "Thinly covered"),
        ("Coverage", _hatching(colours, 1.6), "Not covered, or no report"),
    )
    return [(group, _picture(sign, 30 if group == "Time" else 16), words) for group, sign, words in signs]


def legend_html(scheme: SchemeName, groups: Collection[str] = GROUPS) -> str:
    """The legend as one block that wraps at any width.

    Args:
        scheme: "light" or "dark".
        groups: which groups to show.
    """
    colours = SCHEMES[scheme]
    items = [item for item in legend_items(scheme) if item[0] in groups]
    blocks = "".join(_group(name, items, colours) for name in dict.fromkeys(item[0] for item in items))
    style = f"{_ROW};gap:4px 22px;font-size:0.8125rem;line-height:1.5;color:{colours.muted}"
    return f'<div class="lanes-legend" role="group" aria-label="Legend" style="{style}">{blocks}</div>'


def _group(name: str, items: list[tuple[str, str, str]], colours: Scheme) -> str:
    head = f'<span style="color:{colours.text};font-weight:600">{name}</span>'
    entry = '<span style="display:inline-flex;align-items:center;gap:5px">{}{}</span>'
    entries = "".join(entry.format(picture, words) for group, picture, words in items if group == name)
    return f'<div style="{_ROW};gap:0 12px;align-items:center">{head}{entries}</div>'


def _picture(inner: str, width: int = 16) -> str:
    """An image with the drawing in its address: Streamlit's cleaning of HTML takes inline SVG out."""
    size = f'width="{width}" height="16" viewBox="0 0 {width} 16"'
    address = quote(f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inner}</svg>', safe="/:=' ")
    return f'<img src="data:image/svg+xml,{address}" width="{width}" height="16" alt="" style="flex:none">'


def _dot(colours: Scheme, fill: str, dash: str = "") -> str:
    return _DOT.format(fill=fill, mark=colours.text, dash=dash)


def _half(colours: Scheme) -> str:
    return f'<path d="M4.3 8a3.7 3.7 0 0 0 7.4 0Z" fill="{colours.text}"/>'


def _ring(colours: Scheme, dash: str = "") -> str:
    return _RING.format(accent=colours.accent, dash=dash)


def _bar(colours: Scheme) -> str:
    return _BAR.format(blend(colours.text, colours.background, 0.42))


def _span(colours: Scheme) -> str:
    pale = blend(colours.text, colours.background, 0.16)
    edge = blend(colours.text, colours.background, 0.75)
    span = f'<rect x="1" y="3.5" width="28" height="9" rx="4.5" fill="{pale}" stroke="{edge}"/>'
    return span + f'<path d="M10 8L15 5.2L20 8L15 10.8Z" fill="{colours.text}"/>'


def _arrow(colours: Scheme) -> str:
    return f'<path d="M1.5 8L8.5 4V12Z" fill="{colours.text}"/>'


def _hatching(colours: Scheme, width: float) -> str:
    return _HATCH.format(hatch=colours.hatch, width=width, grid=colours.grid)

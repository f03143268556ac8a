"""The colours of a page by name, for both schemes, and those of a record's themes."""

from __future__ import annotations

from markupsafe import Markup

from timeline.charts.lanes_svg import svg_colours
from timeline.charts.palette import SCHEMES, SchemeName, blend
from timeline.collection.entries import ID
from timeline.query.record import Record

_SCHEMES: tuple[SchemeName, SchemeName] = ("light", "dark")


def page_colours() -> str:
    """The rules that name the colours of every page."""
    return _by_scheme({scheme: _named(scheme) for scheme in _SCHEMES})


def theme_rules(record: Record) -> Markup:
    """The rules that name the colours of a record's themes, as an element of the page.

    Ids of themes become names in CSS: one that is no id, as a snapshot made by hand may have, gets no colour.
    """
    themes = record.themes[record.themes["id"].map(lambda theme: bool(ID.fullmatch(theme))).astype(bool)]
    rules = _by_scheme({scheme: svg_colours(themes, scheme) for scheme in _SCHEMES})
    return Markup("<style>") + Markup(rules) + Markup("</style>")  # noqa: S704  (colours and ids)


def _named(scheme: SchemeName) -> dict[str, str]:
    colours = SCHEMES[scheme]
    ground, text = colours.background, colours.text
    return {
        "ground": ground,
        "text": text,
        "muted": colours.muted,
        "accent": colours.accent,
        "line": blend(text, ground, 0.16),
        "edge": blend(text, ground, 0.3),
        "tint": blend(text, ground, 0.04),
        "wash": blend(text, ground, 0.05),
        "bar": colours.kinds[0],
        "warn": {"light": "#8a3b00", "dark": "#f0a35e"}[scheme],
        **colours.stances,
    }


def _by_scheme(named: dict[SchemeName, dict[str, str]]) -> str:
    """Variables of the light scheme, and of the dark one where the browser or the page asks for it; paper is light."""
    light, dark = ("; ".join(f"--{name}: {value}" for name, value in named[scheme].items()) for scheme in _SCHEMES)
    return (
        f":root {{ {light} }}\n"
        f'@media (prefers-color-scheme: dark) {{ :root:not([data-scheme="light"]) {{ {dark} }} }}\n'
        f':root[data-scheme="dark"] {{ {dark} }}\n'
        f"@media print {{ :root:root {{ {light} }} }}\n"
    )

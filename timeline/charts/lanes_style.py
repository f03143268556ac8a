"""How the lanes look: colours as CSS variables, so that one picture serves light and dark pages, and a style sheet."""

from __future__ import annotations

from importlib.resources import files

import pandas as pd

from timeline.charts.lanes.signs import STYLE as SIGNS
from timeline.charts.palette import SCHEMES, SchemeName, blend, theme_colours

PALE, SOFT = 0.22, 0.5
"""How much of a theme's colour is left in what a filter leaves out, and in bars and counts."""

STYLE = files("timeline.charts").joinpath("lanes.css").read_text(encoding="utf-8") + SIGNS
"""Of lanes, their legend, and what ``timeline/web/browser/lanes.js`` adds."""


def svg_colours(themes: pd.DataFrame, scheme: SchemeName) -> dict[str, str]:
    """CSS variables of one scheme: the chart's own, and ``--theme-<id>``, ``--soft-<id>`` and ``--pale-<id>``.

    ``none`` stands for all themes that the register does not have, and for several together.
    """
    colours = SCHEMES[scheme]
    names = ("text", "muted", "grid", "hatch", "accent", "field", "wash")
    found = {name: str(getattr(colours, name)) for name in names} | {"ground": colours.background}
    found |= {f"kind-{number}": tone for number, tone in enumerate(colours.kinds)}
    for theme, colour in (theme_colours(themes["id"], scheme) | {"none": colours.muted}).items():
        found[f"theme-{theme}"] = colour
        found[f"soft-{theme}"] = blend(colour, colours.background, SOFT)
        found[f"pale-{theme}"] = blend(colour, colours.background, PALE)
    return found

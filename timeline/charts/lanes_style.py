"""How the lanes look: colours as CSS variables, so that one picture serves light and dark pages, and a style sheet."""

from __future__ import annotations

import pandas as pd

from timeline.charts.lanes.signs import STYLE as SIGNS
from timeline.charts.palette import FONT, FONT_SIZE, LABEL_SIZE, SCHEMES, SMALL_SIZE, SchemeName, blend, theme_colours
from timeline.collection.series import MAX_KINDS

PALE, SOFT = 0.22, 0.5
"""How much of a theme's colour is left in what a filter leaves out, and in bars and counts."""


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


STYLE = f"""
.lanes {{ display: block; width: 100%; height: auto; touch-action: pan-y; font-family: {FONT.replace('"', "'")}; }}
.lanes text {{ fill: var(--text); font-size: {FONT_SIZE}px; }}
.lanes .tick {{ fill: var(--muted); font-size: {SMALL_SIZE}px; }}
.lanes .toggle {{ fill: var(--muted); font-size: {SMALL_SIZE}px; text-decoration: underline; }}
.lanes .field-words, .lanes .strip-words {{ fill: var(--muted); font-size: {LABEL_SIZE}px; }}
.lanes .key-name {{ font-size: {LABEL_SIZE}px; font-weight: 600; }}
.lanes .outside .key-name, .lanes .day {{ fill: var(--muted); font-weight: 400; }}
.lanes .grid {{ fill: none; stroke: var(--grid); }}
.lanes .guide {{ fill: none; stroke: var(--muted); stroke-dasharray: 2 3; }}
.lanes .whole {{ fill: var(--pale); }}
.lanes .counts {{ fill: var(--soft); }}
{SIGNS}
.lanes a:focus-visible {{ outline: 2px solid var(--text); outline-offset: 2px; border-radius: 2px; }}
.lanes a:hover .key-name, .lanes a:hover .toggle {{ text-decoration: underline; }}
.lanes-legend {{ display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; font-size: 0.8125rem; color: var(--muted); }}
.lanes-legend {{ --own: var(--text); --soft: var(--soft-none); --pale: var(--pale-none); }}
.lanes-legend .entry {{ display: inline-flex; align-items: center; gap: 0.35rem; }}
.lanes-legend .group {{ display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; margin-top: 0.2rem; }}
.lanes-legend .group b {{ color: var(--text); min-width: 4.5rem; }}
.lanes-legend summary {{ cursor: pointer; text-decoration: underline; list-style: none; }}
.lanes-legend details[open] {{ flex-basis: 100%; }}
.lanes-legend svg {{ flex: none; }}
.lanes-legend .wash, .lanes-legend .field {{ stroke: var(--grid); }}
.lanes.narrow .name {{ paint-order: stroke; stroke: var(--ground); stroke-width: 3px; stroke-linejoin: round; }}
""" + "".join(f".lanes .kind-{kind} {{ fill: var(--kind-{kind}); }}\n" for kind in range(MAX_KINDS))

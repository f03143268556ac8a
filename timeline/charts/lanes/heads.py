"""Which lanes there are, and what they are called: large themes each have one, small ones share the last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from timeline.charts.labels import text_width
from timeline.charts.lanes.lines import break_lines, in_two
from timeline.charts.palette import FONT_SIZE
from timeline.query.spans import OTHER

MOST_LANES, MOST_LANES_NARROW = 6, 5
"""With more themes than this, the largest have a lane each, one fewer, and the rest share one."""

OTHERS = "Other themes"
MERGE = "merge small lanes"
"""Words of the link that takes back the opening of small themes."""
_ONE_LINE = 96.0
WIDE_FONT = 1.14
"""Letters of a page without our font may be so much wider than ``text_width`` measures: a name must not be cut."""
_GUTTER = (84.0, 0.3)
"""Pixels at least, and a share of the chart's width at most, that lane names take."""
GAP = 10.0
"""Between a lane's name and the plot."""


class Head(NamedTuple):
    """What stands at the beginning of a lane.

    Attributes:
        themes: whose events are in it.
        name: the theme's, or that of the lane which small themes share.
        kind: a theme of its own; small ones together; or a small one that was opened.
    """

    themes: tuple[str, ...]
    name: str
    kind: Literal["own", "merged", "opened"]


def lane_names(register: Mapping[str, str], occurring: Iterable[str]) -> dict[str, str]:
    """Theme id to name for the themes that lead an event, in the register's order; unknown ones follow."""
    wanted = set(occurring)
    names = {theme: name for theme, name in register.items() if theme in wanted}
    unknown = sorted(wanted - names.keys() - {OTHER})
    return names | {theme: theme for theme in unknown} | ({OTHER: "No theme"} if OTHER in wanted else {})


def choose_heads(names: Mapping[str, str], counts: Mapping[str, int], most: int, *, open_lanes: bool) -> list[Head]:
    """The lanes from the top.

    Args:
        names: theme id to name, in the order of the lanes.
        counts: theme id to number of events.
        most: lanes on view; never does one theme alone go into the lane of the others.
        open_lanes: whether small themes have lanes too, below the large ones.
    """
    largest = set(sorted(names, key=lambda theme: -counts[theme])[: most - 1] if len(names) > most else names)
    heads = [Head((theme,), names[theme], "own") for theme in names if theme in largest]
    small = tuple(theme for theme in names if theme not in largest)
    if open_lanes:
        return heads + [Head((theme,), names[theme], "opened") for theme in small]
    return heads + ([Head(small, OTHERS, "merged")] if small else [])


def gutter(names: Iterable[str], words: Iterable[str], width: float) -> float:
    """Pixels beside the plot that names take in one line or two, and words that may be broken anywhere.

    Args:
        names: of lanes.
        words: single words of what else stands there.
        width: pixels of the whole chart.
    """
    whole = {name: text_width(name, FONT_SIZE) for name in names}
    needed = [wide if wide <= _ONE_LINE else in_two(name, FONT_SIZE) for name, wide in whole.items()]
    needed += [text_width(word, FONT_SIZE) for word in words]
    least, share = _GUTTER
    return round(min(max(least, *needed, 0.0) * WIDE_FONT, share * width) + GAP)


def name_lines(name: str, width: float) -> tuple[str, ...]:
    """The name in as many lines as it needs."""
    return break_lines(name, width, FONT_SIZE)

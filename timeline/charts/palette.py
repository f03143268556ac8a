"""Colours and fonts of all charts, in one place, for light and dark pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

SchemeName = Literal["light", "dark"]

# Streamlit brings Source Sans along; elsewhere the reader's own sans-serif serves.
FONT = '"Source Sans", "Source Sans 3", "Source Sans Pro", "Segoe UI", Helvetica, Arial, sans-serif'
FONT_SIZE = 13
SMALL_SIZE = 12
LABEL_SIZE = 11


@dataclass(frozen=True, slots=True)
class Scheme:
    """One set of colours, as #rrggbb.

    Attributes:
        muted: secondary text.
        grid: thin lines.
        hatch: the quiet hatching over days that nobody looked at.
        field: the ground of days that were thinly looked at, in all themes.
        wash: the same in one theme.
        accent: rings around what is contested.
        kinds: tones of the kinds of a series, from the foot of a stack up.
        sides: tones of sides in the order in which they are given away; their shapes tell them apart.
        themes: theme colours in the order in which they are given away, and used for nothing else.
    """

    name: SchemeName
    background: str
    text: str
    muted: str
    grid: str
    hatch: str
    field: str
    wash: str
    accent: str
    kinds: tuple[str, ...]
    sides: tuple[str, ...]
    themes: tuple[str, ...]

    @property
    def stances(self) -> dict[str, str]:
        """Tone of each stance that says something of the claim; shape and word tell them apart."""
        return {"asserts": self.text, "denies": self.text, "questions": self.muted}


LIGHT = Scheme(
    name="light",
    background="#ffffff",
    text="#1a1a18",
    muted="#66645e",
    grid="#e9e6df",
    hatch="#cfcbc1",
    field="#f1f0ed",
    wash="#f7f6f4",
    accent="#0b5c8a",
    kinds=("#b9b4a8", "#5b5850", "#dcd8ce", "#77726a"),
    sides=("#1a1a18", "#7a756c", "#35332f", "#8f8a80", "#1a1a18", "#7a756c", "#35332f"),
    themes=(
        "#1960ba",  # blue
        "#7c1902",  # rust
        "#069285",  # teal
        "#9b6fe6",  # purple
        "#83720e",  # olive
        "#852a6f",  # magenta
        "#4382a3",  # sky
        "#84500f",  # gold
        "#68963d",  # green
        "#935d67",  # clay
        "#422c8f",  # violet
        "#444340",  # grey
    ),
)
DARK = Scheme(
    name="dark",
    background="#171614",
    text="#ece9e2",
    muted="#a8a499",
    grid="#2d2b27",
    hatch="#4a473f",
    field="#25231f",
    wash="#1d1c19",
    accent="#7cc0e8",
    kinds=("#6f6b62", "#c9c4b8", "#4d4a44", "#a8a399"),
    sides=("#ece9e2", "#8f8a80", "#cfcac0", "#79746a", "#ece9e2", "#8f8a80", "#cfcac0"),
    themes=(
        "#8abbfc",  # blue
        "#d0621b",  # rust
        "#5cf6c6",  # teal
        "#a78dfd",  # purple
        "#d4e26e",  # olive
        "#df73b9",  # magenta
        "#87e4fb",  # sky
        "#cd9e0c",  # gold
        "#63b973",  # green
        "#a0757b",  # clay
        "#7073db",  # violet
        "#bdbbb4",  # grey
    ),
)
SCHEMES = MappingProxyType({"light": LIGHT, "dark": DARK})


def theme_colours(themes: Iterable[str], scheme: SchemeName) -> dict[str, str]:
    """Theme id to colour, by the order of the ids; more themes than colours begin anew.

    Args:
        themes: ids in the order of the collection's register, so that a theme keeps its colour in every view.
        scheme: "light" or "dark".
    """
    colours = SCHEMES[scheme].themes
    return {theme: colours[number % len(colours)] for number, theme in enumerate(themes)}


def blend(colour: str, ground: str, share: float) -> str:
    """The opaque colour that ``colour`` at this opacity gives on ``ground``.

    >>> blend("#000000", "#ffffff", 0.2)
    '#cccccc'
    """
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(top * share + low * (1 - share)):02x}" for top, low in pairs)


def translucent(colour: str, opacity: float) -> str:
    """The colour as CSS rgba.

    >>> translucent("#0b6aa6", 0.2)
    'rgba(11,106,166,0.2)'
    """
    return f"rgba({','.join(map(str, _channels(colour)))},{opacity:g})"


def contrast(first: str, second: str) -> float:
    """WCAG 2 contrast ratio of two colours, 1 to 21.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(value / 255) for value in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

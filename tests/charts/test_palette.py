"""Colours: each can be seen on its page, and told from the others by readers who see fewer of them."""

from __future__ import annotations

import itertools
from itertools import pairwise

import numpy as np
import pytest

from timeline.charts.palette import SCHEMES, blend, contrast, theme_colours, translucent
from timeline.collection.series import MAX_KINDS

each_scheme = pytest.mark.parametrize("name", SCHEMES)

# What is left of red, green and blue light for full deficiencies (Machado, Oliveira and Fernandes 2009).
SIGHT = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
# OKLab (Ottosson 2020), in which equal distances look about equally far apart.
_CONES = np.array([[0.412221, 0.536333, 0.051446], [0.211903, 0.680700, 0.107397], [0.088302, 0.281719, 0.629979]])
_LAB = np.array([[0.210454, 0.793618, -0.004072], [1.977998, -2.428592, 0.450594], [0.025904, 0.782772, -0.808676]])


def seen(colour: str, sight: str) -> np.ndarray:
    """A colour's place in OKLab for readers of this sight."""
    values = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return _LAB @ np.cbrt(_CONES @ np.clip(SIGHT[sight] @ linear, 0, 1))


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ffffff", "#ffffff", 1.0)],
)
def test_contrast_is_that_of_wcag_and_the_order_does_not_matter(first, second, ratio):
    assert contrast(first, second) == contrast(second, first) == pytest.approx(ratio, abs=0.005)


@each_scheme
def test_text_is_legible(name):
    scheme = SCHEMES[name]
    tint = blend(scheme.text, scheme.background, 0.05)  # the ground of an opened card
    assert contrast(scheme.text, scheme.background) >= 7
    for ground in (scheme.background, scheme.field, scheme.wash, tint):
        assert contrast(scheme.text, ground) >= 4.5
        assert contrast(scheme.muted, ground) >= 4.5


@each_scheme
def test_marks_sides_and_stances_stand_out(name):
    scheme = SCHEMES[name]
    for colour in (*scheme.themes, scheme.accent, *scheme.sides, *scheme.stances.values()):
        assert contrast(colour, scheme.background) >= 3, colour
    for colour in scheme.themes:
        assert contrast(colour, scheme.field) >= 3, f"{colour} where coverage is thin"


@each_scheme
def test_no_side_and_no_stance_has_a_colour_of_a_theme(name):
    scheme = SCHEMES[name]
    assert {*scheme.sides, *scheme.stances.values()} & set(scheme.themes) == set()
    for tone in (*scheme.sides, *scheme.stances.values()):
        channels = [int(tone[at : at + 2], 16) for at in (1, 3, 5)]
        assert max(channels) - min(channels) <= 16, f"{tone} is no neutral tone"


@each_scheme
def test_kinds_that_lie_on_each_other_can_be_told_apart_by_lightness_alone(name):
    scheme = SCHEMES[name]
    assert len(scheme.kinds) == MAX_KINDS
    assert [pair for pair in pairwise(scheme.kinds) if contrast(*pair) < 3] == []


@each_scheme
def test_lines_and_hatching_stay_in_the_background_and_hatching_is_still_seen(name):
    scheme = SCHEMES[name]
    assert 1.1 < contrast(scheme.grid, scheme.background) < contrast(scheme.hatch, scheme.background) < 3


@pytest.mark.parametrize("sight", SIGHT)
@each_scheme
def test_themes_can_be_told_apart(name, sight):
    for first, second in itertools.combinations(SCHEMES[name].themes, 2):
        apart = float(np.linalg.norm(seen(first, sight) - seen(second, sight)))
        assert apart > 0.05, f"{first} and {second}"


@each_scheme
def test_a_theme_keeps_its_colour_whatever_else_is_shown(name, real_record):
    colours = theme_colours(real_record.themes["id"], name)
    assert list(colours) == real_record.themes["id"].tolist()
    assert len(set(colours.values())) == min(len(colours), len(SCHEMES[name].themes))


def test_more_themes_than_colours_begin_anew():
    colours = theme_colours([f"t{number}" for number in range(30)], "light")
    assert colours["t0"] == colours["t12"] == colours["t24"]


@pytest.mark.parametrize(("share", "colour"), [(0, "#ffffff"), (0.5, "#808080"), (1, "#000000")])
def test_a_blend_lies_between_colour_and_ground(share, colour):
    assert blend("#000000", "#ffffff", share) == colour


def test_a_translucent_colour_is_css():
    assert translucent("#ff8000", 0.5) == "rgba(255,128,0,0.5)"

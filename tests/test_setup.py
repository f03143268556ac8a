"""Setting up: the settings of the server."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from streamlit import config

ROOT = Path(__file__).resolve().parent.parent


def flatten(table: dict[str, object], prefix: str = "") -> dict[str, object]:
    """A TOML table as dotted names."""
    flat: dict[str, object] = {}
    for name, value in table.items():
        flat |= flatten(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
    return flat


@pytest.fixture(scope="module")
def settings() -> dict[str, object]:
    """Streamlit's settings as the repository has them."""
    return flatten(tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8")))


def test_streamlit_knows_every_setting(settings: dict[str, object]) -> None:
    known = config.get_config_options()
    assert [name for name in settings if name not in known] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("browser.gatherUsageStats", False),
        ("client.showErrorDetails", "none"),
        ("client.toolbarMode", "viewer"),
        ("runner.magicEnabled", False),
        ("server.address", "127.0.0.1"),
        ("server.enableStaticServing", False),
        ("server.enableXsrfProtection", True),
    ],
)
def test_settings_that_readers_rely_on(settings: dict[str, object], name: str, value: object) -> None:
    assert settings[name] == value


def luminance(colour: str) -> float:
    """Relative luminance of a #rrggbb colour (WCAG 2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "least"),
    [("textColor", 7), ("linkColor", 4.5), ("primaryColor", 3)],
    ids=lambda value: str(value),
)
@pytest.mark.parametrize("back", ["backgroundColor", "secondaryBackgroundColor", "sidebar.backgroundColor"])
def test_colours_can_be_read(settings: dict[str, object], theme: str, front: str, back: str, least: float) -> None:
    pair = [str(settings[f"theme.{theme}.{name}"]) for name in (front, back)]
    assert contrast(*pair) >= least


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_white_text_on_a_primary_button_can_be_read(settings: dict[str, object], theme: str) -> None:
    colour = str(settings[f"theme.{theme}.primaryColor"])
    assert contrast("#ffffff", colour) >= 4.5

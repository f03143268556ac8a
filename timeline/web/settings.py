"""Settings, read from the environment in one place: name, default, meaning."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
"""The folder that holds dashboard.py, pages/ and data/."""
SIDEBAR_WIDTH = 320
"""CSS pixels."""


class Setting(NamedTuple):
    """One environment variable."""

    name: str
    default: str
    meaning: str

    def value(self) -> str:
        """What the environment says, or the default."""
        return os.environ.get(self.name, "").strip() or self.default


DATA = Setting("TIMELINE_DATA", "data", "folder of the collection to show")
CARDS = Setting("TIMELINE_CARDS", "20", "event cards a page")

SETTINGS = (DATA, CARDS)


def data_folder() -> Path:
    """The collection's folder; a relative one counts from the project's root."""
    return ROOT / Path(DATA.value()).expanduser()


def cards_a_page() -> int:
    """Event cards a page, 1 to 200."""
    text = CARDS.value()
    return min(200, max(1, int(text))) if text.isascii() and text.isdigit() else int(CARDS.default)

"""Settings, read from the environment in one place: name, default, meaning."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from timeline.collection.numbers import whole_number
from timeline.snapshots.addresses import is_this_machine

ROOT = Path(__file__).resolve().parents[2]
"""The folder that holds dashboard.py, pages/ and data/."""


class Setting(NamedTuple):
    """One environment variable."""

    name: str
    default: str
    meaning: str

    def value(self) -> str:
        """What the environment says, or the default."""
        return os.environ.get(self.name, "").strip() or self.default


DATA = Setting("TIMELINE_DATA", "data", "folder of the collection to show")
CARDS = Setting("TIMELINE_CARDS", "20", "event cards per page")

URL = Setting("TIMELINE_URL", "", "address at which readers reach the dashboard; set it wherever others read")
FREEZE = Setting("TIMELINE_FREEZE", "on", "off: readers cannot freeze snapshots; those that exist stay readable")
SNAPSHOTS = Setting("TIMELINE_SNAPSHOTS", "var/snapshots.sqlite", "SQLite file or postgresql+psycopg://… of snapshots")
SNAPSHOT_MB = Setting("TIMELINE_SNAPSHOT_MB", "20", "the largest size of a snapshot, in MB")
AN_HOUR = Setting("TIMELINE_FREEZES_AN_HOUR", "30", "snapshots per hour that one address may freeze; 0: no limit")
KEY = Setting("TIMELINE_KEY", "", "file of the key that signs snapshots (`timeline key new`); empty: none are signed")
TIMESTAMP = Setting(
    "TIMELINE_TIMESTAMP", "", "address of an authority (RFC 3161) that dates signatures; empty: none does"
)
EDIT = Setting(
    "TIMELINE_EDIT", "", "local: a browser on this machine may bring files into the collection; empty: nobody may"
)

SETTINGS = (DATA, CARDS, URL, FREEZE, SNAPSHOTS, SNAPSHOT_MB, AN_HOUR, KEY, TIMESTAMP, EDIT)


def data_folder() -> Path:
    """The collection's folder; a relative one counts from the project's root."""
    return ROOT / Path(DATA.value()).expanduser()


def cards_a_page() -> int:
    """Event cards a page, 1 to 200."""
    return min(200, max(1, _number(CARDS)))


def snapshots_place() -> str:
    """Where snapshots are kept; a relative file counts from the project's root."""
    place = SNAPSHOTS.value()
    return place if "://" in place else str(ROOT / Path(place).expanduser())


def may_freeze() -> bool:
    """Whether readers may freeze snapshots."""
    return FREEZE.value().lower() not in ("off", "no", "false", "0")


def cap_bytes() -> int:
    """The most that a snapshot may have, in bytes."""
    return _number(SNAPSHOT_MB) * 1_000_000


def freezes_an_hour() -> int:
    """How many snapshots one address may freeze in an hour; 0 for any number."""
    return _number(AN_HOUR)


def told_at_start(address: str | None) -> list[str]:
    """What whoever starts the server has to know of its settings, a line each.

    Args:
        address: where it listens; None for every address of this machine.
    """
    lines = []
    if EDIT.value():
        lines.append(f"A browser on this machine may bring files into {data_folder()} (TIMELINE_EDIT).")
    if not URL.value() and not is_this_machine(address or ""):
        lines.append(
            "TIMELINE_URL is not set: for readers from the network, feeds, calendars and previews have no links back. "
            "Set it to the address that they use."
        )
    if may_freeze() and freezes_an_hour():
        lines.append(
            f"Each address may freeze {freezes_an_hour()} snapshots an hour, and all readers on this machine count as "
            "one. Behind a proxy, see docs/deploy.md."
        )
    return lines


def key_file() -> Path | None:
    """The file of the key that signs snapshots, a relative one from the project's root; None for none."""
    return ROOT / Path(KEY.value()).expanduser() if KEY.value() else None


def _number(setting: Setting) -> int:
    """The setting as a whole number; the default where it is none."""
    number = whole_number(setting.value())
    return int(setting.default) if number is None else number

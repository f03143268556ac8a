"""Time stamps in figures, as data sets and spreadsheets write them, to EDTF.

Software writes midnight where only the day is known: "2025-03-01 00:00:00.000". So midnight without a zone says
nothing of a time, and the stamp is read as its day. With a zone it is a moment, and stays one.
"""

from __future__ import annotations

import re
from datetime import date

from timeline.collection.edtf import DateError
from timeline.dates.days import Found, figures

_DAY = r"(?P<day>\d{1,4}(?P<mark>[./-])\d{1,2}(?P=mark)\d{1,4}|\d{8})"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?P<fraction>[.,]\d{1,9})?)?"
_ZONE = r"(?P<zone>z|utc|gmt|[+-]\d\d(?::?\d\d)?)"
_STAMP = re.compile(rf"{_DAY}(?:t| t?){_CLOCK}(?: ?(?P<half>[ap]) ?m)?(?: ?{_ZONE})?", re.ASCII)
# ISO 8601 without hyphens and colons, as calendars have it: 20250301T143000Z.
_COMPACT = re.compile(r"(\d{8})t(\d\d)(\d\d)(\d\d)?(z|[+-]\d{4})?", re.ASCII)
_MIDNIGHT = "T00:00:00"


def stamp(words: str, today: date) -> Found:
    """A day in figures with a time, in small letters: "2025-03-01 14:30", "01.03.2025 14:30", "3/1/2025 2:30 pm".

    Raises:
        DateError: "13 pm".
    """
    if compact := _COMPACT.fullmatch(words):
        day, hour, minute, second, zone = compact.groups("")
        words = f"{day}t{hour}:{minute}{second and ':'}{second}{zone}"
    match = _STAMP.fullmatch(words)
    if match is None:
        return ()
    days = figures(match["day"], today)
    clock = f"{hour_of_day(words, int(match['hour']), match['half']):02}:{match['minute']}"
    clock += f":{match['second']}" if match["second"] else ""
    if match["zone"] is None and not re.search("[1-9]", clock + (match["fraction"] or "")):
        return days
    return tuple(f"{day}T{clock}{_offset(match['zone'] or '')}" for day in days)


def _offset(zone: str) -> str:
    if zone[:1] not in ("+", "-"):
        return "Z" if zone else ""
    return f"{zone[:3]}:{zone[3:].lstrip(':') or '00'}"


def without_midnight(edtf: str) -> str:
    """EDTF with midnight to the second and no zone, which software wrote, as the day. T00:00 is a person's."""
    return edtf.removesuffix(_MIDNIGHT) if "/" not in edtf else edtf


def hour_of_day(words: str, hour: int, half: str | None) -> int:
    """The hour of 24.

    Args:
        words: the date, for the error.
        hour: as written.
        half: "a" or "p" where the day has two halves.

    Raises:
        DateError: "13 pm".
    """
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise DateError(words, f"has no such hour as {hour} {half}m; write 1 to 12, or a time like 14:30")
    return hour % 12 + (12 if half == "p" else 0)

"""Values of other formats as cells: texts, and lists and mappings of texts."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from typing import Any

MOST_DEPTH = 12


def text_of(value: Any) -> Any:
    """A value as its file shows it; midnight without a zone is a day, and nothing is "".

    >>> text_of(3.0), text_of(True), text_of(None), text_of(datetime.datetime(2021, 2, 20)), text_of([1, None])
    ('3', 'true', '', '2021-02-20', ['1', ''])
    """
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, datetime.datetime):
        is_day = value.tzinfo is None and value.time() == datetime.time()
        return value.date().isoformat() if is_day else _stamp(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, Mapping):
        return {str(key): text_of(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [text_of(item) for item in value]
    return str(value)


def _stamp(value: datetime.datetime) -> str:
    """A time stamp with seconds only where they say something."""
    text = value.isoformat(timespec="seconds" if value.second else "minutes")
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def stamp(value: datetime.datetime | datetime.date) -> str:
    """A day or a time of day as EDTF has it.

    >>> stamp(datetime.datetime(2021, 2, 20, 14, 30, tzinfo=datetime.UTC)), stamp(datetime.date(2021, 2, 20))
    ('2021-02-20T14:30Z', '2021-02-20')
    """
    return _stamp(value.replace(microsecond=0)) if isinstance(value, datetime.datetime) else value.isoformat()


def flat(record: Mapping[str, Any], before: str = "", depth: int = 0) -> dict[str, Any]:
    """The fields of an object, those of objects inside it too, with dots in their names.

    An object that holds nothing but objects, such as documents by their ids, stays as it is.

    >>> flat({"title": "A flood", "place": {"name": "Kiel", "lat": "54.3"}})
    {'title': 'A flood', 'place.name': 'Kiel', 'place.lat': '54.3'}
    """
    found: dict[str, Any] = {}
    for name, value in record.items():
        is_record = isinstance(value, Mapping) and any(not isinstance(part, Mapping) for part in value.values())
        if is_record and depth < MOST_DEPTH:
            found |= flat(value, f"{before}{name}.", depth + 1)
        else:
            found[before + name] = value
    return found

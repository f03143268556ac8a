"""Small series of the first collection's kind, written as launches by day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from timeline.collection.first_series import first_series
from timeline.collection.series import Daily

START = np.datetime64("2026-01-01", "s")


def days(launched: Sequence[float | None], missiles: int = 0, stopped: float = 0.5) -> Daily:
    """Strike days from 1 January 2026: launches by day, None for a day without a report.

    Args:
        launched: drones and missiles together.
        missiles: how many of each day's launches are missiles.
        stopped: share of the drones that are stopped; missiles are not.
    """
    rows = [
        {
            "date": START + np.timedelta64(number, "D"),
            "drones_launched": round(total) - missiles,
            "drones_stopped": round((round(total) - missiles) * stopped),
            "missiles_launched": missiles,
            "missiles_stopped": 0,
            "source": "",
        }
        for number, total in enumerate(launched)
        if total is not None
    ]
    table = pd.DataFrame(rows, columns=["date", *_COUNTS, "source"])
    return Daily(first_series(by="beta"), table.astype({"date": "datetime64[s]"} | dict.fromkeys(_COUNTS, "Int64")))


_COUNTS = ("drones_launched", "drones_stopped", "missiles_launched", "missiles_stopped")


def day(number: int) -> str:
    """The ISO date of a day counted from the first."""
    return str(np.datetime64(START + np.timedelta64(number, "D"), "D"))

"""The first collection's figures and series, for what was written before collections declared their own.

The one place in the software that knows a subject. Folders with the older block ``strikes`` (title, by, credit) or
with nothing but ``strikes.csv``, and snapshots frozen from them, mean what stands here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from timeline.collection.series import Figure, Kind, Noun, Part, Series

_DRONES, _MISSILES = Noun(one="drone", many="drones"), Noun(one="missile", many="missiles")
_LAUNCHED = "launched, where the event's figures say so"

EDGES = "strike_days"
"""Key of the first and last day of a series in what the command ``waves`` prints: scripts read it."""

FIGURES = (
    Figure(id="drones", label="drones launched", unit=_DRONES, also=("UAVs",), description=_LAUNCHED),
    Figure(id="missiles", label="missiles launched", unit=_MISSILES, also=("rockets",), description=_LAUNCHED),
    Figure(
        id="intercepted",
        label="stopped",
        unit=Noun(one="stopped", many="stopped"),
        description="stopped, where the event's figures say so",
    ),
)

SERIES = Series(
    file="strikes.csv",
    page="Talks and strikes",
    path="talks-and-strikes",
    theme="strikes",
    least=30,
    unit=Noun(one="launch", many="launches"),
    verb="launched",
    kinds=(
        Kind(unit=_DRONES, total="drones_launched", part="drones_stopped", figure="drones"),
        Kind(unit=_MISSILES, total="missiles_launched", part="missiles_stopped", figure="missiles"),
    ),
    part=Part(verb="stopped", figure="intercepted"),
    day=Noun(one="strike day", many="strike days"),
    peak="heavy night",
    report="strike report",
    subject="strikes",
    caution="What was launched and not stopped did not always hit something.",
    of_claims=(
        "Claims that name a number of drones or missiles; they may speak of other drones, or of a part of an attack."
    ),
)


def first_series(title: str = "", by: str = "", credit: str = "") -> Series:
    """The first series with what the older block says of it."""
    return SERIES.model_copy(update={"title": title, "by": by or None, "credit": credit})


def frozen_fields(figures: Sequence[Figure], series: Series | None) -> dict[str, Any]:
    """What a snapshot says of the figures and the series of its collection.

    The three texts stand in every snapshot. What those cannot say stands beside them; a declaration that is the first
    collection's adds nothing, so that what was frozen before collections declared anything is frozen alike today.
    """
    texts = {name: getattr(series, name) or "" if series else "" for name in ("title", "by", "credit")}
    told: dict[str, Any] = {f"strikes_{name}": text for name, text in texts.items()}
    if tuple(figures) in ((), FIGURES) and series in (None, first_series(**texts)):
        return told
    return told | {"figures": [f.model_dump() for f in figures], "series": series.model_dump() if series else None}


def supposed(
    fields: Mapping[str, Any], events: Sequence[Any], days: Sequence[Any]
) -> tuple[tuple[Figure, ...], Series | None]:
    """Figures and series of a snapshot that declares none.

    Args:
        fields: what it says of its collection.
        events: its rows of events.
        days: its rows of the series.
    """
    texts = {name: str(fields.get(f"strikes_{name}") or "") for name in ("title", "by", "credit")}
    if days or any(texts.values()):
        return FIGURES, first_series(**texts)
    used = any(figure.id in row for row in events if isinstance(row, dict) for figure in FIGURES)
    return (FIGURES if used else ()), None

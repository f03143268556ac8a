"""Where the marks of a network stand: from a layout's coordinates to pixels, none over another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from timeline.charts.frame import NARROW
from timeline.charts.palette import LABEL_SIZE

Floats = npt.NDArray[np.float64]

_EVEN = 0.55
"""How far marks are spread evenly over the plot instead of standing where the layout has them."""

_GAP = 5.0
_ROUNDS = 120


@dataclass(frozen=True, slots=True)
class Plot:
    """Marks in pixels, in the order of the nodes; x to the right and y upward from the plot's corner."""

    x: list[float]
    y: list[float]
    radius: list[float]
    width: float
    height: float

    @property
    def label_size(self) -> int:
        """Pixels of the names' letters."""
        return LABEL_SIZE if self.width < NARROW else LABEL_SIZE + 1


def arrange(nodes: pd.DataFrame, width: float, height: float) -> Plot:
    """The places and sizes of the marks.

    Args:
        nodes: ``event_count``, ``x``, ``y``.
        width: pixels of the plot.
        height: pixels of the plot.
    """
    counts = nodes["event_count"].to_numpy(dtype="float64")
    least, most = (3.5, 12.0) if width < NARROW else (5.0, 19.0)
    radius = least + (most - least) * np.sqrt(counts / counts.max()) if len(counts) else counts
    beside, above = most + (14.0 if width < NARROW else 26.0), most + 10.0
    places = np.column_stack(
        [
            _spread(nodes["x"].to_numpy(dtype="float64"), beside, width - beside),
            _spread(nodes["y"].to_numpy(dtype="float64"), above, height - above),
        ]
    )
    places = _push_apart(places, radius, np.array([width, height]))
    x, y, size = (np.round(column, 1).tolist() for column in (*places.T, radius))
    return Plot(x, y, size, width, height)


def _spread(values: Floats, low: float, high: float) -> Floats:
    """The values between two bounds, half by their distances and half by their ranks: crowds are drawn apart."""
    if len(values) < 2 or values.max() == values.min():
        return np.full(len(values), (low + high) / 2)
    share: Floats = (values - values.min()) / (values.max() - values.min())
    ranks: Floats = np.argsort(np.argsort(values, kind="stable"), kind="stable") / (len(values) - 1)
    return low + (high - low) * ((1 - _EVEN) * share + _EVEN * ranks)


def _push_apart(places: Floats, radius: Floats, bounds: Floats) -> Floats:
    """Marks that touch give way to each other, a little each round."""
    places = places.copy()
    wanted = radius[:, None] + radius[None, :] + _GAP
    np.fill_diagonal(wanted, 0.0)
    for _ in range(_ROUNDS):
        apart = places[:, None, :] - places[None, :, :]
        distance = np.hypot(apart[..., 0], apart[..., 1])
        overlap = np.maximum(wanted - distance, 0.0)
        if not overlap.any():
            break
        direction = apart / np.where(distance > 0, distance, 1.0)[..., None]
        rows, columns = np.nonzero((distance == 0) & (wanted > 0))
        direction[rows, columns, 0] = np.sign(rows - columns)
        places += (direction * overlap[..., None]).sum(axis=1) * 0.3
        edge = radius[:, None] + 1
        places = np.clip(places, edge, bounds[None, :] - edge)
    return places

"""What events take of an axis of time: one day, a span, or a beginning that lies before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from timeline.charts.time_axis import TimeScale
from timeline.query.spans import Spans

Shape = Literal["day", "lasting", "about", "earlier"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One event on the axis.

    Attributes:
        row: its row in the table of events.
        shape: a day; something lasting, with the mark at its start; a date that may be any day of a span;
            something that began before the axis does.
        at: the day at which the mark stands.
        first: first day that is drawn.
        last: last day that is drawn.
    """

    row: int
    shape: Shape
    at: float
    first: float
    last: float

    @property
    def spans(self) -> bool:
        """Whether a bar belongs to the mark."""
        return self.shape != "day"


def make_marks(spans: Spans, scale: TimeScale) -> list[Mark]:
    """A mark for each entry, all of which touch the axis; ``row`` is its place."""
    dated = date_marks(spans.start.astype(np.int64), spans.end.astype(np.int64), spans.about, scale)
    places = zip(dated.shapes, dated.at.tolist(), dated.first.tolist(), dated.last.tolist(), strict=True)
    return [Mark(row, *place) for row, place in enumerate(places)]


class Dated(NamedTuple):
    """What events take of an axis, one entry each: see :class:`Mark`."""

    shapes: list[Shape]
    at: npt.NDArray[np.float64]
    first: npt.NDArray[np.float64]
    last: npt.NDArray[np.float64]


def date_marks(
    start: npt.NDArray[np.int64], end: npt.NDArray[np.int64], about: npt.NDArray[np.bool_], scale: TimeScale
) -> Dated:
    """Shapes and days of events that touch the axis.

    Args:
        start: first days; before every day where the beginning is open.
        end: last days; after every day where the end is open.
        about: which dates are no certain days.
        scale: the axis.
    """
    earlier = ~about & (start < scale.first)
    lasting = ~about & ~earlier & (end > start)
    first, last = np.maximum(start, scale.first), np.minimum(end, scale.last)
    low = np.where(about | earlier, first - 0.5, first)
    return Dated(
        np.select([about, earlier, lasting], ["about", "earlier", "lasting"], "day").tolist(),
        np.where(about, (first + last) / 2, low),
        low,
        np.where(about | earlier | lasting, last + 0.5, first),
    )

"""A view as GeoJSON (RFC 7946): its events that have coordinates, and how many have none."""

from __future__ import annotations

from typing import Any

import numpy as np

from timeline.collection.tables import rows_of
from timeline.exchange.json_rows import dump_json, plain
from timeline.exchange.view_tables import head_file, link_to_event
from timeline.query.record import View

_LEFT_OUT = ("id", "lat", "lon")


def write_geojson(view: View, base_url: str = "") -> bytes:
    """A FeatureCollection, one point an event with coordinates, by date.

    The member ``about`` says what it shows, how many events have no coordinates, and which.

    Args:
        view: what is written.
        base_url: address of the dashboard, for each feature's ``url``.
    """
    events = view.whole("events")
    located = np.isfinite(events["lat"].to_numpy()) & np.isfinite(events["lon"].to_numpy())
    about = head_file(view, base_url).as_dict() | {
        "with_coordinates": int(located.sum()),
        "without_coordinates": int((~located).sum()),
        "events_without_coordinates": events.loc[~located, "id"].tolist(),
    }
    features = [_feature(row, link_to_event(base_url, row["id"])) for row in rows_of(events[located])]
    return dump_json({"type": "FeatureCollection", "about": about, "features": features})


def _feature(row: dict[str, Any], url: str) -> dict[str, Any]:
    properties = {name: plain(value) for name, value in row.items() if name not in _LEFT_OUT}
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": {"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]},
        "properties": properties | ({"url": url} if url else {}),
    }

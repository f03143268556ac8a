from __future__ import annotations

import geojson

from tests.exchange.views import BASE, talks
from timeline.exchange.geojson import write_geojson
from timeline.exchange.json_rows import plain
from timeline.exchange.view_tables import head_file


def read(content: bytes) -> geojson.FeatureCollection:
    found = geojson.loads(content)
    assert isinstance(found, geojson.FeatureCollection)
    assert found.is_valid, found.errors()
    assert all(feature.is_valid for feature in found.features)
    return found


def test_a_place_is_longitude_then_latitude(tmp_path):
    found = read(write_geojson(talks(tmp_path), BASE))
    (feature,) = found.features
    assert feature.geometry == geojson.Point((6.15, 46.2))
    assert (feature.id, feature.properties["url"]) == ("meeting", f"{BASE}/?event=meeting")
    assert feature.properties["when_words"] == "3 February 2026"


def test_what_has_no_place_is_counted_and_named(tmp_path):
    about = read(write_geojson(talks(tmp_path)))["about"]
    assert (about["with_coordinates"], about["without_coordinates"]) == (1, 1)
    assert about["events_without_coordinates"] == ["strike"]


def test_every_event_is_there_or_counted(real_view):
    found = read(write_geojson(real_view, BASE))
    rows = {row["id"]: row for row in real_view.events.to_dict("records")}
    for feature in found.features:
        row = rows.pop(feature.id)
        assert tuple(feature.geometry.coordinates) == (row["lon"], row["lat"])
        assert feature.properties.pop("url") == f"{BASE}/?event={row['id']}"
        assert feature.properties == {
            name: plain(value) for name, value in row.items() if name not in ("id", "lat", "lon")
        }
    about = found["about"]
    assert about["events_without_coordinates"] == list(rows)
    assert (about["without_coordinates"], about["with_coordinates"]) == (len(rows), len(found.features))
    assert about.items() >= head_file(real_view, BASE).as_dict().items()


def test_hostile_texts_are_texts(hostile_view, hostile_text):
    (feature,) = read(write_geojson(hostile_view)).features
    assert feature.properties["title"] == hostile_text

"""Sources and publishers for the tests of formats."""

from __future__ import annotations

import pandas as pd

from timeline.collection.edtf import parse_edtf
from timeline.collection.table_builder import build_table
from timeline.collection.tables import PUBLISHERS as PUBLISHER_COLUMNS
from timeline.collection.tables import SOURCES

PUBLISHERS = build_table(
    [
        {"id": "ap", "name": "AP"},
        {"id": "krdo", "name": "KRDO & Sons"},
        {"id": "ministry", "name": "Ministry of Trade and Industry"},
    ],
    PUBLISHER_COLUMNS,
)

HOSTILE = [
    "}",
    "{",
    "}} @article{x, title={y}}",
    "100% sure",
    "\\input{/etc/passwd}",
    "\\\\end",
    "She said \"no\", he said 'yes'",
    "two\nlines\r\n@online{z,}",
    "<script>alert(1)</script>",
    "a_b^c~d#e$f&g|h",
    "Путін і Łęcka: «ні» – 和平",
    "tab\there \x00\x07 bell",
    "\u2028separator\u2029",
    "-- --- `` ''",
]


def build_sources(*rows: dict[str, str]) -> pd.DataFrame:
    """A table of sources; what a row does not say is plain."""
    return build_table([_row(number, row) for number, row in enumerate(rows, 1)], SOURCES)


def _row(number: int, row: dict[str, str]) -> dict[str, object]:
    given = {
        "id": f"source-{number}",
        "publisher": "ap",
        "via": "",
        "citing": "",
        "title": "A plain title",
        "url": "https://example.org/one",
        "published": "2026-02-03",
        "language": "en",
        "kind": "press",
    } | row
    published = parse_edtf(given["published"]) if given["published"] else None
    return given | {
        "published_start": published.start if published else None,
        "published_end": published.end if published else None,
    }

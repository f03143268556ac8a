"""A file as large as the page takes goes through it, from the upload to the timeline."""

from __future__ import annotations

import hashlib

import pytest

from tests.browser.driving import go, settled, shown
from timeline.bring.empty import write_empty
from timeline.web.uploads import MOST_BYTES

ROWS = 11_000
PATIENCE = 240_000
"""Milliseconds for the longest step on a busy machine; a quiet one needs a tenth."""


@pytest.fixture
def large(tmp_path):
    """A table of just under 50 MB; the words of its titles are all different, so that no two rows look alike."""
    path = tmp_path / "gauges.csv"
    with path.open("w") as stream:
        stream.write("id;date;title;summary;who;url\n")
        for row in range(ROWS):
            words = hashlib.sha256(str(row).encode()).hexdigest()
            day = f"2024-{row % 12 + 1:02d}-{row % 27 + 2:02d}"
            summary = f"Level {row} was read. " * 200
            stream.write(f"{row};{day};{words};{summary};River Institute;https://example.org/{row}\n")
    assert MOST_BYTES * 0.9 < path.stat().st_size < MOST_BYTES
    return path


@pytest.mark.timeout(600)
def test_the_largest_file_is_brought_through_the_page(fresh_server, tmp_path, page, large):
    write_empty(tmp_path / "gauges")
    server = fresh_server(tmp_path / "gauges", TIMELINE_EDIT="local")
    go(page, f"{server.url}/bring")
    page.locator("#bring-input").set_input_files(str(large))
    page.locator("#step-columns").wait_for(timeout=PATIENCE)
    page.locator("[data-do=columns]").click()
    page.locator("#step-preview").wait_for(timeout=PATIENCE)
    assert f"{ROWS:,} rows = {ROWS:,} written + 0 merged" in page.locator(".part-balance").inner_text()
    page.locator("[data-do=write]").click()
    page.locator("#step-written").wait_for(timeout=PATIENCE)
    settled(page)
    assert shown(page) == ROWS

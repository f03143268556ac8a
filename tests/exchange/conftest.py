"""Every view that a format has to stand: the shipped record, filtered, empty, as known on a day, hostile."""

from __future__ import annotations

import pytest

from tests.exchange.views import TEXTS, hostile

FILTERS = {
    "all": "",
    "filtered": "theme=diplomacy&actor=russia&from=2026-01-01",
    "empty": "q=nothing-like-it",
    "known": "known=2026-02-10",
}


@pytest.fixture(params=FILTERS, scope="session")
def real_view(request, real_record):
    """Views of the shipped record."""
    flt, ignored = real_record.read_filter(FILTERS[request.param])
    assert not ignored
    return real_record.view(flt)


@pytest.fixture(params=TEXTS)
def hostile_text(request):
    """One of the hostile texts."""
    return TEXTS[request.param]


@pytest.fixture
def hostile_view(hostile_text, tmp_path):
    """A view in which every text is hostile."""
    return hostile(tmp_path / "hostile", hostile_text)

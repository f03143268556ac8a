"""For tests of the pages: a collection that a test rewrites is opened anew at once, and waited for."""

import pytest

from timeline.web import store


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(store, "STILL_SECONDS", 0.0)
    monkeypatch.setattr(store, "PATIENCE_SECONDS", 30.0)

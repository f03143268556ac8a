"""For tests of the pages: a collection that a test rewrites is opened anew at once, and waited for."""

import functools

import pytest
from streamlit.components.v2 import manifest_scanner

from timeline.web import store


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(store, "STILL_SECONDS", 0.0)
    monkeypatch.setattr(store, "PATIENCE_SECONDS", 30.0)
    # A server sets its one record apart once. Here that looks at all that the tests have made so far, for each record.
    monkeypatch.setattr(store, "_set_apart", lambda: None)


@pytest.fixture(autouse=True, scope="session")
def _one_scan():
    """Each AppTest is a start of Streamlit, which reads what every installed package says of itself: half a second."""
    with pytest.MonkeyPatch.context() as patch:
        scan = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield

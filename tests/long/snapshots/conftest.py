"""The stores of tests/snapshots, a snapshot to put into them, and processes that do."""

import multiprocessing

import pytest

from tests.snapshots.conftest import place, postgres_server  # noqa: F401  (fixtures)
from tests.snapshots.records import freeze_query, open_record


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    return freeze_query(open_record(tmp_path_factory.mktemp("record")))


@pytest.fixture(scope="module")
def processes():
    """Forked from a server that has imported everything, so that one starts within milliseconds."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.snapshots.freezing"])
    return context

"""The stores of tests/snapshots."""

from tests.snapshots.conftest import place, postgres_server  # noqa: F401  (fixtures)

"""For all tests: no outside network, nothing from the developer's shell, the same examples in every run."""

from __future__ import annotations

import gc
import ipaddress
import os
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase

# Deadlines measure the machine, not the code. Fixed examples keep a green main green.
settings.register_profile("suite", deadline=None, derandomize=True)
# `make explore` tries many more, other ones each time. What fails stays in .hypothesis/ of this checkout and is tried
# first the next time. To keep it for everybody, write it above its test as a line @example(...): the suite runs those.
# Where the examples come from st.data() that cannot be written; the printed line @reproduce_failure(...) then repeats
# one until it is understood, and a plain test keeps it.
settings.register_profile(
    "explore",
    deadline=None,
    derandomize=False,
    max_examples=2000,
    print_blob=True,
    database=DirectoryBasedExampleDatabase(Path(__file__).resolve().parents[1] / ".hypothesis" / "examples"),
)
settings.load_profile("suite")

FOREIGN = ("STREAMLIT_", "TIMELINE_")
_VAR = tempfile.TemporaryDirectory(prefix="timeline-tests-")


class OutsideNetwork(Exception):
    """A test tried to reach another machine."""


def is_outside(host: object) -> bool:
    """Whether a host is any but this machine."""
    name = host.decode() if isinstance(host, bytes) else str(host or "")
    if name in ("", "localhost"):
        return False
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return True
    return not (address.is_loopback or address.is_unspecified)


def refuse_outside(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: Python calls it before it looks up or connects to an address."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if is_outside(host):
        raise OutsideNetwork(f"tests run without network, and this one wants {host!r}")


def pytest_configure() -> None:
    """Shuts the network, drops settings of our own that the shell may carry, and keeps ``var/`` as it is."""
    sys.addaudithook(refuse_outside)
    for name in [name for name in os.environ if name.startswith(FOREIGN)]:
        del os.environ[name]
    os.environ["TIMELINE_SNAPSHOTS"] = str(Path(_VAR.name) / "snapshots.sqlite")


def pytest_collection_finish() -> None:
    """Modules and tests are there to stay: the garbage collector need not look at them again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Removes what tests left in the place of ``var/``."""
    _VAR.cleanup()


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def real_record():
    """The record that the project ships."""
    from timeline import open_collection

    return open_collection(Path(__file__).resolve().parents[1] / "data")

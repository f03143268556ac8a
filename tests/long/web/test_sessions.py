"""Two thousand sessions come and go at the usual limit of 1,024 file descriptors."""

from __future__ import annotations

import asyncio
import random
import resource
import time
from pathlib import Path

import httpx2
import pytest
import websockets

from benchmarks.serving import memory_mb
from benchmarks.viewers import MOST_SIZE, Taken, run_once
from tests.browser.server import ROOT, Server

SESSIONS, AT_ONCE = 2_000, 20
KEPT = 128 * 3
"""Streamlit keeps 128 closed sessions for two minutes, each with the three descriptors of its event loop."""

pytestmark = [
    pytest.mark.timeout(1_500),
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="descriptors are counted in /proc"),
]


@pytest.fixture
def server(tmp_path):
    """Started with a soft limit of 1,024, which it raises; the limit of the tests stays."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1_024, hard))
    try:
        server = Server(tmp_path, {"TIMELINE_DATA": str(ROOT / "data")})
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    yield server.wait()
    server.stop()


def descriptors(server: Server) -> int:
    return sum(1 for _ in Path(f"/proc/{server.process.pid}/fd").iterdir())


async def one(server: Server, seen: Taken, number: int) -> None:
    address = f"{server.url.replace('http', 'ws')}/_stcore/stream"
    async with websockets.connect(address, subprotocols=["streamlit"], max_size=MOST_SIZE) as socket:
        await run_once(socket, random.Random(number).choice(("", "theme=energy", "actor=ukraine")), seen)  # noqa: S311


async def crowd(server: Server, seen: Taken) -> tuple[int, dict[int, float]]:
    """Sessions, some at a time; the most descriptors beside the open sockets, and memory by sessions done."""
    most, memory = 0, {}
    for start in range(0, SESSIONS, AT_ONCE):
        await asyncio.gather(*(one(server, seen, start + number) for number in range(AT_ONCE)))
        most = max(most, descriptors(server) - AT_ONCE)
        if (start + AT_ONCE) in (300, SESSIONS):
            memory[start + AT_ONCE] = memory_mb(server)
    return most, memory


def test_sessions_come_and_go(server, record_property):
    httpx2.get(f"{server.url}/healthz", timeout=60).raise_for_status()
    seen = Taken()
    asyncio.run(one(server, seen, 0))
    at_start = descriptors(server)
    most, memory = asyncio.run(crowd(server, seen))
    time.sleep(180)
    asyncio.run(one(server, seen, 0))  # Streamlit lets go of sessions that are too old when the next one comes
    after = descriptors(server)
    figures = {"at the start": at_start, "most": most, "after three minutes": after, "MB by sessions": memory}
    print(figures)
    record_property("descriptors", figures)
    assert seen.errors == []
    assert most <= KEPT + 100
    assert after <= at_start + 20
    assert memory[SESSIONS] <= memory[300] * 1.05

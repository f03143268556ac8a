"""A server that is killed again and again while readers freeze and an editor writes: nothing confirmed is lost."""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import sqlite3
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest
import websockets

from tests.browser.server import Server
from tests.long.web.reader import Reader
from tests.writing import claim, event, write_collection
from timeline.snapshots.store import SnapshotStore

KILLS, EVENTS, READERS = 100, 30, 2
_SHOWN = re.compile(r'data-shown="(\d+)"')
_FROZEN = re.compile(r"id <code>([a-z2-7]{16})</code>")

pytestmark = pytest.mark.timeout(1_800)


@pytest.fixture
def folder(tmp_path) -> Path:
    events = {
        f"event-{number}": event(title=f"Meeting {number}", claims=[claim(("alpha", "asserts"))])
        for number in range(EVENTS)
    }
    return write_collection(tmp_path / "data", events)


class Editor:
    """Writes the files of events anew, by turns through another name and by emptying them first."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._files = sorted((folder / "events").iterdir())
        self._chance = random.Random(seed)  # noqa: S311  (which file)
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *error: object) -> None:
        self._end.set()
        self._thread.join()

    def _write(self) -> None:
        while not self._end.is_set():
            file = self._chance.choice(self._files)
            text = file.read_text(encoding="utf-8")
            if self._chance.random() < 0.5:
                other = file.with_name(f".{file.name}.new")
                other.write_text(text, encoding="utf-8")
                other.replace(file)
            else:
                file.write_text("", encoding="utf-8")
                time.sleep(0.01)
                file.write_text(text, encoding="utf-8")
            time.sleep(0.005)


async def freeze(server: Server, confirmed: set[str], shown: set[int], errors: list[str]) -> None:
    """One reader, who freezes again and again until the server is gone."""
    with suppress(OSError, websockets.WebSocketException, ConnectionError):
        while True:
            async with Reader(server) as reader:
                page = await reader.load()
                shown.update(int(found) for found in _SHOWN.findall(page.html)[:1])
                dialog = await reader.ask(page, "freeze")
                done = await reader.press(dialog, "Freeze")
                confirmed.update(_FROZEN.findall(done.html))
                errors += [*page.errors, *dialog.errors, *done.errors]


async def read_and_be_killed(server: Server, chance: random.Random, *found) -> None:
    readers = [asyncio.create_task(freeze(server, *found)) for _ in range(READERS)]
    await asyncio.sleep(0.5 + chance.random() * 2)
    os.killpg(server.process.pid, signal.SIGKILL)
    await asyncio.gather(*readers)


def test_a_server_killed_100_times(folder, tmp_path, record_property):
    chance = random.Random(7)  # noqa: S311  (moments to kill at)
    store = tmp_path / "snapshots.sqlite"
    confirmed, shown, errors = set[str](), set[int](), list[str]()
    for kill in range(KILLS):
        server = Server(
            tmp_path, {"TIMELINE_DATA": str(folder), "TIMELINE_SNAPSHOTS": str(store), "TIMELINE_FREEZES_AN_HOUR": "0"}
        ).wait()
        try:
            assert server.answers("/healthz", 30)
            with Editor(folder, seed=kill):
                asyncio.run(read_and_be_killed(server, chance, confirmed, shown, errors))
        finally:
            server.stop()
    print({"kills": KILLS, "confirmed": len(confirmed), "events shown": shown})
    record_property("confirmed", len(confirmed))
    assert errors == []
    assert shown == {EVENTS}, "no reader ever saw fewer"
    assert len(confirmed) > KILLS / 4, "they froze"
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    kept = SnapshotStore(str(store))
    for snapshot in confirmed:
        assert kept.get(snapshot).id == snapshot, "its hash is checked when it is read"

"""Runs of the script follow one another."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from timeline.web import turns


def test_one_runs_while_the_others_wait():
    running, most, lock = 0, 0, threading.Lock()

    def run(_):
        nonlocal running, most
        with turns.turn():
            with lock:
                running += 1
                most = max(most, running)
            threading.Event().wait(0.005)
            with lock:
                running -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, range(24)))
    assert most == 1


def test_a_turn_that_does_not_come_is_not_waited_for_and_not_given_back(monkeypatch):
    """Else one large file would hold up every reader, and a fault in it for good."""
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.01)
    went_on, given_back = threading.Event(), []

    def run():
        with turns.turn():
            went_on.set()
        given_back.append(turns._turns.acquire(blocking=False))

    with turns.turn():
        for _ in range(2):
            went_on.clear()
            waiting = threading.Thread(target=run, daemon=True)  # were it to wait for good, the test would still end
            waiting.start()
            assert went_on.wait(30)
            waiting.join(30)
    assert given_back == [False, False]


def test_a_run_that_is_stopped_gives_its_turn_back(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.01)
    with pytest.raises(RuntimeError), turns.turn():
        raise RuntimeError
    assert turns._turns.acquire(blocking=False)
    turns._turns.release()


def test_other_work_waits_while_a_run_is_there_and_goes_on_after_it():
    entered, done = threading.Event(), []

    def run():
        with turns.turn():
            entered.set()
            threading.Event().wait(0.05)
            done.append("run")

    reader = threading.Thread(target=run)
    reader.start()
    assert entered.wait(30)
    turns.GiveWay()()
    done.append("other work")
    reader.join(30)
    assert done == ["run", "other work"]


def test_a_coroutine_waits_too_and_lets_others_go_on():
    order = []

    async def other():
        await turns.after_readers(30)
        order.append("other work")

    async def both():
        with turns.turn():
            waiting = asyncio.create_task(other())
            await asyncio.sleep(0.05)
            order.append("run")
        await waiting

    asyncio.run(both())
    assert order == ["run", "other work"]


def test_other_work_waits_no_longer_in_all_than_a_run_would(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.1)
    give_way = turns.GiveWay()
    began = time.monotonic()
    with turns.turn():
        for _ in range(100):
            give_way()
    assert 0.09 < time.monotonic() - began < 5

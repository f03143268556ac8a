"""Answers for callers who are no readers: one at a time, few in waiting, the same for who asks the same."""

from __future__ import annotations

import asyncio
import gzip
import threading
import time

import pytest
from starlette.requests import Request

from timeline.web import shares
from timeline.web.shares import Answer, Busy, Shares


def answer(text):
    return Answer(text.encode(), "text/plain", {})


@pytest.fixture
def gate():
    """Work that waits until it is let go, and what was worked out."""
    go_on, made = threading.Event(), []

    def work(text):
        def run():
            assert go_on.wait(30)
            made.append(text)
            return answer(text)

        return run

    yield work, go_on, made
    go_on.set()


async def asked(mine, *keys, work):
    return await asyncio.gather(*(mine.answer(key, work(key)) for key in keys), return_exceptions=True)


def test_one_works_at_a_time():
    running, most = 0, 0

    def work(key):
        def run():
            nonlocal running, most
            running += 1
            most = max(most, running)
            time.sleep(0.005)
            running -= 1
            return answer(key)

        return run

    found = asyncio.run(asked(Shares(), *"abcdef", work=work))
    assert [one.body for one in found] == [b"a", b"b", b"c", b"d", b"e", b"f"]
    assert most == 1


def test_what_is_asked_twice_is_worked_out_once(gate):
    work, go_on, made = gate
    mine = Shares()
    go_on.set()
    assert {one.body for one in asyncio.run(asked(mine, *"aaaa", work=work))} == {b"a"}
    asyncio.run(asked(mine, "a", work=work))
    assert made == ["a"]


def test_who_comes_when_enough_are_waiting_is_told_at_once(gate):
    work, go_on, _ = gate
    mine = Shares()

    async def crowd():
        begun = [asyncio.create_task(mine.answer(str(number), work(str(number)))) for number in range(shares.QUEUE + 1)]
        await asyncio.sleep(0.05)
        began = time.monotonic()
        with pytest.raises(Busy, match="Ask again in 2 seconds"):
            await mine.answer("late", work("late"))
        told = time.monotonic() - began
        go_on.set()
        return told, await asyncio.gather(*begun)

    told, found = asyncio.run(crowd())
    assert told < 0.5
    assert len(found) == shares.QUEUE + 1


def test_who_does_not_get_a_turn_in_time_is_told_and_what_has_begun_is_awaited(gate, monkeypatch):
    monkeypatch.setattr(shares, "PATIENCE_SECONDS", 0.05)
    work, go_on, made = gate
    mine = Shares()

    async def crowd():
        first = asyncio.create_task(mine.answer("first", work("first")))
        await asyncio.sleep(0.02)
        found = await asyncio.gather(*(mine.answer("late", work("late")) for _ in range(3)), return_exceptions=True)
        go_on.set()
        return found, await first, await mine.answer("late", work("late"))

    late, first, again = asyncio.run(crowd())
    assert [type(one) for one in late] == [Busy] * 3, "all who asked for it"
    assert (first.body, again.body) == (b"first", b"late")
    assert made == ["first", "late"]


def test_a_failure_is_told_to_all_who_ask_and_not_kept():
    mine, tried = Shares(), []

    def work(key):
        def run():
            tried.append(key)
            time.sleep(0.05)  # so that both ask for it
            raise ValueError(key)

        return run

    found = asyncio.run(asked(mine, "a", "a", work=work))
    assert [type(one) for one in found] == [ValueError] * 2
    asyncio.run(asked(mine, "a", work=work))
    assert len(tried) == 2


def test_the_oldest_answers_go_when_room_is_needed(gate, monkeypatch):
    monkeypatch.setattr(shares, "_KEPT_BYTES", 2)
    work, go_on, made = gate
    go_on.set()
    mine = Shares()
    for key in "abacab":
        asyncio.run(asked(mine, key, work=work))
    assert made == ["a", "b", "c", "b"]


@pytest.mark.parametrize(
    ("takes", "packed"),
    [("gzip", True), ("br, gzip", True), ("", False), ("br", False), ("gzip;q=0", False)],
)
def test_a_large_answer_is_packed_once_for_all_who_take_it(takes, packed, gate):
    work, go_on, _ = gate
    go_on.set()
    text = "again " * 1_000
    found = asyncio.run(Shares().answer("key", work(text)))
    request = Request({"type": "http", "headers": [(b"accept-encoding", takes.encode())]})
    sent = found.response(request, {"vary": "host"})
    assert sent.headers["vary"] == "host, accept-encoding"
    assert ("content-encoding" in sent.headers) == packed
    assert (gzip.decompress(sent.body) if packed else sent.body) == text.encode()


def test_a_short_answer_is_not_packed(gate):
    work, go_on, _ = gate
    go_on.set()
    found = asyncio.run(Shares().answer("key", work("x" * 499)))
    assert found.packed == b""

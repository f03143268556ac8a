"""Work for callers who are no readers at a page: API, feeds, calendars, pages of snapshots. They get a share, no more.

Python computes in one thread at a time. So one piece of such work runs at a time, it gives way to readers between its
parts, a few more may wait, and whoever comes then is told at once to come back. What was worked out is kept: who asks
the same gets the same, and who asks while it is worked out waits for that.
"""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

QUEUE = 8
"""Pieces of work that may wait."""
PATIENCE_SECONDS = 0.4
"""How long one waits for readers, and then for its turn, before its caller is told to come back."""
RETRY_SECONDS = 2
FOR_GOOD = "public, max-age=31536000, immutable"
"""The header ``cache-control`` of what never changes under its address: a year."""
_KEPT_BYTES = 16_000_000
_LEAST_PACKED = 500


class Busy(Exception):
    """The server has enough to do; says when to come back."""

    def __init__(self) -> None:
        super().__init__(
            f"The server is busy with the questions of others. Ask again in {RETRY_SECONDS} seconds, and less at once."
        )


class Answer(NamedTuple):
    """What is sent."""

    body: bytes
    media_type: str
    headers: Mapping[str, str]
    packed: bytes = b""
    """The body by gzip, where that is worth it: it is packed once, and not for everybody who asks."""

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return len(self.body) + len(self.packed)

    def response(self, request: Request, headers: Mapping[str, str]) -> Response:
        """The answer to a caller, packed where the caller takes that."""
        headers = {**self.headers, **headers, "vary": ", ".join(filter(None, (headers.get("vary"), "accept-encoding")))}
        taken = request.headers.get("accept-encoding", "").replace(" ", "").split(",")
        if not self.packed or "gzip" not in taken:
            return Response(self.body, media_type=self.media_type, headers=headers)
        return Response(self.packed, media_type=self.media_type, headers=headers | {"content-encoding": "gzip"})


def pack(answer: Answer) -> Answer:
    """The answer with its body packed, where that is worth it."""
    worth_it = len(answer.body) >= _LEAST_PACKED
    return answer._replace(packed=gzip.compress(answer.body, compresslevel=6, mtime=0)) if worth_it else answer


class Shares:
    """One worker, a short queue, and the last answers."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="answers")
        self._lock = threading.RLock()  # work that ends at once is finished within _begin
        self._begun: dict[str, Future[Answer]] = {}
        self._kept: OrderedDict[str, Answer] = OrderedDict()
        self._kept_bytes = 0

    async def answer(self, key: str, work: Callable[[], Answer]) -> Answer:
        """The answer of some work, kept under a key; what the work raises is not kept.

        Raises:
            Busy: too many others are waiting, or it did not begin in time.
            CancelledError: the caller has gone.
        """
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                return kept
            future = self._begun.get(key) or self._begin(key, work)
        waiting = asyncio.wrap_future(future)
        done, _ = await asyncio.wait({waiting}, timeout=PATIENCE_SECONDS)
        if not done:
            future.cancel()  # which does nothing to work that has begun
        try:
            return await asyncio.shield(waiting)
        except asyncio.CancelledError:
            if future.cancelled():  # here or by another caller; else this caller has gone
                raise Busy from None
            raise

    def _begin(self, key: str, work: Callable[[], Answer]) -> Future[Answer]:
        if sum(not future.running() for future in self._begun.values()) >= QUEUE:
            raise Busy
        future = self._begun[key] = self._worker.submit(lambda: pack(work()))
        future.add_done_callback(lambda done: self._finish(key, done))
        return future

    def _finish(self, key: str, done: Future[Answer]) -> None:
        with self._lock:
            self._begun.pop(key, None)
            try:
                answer = done.result()
            except (CancelledError, Exception):  # noqa: BLE001 - whoever waits for it is told
                return
            self._kept[key] = answer
            self._kept_bytes += answer.size
            while self._kept_bytes > _KEPT_BYTES:
                self._kept_bytes -= self._kept.popitem(last=False)[1].size

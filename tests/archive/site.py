"""A site on loopback that says what a test tells it to, byte by byte, and a clock that does not wait."""

from __future__ import annotations

import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from timeline.archive.exchange import Network

Send = Callable[[bytes], None]
LONG = "They met on Tuesday in the capital, and agreed on a plan for the coming months, said the ministry. " * 3


def page(body: str | bytes = "", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer; ``content_type="…"`` changes a header, "" leaves it out."""
    data = body.encode() if isinstance(body, str) else body
    given = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(data))}
    given |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in given.items() if value)]
    return "\r\n".join([*lines, "", ""]).encode() + data


def article(text: str = LONG, title: str = "A meeting") -> bytes:
    """A page with a main text."""
    return page(f"<html><head><title>{title}</title></head><body><article><p>{text}</p></article></body></html>")


def redirect(to: str, status: str = "302 Found") -> bytes:
    """An answer that leads elsewhere."""
    return page(status=status, location=to)


GONE, MISSING = page("gone", "410 Gone"), page("none", "404 Not Found")


class Site:
    """What is at which path: bytes, or a function that is given how to send; all else is 404."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Callable[[Send], None]] = {}
        self.asked: list[tuple[str, str]] = []
        """Host and path of each request, robots.txt left out."""
        self.all_asked: list[str] = []
        self.port = 0

    def url(self, path: str = "/", host: str = "site.example") -> str:
        return f"http://{host}:{self.port}{path}"


class _Handler(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        site: Site = self.server.site
        path = self.rfile.readline().decode().split(" ")[1:2]
        lines = {}
        while line := self.rfile.readline().strip().decode():
            lines[line.partition(":")[0].lower()] = line.partition(":")[2].strip()
        if not path:
            return
        site.all_asked.append(path[0])
        if path[0] != "/robots.txt":
            site.asked.append((lines.get("host", ""), path[0]))
        answer = site.pages.get(path[0], MISSING)
        try:
            if callable(answer):
                answer(self.wfile.write)
            else:
                self.wfile.write(answer)
        except OSError:  # the caller has gone away, as it should
            return


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    site: Site
    context: ssl.SSLContext | None = None

    def get_request(self) -> tuple[Any, Any]:
        connection, place = super().get_request()
        return (self.context.wrap_socket(connection, server_side=True) if self.context else connection), place

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing."""


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site that answers until the end of the block."""
    site = Site()
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.site, server.context, site.port = site, context, server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


class Clock:
    """Time that passes only when somebody waits, and days that a test moves on."""

    def __init__(self, day: str = "2026-03-03") -> None:
        self.seconds, self.slept = 0.0, list[float]()
        self.today = datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=UTC)

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def now(self) -> datetime:
        return self.today + timedelta(seconds=int(self.seconds))

    def move_to(self, day: str) -> None:
        self.today = datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=UTC)


NAMES: dict[str, list[str]] = {
    "private.example": ["10.0.0.1"],
    "mixed.example": ["127.0.0.1", "192.168.1.1"],
    "half.example": ["1.1.1.1", "2606:4700::1111", "192.168.1.1"],
    "metadata.example": ["169.254.169.254"],
}
"""Names whose addresses are not this machine; every other one is."""


def local(host: str, port: int) -> list[str]:
    """The addresses of a name, as tests have it."""
    return NAMES.get(host, ["127.0.0.1"])


def network(clock: Clock | None = None, **changes: Any) -> Network:
    """How tests ask: on this machine, without waiting."""
    clock = clock or Clock()
    given = {"resolve": local, "allow_loopback": True, "monotonic": clock.monotonic, "sleep": clock.sleep}
    return Network(**(given | changes))


def slowly(data: bytes, pause: float = 0.05) -> Callable[[Send], None]:
    """An answer that comes byte by byte."""

    def send(write: Send) -> None:
        for byte in data:
            write(bytes([byte]))
            time.sleep(pause)

    return send

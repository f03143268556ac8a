"""One request and its answer, over a connection to a checked address, within limits of time and size."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from timeline.archive.addresses import Resolve, Target, resolve_name
from timeline.archive.errors import NotCopied, TooLarge, Unanswered

NAME = "on-the-record"
"""What robots.txt may call us."""
AGENT = f"{NAME}/0.1 (keeps dated copies of cited documents)"


@dataclass(frozen=True)
class Network:
    """How the network is asked.

    Attributes:
        resolve: finds the addresses of a name.
        allow_loopback: whether this machine may be asked. For tests: there is no setting for it.
        most_bytes: that one answer may have, as it is sent and when it is unpacked.
        seconds: that one answer may take, from connecting to its last byte.
        silence: seconds without a byte after which nobody is expected to answer.
        pause: seconds between two requests to one host.
        monotonic: a clock that only runs forward.
        sleep: waits so many seconds.
        context: how certificates are checked.
    """

    resolve: Resolve = resolve_name
    allow_loopback: bool = False
    most_bytes: int = 20_000_000
    seconds: float = 60.0
    silence: float = 20.0
    pause: float = 1.0
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)


class Answer(NamedTuple):
    """What was asked, and what came back."""

    url: str
    ip: str
    """Where it came from."""
    request: bytes
    status: int
    reason: str
    headers: list[tuple[str, str]]
    sent: bytes
    """The body as it was sent: in chunks, packed."""
    body: bytes
    """The document: the body unpacked."""

    def header(self, name: str) -> str:
        """The first header of this name, "" without one."""
        return next((value for key, value in self.headers if key.lower() == name), "")


def ask(target: Target, network: Network) -> Answer:
    """Asks for one address; follows no redirect.

    Raises:
        Unanswered: nobody takes the connection.
        NotCopied: the answer is no HTTP, is too large, takes too long, breaks off, or the certificate is wrong.
    """
    until = network.monotonic() + network.seconds
    request = _request(target)
    with _failing(target.host), _connect(target, network, until) as connection:
        connection.sendall(request)
        stream = _Recorder(_Limited(connection, network, until), network.most_bytes)
        response = http.client.HTTPResponse(cast(socket.socket, _Held(stream)), method="GET")
        response.begin()
        head = len(stream.taken)
        packed = response.read()
        ip = connection.getpeername()[0]
    headers = [(name, _one_line(value)) for name, value in response.getheaders()]
    answer = Answer(
        target.url, ip, request, response.status, _one_line(response.reason), headers, bytes(stream.taken[head:]), b""
    )
    return answer._replace(body=_unpack(packed, answer.header("content-encoding"), network.most_bytes))


def _request(target: Target) -> bytes:
    lines = [
        f"GET {target.path} HTTP/1.1",
        f"Host: {target.site.partition('://')[2]}",
        f"User-Agent: {AGENT}",
        "Accept: text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
        "Accept-Encoding: identity",
        "Connection: close",
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii")


@contextmanager
def _failing(host: str) -> Iterator[None]:
    """Errors of the connection as ours.

    Raises:
        NotCopied: in their place.
    """
    try:
        yield
    except TimeoutError:
        raise NotCopied(f"{host} takes too long") from None
    except ssl.SSLError as error:
        raise NotCopied(f"the connection to {host} is not safe: {error.reason or error}") from None
    except http.client.IncompleteRead:
        raise NotCopied(f"the answer of {host} breaks off before its end") from None
    except (http.client.HTTPException, ValueError) as error:
        raise NotCopied(f"{host} does not answer as a web server does ({type(error).__name__})") from None
    except OSError as error:
        raise NotCopied(f"the connection to {host} broke: {error.strerror or error}") from None


def _connect(target: Target, network: Network, until: float) -> socket.socket:
    """A connection to the first of the target's addresses that takes one; with TLS checked by the host's name.

    Raises:
        Unanswered: none does.
        OSError: the connection is not safe.
    """
    reason = ""
    for ip in target.ips:
        try:
            plain = socket.create_connection((ip, target.port), _patience(network, until))
        except OSError as error:
            reason = error.strerror or str(error)
            continue
        if target.scheme == "http":
            return plain
        try:
            return network.context.wrap_socket(plain, server_hostname=target.host)
        except OSError:
            plain.close()
            raise
    raise Unanswered(f"nobody answers at {target.host}: {reason}")


def _patience(network: Network, until: float) -> float:
    """Seconds that the next byte may take.

    Raises:
        TimeoutError: the whole answer has taken its time already.
    """
    left = until - network.monotonic()
    if left <= 0:
        raise TimeoutError
    return min(left, network.silence)


class _Limited(io.RawIOBase):
    """Reads from a connection as long as time and size allow."""

    def __init__(self, connection: socket.socket, network: Network, until: float) -> None:
        self._connection, self._network, self._until = connection, network, until
        self._left = network.most_bytes

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: object) -> int:
        """The next bytes.

        Raises:
            TooLarge: there are more than may be.
        """
        self._connection.settimeout(_patience(self._network, self._until))
        read = self._connection.recv_into(cast(bytearray, buffer))
        self._left -= read
        if self._left < 0:
            raise TooLarge(self._network.most_bytes)
        return read


class _Recorder(io.BufferedReader):
    """Keeps what was taken of an answer, as it was sent."""

    def __init__(self, raw: io.RawIOBase, most: int) -> None:
        super().__init__(raw)
        self.taken = bytearray()
        self._most = most

    def read(self, size: int | None = -1, /) -> bytes:
        """As ever; room for what a server says that it will send is not made before it is sent.

        Raises:
            TooLarge: it says that there are more bytes than may be.
        """
        if size is not None and size > self._most:
            raise TooLarge(self._most)
        data = super().read(size)
        self.taken += data
        return data

    def readline(self, size: int | None = -1, /) -> bytes:
        """As ever."""
        line = super().readline(size)
        self.taken += line
        return line


class _Held:
    """What http.client takes for a socket."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream

    def makefile(self, mode: str) -> io.BufferedReader:
        """The stream."""
        return self._stream


def _unpack(body: bytes, encoding: str, most: int) -> bytes:
    """The document in a body; some servers pack it although we ask them not to.

    Raises:
        NotCopied: it is packed in a way that we do not know, or is damaged.
        TooLarge: it has more bytes than may be.
    """
    if not body or encoding.strip().lower() in ("", "identity"):
        return body
    if encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        raise NotCopied(f"the answer is packed in a way that we did not ask for ({encoding[:40]})")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        found = unpacker.decompress(body, most)
    except zlib.error:
        raise NotCopied("the answer is packed and damaged") from None
    if unpacker.unconsumed_tail:
        raise TooLarge(most, " when it is unpacked")
    if not unpacker.eof:
        raise NotCopied("the answer is packed and breaks off before its end")
    return found


def _one_line(text: str) -> str:
    return " ".join(text.split())

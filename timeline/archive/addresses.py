"""Which machines are asked: those that the whole internet can reach, on the usual ports, and no others.

A name is resolved once. Every address that it has is checked, and the connection is made to one of these addresses,
never to the name: whoever answers for the name cannot send us elsewhere in between.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urldefrag, urlsplit

from timeline.archive.errors import Refused, Unanswered

PORTS = {"http": 80, "https": 443}
Resolve = Callable[[str, int], Sequence[str]]
"""The addresses of a name; raises OSError where there are none."""
_PLAIN = "/%:@!$&'()*+,;=~-._"
"""Characters that stay as they are in a path; every other one, blanks and line ends too, is percent-encoded."""
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# What Python's own table leaves out, or counts as global in some of its versions.
_NOT_PUBLIC = [
    ipaddress.ip_network(net)
    for net in (
        "0.0.0.0/8",  # this machine
        "100.64.0.0/10",  # carrier-grade NAT
        "192.0.0.0/24",  # protocols
        "192.88.99.0/24",  # 6to4 relays
        "2001::/23",  # protocols, Teredo among them
        "2002::/16",  # 6to4: holds an IPv4 address
        "3fff::/20",  # documentation
    )
]
_GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Target(NamedTuple):
    """Where to connect, and what to ask for there."""

    url: str
    """Without a fragment."""
    scheme: str
    host: str
    """Name in ASCII, or an address without brackets."""
    port: int
    path: str
    """With the query, as a request line has it."""
    ips: tuple[str, ...]
    """Checked addresses of the host."""

    @property
    def site(self) -> str:
        """Scheme, host and port: what a robots.txt speaks for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")


def resolve_name(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system knows them, each once.

    Raises:
        OSError: it has none, or nobody could be asked.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[4][0]) for place in found))


def look_up(url: str, resolve: Resolve = resolve_name, *, allow_loopback: bool = False) -> Target:
    """Where a web address leads, once it is certain that it may be asked.

    Args:
        url: of the web.
        resolve: finds the addresses of a name.
        allow_loopback: whether this machine may be asked, on any port. For tests.

    Raises:
        Refused: it may not.
        Unanswered: there is no such name.
    """
    parts, host, port = _read(url)
    try:
        ips = tuple(resolve(host, port))
    except socket.gaierror as error:
        if error.errno == socket.EAI_NONAME:
            raise Unanswered(f"there is no host {host}") from None
        raise Unanswered(f"{host} cannot be looked up: {error.strerror}") from None
    except (OSError, UnicodeError) as error:
        raise Unanswered(f"{host} cannot be looked up: {error}") from None
    is_loopback = bool(ips) and all(_is_loopback(ip) for ip in ips)
    if not (allow_loopback and is_loopback):
        private = [ip for ip in ips if not is_public(ip)]
        if private or not ips:
            where = private[0] if private else "no address"
            raise Refused(f"{host} is at {where}, which is not on the public internet")
        if port != PORTS[parts.scheme]:
            raise Refused(f"port {port} is not the usual one of {parts.scheme}")
    query = f"?{quote(parts.query, safe=_PLAIN + '?[]|')}" if parts.query else ""
    path = quote(parts.path or "/", safe=_PLAIN) + query
    return Target(parts.geturl(), parts.scheme, host, port, path, ips)


def _read(url: str) -> tuple[SplitResult, str, int]:
    """The parts of an address, its host in ASCII, and its port.

    Raises:
        Refused: it is no web address, or names a user.
    """
    try:
        parts = urlsplit(urldefrag(url).url)
        host, port = parts.hostname or "", parts.port
        if ":" not in host:
            host = host.rstrip(".").encode("idna").decode()
    except (ValueError, UnicodeError):
        raise Refused(f"{url[:200]} is not an address") from None
    if parts.scheme not in PORTS or not host:
        raise Refused(f"{url[:200]} is not a web address")
    if "@" in parts.netloc:
        raise Refused("the address names a user")
    return parts, host, PORTS[parts.scheme] if port is None else port


def is_public(ip: str) -> bool:
    """Whether an IP address is one that the whole internet can reach.

    >>> [is_public(ip) for ip in ("93.184.215.14", "10.0.0.1", "::ffff:127.0.0.1", "fe80::1%eth0")]
    [True, False, False, False]
    """
    try:
        address = _unwrap(ipaddress.ip_address(ip.partition("%")[0]))
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address not in _GLOBAL_IPV6:
        return False
    named = any(address in net for net in _NOT_PUBLIC if net.version == address.version)
    return address.is_global and not named and not address.is_multicast and not address.is_reserved


def _unwrap(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, where it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else address


def _is_loopback(ip: str) -> bool:
    try:
        return _unwrap(ipaddress.ip_address(ip.partition("%")[0])).is_loopback
    except ValueError:
        return False

"""Addresses of readers, as servers and proxies write them."""

from __future__ import annotations

import ipaddress
import re

THIS_MACHINE = "127.0.0.1"
"""What all addresses of this machine are counted under."""
_WRITTEN = re.compile(
    r"(?P<v4>[\d.]+)(:\d+)?|(?P<open>\[)?(?P<v6>[\da-f.:]+)(%[^\]\s]+)?(?(open)\](:\d+)?)", re.ASCII | re.IGNORECASE
)


def read_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address in a text that may have brackets, a port and a zone; None where there is none.

    >>> read_address("[2001:db8::1%eth0]:443"), read_address("::ffff:203.0.113.9"), read_address("203.0.113.9:5555")
    (IPv6Address('2001:db8::1'), IPv4Address('203.0.113.9'), IPv4Address('203.0.113.9'))
    """
    found = _WRITTEN.fullmatch(text.strip())
    try:
        address = ipaddress.ip_address((found["v6"] or found["v4"]) if found else "")
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_this_machine(text: str) -> bool:
    """Whether an address leads back to the machine that it is used on."""
    address = read_address(text)
    return address.is_loopback if address else text.strip().lower() == "localhost"


def counted_as(client: str) -> str:
    """What a client's freezes are counted under: one name for this machine, the network of an IPv6 address.

    >>> counted_as("::1"), counted_as("203.0.113.9:5555"), counted_as("2001:db8::7:1")
    ('127.0.0.1', '203.0.113.9', '2001:db8::/64')
    """
    address = read_address(client)
    if is_this_machine(client):
        return THIS_MACHINE
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address) if address else client.strip()[:200]

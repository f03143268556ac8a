"""Which machines are asked: those on the public internet, by the addresses that were checked."""

import socket

import pytest

from tests.archive.site import local
from timeline.archive.addresses import is_public, look_up, resolve_name
from timeline.archive.errors import Refused, Unanswered

PUBLIC = ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"]
PRIVATE = [
    "0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.1.1.1",  # noqa: S104
    "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "203.0.113.9",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1",
    "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1",
    "fc00::1", "fd12::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "no address", "",
]  # fmt: skip


@pytest.mark.parametrize("ip", PUBLIC)
def test_public(ip):
    assert is_public(ip)


@pytest.mark.parametrize("ip", PRIVATE)
def test_not_public(ip):
    assert not is_public(ip)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://private.example/", "private.example is at 10.0.0.1, which is not on the public internet"),
        ("http://mixed.example/", "mixed.example is at 127.0.0.1"),
        ("http://half.example/", "half.example is at 192.168.1.1"),
        ("http://metadata.example/", "169.254.169.254"),
        ("http://public.example:8080/", "port 8080 is not the usual one of http"),
        ("https://public.example:80/", "port 80 is not the usual one of https"),
        ("http://public.example:0/", "port 0 is not"),
        ("http://nowhere.example/", "nowhere.example is at no address"),
        ("http://user@public.example/", "names a user"),
        ("http://user:word@public.example/", "names a user"),
        ("ftp://public.example/", "is not a web address"),
        ("file:///etc/passwd", "is not a web address"),
        ("http:///path", "is not a web address"),
        ("http://public.example:99999/", "is not an address"),
        ("http://[::1/", "is not an address"),
        (f"http://{'a' * 70}.example/", "is not an address"),
    ],
)
def test_what_is_never_asked(url, why):
    with pytest.raises(Refused, match=why):
        look_up(
            url, lambda host, port: {"public.example": ["1.1.1.1"], "nowhere.example": []}.get(host, local(host, port))
        )


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::]", "2130706433", "0x7f.1", "0177.0.0.1", "127.1"]
)
def test_this_machine_is_not_asked_however_it_is_written(host):
    def resolve(host, port):
        try:
            return [socket.inet_ntoa(socket.inet_aton(host))]  # as the system reads a number, without asking anybody
        except OSError:
            return resolve_name(host, port)

    with pytest.raises(Refused, match="not on the public internet"):
        look_up(f"http://{host}/", resolve)


@pytest.mark.parametrize("name", ["private.example", "mixed.example"])
def test_that_tests_may_ask_this_machine_opens_no_other(name):
    with pytest.raises(Refused):
        look_up(f"http://{name}/", local, allow_loopback=True)


def test_a_name_that_is_none():
    def resolve(host, port):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(Unanswered, match=r"there is no host gone\.example"):
        look_up("http://gone.example/", resolve)


@pytest.mark.parametrize(
    ("url", "host", "asked"),
    [
        ("http://public.example", "public.example", "/"),
        ("http://PUBLIC.example./a%20b?c=d#part", "public.example", "/a%20b?c=d"),
        ("https://пример.example/путь", "xn--e1afmkfd.example", "/%D0%BF%D1%83%D1%82%D1%8C"),
        ("http://public.example/a b\r\nHost: other", "public.example", "/a%20bHost:%20other"),
    ],
)
def test_what_is_asked_for(url, host, asked):
    target = look_up(url, lambda host, port: ["1.1.1.1", "1.0.0.1"])
    assert (target.host, target.path, target.ips) == (host, asked, ("1.1.1.1", "1.0.0.1"))
    assert "#" not in target.url

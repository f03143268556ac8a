"""Manners: robots.txt by RFC 9309, and a pause for each host."""

import time

import pytest

from tests.archive.site import Clock, network
from timeline.archive.manners import Manners, read_rules

FOR_ALL = "User-agent: *\n"


@pytest.mark.parametrize(
    ("text", "allowed", "refused"),
    [
        ("", ["/", "/a"], []),
        (FOR_ALL + "Disallow:", ["/a"], []),
        (FOR_ALL + "Disallow: /", [], ["/", "/a"]),
        (FOR_ALL + "Disallow: /a", ["/b", "/A"], ["/a", "/ab", "/a/b"]),
        (FOR_ALL + "Disallow: /a\nAllow: /a/b", ["/a/b", "/a/bc"], ["/a/c"]),
        (FOR_ALL + "Allow: /a\nDisallow: /a", ["/a"], []),
        (FOR_ALL + "Disallow: /*/print", ["/print"], ["/a/print", "/a/b/print?x"]),
        (FOR_ALL + "Disallow: /*.pdf$", ["/a.pdf?x", "/a.pdfs"], ["/a.pdf", "/a.pdf.pdf"]),
        (FOR_ALL + "Disallow: /a$", ["/ab"], ["/a"]),
        (FOR_ALL + "Disallow: /a*a$", ["/a"], ["/aa", "/aba"]),
        (FOR_ALL + "Disallow: /путь", ["/"], ["/%D0%BF%D1%83%D1%82%D1%8C/x"]),
        (FOR_ALL + "Disallow: /a # why", ["/b"], ["/a"]),
        ("user-AGENT : *\r\nDISALLOW : /a", ["/b"], ["/a"]),
        ("User-agent: On-The-Record\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", ["/b"], ["/a"]),
        ("User-agent: other\nDisallow: /", ["/a"], []),
        ("User-agent: other\nUser-agent: on-the-record\nDisallow: /a", ["/b"], ["/a"]),
        ("User-agent: on-the-record\nUser-agent: other\nDisallow: /a", ["/b"], ["/a"]),
        ("User-agent: on-the-record\nDisallow: /a\nUser-agent: other\nDisallow: /b", ["/b"], ["/a"]),
        ("User-agent: *\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: *\nDisallow: /b", ["/c"], ["/a", "/b"]),
        ("User-agent: on-the-record\n\nUser-agent: *\nDisallow: /", [], ["/a"]),
        ("Disallow: /\n" + FOR_ALL + "Disallow: /a", ["/b"], ["/a"]),
        ("<html>no rules</html>", ["/a"], []),
    ],
)
def test_what_robots_txt_allows(text, allowed, refused):
    rules = read_rules(text)
    assert [path for path in (*allowed, *refused) if rules.allow(path)] == allowed


def test_no_robots_txt_takes_long():
    agents = "".join(f"User-agent: x{number}\n" for number in range(4_000))
    text = FOR_ALL + "Disallow: /" + "*a" * 100_000 + "$\n" + agents + "Disallow: /\n" * 15_000
    start = time.process_time()
    assert read_rules(text).allow("/" + "a" * 2_000)
    assert time.process_time() - start < 1


def test_a_host_is_asked_once_a_second_and_others_meanwhile():
    clock = Clock()
    manners = Manners(network(clock))
    for host in ("a", "b", "a"):
        manners.wait(host)
    assert clock.slept == [1.0]
    clock.seconds += 0.25
    manners.wait("a")
    assert clock.slept[1:] == [0.75]
    clock.seconds += 1.0
    manners.wait("a")
    assert len(clock.slept) == 2, "the second has passed"


@pytest.mark.parametrize(("asked", "pause"), [("5", 5.0), ("0.1", 1.0), ("600", 30.0), ("soon", 1.0), ("²", 1.0)])
def test_a_longer_pause_that_a_site_asks_for(asked, pause):
    clock = Clock()
    manners, rules = Manners(network(clock)), read_rules(f"{FOR_ALL}Crawl-delay: {asked}")
    manners.wait("a", rules.pause)
    manners.wait("a", rules.pause)
    assert clock.slept == [pause]

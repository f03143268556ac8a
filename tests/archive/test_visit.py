"""A visit: robots.txt first, then the address and those that it leads to, each checked."""

import pytest

from tests.archive.site import Clock, article, network, page, redirect, serving
from timeline.archive.errors import NotCopied, Refused
from timeline.archive.manners import Manners
from timeline.archive.visit import visit


def go(site, path="/", clock=None):
    asked = network(clock)
    return visit(site.url(path), asked, Manners(asked))


def test_redirects_are_followed_and_each_answer_is_kept(site):
    site.pages |= {
        "/old": redirect("/new"),
        "/new": redirect(site.url("/end#part", "other.example")),
        "/end": article(),
    }
    assert [answer.url for answer in go(site, "/old")] == [
        site.url("/old"),
        site.url("/new"),
        site.url("/end", "other.example"),
    ]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_kind_of_redirect(site, status):
    site.pages |= {"/": redirect("/new", f"{status} Moved"), "/new": article()}
    assert len(go(site)) == 2


NOWHERE = {
    "to and fro": ({"/": redirect("/b"), "/b": redirect("/")}, "redirects in a circle"),
    "to itself": ({"/": redirect("#part")}, "redirects in a circle"),
    "on and on": ({f"/{'x' * n}": redirect(f"/{'x' * (n + 1)}") for n in range(6)}, "redirects more than 5 times"),
    "to a private address": ({"/": redirect("http://private.example/")}, "private.example is at 10.0.0.1"),
    "to a name with one": ({"/": redirect("http://mixed.example/")}, "mixed.example is at"),
    "to a cloud's own service": ({"/": redirect("http://metadata.example/latest/")}, "169.254.169.254"),
    "to a file": ({"/": redirect("file:///etc/passwd")}, "not a web address"),
    "to what robots.txt forbids": (
        {"/": redirect("/a"), "/robots.txt": page("User-agent: *\nDisallow: /a")},
        "does not allow",
    ),
    "robots.txt to a private address": ({"/robots.txt": redirect("http://private.example/")}, "is at 10.0.0.1"),
}


@pytest.mark.parametrize("case", NOWHERE)
def test_where_no_redirect_leads(site, case):
    pages, why = NOWHERE[case]
    site.pages |= pages
    with pytest.raises(NotCopied, match=why):
        go(site)


def test_as_many_redirects_as_are_allowed(site):
    site.pages |= {f"/{'x' * n}": redirect(f"/{'x' * (n + 1)}") for n in range(5)} | {"/xxxxx": article()}
    assert len(go(site)) == 6


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (page("none", "404 Not Found"), True),
        (page("no", "403 Forbidden"), True),
        (page("wait", "429 Too Many Requests"), False),
        (page("broken", "503 Service Unavailable"), False),
        (page("User-agent: *\nDisallow: /private"), True),
        (page("User-agent: *\nDisallow: /"), False),
        (page("\ufeffUser-agent: *\nDisallow: /"), False),
        (redirect("/rules.txt"), False),
    ],
)
def test_robots_txt_is_asked_first(site, robots, allowed):
    site.pages |= {"/": article(), "/robots.txt": robots, "/rules.txt": page("User-agent: *\nDisallow: /")}
    if allowed:
        go(site)
        assert site.all_asked == ["/robots.txt", "/"]
        return
    with pytest.raises(Refused, match=r"robots\.txt of site\.example does not allow it to on-the-record"):
        go(site)
    assert "/" not in site.all_asked


def test_robots_txt_is_asked_once_a_site_and_requests_keep_their_distance(site):
    site.pages |= {"/a": article(), "/b": article()}
    clock = Clock()
    asked = network(clock)
    manners = Manners(asked)
    for path in ("/a", "/b"):
        visit(site.url(path), asked, manners)
    assert site.all_asked == ["/robots.txt", "/a", "/b"]
    assert clock.slept == [1.0, 1.0]


def test_a_site_where_nobody_answers_is_not_asked_again(site):
    with serving() as other:
        url = other.url()
    tried = []

    def resolve(host, port):
        tried.append(host)
        return ["127.0.0.1"]

    asked = network(resolve=resolve)
    manners = Manners(asked)
    for _ in range(2):
        with pytest.raises(NotCopied, match="nobody answers"):
            visit(url, asked, manners)
    assert len(tried) == 3, "address, robots.txt, address"

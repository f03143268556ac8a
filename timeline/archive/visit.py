"""A visit to a cited address: its robots.txt is asked first, redirects are followed, and each step is checked anew."""

from __future__ import annotations

from functools import partial
from urllib.parse import urljoin

from timeline.archive.addresses import Target, look_up
from timeline.archive.errors import NotCopied, Refused
from timeline.archive.exchange import NAME, Answer, Network, ask
from timeline.archive.manners import EVERYTHING, NOTHING, Manners, Rules, read_rules

MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)


def visit(url: str, network: Network, manners: Manners) -> list[Answer]:
    """The answers of an address and of those that it leads to, the document's own last.

    Raises:
        NotCopied: there is none.
        Refused: it, or one that it leads to, may not be asked.
    """
    answers: list[Answer] = []
    seen: set[str] = set()
    while True:
        target = look_up(url, network.resolve, allow_loopback=network.allow_loopback)
        if target.url in seen:
            raise NotCopied("the address redirects in a circle")
        if len(seen) > MOST_REDIRECTS:
            raise NotCopied(f"the address redirects more than {MOST_REDIRECTS} times")
        seen.add(target.url)
        rules = manners.rules(target.site, partial(_ask_robots, target, network, manners))
        if not rules.allow(target.path):
            raise Refused(f"robots.txt of {target.host} does not allow it to {NAME}")
        manners.wait(target.host, rules.pause)
        answers.append(ask(target, network))
        following = _redirect(answers[-1])
        if not following:
            return answers
        url = following


def _redirect(answer: Answer) -> str:
    """Where an answer leads; "" where it is the document."""
    leads = answer.status in _REDIRECTS and answer.header("location")
    return urljoin(answer.url, answer.header("location")) if leads else ""


def _ask_robots(target: Target, network: Network, manners: Manners) -> Rules:
    """What a site's robots.txt says; redirects of it are followed and checked like all others.

    Where there is none, everything is allowed; where the server cannot say, nothing is (RFC 9309, 2.3.1).

    Raises:
        NotCopied: it cannot be read.
    """
    url = f"{target.site}/robots.txt"
    for _ in range(MOST_REDIRECTS + 1):
        robots = look_up(url, network.resolve, allow_loopback=network.allow_loopback)
        manners.wait(robots.host)
        answer = ask(robots, network)
        url = _redirect(answer)
        if not url:
            break
    if answer.status == 200:
        return read_rules(answer.body.decode("utf-8", "replace").removeprefix("\ufeff"))
    return EVERYTHING if 300 <= answer.status < 500 and answer.status != 429 else NOTHING

"""Manners: what robots.txt allows us (RFC 9309), and a pause between two requests to one host."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple
from urllib.parse import unquote

from timeline.archive.errors import NotCopied
from timeline.archive.exchange import NAME, Network

MOST_BYTES = 500_000
"""Of a robots.txt; what follows is not read."""
LONGEST_PAUSE = 30.0
"""Seconds; a robots.txt that asks for more is given these."""


class Rules(NamedTuple):
    """What one robots.txt says to us."""

    rules: tuple[tuple[str, bool], ...] = ()
    """Beginnings of paths, with ``*`` and ``$``, and whether they are allowed."""
    pause: float = 0.0
    """Seconds that it asks for between two requests."""

    def allow(self, path: str) -> bool:
        r"""Whether we may ask for a path: the longest rule that fits decides, of equals the one that allows.

        >>> rules = read_rules("User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /*.pdf$")
        >>> [rules.allow(path) for path in ("/a", "/a/b/c", "/z", "/z.pdf", "/z.pdf?x")]
        [False, True, True, False, True]
        """
        fitting = [(len(pattern), allowed) for pattern, allowed in self.rules if _fits(pattern, unquote(path))]
        return max(fitting)[1] if fitting else True


EVERYTHING = Rules()
NOTHING = Rules((("/", False),))


def read_rules(text: str) -> Rules:
    """The rules of the groups that name us, else of those for all."""
    groups: dict[str, list[tuple[str, str]]] = {}
    agents: set[str] = set()  # of those that the group names, ours and "*"
    in_rules = False
    for line in text[:MOST_BYTES].splitlines():
        key, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        key = key.lower()
        if key == "user-agent":
            agents = (set() if in_rules else agents) | ({value.lower()} & {NAME, "*"})
            in_rules = False
            for agent in agents:
                groups.setdefault(agent, [])
        elif key in ("allow", "disallow", "crawl-delay"):
            in_rules = True
            for agent in agents:
                groups[agent].append((key, value))
    return _rules(groups.get(NAME, groups.get("*", [])))


def _rules(lines: Iterable[tuple[str, str]]) -> Rules:
    found, pause = [], 0.0
    for key, value in lines:
        if key != "crawl-delay":
            found += [(unquote(value), key == "allow")] if value else []
        elif value.replace(".", "", 1).isdecimal() and value.isascii():
            pause = min(float(value), LONGEST_PAUSE)
    return Rules(tuple(found), pause)


def _fits(pattern: str, path: str) -> bool:
    """Whether a path begins with a pattern; found piece by piece, so that no pattern takes long."""
    ends = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if ends and not rest:
        return at == len(path)
    for number, piece in enumerate(rest, 1):
        if ends and number == len(rest):
            return path.endswith(piece) and len(path) - len(piece) >= at
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


class Manners:
    """Waits before requests, and remembers what each site allows.

    Args:
        network: whose clock and pause are used.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._rules: dict[str, Rules | NotCopied] = {}
        self._asked: dict[str, float] = {}

    def wait(self, host: str, pause: float = 0.0) -> None:
        """Waits until a host may be asked again; to be called before each request.

        Args:
            host: its name.
            pause: seconds that it asks for, if more than ours.
        """
        clock = self._network.monotonic
        if host in self._asked:
            left = self._asked[host] + max(self._network.pause, pause) - clock()
            if left > 0:
                self._network.sleep(left)
        self._asked[host] = clock()

    def rules(self, site: str, read: Callable[[], Rules]) -> Rules:
        """What a site allows; asked once.

        Raises:
            NotCopied: nobody could say, now or when it was asked.
        """
        if site not in self._rules:
            try:
                self._rules[site] = read()
            except NotCopied as error:
                self._rules[site] = error
        found = self._rules[site]
        if isinstance(found, NotCopied):
            raise found
        return found

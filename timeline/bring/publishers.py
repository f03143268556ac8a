"""Who put a document out: found by domain, then by name."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from timeline.collection.entries import PublisherEntry
from timeline.collection.web_addresses import is_url

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

# fmt: off
PLATFORMS = frozenset((
    "t.me", "telegram.me", "telegram.org", "telegra.ph", "facebook.com", "fb.com", "fb.me", "fb.watch", "m.me",
    "instagram.com", "threads.net", "threads.com", "whatsapp.com", "youtube.com", "youtu.be", "youtube-nocookie.com",
    "blogspot.com", "blogger.com", "google.com", "goo.gl", "x.com", "twitter.com", "t.co", "nitter.net", "medium.com",
    "substack.com", "wordpress.com", "tumblr.com", "livejournal.com", "ghost.io", "wixsite.com", "weebly.com",
    "github.com", "github.io", "gitlab.com", "vk.com", "vk.ru", "vkvideo.ru", "ok.ru", "rutube.ru", "dzen.ru",
    "max.ru", "tiktok.com", "linkedin.com", "lnkd.in", "reddit.com", "redd.it", "bsky.app", "mastodon.social",
    "truthsocial.com", "gab.com", "gettr.com", "weibo.com", "vimeo.com", "dailymotion.com", "rumble.com",
    "odysee.com", "bitchute.com", "twitch.tv", "soundcloud.com", "spotify.com", "podcasts.apple.com", "flickr.com",
    "imgur.com", "pinterest.com", "discord.com", "discord.gg", "scribd.com", "issuu.com", "dropbox.com", "bit.ly",
    "tinyurl.com", "patreon.com", "boosty.to",
))
# fmt: on
"""Places where anybody publishes: their domains, and each name below them, do not say who did."""
WAYBACK = frozenset(("web.archive.org", "archive.org", "www.archive.org", "wayback.archive.org"))
ARCHIVE_TODAY = frozenset(f"archive.{ending}" for ending in ("today", "ph", "is", "li", "vn", "fo", "md"))
ARCHIVES = frozenset(("archive.org", "perma.cc", "webcitation.org", "ghostarchive.org", "megalodon.jp")) | ARCHIVE_TODAY
"""Web archives: who runs them published nothing of what they keep."""
# 20250301 or 20250301000000, and letters that ask for the page as it was: if_, id_.
_WAYBACK_PATH = re.compile(r"/web/\d{4,14}(?:[a-z]{2}_)?/(.+)", re.DOTALL)
_ARCHIVE_TODAY_PATH = re.compile(
    r"/(?:(?:\d{4,14}|\d{4}\.\d{2}\.\d{2}-\d{6}|newest|oldest)/)?(https?(?:://?|%3a%2f%2f).+)",
    re.DOTALL | re.IGNORECASE,
)
_MOST_NESTED = 3


class Domains:
    """Which publisher an address belongs to.

    Args:
        publishers: the register. A domain that two of them have finds neither, and a public suffix (``co.uk``) none.
    """

    def __init__(self, publishers: Iterable[PublisherEntry]) -> None:
        self._owners: dict[str, str] = {}
        for publisher in publishers:
            for domain in publisher.domains:
                if _public_suffixes(only_icann=True).is_public(domain):
                    continue
                known = self._owners.setdefault(domain, publisher.id)
                self._owners[domain] = known if known == publisher.id else ""

    def find(self, url: str) -> str:
        """The id of the publisher with the longest domain that the address lies in; "" for none and for platforms."""
        host = host_of(url)
        if is_platform(host):
            return ""
        return next((found for part in _suffixes(host) if (found := self._owners.get(part, ""))), "")


def name_publisher(url: str, name: str) -> str:
    """What a publisher is called that no register has: as written, else by its registrable domain; "" for platforms.

    Registrable is what stands before a public suffix: of ``news.bbc.co.uk`` that is ``bbc.co.uk``.
    """
    return " ".join(name.split()) or ("" if is_platform(host := host_of(url)) else registrable(host))


def host_of(url: str) -> str:
    """The host of an address in small letters, another script as addresses have it; "" for what has none."""
    try:
        host = (urlsplit(url.strip()).hostname or "").rstrip(".")
        return host.encode("idna").decode("ascii").lower() if host else ""
    except (ValueError, UnicodeError):
        return ""


def is_platform(host: str) -> bool:
    """Whether a host does not say who publishes there."""
    # blogspot has a domain in most countries
    return any(part in PLATFORMS or part in ARCHIVES for part in _suffixes(host)) or ".blogspot." in f".{host}"


def registrable(host: str) -> str:
    """The part of a host that somebody has registered; "" for a number, a single name or a public suffix itself."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return (_public_suffixes().privatesuffix(host) or "") if "." in host else ""
    return ""


@cache
def _public_suffixes(only_icann: bool = False) -> PublicSuffixList:
    """The list that comes with the package: nothing is fetched.

    Its second part, which is not ICANN's, has hosts below which strangers register (``github.io``), and some whose
    owner publishes there as well (``mil.ru``). So names are made with it, and a domain that an editor lists may be of
    it.
    """
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(only_icann=only_icann)


def _suffixes(host: str) -> Iterator[str]:
    """a.b.org, b.org: the host and what it lies in, down to two parts."""
    while "." in host:
        yield host
        host = host.partition(".")[2]


def split_archived(url: str) -> tuple[str, str]:
    """An address as (original, archived copy).

    For an address at the Wayback Machine or archive.today the original is read from its path. Where the path has none
    (``archive.ph/AbCde``), and for every other address, it is the address itself, and the copy "".
    """
    url = url.strip()
    original = url
    for _ in range(_MOST_NESTED):
        inner = _original_of(original)
        if not inner:
            break
        original = inner
    return (original, url) if original != url else (url, "")


def _original_of(url: str) -> str:
    """The address that an archive's address holds; "" for none."""
    host = host_of(url)
    form = _WAYBACK_PATH if host in WAYBACK else _ARCHIVE_TODAY_PATH if host in ARCHIVE_TODAY else None
    path = re.sub(r"^[^/]*//[^/?#]*", "", url)  # with query and fragment, which are the original's
    found = form.fullmatch(path) if form else None
    if not found:
        return ""
    inner = found[1]
    if re.match(r"https?%3a", inner, re.IGNORECASE):
        inner = unquote(inner)
    # Proxies make "https:/" of it, and the Wayback Machine takes "example.org/…" for http.
    inner = re.sub(r"^(https?):/+", r"\1://", inner, flags=re.IGNORECASE)
    if "://" not in inner.partition("?")[0] and re.match(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}(?=[:/?#]|$)", inner, re.I):
        inner = f"http://{inner}"
    return inner if is_url(inner) else ""

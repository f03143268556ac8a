"""Who put a document out: by domain, by name, and what a web archive's address says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.bring.publishers import PLATFORMS, Domains, name_publisher, split_archived
from timeline.collection.entries import PublisherEntry
from timeline.collection.web_addresses import is_url


def publisher(name, *domains):
    return PublisherEntry(id=name, name=name.replace("-", " ").title(), control="private", domains=domains)


REGISTER = [
    publisher("evening-post", "post.example", "post.co.uk"),
    publisher("post-sport", "sport.post.example"),
    publisher("ministry", "mil.ru"),
    publisher("pravda", "xn--80aafi6cg.xn--p1ai"),
    publisher("tube", "youtube.com", "writer.substack.com"),
    publisher("everybody", "co.uk"),
    publisher("twin-a", "twin.example"),
    publisher("twin-b", "twin.example"),
]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://post.example/a", "evening-post"),
        ("http://WWW.Post.Example:8080/a?b#c", "evening-post"),
        ("https://sport.post.example/a", "post-sport"),
        ("https://live.sport.post.example./a", "post-sport"),
        ("https://news.post.co.uk/", "evening-post"),
        ("https://compost.example/", ""),
        ("https://other.co.uk/", ""),
        ("https://function.mil.ru/news", "ministry"),
        ("https://новости.правда.рф/", "pravda"),
        ("https://www.xn--80aafi6cg.xn--p1ai/", "pravda"),
        ("https://twin.example/", ""),
        ("https://www.youtube.com/watch?v=1", ""),
        ("https://writer.substack.com/p/a", ""),
        ("https://post.example@evil.example/", ""),
        ("https://evil.example/?https://post.example", ""),
        ("post.example/a", ""),
        ("https://127.0.0.1/", ""),
        ("http://[", ""),
    ],
)
def test_who_put_a_document_out(url, found):
    assert Domains(REGISTER).find(url) == found


@pytest.mark.parametrize(
    ("url", "name", "called"),
    [
        ("https://www.post.example/a", "The  Post ", "The Post"),
        ("https://www.news.post.example/a", "", "post.example"),
        ("https://news.bbc.co.uk/", "", "bbc.co.uk"),
        ("https://function.mil.ru/", "", "function.mil.ru"),
        ("https://co.uk/", "", ""),
        ("https://t.me/channel/1", "", ""),
        ("https://t.me/channel/1", "A channel", "A channel"),
        ("https://name.substack.com/p/x", "", ""),
        ("https://someone.blogspot.co.uk/", "", ""),
        ("https://m.facebook.com/x", "", ""),
        ("https://web.archive.org/web/2025*/x", "", ""),
        ("https://archive.ph/AbCde", "", ""),
        ("https://192.0.2.1/", "", ""),
        ("http://localhost/", "", ""),
        ("", "", ""),
    ],
)
def test_what_a_new_publisher_is_called(url, name, called):
    assert name_publisher(url, name) == called


@pytest.mark.parametrize("platform", sorted(PLATFORMS))
def test_a_platform_never_names_a_publisher(platform):
    domains = Domains([publisher("x", platform, f"author.{platform}")])
    for url in (f"https://{platform}/a", f"https://www.{platform}/a", f"https://author.{platform}/"):
        assert (domains.find(url), name_publisher(url, "")) == ("", "")


ARCHIVED = {
    "https://web.archive.org/web/20250301000000/https://post.example/a?b=1#c": "https://post.example/a?b=1#c",
    "http://web.archive.org/web/20250301000000if_/http://post.example/": "http://post.example/",
    "https://web.archive.org/web/20250301000000id_/https://post.example/a": "https://post.example/a",
    "https://web.archive.org/web/2025/https:/post.example/a": "https://post.example/a",
    "https://web.archive.org/web/20250301000000/www.post.example/a": "http://www.post.example/a",
    "https://web.archive.org/web/20250301000000/https%3A%2F%2Fpost.example%2Fa": "https://post.example/a",
    "https://archive.ph/20250301120000/https://post.example/a": "https://post.example/a",
    "https://archive.today/2025.03.01-120000/https://post.example/a?x=y": "https://post.example/a?x=y",
    "https://archive.is/newest/http://post.example/a": "http://post.example/a",
    "https://archive.ph/https://post.example/a": "https://post.example/a",
    "https://web.archive.org/web/2025/https://archive.ph/2024/https://post.example/a": "https://post.example/a",
}


@pytest.mark.parametrize(("url", "original"), ARCHIVED.items())
def test_the_original_of_an_archived_copy(url, original):
    assert split_archived(url) == (original, url)


@pytest.mark.parametrize(
    "url",
    [
        "https://post.example/a",
        "https://archive.ph/AbCde",
        "https://web.archive.org/web/*/https://post.example/a",
        "https://web.archive.org/details/something",
        "https://archive.org/details/something",
        "https://web.archive.org/web/20250301000000/javascript:alert(1)",
        "https://web.archive.org/web/20250301000000/ftp://post.example/",
        "https://web.archive.org/web/20250301000000/",
        "https://evil.example/web/20250301000000/https://post.example/",
        "https://web.archive.org.evil.example/web/2025/https://post.example/",
        "not an address",
        "",
    ],
)
def test_an_address_without_an_original_stays(url):
    assert split_archived(url) == (url, "")


@given(st.text(max_size=60) | st.from_regex(r"https?://(web\.archive\.org/web/\d{4}/)?[a-z./:%?#\[\]@]{0,40}"))
def test_no_address_makes_it_fail(url):
    original, archived = split_archived(url)
    assert archived in ("", url.strip())
    assert not archived or is_url(original)
    assert name_publisher(url, "") == "" or "." in name_publisher(url, "")
    assert Domains(REGISTER).find(url) in ("", *(known.id for known in REGISTER))

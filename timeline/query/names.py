"""Names of countries and languages by their ISO codes, from Babel's copy of the Unicode locale data; tags as read."""

from __future__ import annotations

from functools import cache

from babel import Locale


@cache
def country_name(code: str) -> str:
    """English name of an ISO 3166 alpha-2 code; the code itself where there is none."""
    return str(Locale("en").territories.get(code, code))


@cache
def language_name(code: str) -> str:
    """English name of an ISO 639 code; the code itself where there is none, "" of "" too."""
    return str(Locale("en").languages.get(code, code))


def tag_name(tag: str) -> str:
    """A tag as readers see it: hyphens are blanks.

    >>> tag_name("water-rights")
    'water rights'
    """
    return tag.replace("-", " ")

"""Codes of languages and countries, from codes and from names in the languages that headers are read in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from timeline.bring.names import fold

_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"})
"""Codes that stand among those of countries and name a group, a region or nothing."""


@lru_cache(maxsize=4096)
def language_code(text: str) -> str:
    """The code of a language that is given by code or by name; "" where it is neither.

    >>> language_code("German"), language_code("fr-CA"), language_code("русский")
    ('de', 'fr', 'ru')
    """
    return _languages().get(fold(text), "") or _languages().get(fold(text.replace("_", "-").split("-")[0]), "")


@lru_cache(maxsize=4096)
def country_code(text: str) -> str:
    """The code of a country that is given by code or by name in one of the languages that we read; "" for any other.

    >>> country_code("Deutschland"), country_code("fr"), country_code("Atlantis")
    ('DE', 'FR', '')
    """
    return _countries().get(fold(text), "")


def is_country(text: str) -> bool:
    """Whether a cell is the name of a country, or its code in capitals; in small letters a code is many a word.

    >>> is_country("DE"), is_country("Allemagne"), is_country("de"), is_country("UN")
    (True, True, False, False)
    """
    return bool(country_code(text)) and (len(text) > len("DE") or text.isupper())


def _locales() -> list[Any]:
    from babel import Locale

    return [Locale(code) for code in ("en", "de", "fr", "ru", "uk")]


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    found: dict[str, str] = {}
    for locale in _locales():
        for code, name in locale.languages.items():
            if code.isascii() and code.isalpha() and len(code) in (2, 3):
                found |= {fold(code): code, fold(name): code}
    return found


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for locale in _locales():
        for code, name in locale.territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES:
                found |= {fold(code): code, fold(name): code}
    return found

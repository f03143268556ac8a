"""What a collection opens with: the sentence under its headline, and questions that lead into it.

Numbers in the sentence are live: ``{events}`` and the like stand for them, and nothing else may stand in braces. It is
never given to ``str.format``, by which a text of a collection could ask for more than numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, NamedTuple
from urllib.parse import parse_qs

from pydantic import AfterValidator

from timeline.collection.english import join
from timeline.collection.entries import Entry, Line, Text

NUMBERS = ("events", "disputed", "claims", "sources", "from", "to")
"""What may stand in braces: how many there are of the first four, and the record's first and last day."""
MAX_QUESTIONS = 4
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_LINK = re.compile(r"(?:\./|(?P<page>[a-z0-9]+(?:-[a-z0-9]+)*))?(?:\?(?P<query>[^\s\"'<>\\^`{|}#]*))?")


def _check_standfirst(value: str) -> str:
    allowed = [f"{{{name}}}" for name in NUMBERS]
    for found in _BRACES.findall(value):
        if found not in allowed:
            what = f"holds {found}, which stands for nothing" if len(found) > 1 else f"holds {found} alone"
            raise ValueError(f"{what}; in braces write one of {join(allowed, 'or')}, and no other brace")
    return value


def _check_link(value: str) -> str:
    if not _LINK.fullmatch(value) or "//" in value:
        forms = "who-says-what?topic=x, ?from=2026-01-01&to=2026-02-01 or ./?event=first-meeting"
        raise ValueError(f"is not a link to a page of ours; write a page with its query, such as {forms}")
    return value


Standfirst = Annotated[Text, AfterValidator(_check_standfirst)]


class Question(Entry):
    """A question, and the page that answers it; how it stands is derived from the link and never typed."""

    text: Line
    link: Annotated[Line, AfterValidator(_check_link)]


class Link(NamedTuple):
    """A link to a page of ours, taken apart."""

    page: str
    """As addresses name it; "" for the first one."""
    params: Mapping[str, list[str]]
    """What its query asks for."""


def split_link(link: str) -> Link:
    """The parts of the link of a :class:`Question`.

    >>> split_link("who-says-what?topic=x"), split_link("./?event=first-meeting")
    (Link(page='who-says-what', params={'topic': ['x']}), Link(page='', params={'event': ['first-meeting']}))
    """
    page, _, query = link.removeprefix("./").partition("?")
    return Link(page, parse_qs(query))


def fill_standfirst(text: str, numbers: Mapping[str, str]) -> str:
    """The sentence with its numbers.

    Args:
        text: a :data:`Standfirst`.
        numbers: words for each of :data:`NUMBERS`.

    >>> fill_standfirst("{events} events.", {"events": "1,200"})
    '1,200 events.'
    """
    return _BRACES.sub(lambda found: numbers[found[0][1:-1]], text)

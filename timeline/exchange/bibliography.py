"""What all bibliography formats share: which sources, in what order, and what each is in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from timeline.collection.edtf import when_in_words
from timeline.collection.tables import rows_of
from timeline.query.record import View


@dataclass(frozen=True, slots=True)
class Heading:
    """What a bibliography says of itself at its top.

    Attributes:
        filter_words: which events it belongs to: "Diplomacy events involving Alpha since 1 January 2026".
        version: the collection's version.
        licence: name of the licence, '' if the collection names none.
        title: the collection's title.
        query: the same filter as the dashboard's address has it, '' where it selects everything.
    """

    filter_words: str
    version: str
    licence: str = ""
    title: str = ""
    query: str = ""

    def lines(self, count: int) -> list[str]:
        """The heading as plain lines; what is not known has none.

        Args:
            count: how many sources follow.
        """
        told = {
            "": self.title,
            "Sources of: ": self.filter_words,
            "Filter: ": self.query,
            "Documents: ": f"{count}",
            "Data version: ": self.version,
            "Licence: ": self.licence,
        }
        return [name + one_line(text) for name, text in told.items() if one_line(text)]


def head_view(view: View) -> Heading:
    """The heading for the documents behind a view."""
    flt, about = view.filter, view.record.about
    return Heading(
        flt.in_words(view.record), view.record.version, about.licence, about.title, flt.rows_key().to_query()
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One source, every text on one line; '' where nothing is known.

    Attributes:
        publisher: name.
        via: name of the site that carries the text.
        published: EDTF.
        language: ISO 639-1.
    """

    id: str
    kind: str
    title: str
    url: str
    publisher: str
    via: str
    citing: str
    published: str
    language: str

    @property
    def date_words(self) -> str:
        """The date of publication in words, '' if unknown."""
        return when_in_words(self.published) if self.published else ""

    @property
    def note(self) -> str:
        """Who carries the text, and whom it names as its own source."""
        carried = f"Carried by {self.via}" if self.via else ""
        citing = f"{'citing' if carried else 'Citing'} {self.citing}" if self.citing else ""
        return "; ".join(part for part in (carried, citing) if part)


def read_entries(sources: pd.DataFrame, publishers: pd.DataFrame) -> list[Entry]:
    """One entry a source, by the publisher's name, then date (unknown ones first), title and id.

    Args:
        sources: rows of ``timeline.collection.tables.SOURCES``.
        publishers: the register; a publisher that it lacks is named by its id.
    """
    names = dict(zip(publishers["id"], publishers["name"], strict=True))
    entries = list(_entries(sources, names))
    started = sources["published_start"].astype("str").where(sources["published_start"].notna(), "").tolist()
    ranks = [
        (entry.publisher.casefold(), start, entry.title.casefold(), entry.id)
        for entry, start in zip(entries, started, strict=True)
    ]
    return [entry for _, entry in sorted(zip(ranks, entries, strict=True), key=lambda pair: pair[0])]


def _entries(sources: pd.DataFrame, names: dict[str, str]) -> Iterator[Entry]:
    for row in rows_of(sources):
        yield Entry(
            id=one_line(row["id"]),
            kind=row["kind"],
            title=one_line(row["title"]),
            url=one_line(row["url"]),
            publisher=one_line(names.get(row["publisher"], row["publisher"])),
            via=one_line(names.get(row["via"], row["via"])),
            citing=one_line(row["citing"]),
            published=row["published"],
            language=row["language"],
        )


def one_line(text: str) -> str:
    r"""The text on one line: white space made single spaces, control characters dropped.

    >>> one_line(" two\nlines\x00 ")
    'two lines'
    """
    kept = (letter for letter in text if letter.isspace() or unicodedata.category(letter) != "Cc")
    return " ".join("".join(kept).split())

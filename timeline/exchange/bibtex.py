"""Sources as BibTeX, in the dialect of biblatex: UTF-8, ``@online`` and ``@article``, dates in EDTF.

Every text is literal: what TeX would act on is escaped, and titles and names stand in a second pair of braces, so
that no style changes their case and no "and" in a name splits it in two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import MappingProxyType

import pandas as pd

from timeline.exchange.bibliography import Entry, Heading, one_line, read_entries
from timeline.query.names import language_name

ARTICLES = ("press", "wire")
"""Kinds of source that are articles of a periodical or an agency; every other kind is ``@online``."""

# Escapes with balanced braces: BibTeX counts braces even after a backslash.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "#": r"\#",
        "$": r"\$",
        "%": r"\%",
        "&": r"\&",
        "_": r"\_",
    }
)
# Pairs that TeX's fonts would join to one sign: dashes, quotation marks, ¿ and ¡.
_JOINED = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)|(?<=[?!])(?=`)")
# No URL may hold these as they are (RFC 3986); two of them would upset the braces around the field.
_URL = re.compile(r'[\s{}\\^`|"<>]')
# Outside of entries everything is a comment, except that "@" begins an entry.
_COMMENT = str.maketrans({"@": "(at)", "{": "(", "}": ")"})
_QUARTER = re.compile(r"(?<=\d)-(3[3-6])(?=[?~%]?$)", re.ASCII)
# Languages that LaTeX's babel calls otherwise than English does.
_BABEL = MappingProxyType({"de": "ngerman", "nb": "norsk", "nn": "nynorsk", "no": "norsk"})


def write_bibtex(sources: pd.DataFrame, publishers: pd.DataFrame, heading: Heading) -> str:
    """The sources as a ``.bib`` file, one entry each, with the heading as comment lines.

    The day on which a page was read is not known, so there is no ``urldate``; a source without a date has no ``date``.

    Args:
        sources: rows of ``timeline.collection.tables.SOURCES``.
        publishers: the register.
        heading: what the file says of itself.
    """
    entries = read_entries(sources, publishers)
    head = "".join(f"% {line.translate(_COMMENT)}\n" for line in heading.lines(len(entries)))
    keys = make_keys(entry.id for entry in entries)
    return head + "".join(f"\n{_entry(key, entry)}" for key, entry in zip(keys, entries, strict=True))


def escape_tex(text: str) -> str:
    r"""The text as TeX sets it literally, on one line.

    >>> escape_tex("50% of {a}")
    '50\\% of \\textbraceleft{}a\\textbraceright{}'
    """
    return _JOINED.sub("{}", one_line(text).translate(_TEX))


def make_keys(ids: Iterable[str]) -> list[str]:
    """A citation key for each id: letters that no dialect objects to, unique even to readers that ignore case."""
    taken: set[str] = set()
    keys = []
    for name in ids:
        stem = re.sub(r"[^A-Za-z0-9:.-]+", "-", name).strip("-") or "source"
        key, number = stem, 2
        while key.casefold() in taken:
            key, number = f"{stem}-{number}", number + 1
        taken.add(key.casefold())
        keys.append(key)
    return keys


def biblatex_date(published: str) -> str:
    """The date as biblatex reads it: EDTF as it is, less the time of day, and quarters as their months.

    >>> biblatex_date("2026-02-03T14:30+03:00"), biblatex_date("2026-02~"), biblatex_date("2026-34")
    ('2026-02-03', '2026-02~', '2026-04/2026-06')
    """
    sides = [re.sub(r"T[^?~%]*", "", side) for side in published.split("/")]
    if len(sides) == 1 and _QUARTER.search(sides[0]):
        sides *= 2
    return "/".join([*(_month_of(side, 0) for side in sides[:-1]), _month_of(sides[-1], 2 * (len(sides) > 1))])


def _month_of(side: str, later: int) -> str:
    """A quarter as its first month, or one so many months later; other dates as they are."""
    return _QUARTER.sub(lambda found: f"-{3 * int(found[1]) - 98 + later:02}", side)


def _entry(key: str, entry: Entry) -> str:
    kind = "article" if entry.kind in ARTICLES else "online"
    fields = {
        "title": _literal(entry.title),
        "journaltitle" if kind == "article" else "organization": _literal(entry.publisher),
        "date": biblatex_date(entry.published),
        "url": _url(entry.url),
        "langid": _langid(entry.language),
        "note": escape_tex(entry.note),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{lines}}}\n"


def _literal(text: str) -> str:
    return f"{{{escape_tex(text)}}}" if text else ""


def _url(url: str) -> str:
    """Verbatim, as biblatex takes this field, with what may not stand in a URL percent-encoded."""
    return _URL.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), url)


def _langid(code: str) -> str:
    name = _BABEL.get(code) or language_name(code).lower()
    return name if code and re.fullmatch("[a-z]+", name) and name != code else ""

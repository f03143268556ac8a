"""Bibliographies: CSL-JSON, BibTeX and RIS, each entry with the names that CSL has for its parts.

A date is EDTF as far as the entry tells it. What an entry has beside these names keeps its own.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from timeline.bring.errors import BringError
from timeline.bring.readers.bounds import Table
from timeline.bring.readers.cells import flat, text_of
from timeline.bring.readers.delimited import EMPTY
from timeline.bring.readers.text import MARK, Scanned, find_encoding, open_text, read_text
from timeline.bring.rows import Row
from timeline.collection.problems import quote

_TYPES = (
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection "
    "dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case "
    "legislation manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song speech standard "
    "thesis treaty webpage"
)
CSL_TYPES = frozenset(_TYPES.split())
_MOST_BIBTEX = 50_000_000
"""Letters: its library reads a file as one."""
_DATES = ("issued", "accessed", "original-date", "event-date", "available-date", "submitted")
_NAMES = ("author", "editor", "translator", "director", "interviewer", "recipient", "container-author")


def csl_cells(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item of CSL-JSON as cells: dates as EDTF, people as lists of names.

    >>> csl_cells({"type": "webpage", "issued": {"date-parts": [["2021", "2"]]}, "author": [{"family": "Novak"}]})
    {'type': 'webpage', 'issued': '2021-02', 'author': ['Novak']}
    """
    cells = dict(item)
    for name in _DATES:
        if isinstance(item.get(name), dict):
            cells[name] = _csl_date(item[name])
    for name in _NAMES:
        if isinstance(item.get(name), list):
            cells[name] = [_csl_name(person) for person in item[name]]
    return flat(cells)


def _csl_name(person: Any) -> str:
    if not isinstance(person, dict):
        return str(person)
    parts = (person.get(part) for part in ("given", "non-dropping-particle", "family", "suffix"))
    return str(person.get("literal") or " ".join(str(part) for part in parts if part))


def _csl_date(date: Mapping[str, Any]) -> str:
    """A date of CSL as EDTF; as it is worded where its parts are none."""
    sides = date.get("date-parts")
    words = str(date.get("literal") or date.get("raw") or "")
    if not isinstance(sides, list) or not all(isinstance(side, list) and side for side in sides):
        return words
    mark = "~" if str(date.get("circa", "")).lower() not in ("", "false", "0") else ""
    season = str(date.get("season", ""))
    if season in ("1", "2", "3", "4") and len(sides) == len(sides[0]) == 1:
        return f"{_edtf([*sides[0], int(season) + 20])}{mark}"
    return "/".join(f"{_edtf(side)}{mark}" if _edtf(side) else "" for side in sides).strip("/") or words


def _edtf(parts: Iterable[Any]) -> str:
    """Year, month and day as EDTF; "" where they are no numbers. CSL counts the year 1 BCE as -1, EDTF as 0000."""
    try:
        year, *rest = [int(str(part)) for part in parts if str(part).strip()]
    except ValueError:
        return ""
    year += year < 0
    return "-".join([f"{'-' * (year < 0)}{abs(year):04}", *(f"{number:02}" for number in rest[:2])])


def read_bibtex(file: Scanned, given: Mapping[str, str]) -> Table:
    """A bibliography in BibTeX or biblatex.

    Raises:
        BringError: it is no text, or too large.
    """
    path, encoding = file.path, find_encoding(file, given)
    told = (f"It is a bibliography in BibTeX, text in {encoding}.",)
    return Table("bibtex", partial(_bibtex_rows, path, encoding), None, {"encoding": encoding}, told)


def _bibtex_rows(path: Path, encoding: str) -> Iterator[Row]:
    """The entries in their order; one that cannot be read is refused.

    Raises:
        BringError: the file is too large.
    """
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares import LatexDecodingMiddleware
    from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ParsingFailedBlock

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # a row says what cannot be read
    text = read_text(path, encoding)
    if len(text) > _MOST_BIBTEX:
        raise BringError(f"{path.name} is too large for BibTeX.", f"Divide it: at most {_MOST_BIBTEX:,} characters.")
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    number = 0
    for block in library.blocks:
        if isinstance(block, Entry):
            number += 1
            yield Row(number, _bibtex_cells(block.entry_type, block.key, block.fields_dict))
        elif isinstance(block, DuplicateBlockKeyBlock):
            number += 1
            yield Row(number, {"id": block.key}, f"has the key {quote(block.key)} a second time")
        elif isinstance(block, ParsingFailedBlock):
            number += 1
            line = (block.start_line or 0) + 1
            yield Row(number, {}, f"cannot be read as an entry of BibTeX (line {line:,})")


_BIBTEX = {
    "journaltitle": "container-title",
    "journal": "container-title",
    "booktitle": "container-title",
    "organization": "publisher",
    "institution": "publisher",
    "school": "publisher",
    "langid": "language",
    "urldate": "accessed",
    "doi": "DOI",
    "url": "URL",
    "date": "issued",
}
_BIBTEX_TYPES = {
    "article": "article-journal",
    "book": "book",
    "dataset": "dataset",
    "online": "webpage",
    "report": "report",
    "techreport": "report",
    "thesis": "thesis",
    "phdthesis": "thesis",
}


def _bibtex_cells(kind: str, key: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    given = {name.lower(): _without_braces(str(text_of(field.value))) for name, field in fields.items()}
    cells: dict[str, Any] = {"type": _BIBTEX_TYPES.get(kind.lower(), kind), "id": key}
    for name, value in given.items():
        cells.setdefault(_BIBTEX.get(name, name), value)
    if "issued" not in cells and given.get("year"):
        cells["issued"] = _edtf([given["year"], *_month(given.get("month", "")), given.get("day", "")]) or given["year"]
    if given.get("author"):
        cells["author"] = re.split(r"\s+and\s+", given["author"])
    return cells


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _month(text: str) -> list[int]:
    """The month that BibTeX's macro, its English name or its number names."""
    word = text.strip().lower()[:3]
    if word in _MONTHS:
        return [_MONTHS.index(word) + 1]
    return [int(word)] if word.isascii() and word.isdigit() and 1 <= int(word) <= 12 else []


def _without_braces(text: str) -> str:
    r"""A text without the braces that keep its case.

    >>> _without_braces("The {Kiel} flood")
    'The Kiel flood'
    """
    return re.sub(r"(?<!\\)[{}]", "", text)


def read_ris(file: Scanned, given: Mapping[str, str]) -> Table:
    """A bibliography in RIS.

    Raises:
        BringError: it is no text.
    """
    path, encoding = file.path, find_encoding(file, given)
    told = (f"It is a bibliography in RIS, text in {encoding}.",)
    return Table("ris", partial(_ris_rows, path, encoding), None, {"encoding": encoding}, told)


def _ris_rows(path: Path, encoding: str) -> Iterator[Row]:
    """The entries, one at a time; one that cannot be read is refused.

    Raises:
        BringError: the file is no such text.
    """
    import rispy  # type: ignore[import-untyped]

    for number, block in enumerate(_ris_blocks(path, encoding), start=1):
        try:
            found = rispy.loads(block)
        except (OSError, ValueError, KeyError, TypeError):
            found = []
        if len(found) == 1:
            cells = _ris_cells(dict(found[0]))
            yield Row(number, cells, "" if any(cells.values()) else EMPTY)
        else:
            yield Row(number, {}, "cannot be read as an entry of RIS")


def _ris_blocks(path: Path, encoding: str) -> Iterator[str]:
    """The texts from each TY to its ER, or to the next TY."""
    lines = list[str]()
    with open_text(path, encoding) as stream:
        for line in stream:
            text = line.rstrip("\r\n").removeprefix(MARK)
            if text.startswith("TY  -") and lines:
                yield "\n".join([*lines, "ER  - "])
                lines = []
            if lines or text.startswith("TY  -"):
                lines.append(text)
            if text.startswith("ER  -") and lines:
                yield "\n".join(lines)
                lines = []
    if lines:
        yield "\n".join([*lines, "ER  - "])


_RIS = {
    "primary_title": "title",
    "secondary_title": "container-title",
    "journal_name": "container-title",
    "alternate_title3": "container-title",
    "authors": "author",
    "first_authors": "author",
    "doi": "DOI",
    "access_date": "accessed",
}
_RIS_TYPES = {
    "NEWS": "article-newspaper",
    "MGZN": "article-magazine",
    "JOUR": "article-journal",
    "ELEC": "webpage",
    "WEB": "webpage",
    "BLOG": "post-weblog",
    "RPRT": "report",
    "BOOK": "book",
    "DATA": "dataset",
    "THES": "thesis",
}


def _ris_cells(entry: dict[str, Any]) -> dict[str, Any]:
    kind, unknown = entry.pop("type_of_reference", ""), entry.pop("unknown_tag", {})
    cells: dict[str, Any] = {"type": _RIS_TYPES.get(kind, kind)}
    for name, value in entry.items():
        cells.setdefault(_RIS.get(name, name), text_of(value))
    cells |= {tag: text_of(values) for tag, values in unknown.items()}
    if isinstance(urls := cells.pop("urls", None), list):
        cells["URL"] = " ".join(urls)
    dates = (cells.get("date", ""), cells.get("publication_year", ""), cells.get("year", ""))
    cells["issued"] = next(filter(None, map(_ris_date, dates)), "")
    return cells


def _ris_date(text: str) -> str:
    """A date of RIS (2021/02/20/) as EDTF; as it stands where it is none.

    >>> _ris_date("2021/02//"), _ris_date("2021"), _ris_date("spring 2021")
    ('2021-02', '2021', 'spring 2021')
    """
    parts = [part.strip() for part in text.split("/")[:3]]
    while parts and not parts[-1]:
        parts.pop()
    return (_edtf(parts) if all(parts) else "") or text.strip("/")

"""What ``archive/index.csv`` says of our copies of cited documents. The copies themselves are never read here.

The index is written by ``python -m timeline archive``; it is no part of the record's version.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import NamedTuple

from timeline.collection.english import count, day_in_words
from timeline.collection.folder import MAX_LIST_BYTES, SHOWN_FAULTS, Folder
from timeline.collection.problems import quote

INDEX = "archive/index.csv"
COPIED, GONE, FAILED = "copied", "gone", "failed"
OUTCOMES = (COPIED, GONE, FAILED)
"""``gone``: there is no such page, or nobody answers. ``failed``: somebody is there, and we have no copy."""
TIME_FORM = "%Y-%m-%dT%H:%M:%SZ"
_SHA256 = re.compile("[0-9a-f]{64}")


class Visit(NamedTuple):
    """One row of the index: one address, asked once. Texts as written, "" where nothing is known."""

    url: str
    time: str
    """When, in UTC: 2026-03-03T09:15:00Z."""
    outcome: str
    status: str = ""
    """HTTP status of the last answer."""
    reason: str = ""
    """Why there is no copy, in words."""
    redirects: str = ""
    """Where the address led, separated by spaces; the last one is where the copy is from."""
    media_type: str = ""
    title: str = ""
    size: str = ""
    """Bytes of the document."""
    sha256: str = ""
    """Of the document's bytes."""
    text_sha256: str = ""
    """Of its main text."""
    text_by: str = ""
    """What took the main text out, with its version: "trafilatura 2.3.1"."""
    file: str = ""
    """The WARC that holds the copy, inside the .wacz of the same name."""

    @property
    def moment(self) -> datetime:
        """When."""
        return datetime.strptime(self.time, TIME_FORM).replace(tzinfo=UTC)

    @property
    def day(self) -> date:
        """On which day, in UTC."""
        return self.moment.date()


class Copies(NamedTuple):
    """What the visits to one address tell together."""

    last: Visit | None = None
    """The latest copy."""
    change: tuple[Visit, Visit] | None = None
    """The two copies between which it changed last."""
    gone_since: date | None = None
    """The day from which on the address was found gone, on two days at least."""

    @property
    def words(self) -> str:
        """In words; "" where there is neither a copy nor anything to say."""
        gone = f"address gone since {day_in_words(self.gone_since)}" if self.gone_since else ""
        copy = f"copy of {day_in_words(self.last.day)}" if self.last else ""
        return "; ".join(part for part in (gone, copy, self.change_words) if part)

    @property
    def change_words(self) -> str:
        """The change in words; "" without one."""
        if not self.change:
            return ""
        before, after = self.change
        what = "text" if after.text_sha256 else "file"
        days = [day_in_words(visit.day) for visit in self.change]
        if before.day == after.day:
            days = [f"{day}, {visit.moment:%H:%M:%S} UTC," for day, visit in zip(days, self.change, strict=True)]
        return f"{what} differs between the copies of {days[0]} and {days[1]}".rstrip(",")


NO_COPIES = Copies()


def load_copies(folder: Folder) -> dict[str, Copies]:
    """What the index of a collection tells, by address; faulty rows are reported and left out."""
    return sum_up(load_visits(folder))


def load_visits(folder: Folder) -> list[Visit]:
    """The sound rows of the index, in its order; none where there is no index."""
    text = folder.text(INDEX, MAX_LIST_BYTES, is_record=False)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text), strict=True)
    visits, faults = list[Visit](), 0
    try:
        if next(reader, []) != list(Visit._fields):
            folder.report(INDEX, "has other columns.", f"The first line is: {','.join(Visit._fields)}", line=1)
            return []
        for cells in reader:
            fault = _fault(cells)
            if not fault:
                visits.append(Visit(*cells))
                continue
            faults += 1
            if faults <= SHOWN_FAULTS:
                folder.report(INDEX, fault, line=reader.line_num, consequence="The row was left out.")
    except csv.Error as error:
        folder.report(INDEX, f"is not a CSV table ({error}).", line=reader.line_num + 1)
    if faults > SHOWN_FAULTS:
        folder.report(INDEX, f"has {count(faults - SHOWN_FAULTS, 'more such row')}.")
    return visits


def _fault(cells: Sequence[str]) -> str:
    """What is wrong with a row; "" for nothing."""
    if len(cells) != len(Visit._fields):
        return f"has {count(len(cells), 'cell')} instead of {len(Visit._fields)}."
    visit = Visit(*cells)
    try:
        is_time = visit.moment.strftime(TIME_FORM) == visit.time
    except ValueError:
        is_time = False
    if not is_time:
        return f"has the time {quote(visit.time)}. It is written like 2026-03-03T09:15:00Z."
    if visit.outcome not in OUTCOMES:
        return f"has the outcome {quote(visit.outcome)}. It is one of: {', '.join(OUTCOMES)}."
    hashes = [visit.sha256] if visit.outcome == COPIED else []
    hashes += [visit.text_sha256] if visit.text_sha256 else []
    wrong = [found for found in hashes if not _SHA256.fullmatch(found)]
    return f"has {quote(wrong[0])} as SHA-256. It is 64 digits and letters from a to f." if wrong else ""


def sum_up(visits: Iterable[Visit]) -> dict[str, Copies]:
    """What visits tell of each address that they name."""
    by_url: dict[str, list[Visit]] = {}
    for visit in sorted(visits, key=lambda visit: visit.time):
        by_url.setdefault(visit.url, []).append(visit)
    return {url: _sum_up(found) for url, found in by_url.items()}


def _sum_up(visits: Sequence[Visit]) -> Copies:
    """What the visits to one address tell, in order of time."""
    copies = [visit for visit in visits if visit.outcome == COPIED]
    compared = pairwise(copy for copy in copies if _compared(copy))
    changes = [
        (before, after)
        for before, after in compared
        if before.text_by == after.text_by and _compared(before) != _compared(after)
    ]
    lost: list[date] = []  # the days of the visits at the end that found nothing
    for visit in visits:
        lost = [*lost, visit.day] if visit.outcome == GONE else []
    gone = lost[0] if len(set(lost)) > 1 else None
    return Copies(copies[-1] if copies else None, changes[-1] if changes else None, gone)


def _compared(copy: Visit) -> str:
    """By what copies are compared: the main text; the file where it is of a kind that has none, such as a PDF."""
    return copy.text_sha256 or ("" if copy.text_by else copy.sha256)


def copy_columns(urls: Sequence[str], copies: Mapping[str, Copies]) -> dict[str, list[str]]:
    """The columns of ``tables.SOURCES`` that tell of our copies, for these addresses; none where we have no copy."""
    if not copies:
        return {}
    found = [copies.get(url, NO_COPIES) for url in urls]
    return {
        "copy_date": [copy.last.day.isoformat() if copy.last else "" for copy in found],
        "copy_sha256": [copy.last.sha256 if copy.last else "" for copy in found],
        "copy_words": [copy.words for copy in found],
    }

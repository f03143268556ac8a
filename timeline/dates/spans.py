"""Seasons, decades and parts of a year, month or decade in plain words to EDTF."""

from __future__ import annotations

import re
from datetime import date

import numpy as np

from timeline.collection.edtf import DateError, When, parse_edtf
from timeline.collection.english import iso_day
from timeline.dates.days import (
    WEEK_DAYS,
    Found,
    calendar_words,
    figures,
    most_recent,
    relative,
    week,
    written,
)
from timeline.dates.plain import BCE, YEAR, year_number
from timeline.dates.words import COUNTED, ORDINALS, PLURALS, SEASONS, THIRDS, UNITS, any_of

_SEASON = re.compile(
    rf"(?P<season>{any_of(SEASONS)})(?: (?P<year>{YEAR})(?:[-/](?P<next>\d{{4}}|\d\d))?)?"
    rf"|(?P<year_first>{YEAR}) (?P<season_last>{any_of(SEASONS)})"
)
_WINTER = 24


def season(words: str, today: date) -> Found:
    """Seasons. A winter named by one year may be the one that ends in it or the one that begins in it."""
    match = _SEASON.fullmatch(words)
    if match is None:
        return ()
    part = SEASONS[match["season"] or match["season_last"]]
    written_year = match["year"] or match["year_first"]
    if written_year is None:
        return most_recent(lambda year: f"{year:04}-{part}", today)
    year = year_number(written_year)
    if match["next"]:
        follows = f"{year + 1:04}".endswith(match["next"])
        return (f"{year:04}-{part}",) if part == _WINTER and follows else ()
    if part == _WINTER and year > 0:
        return f"{year - 1:04}-{part}", f"{year:04}-{part}"
    return (f"{written_year.replace(BCE, '-')}-{part}",)


_DECADE = re.compile(r"(\d\d)(\d)0(?:'?s|-?(?:е|х|ті|их)|ern?(?:[- ]jahren?)?)")


def decade(words: str, today: date) -> Found:
    """Decades; "2000s" may also be the hundred years."""
    match = _DECADE.fullmatch(words)
    if match is None:
        return ()
    ten = f"{match[1]}{match[2]}X"
    return (ten, f"{match[1]}XX") if match[2] == "0" else (ten,)


_PART = re.compile(
    rf"(?:(?P<year>{YEAR})[ -])?(?P<ordinal>{any_of(ORDINALS)}) ?(?P<unit>{any_of(UNITS)})"
    r"(?:[ -](?P<whole>.+))?"
)
_ISO_WEEK = re.compile(r"(\d{4})-?w(\d\d)")


def part(words: str, today: date) -> Found:
    """Weeks, halves and quarters: "last week 2025", "first half 2026", "i квартал 2026", "2026-w06".

    Raises:
        DateError: the year does not have that week.
    """
    if iso_week := _ISO_WEEK.fullmatch(words):
        try:
            return week(date.fromisocalendar(int(iso_week[1]), int(iso_week[2]), 1))
        except ValueError:
            raise DateError(words, "names a week that the year does not have; write 01 to 52 or 53") from None
    match = _PART.fullmatch(words)
    if match is None or (match["year"] and match["whole"]):
        return ()
    if match["unit"] in PLURALS or (match["ordinal"].isdigit() and match["unit"] in COUNTED):
        return ()
    ordinal, unit = ORDINALS[match["ordinal"]], UNITS[match["unit"]]
    whole = match["year"] or match["whole"]
    if whole:
        found = tuple(_part_of(parse_edtf(text), unit, ordinal) for text in _plain_period(whole, today))
        return found if all(found) else ()
    if unit in ("quarter", "half") and 0 < ordinal <= 4 and _part_of(parse_edtf("2000"), unit, ordinal):
        return most_recent(lambda year: _part_of(parse_edtf(f"{year:04}"), unit, ordinal), today)
    return ()


def _plain_period(words: str, today: date) -> Found:
    """A month, year or decade that a part may be of, "this year" and "last month" included."""
    unit = relative(f"this {words}", today) if words in UNITS else ()
    return unit or relative(words, today) or calendar_words(words, today) or written(words, today)


def _part_of(whole: When, unit: str, ordinal: int) -> str:
    """The EDTF text of a part of a year or month; "" where it has no such part."""
    if whole.start is None or whole.end is None or whole.interval or whole.precision not in ("year", "month"):
        return ""
    is_year, text = whole.precision == "year", whole.text
    if unit == "quarter" and is_year:
        return f"{text}-{32 + ordinal if ordinal > 0 else 36}"
    if unit == "half" and ordinal in (1, 2, -1):
        if is_year:
            return f"{text}-01/{text}-06" if ordinal == 1 else f"{text}-07/{text}-12"
        return f"{text}-01/{text}-15" if ordinal == 1 else f"{text}-16/{iso_day(whole.end)}"
    if unit == "day":
        return iso_day(whole.end if ordinal < 0 else whole.start + np.timedelta64(ordinal - 1, "D"))
    if unit == "week":
        days = np.timedelta64(WEEK_DAYS - 1, "D")
        start = whole.end - days if ordinal < 0 else whole.start + (ordinal - 1) * np.timedelta64(WEEK_DAYS, "D")
        return f"{iso_day(start)}/{iso_day(start + days)}"
    return ""


_THIRD = re.compile(rf"(?P<third>{any_of(THIRDS)}) (?P<whole>.+)")
_MONTHS_OF_YEAR = (("01", "04"), ("05", "08"), ("09", "12"))
_YEARS_OF_DECADE = (("0", "3"), ("4", "6"), ("7", "9"))


def third(words: str, today: date) -> Found:
    """Early, mid or late in a month, a year or a decade: about ten days, four months, three or four years."""
    match = _THIRD.fullmatch(words)
    if match is None:
        return ()
    found = _plain_period(match["whole"], today) or decade(match["whole"], today)[:1]
    whole = parse_edtf(found[0]) if found else None
    if whole is None or whole.end is None or whole.interval or whole.approximate or whole.uncertain:
        return ()
    which, text = THIRDS[match["third"]], whole.text
    if whole.precision == "month":
        low, high = (("01", "10"), ("11", "20"), ("21", iso_day(whole.end)[-2:]))[which]
        return (f"{text}-{low}~/{text}-{high}~",)
    if whole.precision == "year" and text.endswith("X"):
        low, high = _YEARS_OF_DECADE[which]
        return (f"{text[:3]}{low}~/{text[:3]}{high}~",)
    if whole.precision == "year":
        low, high = _MONTHS_OF_YEAR[which]
        return (f"{text}-{low}~/{text}-{high}~",)
    return ()


_RULES = (written, relative, calendar_words, part, third, season, decade, figures)


def one_date(words: str, today: date) -> Found:
    """The EDTF texts that the words of one date may mean, by the first rule that knows them."""
    for rule in _RULES:
        if found := rule(words, today):
            return found
    return ()

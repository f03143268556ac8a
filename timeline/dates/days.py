"""Days, months and years in plain words to EDTF, by name, in figures, or counted from today.

Every rule of this and of :mod:`timeline.dates.spans` takes words as ``plain.plain`` leaves them
and gives the EDTF texts that they may mean: none where the rule does not know them, several where they are
ambiguous. What no calendar has (30 February) raises DateError, at the latest when the text is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from timeline.collection.edtf import DateError, When, parse_edtf
from timeline.collection.english import iso_day
from timeline.dates import words as words_of
from timeline.dates.plain import BCE, MONTH, YEAR
from timeline.dates.words import MONTHS, SEASONS, UNITS, WEEKDAYS, any_of

Found = tuple[str, ...]
WEEK_DAYS = 7
_WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def week(first: date) -> Found:
    """The seven days from the first on."""
    return (f"{first.isoformat()}/{(first + timedelta(days=WEEK_DAYS - 1)).isoformat()}",)


def written(words: str, today: date) -> Found:
    """EDTF itself, in the capitals that plain() took from it."""
    text = words.replace(BCE, "-").upper()
    return (text,) if "/" not in text and is_date(text) else ()


def most_recent(template: Callable[[int], str], today: date) -> Found:
    """A date without a year, in the latest year in which it had begun by today.

    Raises:
        DateError: no year has it.
    """
    fault: DateError | None = None
    for year in range(today.year, max(today.year - 9, 0), -1):
        try:
            when = parse_edtf(template(year))
        except DateError as error:
            # 29 February exists in some years only
            fault = fault or error
            continue
        if when.start is not None and when.start <= np.datetime64(today):
            return (when.text,)
    if fault:
        raise fault
    return ()


def _without_year(rest: str, today: date) -> Found:
    return most_recent(lambda year: f"{year:04}{rest}", today)


_SHORT_WEEKDAYS = WEEKDAYS | words_of.WEEKDAYS_SHORT
_DAY, _MONTH, _YEAR = r"(?P<day>\d{1,2})", rf"(?P<month>{MONTH})", f"(?P<year>{YEAR})"
_CALENDAR = tuple(
    re.compile(rf"(?:(?P<weekday>{any_of(_SHORT_WEEKDAYS)}) )?(?:{pattern})")
    for pattern in (
        rf"{_DAY} ?{_MONTH}(?: ?{_YEAR})?",
        rf"{_MONTH} {_DAY}(?: {_YEAR})?",
        rf"{_MONTH}(?:[ -]{_YEAR})?",
        rf"{_YEAR} {_MONTH}(?: {_DAY})?",
    )
)


def calendar_words(words: str, today: date) -> Found:
    """Months and days by name, with or without a year: "3 february 2026", "лютий"."""
    for pattern in _CALENDAR:
        if match := pattern.fullmatch(words):
            month, day, year = MONTHS[match["month"]], match.groupdict().get("day"), match["year"]
            rest = f"-{month:02}" + (f"-{int(day):02}" if day else "")
            found = (_year(year) + rest,) if year else _without_year(rest, today)
            if match["weekday"] and found:
                _check_weekday(words, match["weekday"], parse_edtf(found[0]))
            return found
    return ()


def _year(text: str) -> str:
    return text.replace(BCE, "-")


def _check_weekday(words: str, name: str, when: When) -> None:
    if when.precision != "day" or when.start is None:
        raise DateError(words, "names a weekday without a day of the month; write the day too")
    # 1 January 1970 was a Thursday
    found = (int(when.start.astype("datetime64[D]").astype(int)) + 3) % WEEK_DAYS
    if found != _SHORT_WEEKDAYS[name]:
        raise DateError(
            words,
            f"names the wrong weekday: {when.text} is a {_WEEKDAY_NAMES[found]}; correct one",
        )


_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})|([12]\d{3})()(\d\d)(\d\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)")
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})[./](\d{4})")
_NO_YEAR = re.compile(r"(\d{1,2})/(\d{1,2})")


def figures(words: str, today: date) -> Found:
    """Dates in figures. With dots the day comes first wherever they are used; with slashes nobody knows."""
    if match := _YEAR_FIRST.fullmatch(words):
        year, _, month, day = (part for part in match.groups() if part is not None)
        return (f"{year}-{month:0>2}-{day:0>2}",)
    if match := _MONTH_AND_YEAR.fullmatch(words):
        return (f"{match[2]}-{match[1]:0>2}",)
    if match := _NO_YEAR.fullmatch(words):
        rests = _days_of_the_calendar("2000", match[1], match[2])
        return tuple(text for rest in rests for text in _without_year(rest[4:], today))
    if match := _YEAR_LAST.fullmatch(words):
        first, mark, second, year = match.groups()
        year = year if len(year) == 4 else _full_year(int(year), today)
        if mark == ".":
            return (f"{year}-{second:0>2}-{first:0>2}",)
        return _days_of_the_calendar(year, first, second)
    return ()


def _full_year(number: int, today: date) -> str:
    """Two figures are a year of this century up to ten years from now, else of the last."""
    year = today.year // 100 * 100 + number
    return f"{year if year <= today.year + 10 else year - 100:04}"


def _days_of_the_calendar(year: str, first: str, second: str) -> Found:
    """Both orders of day and month, less those that are no day; where none is, one for the error to show."""
    orders = dict.fromkeys(f"{year}-{month:0>2}-{day:0>2}" for day, month in ((first, second), (second, first)))
    return tuple(text for text in orders if is_date(text)) or tuple(orders)[:1]


def is_date(text: str) -> bool:
    """Whether it is EDTF of ours."""
    try:
        parse_edtf(text)
    except DateError:
        return False
    return True


_COUNT = rf"(\d{{1,4}}|{any_of(words_of.NUMBERS)})"
_WEEKDAY = re.compile(rf"(?:на )?({any_of(WEEKDAYS)})")
_AGO = re.compile(rf"(?:{_COUNT} )?({any_of(UNITS)}) {any_of(words_of.AGO)}")
_AGO_IN_FRONT = re.compile(rf"{any_of(words_of.AGO_IN_FRONT)} {_COUNT} ({any_of(UNITS)})")
_NAMED = f"({any_of([*UNITS, *MONTHS, *SEASONS, *WEEKDAYS])})"
_NEAR = re.compile(rf"(?:на |за )?({any_of(words_of.THIS_OR_LAST)}) {_NAMED}")
_LAST_BEHIND = re.compile(rf"{_NAMED} {any_of(words_of.LAST_BEHIND)}")
_PAST = re.compile(rf"(?:на |за )?{any_of(words_of.PAST)} (?:{_COUNT} )?({any_of(UNITS)})")
_COUNTED = any_of(words_of.PAST_COUNTED)
_PAST_COUNTED = re.compile(
    rf"(?:{_COUNTED} (?P<behind>{_COUNT})|(?P<front>{_COUNT}) {_COUNTED}) (?P<unit>{any_of(UNITS)})"
)


def relative(words: str, today: date) -> Found:
    """What is counted from today: "yesterday", "3 days ago", "last week", "понеділок"."""
    if words in words_of.DAYS:
        return ((today - timedelta(days=words_of.DAYS[words])).isoformat(),)
    if words in words_of.LAST_YEAR:
        return _shifted("year", 1, today)
    if match := _WEEKDAY.fullmatch(words):
        return (_weekday_by(today, WEEKDAYS[match[1]]),)
    if match := _AGO.fullmatch(words) or _AGO_IN_FRONT.fullmatch(words):
        return _ago(match[1], match[2], today)
    if match := _LAST_BEHIND.fullmatch(words):
        return _near(-1, match[1], today)
    if match := _NEAR.fullmatch(words):
        return _near(words_of.THIS_OR_LAST[match[1]], match[2], today)
    if match := _PAST.fullmatch(words):
        return _past(_count(match[1]), UNITS[match[2]], today)
    if match := _PAST_COUNTED.fullmatch(words):
        return _past(_count(match["front"] or match["behind"]), UNITS[match["unit"]], today)
    return ()


def _past(count: int, unit: str, today: date) -> Found:
    """So many days, weeks, months or years that end today."""
    if unit in ("day", "week"):
        first = today - timedelta(days=count * (WEEK_DAYS if unit == "week" else 1) - 1)
    elif month := _shifted("month", count * {"month": 1, "quarter": 3, "year": 12}.get(unit, 0), today):
        last = parse_edtf(month[0]).end
        day = min(today.day, int(iso_day(last)[-2:]) if last else 1)
        first = date.fromisoformat(f"{month[0]}-{day:02}") + timedelta(days=1)
    else:
        return ()
    return (f"{first.isoformat()}/{today.isoformat()}",) if first <= today else ()


def _count(text: str | None) -> int:
    if text is None:
        return 1
    return int(text) if text.isdigit() else words_of.NUMBERS[text]


def _weekday_by(day: date, weekday: int) -> str:
    """The latest such weekday, the day itself included."""
    return (day - timedelta(days=(day.weekday() - weekday) % WEEK_DAYS)).isoformat()


def _ago(number: str | None, name: str, today: date) -> Found:
    """As exact as the unit: a day, about a day for weeks, a month, a quarter, a year."""
    if number is None and name.isascii():
        # «неделю назад» is a week ago, "week ago" is nothing
        return ()
    unit, count = UNITS[name], _count(number)
    if unit == "day":
        return ((today - timedelta(days=count)).isoformat(),)
    if unit == "week":
        return ((today - timedelta(days=WEEK_DAYS * count)).isoformat() + "~",)
    return _shifted(unit, count, today)


def _shifted(unit: str, count: int, today: date) -> Found:
    """The month, quarter or year so many before today's."""
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit, 0)
    year, month = divmod(today.year * 12 + today.month - 1 - count * months, 12)
    part = {"month": f"-{month + 1:02}", "quarter": f"-{33 + month // 3}", "year": ""}
    return (f"{year:04}{part[unit]}",) if unit in part and year > 0 else ()


def _near(shift: int, name: str, today: date) -> Found:
    """This (0) or the last (-1) week, month, quarter, year, weekday, month or season of that name."""
    monday = today - timedelta(days=today.weekday())
    if name in words_of.PLURALS:
        # "the last weeks", «die letzten Jahre»: nobody knows how many
        return ()
    if UNITS.get(name) == "week":
        return week(monday + timedelta(days=WEEK_DAYS * shift))
    if name in UNITS:
        return _shifted(UNITS[name], -shift, today)
    if name in WEEKDAYS:
        # this Monday lies in this week, the last one before today
        day = monday + timedelta(days=WEEK_DAYS - 1) if shift == 0 else today - timedelta(days=1)
        return (_weekday_by(day, WEEKDAYS[name]),)
    found = _without_year(f"-{MONTHS.get(name) or SEASONS[name]:02}", today)
    if shift and found and _is_going_on(found[0], today):
        return (f"{int(found[0][:4]) - 1:04}{found[0][4:]}",)
    return found


def _is_going_on(edtf: str, today: date) -> bool:
    end = parse_edtf(edtf).end
    return end is not None and bool(end >= np.datetime64(today))

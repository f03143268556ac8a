"""What people write for a date, in three languages, and the EDTF that is read from it.

Today is Friday, 20 February 2026 in all tables.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from timeline.collection.edtf import parse_edtf, when_in_words
from timeline.dates import MAX_LENGTH, Period, Reading, read_date, read_period, words

TODAY = date(2026, 2, 20)

DAYS = {
    "2026-02-03": "2026-02-03",
    "2026-2-3": "2026-02-03",
    "2026/02/03": "2026-02-03",
    "2026.02.03": "2026-02-03",
    "20260203": "2026-02-03",
    "3 February 2026": "2026-02-03",
    "February 3, 2026": "2026-02-03",
    "Feb. 3rd, 2026": "2026-02-03",
    "the 3rd of February 2026": "2026-02-03",
    "Tuesday, 3 February 2026": "2026-02-03",
    "3 Feb '26": "2026-02-03",
    "03-Feb-2026": "2026-02-03",
    "3 февраля 2026 года": "2026-02-03",
    "3-го февраля 2026 г.": "2026-02-03",
    "в пятницу, 6 февраля 2026": "2026-02-06",
    "3 лютого 2026 р.": "2026-02-03",
    "3-го лютого 2026 року": "2026-02-03",
    "у п’ятницю 6 лютого 2026": "2026-02-06",
    "13 листопада 2025": "2025-11-13",
    "15 March 44 BC": "-0043-03-15",
    # spellings that are left to dateparser
    "3/Feb/2026": "2026-02-03",
    "2026-Feb-03": "2026-02-03",
    # with dots the day comes first wherever they are used
    "03.02.2026": "2026-02-03",
    "3.2.26": "2026-02-03",
    # two figures are a year of this century up to ten years from now, else of the last
    "3.2.36": "2036-02-03",
    "3.2.37": "1937-02-03",
    "03.02.41": "1941-02-03",
    "3.2.99": "1999-02-03",
    "3.2.00": "2000-02-03",
    # one order of these is no day
    "13/02/2026": "2026-02-13",
    "02/13/2026": "2026-02-13",
    # both orders are the same day
    "06/06/2026": "2026-06-06",
}

MONTHS_AND_YEARS = {
    "2026": "2026",
    "February 2026": "2026-02",
    "Feb 2026": "2026-02",
    "Feb '26": "2026-02",
    "02/2026": "2026-02",
    "2026-02": "2026-02",
    "в феврале 2026": "2026-02",
    "у лютому 2026 року": "2026-02",
    "мая 2025": "2025-05",
    "Feb/2026": "2026-02",
    "2026 год": "2026",
    "2026-й": "2026",
    "2026 рік": "2026",
    "c. 700 BCE": "-0699~",
    "44 BC": "-0043",
    "AD 79": "0079",
    "около 700 г. до н. э.": "-0699~",
    "близько 700 року до н. е.": "-0699~",
    "500–300 BCE": "-0499/-0299",
    "c. 500 – c. 300 BC": "-0499~/-0299~",
    "500 BC – AD 20": "-0499/0020",
    # years, unlike 2025-12, which is a month
    "2025-26": "2025/2026",
    "2025/26": "2025/2026",
}

# A date without a year is the latest that had begun by today.
WITHOUT_YEAR = {
    "3 February": "2026-02-03",
    "20 February": "2026-02-20",
    "21 February": "2025-02-21",
    "31 December": "2025-12-31",
    "29 February": "2024-02-29",
    "February": "2026-02",
    "March": "2025-03",
    "9 мая": "2025-05-09",
    "лютий": "2026-02",
    "березень": "2025-03",
    "autumn": "2025-23",
    "осенью": "2025-23",
    "2-3 February": "2026-02-02/2026-02-03",
    "28 December to 3 January": "2025-12-28/2026-01-03",
    "December–January": "2025-12/2026-01",
}

PARTS_OF_TIME = {
    "summer 2025": "2025-22",
    "летом 2025": "2025-22",
    "влітку 2025": "2025-22",
    "spring of 2026": "2026-21",
    "весна 2026 года": "2026-21",
    "навесні 2022": "2022-21",
    "осінь 2025": "2025-23",
    "winter 2025–26": "2025-24",
    "зимой 2025-2026": "2025-24",
    "взимку 2025/26": "2025-24",
    "Q1 2026": "2026-33",
    "4Q 2025": "2025-36",
    "first quarter of 2026": "2026-33",
    "I квартал 2026 года": "2026-33",
    "перший квартал 2026": "2026-33",
    "IV квартал": "2025-36",
    "third quarter of last year": "2025-35",
    "H1 2026": "2026-01/2026-06",
    "2-е полугодие 2025": "2025-07/2025-12",
    "перша половина 2026 року": "2026-01/2026-06",
    "в первой половине февраля 2026": "2026-02-01/2026-02-15",
    "1990s": "199X",
    "the 1990's": "199X",
    "1990-е": "199X",
    "1990-ті": "199X",
    "в 2020-х": "202X",
    "last week of 2025": "2025-12-25/2025-12-31",
    "first week of January": "2026-01-01/2026-01-07",
    "последняя неделя января": "2026-01-25/2026-01-31",
    "останній тиждень 2025 року": "2025-12-25/2025-12-31",
    "last day of January": "2026-01-31",
    "3rd week of January": "2026-01-15/2026-01-21",
    "до 2-го кварталу 2026": "../2026-06-30",
    "последней недели января": "2026-01-25/2026-01-31",
    "2026-W06": "2026-02-02/2026-02-08",
}

EARLY_MID_LATE = {
    "early February 2026": "2026-02-01~/2026-02-10~",
    "mid-February 2026": "2026-02-11~/2026-02-20~",
    "late February 2024": "2024-02-21~/2024-02-29~",
    "end of January": "2026-01-21~/2026-01-31~",
    "в начале февраля 2026": "2026-02-01~/2026-02-10~",
    "середина березня 2025": "2025-03-11~/2025-03-20~",
    "наприкінці січня": "2026-01-21~/2026-01-31~",
    "early 2026": "2026-01~/2026-04~",
    "mid-2025": "2025-05~/2025-08~",
    "в конце 2025 года": "2025-09~/2025-12~",
    "на початку 2026": "2026-01~/2026-04~",
    "mid-1990s": "1994~/1996~",
    "beginning of last month": "2026-01-01~/2026-01-10~",
    "late 2025 – early 2026": "2025-09~/2026-04~",
    "с середины января по начало февраля 2026": "2026-01-11~/2026-02-10~",
}

COUNTED_FROM_TODAY = {
    "today": "2026-02-20",
    "yesterday": "2026-02-19",
    "the day before yesterday": "2026-02-18",
    "tomorrow": "2026-02-21",
    "вчера": "2026-02-19",
    "вчора": "2026-02-19",
    "позавчора": "2026-02-18",
    "3 days ago": "2026-02-17",
    "три дня назад": "2026-02-17",
    "3 дні тому": "2026-02-17",
    "eight days ago": "2026-02-12",
    "2 weeks ago": "2026-02-06~",
    "неделю назад": "2026-02-13~",
    "a month ago": "2026-01",
    "2 месяца назад": "2025-12",
    "рік тому": "2025",
    "on Monday": "2026-02-16",
    "on Friday": "2026-02-20",
    "last Friday": "2026-02-13",
    "в понедельник": "2026-02-16",
    "у понеділок": "2026-02-16",
    "минулої п'ятниці": "2026-02-13",
    "this week": "2026-02-16/2026-02-22",
    "last week": "2026-02-09/2026-02-15",
    "на прошлой неделе": "2026-02-09/2026-02-15",
    "минулого тижня": "2026-02-09/2026-02-15",
    "the last seven days": "2026-02-14/2026-02-20",
    "протягом останнього тижня": "2026-02-14/2026-02-20",
    "last two weeks": "2026-02-07/2026-02-20",
    "за последние 30 дней": "2026-01-22/2026-02-20",
    "останні 3 місяці": "2025-11-21/2026-02-20",
    "last month": "2026-01",
    "this quarter": "2026-33",
    "минулого року": "2025",
    "торік": "2025",
    "last January": "2026-01",
    "last winter": "2024-24",
    "прошлым летом": "2025-22",
}

RANGES = {
    "2–3 February 2026": "2026-02-02/2026-02-03",
    "2—3 February 2026": "2026-02-02/2026-02-03",
    "2 - 3 February 2026": "2026-02-02/2026-02-03",
    "Feb 2–5, 2026": "2026-02-02/2026-02-05",
    "from 23 to 24 January 2026": "2026-01-23/2026-01-24",
    "23 January to 2 February 2026": "2026-01-23/2026-02-02",
    "Jan 30–Feb 2, 2026": "2026-01-30/2026-02-02",
    "28 December – 3 January 2026": "2025-12-28/2026-01-03",
    "between 2 and 5 February 2026": "2026-02-02/2026-02-05",
    "9 and 10 February 2026": "2026-02-09/2026-02-10",
    "Mon 2 – Thu 5 February 2026": "2026-02-02/2026-02-05",
    "с 23 по 24 января 2026 года": "2026-01-23/2026-01-24",
    "9 и 10 февраля": "2026-02-09/2026-02-10",
    "з 23 по 24 січня 2026": "2026-01-23/2026-01-24",
    "від 2 до 5 лютого 2026": "2026-02-02/2026-02-05",
    "23–24 січня": "2026-01-23/2026-01-24",
    "2–5.02.2026": "2026-02-02/2026-02-05",
    "з 30.01 по 02.02.2026": "2026-01-30/2026-02-02",
    "02.02.2026-05.02.2026": "2026-02-02/2026-02-05",
    "2026-02-03/2026-02-05": "2026-02-03/2026-02-05",
    "January–March 2026": "2026-01/2026-03",
    "с мая по июль 2025": "2025-05/2025-07",
    "summer to autumn 2025": "2025-22/2025-23",
    "between 1914 and 1918": "1914/1918",
    "2020–present": "2020/2026-02-20",
    "з січня по сьогодні": "2026-01/2026-02-20",
}

NIGHTS = {
    "night of 2-3 February": "2026-02-02/2026-02-03",
    "night of 2 to 3 February 2026": "2026-02-02/2026-02-03",
    "night of 2/3 February 2026": "2026-02-02/2026-02-03",
    "overnight 2–3 February": "2026-02-02/2026-02-03",
    "night of 31 December 2025 to 1 January 2026": "2025-12-31/2026-01-01",
    "в ночь на 3 февраля": "2026-02-02/2026-02-03",
    "в ночь на 1 января 2026": "2025-12-31/2026-01-01",
    "в ночь с 2 на 3 февраля 2026": "2026-02-02/2026-02-03",
    "у ніч на 3 лютого": "2026-02-02/2026-02-03",
    "у ніч з 2 на 3 лютого": "2026-02-02/2026-02-03",
    "вночі 2-3 лютого": "2026-02-02/2026-02-03",
}

OPEN = {
    "since January": "2026-01-01/..",
    "since January 2025": "2025-01-01/..",
    "from 3 February 2026": "2026-02-03/..",
    "з січня": "2026-01-01/..",
    "с 3 февраля": "2026-02-03/..",
    "since last week": "2026-02-09/..",
    "since a week ago": "2026-02-13~/..",
    "after 3 February 2026": "2026-02-04/..",
    "після 3 лютого": "2026-02-04/..",
    "after February 2026": "2026-03-01/..",
    "until 3 February 2026": "../2026-02-03",
    "until January": "../2026-01-31",
    "by 3 February 2026": "../2026-02-03",
    "до 3 февраля": "../2026-02-03",
    "не позднее 3 февраля 2026": "../2026-02-03",
    "before 3 February 2026": "../2026-02-02",
    "перед 3 лютого": "../2026-02-02",
    "до сегодняшнего дня": "../2026-02-20",
    "until 44 BCE": "../-0043-12-31",
    # the edge of a period is a day; what lies inside it is not
    "since the beginning of 2026": "2026-01-01/..",
    "з початку 2026 року": "2026-01-01/..",
    "by the end of January": "../2026-01-31",
    "до конца 2025 года": "../2025-12-31",
    "after the end of January": "2026-02-01/..",
    "before the beginning of 2026": "../2025-12-31",
    "since the end of January": "2026-01-21~/..",
    "since mid-February": "2026-02-11~/..",
    "до середини січня": "../2026-01-20~",
}

MARKED = {
    "c. 2026": "2026~",
    "circa March 2026": "2026-03~",
    "~3 February 2026": "2026-02-03~",
    "on or about 3 February 2026": "2026-02-03~",
    "about 3–5 February 2026": "2026-02-03~/2026-02-05~",
    "примерно 3 февраля": "2026-02-03~",
    "приблизно у березні 2025": "2025-03~",
    "3 February 2026 (?)": "2026-02-03?",
    "since about 3 February": "2026-02-03~/..",
}

TIMES = {
    "2026-02-03 14:30": "2026-02-03T14:30",
    "3 Feb 2026 2:30 pm": "2026-02-03T14:30",
    "3 Feb 2026 12 am": "2026-02-03T00:00",
    "3 лютого 2026 о 14:30": "2026-02-03T14:30",
    "вчера в 14:30": "2026-02-19T14:30",
}

UNDERSTOOD = {
    "days": DAYS,
    "months and years": MONTHS_AND_YEARS,
    "without year": WITHOUT_YEAR,
    "parts of time": PARTS_OF_TIME,
    "early, mid, late": EARLY_MID_LATE,
    "counted from today": COUNTED_FROM_TODAY,
    "ranges": RANGES,
    "nights": NIGHTS,
    "open": OPEN,
    "marked": MARKED,
    "times": TIMES,
}

# text: everything that it may mean
AMBIGUOUS = {
    "06/02/2026": ("2026-02-06", "2026-06-02"),
    "6/2/26": ("2026-02-06", "2026-06-02"),
    "06-02-2026": ("2026-02-06", "2026-06-02"),
    "06/02": ("2026-02-06", "2025-06-02"),
    "6/2/2026 14:30": ("2026-02-06T14:30", "2026-06-02T14:30"),
    "since 06/02/2026": ("2026-02-06/..", "2026-06-02/.."),
    # both sides in one order of day and month
    "03/02/2026 – 05/02/2026": ("2026-02-03/2026-02-05", "2026-03-02/2026-05-02"),
    "winter 2025": ("2024-24", "2025-24"),
    "зима 2025": ("2024-24", "2025-24"),
    "2000s": ("200X", "20XX"),
    "night of 3 February": ("2026-02-02/2026-02-03", "2026-02-03/2026-02-04"),
    "ночью 3 февраля": ("2026-02-02/2026-02-03", "2026-02-03/2026-02-04"),
    "21 or 22 June 2025": ("2025-06-21", "2025-06-22"),
    "3 или 4 февраля": ("2026-02-03", "2026-02-04"),
    "June or July 2025": ("2025-06", "2025-07"),
}

ADVICE = "write it like 3 February 2026, 2–5 February 2026, February 2026 or 2026-02-03."
UNKNOWN = f"is not a date that we understand; {ADVICE}"

# text: the end of the sentence that begins with it
REFUSED = {
    "": f"is empty; {ADVICE}",
    "   ": f"is empty; {ADVICE}",
    "3" * 121: "is too long for a date; write at most 120 characters.",
    # what a general parser takes for dates
    "n/a": UNKNOWN,
    "a": UNKNOWN,
    "1": UNKNOWN,
    "sat": UNKNOWN,
    "1738540800": UNKNOWN,
    "talks may continue": UNKNOWN,
    "talks on 3 February 2026": UNKNOWN,
    "not 3 February 2026": UNKNOWN,
    # dates that are not there yet or say too little
    "TBD": UNKNOWN,
    # a clock of another place, and a doubt in words, are not read: nothing of them is lost unseen
    "3 Feb 2026 14:30 UTC": UNKNOWN,
    "3 Feb 2026 14:30 +03:00": UNKNOWN,
    "3 Feb 2026 14:30 MSK": UNKNOWN,
    "possibly 2025": UNKNOWN,
    "soon": UNKNOWN,
    "several days ago": UNKNOWN,
    "since": UNKNOWN,
    "3 days": UNKNOWN,
    # lengths, not days
    "3 days of February 2026": UNKNOWN,
    "2 weeks of February 2026": UNKNOWN,
    "last days of 2025": UNKNOWN,
    "2 дня февраля 2026": UNKNOWN,
    "12 hours February 2026": UNKNOWN,
    "5 минут февраль 2026": UNKNOWN,
    "9999 years ago": UNKNOWN,
    "3 Feb 202": UNKNOWN,
    # mistyped
    "Febuary 2026": f"is not a date that we understand: “febuary” may be “february” mistyped; {ADVICE}",
    "5 Setember 2025": f"is not a date that we understand: “setember” may be “september” mistyped; {ADVICE}",
    "с фквраля": f"is not a date that we understand: “фквраля” may be “февраля” mistyped; {ADVICE}",
    "3 люитого": f"is not a date that we understand: “люитого” may be “лютого” mistyped; {ADVICE}",
    # close to EDTF, which knows best
    "2026-13": "has no month 13; write 01 to 12, 21 to 24 for a season or 33 to 36 for a quarter.",
    "2026-02-03/": "leaves the open side of an interval empty; write 2026-02-03/.. instead.",
    "2026-02-05/2026-02-03": "ends before it begins; write 2026-02-03/2026-02-05 if the two were swapped.",
    # not in the calendar
    "30 February 2026": "is not a day of the calendar: February 2026 has 28 days; write 01 to 28.",
    "32 січня 2026": "is not a day of the calendar: January 2026 has 31 days; write 01 to 31.",
    "31/04/2026": "is not a day of the calendar: April 2026 has 30 days; write 01 to 30.",
    "2026-W60": "names a week that the year does not have; write 01 to 52 or 53.",
    "Monday, 3 February 2026": "names the wrong weekday: 2026-02-03 is a Tuesday; correct one.",
    "3 Feb 2026 25:30": "has no such time as 25:30; write 00:00 to 23:59.",
    "3 Feb 2026 13 pm": "has no such hour as 13 pm; write 1 to 12, or a time like 14:30.",
    # not one date
    "11 and 16 November 2025": "names two dates; write one, or “from … to …” if it lasted.",
    "night of 2-5 February": "is not one night; write two days that follow each other.",
    "night of February": "does not name the day of its night; write it like night of 2 to 3 February 2026.",
    "5–2 February 2026": (
        "ends before it begins (2 February 2026 lies before 5 February 2026); write the earlier date first."
    ),
}

PERIODS = {
    "February 2026": Period(date(2026, 2, 1), date(2026, 2, 28)),
    "3 February": Period(date(2026, 2, 3), date(2026, 2, 3)),
    "since January": Period(date(2026, 1, 1), None),
    "з січня": Period(date(2026, 1, 1), None),
    "until 3 February 2026": Period(None, date(2026, 2, 3)),
    "last week of 2025": Period(date(2025, 12, 25), date(2025, 12, 31)),
    "летом 2025": Period(date(2025, 6, 1), date(2025, 8, 31)),
    "winter 2025-26": Period(date(2025, 12, 1), date(2026, 2, 28)),
    "early February": Period(date(2026, 2, 1), date(2026, 2, 10)),
    "1990s": Period(date(1990, 1, 1), date(1999, 12, 31)),
    "останні 7 днів": Period(date(2026, 2, 14), date(2026, 2, 20)),
}

understood = [
    pytest.param(text, edtf, id=f"{kind}: {text}") for kind, table in UNDERSTOOD.items() for text, edtf in table.items()
]


@pytest.mark.parametrize(("text", "edtf"), understood)
def test_words_to_edtf(text: str, edtf: str) -> None:
    assert read_date(text, TODAY) == Reading(edtf)


@pytest.mark.parametrize(("text", "edtf"), understood)
def test_capitals_and_blanks_do_not_matter(text: str, edtf: str) -> None:
    assert read_date(f"  {text.upper()} ", TODAY).edtf == edtf
    assert read_date(text.replace(" ", "  "), TODAY).edtf == edtf


@pytest.mark.parametrize("edtf", sorted({edtf for table in UNDERSTOOD.values() for edtf in table.values()}))
def test_edtf_is_passed_on_unchanged(edtf: str) -> None:
    assert read_date(edtf, TODAY) == Reading(edtf)


@pytest.mark.parametrize(("text", "meanings"), AMBIGUOUS.items())
def test_ambiguous_words_are_reported_and_never_decided(text: str, meanings: tuple[str, ...]) -> None:
    reading = read_date(text, TODAY)
    assert (reading.edtf, reading.alternatives) == (None, meanings)
    named = " or ".join(map(when_in_words, meanings))
    assert reading.problem == f"“{text}” may be {named}; write the one that is meant."


@pytest.mark.parametrize(("text", "problem"), REFUSED.items(), ids=[text[:30] for text in REFUSED])
def test_what_is_not_understood_is_told_with_advice(text: str, problem: str) -> None:
    reading = read_date(text, TODAY)
    assert (reading.edtf, reading.alternatives) == (None, ())
    assert reading.problem.endswith(f"” {problem}")
    assert reading.problem.startswith(f"“{text.strip()[:80]}")


@pytest.mark.parametrize(("text", "period"), PERIODS.items())
def test_periods(text: str, period: Period) -> None:
    assert read_period(text, TODAY) == period


@pytest.mark.parametrize("text", ["06/02/2026", "n/a", "30 February 2026"])
def test_a_period_tells_the_problem_of_its_date(text: str) -> None:
    reading, period = read_date(text, TODAY), read_period(text, TODAY)
    assert (period.problem, period.alternatives) == (reading.problem, reading.alternatives)
    assert period.start is period.end is None


@pytest.mark.parametrize("text", ["c. 700 BCE", "until 44 BC", "0000", "9999-24"])
def test_a_period_outside_the_years_of_a_calendar_widget_is_a_problem(text: str) -> None:
    assert read_date(text, TODAY).edtf
    assert read_period(text, TODAY) == Period(problem=f"“{text}” is out of reach here; write years from 1 to 9999.")


@pytest.mark.parametrize(
    ("text", "today", "edtf"),
    [
        ("31 December", date(2026, 12, 30), "2025-12-31"),
        ("31 December", date(2026, 12, 31), "2026-12-31"),
        ("winter", date(2026, 12, 1), "2026-24"),
        ("winter", date(2026, 11, 30), "2025-24"),
        ("last month", date(2026, 1, 31), "2025-12"),
        ("past month", date(2026, 3, 31), "2026-03-01/2026-03-31"),
        ("last quarter", date(2026, 1, 1), "2025-36"),
        ("last week", date(2026, 1, 4), "2025-12-22/2025-12-28"),
        ("on Monday", date(2026, 2, 16), "2026-02-16"),
        ("this winter", date(2026, 1, 15), "2025-24"),
        ("3.2.99", date(2026, 2, 20), "1999-02-03"),
    ],
)
def test_what_is_counted_from_today_follows_today(text: str, today: date, edtf: str) -> None:
    assert read_date(text, today).edtf == edtf


def test_no_phrase_of_the_vocabulary_holds_a_word_that_is_dropped_before_it_is_looked_for() -> None:
    tables = [table for name, table in vars(words).items() if name.isupper() and name != "FILLING"]
    phrases = {phrase for table in tables for phrase in table if isinstance(phrase, str) and " " in phrase}
    assert phrases
    dead = {phrase for phrase in phrases if set(phrase.split()) & words.FILLING}
    assert dead == set()


# Properties.

WORDS = sorted(
    {word for table in (words.MONTHS, words.SEASONS, words.WEEKDAYS) for word in table}
    | {word for table in (words.UNITS, words.ORDINALS, words.DAYS) for word in table}
    | {word for table in (words.THIRDS, words.OPEN, words.THIS_OR_LAST) for word in table}
    | {*words.NIGHT, *words.INTO, *words.RANGE_OPENERS, *words.RANGE_SEPARATORS}
    | {*words.ABOUT, *words.AGO, *words.PAST, *words.EITHER}
    | {*words.BCE, *words.CE, *words.FILLING, "14:30", "2:30 pm", "msk", "kyiv", "3", "31"}
    | {"0", "99", "2026", "2025-26", "9999", "0001", "06/02/2026", "30.02", "q1", "2026-w60", "?", "~", "/"}
    | {"../", "/..", "1990s", "2000-е", "-", "2026-02-XX", "-0699"}
)


@given(
    st.text(max_size=MAX_LENGTH + 5)
    | st.text("0123456789-–/.:, ?~XQ", max_size=20)
    | st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join),
    st.dates() | st.just(TODAY),
)
@example("\0", TODAY)
@example("\ud800 2026", TODAY)
@example("٣ February ٢٠٢٦", TODAY)
@example("² February 2026", TODAY)
@example("before 0001", date.min)
@example("after 9999", date.max)
@example("last week", date.min)
@example("tomorrow", date.max)
@example("9999 days ago", TODAY)
@example("02.2026 " * 20_000, TODAY)
@example("1-" * 60, TODAY)
@example("from " * 24, TODAY)
@example("3 Feb 9999 23:59 Kyiv time", TODAY)
@example("1 января 0001 00:00 мск", TODAY)
def test_any_text_is_a_date_or_is_told_what_is_wrong(text: str, today: date) -> None:
    reading = read_date(text, today)
    if reading.edtf:
        assert parse_edtf(reading.edtf).text == reading.edtf
        assert (reading.alternatives, reading.problem) == ((), "")
    else:
        assert reading.problem.endswith(".")
        assert len(set(reading.alternatives)) == len(reading.alternatives) != 1
        for meaning in reading.alternatives:
            parse_edtf(meaning)
    period = read_period(text, today)
    assert (period.problem != "") == (period.start is period.end is None)
    assert not (period.start and period.end) or period.start <= period.end


@given(
    st.dates(min_value=date(1, 1, 1)),
    st.sampled_from(["{d} {m} {y:04}", "{m} {d}, {y:04}", "{d:02}.{n:02}.{y:04}"]),
)
def test_a_day_in_words_reads_as_that_day(day: date, form: str) -> None:
    text = form.format(d=day.day, m=f"{day:%B}", n=day.month, y=day.year)
    assert read_date(text, TODAY).edtf == day.isoformat()


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(9998, 1, 1)), st.integers(0, 800))
def test_our_own_words_read_as_what_they_say(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    edtf = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    assert read_date(when_in_words(edtf), TODAY).edtf == edtf


@given(st.dates(min_value=date(1, 1, 1)))
def test_figures_with_slashes_are_decided_only_where_one_order_is_a_day(day: date) -> None:
    reading = read_date(f"{day:%d/%m/}{day.year:04}", TODAY)
    if day.day > 12 or day.day == day.month:
        assert reading.edtf == day.isoformat()
    else:
        assert reading.edtf is None
        assert set(reading.alternatives) == {
            day.isoformat(),
            f"{day.year:04}-{day.day:02}-{day.month:02}",
        }

"""The words of dates in English, Russian and Ukrainian.

They stand as :func:`timeline.dates.plain.plain` leaves them: small letters, е for ё, no full stops.
In a table ``_`` is a blank inside a phrase, and ``перв:ый,ая`` is short for ``первый первая``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

Meaning = TypeVar("Meaning")


def _spell_out(words: str) -> Iterable[str]:
    for word in words.split():
        stem, _, endings = word.partition(":")
        for ending in endings.split(","):
            yield (stem + ending).replace("_", " ")


def _table(words: Mapping[Meaning, str]) -> dict[str, Meaning]:
    """Each word with its meaning."""
    return {word: meaning for meaning, listed in words.items() for word in _spell_out(listed)}


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words as a whole, the longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")(?!\w)"


MONTHS = _table(
    {
        1: "january jan январ:ь,я,ю,е,ем янв січ:ень,ня,ню,ні,нем січ",
        2: "february febr feb феврал:ь,я,ю,е,ем февр фев лют:ий,ого,ому,им,",
        3: "march mar март:,а,у,е,ом мар берез:ень,ня,ню,ні,нем бер",
        4: "april apr апрел:ь,я,ю,е,ем апр квіт:ень,ня,ню,ні,нем квіт",
        5: "may ма:й,я,ю,е,ем трав:ень,ня,ню,ні,нем трав",
        6: "june jun июн:ь,я,ю,е,ем, черв:ень,ня,ню,ні,нем черв",
        7: "july jul июл:ь,я,ю,е,ем, лип:ень,ня,ню,ні,нем лип",
        8: "august aug август:,а,у,е,ом авг серп:ень,ня,ню,ні,нем серп",
        9: "september sept sep сентябр:ь,я,ю,е,ем сент сен верес:ень,ня,ню,ні,нем вер",
        10: "october oct октябр:ь,я,ю,е,ем окт жовт:ень,ня,ню,ні,нем жовт",
        11: "november nov ноябр:ь,я,ю,е,ем нояб ноя листопад:,а,у,і,ом лист",
        12: "december dec декабр:ь,я,ю,е,ем дек груд:ень,ня,ню,ні,нем груд",
    }
)

SEASONS = _table(
    {
        21: "spring весн:а,ы,е,у,ой,ою,и,і навесні",
        22: "summer лет:о,а,е,у,ом літ:о,а,і,у,ом влітку улітку",
        23: "autumn fall осен:ь,и,ью осін:ь восени осені",
        24: "winter зим:а,ы,е,у,ой,ою,и,і взимку узимку",
    }
)

WEEKDAYS = _table(
    {
        0: "monday понедельник:,а понеділ:ок,ка",
        1: "tuesday вторник:,а вівтор:ок,ка",
        2: "wednesday сред:а,у,ы серед:а,у,и",
        3: "thursday четверг:,а четвер:,га",
        4: "friday пятниц:а,у,ы п'ятниц:я,ю,і",
        5: "saturday суббот:а,у,ы субот:а,у,и",
        6: "sunday воскресень:е,я неділ:я,ю,і",
    }
)
# Too short to be a date of their own ("sat" is a verb, "wed" too), plain enough in front of one.
WEEKDAYS_SHORT = _table(
    {0: "mon пн", 1: "tues tue вт", 2: "wed ср", 3: "thurs thu чт", 4: "fri пт", 5: "sat сб", 6: "sun вс нд"}
)

UNITS = _table(
    {
        "day": "day days день дня дней дні днів",
        "week": "week weeks недел:я,ю,и,е,ь,ей тиждень тиж:ня,ні,нів,нем,ню",
        "month": "month months месяц:,а,е,ев,ы місяц:ь,я,і,ів",
        "quarter": "quarter quarters квартал:,а,е,ы,ов,і,у,ів кв",
        "year": "year years год:,а,у,ы лет рік року році роки років",
        "half": "half половин:а,ы,е,у,і,и полугоди:е,я,и півріччя півріччі",
    }
)

# "3 days of February" are no third day, "the last weeks of 2025" no last week.
PLURALS = tuple(_spell_out("days weeks months quarters years дней дні днів недель тижні тижнів кварталы квартали"))
# After figures these are plurals as well: «2 дня февраля».
COUNTED = tuple(_spell_out("дня недели"))

# A number before one of these counts a length of time and is no day of a month.
LENGTHS = (*UNITS, *_spell_out("hour hours minute minutes час:,а,ов минут:,а,ы годин:,а,и хвилин:,а,и"))

_ADJECTIVE = "ый,ая,ое,ой,ом,ую,ого,ий,а,у,е,ому,ій,ої"
ORDINALS = _table(
    {
        1: f"1 i first перв:{_ADJECTIVE} перш:{_ADJECTIVE}",
        2: f"2 ii second втор:{_ADJECTIVE} друг:{_ADJECTIVE}",
        3: "3 iii third трет:ий,ья,ье,ьей,ьем,ью,ього,я,є,ю,ій,ьому",
        4: f"4 iv fourth четверт:{_ADJECTIVE}",
        -1: "last final последн:ий,яя,ее,ей,ем,юю,его останн:ій,я,є,ьої,ьому,ього,ю",
    }
)
# The same letters in either script: І and i, the Cyrillic of a Ukrainian keyboard.
ORDINALS |= {"і": 1, "іі": 2, "ііі": 3, "іv": 4}

NUMBERS = _table(
    {
        1: "a an one один одну",
        2: "two два две дві",
        3: "three три",
        4: "four четыре чотири",
        5: "five пять п'ять",
        6: "six шесть шість",
        7: "seven семь сім",
        8: "eight восемь вісім",
        9: "nine девять дев'ять",
        10: "ten десять",
    }
)

# Days back from today.
DAYS = _table(
    {
        0: "today now present сегодня сегодняшнего_дня сейчас сьогодні сьогоднішнього_дня зараз",
        1: "yesterday вчера вчора учора",
        2: "day_before_yesterday позавчера позавчора",
        -1: "tomorrow завтра",
        -2: "day_after_tomorrow послезавтра післязавтра",
    }
)

_THIS = "ой,ом,ым,ую,ого,ый,ая,ое,ий,ьому,им,ої,а"
THIS_OR_LAST = _table(
    {
        -1: f"last previous прошл:{_THIS} предыдущ:ий,ей,ем,ую,его минул:{_THIS},ому,у,ій попередн:ій,ього,ьому,ьої",
        0: "this current эт:от,ой,ом,у,а,ого,им текущ:ий,ей,ем,ую,его цього цей цьому ця цю цій цієї поточн:ий,ого,ому",
    }
)
# "last" of a unit that is counted: "the last seven days".
PAST = tuple(_spell_out("last past последн:ие,их,ий,юю,яя,его,ей останн:і,іх,ій,ього,ьої"))
AGO = ("ago", "назад", "тому")
LAST_YEAR = ("торік",)

# Beginning (0) and end (2) of a period. "Since the beginning of" it is since its first day, not about it.
EDGES = _table(
    {
        0: "beginning start начал:о,е,а поч:аток,атку на_початку",
        2: "end close кон:ец,це,ца,цу кін:ець,ця,ці,цю,цем наприкінці",
    }
)
THIRDS = EDGES | _table({0: "early", 1: "mid middle середин:а,е,у,ы,і,и", 2: "late"})

ABOUT = tuple(
    _spell_out(
        "about or_about around approximately approx circa ca c "
        "около примерно приблизительно ориентировочно близько приблизно орієнтовно"
    )
)
NIGHT = tuple(_spell_out("night_and night overnight ночь ночью ночи ніч ночі вночі уночі"))
INTO = ("на", "против", "проти", "into", "to")

RANGE_OPENERS = tuple(_spell_out("from between с со з зі із от від между між"))
RANGE_SEPARATORS = ("-", *_spell_out("to till until through thru по до на and и і й та"))
EITHER = ("or", "или", "либо", "або", "чи")
LISTING = ("and", "и", "і", "й", "та")
BETWEEN = ("between", "между", "між")

OPEN = _table(
    {
        "since": "since from starting_from not_before начиная_с с со з зі із починаючи_з",
        "after": "after later_than после пізніше_ніж після позже позднее",
        "until": "until till up_to through by to no_later_than not_later_than "
        "по до к ко не_позднее не_позже не_пізніше",
        "before": "before prior_to earlier_than перед раньше раніше раніше_ніж ранее",
    }
)

# What may stand anywhere in a date and says nothing of it.
FILLING = frozenset(
    _spell_out(
        "of the on in at during dated в во у об о г гг р рр числа протягом течение впродовж "
        "morning afternoon evening утром днем вечером вранці вдень увечері ввечері зранку"
    )
)
YEAR_WORDS = tuple(_spell_out("год:,а,у,ы,ов г гг рік року році роки років р рр year"))
BCE = tuple(_spell_out("bce bc b_c_e b_c до_н_э до_н_е до_нашей_эры до_нашої_ери"))
CE = tuple(_spell_out("ce ad a_d c_e н_э н_е нашей_эры нашої_ери"))

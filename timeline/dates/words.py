"""The words of dates in English, Russian, Ukrainian, German and French.

They stand as :func:`timeline.dates.plain.plain` leaves them: small letters, е for ё, ss for ß, no full stops, no
l’ and d’. In a table ``_`` is a blank inside a phrase, and ``перв:ый,ая`` is short for ``первый первая``.

One word may mean one thing in one language and another in the next. It stands here where its neighbours decide:
"sept" is a number in front of a unit ("il y a sept jours") and September elsewhere, "vor" is "ago" with a number and
a unit and "before" without. Where they do not decide, it is left out, and a comment says so.
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
        1: "january jan januar jänner janvier janv январ:ь,я,ю,е,ем янв січ:ень,ня,ню,ні,нем січ",
        2: "february febr feb februar feber février fevrier févr fév феврал:ь,я,ю,е,ем февр фев лют:ий,ого,ому,им,",
        3: "march mar märz maerz mär mrz mars март:,а,у,е,ом мар берез:ень,ня,ню,ні,нем бер",
        4: "april apr avril avr апрел:ь,я,ю,е,ем апр квіт:ень,ня,ню,ні,нем квіт",
        5: "may mai ма:й,я,ю,е,ем трав:ень,ня,ню,ні,нем трав",
        6: "june jun juni juin июн:ь,я,ю,е,ем, черв:ень,ня,ню,ні,нем черв",
        7: "july jul juli juillet juil июл:ь,я,ю,е,ем, лип:ень,ня,ню,ні,нем лип",
        8: "august aug août aout август:,а,у,е,ом авг серп:ень,ня,ню,ні,нем серп",
        9: "september sept sep septembre сентябр:ь,я,ю,е,ем сент сен верес:ень,ня,ню,ні,нем вер",
        10: "october oct oktober okt octobre октябр:ь,я,ю,е,ем окт жовт:ень,ня,ню,ні,нем жовт",
        11: "november nov novembre ноябр:ь,я,ю,е,ем нояб ноя листопад:,а,у,і,ом лист",
        12: "december dec dezember dez décembre decembre déc декабр:ь,я,ю,е,ем дек груд:ень,ня,ню,ні,нем груд",
    }
)

SEASONS = _table(
    {
        21: "spring frühling frühjahr printemps весн:а,ы,е,у,ой,ою,и,і навесні",
        22: "summer sommer été лет:о,а,е,у,ом літ:о,а,і,у,ом влітку улітку",
        23: "autumn fall herbst automne осен:ь,и,ью осін:ь восени осені",
        24: "winter hiver зим:а,ы,е,у,ой,ою,и,і взимку узимку",
    }
)

WEEKDAYS = _table(
    {
        0: "monday montag lundi понедельник:,а понеділ:ок,ка",
        1: "tuesday dienstag mardi вторник:,а вівтор:ок,ка",
        2: "wednesday mittwoch mercredi сред:а,у,ы серед:а,у,и",
        3: "thursday donnerstag jeudi четверг:,а четвер:,га",
        4: "friday freitag vendredi пятниц:а,у,ы п'ятниц:я,ю,і",
        5: "saturday samstag sonnabend samedi суббот:а,у,ы субот:а,у,и",
        6: "sunday sonntag dimanche воскресень:е,я неділ:я,ю,і",
    }
)
# Too short to be a date of their own ("sat" is a verb, "wed" too), plain enough in front of one.
# Without the French "mar" for Tuesday: "mar 3 – 5 april" is from March to April.
WEEKDAYS_SHORT = _table(
    {
        0: "mon mo lun пн",
        1: "tues tue di вт",
        2: "wed mi mer ср",
        3: "thurs thu do jeu чт",
        4: "fri fr ven пт",
        5: "sat sa sam сб",
        6: "sun so dim вс нд",
    }
)

UNITS = _table(
    {
        "day": "day days tag:,e,en,es jour jours день дня дней дні днів",
        "week": "week weeks woche:,n semaine:,s недел:я,ю,и,е,ь,ей тиждень тиж:ня,ні,нів,нем,ню",
        "month": "month months monat:,e,en,s mois месяц:,а,е,ев,ы місяц:ь,я,і,ів",
        "quarter": "quarter quarters quartal:,e,en,s trimestre:,s квартал:,а,е,ы,ов,і,у,ів кв",
        "year": "year years jahr:,e,en,es an ans année:,s год:,а,у,ы лет рік року році роки років",
        "half": "half hälfte halbjahr:,es semestre moitié половин:а,ы,е,у,і,и полугоди:е,я,и півріччя півріччі",
    }
)

# "3 days of February" are no third day, "the last weeks of 2025" no last week.
PLURALS = tuple(
    _spell_out(
        "days weeks months quarters years tage tagen wochen monate monaten quartale quartalen jahre jahren "
        "jours semaines trimestres ans années дней дні днів недель тижні тижнів кварталы квартали"
    )
)
# After figures these are plurals as well: «2 дня февраля».
COUNTED = tuple(_spell_out("дня недели"))

# A number before one of these counts a length of time and is no day of a month.
LENGTHS = (
    *UNITS,
    *_spell_out("hour hours minute minutes stunde:,n minuten heure:,s час:,а,ов минут:,а,ы годин:,а,и хвилин:,а,и"),
)

_GERMAN = "e,er,es,en,em"
_ADJECTIVE = "ый,ая,ое,ой,ом,ую,ого,ий,а,у,е,ому,ій,ої"
ORDINALS = _table(
    {
        1: f"1 i first erst:{_GERMAN} premier première перв:{_ADJECTIVE} перш:{_ADJECTIVE}",
        2: f"2 ii second seconde zweit:{_GERMAN} deuxième втор:{_ADJECTIVE} друг:{_ADJECTIVE}",
        3: f"3 iii third dritt:{_GERMAN} troisième трет:ий,ья,ье,ьей,ьем,ью,ього,я,є,ю,ій,ьому",
        4: f"4 iv fourth viert:{_GERMAN} quatrième четверт:{_ADJECTIVE}",
        -1: f"last final letzt:{_GERMAN} dernier dernière последн:ий,яя,ее,ей,ем,юю,его останн:ій,я,є,ьої,ьому,ього,ю",
    }
)
# The same letters in either script: І and i, the Cyrillic of a Ukrainian keyboard.
ORDINALS |= {"і": 1, "іі": 2, "ііі": 3, "іv": 4}

NUMBERS = _table(
    {
        1: "a an one ein:,e,er,es,en,em un une один одну",
        2: "two zwei deux два две дві",
        3: "three drei trois три",
        4: "four vier quatre четыре чотири",
        5: "five fünf cinq пять п'ять",
        6: "six sechs шесть шість",
        7: "seven sieben sept семь сім",
        8: "eight acht huit восемь вісім",
        9: "nine neun neuf девять дев'ять",
        10: "ten zehn dix десять",
    }
)

# Days back from today.
DAYS = _table(
    {
        0: "today now present heute jetzt aujourd'hui maintenant présent "
        "сегодня сегодняшнего_дня сейчас сьогодні сьогоднішнього_дня зараз",
        1: "yesterday gestern hier вчера вчора учора",
        2: "day_before_yesterday vorgestern avant-hier позавчера позавчора",
        -1: "tomorrow morgen demain завтра",
        -2: "day_after_tomorrow übermorgen après-demain послезавтра післязавтра",
    }
)

_THIS = "ой,ом,ым,ую,ого,ый,ая,ое,ий,ьому,им,ої,а"
THIS_OR_LAST = _table(
    {
        -1: f"last previous letzt:{_GERMAN} vorig:{_GERMAN} vergangen:{_GERMAN} "
        f"прошл:{_THIS} предыдущ:ий,ей,ем,ую,его "
        f"минул:{_THIS},ому,у,ій попередн:ій,ього,ьому,ьої",
        0: f"this current dies:{_GERMAN} ce cet cette "
        "эт:от,ой,ом,у,а,ого,им текущ:ий,ей,ем,ую,его цього цей цьому ця цю цій цієї поточн:ий,ого,ому",
    }
)
# French says it behind: "la semaine dernière".
LAST_BEHIND = ("dernier", "dernière", "passé", "passée")
# "last" of a unit that is counted: "the last seven days".
PAST = tuple(_spell_out("last past последн:ие,их,ий,юю,яя,его,ей останн:і,іх,ій,ього,ьої"))
# These need the number, on either side in French: "les 7 derniers jours". "Letzten Monat" is the last month.
PAST_COUNTED = tuple(_spell_out("letzten vergangenen dernier:,s dernière:,s"))
AGO = ("ago", "назад", "тому")
# In front of the number: "vor drei Tagen". "Vor" without a number and a unit is before.
AGO_IN_FRONT = ("vor", "il y a")
LAST_YEAR = ("торік",)

# Beginning (0) and end (2) of a period. "Since the beginning of" it is since its first day, not about it.
# "Anfang" and "début" stand for early below: «seit Anfang Januar» need not be since the first.
EDGES = _table(
    {
        0: "beginning start beginn начал:о,е,а поч:аток,атку на_початку",
        2: "end close ende fin кон:ец,це,ца,цу кін:ець,ця,ці,цю,цем наприкінці",
    }
)
THIRDS = EDGES | _table({0: "early anfang début", 1: "mid middle mitte milieu середин:а,е,у,ы,і,и", 2: "late"})

ABOUT = tuple(
    _spell_out(
        "about or_about around approximately approx circa ca c um gegen etwa ungefähr vers environ "
        "autour aux_environs aux_alentours "
        "около примерно приблизительно ориентировочно близько приблизно орієнтовно"
    )
)
NIGHT = tuple(_spell_out("night_and night overnight nacht nachts nuit ночь ночью ночи ніч ночі вночі уночі"))
INTO = ("на", "против", "проти", "into", "to", "auf", "zu", "zum")

RANGE_OPENERS = tuple(_spell_out("from between zwischen entre с со з зі із от від между між"))
RANGE_SEPARATORS = (
    "-",
    *_spell_out("to till until through thru bis bis_zum auf zum au à jusqu'au jusqu'à по до на and und et и і й та"),
)
EITHER = ("or", "oder", "ou", "или", "либо", "або", "чи")
LISTING = ("and", "und", "et", "и", "і", "й", "та")
BETWEEN = ("between", "zwischen", "entre", "между", "між")

OPEN = _table(
    {
        "since": "since from starting_from not_before seit ab frühestens depuis dès à_partir "
        "начиная_с с со з зі із починаючи_з",
        "after": "after later_than nach après после пізніше_ніж після позже позднее",
        "until": "until till up_to through by to no_later_than not_later_than bis bis_zum spätestens "
        "jusqu'au jusqu'à jusqu'en au_plus_tard "
        "по до к ко не_позднее не_позже не_пізніше",
        "before": "before prior_to earlier_than vor avant перед раньше раніше раніше_ніж ранее",
    }
)

# What may stand anywhere in a date and says nothing of it.
# "From" of German and French is here too, for "du 3 février" and "vom 3. Februar" are no more than the day itself.
# Not here are "à" and "au", which also stand between two dates, and "am", which is also the morning in "12 am".
ARTICLES = frozenset(
    _spell_out(
        "of the on in at during dated im den der des dem die das von vom während laufe "
        "le la les de du des en dans pendant durant courant ces "
        "в во у об о г гг р рр числа протягом течение впродовж"
    )
)
PARTS_OF_DAY = frozenset(
    _spell_out(
        "morning afternoon evening morgens vormittags nachmittags abends matin soir après-midi soirée matinée "
        "утром днем вечером вранці вдень увечері ввечері зранку"
    )
)
FILLING = ARTICLES | PARTS_OF_DAY
YEAR_WORDS = tuple(_spell_out("год:,а,у,ы,ов г гг рік року році роки років р рр year"))
# In front of the figures: "im Jahr 1142", "l'an 1142".
YEAR_WORDS_IN_FRONT = tuple(_spell_out("year jahr:,e,es an année"))
BCE = tuple(
    _spell_out(
        "bce bc b_c_e b_c v_chr v_u_z vor_christus vor_unserer_zeitrechnung av_j_-c av_j-c av_jc "
        "avant_jésus-christ avant_notre_ère "
        "до_н_э до_н_е до_нашей_эры до_нашої_ери"
    )
)
CE = tuple(
    _spell_out(
        "ce ad a_d c_e n_chr u_z nach_christus unserer_zeitrechnung ap_j_-c ap_j-c ap_jc après_jésus-christ "
        "н_э н_е нашей_эры нашої_ери"
    )
)

"""What people write for a date in German and French, and the words that the languages share with others.

Today is Friday, 20 February 2026 in all tables.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates import Reading, read_date

TODAY = date(2026, 2, 20)

GERMAN = {
    "3. Februar 2026": "2026-02-03",
    "3.Februar 2026": "2026-02-03",
    "am 3. Februar 2026": "2026-02-03",
    "vom 3. Februar 2026": "2026-02-03",
    "Dienstag, den 3. Februar 2026": "2026-02-03",
    "Di., 3. Feb. 2026": "2026-02-03",
    "1. Mai 2025": "2025-05-01",
    "3. Maerz 2025": "2025-03-03",
    "1. Jänner 2026": "2026-01-01",
    "15. März 44 v. Chr.": "-0043-03-15",
    "am Morgen des 3. Februar 2026": "2026-02-03",
    "im März 2025": "2025-03",
    "im Jahr 2026": "2026",
    "um 1142": "1142~",
    "um das Jahr 1142": "1142~",
    "im Jahr 843": "0843",
    "79 n. Chr.": "0079",
    "um 700 v. Chr.": "-0699~",
    "500–300 v. Chr.": "-0499/-0299",
    "im Frühjahr 2025": "2025-21",
    "Sommer 2025": "2025-22",
    "Winter 2025/26": "2025-24",
    "1. Quartal 2026": "2026-33",
    "erste Hälfte 2026": "2026-01/2026-06",
    "die 1990er Jahre": "199X",
    "letzte Woche des Jahres 2025": "2025-12-25/2025-12-31",
    "Anfang Februar 2026": "2026-02-01~/2026-02-10~",
    "Mitte Februar 2026": "2026-02-11~/2026-02-20~",
    "Ende Januar 2026": "2026-01-21~/2026-01-31~",
    "Mitte der 1990er Jahre": "1994~/1996~",
    "vom 2. bis 3. Februar 2026": "2026-02-02/2026-02-03",
    "2.–3. Februar 2026": "2026-02-02/2026-02-03",
    "2./3. Februar 2026": "2026-02-02/2026-02-03",
    "vom 30. Januar bis zum 2. Februar 2026": "2026-01-30/2026-02-02",
    "zwischen dem 2. und dem 5. Februar 2026": "2026-02-02/2026-02-05",
    "Mo. 2. bis Do. 5. Februar 2026": "2026-02-02/2026-02-05",
    "von Januar bis März 2026": "2026-01/2026-03",
    "1914 bis 1918": "1914/1918",
    "in der Nacht vom 2. auf den 3. Februar 2026": "2026-02-02/2026-02-03",
    "in der Nacht zum 1. Januar 2026": "2025-12-31/2026-01-01",
    "seit Januar 2025": "2025-01-01/..",
    "ab dem 3. Februar 2026": "2026-02-03/..",
    "nach dem 3. Februar 2026": "2026-02-04/..",
    "bis zum 3. Februar 2026": "../2026-02-03",
    "bis Ende 2025": "../2025-12-31",
    "vor dem 3. Februar 2026": "../2026-02-02",
    "seit Beginn des Jahres 2026": "2026-01-01/..",
    # "Anfang" need not be the first day
    "seit Anfang 2026": "2026-01-01~/..",
    "ca. März 2025": "2025-03~",
    "gegen Ende Januar 2026": "2026-01-21~/2026-01-31~",
    "3. Februar 2026, 14:30 Uhr": "2026-02-03T14:30",
    "am 3. Februar 2026 um 14 Uhr": "2026-02-03T14:00",
    "um 14.30 Uhr am 3. Februar 2026": "2026-02-03T14:30",
    "gestern Abend": "2026-02-19",
    "morgen": "2026-02-21",
    "vor drei Tagen": "2026-02-17",
    "vor einer Woche": "2026-02-13~",
    "am Montag": "2026-02-16",
    "letzten Freitag": "2026-02-13",
    "letzte Woche": "2026-02-09/2026-02-15",
    "im letzten Monat": "2026-01",
    "die letzten 7 Tage": "2026-02-14/2026-02-20",
    "3. Februar": "2026-02-03",
    "Herbst": "2025-23",
    "2020 bis heute": "2020/2026-02-20",
}

FRENCH = {
    "3 février 2026": "2026-02-03",
    "le 3 fevrier 2026": "2026-02-03",
    "du 3 février 2026": "2026-02-03",
    "mardi 3 février 2026": "2026-02-03",
    "mar. 3 févr. 2026": "2026-02-03",
    "1er janvier 2026": "2026-01-01",
    "le 1er mai 2025": "2025-05-01",
    "3 sept. 2025": "2025-09-03",
    "12 août 2025": "2025-08-12",
    "15 mars 44 av. J.-C.": "-0043-03-15",
    "3 février 2026 au matin": "2026-02-03",
    "en mars 2025": "2025-03",
    "l’an 1142": "1142",
    "vers 1142": "1142~",
    "vers l'an 1142": "1142~",
    "en l'an 79 ap. J.-C.": "0079",
    "an 79 de notre ère": "0079",
    "vers 700 av. J.-C.": "-0699~",
    "de 500 à 300 av. J.-C.": "-0499/-0299",
    "au printemps 2025": "2025-21",
    "l'été 2025": "2025-22",
    "à l'automne 2025": "2025-23",
    "hiver 2025-2026": "2025-24",
    "1er trimestre 2026": "2026-33",
    "T1 2026": "2026-33",
    "2e semestre 2025": "2025-07/2025-12",
    "dans les années 1990": "199X",
    "dernier jour de janvier 2026": "2026-01-31",
    "début février 2026": "2026-02-01~/2026-02-10~",
    "mi-février 2026": "2026-02-11~/2026-02-20~",
    "à la mi-mars 2025": "2025-03-11~/2025-03-20~",
    "fin janvier 2026": "2026-01-21~/2026-01-31~",
    "mi-2025": "2025-05~/2025-08~",
    "du 2 au 3 février 2026": "2026-02-02/2026-02-03",
    "du 30 janvier au 2 février 2026": "2026-01-30/2026-02-02",
    "entre le 2 et le 5 février 2026": "2026-02-02/2026-02-05",
    "du lundi 2 au jeudi 5 février 2026": "2026-02-02/2026-02-05",
    "de janvier à mars 2026": "2026-01/2026-03",
    "de 1914 à 1918": "1914/1918",
    "dans la nuit du 2 au 3 février 2026": "2026-02-02/2026-02-03",
    "nuit du 31 décembre 2025 au 1er janvier 2026": "2025-12-31/2026-01-01",
    "depuis janvier 2025": "2025-01-01/..",
    "à partir du 3 février 2026": "2026-02-03/..",
    "après le 3 février 2026": "2026-02-04/..",
    "jusqu’au 3 février 2026": "../2026-02-03",
    "jusqu'à fin 2025": "../2025-12-31",
    "avant le 3 février 2026": "../2026-02-02",
    "au plus tard le 3 février 2026": "../2026-02-03",
    "environ mars 2025": "2025-03~",
    "aux environs du 3 février 2026": "2026-02-03~",
    "3 février 2026 à 14h30": "2026-02-03T14:30",
    "le 3 février 2026 à 14 h": "2026-02-03T14:00",
    "du 3 février 2026 à 14:30 au 4 février 2026 à 15:30": "2026-02-03T14:30/2026-02-04T15:30",
    "aujourd’hui": "2026-02-20",
    "avant-hier": "2026-02-18",
    "avant hier": "2026-02-18",
    "il y a sept jours": "2026-02-13",
    "vendredi dernier": "2026-02-13",
    "la semaine dernière": "2026-02-09/2026-02-15",
    "cette semaine": "2026-02-16/2026-02-22",
    "l'an dernier": "2025",
    "les 7 derniers jours": "2026-02-14/2026-02-20",
    "3 février": "2026-02-03",
    "de 2020 à aujourd'hui": "2020/2026-02-20",
}

# Words that two languages share mean one thing by their neighbours.
SHARED = {
    "mai 2025": "2025-05",
    "mars 2025": "2025-03",
    "Mar 2025": "2025-03",
    "sept 2025": "2025-09",
    "Sept. 3, 2025": "2025-09-03",
    # "mar" is no French Tuesday here
    "Mar 3 - 5 April 2026": "2026-03-03/2026-04-05",
    # "am" is the morning behind a time, and German "on the" elsewhere
    "2:30 am 3 Feb 2026": "2026-02-03T02:30",
    "12:30 am 3 February 2026": "2026-02-03T00:30",
    "um 12:30 am 3. Februar 2026": "2026-02-03T12:30",
    # half a month, and a Wednesday
    "mi mai 2025": "2025-05-11~/2025-05-20~",
    "Mi 4. Februar 2026": "2026-02-04",
    # with a number and a unit "vor" is ago, else before
    "vor 2 Jahren": "2024",
    "vor 2024": "../2023-12-31",
    # two figures behind an apostrophe are as sure as spreadsheets and POSIX agree
    "3 Feb '26": "2026-02-03",
    "3 Feb '99": "1999-02-03",
}

understood = [pytest.param(text, edtf, id=text) for table in (GERMAN, FRENCH, SHARED) for text, edtf in table.items()]


@pytest.mark.parametrize(("text", "edtf"), understood)
def test_words_to_edtf(text: str, edtf: str) -> None:
    assert read_date(text, TODAY) == Reading(edtf)
    assert read_date(text.upper(), TODAY).edtf == edtf


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("Nacht des 3. Februar 2026", ("2026-02-02/2026-02-03", "2026-02-03/2026-02-04")),
        ("nuit du 3 février 2026", ("2026-02-02/2026-02-03", "2026-02-03/2026-02-04")),
        ("hiver 2025", ("2024-24", "2025-24")),
        ("21. oder 22. Juni 2025", ("2025-06-21", "2025-06-22")),
        ("21 ou 22 juin 2025", ("2025-06-21", "2025-06-22")),
        ("die 2000er Jahre", ("200X", "20XX")),
    ],
)
def test_ambiguous_words_are_reported(text: str, meanings: tuple[str, ...]) -> None:
    reading = read_date(text, TODAY)
    assert (reading.edtf, reading.alternatives) == (None, meanings)


@pytest.mark.parametrize(
    "text",
    [
        "letzte Tage",
        "die letzten Jahre",
        "ces derniers jours",
        "the last weeks",
        "vor einigen Tagen",
        "3 Tage Februar 2026",
        "3 jours de février 2026",
        # which century
        "années 90",
        "3 Feb '45",
        # a doubt in words
        "wohl 2025",
        "peut-être 2025",
        "am",
        "au",
    ],
)
def test_what_says_too_little_is_not_read(text: str) -> None:
    reading = read_date(text, TODAY)
    assert (reading.edtf, reading.alternatives) == (None, ())


def test_a_mistyped_month_is_told() -> None:
    assert "“fevrie” may be “fevrier” mistyped" in read_date("3 fevrie 2026", TODAY).problem


MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
SPELLINGS = {
    "en": ("{d} {m} {y}", "{m} {d}, {y}", "the {d}th of {m} {y}", "{d}-{m}-{y}"),
    "ru": ("{d} {m} {y}", "{d} {m} {y} года", "{d}-го {m} {y} г."),
    "uk": ("{d} {m} {y}", "{d} {m} {y} року", "{d}-го {m} {y} р."),
    "de": ("{d}. {m} {y}", "am {d}. {m} {y}", "{d}.{m} {y}", "vom {d}. {m} {y}"),
    "fr": ("{d} {m} {y}", "le {d} {m} {y}", "{d}er {m} {y}", "du {d} {m} {y}"),
}


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(sorted(MONTHS)), st.data())
def test_a_day_in_each_language_reads_back(day: date, language: str, data: st.DataObject) -> None:
    spelling = data.draw(st.sampled_from(SPELLINGS[language]))
    if "{d}er" in spelling:
        day = day.replace(day=1)
    text = spelling.format(d=day.day, m=MONTHS[language].split()[day.month - 1], y=day.year)
    assert read_date(text, TODAY) == Reading(day.isoformat())

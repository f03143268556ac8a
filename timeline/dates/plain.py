"""The text of a date made plain, so that the rules that read it stay short."""

from __future__ import annotations

import re
import unicodedata

from timeline.dates import words as words_of
from timeline.dates.words import MONTHS, any_of

# After plain() only years BCE carry this sign: every dash of the text has become a hyphen.
BCE = "\u2212"
YEAR = rf"(?<!\d){BCE}?\d{{4}}(?!\d)"
MONTH = rf"(?<!\w){any_of(MONTHS)}"

_OF_DAY = "(?:morgen|früh|vormittag|mittag|nachmittag|abend)"
# German and French times, and "am", which is also "on the" in German: "um 14 Uhr", "à 14h30", "am 3. Februar".
_TIMES_OF_DAY = (
    (r"(?<![\d.])(\d{1,2})[.:](\d\d) ?uhr(?: am)?(?!\w)", r"\1:\2"),
    (r"(?<![\d.:])(\d{1,2}) ?uhr(?: am)?(?!\w)", r"\1:00"),
    (r"(?<!\w)um (\d{1,2}:\d\d) am(?!\w)", r"\1"),
    (rf"(?<!\w)am {_OF_DAY}(?!\w)", " "),
    (rf"(?<!\w)((?:vor)?gestern|heute|übermorgen) {_OF_DAY}(?!\w)", r"\1"),
    (r"(?<!\w)(?<!\d )am (?=\w)", ""),
    (r"(?<!\d)(\d{1,2}) ?h ?([0-5]\d)(?!\d)", r"\1:\2"),
    (r"(?<!\w)à (\d{1,2}) ?h(?:eures?)?(?!\w)", r"\1:00"),
    (r"(?<!\w)(?:um|à) (?=\d{1,2}:\d\d)", ""),
)
_CLEANING = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("[\u2010-\u2015\u2212]", "-"),
        ("[\u2018\u2019\u02bc`]", "'"),
        (r"[,;()\[\]\"“”«»]|(?<!\d)\.|\.(?!\d)", " "),
        (r"\s+", " "),
        (r"(?<!\w)[ld]'(?=\w)", ""),
        ("de notre ère", "ce"),
        (r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|-?(?:ого|го|е|є|й|я|му|ое|ше|ге|те))(?!\w)", r"\1"),
        (r"(?<!\d)(?:(1)(?:er|re|ère|ere)|(\d{1,2})(?:e|de|nde|ème|eme|te|ten|ter))(?!\w)", r"\1\2"),
        (r"(\d{4})-(?:го|й|му|м)(?!\w)", r"\1"),
        (r"(?<=\d)(гг?|рр?)(?!\w)", r" \1"),
        # as spreadsheets and POSIX read two figures; where these two differ (1930 or 2030) they stay as they are
        (r"(?<!\w)'([0-2]\d)(?!\d)", r"20\1"),
        (r"(?<!\w)'(69|[7-9]\d)(?!\d)", r"19\1"),
        (r"(?<!\w)(mid|early|late|end)-", r"\1 "),
        (rf"(?<!\w)mi(?:-| (?={any_of(MONTHS)}))", "mid "),
        (r"(?<!\w)(avant|après) (?=hier|demain)", r"\1-"),
        (r"(?<!\w)années (\d{3}0)(?!\d)", r"\1s"),
        *_TIMES_OF_DAY,
        (rf"(\d{{1,2}})-({any_of(MONTHS)})-(\d{{4}})", r"\1 \2 \3"),
        (rf"(?<![\d/])(\d{{1,2}}) ?/ ?(\d{{1,2}}) (?={any_of(MONTHS)})", r"\1-\2 "),
        (r"(?<!\w)(?:(?:q ?|t)([1-4])|([1-4]) ?q)(?![\w:])", r"\1\2 quarter"),
        (r"(?<!\w)(?:h ?([12])|([12]) ?h)(?!\w)", r"\1\2 half"),
    )
)
_YEAR_WORDS = any_of(words_of.YEAR_WORDS)
# "im Jahr 843": the word says that three figures are a year, which they are not by themselves
_YEAR_IN_FRONT = re.compile(rf"(?<!\w){any_of(words_of.YEAR_WORDS_IN_FRONT)} (\d{{1,4}})(?!\w)")
# "au printemps", and what is left of "3 février au matin"; inside they stand between two dates
_AT_THE_ENDS = re.compile(r"^(?:au cours|au(?! plus)|à(?! partir)) | (?:au|à)$")
_ERA = rf"(?: {_YEAR_WORDS})? ?{any_of(words_of.BCE)}"
# "500-300 bce": the first year, too, is before our era
_ERA_OF_BOTH = re.compile(
    rf"(?<![\w.-])(\d{{1,4}})(?= ?(?:-|{any_of(words_of.RANGE_SEPARATORS)}) ?"
    rf"(?:{any_of(words_of.ABOUT)} )?\d{{1,4}}{_ERA})"
)
_ERA_BEFORE = re.compile(rf"(?<!\w)(\d{{1,4}}){_ERA}")
_ERA_OURS = re.compile(rf"(?<!\w)(?:ad (\d{{1,4}})|(\d{{1,4}})(?: {_YEAR_WORDS})? {any_of(words_of.CE)})(?!\w)")
_AFTER_YEAR = re.compile(rf"(?<=\d{{4}}) {_YEAR_WORDS}")


def plain(text: str) -> str:
    """The words without capitals, kinds of dashes, full stops, endings of ordinals, and words that fill."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    for pattern, replacement in _CLEANING:
        text = pattern.sub(replacement, text)
    text = _YEAR_IN_FRONT.sub(lambda m: m[1].zfill(4) if len(m[1]) > 2 else m[1], text)
    text = _ERA_OF_BOTH.sub(r"\1 bce", text)
    text = _ERA_BEFORE.sub(lambda m: year_text(1 - int(m[1])), text)
    text = _ERA_OURS.sub(lambda m: year_text(int(m[1] or m[2])), text)
    text = _AFTER_YEAR.sub("", text)
    return _AT_THE_ENDS.sub("", " ".join(word for word in text.split() if word not in words_of.FILLING))


def year_text(year: int) -> str:
    """A year as it stands in plain text, 0 for 1 BCE."""
    return f"{BCE if year < 0 else ''}{abs(year):04}"


def year_number(text: str) -> int:
    """The year that :func:`year_text` wrote."""
    return int(text.replace(BCE, "-"))

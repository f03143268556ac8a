"""What columns are called: words of headers in English, Russian, Ukrainian, German and French, by field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "id": "id, uid, identifier, event id, key; Kennung; identifiant; идентификатор; ідентифікатор",
        "title": "title, headline, event, event title, event name, name, item label; Titel, Überschrift, "
        "Ereignis, Bezeichnung; titre, intitulé, événement; заголовок, название, событие; назва, подія",
        "summary": "summary, description, text, details, body, content, abstract; Beschreibung, Zusammenfassung, "
        "Inhalt; résumé, texte, contenu; описание, содержание, текст, краткое содержание; опис, зміст, короткий зміст",
        "when": "when, date, start, start date, begin, beginning, from, event date, date start; Datum, Beginn, Anfang, "
        "von, wann, Anfangsdatum, Startdatum; début, date de début, quand; дата, начало, дата начала, когда; "
        "початок, дата початку, коли",
        "end": "end, end date, until, to, date end; Ende, Enddatum, bis; fin, date de fin; конец, окончание, "
        "дата окончания; кінець, закінчення, дата закінчення",
        "year": "year, start year; Jahr; année; год; рік",
        "month": "month, start month; Monat; mois; месяц; місяць",
        "day": "day, start day; Tag; jour; день",
        "time": "time, hour, start time; Uhrzeit, Zeit; heure; время; час",
        "end_year": "end year; Endjahr",
        "end_month": "end month; Endmonat",
        "end_day": "end day; Endtag",
        "end_time": "end time; Endzeit",
        "precision": "precision, date precision, accuracy; Genauigkeit; précision; точность; точність",
        "when_text": "date in words, display date, date text; Datum in Worten; date en toutes lettres; дата словами",
        "place": "place, place name, location, location name, city, town, where, venue; Ort, Ortsname, Stadt; lieu, "
        "ville, endroit; место, город; місце, місто",
        "country": "country, country code, place country, location country; Land, Staat; pays; страна; країна",
        "lat": "lat, latitude; Breite, Breitengrad; широта",
        "lon": "lon, lng, long, longitude; Länge, Längengrad; долгота; довгота",
        "actors": "actor, actors, who, people, persons, person, participants, organisation, organisations, "
        "organization, organizations; Akteur, Akteure, Beteiligte, Personen, Wer; acteur, acteurs, personnes, qui; "
        "участник, участники, кто, лица; учасник, учасники, хто, особи",
        "themes": "theme, themes, topic, topics, category, categories, group; Thema, Themen, Kategorie, Kategorien, "
        "Rubrik; thème, thèmes, catégorie, catégories, sujet, rubrique; тема, темы, категория, рубрика; "
        "теми, категорія",
        "tags": "tag, tags, keyword, keywords, labels; Schlagwort, Schlagwörter, Stichwörter; mots clés, étiquettes; "
        "теги, метки, ключевые слова; мітки, ключові слова",
        "key": "key event, highlight, important; Schlüsselereignis, wichtig; important; важное; важливе",
        # no words for `note`, which readers see: remarks in a file may have been told in confidence
        "draft": "draft; Entwurf; brouillon; черновик; чернетка",
        "url": "url, link, links, source url, source link, web address, source, sources; Link, Quelle, Quellen, "
        "Adresse, Webadresse; lien, liens, adresse; ссылка, ссылки, адрес, источник; посилання, адреса, джерело",
        "source_title": "source title, document, document title, article, article title; Quellentitel, "
        "Titel der Quelle, Artikel; titre de la source, titre du document; название источника; назва джерела",
        "publisher": "publisher, outlet, newspaper, media, source name, source, source publisher, sources; Medium, "
        "Zeitung, Verlag, Herausgeber, Quelle, Quellen; éditeur, journal, média; издание, издатель, сми, источник; "
        "видання, видавець, змі, джерело",
        "via": "via, source via; über",
        "citing": "citing, source citing, original source; Originalquelle; source originale",
        "published": "published, publication date, date published, source date, source published; veröffentlicht, "
        "Erscheinungsdatum, Veröffentlichungsdatum; publié, date de publication; опубликовано, дата публикации; "
        "опубліковано, дата публікації",
        "language": "language, lang, source language; Sprache; langue; язык; мова",
        "source_kind": "source kind, source type, kind of source; Quellenart, Art der Quelle; type de source; "
        "вид источника, тип источника; вид джерела, тип джерела",
        "archived": "archived, archive, archive url, source archived; Archiv, archiviert; archivé; архив; архів",
        "sources": "sources, documents; Quellen; источники; джерела",
    }
)
_BEND = re.compile(r"(?<=[a-zа-яіїєґ])(?=[A-ZА-ЯІЇЄҐ])")


def fold(name: str) -> str:
    """A header without case, accents, punctuation and the bends of startDate.

    >>> fold("Événement"), fold("start_date"), fold("startDate"), fold("Дата (початку)")
    ('evenement', 'start date', 'start date', 'дата початку')
    """
    parted = unicodedata.normalize("NFKD", _BEND.sub(" ", name))
    plain = "".join(letter for letter in parted if not unicodedata.combining(letter)).casefold()
    return " ".join(re.findall(r"[^\W_]+", plain))


def _by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for field, words in _WORDS.items():
        for word in re.split("[,;]", words):
            found[fold(word)] = tuple(dict.fromkeys((*found.get(fold(word), ()), field)))
    return found


_FIELDS = _by_word()
_NUMBER = re.compile(r" ?\d+$")


def fields_named(header: str) -> tuple[str, ...]:
    """The fields that a header may name, likelier ones first; of a name with dots its last part counts too.

    >>> fields_named("Quelle"), fields_named("properties.title"), fields_named("actor_2"), fields_named("weather")
    (('url', 'publisher'), ('title',), ('actors',), ())
    """
    whole, last = fold(header), fold(header.rpartition(".")[2])
    for name in (whole, whole.removesuffix(" label"), _NUMBER.sub("", whole), last):
        if name in _FIELDS:
            return _FIELDS[name]
    return ()

"""Event cards: rows of a collection to HTML, from one template, everything escaped."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import pandas as pd
from jinja2 import Environment, PackageLoader, Template
from markupsafe import Markup, escape

from timeline.cards.markup import archived_note, foreign, is_web_link, render_markdown
from timeline.collection import vocabulary
from timeline.collection.edtf import when_in_words
from timeline.collection.extras import unpack_extra
from timeline.collection.held import EVENTS
from timeline.collection.places import by_place, event_of, further_places, places_of
from timeline.collection.series import named_figures
from timeline.collection.tables import rows_of
from timeline.evidence import explain_supports, order_positions, read_searches
from timeline.query.filter import Filter
from timeline.query.names import country_name, language_name, tag_name
from timeline.query.record import Record

Url = Callable[[Filter], str]
"""Where a filter is to be found: "?actor=alpha" on a page, an absolute address elsewhere."""


@cache
def _template() -> Template:
    environment = Environment(loader=PackageLoader("timeline.cards", "."), autoescape=True, trim_blocks=False)
    return environment.get_template("card.html.jinja")


def render_cards(
    record: Record,
    events: pd.DataFrame,
    flt: Filter,
    url: Url,
    opened: str = "",
    *,
    first_open: bool = False,
    story: Callable[[Filter, str], str] | None = None,
) -> Markup:
    """Cards of the given rows as one HTML block, in the order of the rows.

    Args:
        record: where the rows come from.
        events: some of its events.
        flt: the filter that the cards stand under; chips add to it.
        url: address of a filter.
        opened: id of the event whose card shows sources and related events at once.
        first_open: whether the first card shows its sources, so that a reader sees that cards have them.
        story: address of the story check of a document, by filter and id; None where there is no such page.
    """
    lead = _Leading(flt, url, story)
    html = []
    for at, card in enumerate(_cards_of(record, events)):
        look = _Look(
            lead.is_followed, story is not None, card.event == opened, card.event == opened or (first_open and not at)
        )
        html.append("".join(_filled(card.draft(look), lead)))
    return Markup("\n".join(html))  # noqa: S704  (the template escapes)


class _Look(NamedTuple):
    """How a card is drawn, whatever its filter: whether a page follows its links itself, and what of it is open."""

    follows: bool
    checks: bool
    """Whether documents whose statements are listed have a link to their story check."""
    opened: bool
    shows_sources: bool


Facts = dict[str, Any]
"""The values of a card, whatever the filter: of its links only what they lead to."""
Draft = tuple[Sequence[str], Sequence[tuple[str, str]]]
"""The HTML of a card around the addresses of its links, and where these lead: kind, and id of an event or value."""
_OPEN, _ALONE, _STORY = "open", "alone", "story"
"""Kinds of links: to an event under the present filter, and to it without one; to a document's story check; else the
field of a facet."""
_MARK = secrets.token_hex(8)
"""Stands for an address in a draft, before its number and a dot. No text of a collection can hold it."""


class _Card:
    """A card without its filter: what it says, and its HTML but for addresses, once for each look."""

    def __init__(self, facts: Facts) -> None:
        self.event: str = facts["id"]
        self._facts = facts
        self._drafts: dict[_Look, Draft] = {}

    def draft(self, look: _Look) -> Draft:
        if look not in self._drafts:
            self._drafts[look] = _draft(self._facts, look)
        return self._drafts[look]


_KEPT_CARDS = 2048
"""Cards of a record that are kept at most: some kilobytes each."""
_kept: WeakKeyDictionary[Record, dict[str, _Card]] = WeakKeyDictionary()


def _cards_of(record: Record, events: pd.DataFrame) -> list[_Card]:
    """The cards of events; those that were shown before are still there."""
    kept = _kept.setdefault(record, {})
    if len(kept) > _KEPT_CARDS:
        kept = _kept[record] = {}
    ids = events["id"].tolist()
    known = {event: card for event in ids if (card := kept.get(event)) is not None}
    if len(known) < len(ids):
        maker = FactsMaker(record, events[~events["id"].isin(list(known))])
        made = {event: _Card(facts) for event, facts in maker.all_facts().items()}
        kept.update(made)
        known.update(made)
    return [known[event] for event in ids]


def _draft(facts: Facts, look: _Look) -> Draft:
    """The HTML of a card with marks in the place of addresses, cut at these."""
    targets: list[tuple[str, str]] = []

    def link(kind: str, value: str, text: str) -> dict[str, str]:
        targets.append((kind, value))
        return {"url": f"{_MARK}{len(targets) - 1}.", "text": text}

    event = facts["id"]
    card = {
        **facts,
        **look._asdict(),
        "title": link(_OPEN, event, facts["title"]),
        "permalink": link(_ALONE, event, "Link to this event"),
        **{facet: [link(facet, value, name) for value, name in facts[facet]] for facet in ("actors", "themes", "tags")},
        "claims": [
            {**claim, "places": [_linked(link, place) for place in claim["places"]]} for claim in facts["claims"]
        ],
        "sources": [
            {**source, "story": link(_STORY, source["id"], "Story check") if look.checks and source["listed"] else None}
            for source in facts["sources"]
        ],
        "related": [_linked(link, other) for other in facts["related"]],
    }
    first, *rest = _template().render(card=card).split(_MARK)
    numbers, texts = zip(*(part.split(".", 1) for part in rest), strict=True)
    return (first, *texts), [targets[int(number)] for number in numbers]


def _linked(link: Callable[[str, str, str], dict[str, str]], event: dict[str, str]) -> dict[str, str]:
    """What is said of an event, with a link to it."""
    return {**event, **link(_OPEN, event["id"], event["text"])}


def _filled(draft: Draft, lead: _Leading) -> Iterator[str]:
    """The HTML of a card with its addresses."""
    texts, targets = draft
    yield texts[0]
    for target, text in zip(targets, texts[1:], strict=True):
        yield lead.to(*target)
        yield text


class _Leading:
    """The addresses to which cards under one filter lead, escaped; chips of neighbours are often the same."""

    def __init__(self, flt: Filter, url: Url, story: Callable[[Filter, str], str] | None) -> None:
        self._flt, self._url, self._story = flt, url, story
        self._known: dict[tuple[str, str], str] = {}

    @property
    def is_followed(self) -> bool:
        """Whether they are a page's own, which follows them inside the session."""
        return self._url(self._flt).startswith("?")

    def to(self, kind: str, value: str) -> str:
        """The address of a link."""
        if (kind, value) not in self._known:
            if kind == _STORY and self._story:
                address = self._story(self._flt, value)
            else:
                address = self._url(self._filter(kind, value))
            self._known[kind, value] = str(escape(address))
        return self._known[kind, value]

    def _filter(self, kind: str, value: str) -> Filter:
        if kind == _ALONE:
            return Filter(event=value)
        if kind == _OPEN:
            return self._flt.but(event=value)
        return self._flt.but(event="", **{kind: {*getattr(self._flt, kind), value}})


class FactsMaker:
    """What cards say of some events, with the look-ups for all of them done once."""

    def __init__(self, record: Record, events: pd.DataFrame) -> None:
        self.record, self.events = record, events
        found = record.details(events["id"])
        self.grounds = explain_supports(record, events, found.sources)
        self.claims = by_place(found.claims)
        self.positions = _by("claim", order_positions(found.positions))
        self.sought = read_searches(found.claims, found.searches)
        self.sources = {row["id"]: row for row in rows_of(found.sources)}
        self.citing = {(row["event"], row["source"]): row["citing"] for row in rows_of(found.citations)}
        self.publishers = {row["id"]: row for row in rows_of(record.publishers)}
        self.listed = set(record.statements["source"])
        self.links = rows_of(found.links)
        places = further_places(found.claims)
        others = {*found.links["event"], *found.links["to"], *places["holder"], *places["event"]}
        self.others = {row["id"]: row for row in rows_of(record.find("events", others))}

    def all_facts(self) -> dict[str, Facts]:
        """Facts by event id."""
        return {row["id"]: self._facts(row) for row in rows_of(self.events)}

    def _facts(self, row: dict[str, Any]) -> Facts:
        names, themes = self.record.actor_names, self.record.theme_names
        return {
            "id": row["id"],
            "title": row["title"],
            "when": row["when_words"],
            "datetime": row["when"] if row["precision"] == "day" and not row["interval"] else "",
            "precision": _precision(row),
            "place": _place(row),
            "contest": row["contest"],
            "contest_label": vocabulary.CONTESTS.get(row["contest"], ""),
            "figures": self._figures(row),
            "held": f"{EVENTS}{row['id']}.md" in self.record.held,
            **self._support(row),
            # an import gives the title again to what came without a text
            "summary": render_markdown(row["summary"]) if row["summary"] != row["title"] else "",
            "note": row["note"],
            "actors": [(actor, names[actor]) for actor in row["actors"]],
            "themes": [(theme, themes[theme]) for theme in row["themes"]],
            "tags": [(tag, tag_name(tag)) for tag in row["tags"]],
            "extra": sorted(unpack_extra(row["extra"]).items()),
            "claims": [self._claim(row["id"], number, claim) for number, claim in self.claims.get(row["id"], ())],
            "sources": [self._source(row["id"], self.sources[source]) for source in row["sources"]],
            "related": self._related(row["id"]),
        }

    def _support(self, row: dict[str, Any]) -> Facts:
        """The grade with what it counts and why; an event without documents has nothing to count."""
        grounds = self.grounds.get(row["id"])
        return {
            "support": row["support"],
            "support_label": vocabulary.SUPPORTS[row["support"]],
            "counted": grounds.of(len(row["sources"])) if grounds else "",
            "reason": grounds.words if grounds else "",
        }

    def _claim(self, event: str, number: int, claim: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": f"{event}-{number}",
            "text": claim["text"],
            "contest": claim["contest"],
            "contest_label": vocabulary.CONTESTS[claim["contest"]],
            "positions": [self._position(position) for position in self.positions.get(claim["id"], ())],
            "sought": self.sought[claim["id"]].words if claim["id"] in self.sought else "",
            # a record of some events may know a claim of one that it lacks
            "places": [
                self._place(claim, other) for other in places_of(claim) if other != event and other in self.others
            ],
        }

    def _place(self, claim: dict[str, Any], event: str) -> dict[str, str]:
        """Another event that a claim stands in."""
        words = "first made in" if event == event_of(claim["id"]) else "also in"
        return {"id": event, "words": words, "text": self.others[event]["title"]}

    def _position(self, position: dict[str, Any]) -> dict[str, Any]:
        names, is_side = self.record.actor_names, position["side"] == position["actor"]
        return {
            "actor": names[position["actor"]],
            "side": "" if is_side else names[position["side"]],
            "stance": position["stance"],
            "verb": vocabulary.STANCES[position["stance"]],
            "target": position["stance"] != "declines",
            "date": when_in_words(position["date"]) if position["date"] else "undated",
            "latest": position["latest"],
            "documents": [self._document(name) for name in (position["source"], *position["further_sources"])],
            "note": position["note"],
        }

    def _document(self, name: str) -> dict[str, str]:
        source = self.sources[name]
        publisher = self.publishers[source["publisher"]]["name"]
        return {"url": _href(source["url"]), "title": source["title"], "publisher": publisher}

    def _source(self, event: str, source: dict[str, Any]) -> dict[str, Any]:
        publisher = self.publishers[source["publisher"]]
        return {
            "id": source["id"],
            "listed": source["id"] in self.listed,
            "title": source["title"],
            "url": _href(source["url"]),
            "publisher": publisher["name"],
            "via": self.publishers[source["via"]]["name"] if source["via"] else "",
            "citing": self.citing.get((event, source["id"]), source["citing"]),
            "told": _told(source),
            "lang": foreign(source["language"]),
            "control": self._control(publisher),
            "weak": publisher["weak_because"] or "corroborates nothing" if publisher["weak"] else "",
            "archived": archived_note(source),
        }

    def _control(self, publisher: dict[str, Any]) -> str:
        """Whose voice the publisher may be; nothing of a private or a public-service one."""
        if publisher["controlled_by"]:
            verb = "speaks for" if publisher["control"] == "official" else "controlled by"
            return f"{verb} {self.record.actor_names[publisher['controlled_by']]}"
        return vocabulary.CONTROLS["unknown"] if publisher["control"] == "unknown" else ""

    def _related(self, event: str) -> list[dict[str, str]]:
        found = []
        for link in self.links:
            if event == link["event"]:
                other, relation = link["to"], vocabulary.RELATIONS[link["relation"]]
            elif event == link["to"]:
                other, relation = link["event"], vocabulary.RELATIONS_REVERSED[link["relation"]]
            else:
                continue
            row = self.others[other]
            found.append({"id": other, "relation": relation, "text": row["title"], "when": row["when_words"]})
        return found

    def _figures(self, row: dict[str, Any]) -> str:
        named = named_figures(self.record.about.figures, row)
        return f"{', '.join(named)}, by the count of {self.record.actor_names[row['figures_by']]}" if named else ""


def _by(column: str, table: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """The rows by the value of a column."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(table):
        found.setdefault(row[column], []).append(row)
    return found


def _href(url: str) -> str:
    """The address if it may be a link; the reader has refused all others already."""
    return url if is_web_link(url) else ""


def _told(source: dict[str, Any]) -> str:
    """When a document came out, in which language, and of what kind it is, as far as that is known."""
    date = when_in_words(source["published"]) if source["published"] else "undated"
    kind = vocabulary.SOURCE_KINDS.get(source["kind"], "")
    return "; ".join(part for part in (date, language_name(source["language"]), kind) if part)


def _precision(row: dict[str, Any]) -> str:
    """What the date leaves open, where its words do not say it."""
    doubts = [word for word, holds in (("approximate", row["approximate"]), ("uncertain", row["uncertain"])) if holds]
    if row["precision"] not in ("day", "time"):
        doubts.insert(0, f"known to the {row['precision']}")
    return ", ".join(doubts)


def _place(row: dict[str, Any]) -> str:
    country = country_name(row["country"]) if row["country"] else ""
    return ", ".join(part for part in (row["place"], country) if part and part != "")

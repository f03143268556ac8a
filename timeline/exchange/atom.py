"""A view as an Atom feed (RFC 4287): the events that are newest to the record, and corrections."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from markupsafe import Markup

from timeline.cards.markup import render_markdown
from timeline.collection.places import by_place
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import CONTESTS, CORRECTION_KINDS, STANCES, SUPPORTS
from timeline.evidence import read_searches
from timeline.exchange.bibliography import one_line
from timeline.exchange.documents import event_documents, html_documents
from timeline.exchange.texts import clean_lines, summary_as_text
from timeline.exchange.view_tables import (
    day_of,
    day_text,
    head_file,
    last_changes,
    link_to,
    link_to_event,
    stable_id,
)
from timeline.query.record import View
from timeline.query.selection import first_day, select_corrections

LIMIT = 100
_ATOM = "http://www.w3.org/2005/Atom"
_FIRST, _LAST = np.datetime64("0001-01-01", "D"), np.datetime64("9999-12-31", "D")


class Entry(NamedTuple):
    """One entry of the feed; ``day`` is when it was new."""

    day: np.datetime64
    id: str
    title: str
    link: str
    text: str
    html: Markup
    categories: tuple[str, ...] = ()


def write_atom(view: View, base_url: str = "", limit: int = LIMIT) -> bytes:
    """The newest events and corrections of a view, newest first.

    An event is as new as its newest document, position or correction.

    Args:
        view: what is written.
        base_url: address of the dashboard; all links are absolute, and there are none where it is ''.
        limit: how many entries at most.
    """
    entries, more = _newest(view, base_url, limit)
    head = head_file(view, base_url)
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"xml:lang": "en"})
    _add(feed, "id", stable_id(view.record, "feed", head.query).urn)
    _add(feed, "title", f"{head.title}: {head.filter_words}")
    told = f"The newest {len(entries):,} of {len(entries) + more:,} events and corrections"
    filtered = f"Filter: {head.query or '(none)'}."
    _add(feed, "subtitle", f"{told}. {filtered} {head.events:,} of {head.total:,} events. Data version: {head.version}")
    _add(feed, "updated", _stamp(max((entry.day for entry in entries), default=_FIRST)))
    _add(feed, "rights", head.licence_words)
    author = ET.SubElement(feed, f"{{{_ATOM}}}author")
    _add(author, "name", ", ".join(head.maintainers) or head.title)
    _add(feed, "generator", "On the Record")
    if base_url:
        _link(feed, "alternate", head.url, "text/html")
        _link(feed, "self", f"{base_url.rstrip('/')}/feed.atom{_query(head.query)}", "application/atom+xml")
    for entry in entries:
        _entry(feed, entry)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _query(query: str) -> str:
    return f"?{query}" if query else ""


def _newest(view: View, base_url: str, limit: int) -> tuple[list[Entry], int]:
    """The newest entries, and how many older ones there are."""
    corrections = select_corrections(view)
    # an event that was corrected is as new as its correction, however old its documents
    corrected = [event for event in (*corrections["event"], *corrections["to"]) if view.has(event)]
    events = view.record.find("events", {*view.latest(limit)["id"], *corrected})
    days = last_changes(view, events)
    order = days.reset_index(drop=True).sort_values(ascending=False, kind="stable").index.to_numpy()[:limit]
    chosen = events.take(order)
    found = [
        *_event_entries(view, chosen, days.iloc[order], base_url),
        *_correction_entries(view, corrections, base_url),
    ]
    # Of one day events come first, in the record's order, by which they were chosen: a short feed begins as a long one.
    found.sort(key=lambda entry: -entry.day.astype("int64"))
    return found[:limit], len(view) + len(corrections) - len(found[:limit])


def _event_entries(view: View, events: pd.DataFrame, days: pd.Series, base_url: str) -> Iterable[Entry]:
    record = view.record
    ledgers, documents = _ledgers(view, events), event_documents(view, events)
    for row, day in zip(rows_of(events), days, strict=True):
        summary = summary_as_text(row["summary"])
        facts = f"{row['when_words']}. {SUPPORTS.get(row['support'], row['support'])}."
        html = Markup("<p>{}</p>").format(facts) + render_markdown(clean_lines(row["summary"]))
        html += ledgers.get(row["id"], Markup("")) + html_documents(documents[row["id"]])
        yield Entry(
            _clamp(day),
            stable_id(record, "event", row["id"]).urn,
            one_line(row["title"]),
            link_to_event(base_url, row["id"]),
            f"{facts} {summary}",
            html,
            tuple(one_line(record.theme_names.get(theme, theme)) for theme in row["themes"]),
        )


def _ledgers(view: View, events: pd.DataFrame) -> dict[str, Markup]:
    """The claims that stand in each event, with everyone's latest position."""
    record = view.record
    details = record.details(events["id"])
    said: dict[str, list[str]] = {}
    for row in rows_of(details.positions[details.positions["latest"].astype(bool)]):
        actor = one_line(record.actor_names.get(row["actor"], row["actor"]))
        said.setdefault(row["claim"], []).append(f"{actor} {STANCES.get(row['stance'], row['stance'])}")
    found: dict[str, Markup] = {}
    sought = read_searches(details.claims, details.searches)
    for event, claims in by_place(details.claims).items():
        for _, row in claims:
            words = "; ".join(said.get(row["id"], []))
            words += f". {sought[row['id']].words}" if row["id"] in sought else ""
            item = Markup("<li>{} ({}): {}</li>").format(one_line(row["text"]), CONTESTS.get(row["contest"], ""), words)
            found[event] = found.get(event, Markup("")) + item
    return {event: Markup("<p>Claims:</p><ul>{}</ul>").format(items) for event, items in found.items()}


def _correction_entries(view: View, corrections: pd.DataFrame, base_url: str) -> Iterable[Entry]:
    record = view.record
    found = record.find("events", {*corrections["event"], *corrections["to"]})
    titles = dict(zip(found["id"], found["title"], strict=True))
    seen: dict[str, int] = {}
    for row in rows_of(corrections):
        event = row["to"] or row["event"]
        what = one_line(titles.get(event, event)) or "the record"
        key = f"{row['date']} {row['event']}"
        seen[key] = seen.get(key, 0) + 1  # two corrections of one event on one day
        facts = [("Was", row["was"]), ("Now", row["now"]), ("Because", row["reason"])]
        told = [f"{name}: {one_line(text)}" for name, text in facts if one_line(text)]
        yield Entry(
            _clamp(first_day(row["date"])),
            stable_id(record, "correction", f"{key} {seen[key]}").urn,
            f"{CORRECTION_KINDS.get(row['kind'], row['kind'])}: {what}",
            link_to_event(base_url, event) if event in titles else link_to(base_url),
            " ".join(told),
            Markup("").join(Markup("<p>{}</p>").format(line) for line in told),
            ("Correction",),
        )


def _entry(feed: ET.Element, entry: Entry) -> None:
    made = ET.SubElement(feed, f"{{{_ATOM}}}entry")
    _add(made, "id", entry.id)
    _add(made, "title", entry.title)
    _add(made, "updated", _stamp(entry.day))
    if entry.link:
        _link(made, "alternate", entry.link, "text/html")
    for name in entry.categories:
        ET.SubElement(made, f"{{{_ATOM}}}category", {"term": clean_lines(name)})
    _add(made, "summary", entry.text)
    _add(made, "content", str(entry.html), type="html")


def _add(parent: ET.Element, name: str, text: str, **attributes: Any) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes).text = clean_lines(text)


def _link(parent: ET.Element, relation: str, href: str, media_type: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}link", {"rel": relation, "href": clean_lines(href), "type": media_type})


def _clamp(day: Any) -> np.datetime64:
    """The day where Atom has it, else the nearest that it has."""
    stamp = day_of(day)
    return _FIRST if np.isnat(stamp) else min(max(stamp, _FIRST), _LAST)


def _stamp(day: np.datetime64) -> str:
    return f"{day_text(day)}T00:00:00Z"

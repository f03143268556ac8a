"""A view as a brief in Markdown: what it shows, its events by date with their claims, and numbered sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from timeline.collection.edtf import when_in_words
from timeline.collection.english import capital, count
from timeline.collection.places import by_place
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import CONTESTS, STANCES, SUPPORTS
from timeline.evidence import order_positions, read_searches
from timeline.exchange.bibliography import Entry, one_line, read_entries
from timeline.exchange.texts import escape_markdown, markdown_link, summary_as_markdown
from timeline.exchange.view_tables import Head, day_of, day_text, head_file, link_to_event
from timeline.query.names import country_name, language_name
from timeline.query.record import View


def write_markdown(view: View, base_url: str = "") -> bytes:
    """The brief, in CommonMark; texts of the record are escaped, so that they show as they are.

    Args:
        view: what is written.
        base_url: address of the dashboard, for links to the view and the events' cards.
    """
    return ("\n".join(_Brief(view, base_url).lines()) + "\n").encode()


class _Brief:
    """Events by date; documents get their numbers in the order in which they are first named."""

    def __init__(self, view: View, base_url: str) -> None:
        self.view, self.base_url = view, base_url
        self.names = view.record.actor_names
        self.numbers: dict[str, int] = {}
        self.claims = by_place(view.whole("claims"))
        self.titles = {row["id"]: row["title"] for row in rows_of(view.whole("events"))}
        self.sought = read_searches(view.whole("claims"), view.whole("searches"))
        self.positions = _grouped(rows_of(order_positions(view.whole("positions"))), "claim")

    def lines(self) -> Iterator[str]:
        """The brief, line by line."""
        yield from _head(head_file(self.view, self.base_url))
        if not len(self.view):
            yield from ("", "No event is in this view.")
        year = ""
        for row in rows_of(self.view.whole("events")):
            if (found := _year(row)) != year:
                year = found
                yield from ("", f"## {year}")
            yield from self.event(row)
        yield from self.sources()

    def event(self, row: dict[str, Any]) -> Iterator[str]:
        """One event: date and title, what is known of it, its claims."""
        record = self.view.record
        title, url = one_line(row["title"]), link_to_event(self.base_url, row["id"])
        linked = markdown_link(title, url) if url else escape_markdown(title)
        when = capital(row["when_words"])
        yield from ("", f"### {escape_markdown(when)}: {linked}", "")
        place = ", ".join(part for part in (one_line(row["place"]), _country(row["country"])) if part)
        facts = [
            f"{SUPPORTS.get(row['support'], row['support'])} {self.cite(row['sources'])}",
            _named("Place", [place] if place else []),
            _named("Involved", [self.names.get(actor, actor) for actor in row["actors"]]),
            _named("Themes", [record.theme_names.get(theme, theme) for theme in row["themes"]]),
        ]
        yield ". ".join(fact for fact in facts if fact) + "."
        for text in (
            summary_as_markdown(row["summary"]) if row["summary"] != row["title"] else "",
            _named("Note", [one_line(row["note"])]),
        ):
            if text:
                yield from ("", text)
        claims = self.claims.get(row["id"], [])
        if claims:
            yield from ("", "Claims:", "")
        for _, claim in claims:
            yield from self.claim(row["id"], claim)

    def claim(self, event: str, claim: dict[str, Any]) -> Iterator[str]:
        """A claim, whether others were looked for, and every position by date; in a further event, where these are."""
        contest = CONTESTS.get(claim["contest"], claim["contest"])
        sought = f" {escape_markdown(self.sought[claim['id']].words)}" if claim["id"] in self.sought else ""
        yield f"- “{escape_markdown(one_line(claim['text']))}” {contest}.{sought}"
        if event != claim["event"]:
            title, url = one_line(self.titles[claim["event"]]), link_to_event(self.base_url, claim["event"])
            named = markdown_link(title, url) if url else f"“{escape_markdown(title)}”"
            yield f"  - Who said what on it stands under {named}."
            return
        for row in self.positions.get(claim["id"], []):
            actor = escape_markdown(one_line(self.names.get(row["actor"], row["actor"])))
            day = escape_markdown(when_in_words(row["date"])) if row["date"] else "undated"
            later = "" if row["latest"] else ", not the latest position"
            note = f" {escape_markdown(one_line(row['note']))}" if row["note"] else ""
            stance = STANCES.get(row["stance"], row["stance"])
            yield f"  - {actor} {stance}, {day}{later} {self.cite([row['source'], *row['further_sources']])}{note}"

    def cite(self, sources: tuple[str, ...] | list[str]) -> str:
        """The documents' numbers: "[1][2]"."""
        return "".join(f"[{self.numbers.setdefault(source, len(self.numbers) + 1)}]" for source in sources)

    def sources(self) -> Iterator[str]:
        """The documents, by number."""
        entries = read_entries(self.view.whole("sources"), self.view.record.publishers)
        named = {entry.id: entry for entry in entries}
        yield from ("", "## Sources", "")
        if not self.numbers:
            yield "None."
        for source, number in self.numbers.items():
            yield f"{number}. {_source(named[source])}"


def _head(head: Head) -> Iterator[str]:
    licence = markdown_link(head.licence or head.licence_url, head.licence_url) or head.licence_words
    yield f"# {escape_markdown(head.title)}"
    yield ""
    yield f"**{escape_markdown(head.filter_words)}**: {head.events:,} of {count(head.total, 'event')}."
    yield ""
    query = escape_markdown(head.query or "(none)")
    yield f"- Filter: {markdown_link(head.query or '(none)', head.url) if head.url else query}"
    yield f"- Data version: {head.version}"
    yield f"- Licence: {licence}"
    if head.maintainers:
        yield f"- Maintainers: {escape_markdown(', '.join(head.maintainers))}"


def _source(entry: Entry) -> str:
    language = f"in {language_name(entry.language)}" if entry.language not in ("", "en") else ""
    note = entry.note[:1].lower() + entry.note[1:]
    told = ", ".join(part for part in (entry.date_words or "undated", language, note) if part)
    return f"{escape_markdown(entry.publisher)}: {markdown_link(entry.title, entry.url)}, {escape_markdown(told)}."


def _named(name: str, parts: list[str]) -> str:
    texts = [escape_markdown(one_line(part)) for part in parts if one_line(part)]
    return f"{name}: {', '.join(texts)}" if texts else ""


def _country(code: str) -> str:
    return country_name(code) if code else ""


def _year(row: dict[str, Any]) -> str:
    """The year that an event began in."""
    year = day_text(day_of(row["start"])).rsplit("-", 2)[0]
    return when_in_words(year) if year else "Beginning not known"


def _grouped(rows: list[dict[str, Any]], column: str) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups

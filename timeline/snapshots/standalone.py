"""The standalone page: what a view shows as one HTML file that is read and printed with no server and no network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, Template
from markupsafe import Markup

from timeline.cards.render import render_cards
from timeline.charts.lanes.outside import tell_outside
from timeline.charts.lanes_svg import STYLE, WIDTH, draw_lanes_svg, svg_colours
from timeline.collection.english import count
from timeline.query.filter import Filter
from timeline.query.period import axis_period
from timeline.query.record import Record, View


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a page says of itself; texts as people wrote them, escaped where they are shown.

    Attributes:
        title: heading; "" for the filter in words.
        note: a remark under it.
        kept: what the first line says beside the collection's name, such as "snapshot of 23 November 2026, 14:05 UTC".
        facts: name and value of each fact, such as ("Id", "v6yvamhmlt6plqea"); they stand at the end.
        signed: who signed it, in words; "" for nobody.
        citation: ready to copy.
        verify: how to check the file; "" where nothing vouches for it.
        base_url: address of the dashboard, "" where there is none: links within the page then lead to its cards.
        url: address of this page, for previews.
        picture: address of its picture, for previews.
        data: canonical JSON that the file carries.
        signature: of the data, as canonical JSON; "" for none.
        total: number of events that the record held; 0 for as many as the view's record holds.
        version: of the data; "" for that of the view's record.
        open_query: what links to the dashboard say besides the filter, such as "snapshot=…".
    """

    title: str = ""
    note: str = ""
    kept: str = ""
    facts: Sequence[tuple[str, str]] = ()
    signed: str = ""
    citation: str = ""
    verify: str = ""
    base_url: str = ""
    url: str = ""
    picture: str = ""
    data: str = ""
    signature: str = ""
    total: int = 0
    version: str = ""
    open_query: str = ""


def render_standalone(view: View, stamp: Stamp) -> str:
    """The whole page as HTML."""
    record, flt = view.record, view.filter
    words = flt.in_words(record)
    events = view.some(0, len(view))
    total, version = stamp.total or view.total, stamp.version or record.version
    page = {
        "title": stamp.title or words,
        "words": words,
        "count": f"{len(view):,} of {count(total, 'event')}",
        "collection": " · ".join(part for part in (record.about.title, stamp.kept) if part),
        "note": stamp.note,
        "facts": [*stamp.facts, ("Data version", version)],
        "signed": stamp.signed,
        "chart": draw_chart(view),
        "narrow_chart": draw_chart(view, NARROW),
        "chart_words": " ".join([chart_words(record), *_outside(view)]),
        "cards": render_cards(record, events, flt, _link_to(stamp.base_url, stamp.open_query), first_open=True),
        "citation": stamp.citation or f"{record.about.title}: {words}. Data version {version[:12]}.",
        "verify": stamp.verify,
        "licence": licence_words(record),
        "style": _style(record),
        "url": stamp.url,
        "picture": stamp.picture,
        "data": script_text(stamp.data),
        "signature": script_text(stamp.signature),
    }
    return _template().render(page=page)


NARROW = 340
"""Width of the lanes on phones, in pixels: a wide picture would be scaled down until nobody could read it."""


def draw_chart(view: View, width: int = WIDTH) -> Markup:
    """The lanes of a view as inline SVG; its colours are CSS variables (``svg_colours``)."""
    record = view.record
    return draw_lanes_svg(
        view,
        record.themes,
        record.daily,
        record.coverage,
        period=axis_period(view),
        width=width,
    )


def _outside(view: View) -> list[str]:
    """What lies outside an axis that opens on the densest part, a sentence each."""
    if not view.record.densest:
        return []
    return [
        f"{side.words}; its card is below." if side.number == 1 else f"{side.words}; their cards are below."
        for side in tell_outside(view.density(axis_period(view)))
    ]


def chart_words(record: Record) -> str:
    """How to read the lanes; signs that a record cannot have are left out."""
    told = [
        "The fuller a mark, the better the event is supported.",
        "A dot in the middle of a mark shows that a claim is disputed or denied." if record.sizes["claims"] else "",
        "A bar is a period; a pale span is a date that is not known to the day.",
        "A grey field marks days with thin coverage or none." if len(record.coverage) else "",
    ]
    return " ".join(sentence for sentence in told if sentence)


def licence_words(record: Record) -> str:
    """Licence of the texts and credit of the series, in one line."""
    about = record.about
    texts = f"Texts and tables: {about.licence}." if about.licence else ""
    days = about.series.credit_line if about.series else ""
    documents = "The documents that are cited belong to their publishers."
    return " ".join(part for part in (texts, days, documents) if part)


def script_text(json: str) -> Markup:
    """JSON that can stand in a script element: nothing in it can end the element, and it stays the same JSON."""
    safe = json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)  # noqa: S704  (no < is left to open or close an element)


def _link_to(base_url: str, open_query: str) -> Callable[[Filter], str]:
    """Cards' links: to the dashboard where there is one, else to the card in this file."""

    def url(flt: Filter) -> str:
        if base_url:
            query = "&".join(part for part in (open_query, flt.to_query()) if part)
            return f"{base_url.rstrip('/')}/?{query}"
        return f"#event-{flt.event}" if flt.event else "#"

    return url


@cache
def _template() -> Template:
    environment = Environment(loader=PackageLoader("timeline.snapshots", "."), autoescape=True)
    return environment.get_template("standalone.html.jinja")


@cache
def _sheets() -> str:
    cards = files("timeline.cards").joinpath("cards.css").read_text(encoding="utf-8")
    own = files("timeline.snapshots").joinpath("standalone.css").read_text(encoding="utf-8")
    return f"{STYLE}{cards}{own}"


def _style(record: Record) -> Markup:
    light, dark = (
        "; ".join(f"--{name}: {value}" for name, value in svg_colours(record.themes, scheme).items())
        for scheme in ("light", "dark")
    )
    night = f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}"
    sheet = f":root {{ color-scheme: light dark; {light} }} {night}\n{_sheets()}"
    return Markup(sheet)  # noqa: S704  (our own files, and ids of themes: small letters, digits, hyphens)

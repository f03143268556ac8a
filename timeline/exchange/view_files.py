"""Every format that a view can be downloaded in, by name, for the pages, the routes and the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from timeline.exchange.atom import write_atom
from timeline.exchange.csv_tables import write_csv
from timeline.exchange.formats import FORMATS, write_bibliography
from timeline.exchange.geojson import write_geojson
from timeline.exchange.icalendar import write_icalendar
from timeline.exchange.json_rows import write_json
from timeline.exchange.markdown_brief import write_markdown
from timeline.exchange.parquet_tables import write_parquet
from timeline.exchange.timelinejs import write_timelinejs
from timeline.exchange.view_tables import is_base_url
from timeline.query.record import View


@dataclass(frozen=True, slots=True)
class ViewFormat:
    """One way to write a view.

    Attributes:
        label: for readers.
        suffix: of a file's name, with its dot.
        media_type: for downloads and routes.
        write: the view and the dashboard's address ('' where there is none) to the file's content.
    """

    label: str
    suffix: str
    media_type: str
    write: Callable[[View, str], bytes]


def _bibliography(name: str) -> ViewFormat:
    form = FORMATS[name]
    suffix = form.suffix if name == "bibtex" else f".{name}{form.suffix}"
    return ViewFormat(f"Sources as {form.label}", suffix, form.media_type, partial(_write_sources, name))


def _write_sources(name: str, view: View, base_url: str = "") -> bytes:
    return write_bibliography(view, name).encode()


VIEW_FORMATS: Mapping[str, ViewFormat] = MappingProxyType(
    {
        "csv": ViewFormat("CSV (zip of tables)", ".csv.zip", "application/zip", write_csv),
        "json": ViewFormat("JSON", ".json", "application/json", write_json),
        "parquet": ViewFormat("Parquet (zip of tables)", ".parquet.zip", "application/zip", write_parquet),
        "icalendar": ViewFormat("iCalendar", ".ics", "text/calendar; charset=utf-8", write_icalendar),
        "atom": ViewFormat("Atom feed", ".atom", "application/atom+xml; charset=utf-8", write_atom),
        "geojson": ViewFormat("GeoJSON", ".geojson", "application/geo+json", write_geojson),
        "timelinejs": ViewFormat("TimelineJS", ".timelinejs.json", "application/json", write_timelinejs),
        "markdown": ViewFormat("Markdown brief", ".md", "text/markdown; charset=utf-8", write_markdown),
        **{name: _bibliography(name) for name in FORMATS},
    }
)
"""By the name that ``python -m timeline export --format`` takes."""


def write_view(view: View, form: str, base_url: str = "") -> bytes:
    """A view in one of the :data:`VIEW_FORMATS`; equal views give equal bytes.

    Args:
        view: what is written.
        form: name of the format.
        base_url: address of the dashboard, such as ``https://example.org/timeline``, for links back.

    Raises:
        ValueError: there is no such format, or no links can be made from the address.
    """
    if base_url and not is_base_url(base_url):
        raise ValueError(f"{base_url!r} is not the address of a dashboard; write it like https://example.org/timeline")
    if form not in VIEW_FORMATS:
        raise ValueError(f"there is no format {form!r}; write one of: {', '.join(VIEW_FORMATS)}")
    return VIEW_FORMATS[form].write(view, base_url)


def file_name(view: View, form: str) -> str:
    """What a download is called: the data's version is in it, so that two versions are two files."""
    return f"on-the-record-{view.record.version[:12]}{VIEW_FORMATS[form].suffix}"

"""The picture that a link to a snapshot is shown with: title, filter in words and the lanes, as one SVG."""

from __future__ import annotations

import textwrap

from markupsafe import Markup

from timeline.charts.lanes_svg import STYLE, svg_colours
from timeline.query.record import Record
from timeline.snapshots.snapshot import Snapshot
from timeline.snapshots.standalone import draw_chart

WIDTH, HEIGHT = 1200, 630
"""What sites that show previews ask for, in pixels."""
_MARGIN, _LINE = 80, 54
_TITLE_LETTERS, _TITLE_LINES, _WORDS_LETTERS = 44, 2, 104
_FONT = "Source Serif, Georgia, serif"


def draw_preview(snapshot: Snapshot, record: Record) -> Markup:
    """The picture; light, for the pages around it are mostly so.

    Args:
        snapshot: what is shown.
        record: its rows.
    """
    view = record.view(snapshot.filter)
    colours = svg_colours(view.record.themes, "light")
    variables = "; ".join(f"--{name}: {value}" for name, value in colours.items())
    lines = textwrap.wrap(snapshot.heading, _TITLE_LETTERS, max_lines=_TITLE_LINES, placeholder=" …")
    below = 96 + _LINE * len(lines)
    chart = draw_chart(view)
    size = chart.partition('viewBox="')[2].partition('"')[0]  # all of it shows, however high it is
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" '
        'aria-label="{title}"><style>:root {{ {variables} }} {style}</style>'
        '<rect width="{w}" height="{h}" fill="{ground}"/>{text}'
        '<svg x="{m}" y="{top}" width="{inner}" height="{room}" viewBox="{size}" preserveAspectRatio="xMidYMin">{chart}'
        "</svg></svg>"
    ).format(
        w=WIDTH,
        h=HEIGHT,
        m=_MARGIN,
        title=snapshot.heading,
        variables=Markup(variables),  # noqa: S704  (colours, and ids of themes: small letters, digits, hyphens)
        style=Markup(STYLE),  # noqa: S704  (our own)
        ground=colours["ground"],
        text=_text(snapshot, lines, colours["text"], below),
        top=below + 30,
        inner=WIDTH - 2 * _MARGIN,
        room=HEIGHT - below - 40,
        size=size,
        chart=chart,
    )


def _text(snapshot: Snapshot, lines: list[str], colour: str, below: int) -> Markup:
    line = Markup('<text x="{}" y="{}" font-family="{}" font-size="{}" font-weight="{}" fill="{}">{}</text>')
    frozen = f"{snapshot.collection.get('title', '')} · snapshot of {snapshot.frozen_words}"
    words = textwrap.shorten(snapshot.words if snapshot.title else "", _WORDS_LETTERS, placeholder=" …")
    told = [
        line.format(_MARGIN, 66, _FONT, 22, 400, colour, textwrap.shorten(frozen, 90, placeholder=" …")),
        *(line.format(_MARGIN, 126 + _LINE * n, _FONT, 46, 600, colour, text) for n, text in enumerate(lines)),
        line.format(_MARGIN, below + 10, _FONT, 22, 400, colour, words),
    ]
    return Markup("").join(told)

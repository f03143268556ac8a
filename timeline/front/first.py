"""The first HTML of a page: what a reader, a robot or a preview sees before, and without, any script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from timeline.front.templates import render


def render_first(
    top: Mapping[str, Markup],
    panel: Markup,
    main: Mapping[str, Markup],
    cards: Markup,
) -> Markup:
    """The page's own HTML, laid out as the living page.

    Args:
        top: bars and heading by name.
        panel: the filter.
        main: parts of the opening page by name; empty on other pages.
        cards: on other pages: the first events that they are about.
    """
    return render("first", top=top, panel=panel, main=main, cards=cards)


def render_head_of(
    *, title: str, description: str, address: str, site: str, feed: str, style: str, scripts: Sequence[str]
) -> Markup:
    """What stands in the head of the HTML: titles, description, feed, styles, scripts.

    Args:
        title: of the page.
        description: one or two sentences.
        address: of this view, absolute; "" where it is not known.
        site: name of the record.
        feed: address of the live feed of this view.
        style: address of the style sheet.
        scripts: addresses of modules: the first is run, the others are only fetched.
    """
    return render(
        "first_head",
        title=title,
        description=description,
        address=address,
        site=site,
        feed=feed,
        style=style,
        scripts=scripts,
    )

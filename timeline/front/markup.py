"""The templates of this room. They escape everything but what another template or ``timeline.cards`` made."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, Template
from markupsafe import Markup


@cache
def _template(name: str) -> Template:
    loader = PackageLoader("timeline.front", ".")
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["number"] = "{:,}".format
    return environment.get_template(f"{name}.html.jinja")


def render(template: str, /, **values: Any) -> Markup:
    """The HTML of a template.

    Args:
        template: name of the file, before ".html.jinja".
        values: what it shows; all text is escaped.
    """
    return Markup(_template(template).render(values))  # noqa: S704  (the template escapes)

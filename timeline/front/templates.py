"""The templates of this room, autoescaped: every text of a collection is shown as it was typed."""

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
    """A template of this room, by the name before ".html.jinja", with its values."""
    return Markup(_template(template).render(**values).strip())  # noqa: S704  (the template escapes)

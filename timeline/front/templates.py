"""The templates of this room, autoescaped: every text of a collection is shown as it was typed."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, Template
from markupsafe import Markup


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader("timeline.front", "."), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(f"{name}.html.jinja")


def render(name: str, **values: Any) -> Markup:
    """A template of this room with its values."""
    return Markup(_template(name).render(**values).strip())  # noqa: S704  (the template escapes)

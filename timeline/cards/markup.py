"""Markdown of a collection to HTML that cannot carry more than text, emphasis, lists and web links."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markupsafe import Markup


def is_web_link(url: str) -> bool:
    """Whether a link may be followed from a page: http or https with a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("zero", {"html": False}).enable(["emphasis", "link", "list", "escape", "entity"])
    reader.validateLink = is_web_link  # type: ignore[method-assign]
    return reader


def render_markdown(text: str) -> Markup:
    """Safe HTML of a summary; raw HTML stays text, images and other links stay as they are written."""
    html = _reader().render(text)
    return Markup(html.replace("<a href=", '<a rel="noopener nofollow" target="_blank" href='))

"""Markdown of a collection to HTML that cannot carry more than text, emphasis, lists and web links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any
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
    return Markup(  # noqa: S704  (markdown-it escapes: html is off, links are checked)
        html.replace("<a href=", '<a rel="noopener nofollow" target="_blank" href=')
    )


def foreign(language: str) -> str:
    """The language of a text for its ``lang``; "" where it is that of the page, or not known."""
    return "" if language == "en" else language


def go_link(url: str, text: str, css: str = "") -> Markup:
    """A link of our own: pages follow it inside the session (``timeline.web.front``)."""
    style = Markup(' class="{}"').format(css) if css else ""
    return Markup('<a href="{}" data-go{}>{}</a>').format(url, style, text)


def archived_note(source: Mapping[str, Any]) -> Markup:
    """What is kept of a document, beside its link: a copy at a web archive, what ours tell, the latest one's hash.

    Args:
        source: a row of ``timeline.collection.tables.SOURCES``.
    """
    parts = []
    if is_web_link(source["archived"]):
        link = Markup('<a href="{}" target="_blank" rel="noopener nofollow">archived copy</a>')
        parts.append(link.format(source["archived"]))
    if source["copy_words"]:
        sha256 = source["copy_sha256"]
        told = Markup(', <span title="SHA-256 {}">SHA-256 <code>{}…</code></span>').format(sha256, sha256[:12])
        parts.append(Markup("{}{}").format(source["copy_words"], told if sha256 else ""))
    return Markup('<span class="meta archived">{}</span>').format(Markup("; ").join(parts)) if parts else Markup("")


def html_table(columns: Sequence[str], rows: Iterable[Sequence[object]], caption: str = "") -> Markup:
    """A table that wraps and scrolls by itself; every cell escaped unless it is Markup, numbers to the right.

    Each cell carries its heading, so that a narrow page can show a row as a block of lines (frame.css).

    Args:
        columns: headings; the first column names its row.
        rows: cells by column; None is an empty cell.
        caption: what the table shows, above it.
    """
    filled = [["" if cell is None else cell for cell in row] for row in rows]
    numeric = [
        any(isinstance(row[i], _NUMBERS) for row in filled)
        and all(isinstance(row[i], _NUMBERS) or row[i] == "" for row in filled)
        for i in range(len(columns))
    ]
    css = [Markup(' class="number"') if number else "" for number in numeric]
    head = Markup("").join(Markup('<th scope="col"{}>{}</th>').format(css[i], name) for i, name in enumerate(columns))
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            _cell(row[0]),
            Markup("").join(
                Markup('<td{} data-label="{}">{}</td>').format(css[i], before_value(columns[i]), _cell(cell))
                for i, cell in enumerate(row[1:], 1)
            ),
        )
        for row in filled
    )
    title = Markup("<caption>{}</caption>").format(caption) if caption else ""
    table = Markup('<table class="stacks">{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
        title, head, body
    )
    return scrolling(table, caption or f"Table: {', '.join(columns)}")


def before_value(heading: str) -> str:
    """A heading as it stands before its value in a block of lines: "Speakers:", "Disputed?"."""
    return heading if heading.endswith("?") else f"{heading}:"


def scrolling(table: Markup, name: str) -> Markup:
    """A table that is wider than its page scrolls by itself, by the keyboard too, so it has a name."""
    return Markup('<div class="table" tabindex="0" role="group" aria-label="{}">{}</div>').format(name, table)


_NUMBERS = (int, float)


def _cell(value: object) -> object:
    return f"{value:,}" if isinstance(value, int) else value

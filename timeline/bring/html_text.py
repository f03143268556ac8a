"""HTML that stands in a cell, as the text of a summary."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BREAKS = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "tr", "table", "blockquote", "section", "article", "hr", *_HEADS)
)
_EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_SILENT = frozenset(("script", "style"))


def plain_text(text: str) -> str:
    r"""A text without tags: paragraphs, items of lists, emphasis and the texts of links stay.

    A text without tags and entities is given back as it is.

    >>> plain_text("<p>Some <b>300</b> left.</p><ul><li>One &amp; two</li></ul>")
    'Some **300** left.\n\n- One & two'
    >>> plain_text("3 < 4 and a > b")
    '3 < 4 and a > b'
    """
    if not _TAG.search(text):
        return text
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """What a tag becomes."""
        if tag in _SILENT:
            self._silent += 1
        self.parts.append("\n\n" if tag in _BREAKS and tag != "br" else "\n" if tag == "br" else _EMPHASIS.get(tag, ""))
        if tag == "li":
            self.parts.append("- ")

    def handle_endtag(self, tag: str) -> None:
        """What its end becomes."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        self.parts.append("\n\n" if tag in _BREAKS and tag != "br" else _EMPHASIS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        """Text; that of scripts and styles is none."""
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))

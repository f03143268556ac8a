"""Texts of a record in other places: without control characters, and summaries out of their Markdown."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from timeline.cards.markup import is_web_link, render_markdown

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|~$^])|&(?=#?\w+;)|(?<![^\n])([ \t]*)(?:([#+=-])|(\d{1,9})([.)]))")
_INDENT = " " * 4  # as deep as the text of "10. "
_NOT_IN_LINK = re.compile(r"[\s<>\\()`]")


def clean_lines(text: str) -> str:
    r"""The text with plain line ends, and without characters that are not for reading (XML allows none of them).

    >>> clean_lines("a\x00\r\nb")
    'a\nb'
    """
    return _UNSEEN.sub("", _BREAKS.sub("\n", text))


def escape_markdown(text: str) -> str:
    r"""The text as Markdown shows it literally.

    >>> escape_markdown("<b> 2. *x*"), escape_markdown("2. x")
    ('\\<b\\> 2. \\*x\\*', '2\\. x')
    """
    return _MARKDOWN.sub(_escaped, clean_lines(text))


def _escaped(found: re.Match[str]) -> str:
    sign, space, mark, number, end = found.groups()
    if sign:
        return f"\\{sign}"
    if mark:
        return f"{space}\\{mark}"
    return f"{space}{number}\\{end}" if number else "\\&"


def markdown_link(text: str, url: str) -> str:
    """A link with this text; the text and the address alone where it is no web address."""
    if not is_web_link(url):
        return " ".join(part for part in (escape_markdown(text), escape_markdown(url)) if part)
    return f"[{escape_markdown(text)}]({encode_link(url)})"


def encode_link(url: str) -> str:
    """The address with what Markdown would act on percent-encoded."""
    encoded = _NOT_IN_LINK.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), clean_lines(url))
    return re.sub(r"&(?=#?\w+;)", r"\\&", encoded)


def summary_as_text(summary: str) -> str:
    """A summary without its markup, a line a paragraph or item; links have their address behind them.

    >>> summary_as_text("*They* met [here](https://example.org).")
    'They met here (https://example.org).'
    """
    return _read(summary, markdown=False)


def summary_as_markdown(summary: str) -> str:
    """A summary as Markdown that any reader shows as our pages do: what they do not interpret is escaped."""
    return _read(summary, markdown=True)


def _read(summary: str, markdown: bool) -> str:
    reader = _Summary(markdown)
    reader.feed(str(render_markdown(clean_lines(summary))))
    reader.close()
    return re.sub(r"[ \t]+(?=\n)", "", reader.text).strip()


class _Summary(HTMLParser):
    """Reads the HTML of a summary: paragraphs, lists, emphasis and links, nothing else can be there.

    Args:
        markdown: whether to write Markdown; else plain text.
    """

    def __init__(self, markdown: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.markdown, self.text = markdown, ""
        self.lists: list[int | None] = []
        self.links: list[str] = []
        self.in_new_list = self.in_new_item = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens what the tag opens."""
        given = dict(attrs)
        if tag in ("em", "strong"):
            self._mark(tag)
        elif tag == "a":
            self.links.append(given.get("href") or "")
            if self.markdown and self.text.endswith("!"):  # "![" would make it a picture
                self.text = f"{self.text[:-1]}\\!"
            self._add("[" if self.markdown else "")
        elif tag == "p" and not self.in_new_item:
            self._break(2 if self.markdown else 1, len(self.lists))
        elif tag in ("ul", "ol"):
            self.lists.append(int(given.get("start") or 1) if tag == "ol" else None)
            self.in_new_list = self.markdown and len(self.lists) == 1
        elif tag == "li":
            self._item()

    def handle_endtag(self, tag: str) -> None:
        """Closes what the tag closes."""
        if tag in ("em", "strong"):
            self._mark(tag)
        elif tag == "a":
            url = self.links.pop()
            self._add(f"]({encode_link(url)})" if self.markdown else f" ({url})")
        elif tag in ("ul", "ol"):
            self.lists.pop()

    def handle_data(self, data: str) -> None:
        """Text, or the line ends between blocks."""
        if self.in_new_item and not data.strip():
            return
        lines = (escape_markdown(data) if self.markdown else data).split("\n")
        self._add(("\n" + _INDENT * len(self.lists)).join(lines))

    def _add(self, text: str) -> None:
        self.text += text
        self.in_new_item = False

    def _break(self, lines: int, depth: int) -> None:
        """Ends the block; the next begins so many lines further down."""
        self.text = self.text.rstrip() + "\n" * lines + _INDENT * depth

    def _mark(self, tag: str) -> None:
        self._add(("*" if tag == "em" else "**") if self.markdown else "")

    def _item(self) -> None:
        self._break(2 if self.in_new_list else 1, len(self.lists) - 1)
        self.in_new_list = False
        number = self.lists[-1]
        if number is not None:
            self.lists[-1] = number + 1
        self.text += "- " if number is None else f"{number}. "
        self.in_new_item = True

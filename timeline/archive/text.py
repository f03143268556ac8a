"""The main text and the title of a document, by trafilatura."""

from __future__ import annotations

import hashlib
import importlib.metadata
import logging
from typing import NamedTuple

import trafilatura

MOST_BYTES = 5_000_000
"""Of a page whose text is taken out."""
MOST_TITLE = 300
_PAGES = ("text/html", "application/xhtml+xml")
_log = logging.getLogger(__name__)
# its remarks on odd pages are not for the editor
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


class MainText(NamedTuple):
    """What a document says, without menus, advertisements and the like."""

    title: str = ""
    """On one line."""
    sha256: str = ""
    """Of the text, its white space made single blanks; "" where no text was found."""
    by: str = ""
    """What took it out; "" where the document is no web page."""


def read_text(body: bytes, media_type: str) -> MainText:
    """Text and title of a document of a media type."""
    if media_type not in _PAGES or len(body) > MOST_BYTES:
        return MainText()
    by = f"trafilatura {importlib.metadata.version('trafilatura')}"
    try:
        found = trafilatura.extract(body, include_comments=False)
        title = trafilatura.extract_metadata(body, extensive=False).title if found else ""
    except Exception:  # noqa: BLE001 - a page may be made to break the parser: its copy is kept all the same
        _log.exception("no text can be taken out")
        return MainText(by=by)
    text = " ".join((found or "").split())
    return MainText(clean_line(title or ""), hashlib.sha256(text.encode()).hexdigest() if text else "", by)


def clean_line(text: str) -> str:
    """A text of somebody else's on one line of bounded length, without characters that are not for reading."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:MOST_TITLE]

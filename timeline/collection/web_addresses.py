"""Addresses of documents."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

MAX_URL = 2_000
# Most addresses are as plain as this; the rest is taken apart.
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:/[\w.~/?=&%+#-]*)?", re.ASCII)


def check_url(value: str) -> str:
    """The address as it is.

    Raises:
        ValueError: it is none that a browser could open; says what to write.
    """
    if _PLAIN_URL.fullmatch(value):
        return value
    advice = "write the document's full address, beginning with http:// or https://"
    try:
        parts = urlsplit(value)
        port_is_sound = parts.port is None or parts.port > 0
    except ValueError as error:
        raise ValueError(f"is not an address; {advice}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_sound:
        raise ValueError(f"is not a web address; {advice}")
    if re.search(r"[\s<>\"\\^`{|}]", value):
        raise ValueError("holds a space or a character that addresses cannot hold; percent-encode it")
    return value


def is_url(text: str) -> bool:
    """Whether a text is the address of a document, as ``SourceEntry.url`` has to be."""
    try:
        return len(check_url(text)) <= MAX_URL
    except ValueError:
        return False

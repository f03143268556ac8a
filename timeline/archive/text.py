"""The main text and the title of a page, by trafilatura, in a process of its own.

A page can be made to keep a parser busy for minutes, or to break it. The process is then ended, and the copy is kept
without its text. The process runs this file by itself, so nothing of ours is imported here.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import subprocess
import sys
from collections.abc import Callable
from typing import NamedTuple

MOST_BYTES = 2_000_000
"""Of a page whose text is taken out."""
SECONDS = 30.0
MOST_TITLE = 300
_PAGES = ("text/html", "application/xhtml+xml")

TakeOut = Callable[[bytes], tuple[str, str]]
"""Gives title and main text of a page; both are "" where nothing is found."""


class MainText(NamedTuple):
    """What a document says, without menus, advertisements and the like."""

    title: str = ""
    """On one line."""
    sha256: str = ""
    """Of the text, its white space made single blanks; "" where no text was found."""
    by: str = ""
    """What took it out; "" where the document is no web page."""


def read_text(body: bytes, media_type: str, take_out: TakeOut | None = None) -> MainText:
    """Text and title of a document of a media type.

    Args:
        body: the document.
        media_type: such as text/html.
        take_out: what reads a page; :func:`take_out_apart` where it is not given.
    """
    if media_type not in _PAGES or len(body) > MOST_BYTES:
        return MainText()
    title, text = (take_out or take_out_apart)(body)
    text = " ".join(text.split())
    sha256 = hashlib.sha256(text.encode()).hexdigest() if text else ""
    return MainText(clean_line(title), sha256, f"trafilatura {importlib.metadata.version('trafilatura')}")


def take_out_apart(body: bytes, seconds: float = SECONDS) -> tuple[str, str]:
    """As :func:`take_out`, in a process that is ended after so many seconds."""
    command = [sys.executable, "-P", __file__]
    try:
        child = subprocess.run(command, input=body, capture_output=True, timeout=seconds, check=True)  # noqa: S603
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return "", ""
    title, text = json.loads(child.stdout)
    return str(title), str(text)


def take_out(body: bytes) -> tuple[str, str]:
    """Title and main text of a page, by trafilatura."""
    import trafilatura

    text = trafilatura.extract(body, include_comments=False)
    title = trafilatura.extract_metadata(body, extensive=False).title if text else ""
    return title or "", text or ""


def clean_line(text: str) -> str:
    """A text of somebody else's on one line of bounded length, without characters that are not for reading."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:MOST_TITLE]


if __name__ == "__main__":
    print(json.dumps(take_out(sys.stdin.buffer.read())))

"""Text of the address, the collection or a form in places where Streamlit reads Markdown."""

from __future__ import annotations

import re

_SIGN = r"[!-/:-@\[-`{-~]"
_SIGNS = re.compile(_SIGN)
_BREAKS = re.compile(rf"(?<={_SIGN})(?={_SIGN})|(?<=[:@])|(?<=www)(?=\.)", re.IGNORECASE)
"""Where addresses, ``:streamlit:``, ``:material_home:`` and arrows are found, backslash or not."""
_JOINER = "\u2060"
"""Takes no room and breaks no line."""


def as_text(text: str) -> str:
    r"""Markdown that Streamlit shows as the text that it was, line breaks as spaces.

    Almost all text of Streamlit's is Markdown: labels, captions, messages, help, the options of pills. A backslash is
    not enough, since Streamlit looks for addresses and icons when it has read the Markdown: they are taken apart by a
    sign that nobody sees.

    >>> as_text("[sign in](//evil.example)").replace("\u2060", "")
    '\\[sign in\\]\\(\\/\\/evil\\.example\\)'
    """
    return _SIGNS.sub(r"\\\g<0>", _BREAKS.sub(_JOINER, " ".join(text.split())))

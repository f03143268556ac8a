"""Text search: titles, summaries, claims, places and actors' names, blind to accents and case.

SQLite's FTS5 in memory: every word of the query must occur, as the beginning of a word, so that a
result is there while the reader still types.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import unicodedata
from collections.abc import Iterable

from pyroaring import BitMap

# Letters that NFKD leaves whole although readers type them without their stroke.
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_WORD = re.compile(r"[^\W_]+")
MAX_WORDS = 16


def fold(text: str) -> str:
    """The text without case and accents: "Türkiye" and "TURKIYE" fold to the same."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_STROKES)


def words_of(query: str) -> list[str]:
    """The folded words that a query asks for, at most MAX_WORDS."""
    return _WORD.findall(fold(query))[:MAX_WORDS]


class TextIndex:
    """Full text of documents numbered from 0.

    Args:
        documents: all text of each document, in the order of the numbers.
    """

    def __init__(self, documents: Iterable[str]) -> None:
        # One connection for all sessions: SQLite serialises, and a query takes well under a millisecond.
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._lock = threading.Lock()
        self._db.execute("CREATE VIRTUAL TABLE text USING fts5(body, content='', tokenize='unicode61')")
        rows = ((number, " ".join(_WORD.findall(fold(body)))) for number, body in enumerate(documents))
        self._db.executemany("INSERT INTO text(rowid, body) VALUES (?, ?)", rows)

    def find(self, query: str) -> BitMap | None:
        """Numbers of the documents with every word of the query; None where it asks for no word."""
        wanted = words_of(query)
        if not wanted:
            return None
        # Only letters and digits are left in a word, so none of them can be read as FTS5 syntax.
        match = " ".join(f'"{word}"*' for word in wanted)
        with self._lock:
            rows = self._db.execute("SELECT rowid FROM text WHERE text MATCH ?", (match,)).fetchall()
        return BitMap(row[0] for row in rows)

"""A file as text: its hash, and its encoding by its mark, as UTF-8, or by the letters that it gives."""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from timeline.bring.errors import BringError
from timeline.collection.problems import quote

MARK = "\ufeff"
"""What some programs put before a text; it is no part of it."""
_CHUNK = 1 << 20
_HEAD = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHERS = (
    *("cp1252", "cp1251", "cp1250", "koi8_r", "koi8_u", "cp866", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("cp437", "cp850", "cp852", "iso8859_5", "mac_roman", "mac_cyrillic", "shift_jis", "euc_jp", "gb18030", "big5"),
    "euc_kr",
)
"""What files of tables are saved in; the first one is preferred where several give letters that are as likely."""
_ALIKE = 0.05
"""Of what charset-normalizer says of the letters: shares of 1."""
_UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
_KNOWN = {codecs.lookup(name).name for name in (*_UNICODE, *_OTHERS, "ascii", "latin-1", "iso8859_2", "iso8859_15")}
_ADVICE = "Save it as UTF-8, or name its encoding."


class Scanned(NamedTuple):
    """What one pass over the bytes of a file tells."""

    path: Path
    sha256: str
    head: bytes
    """The first of them."""
    is_utf8: bool
    letters: bytes
    """Lines that are not ASCII, so many that the encoding can be told."""


def scan(path: Path) -> Scanned:
    """Reads a file once, whatever it is.

    Raises:
        BringError: it cannot be read.
    """
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    head, letters, is_utf8 = b"", b"", True
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                head = head or chunk[:_HEAD]
                if is_utf8:
                    is_utf8 = _decodes(decoder, chunk)
                if len(letters) < _HEAD and not chunk.isascii():
                    letters += b"\n".join(line for line in chunk.splitlines() if not line.isascii())[:_HEAD]
    except OSError as error:
        raise BringError(f"{path.name} cannot be read ({error.strerror}).") from error
    return Scanned(path, digest.hexdigest(), head, is_utf8 and _decodes(decoder, b"", final=True), letters)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def find_encoding(file: Scanned, reading: Mapping[str, str]) -> str:
    """The encoding of a text, as Python names it.

    Raises:
        BringError: the bytes are no text, or no encoding fits them, or the one that ``reading`` gives is unknown.
    """
    if given := reading.get("encoding"):
        with contextlib.suppress(LookupError):
            if codecs.lookup(given).name in _KNOWN:
                return given
        raise BringError(f"There is no encoding {quote(given)}.", "Write one such as utf-8 or cp1252.")
    for mark, encoding in _MARKS:
        if file.head.startswith(mark):
            return encoding
    if encoding := _without_mark(file.head):
        return encoding
    if b"\0" in file.head:
        message = f"{file.path.name} holds bytes that are no text."
        raise BringError(message, "Bring a table, JSON, a calendar or a bibliography.")
    return "utf-8" if file.is_utf8 else _by_letters(file)


def _without_mark(head: bytes) -> str:
    """UTF-16 that does not say so: of Latin letters every second byte is zero."""
    pairs = len(head) // 2
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if pairs and zeros.count(0) > pairs * 0.7 and head.count(0) - zeros.count(0) < pairs * 0.1:
            return encoding
    return ""


def _by_letters(file: Scanned) -> str:
    from charset_normalizer import from_bytes

    matches = list(from_bytes(file.letters, cp_isolation=list(_OTHERS)))
    good = [m for m in matches if m.chaos <= matches[0].chaos + _ALIKE and m.coherence >= matches[0].coherence - _ALIKE]
    for group in (good, matches):
        names = {name for match in group for name in match.could_be_from_charset}
        for encoding in _OTHERS:
            if encoding in names and _fits(file.path, encoding):
                return encoding
    raise BringError(f"The encoding of {file.path.name} cannot be told.", _ADVICE)


def _fits(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding) as stream:
            while stream.read(_CHUNK):
                pass
    except UnicodeDecodeError:
        return False
    return True


@contextlib.contextmanager
def open_text(path: Path, encoding: str) -> Iterator[io.TextIOWrapper]:
    """A text with its ends of lines as they are.

    Raises:
        BringError: it cannot be read, or is not in this encoding.
    """
    try:
        with path.open(encoding=encoding, newline="") as stream:
            yield stream
    except UnicodeError as error:
        where = f", from byte {error.start:,} of a part on" if isinstance(error, UnicodeDecodeError) else ""
        raise BringError(f"{path.name} is no text in {encoding}{where}.", _ADVICE) from error
    except OSError as error:
        raise BringError(f"{path.name} cannot be read ({error.strerror}).") from error


def read_text(path: Path, encoding: str) -> str:
    """The whole text, without the mark of its encoding.

    Raises:
        BringError: as :func:`open_text`.
    """
    with open_text(path, encoding) as stream:
        return stream.read().removeprefix(MARK)

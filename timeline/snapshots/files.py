"""A snapshot from a file that somebody downloaded: the JSON, or the standalone page that carries it."""

from __future__ import annotations

from timeline.snapshots.canonical import canonical_json, parse_json
from timeline.snapshots.errors import Damaged
from timeline.snapshots.snapshot import Snapshot, read_snapshot
from timeline.snapshots.standalone import script_text

_OPENS, _CLOSES = '<script type="application/json" id="snapshot">', "</script>"
"""Around the canonical JSON in a standalone page, as its template writes them. A parser of HTML is not needed to find
them, and Python's takes minutes for a small file that is made for it."""
_SIGNATURE = '<script type="application/json" id="signature">'
MOST_BYTES = 200_000_000
"""Of a file that is read here: ten times what a server keeps by default."""


def read_file(data: bytes, expected: str = "") -> Snapshot:
    """The snapshot of a downloaded file, verified.

    Args:
        data: what the file holds.
        expected: the id or the whole hash that it should have, from the link or the citation; '' where none is known.

    Raises:
        Damaged: it holds no snapshot, or not the one that its hash promises.
    """
    if is_page(data):
        return read_snapshot(_data_of(data), expected)
    return read_snapshot(data, expected)


def is_page(data: bytes) -> bool:
    """Whether a file is a page with text around its data, for which no hash vouches; else it is the data alone."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def signature_in_page(page: bytes) -> str:
    """The signature that a standalone page carries, "" for none.

    Raises:
        Damaged: it carries more than one.
    """
    _, *found = page.decode(errors="replace").split(_SIGNATURE)
    if len(found) > 1:
        raise Damaged("This page carries more than one signature, so none of them proves anything.")
    data = found[0].partition(_CLOSES)[0] if found else ""
    try:
        return canonical_json(parse_json(data)) if data else ""
    except (ValueError, RecursionError):
        return data


def _data_of(page: bytes) -> str:
    """The canonical JSON that a standalone page carries.

    Raises:
        Damaged: there is none, or it is not written as the page writes it.
    """
    try:
        written = page.decode()
    except UnicodeDecodeError:
        raise Damaged("This page is not written in UTF-8, as standalone pages are: it was rewritten.") from None
    _, *found = written.split(_OPENS)
    if len(found) != 1:
        how_many = "no data" if not found else "more than one set of data"
        raise Damaged(
            f"This page carries {how_many} of a snapshot, so there is nothing to verify. Ask for the original."
        )
    data = found[0].partition(_CLOSES)[0]
    try:
        text = canonical_json(parse_json(data))
    except (ValueError, RecursionError) as error:
        raise Damaged(f"The page carries data that is not a snapshot: {error}.") from None
    if str(script_text(text)) != data.strip("\r\n"):
        raise Damaged("The data that this page carries was rewritten after it was frozen: it is not the original file.")
    return text

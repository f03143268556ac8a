"""A snapshot from a file that somebody downloaded: the JSON, or the standalone page that carries it."""

from __future__ import annotations

from html.parser import HTMLParser

from timeline.snapshots.canonical import canonical_json, parse_json
from timeline.snapshots.errors import Damaged
from timeline.snapshots.snapshot import Snapshot, read_snapshot
from timeline.snapshots.standalone import script_text

SCRIPT_ID, SCRIPT_TYPE = "snapshot", "application/json"
"""Of the element of a standalone page that holds the canonical JSON."""


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


def _data_of(page: bytes) -> str:
    """The canonical JSON that a standalone page carries.

    Raises:
        Damaged: there is none, or it is not written as the page writes it.
    """
    try:
        reader = _Reader()
        reader.feed(page.decode())
        reader.close()
    except UnicodeDecodeError:
        raise Damaged("This page is not written in UTF-8, as standalone pages are: it was rewritten.") from None
    found = [text for text in reader.found if text.strip()]
    if len(found) != 1:
        how_many = "no data" if not found else "more than one set of data"
        raise Damaged(
            f"This page carries {how_many} of a snapshot, so there is nothing to verify. Ask for the original."
        )
    try:
        text = canonical_json(parse_json(found[0]))
    except (ValueError, RecursionError) as error:
        raise Damaged(f"The page carries data that is not a snapshot: {error}.") from None
    if str(script_text(text)) != found[0].strip("\r\n"):
        raise Damaged("The data that this page carries was rewritten after it was frozen: it is not the original file.")
    return text


class _Reader(HTMLParser):
    """Collects what stands in the script elements that hold a snapshot."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element."""
        given = dict(attrs)
        self._inside = tag == "script" and given.get("id") == SCRIPT_ID and given.get("type") == SCRIPT_TYPE
        if self._inside:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        """Closes an element."""
        self._inside = False

    def handle_data(self, data: str) -> None:
        """Text, of a script as it stands."""
        if self._inside:
            self.found[-1] += data

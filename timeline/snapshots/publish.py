"""How a snapshot is handed on: its addresses, its page, its citation."""

from __future__ import annotations

from timeline.exchange.bibtex import escape_tex
from timeline.query.collection import Collection
from timeline.query.record import Record
from timeline.snapshots.errors import Damaged
from timeline.snapshots.freeze import tables_of
from timeline.snapshots.signatures import check, read_signature
from timeline.snapshots.snapshot import Snapshot, time_in_words
from timeline.snapshots.standalone import Stamp, render_standalone

_VERIFY = (
    "This file carries its data. With the software ({name}, free), run “python -m timeline snapshot verify FILE”. "
    "It needs no server. Without the software, take the JSON out of the element with the id “snapshot”, take out its "
    "field “sha256”, write the rest as canonical JSON (RFC 8785), and compare the SHA-256. Either way, compare the "
    "hash with the one in the link or citation that you were given. The hash vouches for the data, not for the text "
    "around it. The software’s “snapshot show FILE” prints the data itself."
)


def address_of(snapshot_id: str, base_url: str = "") -> str:
    """Where a snapshot's page is, "" without a server."""
    return f"{base_url.rstrip('/')}/s/{snapshot_id}" if base_url else ""


def cite_snapshot(snapshot: Snapshot, base_url: str = "") -> str:
    """A citation in one line that names the snapshot: author, title, collection, time, address, hash."""
    collection = str(snapshot.collection.get("title", ""))
    parts = [
        f"{_sentence(snapshot.author)} " if snapshot.author else "",
        f"“{snapshot.heading}.” " if not snapshot.heading.endswith(("?", "!")) else f"“{snapshot.heading}” ",
        f"{collection}, " if collection else "",
        f"snapshot {snapshot.id}, frozen {snapshot.frozen_words}. ",
        f"{address}. " if (address := address_of(snapshot.id, base_url)) else "",
        f"SHA-256 {snapshot.sha256}.",
    ]
    return "".join(parts)


def cite_in_bibtex(snapshot: Snapshot, base_url: str = "") -> str:
    """The same as an entry for biblatex."""
    fields = {
        "author": f"{{{escape_tex(snapshot.author)}}}" if snapshot.author else "",
        "title": f"{{{escape_tex(snapshot.heading)}}}",
        "organization": f"{{{escape_tex(str(snapshot.collection.get('title', '')))}}}",
        "date": snapshot.frozen.date().isoformat(),
        "url": address_of(snapshot.id, base_url),
        "note": f"Snapshot {snapshot.id}, SHA-256 {snapshot.sha256}",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value not in ("", "{}")]
    return "\n".join([f"@online{{snapshot-{snapshot.id},", *lines, "}"])


def write_page(snapshot: Snapshot, record: Record | None = None, base_url: str = "", signature: str = "") -> str:
    """The standalone page of a snapshot, its data inside.

    Args:
        snapshot: what the page shows.
        record: its rows, if they are open already.
        base_url: address of the dashboard, "" where there is none.
        signature: of the snapshot, as it is kept; "" for none.

    Raises:
        Damaged: its rows cannot be read; no snapshot that this software froze is so.
    """
    record = record or Collection.from_tables(tables_of(snapshot))
    told = {
        "Frozen": snapshot.frozen_words,
        "By": snapshot.author,
        "Id": snapshot.id,
        "SHA-256": snapshot.sha256,
        "Content hash": snapshot.content_sha256,
        "Filter": snapshot.query,
        "Software": f"On the Record {snapshot.software}",
    }
    address = address_of(snapshot.id, base_url)
    stamp = Stamp(
        title=snapshot.title,
        note=snapshot.note,
        kept=f"snapshot of {snapshot.frozen_words}",
        signed=signed_in_words(signature, snapshot.sha256),
        facts=tuple((name, value) for name, value in told.items() if value),
        citation=cite_snapshot(snapshot, base_url),
        verify=_VERIFY.format(name="On the Record"),
        base_url=base_url,
        url=address,
        picture=f"{address}.svg" if address else "",
        data=snapshot.text,
        signature=signature,
        total=snapshot.total,
        version=snapshot.version,
        open_query=f"snapshot={snapshot.id}",
    )
    return render_standalone(record.view(snapshot.filter), stamp)


def signed_in_words(signature: str, sha256: str) -> str:
    """Who signed a snapshot, by the name that the signature gives; "" where there is no sound one of it.

    Args:
        signature: as it is kept or came with a file.
        sha256: of the snapshot.
    """
    if not signature:
        return ""
    try:
        found = read_signature(signature)
        check(found, sha256, None)
    except Damaged:
        return ""
    return (
        f"Signed by {found.name} on {time_in_words(found.time)}, with the key {found.fingerprint}. The software’s "
        "“snapshot verify --key” checks this against a key that you have from elsewhere."
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."

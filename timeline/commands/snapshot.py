"""``snapshot``: freeze a view, look at what is frozen, verify a file, and say what has changed since."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from timeline.collection.english import count
from timeline.collection.numbers import whole_number
from timeline.collection.tables import rows_of
from timeline.commands.arguments import (
    Commands,
    add_filter,
    add_folder,
    add_format,
    open_record,
    print_json,
    read_filter,
    stop,
    tell,
)
from timeline.commands.export import BASE_URL_HELP, PAGE, read_address, write_whole
from timeline.commands.key import KEY
from timeline.commands.signed import find_signature, signature_in_words
from timeline.exchange.view_files import VIEW_FORMATS, write_view
from timeline.query.collection import Collection
from timeline.snapshots.change_words import describe_changes, sum_up
from timeline.snapshots.compare import compare_snapshots, compare_with_record
from timeline.snapshots.errors import Damaged
from timeline.snapshots.files import MOST_BYTES, is_page, read_file
from timeline.snapshots.freeze import SIZE_CAP_BYTES, freeze, tables_of
from timeline.snapshots.publish import write_page
from timeline.snapshots.signatures import sign
from timeline.snapshots.snapshot import ID, Snapshot
from timeline.snapshots.store import DEFAULT_PLACE, SnapshotStore

PLACE = "TIMELINE_SNAPSHOTS"
"""The environment variable that says where snapshots are kept."""
MOST_MB = "TIMELINE_SNAPSHOT_MB"
"""The environment variable that says how many MB a snapshot may have."""
CANONICAL = "snapshot"
"""The format that can be verified."""
SIGNATURE = "signature"
"""The format of what lies beside that: who froze it, and when."""


def add(commands: Commands) -> None:
    """Adds the command and what it can do."""
    parser = commands.add_parser("snapshot", help="freeze a view, verify it later, say what has changed since")
    does = parser.add_subparsers(required=True, metavar="WHAT")

    frozen = does.add_parser("freeze", help="keep the view of a filter as it is now")
    add_folder(frozen)
    add_filter(frozen)
    for name, words in (("title", "what to call it"), ("note", "a remark"), ("author", "who freezes it")):
        frozen.add_argument(f"--{name}", default="", help=words)
    frozen.add_argument("--page", default="", help="page of the dashboard, as its address has it")
    _finish(frozen, run_freeze)

    listed = does.add_parser("list", help="the newest snapshots")
    listed.add_argument("words", nargs="*", help="words of title, note, author, filter or collection")
    listed.add_argument("--limit", type=_read_limit, default=50, metavar="N", help="default: 50")
    listed.add_argument("--withdrawn", action="store_true", help="those that were withdrawn instead")
    add_format(listed, "text", "json")
    _finish(listed, run_list)

    shown = does.add_parser("show", help="what a snapshot says of itself, and its events")
    _add_snapshot(shown)
    add_format(shown, "text", "json")
    _finish(shown, run_show)

    verified = does.add_parser("verify", help="whether a downloaded file, or one that is kept, is what was frozen")
    _add_snapshot(verified)
    verified.add_argument("--id", default="", help="id or SHA-256 that it should have, from the link or the citation")
    verified.add_argument(
        "--key", default="", metavar="FILE|URL", help="public keys of the server that should have signed it"
    )
    verified.add_argument(
        "--authority",
        default="",
        metavar="FILE",
        help="certificate of the authority that should have dated the signature (PEM)",
    )
    verified.add_argument(
        "--signature", default="", metavar="FILE", help="signature of a JSON file; default: ID.sig beside it"
    )
    _finish(verified, run_verify)

    compared = does.add_parser("compare", help="what has changed since a snapshot")
    _add_snapshot(compared)
    compared.add_argument("other", help="folder of the collection, or a later snapshot's id or file")
    add_format(compared, "text", "json")
    _finish(compared, run_compare)

    withdrawn = does.add_parser("withdraw", help="take a snapshot back for good; the reason stays")
    withdrawn.add_argument("id", help="its id")
    withdrawn.add_argument("--reason", required=True, help="what readers of old links are told")
    _finish(withdrawn, run_withdraw)

    exported = does.add_parser("export", help="write a snapshot to a file that can be sent and verified")
    _add_snapshot(exported)
    add_format(exported, CANONICAL, PAGE, SIGNATURE, *VIEW_FORMATS)
    exported.add_argument("--base-url", type=read_address, default="", metavar="URL", help=BASE_URL_HELP)
    exported.add_argument("--out", metavar="FILE", help="default: standard output")
    _finish(exported, run_export)


def run_freeze(options: argparse.Namespace) -> int:
    """Keeps the view and prints id, hash and what it holds."""
    record = open_record(options.folder)
    view = record.view(read_filter(options, record))
    texts = {name: getattr(options, name) for name in ("title", "note", "author", "page")}
    key = os.environ.get(KEY, "").strip()
    with _store(options) as store:
        same = store.same_content(snapshot := freeze(view, cap_bytes=store.cap_bytes, **texts))
        store.put(snapshot, signature=sign(snapshot.sha256, Path(key)) if key else "")
    print(snapshot.id)
    tell(f"{_holds(snapshot)}\nSHA-256 {snapshot.sha256}")
    if same:
        tell(f"The same content was frozen before: {', '.join(entry.id for entry in same)}")
    return 0


def run_list(options: argparse.Namespace) -> int:
    """Prints a line a snapshot, the newest first."""
    with _store(options) as store:
        if options.withdrawn:
            tombs = store.tombstones()
            lines = [f"{tomb.id}  {tomb.withdrawn:%Y-%m-%d %H:%M}  {tomb.reason}" for tomb in tombs]
            answer = [{name: getattr(tomb, name) for name in tomb.__slots__} for tomb in tombs]
        else:
            entries = store.find(" ".join(options.words), limit=options.limit)
            lines = [f"{e.id}  {e.frozen:%Y-%m-%d %H:%M}  {e.events:>6,}  {e.heading}" for e in entries]
            answer = [{name: getattr(entry, name) for name in entry.__slots__} for entry in entries]
    if options.format == "json":
        print_json(answer)
    else:
        print(printable("\n".join(lines)) or "No snapshot.")
    return 0


def run_show(options: argparse.Namespace) -> int:
    """Prints what the snapshot says of itself and its events."""
    snapshot = _open(options, options.snapshot)
    if options.format == "json":
        rest = {name: value for name, value in snapshot.document.items() if name != "tables"}
        print_json({"id": snapshot.id, "content_sha256": snapshot.content_sha256} | rest)
        return 0
    print(_facts(snapshot))
    for row in rows_of(Collection.from_tables(tables_of(snapshot)).events):
        print(printable(f"    {row['when_words']}: {row['title']}"))
    return 0


def run_verify(options: argparse.Namespace) -> int:
    """Says whether the snapshot is what was frozen; 1 where it is not."""
    try:
        snapshot = _open(options, options.snapshot, options.id)
        tables_of(snapshot)
        signed = signature_in_words(_signature(options, snapshot), snapshot, options.key, options.authority)
    except Damaged as error:
        print(printable(f"NOT VERIFIED. {error}"))
        return 1
    path = Path(options.snapshot)
    if options.id or not path.is_file():
        print(f"VERIFIED. This is the snapshot {snapshot.id}, and nothing in it was changed since it was frozen.")
    else:
        print("VERIFIED. The data is complete and matches its SHA-256.")
    if signed:
        print(printable(signed))
    print(_facts(snapshot))
    if path.is_file():
        for line in _limits(path, known=bool(options.id)):
            print(printable(line))
    return 0


def _limits(path: Path, *, known: bool) -> Iterator[str]:
    """What the hash of a file does not tell."""
    if not known:
        yield (
            "Anybody can make a file whose hash is right. Only its id or SHA-256 can tell whether it is the snapshot "
            "that you were told of: compare it with the one in the link or citation, or give that one as --id."
        )
    if is_page(path.read_bytes()):
        yield (
            "The hash vouches for the data that this page carries, not for the text around it, which anybody could "
            f"have rewritten. To see the data itself: python -m timeline snapshot show {shlex.quote(str(path))}"
        )


def run_compare(options: argparse.Namespace) -> int:
    """Prints what has changed, first in one sentence."""
    snapshot = _open(options, options.snapshot)
    if Path(options.other).is_dir():
        changes = compare_with_record(snapshot, open_record(options.other))
    else:
        if not Path(options.other).exists() and not ID.fullmatch(options.other.strip().lower()):
            stop(printable(f"{options.other:.200} is neither a folder, a file nor the id of a snapshot"))
        changes = compare_snapshots(snapshot, _open(options, options.other))
    if options.format == "json":
        print_json({"in_words": sum_up(changes)} | {name: rows_of(table) for name, table in changes.tables.items()})
        return 0
    print(sum_up(changes))
    for heading, lines in describe_changes(changes).items():
        print(f"\n{heading}: {len(lines):,}")
        for line in lines:
            print(printable(f"    {line}"))
    return 0


def run_withdraw(options: argparse.Namespace) -> int:
    """Takes the snapshot back."""
    with _store(options) as store:
        tomb = store.withdraw(options.id, options.reason)
    print(f"{tomb.id} was withdrawn: {tomb.reason}")
    return 0


def run_export(options: argparse.Namespace) -> int:
    """Writes the file: what the hash is of, a page that carries it, or its rows in one of the formats of views."""
    snapshot = _open(options, options.snapshot)
    if options.format == CANONICAL:
        content = snapshot.text.encode()
    elif options.format == SIGNATURE:
        content = _signature(options, snapshot).encode()
        if not content:
            stop(f"The snapshot {snapshot.id} is not signed.")
    elif options.format == PAGE:
        signature = _signature(options, snapshot)
        content = write_page(snapshot, base_url=options.base_url, signature=signature).encode()
    else:
        frozen = Collection.from_tables(tables_of(snapshot))
        content = write_view(frozen.view(snapshot.filter), options.format, options.base_url)
    if not options.out:
        sys.stdout.buffer.write(content)
        return 0
    try:
        write_whole(Path(options.out), content)
    except OSError as error:
        stop(f"{options.out} cannot be written: {error.strerror}")
    tell(f"{options.out}: {_holds(snapshot)}, {len(content):,} bytes")
    return 0


def _read_limit(text: str) -> int:
    """A number of rows.

    Raises:
        argparse.ArgumentTypeError: it is none; argparse shows the reason to the caller.
    """
    number = whole_number(text)
    if number is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of snapshots; write it like 50")
    return number


def _add_snapshot(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("snapshot", help="id of a snapshot in the store, or a downloaded JSON or HTML file")


def _finish(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    """Adds where snapshots are kept; refusals end the command with their words and 2."""
    words = f"where snapshots are kept; default: ${PLACE}, else {DEFAULT_PLACE}"
    parser.add_argument("--store", default="", metavar="PLACE", help=words)

    def told(options: argparse.Namespace) -> int:
        """Runs it.

        Raises:
            BrokenPipeError: nobody reads the answer any more.
        """
        try:
            return run(options)
        except BrokenPipeError:  # whoever reads the answer, such as head, has seen enough
            raise
        except OSError as error:
            stop(printable(f"{error.filename or 'The file'} cannot be read: {error.strerror}"))
        except ValueError as error:  # of which SnapshotError is one
            stop(printable(str(error)))

    parser.set_defaults(run=told)


def _store(options: argparse.Namespace) -> closing[SnapshotStore]:
    place = options.store or os.environ.get(PLACE, "").strip() or DEFAULT_PLACE
    most = whole_number(os.environ.get(MOST_MB, "").strip())
    return closing(SnapshotStore(place, cap_bytes=SIZE_CAP_BYTES if most is None else most * 1_000_000))


def _open(options: argparse.Namespace, name: str, expected: str = "") -> Snapshot:
    """The snapshot of a file, else of an id, verified.

    Raises:
        Damaged: it is not the one that was asked for.
    """
    path = Path(name)
    if path.is_file():
        if path.stat().st_size > MOST_BYTES:
            raise Damaged(f"{name:.200} is larger than {MOST_BYTES // 1_000_000} MB: it is not a snapshot.")
        return read_file(path.read_bytes(), expected)
    if not ID.fullmatch(name.strip().lower()):
        stop(printable(f"{name:.200} is neither a file nor the id of a snapshot"))
    with _store(options) as store:
        snapshot = store.get(name)
    if expected and expected.strip().lower() not in (snapshot.id, snapshot.sha256):
        raise Damaged(f"This is the snapshot {snapshot.id}, not {expected:.64}, which was asked for.")
    return snapshot


def _signature(options: argparse.Namespace, snapshot: Snapshot) -> str:
    """The signature that came with a file, or that the store keeps; "" for none."""
    path, given = Path(options.snapshot), getattr(options, "signature", "")
    if given or path.is_file():
        return find_signature(path, given, snapshot)
    with _store(options) as store:
        return store.signature(snapshot.id)


def _holds(snapshot: Snapshot) -> str:
    return f"{snapshot.words}: {snapshot.event_count:,} of {count(snapshot.total, 'event')}"


def _facts(snapshot: Snapshot) -> str:
    collection = snapshot.collection
    told = {
        "Title": snapshot.title,
        "Shows": _holds(snapshot),
        "Filter": snapshot.query,
        "Frozen": snapshot.frozen_words,
        "By": snapshot.author,
        "Note": snapshot.note,
        "Collection": collection.get("title", ""),
        "Licence": collection.get("licence", ""),
        "Data version": snapshot.version,
        "Software": snapshot.software,
        "Id": snapshot.id,
        "SHA-256": snapshot.sha256,
        "Content hash": snapshot.content_sha256,
    }
    lines = (f"{name + ':':14}{value}".replace("\n", "\n" + " " * 14) for name, value in told.items() if value)
    return printable("\n".join(lines))


def printable(text: str) -> str:
    """The text without characters that steer a terminal; a file from elsewhere may hold any."""
    return "".join(c if _is_harmless(c) else "\N{REPLACEMENT CHARACTER}" for c in text)


def _is_harmless(character: str) -> bool:
    """Whether it is printed as it is: blanks of any width and what joins letters, besides all that has a form."""
    joins = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{SOFT HYPHEN}"
    return character.isprintable() or character in f"\n{joins}" or unicodedata.category(character) == "Zs"

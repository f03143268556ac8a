"""What ``snapshot verify`` says of the signature that came with a file."""

from __future__ import annotations

import ipaddress
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from timeline.snapshots.errors import Damaged
from timeline.snapshots.files import is_page, signature_in_page
from timeline.snapshots.signatures import (
    MOST_BYTES,
    WELL_KNOWN,
    NoKey,
    PublicKey,
    check,
    read_public,
    read_signature,
)
from timeline.snapshots.snapshot import Snapshot, time_in_words
from timeline.snapshots.timestamps import NoStamp, stamped_time

_SECONDS = 10


def find_signature(path: Path, given: str, snapshot: Snapshot) -> str:
    """The signature of a file: the one that was given, in the page, or beside the JSON; "" where there is none.

    Raises:
        OSError: the one that was given cannot be read.
        Damaged: a page has more than one.
    """
    if given:
        return _read(Path(given))
    data = path.read_bytes()
    if is_page(data):
        return signature_in_page(data)
    beside = (path.with_suffix(".sig"), path.with_name(f"{snapshot.id}.sig"))
    return next((_read(file) for file in beside if file.is_file()), "")


def signature_in_words(text: str, snapshot: Snapshot, key: str, authority: str = "") -> str:
    """What a signature tells, in a sentence.

    Args:
        text: the signature; "" where there is none.
        snapshot: what it should be of.
        key: file or address of the keys that the reader trusts; "" for none.
        authority: file of the certificate of an authority that should have dated it; "" for none.

    Raises:
        Damaged: it does not hold, or the reader wanted one.
        NoKey: there are no keys at that place.
    """
    if not text:
        if key or authority:
            raise Damaged("It carries no signature. For a JSON file, name the file ID.sig with --signature.")
        return ""
    signature, trusted = read_signature(text), keys_at(key) if key else None
    found = check(signature, snapshot.sha256, trusted)
    when, stamped = time_in_words(signature.time), _stamp_in_words(text, authority)
    if found is None:
        return (
            f"Signed with key {signature.fingerprint}, for which nothing vouches: anybody can make a key and call it "
            f"“{signature.name}”. Give the keys of the server that you trust: --key https://HOST.{stamped}"
        )
    return f"Signed by {found.name} with the key you gave ({signature.fingerprint}), on {when} by its clock.{stamped}"


def _stamp_in_words(signature: str, authority: str) -> str:
    """What the time stamp of a signature tells, with a blank before it; "" where there is none.

    Raises:
        Damaged: it does not hold, or the reader wanted one.
        NoStamp: the reader wanted one, and it cannot be checked here.
    """
    try:
        moment = stamped_time(signature, Path(authority).read_bytes() if authority else b"")
    except NoStamp as error:
        if authority:
            raise
        return f" It has a time stamp, which was not looked at. {error}"
    if moment is None:
        if authority:
            raise Damaged("Its signature carries no time stamp.")
        return ""
    if authority:
        return f" The authority whose certificate you gave saw this signature on {time_in_words(moment)}."
    vouch = "nothing vouches for that: give its certificate with --authority FILE"
    return f" A time stamp says that an authority saw it on {time_in_words(moment)}; {vouch}."


def keys_at(place: str) -> list[PublicKey]:
    """The public keys in a file, or at the address of a server; the network is asked for an address only.

    Raises:
        NoKey: there are none.
    """
    if "://" in place:
        return read_public(_fetch(place))
    try:
        return read_public(_read(Path(place)))
    except OSError as error:
        raise NoKey(f"{place:.200} cannot be read: {error.strerror}.") from None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The network is asked for the address that somebody wrote, and for no other."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """None: it is not followed."""


def _fetch(address: str) -> str:
    """What stands at an address; where it names a server alone, at the place of its keys.

    Raises:
        NoKey: it cannot be fetched.
    """
    parts = urlsplit(address)
    if not (parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname or ""))):
        raise NoKey("Give the keys' address with https://, or anybody on the way could exchange them.")
    if parts.path in ("", "/"):
        address = parts._replace(path=WELL_KNOWN).geturl()
    try:
        with urllib.request.build_opener(_NoRedirect).open(address, timeout=_SECONDS) as answer:
            return str(answer.read(MOST_BYTES).decode())
    except (OSError, ValueError) as error:  # of which the URLError of a refusal is one
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise NoKey(f"{address:.200} cannot be read: {reason}.") from None


def _is_here(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _read(path: Path) -> str:
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES).decode(errors="replace")

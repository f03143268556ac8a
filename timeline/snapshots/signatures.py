"""Who froze a snapshot, and when: a signature that lies beside its text, so that hash and id stay as they are.

A server that has a key signs hash, name and time (Ed25519, RFC 8032). Who trusts a public key, because it stands at the
server's own address or was handed over, can tell what that server froze; a key that comes with the file vouches for
nothing, for anybody can make one.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from timeline.snapshots.canonical import canonical_json, parse_json
from timeline.snapshots.errors import Damaged, SnapshotError
from timeline.snapshots.snapshot import read_time, time_in_words, write_time

FORMAT = "on-the-record/signature/1"
WELL_KNOWN = "/.well-known/on-the-record.json"
"""Where a server shows its public keys."""
MOST_BYTES = 100_000
"""Of a signature or a list of keys."""
_SIGNED = ("format", "name", "sha256", "time")


class NoKey(SnapshotError):
    """The file of keys cannot be used."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that signatures are checked with.

    Attributes:
        name: whose it is.
        key: its 32 bytes in base64.
        since: from when it was used.
        until: when its use ended; None for the one that is in use.
    """

    name: str
    key: str
    since: datetime
    until: datetime | None = None

    def as_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        until = write_time(self.until) if self.until else None
        told = {"name": self.name, "key": self.key, "since": write_time(self.since), "until": until}
        return told | {"fingerprint": fingerprint_of(self.key)}


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed what hash, and when; whether that is true, ``check`` tells."""

    text: str
    name: str
    sha256: str
    time: datetime
    key: str
    signature: str

    @property
    def fingerprint(self) -> str:
        """Of its key."""
        return fingerprint_of(self.key)


def sign(sha256: str, key_file: Path, now: datetime | None = None) -> str:
    """The signature of a snapshot's hash by the key that is in use, as canonical JSON.

    Raises:
        NoKey: the file holds none.
    """
    name, private, _ = _read_keys(key_file)
    said = {"format": FORMAT, "name": name, "sha256": sha256, "time": write_time(now or datetime.now(UTC))}
    signed = private.sign(canonical_json(said).encode())
    return canonical_json(
        {**said, "key": _base64(private.public_key().public_bytes_raw()), "signature": _base64(signed)}
    )


def read_signature(text: str) -> Signature:
    """A signature as :func:`sign` wrote it, not checked.

    Raises:
        Damaged: it is written otherwise.
    """
    try:
        said = parse_json(text)
        is_ours = said["format"] == FORMAT and canonical_json(said) == text.strip()
        name, sha256, key, signature = (str(said[name]) for name in ("name", "sha256", "key", "signature"))
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        found = Signature(text.strip(), name, sha256, read_time(said["time"]), key, signature)
    except (ValueError, KeyError, TypeError, RecursionError):
        is_ours = False
    if not is_ours:
        raise Damaged("Its signature is not written as this software writes one, so it proves nothing.")
    return found


def check(signature: Signature, sha256: str, trusted: Sequence[PublicKey] | None) -> PublicKey | None:
    """The key among those that are trusted which made this signature of a snapshot.

    Args:
        signature: as it came with the snapshot.
        sha256: the snapshot's hash.
        trusted: keys of whom the reader knows whose they are; None where they know none.

    Returns:
        The key, None where none is trusted.

    Raises:
        Damaged: it is the signature of another snapshot, of nothing, or of no key that is trusted.
    """
    if signature.sha256 != sha256:
        raise Damaged("The signature that came with it is of another snapshot.")
    said = {name: value for name, value in parse_json(signature.text).items() if name in _SIGNED}
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(signature.key))
        key.verify(base64.b64decode(signature.signature), canonical_json(said).encode())
    except (InvalidSignature, ValueError):
        raise Damaged("Its signature is wrong: name, time or hash were changed after it was signed.") from None
    if trusted is None:
        return None
    found = next((key for key in trusted if key.key == signature.key), None)
    if found is None:
        raise Damaged(f"It is signed with the key {signature.fingerprint}, which is none of those that you gave.")
    when = time_in_words(signature.time)
    if signature.time < found.since or (found.until is not None and signature.time > found.until):
        end = f"until {time_in_words(found.until)}" if found.until else "and is still used"
        used = f"That key was used from {time_in_words(found.since)} {end}"
        raise Damaged(f"It says that it was signed on {when}. {used}, so this is not its owner’s signature.")
    if signature.name != found.name:
        raise Damaged(f"It is signed as {signature.name:.200}, with a key of {found.name:.200}.")
    return found


def make_key(file: Path, name: str, now: datetime | None = None) -> PublicKey:
    """Makes a new key in a file; the one in use, if there is one, ends, and only its public half is kept.

    Raises:
        NoKey: what stands in the file is no list of keys.
        OSError: the file cannot be written.
    """
    moment = (now or datetime.now(UTC)).replace(microsecond=0)
    old = [
        PublicKey(key.name, key.key, key.since, key.until or moment)
        for key in (_read_keys(file)[2] if file.exists() else ())
    ]
    private = Ed25519PrivateKey.generate()
    new = PublicKey(name, _base64(private.public_key().public_bytes_raw()), moment)
    keys = [key.as_dict() for key in (new, *old)]
    draft = file.with_name(f"{file.name}.new")
    draft.unlink(missing_ok=True)
    draft.touch(0o600, exist_ok=False)  # before anything secret is in it
    draft.write_text(canonical_json({"private": _base64(private.private_bytes_raw()), "keys": keys}), encoding="utf-8")
    draft.replace(file)
    return new


def public_keys(file: Path) -> list[PublicKey]:
    """The public halves of the keys in a file: the one in use first, then those that ended.

    Raises:
        NoKey: it holds none.
    """
    return _read_keys(file)[2]


def write_public(keys: Sequence[PublicKey]) -> str:
    """What a server shows at :data:`WELL_KNOWN`."""
    return canonical_json({"keys": [key.as_dict() for key in keys]})


def read_public(text: str) -> list[PublicKey]:
    """The keys of a list that a server shows, or of a file of keys.

    Raises:
        NoKey: it is no such list.
    """
    try:
        found = []
        for told in parse_json(text)["keys"]:
            Ed25519PublicKey.from_public_bytes(base64.b64decode(told["key"], validate=True))
            until = read_time(told["until"]) if told["until"] else None
            found.append(PublicKey(str(told["name"]), told["key"], read_time(told["since"]), until))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NoKey(f"This is no list of public keys, as a server shows it at {WELL_KNOWN}.") from None
    return found


def fingerprint_of(key: str) -> str:
    """A short name of a public key: the first 32 characters of its SHA-256."""
    return hashlib.sha256(base64.b64decode(key)).hexdigest()[:32]


def _read_keys(file: Path) -> tuple[str, Ed25519PrivateKey, list[PublicKey]]:
    """Whose the file is, the private key in use, and all public ones.

    Raises:
        NoKey: it holds none.
    """
    try:
        text = file.read_text(encoding="utf-8")
        keys = read_public(text)
        private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(parse_json(text)["private"], validate=True))
        is_pair = keys[0].key == _base64(private.public_key().public_bytes_raw())
    except OSError as error:
        raise NoKey(f"The key {file} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError, IndexError):
        is_pair = False
    if not is_pair:
        raise NoKey(f"{file} is not a file of keys. Make one with: python -m timeline key new FILE --name NAME")
    return keys[0].name, private, keys


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()

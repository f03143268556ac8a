"""When it was signed: a time stamp by an authority that the server's settings name (RFC 3161).

The time in a signature is the word of whoever has the key. An authority signs the time at which it saw the signature:
who trusts the authority's certificate knows that it was there by then.
"""

from __future__ import annotations

import base64
import hashlib
import importlib
import urllib.request
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from cryptography.x509 import load_pem_x509_certificates

from timeline.snapshots.canonical import canonical_json, parse_json
from timeline.snapshots.errors import Damaged, SnapshotError

FIELD = "timestamp"
"""Of a signature."""
_SECONDS = 5
_MOST_BYTES = 50_000


class NoStamp(SnapshotError):
    """There is no time stamp to be had, or none that could be checked here."""


def add_stamp(signature: str, authority: str) -> str:
    """The signature with the time stamp of an authority in it; the network is asked for this address.

    Args:
        signature: canonical JSON without a time stamp.
        authority: address of the authority.

    Raises:
        NoStamp: it gave none.
    """
    client = _client()
    if urlsplit(authority).scheme not in ("http", "https"):
        raise NoStamp("TIMELINE_TIMESTAMP is not the address of an authority; write it with https://.")
    query = client.TimestampRequestBuilder(data=signature.encode(), hash_algorithm=client.base.HashAlgorithm.SHA256)
    request = urllib.request.Request(  # noqa: S310  (the scheme was looked at)
        authority, query.build().as_bytes(), {"content-type": "application/timestamp-query"}
    )
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            stamp = answer.read(_MOST_BYTES)
        if client.decode_timestamp_response(stamp).status != 0:
            raise NoStamp(f"The authority {authority} gives no time stamp.")
    except (OSError, ValueError) as error:
        raise NoStamp(f"The authority {authority} gives no time stamp: {error}.") from None
    return canonical_json({**parse_json(signature), FIELD: base64.b64encode(stamp).decode()})


def stamped_time(signature: str, certificates: bytes = b"") -> datetime | None:
    """When an authority saw a signature; None where it has no time stamp.

    Args:
        signature: canonical JSON.
        certificates: those of the authority that the reader trusts, in PEM; without them the time is only what the
            stamp says.

    Raises:
        Damaged: the stamp is of another signature, or of no authority that is trusted.
        NoStamp: it cannot be checked here.
    """
    said = parse_json(signature)
    stamp = said.pop(FIELD, None)
    if stamp is None:
        return None
    client = _client()
    try:
        answer = client.decode_timestamp_response(base64.b64decode(stamp, validate=True))
        moment: datetime = answer.tst_info.gen_time
        stamped = answer.tst_info.message_imprint.message
    except (ValueError, TypeError):
        raise Damaged("Its time stamp cannot be read, so it proves nothing.") from None
    signed = canonical_json(said).encode()
    if stamped != hashlib.sha256(signed).digest():
        raise Damaged("Its time stamp is of another signature.")
    if certificates:
        _check_authority(client, answer, signed, certificates)
    return moment.astimezone(UTC)


def _check_authority(client: Any, answer: Any, message: bytes, certificates: bytes) -> None:
    """Whether a stamp is signed by an authority under one of these certificates.

    Raises:
        Damaged: it is not.
        NoStamp: there is no certificate.
    """
    builder = client.VerifierBuilder()
    try:
        for certificate in load_pem_x509_certificates(certificates):
            builder = builder.add_root_certificate(certificate)
    except ValueError:
        raise NoStamp("There is no certificate of an authority in the file that you gave; it has to be PEM.") from None
    try:
        builder.build().verify_message(answer, message)
    except (client.errors.VerificationError, ValueError):
        raise Damaged("Its time stamp is not by the authority whose certificate you gave.") from None


def _client() -> Any:
    """The library, which is an extra.

    Raises:
        NoStamp: it is not installed.
    """
    try:
        for part in ("base", "errors"):
            importlib.import_module(f"rfc3161_client.{part}")
        return importlib.import_module("rfc3161_client")
    except ModuleNotFoundError:
        raise NoStamp("Time stamps need a package: pip install 'rfc3161-client>=1.0.9,<2'") from None

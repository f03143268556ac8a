"""Time stamps of signatures, by a small authority on this machine: OpenSSL behind a server of one address."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.snapshots.records import NOON, freeze_query, open_record
from timeline.__main__ import main
from timeline.snapshots.errors import Damaged
from timeline.snapshots.publish import write_page
from timeline.snapshots.signatures import check, make_key, public_keys, read_signature, sign
from timeline.snapshots.timestamps import NoStamp, add_stamp, stamped_time

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the program openssl")
CONFIGURATION = """[tsa]
default_tsa = own
[own]
serial = {folder}/serial
signer_cert = {folder}/authority.pem
signer_key = {folder}/authority.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


def certify(folder: Path, name: str, issuer: tuple[x509.Name, ec.EllipticCurvePrivateKey] | None = None):
    """Writes key and certificate: of a root, or of an authority under it."""
    key, subject = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    by, signing = issuer or (subject, key)
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(by, subject, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    if issuer:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    (folder / f"{name}.pem").write_bytes(made.sign(signing, SHA256()).public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / f"{name}.key").write_bytes(private)
    return subject, key


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """Address of an authority, and the folder with its certificates."""
    folder = tmp_path_factory.mktemp("authority")
    certify(folder, "authority", certify(folder, "root"))
    certify(folder, "stranger")
    (folder / "serial").write_text("01")
    (folder / "tsa.cnf").write_text(CONFIGURATION.format(folder=folder))

    class Authority(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (folder / "query").write_bytes(self.rfile.read(int(self.headers["content-length"])))
            call = ["openssl", "ts", "-reply", "-config", str(folder / "tsa.cnf"), "-queryfile", str(folder / "query")]
            answer = subprocess.run(call, capture_output=True, check=True).stdout
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer if self.path == "/tsa" else b"good afternoon")

        def log_message(self, *arguments: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Authority) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", folder
        running.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    return freeze_query(open_record(tmp_path_factory.mktemp("record")))


@pytest.fixture
def stamped(authority, snapshot, tmp_path):
    make_key(tmp_path / "keys.json", "Institute", NOON)
    return add_stamp(sign(snapshot.sha256, tmp_path / "keys.json", NOON), f"{authority[0]}/tsa")


def test_a_stamp_holds_for_its_signature_and_its_authority(authority, snapshot, stamped, tmp_path):
    root, stranger = ((authority[1] / f"{name}.pem").read_bytes() for name in ("root", "stranger"))
    moment = stamped_time(stamped, root)
    assert abs(moment - datetime.now(UTC)) < timedelta(minutes=1)
    assert stamped_time(stamped) == moment, "what it says, unchecked"
    keys = public_keys(tmp_path / "keys.json")
    assert check(read_signature(stamped), snapshot.sha256, keys) == keys[0], "the signature is as good as before"
    with pytest.raises(Damaged, match="not by the authority whose certificate you gave"):
        stamped_time(stamped, stranger)
    other = sign(snapshot.sha256, tmp_path / "keys.json", NOON + timedelta(days=1))
    moved = other.removesuffix("}") + stamped[stamped.index(',"timestamp"') :]
    with pytest.raises(Damaged, match="of another signature"):
        stamped_time(moved)
    assert stamped_time(other) is None
    with pytest.raises(NoStamp, match="no certificate"):
        stamped_time(stamped, b"no certificate")


@pytest.mark.parametrize("address", ["{}/other", "http://127.0.0.1:1", "file:///etc/passwd", "nowhere"])
def test_an_authority_that_gives_none_is_told(authority, address, snapshot, tmp_path):
    make_key(tmp_path / "keys.json", "Institute")
    with pytest.raises(NoStamp, match="authority"):
        add_stamp(sign(snapshot.sha256, tmp_path / "keys.json"), address.format(authority[0]))


def test_without_the_extra_package_a_signature_is_still_checked(snapshot, stamped, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    monkeypatch.delitem(sys.modules, "rfc3161_client.base", raising=False)
    (page := tmp_path / "page.html").write_text(write_page(snapshot, signature=stamped), encoding="utf-8")
    assert main(["snapshot", "verify", str(page), "--key", str(tmp_path / "keys.json")]) == 0
    told = capsys.readouterr().out
    assert "Signed by Institute with the key you gave" in told
    assert "pip install 'rfc3161-client" in told


def test_verify_says_what_the_stamp_tells(authority, snapshot, stamped, tmp_path, capsys):
    (page := tmp_path / "page.html").write_text(write_page(snapshot, signature=stamped), encoding="utf-8")
    told = {}
    for name in ("", "root", "stranger"):
        given = ["--authority", str(authority[1] / f"{name}.pem")] if name else []
        status = main(["snapshot", "verify", str(page), "--key", str(tmp_path / "keys.json"), *given])
        told[name] = (status, capsys.readouterr().out)
    assert [status for status, _ in told.values()] == [0, 0, 1]
    assert "an authority saw it on" in told[""][1]
    assert "nothing vouches for that" in told[""][1]
    assert "The authority whose certificate you gave saw this signature on" in told["root"][1]
    assert "not by the authority" in told["stranger"][1]

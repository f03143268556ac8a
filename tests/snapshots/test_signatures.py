"""Who froze a snapshot: what a signature proves, to whom, and what anybody could have made is told apart."""

from __future__ import annotations

import json
import sqlite3
import uuid
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text

from tests.snapshots.freezing import numbered
from tests.snapshots.records import NOON, freeze_query, open_record
from tests.snapshots.resealing import reseal
from timeline.__main__ import main
from timeline.snapshots.canonical import canonical_json
from timeline.snapshots.errors import Damaged, StoreUnavailable
from timeline.snapshots.publish import signed_in_words, write_page
from timeline.snapshots.schema import open_engine, read_place
from timeline.snapshots.signatures import NoKey, check, make_key, public_keys, read_public, read_signature, sign
from timeline.snapshots.store import SnapshotStore


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    return freeze_query(open_record(tmp_path_factory.mktemp("record")), title="signed")


@pytest.fixture
def keys(tmp_path):
    """A server's file of keys."""
    file = tmp_path / "keys.json"
    make_key(file, "Institute", NOON)
    return file


def signed(snapshot, keys, now=NOON):
    return read_signature(sign(snapshot.sha256, keys, now))


def forged(signature, **fields):
    return read_signature(canonical_json(json.loads(signature.text) | fields))


def test_a_signature_holds_for_its_snapshot_and_its_key(snapshot, keys):
    signature = signed(snapshot, keys)
    (key,) = public_keys(keys)
    assert check(signature, snapshot.sha256, [key]) == key
    assert check(signature, snapshot.sha256, None) is None
    assert (signature.name, signature.time) == ("Institute", NOON)
    assert keys.stat().st_mode & 0o077 == 0, "only its owner may read it"


def test_a_snapshot_that_was_changed_and_sealed_anew_is_refused(snapshot, keys, tmp_path):
    changed = reseal(snapshot, ("tables", "claims", 0, "text"), "They quarrelled.")
    trusted = public_keys(keys)
    with pytest.raises(Damaged, match="is of another snapshot"):
        check(signed(snapshot, keys), changed.sha256, trusted)
    own = tmp_path / "attacker.json"
    make_key(own, "Institute", NOON)
    with pytest.raises(Damaged, match="which is none of those that you gave"):
        check(signed(changed, own), changed.sha256, trusted)
    with pytest.raises(Damaged, match="Its signature is wrong"):
        check(forged(signed(changed, own), key=trusted[0].key), changed.sha256, trusted)


@pytest.mark.parametrize("field", [{"name": "Another"}, {"time": "2026-11-23T12:00:01Z"}])
def test_name_and_time_are_signed_too(snapshot, keys, field):
    with pytest.raises(Damaged, match="Its signature is wrong"):
        check(forged(signed(snapshot, keys), **field), snapshot.sha256, None)


def test_a_key_is_good_until_its_end(snapshot, keys):
    hour, old = timedelta(hours=1), signed(snapshot, keys, NOON + timedelta(hours=1))
    stolen = keys.read_bytes()
    make_key(keys, "Institute", NOON + hour)
    new, ended = public_keys(keys)
    assert check(old, snapshot.sha256, [new, ended]) == ended
    assert check(signed(snapshot, keys, NOON + 2 * hour), snapshot.sha256, [new, ended]) == new
    assert json.loads(stolen)["private"] not in keys.read_text(), "what ended cannot sign any more"
    (file := keys.with_name("stolen.json")).write_bytes(stolen)
    for when in (NOON + hour + timedelta(seconds=1), NOON - timedelta(seconds=1)):
        with pytest.raises(Damaged, match=r"That key was used from .* until .* not its owner"):
            check(signed(snapshot, file, when), snapshot.sha256, [new, ended])


@pytest.mark.parametrize("text", ["", "x", "[]", "{}", '{"format":"on-the-record/signature/1"}', "[" * 5_000])
def test_what_is_no_signature_is_refused_with_words(text):
    with pytest.raises(Damaged, match="proves nothing"):
        read_signature(text)


@pytest.mark.parametrize("text", ["", "[]", '{"keys":[{}]}', '{"keys":[{"key":"AA==","name":"x"}]}'])
def test_what_is_no_list_of_keys_is_refused_with_words(text, tmp_path):
    with pytest.raises(NoKey, match="no list of public keys"):
        read_public(text)
    (file := tmp_path / "keys.json").write_text(text)
    with pytest.raises(NoKey, match=r"no list of public keys|not a file of keys"):
        sign("0" * 64, file)


def test_the_store_keeps_it_beside_the_text(place, snapshot, keys):
    text_of = sign(snapshot.sha256, keys)
    with closing(SnapshotStore(place)) as store:
        store.put(snapshot, signature=text_of)
        store.put(snapshot, signature="another")
        store.put(unsigned := numbered(snapshot, 1))
        assert store.signature(snapshot.id) == text_of
        assert store.signature(unsigned.id) == store.signature("a" * 16) == ""
        assert store.get(snapshot.id).text == snapshot.text


def test_a_store_that_was_made_before_is_given_its_column(place, snapshot, keys):
    with closing(SnapshotStore(place)) as store:
        store.put(snapshot)
    engine = open_engine(read_place(place))
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE snapshots DROP COLUMN signature"))
    engine.dispose()
    with closing(SnapshotStore(place)) as first, closing(SnapshotStore(place)) as second:
        for number, store in enumerate((first, second), start=1):
            assert store.get(snapshot.id) == snapshot
            store.put(made := numbered(snapshot, number), signature=sign(made.sha256, keys))
            assert store.signature(made.id)
        assert first.signature(snapshot.id) == ""


def test_an_old_store_that_may_only_be_read_can_be_read(tmp_path, snapshot):
    file = tmp_path / "s.sqlite"
    with closing(SnapshotStore(str(file))) as store:
        store.put(snapshot)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("ALTER TABLE snapshots DROP COLUMN signature")
    with closing(SnapshotStore(f"sqlite:///file:{file}?mode=ro&uri=true")) as store:
        assert store.get(snapshot.id) == snapshot
        assert store.signature(snapshot.id) == ""


def test_an_old_store_whose_tables_are_another_roles_goes_on(postgres_server, snapshot, keys):
    name = f"other_{uuid.uuid4().hex}"
    admin = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        connection.execute(text(f"CREATE ROLE {name} LOGIN"))
    admin.dispose()
    place = postgres_server.replace("/postgres?", f"/{name}?")
    with closing(SnapshotStore(place)) as owner:
        owner.put(snapshot)
    engine = open_engine(read_place(place))
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE snapshots DROP COLUMN signature"))
        connection.execute(text(f"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {name}"))
    engine.dispose()
    url = read_place(place).set(username=name).render_as_string(hide_password=False)
    with closing(SnapshotStore(url)) as store:
        assert store.get(snapshot.id) == snapshot
        assert store.signature(snapshot.id) == ""
        store.put(made := numbered(snapshot, 1))
        assert store.get(made.id) == made
        with pytest.raises(StoreUnavailable, match="signature"):
            store.put((other := numbered(snapshot, 2)), signature=sign(other.sha256, keys))


@pytest.fixture(params=["json", "html"])
def file(request, tmp_path, snapshot, keys):
    """A signed snapshot as readers download it."""
    signature = sign(snapshot.sha256, keys, NOON)
    path = tmp_path / f"file.{request.param}"
    if request.param == "html":
        path.write_text(write_page(snapshot, signature=signature), encoding="utf-8")
    else:
        path.write_text(snapshot.text, encoding="utf-8")
        (tmp_path / f"{snapshot.id}.sig").write_text(signature)
    return path


def verify(capsys, *arguments):
    status = main(["snapshot", "verify", *map(str, arguments)])
    return status, capsys.readouterr().out


def test_verify_says_who_signed_with_the_key_that_was_given(capsys, file, keys, tmp_path):
    assert main(["key", "show", str(keys)]) == 0
    (public := tmp_path / "public.json").write_text(shown := capsys.readouterr().out)
    assert json.loads(keys.read_text())["private"] not in shown
    status, told = verify(capsys, file, "--key", public)
    assert status == 0
    assert "Signed by Institute with the key you gave" in told


def test_without_a_key_nothing_vouches(capsys, file, keys):
    (key,) = public_keys(keys)
    status, told = verify(capsys, file)
    assert status == 0
    assert f"Signed with key {key.as_dict()['fingerprint']}, for which nothing vouches" in told
    assert "Signed by" not in told


def test_another_key_or_no_signature_is_not_verified(capsys, file, snapshot, tmp_path):
    make_key(other := tmp_path / "other.json", "Institute")
    status, told = verify(capsys, file, "--key", other)
    assert (status, "none of those that you gave" in told) == (1, True)
    (plain := tmp_path / "plain" / "file.json").parent.mkdir()
    plain.write_text(snapshot.text)
    status, told = verify(capsys, plain, "--key", other)
    assert (status, "carries no signature" in told) == (1, True)
    assert verify(capsys, plain)[0] == 0


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("http://example.org", "Give the keys’ address with https://"),
        ("ftp://127.0.0.1", "Give the keys’ address with https://"),
        ("http://127.0.0.1:1/keys", "cannot be read"),
        ("/no/such/file", "cannot be read"),
    ],
)
def test_keys_that_cannot_be_had_are_told(capsys, file, key, words):
    with pytest.raises(SystemExit) as ended:
        main(["snapshot", "verify", str(file), "--key", key])
    assert ended.value.code == 2
    assert words in capsys.readouterr().err.replace("'", "’")


def test_a_page_says_in_words_who_signed_it(tmp_path, snapshot):
    file = tmp_path / "key.json"
    make_key(file, "Institute <of> the Record", NOON)
    signature = sign(snapshot.sha256, file, NOON)
    words = signed_in_words(signature, snapshot.sha256)
    assert words.startswith("Signed by Institute <of> the Record on 23 November 2026, 12:00 UTC, with the key ")
    assert read_signature(signature).fingerprint in words
    assert "Signed by Institute &lt;of&gt; the Record on " in write_page(snapshot, signature=signature)
    assert "Signed by" not in write_page(snapshot)


@pytest.mark.parametrize("wrong", ["", "{}", "[", "of another snapshot", "by another key"])
def test_a_page_says_nothing_of_what_is_no_signature_of_it(snapshot, keys, wrong, tmp_path):
    text = wrong
    if wrong == "of another snapshot":
        text = sign("0" * 64, keys, NOON)
    elif wrong == "by another key":
        make_key(tmp_path / "other.json", "Institute", NOON)
        other = signed(snapshot, tmp_path / "other.json")
        text = forged(signed(snapshot, keys), key=other.key).text
    assert signed_in_words(text, snapshot.sha256) == ""

"""``snapshot``: freeze, look, verify, compare, withdraw and export on the command line."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.snapshots.records import EVENTS, NOON, freeze_query, open_record
from tests.writing import claim
from timeline.__main__ import main
from timeline.commands.snapshot import printable
from timeline.exchange.view_files import VIEW_FORMATS, write_view
from timeline.query.filter import Filter
from timeline.snapshots.schema import open_engine, read_place
from timeline.snapshots.snapshot import read_snapshot, seal
from timeline.snapshots.standalone import Stamp, render_standalone
from timeline.snapshots.store import SnapshotStore

STEERING = "\x1b]0;owned\x07"


@pytest.fixture
def folder(tmp_path) -> Path:
    open_record(tmp_path / "record")
    return tmp_path / "record"


@pytest.fixture(autouse=True)
def store_place(tmp_path, monkeypatch) -> str:
    place = str(tmp_path / "store" / "snapshots.sqlite")
    monkeypatch.setenv("TIMELINE_SNAPSHOTS", place)
    return place


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, Path]:
    """A snapshot as a JSON file and as a page."""
    place = tmp_path_factory.mktemp("files")
    record = open_record(place / "record")
    snapshot = freeze_query(record, title="</script>“Ł”", author="Anna")
    page = render_standalone(record.view(), Stamp(title=snapshot.title, data=snapshot.text))
    made = {"json": place / "snapshot.json", "html": place / "a page.html"}
    made["json"].write_bytes(snapshot.text.encode())
    made["html"].write_bytes(page.encode())
    return made


@pytest.fixture(scope="module")
def frozen(files):
    """What the files hold."""
    return read_snapshot(files["json"].read_bytes())


def run(capsys, *arguments: object) -> str:
    """What a command that ends well prints."""
    assert main(["snapshot", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def refused(capsys, *arguments: object) -> str:
    """What a command says that ends with 2; nothing else is printed."""
    with pytest.raises(SystemExit) as stopped:
        main(["snapshot", *map(str, arguments)])
    assert stopped.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    return told.err


def freeze_one(capsys, folder, *arguments: object) -> str:
    return run(capsys, "freeze", folder, *arguments).strip()


def test_freeze_prints_the_id_and_tells_what_is_held(folder, capsys, store_place):
    texts = ["--title", "A title", "--note", "N", "--author", "Anna", "--page", "claims"]
    assert main(["snapshot", "freeze", str(folder), "--filter", "?theme=talks", *texts]) == 0
    told = capsys.readouterr()
    with closing(SnapshotStore(store_place)) as store:
        (entry,) = store.find()
    assert told.out == f"{entry.id}\n"
    assert told.err == f"Talks events: 2 of 3 events\nSHA-256 {entry.sha256}\n"
    assert (entry.title, entry.note, entry.author, entry.page) == ("A title", "N", "Anna", "claims")
    assert entry.query == "theme=talks"


def test_freeze_tells_that_the_same_was_frozen_before(folder, capsys):
    one = freeze_one(capsys, folder, "--title", "one")
    assert main(["snapshot", "freeze", str(folder), "--title", "other"]) == 0
    told = capsys.readouterr()
    assert told.out.strip() != one
    assert told.err.endswith(f"The same content was frozen before: {one}\n")


def test_freeze_as_known_on_a_day_and_what_the_record_lacks(folder, capsys):
    arguments = ["--known", "2026-02-03", "--filter", "actor=nobody"]
    assert main(["snapshot", "freeze", str(folder), *arguments]) == 0
    told = capsys.readouterr()
    assert "left out: actor=nobody" in told.err
    assert "Events as known on 3 February 2026: " in told.err


def test_a_place_that_is_named_goes_before_that_of_the_environment(folder, capsys, tmp_path, store_place):
    other = tmp_path / "other.sqlite"
    name = freeze_one(capsys, folder, "--store", other)
    assert other.is_file()
    assert not Path(store_place).exists()
    assert name in run(capsys, "list", "--store", other)


def test_a_view_that_is_too_large_is_refused(folder, capsys, monkeypatch, store_place):
    monkeypatch.setenv("TIMELINE_SNAPSHOT_MB", "0")
    assert "Narrow the filter" in refused(capsys, "freeze", folder)
    assert not Path(store_place).exists() or run(capsys, "list") == "No snapshot.\n"
    monkeypatch.setenv("TIMELINE_SNAPSHOT_MB", "many")
    assert freeze_one(capsys, folder), "what is no number is the default"


def test_list_has_the_newest_first_and_finds_words(folder, capsys, store_place):
    record = open_record(folder)
    with closing(SnapshotStore(store_place)) as store:
        one = store.put(freeze_query(record, title="Żółw"))
        other = store.put(freeze_query(record, "theme=talks", now=NOON + timedelta(hours=21, minutes=30)))
    assert run(capsys, "list") == (
        f"{other.id}  2026-11-24 09:30       2  Talks events\n{one.id}  2026-11-23 12:00       3  Żółw\n"
    )
    assert run(capsys, "list", "zolw").startswith(one.id)
    assert run(capsys, "list", "talks", "events").startswith(other.id)
    assert run(capsys, "list", "--limit", "1").count("\n") == 1
    assert run(capsys, "list", "nothing", "has", "these") == "No snapshot.\n"
    (first, second) = json.loads(run(capsys, "list", "--format", "json"))
    assert (first["id"], second["id"]) == (other.id, one.id)
    assert second["sha256"] == one.sha256
    assert second["frozen"] == "2026-11-23 12:00:00+00:00"


def test_show_prints_what_it_says_of_itself_and_its_events(folder, capsys):
    name = freeze_one(capsys, folder, "--note", "first\nsecond", "--filter", "theme=talks")
    lines = run(capsys, "show", name).splitlines()
    assert lines[0] == "Shows:        Talks events: 2 of 3 events"
    assert "Filter:       theme=talks" in lines
    assert lines[lines.index("Note:         first") + 1] == "              second"
    assert "Licence:      CC BY 4.0" in lines
    assert f"Id:           {name}" in lines
    assert lines[-2:] == ["    15 March 700 BCE: Long ago", "    3 February 2026: Alpha and Beta meet"]


def test_show_as_json_has_all_but_the_rows(files, frozen, capsys):
    answer = json.loads(run(capsys, "show", files["json"], "--format", "json"))
    assert answer["id"] == frozen.id
    assert answer["content_sha256"] == frozen.content_sha256
    assert set(answer) == {"id", "content_sha256", *frozen.document} - {"tables"}


def test_what_steers_a_terminal_is_not_printed(folder, capsys, tmp_path):
    rest = {name: value for name, value in freeze_query(open_record(folder)).document.items() if name != "sha256"}
    rest["tables"]["events"][1]["title"] = rest["title"] = rest["note"] = f"x{STEERING}"
    file = tmp_path / "hostile.json"
    file.write_text(seal(rest).text)
    for arguments in (["show", file], ["verify", file], ["compare", file, folder]):
        assert "\x1b" not in run(capsys, *arguments)
    assert "\x1b" not in refused(capsys, "show", f"no{STEERING}")


def test_nor_where_a_file_is_refused(tmp_path, capsys):
    file = tmp_path / "hostile.json"
    file.write_text(json.dumps({"sha256": STEERING}))
    assert "\x1b" not in not_verified(capsys, file)
    told = refused(capsys, "show", file)
    assert "was changed after it was frozen" in told
    assert "\x1b" not in told
    assert "\x1b" not in refused(capsys, "show", f"{STEERING}{'x' * 5_000}")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("5\u00a0000\u2009km\u3000“é” 東京 می\u200cخواهم 👩\u200d🚀", None),
        ("line\nline", None),
        ("\x1b[31m\x07\x9b", "\ufffd[31m\ufffd\ufffd"),
        ("a\u202eb\u2066c\u2028d", "a\ufffdb\ufffdc\ufffdd"),
        ("\ud800\r\t", "\ufffd" * 3),
    ],
)
def test_other_texts_are_printed_as_they_are(text, shown):
    assert printable(text) == (text if shown is None else shown)


@pytest.mark.parametrize("kind", ["json", "html"])
def test_verify_a_file_says_what_is_verified_and_what_is_not(files, frozen, capsys, kind):
    out = run(capsys, "verify", files[kind])
    lines = out.splitlines()
    assert lines[0] == "VERIFIED. The data is complete and matches its SHA-256."
    assert f"SHA-256:      {frozen.sha256}" in lines
    assert "Anybody can make a file whose hash is right." in out
    assert "compare it with the one in the link or citation, or give that one as --id." in out
    around = "The hash vouches for the data that this page carries, not for the text around it"
    assert (around in out) is (kind == "html")
    assert (f"To see the data itself: python -m timeline snapshot show '{files[kind]}'" in out) is (kind == "html")


@pytest.mark.parametrize("kind", ["json", "html"])
@pytest.mark.parametrize("name", ["id", "sha256"])
def test_verify_with_the_id_of_the_citation(files, frozen, capsys, kind, name):
    out = run(capsys, "verify", files[kind], "--id", f" {getattr(frozen, name).upper()}")
    sentence = f"VERIFIED. This is the snapshot {frozen.id}, and nothing in it was changed since it was frozen.\n"
    assert out.startswith(sentence)
    assert "Anybody can make a file" not in out
    assert ("not for the text around it" in out) is (kind == "html")


def test_verify_one_that_is_kept(folder, capsys):
    name = freeze_one(capsys, folder)
    out = run(capsys, "verify", name.upper())
    assert out.startswith(f"VERIFIED. This is the snapshot {name}, and nothing")
    assert "Anybody" not in out


def test_verify_needs_no_store(files, capsys, monkeypatch):
    monkeypatch.setenv("TIMELINE_SNAPSHOTS", "postgresql://ann:topsecret@127.0.0.1:1/db")
    for kind in ("json", "html"):
        assert run(capsys, "verify", files[kind]).startswith("VERIFIED. ")


def not_verified(capsys, *arguments: object) -> str:
    """What ``verify`` says of one that is not what was frozen."""
    assert main(["snapshot", "verify", *map(str, arguments)]) == 1
    out = capsys.readouterr().out
    assert out.startswith("NOT VERIFIED. ")
    assert "\nVERIFIED" not in out
    return out


@pytest.mark.parametrize("kind", ["json", "html"])
def test_verify_finds_another_snapshot_in_its_place(files, frozen, folder, capsys, kind):
    other = freeze_one(capsys, folder, "--title", "other")
    assert f"This is the snapshot {frozen.id}, not {other}" in not_verified(capsys, files[kind], "--id", other)
    assert f"This is the snapshot {other}, not {frozen.id}" in not_verified(capsys, other, "--id", frozen.id)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda data: data.replace(b"They agreed.", b"They quarrelled."), "was changed after it was frozen"),
        (lambda data: data[: len(data) // 2], "is not a snapshot|carries no data"),
        (lambda data: b"", "is not a snapshot"),
        (lambda data: b"\x89PNG\r\n\x1a\n", "is not a snapshot"),
        (lambda data: b"<p>A page</p>", "carries no data"),
    ],
    ids=["another word", "cut off", "empty", "a picture", "another page"],
)
@pytest.mark.parametrize("kind", ["json", "html"])
def test_verify_says_why_not(files, tmp_path, capsys, kind, change, why):
    file = tmp_path / "changed"
    file.write_bytes(change(files[kind].read_bytes()))
    assert re.search(why, not_verified(capsys, file))


def test_verify_refuses_a_right_hash_of_rows_that_cannot_be_read(files, tmp_path, capsys):
    document = json.loads(files["json"].read_bytes())
    del document["sha256"]
    document["tables"]["claims"][0]["event"] = "nowhere"
    file = tmp_path / "made.json"
    file.write_text(seal(document).text)
    assert "claims.event names 'nowhere'" in not_verified(capsys, file)


def test_verify_finds_a_row_that_was_changed_in_the_database(folder, capsys, store_place):
    name = freeze_one(capsys, folder)
    engine = open_engine(read_place(store_place))
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER snapshots_stay"))
        connection.execute(text("UPDATE snapshots SET document = x'00'"))
    engine.dispose()
    assert "damaged and cannot be read" in not_verified(capsys, name)
    assert "damaged and cannot be read" in refused(capsys, "show", name)


def test_text_around_the_data_of_a_page_is_not_vouched_for_and_show_tells_the_data(files, tmp_path, capsys):
    file = tmp_path / "forged.html"
    head, mark, tail = files["html"].read_bytes().partition(b'<script type="application/json"')
    file.write_bytes(head.replace(b"They agreed.", b"They quarrelled.") + mark + tail)
    assert b"They quarrelled." in file.read_bytes()
    assert "not for the text around it, which anybody could have rewritten" in run(capsys, "verify", file)
    assert run(capsys, "show", file) == run(capsys, "show", files["json"])


EDITED = {
    "meeting": {
        "title": "Alpha and Beta talk",
        "claims": [*EVENTS["meeting"]["claims"], claim(("beta", "denies", "2026-02-05"), text="A date was set.")],
    },
    "later": {"title": "A later meeting", "when": "2026-04-01"},
    "ancient": None,
}


def test_compare_with_the_folder_says_what_has_changed_since(folder, capsys):
    name = freeze_one(capsys, folder)
    same = run(capsys, "compare", name, folder)
    assert same == "Since this snapshot nothing has changed. It is the same version of the data.\n"
    shutil.rmtree(folder)
    open_record(folder, EDITED)
    lines = run(capsys, "compare", name, folder).splitlines()
    assert lines[0] == "Since this snapshot: 1 event added, 1 changed, 1 removed; 1 claim added; 1 position new."
    assert lines[1:4] == ["", "Events added: 1", "    1 April 2026: A later meeting"]
    assert "    15 March 700 BCE: Long ago (it is no longer on record)" in lines
    assert "    Alpha and Beta talk, title: Alpha and Beta meet → Alpha and Beta talk" in lines
    assert "    added: A date was set." in lines


def test_compare_as_json_has_every_table(folder, capsys):
    name = freeze_one(capsys, folder)
    shutil.rmtree(folder)
    open_record(folder, EDITED)
    answer = json.loads(run(capsys, "compare", name, folder, "--format", "json"))
    assert answer["in_words"].startswith("Since this snapshot: 1 event added")
    assert [row["event"] for row in answer["added"]] == ["later"]
    assert answer["removed"][0]["why"] == "it is no longer on record"
    assert [(row["field"], row["was"]) for row in answer["changed"]] == [("title", "Alpha and Beta meet")]
    assert set(answer) > {"corrections", "claims", "contests", "positions", "sources", "strikes"}


def test_compare_two_snapshots_and_files(folder, files, frozen, capsys):
    open_record(folder, EDITED)
    name = freeze_one(capsys, folder)
    out = run(capsys, "compare", files["html"], name)
    assert out.startswith(f"From {frozen.frozen_words} to ")
    assert run(capsys, "compare", files["json"], name) == out
    assert "Events added: 1" in out


def test_compare_refuses_a_file_that_was_changed(folder, files, tmp_path, capsys):
    file = tmp_path / "changed.json"
    file.write_bytes(files["json"].read_bytes().replace(b"They agreed.", b"They quarrelled."))
    for arguments in ([file, folder], [files["json"], file]):
        assert "was changed after it was frozen" in refused(capsys, "compare", *arguments)


def test_withdraw_leaves_the_reason(folder, capsys):
    name = freeze_one(capsys, folder, "--title", "private")
    assert (
        run(capsys, "withdraw", name.upper(), "--reason", "names a person") == f"{name} was withdrawn: names a person\n"
    )
    assert run(capsys, "list") == "No snapshot.\n"
    assert run(capsys, "list", "--withdrawn").startswith(f"{name}  20")
    assert run(capsys, "list", "--withdrawn").endswith("names a person\n")
    (tomb,) = json.loads(run(capsys, "list", "--withdrawn", "--format", "json"))
    assert (tomb["id"], tomb["reason"]) == (name, "names a person")
    for arguments in (["show", name], ["verify", name], ["compare", name, folder], ["export", name]):
        assert f"{name} was withdrawn on " in refused(capsys, *arguments)
    assert "names a person" in refused(capsys, "withdraw", name, "--reason", "again")


def test_export_is_byte_for_byte_what_the_hash_is_of(folder, capsys, tmp_path, store_place):
    name, out = freeze_one(capsys, folder), tmp_path / "out.json"
    assert main(["snapshot", "export", name, "--out", str(out)]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == f"{out}: All events: 3 of 3 events, {out.stat().st_size:,} bytes\n"
    with closing(SnapshotStore(store_place)) as store:
        assert out.read_bytes() == store.get(name).text.encode()
    assert run(capsys, "verify", out, "--id", name).startswith("VERIFIED. ")


def test_export_as_a_page_is_a_file_that_can_be_sent_and_verified(files, frozen, tmp_path, capsys):
    out = tmp_path / "sent.html"
    run(capsys, "export", files["json"], "--format", "html", "--base-url", "https://example.org", "--out", out)
    assert f"https://example.org/s/{frozen.id}" in out.read_text()
    assert run(capsys, "verify", out, "--id", frozen.id).startswith("VERIFIED. ")


@pytest.mark.parametrize("form", sorted(VIEW_FORMATS.keys() - {"csv", "parquet"}))
def test_export_in_the_formats_of_views_says_the_same_as_the_record(files, frozen, tmp_path, capsys, form):
    out = tmp_path / "out"
    assert run(capsys, "export", files["html"], "--format", form, "--out", out) == ""
    live = write_view(open_record(tmp_path / "live").view(Filter()), form)
    unfolded = out.read_bytes().replace(b"\r\n ", b"")
    own = unfolded.replace(f"+{frozen.id}".encode(), b"")
    if form == "json":
        assert_the_same_but_registers(json.loads(own), json.loads(live))
    else:
        assert own == live.replace(b"\r\n ", b"")
    assert f"{frozen.version}+{frozen.id}".encode() in unfolded, "it names the snapshot that it comes from"


REGISTERS = {"actors", "themes", "publishers", "sources", "coverage"}
"""A file of the whole record has all of them; a snapshot has what its events name."""


def assert_the_same_but_registers(own: dict[str, Any], live: dict[str, Any]) -> None:
    assert list(own) == list(live)
    for name in own.keys() - {"about", "collection", "README"}:
        if name in REGISTERS:
            assert all(row in live[name] for row in own[name]), name
        else:
            assert own[name] == live[name], name


def without_endings(files: dict[str, Any]) -> dict[str, Any]:
    return {name.partition(".")[0]: lines for name, lines in files.items()}


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_export_of_tables_says_the_same_as_the_record(files, frozen, tmp_path, capsys, form):
    out = tmp_path / "out.zip"
    run(capsys, "export", files["json"], "--format", form, "--out", out)
    live = write_view(open_record(tmp_path / "live").view(Filter()), form)
    with zipfile.ZipFile(out) as own, zipfile.ZipFile(io.BytesIO(live)) as others:
        assert own.namelist() == others.namelist()
        assert f"{frozen.version}+{frozen.id}" in own.read("README.txt").decode()
        if form == "csv":
            files = [{name: zipped.read(name).splitlines() for name in own.namelist()} for zipped in (own, others)]
            assert_the_same_but_registers(*map(without_endings, files))


def test_export_to_standard_output(files):
    command = [sys.executable, "-m", "timeline", "snapshot", "export", str(files["html"])]
    assert subprocess.run(command, capture_output=True, check=True).stdout == files["json"].read_bytes()


def test_a_reader_that_has_seen_enough_is_no_fault(files):
    command = [sys.executable, "-m", "timeline", "snapshot", "export", str(files["html"]), "--format", "parquet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "aaaaaaaaaaaaaaaa"], "There is no snapshot “aaaaaaaaaaaaaaaa” here. Check the link"),
        (["verify", "aaaaaaaaaaaaaaaa"], "There is no snapshot “aaaaaaaaaaaaaaaa” here"),
        (["show", "nothing.json"], "nothing.json is neither a file nor the id of a snapshot"),
        (["compare", "aaaaaaaaaaaaaaaa", "FOLDER"], "There is no snapshot"),
        (["compare", "JSON", "nothing"], "nothing is neither a folder, a file nor the id of a snapshot"),
        (["show", "FOLDER"], "is neither a file nor the id of a snapshot"),
        (["show", "x" * 5_000], "cannot be read: File name too long"),
        (["withdraw", "aaaaaaaaaaaaaaaa", "--reason", "why"], "There is no snapshot"),
        (["withdraw", "'; --", "--reason", "why"], "There is no snapshot “'; --” here"),
        (["withdraw", "aaaaaaaaaaaaaaaa", "--reason", " "], "Say why the snapshot is withdrawn"),
        (["withdraw", "aaaaaaaaaaaaaaaa"], "the following arguments are required: --reason"),
        (
            ["export", "JSON", "--out", "/nowhere/at/all"],
            "/nowhere/at/all cannot be written: No such file or directory",
        ),
        (["export", "JSON", "--format", "xls"], "invalid choice: 'xls'"),
        (["freeze", "/nowhere"], "/nowhere"),
        (["freeze", "FOLDER", "--title", "x" * 201], "The title has 201 characters; at most 200 are allowed."),
        (["freeze", "FOLDER", "--known", "soon"], "write it like 2026-02-10"),
        (["freeze", "FOLDER", "--store", "mysql://ann:topsecret@h/d"], "Name the file of a SQLite database"),
        (["list", "--store", "FOLDER/collection.yaml"], "file is not a database"),
        (["list", "--store", "postgresql://ann:topsecret@127.0.0.1:1/d"], "Check that the database runs"),
        (["list", "--limit", "-1"], "'-1' is not a number of snapshots"),
        (["list", "--limit", "9" * 30], "is not a number of snapshots"),
        ([], "the following arguments are required: WHAT"),
    ],
    ids=lambda value: " ".join(value)[:60] if isinstance(value, list) else "",
)
def test_a_wrong_call_is_told_what_is_wrong(folder, files, capsys, arguments, message):
    given = [str(a).replace("FOLDER", str(folder)).replace("JSON", str(files["json"])) for a in arguments]
    told = refused(capsys, *given)
    assert message in told
    assert "topsecret" not in told
    assert "Traceback" not in told

"""Verifying: whoever changes any byte of a file is found out, and the reader is told what is wrong."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.snapshots.records import freeze_query, open_record
from timeline.__main__ import main
from timeline.query.filter import Filter
from timeline.snapshots.errors import Damaged
from timeline.snapshots.files import MOST_BYTES, read_file
from timeline.snapshots.freeze import freeze
from timeline.snapshots.snapshot import id_of, read_snapshot
from timeline.snapshots.standalone import Stamp, render_standalone


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    record = open_record(tmp_path_factory.mktemp("record"))
    return freeze_query(record, title="</script><b>“Ł”</b> & \\u003c", note="one\ntwo")


@pytest.fixture(scope="module")
def page(tmp_path_factory, snapshot):
    record = open_record(tmp_path_factory.mktemp("page"))
    return render_standalone(record.view(Filter()), Stamp(title=snapshot.title, data=snapshot.text)).encode()


@pytest.mark.parametrize("how", [str.encode, lambda text: text])
def test_what_was_frozen_is_read(snapshot, how):
    for expected in ("", snapshot.id, snapshot.sha256, snapshot.id.upper()):
        assert read_snapshot(how(snapshot.text), expected) == snapshot


def test_the_hash_can_be_checked_without_this_software(snapshot, tmp_path):
    file = tmp_path / "snapshot.json"
    file.write_text(snapshot.text, encoding="utf-8")
    line = rf"""sed -E 's/,"sha256":"[0-9a-f]{{64}}"//' {file} | sha256sum"""
    run = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True)
    assert run.stdout.split()[0] == snapshot.sha256
    code = (
        "import hashlib, json, sys; d = json.load(open(sys.argv[1], encoding='utf-8')); told = d.pop('sha256'); "
        "text = json.dumps(d, sort_keys=True, separators=(',', ':'), ensure_ascii=False); "
        "print(hashlib.sha256(text.encode()).hexdigest() == told)"
    )
    assert "0.00005" in snapshot.text, "the one number that Python would write otherwise, 5e-05"
    plain = freeze_without_tiny_numbers(snapshot)
    file.write_text(plain, encoding="utf-8")
    run = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "True"


def freeze_without_tiny_numbers(snapshot) -> str:
    """The same snapshot with its event on the equator."""
    text = re.sub(r',"sha256":"[0-9a-f]{64}"', "", snapshot.text).replace('"lat":0.00005', '"lat":0')
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return json.dumps(json.loads(text) | {"sha256": sha256}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def test_a_change_of_any_byte_is_found(snapshot):
    data = snapshot.text.encode()
    for place in range(0, len(data), 11):
        for byte in {data[place] ^ 1, data[place] ^ 0x20, 0x20, 0x30} - {data[place]}:
            changed = data[:place] + bytes([byte]) + data[place + 1 :]
            with pytest.raises(Damaged):
                read_snapshot(changed)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_no_edit_goes_unnoticed(snapshot, data):
    text = snapshot.text.encode()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    put = data.draw(st.binary(max_size=8) | st.sampled_from([b" ", b"\n", b"0", b"\\u0041", b",", b'"x":1,']))
    changed = text[:start] + put + text[end:]
    if changed != text:
        with pytest.raises(Damaged):
            read_snapshot(changed, snapshot.id)


EDITS = {
    "a line break at the end": (lambda t: t + "\n", "rewritten after it was frozen"),
    "indented": (lambda t: json.dumps(json.loads(t), indent=1), "what it holds is unchanged"),
    "with blanks": (lambda t: json.dumps(json.loads(t)), "what it holds is unchanged"),
    "a key twice": (lambda t: t.replace('"title"', '"title":"first","title"', 1), "rewritten|changed"),
    "another word": (lambda t: t.replace("They agreed.", "They quarrelled."), "was changed after it was frozen"),
    "another hash": (lambda t: t.replace('"sha256":"', '"sha256":"0'), "was changed after it was frozen"),
    "no hash": (lambda t: re.sub(r',"sha256":"[0-9a-f]{64}"', "", t), "without the field “sha256”"),
    "cut off": (lambda t: t[:1000], "is not a snapshot"),
    "empty": (lambda t: "", "is not a snapshot"),
    "a list": (lambda t: "[]", "is not a snapshot"),
    "a hash that is none": (lambda t: '{"sha256":7}', "is not a snapshot"),
    "NaN": (lambda t: '{"a":NaN}', "NaN is not a number"),
    "very deep": (lambda t: "[" * 100_000, "nested too deeply"),
    "deep": (lambda t: '{"a":' * 900 + "1" + "}" * 900, "not a snapshot"),
    "a byte order mark": (lambda t: "\ufeff" + t, "is not a snapshot"),
}


@pytest.mark.parametrize(("edit", "why"), EDITS.values(), ids=EDITS)
def test_each_refusal_says_what_is_wrong(snapshot, edit, why):
    with pytest.raises(Damaged, match=why):
        read_snapshot(edit(snapshot.text))


def test_another_snapshot_in_its_place_is_found(snapshot, tmp_path):
    record = open_record(tmp_path)
    other = freeze(record.view(), title="another")
    with pytest.raises(Damaged, match=f"This is the snapshot {other.id}, not {snapshot.id}"):
        read_snapshot(other.text, snapshot.id)


def test_the_id_is_the_beginning_of_the_hash():
    assert id_of("00" * 32) == "a" * 16
    assert id_of("ff" * 32) == "7" * 16
    assert id_of(hashlib.sha256(b"").hexdigest()) == "4oymiquy7qobjgx3"


def test_a_standalone_page_is_verified_from_the_data_it_carries(snapshot, page):
    assert read_file(page, snapshot.id) == snapshot
    assert read_file(snapshot.text.encode(), snapshot.id) == snapshot


def test_a_change_of_any_byte_of_the_data_in_a_page_is_found(snapshot, page):
    start = page.index(b'id="snapshot">') + len(b'id="snapshot">')
    end = page.index(b"</script>", start)
    for place in range(start, end, 29):
        for byte in {page[place] ^ 1, page[place] ^ 0x20, 0x30} - {page[place]}:
            changed = page[:place] + bytes([byte]) + page[place + 1 :]
            with pytest.raises(Damaged):
                read_file(changed)


PAGE_EDITS = {
    "no data": (lambda p: p.replace(b'id="snapshot"', b'id="other"'), "carries no data"),
    "a second set": (
        lambda p: p.replace(b"</body>", b'<script type="application/json" id="snapshot">{}</script></body>'),
        "more than one",
    ),
    "a blank": (lambda p: p.replace(b'id="snapshot">{', b'id="snapshot">{ '), "was rewritten"),
    "another escape": (lambda p: p.replace(b"\\u003cb", b"<b"), "was rewritten"),
    "broken": (lambda p: p.replace(b'id="snapshot">{', b'id="snapshot">'), "is not a snapshot"),
    "another word": (lambda p: p.replace(b"They agreed.", b"They quarrelled."), "was changed after it was frozen"),
    "not UTF-8": (lambda p: b"<html>\xff</html>", "UTF-8"),
    "no page": (lambda p: b"<", "carries no data"),
}


@pytest.mark.parametrize(("edit", "why"), PAGE_EDITS.values(), ids=PAGE_EDITS)
def test_a_page_that_cannot_be_verified_is_refused_with_words(page, edit, why):
    with pytest.raises(Damaged, match=why):
        read_file(edit(page))


@pytest.mark.parametrize("part", ["<!--", "<?", "</", "<![if", "<a ", "<![CDATA[", '<script type="application/json"'])
def test_a_page_that_is_made_to_be_slow_is_refused_at_once(part):
    begun = time.process_time()
    with pytest.raises(Damaged, match="carries no data"):
        read_file((part * 1_000_000)[:1_000_000].encode())
    assert time.process_time() - begun < 1


def test_a_file_that_is_too_large_is_not_read(tmp_path, capsys):
    path = tmp_path / "huge.html"
    with path.open("wb") as stream:
        stream.truncate(MOST_BYTES + 1)
    assert main(["snapshot", "verify", str(path)]) == 1
    assert "larger than 200 MB" in "".join(capsys.readouterr())


def test_blanks_before_a_page_do_not_hide_that_its_text_is_not_vouched_for(page, tmp_path, capsys):
    path = tmp_path / "page.html"
    path.write_bytes(b" " * 5_000 + page)
    assert main(["snapshot", "verify", str(path)]) == 0
    assert "not for the text around it" in capsys.readouterr().out

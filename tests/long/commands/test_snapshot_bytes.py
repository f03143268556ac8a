"""``snapshot verify`` on hundreds of files in each of which one byte was changed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.snapshots.records import freeze_query, open_record
from timeline.__main__ import main
from timeline.snapshots.standalone import Stamp, render_standalone


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


@pytest.mark.parametrize("kind", ["json", "html"])
def test_verify_finds_a_change_of_any_byte(files, tmp_path, capsys, kind):
    whole = files[kind].read_bytes()
    opening = b'id="snapshot">' if kind == "html" else b""
    start = whole.index(opening) + len(opening)
    end = whole.index(b"</script>", start) if kind == "html" else len(whole)
    chance, file = random.Random(5), tmp_path / "changed"  # noqa: S311  (places to change)
    for place in {start, start + 1, end - 2, end - 1, *chance.sample(range(start, end), 400)}:
        own = whole[place]
        byte = chance.choice([b for b in (own ^ 1, own ^ 0x20, 0x20, 0x30, 0x22, 0x0A, 0xFF, 0) if b != own])
        file.write_bytes(whole[:place] + bytes([byte]) + whole[place + 1 :])
        assert main(["snapshot", "verify", str(file)]) == 1, f"byte {place}: {own:#x} as {byte:#x}"
        assert capsys.readouterr().out.startswith("NOT VERIFIED. ")

"""``key``, and the keys that ``snapshot verify --key URL`` asks a server for."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from timeline.__main__ import main
from timeline.commands.signed import keys_at
from timeline.snapshots.signatures import MOST_BYTES, WELL_KNOWN, NoKey, public_keys, write_public


def test_a_key_is_made_and_the_one_before_ends(tmp_path, capsys):
    file = tmp_path / "keys.json"
    for _ in range(2):
        assert main(["key", "new", str(file), "--name", " The  Institute\n"]) == 0
        fingerprint, told = capsys.readouterr()
        assert f"TIMELINE_KEY={file}" in told
    new, old = public_keys(file)
    assert new.as_dict()["fingerprint"] == fingerprint.strip()
    assert (new.name, new.until, old.until) == ("The Institute", None, new.since)
    assert main(["key", "show", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["keys"] == [new.as_dict(), old.as_dict()]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("new", "keys.json", "--name", " "), "Say whose key it is"),
        (("new", "keys.json", "--name", "x" * 201), "at most 200"),
        (("new", "no/such/folder/keys.json", "--name", "x"), "No such file"),
        (("new", "taken.txt", "--name", "x"), "not a file of keys"),
        (("show", "none.json"), "cannot be read: No such file"),
        (("show", "taken.txt"), "not a file of keys"),
    ],
)
def test_what_cannot_be_done_is_told(tmp_path, monkeypatch, capsys, arguments, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken.txt").write_text("my diary")
    with pytest.raises(SystemExit) as ended:
        main(["key", *arguments])
    assert ended.value.code == 2
    assert words in capsys.readouterr().err
    assert (tmp_path / "taken.txt").read_text() == "my diary"


class Server(BaseHTTPRequestHandler):
    """Shows keys at their place, leads elsewhere from /moved, and answers /huge without end."""

    keys = ""
    asked: tuple[str, ...] = ()

    def do_GET(self) -> None:
        type(self).asked += (self.path,)
        self.send_response(302 if self.path == "/moved" else 200 if self.path in (WELL_KNOWN, "/huge") else 404)
        self.send_header("location", WELL_KNOWN)
        self.end_headers()
        self.wfile.write(self.keys.encode() if self.path == WELL_KNOWN else b" " * 2 * MOST_BYTES)

    def log_message(self, *arguments: object) -> None:
        """Says nothing."""


@pytest.fixture
def server(tmp_path):
    main(["key", "new", str(tmp_path / "keys.json"), "--name", "Institute"])
    Server.keys, Server.asked = write_public(public_keys(tmp_path / "keys.json")), ()
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.mark.parametrize("path", ["", "/", WELL_KNOWN])
def test_the_keys_of_a_server_are_at_their_place(server, tmp_path, path):
    assert keys_at(server + path) == public_keys(tmp_path / "keys.json")
    assert Server.asked == (WELL_KNOWN,)


@pytest.mark.parametrize("path", ["/moved", "/huge", "/none"])
def test_no_other_address_is_asked(server, path):
    with pytest.raises(NoKey):
        keys_at(server + path)
    assert Server.asked == (path,)

"""``python -m timeline archive``: what it prints, and what it says when it cannot run."""

from __future__ import annotations

import pytest

from tests.archive.site import Clock, article, network, serving
from tests.writing import event, source, write_collection
from timeline.__main__ import main
from timeline.archive import exchange
from timeline.archive import run as runs
from timeline.commands import archive


@pytest.fixture
def folder(tmp_path, monkeypatch):
    with serving() as site:
        site.pages["/a"] = article()
        sources = {name: source(name=name, url=site.url(f"/{name}")) for name in ("a", "b")}
        clock = Clock()
        monkeypatch.setattr(runs, "Network", lambda: network(clock))
        yield str(write_collection(tmp_path, {"first": event(sources=sources)}))


def test_it_prints_what_is_gone_and_how_many_there_are(folder, capsys):
    assert main(["archive", folder]) == 0
    told = capsys.readouterr()
    first, last = told.out.splitlines()
    assert first.endswith("/b: the server answers 404")
    assert last == "Asked: 2. Copied: 1. Not found: 1. Not copied for other reasons: 0."
    assert told.err.splitlines()[0].startswith("1 of 2: http://site.example")


def test_its_options(folder, capsys):
    main(["archive", folder, "--limit", "1"])
    assert capsys.readouterr().out.endswith("Left for the next run: 1.\n")
    main(["archive", folder])
    capsys.readouterr()
    main(["archive", folder, "--only-new"])
    assert "Asked: 1. Copied: 0." in capsys.readouterr().out


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", "²", "9" * 20])
def test_a_limit_that_is_none(folder, capsys, limit):
    with pytest.raises(SystemExit) as stopped:
        main(["archive", folder, "--limit", limit])
    assert stopped.value.code == 2
    assert "is not a number of addresses; write 1 or more" in capsys.readouterr().err


def stopped_by(capsys, *arguments):
    with pytest.raises(SystemExit) as stopped:
        main(["archive", *arguments])
    assert stopped.value.code == 2
    return capsys.readouterr().err.splitlines()[-1]


def test_without_its_packages_it_says_in_one_line_what_to_install(folder, capsys, monkeypatch):
    monkeypatch.setattr(archive, "NEEDS", ("warcio", "no_such_package"))
    told = stopped_by(capsys, folder)
    assert told.startswith("archive needs no_such_package, which is not installed: pip install -r requirements-archive")


def test_a_folder_without_a_record(tmp_path, capsys):
    assert "holds no events" in stopped_by(capsys, str(tmp_path))
    assert list(tmp_path.iterdir()) == [], "and nothing is written"


def test_an_index_that_cannot_be_read(folder, capsys, tmp_path):
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive/index.csv").write_text("a,b\n")
    assert "archive/index.csv, line 1: has other columns." in stopped_by(capsys, folder)


def test_what_is_broken_off_is_kept(folder, capsys, monkeypatch):
    def interrupt(*given):
        raise KeyboardInterrupt

    monkeypatch.setattr(runs, "visit", interrupt)
    assert stopped_by(capsys, folder) == "stopped; what was copied is kept, and the next run goes on from there"


def test_nothing_but_the_python_function_can_allow_this_machine():
    assert not exchange.Network().allow_loopback

"""``python -m timeline sample``."""

import pytest

from timeline import open_collection
from timeline.__main__ import main


def test_it_writes_as_many_events_as_asked_for(tmp_path, capsys):
    assert main(["sample", "--events", "30", "--out", str(tmp_path / "s"), "--seed", "2"]) == 0
    assert "30 invented events" in capsys.readouterr().out
    assert len(open_collection(tmp_path / "s").events) == 30
    assert main(["check", str(tmp_path / "s")]) == 0


def test_a_folder_with_something_else_is_left_alone(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(SystemExit) as stopped:
        main(["sample", "--events", "30", "--out", str(tmp_path)])
    assert stopped.value.code == 2
    assert "holds something already" in capsys.readouterr().err

"""``waves`` and ``window`` tell what the page on talks and strikes shows."""

from __future__ import annotations

import json

import pytest

from tests.waves.series import day, days
from tests.writing import event, write_collection
from timeline.__main__ import main


@pytest.fixture
def folder(tmp_path):
    """A hundred days of about forty launches with one night of three hundred, a raid and a round of talks."""
    events = {
        "raid": event(title="The heavy night", when=day(50), themes=["strikes"]),
        "round": event(title="A round", when=day(45)),
    }
    write_collection(tmp_path, events, collection={"title": "Test", "strikes": {"by": "beta", "credit": "By Beta."}})
    launched = [float(40 + number % 3) for number in range(100)]
    launched[50] = 300.0
    days(launched, missiles=4).to_csv(tmp_path / "strikes.csv", index=False)
    return str(tmp_path)


def test_waves_are_printed_with_whose_figures_they_are(folder, capsys):
    assert main(["waves", folder]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1 wave, most launches first. Figures: Beta. By Beta."
    assert lines[2] == f"{day(50)}: 300 launched, 49% stopped"
    assert lines[3].strip() == "296 drones, 148 stopped; 4 missiles, 0 stopped"
    assert lines[-1].strip() == "raid: The heavy night"


@pytest.mark.parametrize(("period", "waves"), [([], 1), (["--from", day(51)], 0), (["--to", day(50)], 1)])
def test_a_period_keeps_the_waves_that_touch_it(folder, capsys, period, waves):
    assert main(["waves", folder, *period, "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert len(answer["waves"]) == waves
    assert answer["counted_by"] == "beta"


def test_a_window_is_told_in_the_sentences_of_the_page(folder, capsys):
    assert main(["window", folder, "--filter", "theme=talks", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["events"] == "Talks events"
    assert report["dates"] == [day(45)]
    assert len(report["days"]) == 43
    assert report["summary"]["after"]["values"] == 7
    main(["window", folder, "--filter", "theme=talks"])
    told = capsys.readouterr().out.splitlines()
    assert told == ["Talks events: 1 date.", *report["sentences"]]
    assert told[-1] == "Sequence is not cause."


def test_a_period_of_the_filter_is_told_before_during_and_after(folder, capsys):
    main(["window", folder, "--filter", f"from={day(50)}&to={day(50)}"])
    assert "7 days before: 41 launches a day, 28 missiles in all" in capsys.readouterr().out


def test_what_a_filter_names_in_vain_is_told_beside_the_answer(folder, capsys):
    assert main(["window", folder, "--filter", "theme=nothing"]) == 0
    assert "left out: theme=nothing: the link asks for a theme we do not have" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["waves"], ["waves", "data", "--from", "soon"], ["window", "data", "--known", "2026-13-01"]]
)
def test_a_wrong_call_is_refused_with_advice(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_folder_without_records_is_refused(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["waves", str(tmp_path / "nowhere")])
    assert ended.value.code == 2
    assert "holds no events and no strike days" in capsys.readouterr().err


def test_the_record_answers_which_waves_were_the_heaviest(root, capsys):
    main(["waves", str(root / "data"), "--from", "2025-08-01", "--to", "2026-03-31", "--top", "5", "--format", "json"])
    found = json.loads(capsys.readouterr().out)["waves"]
    assert [(wave["start"], wave["launched"], wave["share_stopped"]) for wave in found][:2] == [
        ("2026-03-28", 2623, 0.9074),
        ("2025-08-28", 1279, 0.9249),
    ]

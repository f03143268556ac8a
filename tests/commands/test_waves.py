"""``waves`` and ``window`` tell what the page on talks and strikes shows."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

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
    days(launched, missiles=4).days.to_csv(tmp_path / "strikes.csv", index=False)
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
    assert answer["rule"]["window_days"] == 28
    assert answer["strike_days"] == [day(0), day(99)]
    assert answer["counted_by"] == "beta"


def test_a_wave_that_reaches_beyond_the_period_is_whole_and_said_to(tmp_path, capsys):
    write_collection(tmp_path, {"raid": event(when=day(50))})
    days([*[40.0] * 50, 300.0, None, 300.0, 40.0]).days.to_csv(tmp_path / "strikes.csv", index=False)
    main(["waves", str(tmp_path), "--to", day(51)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == f"{day(50)} to {day(52)}: 600 launched, 50% stopped (reaches beyond the period)"
    assert lines[5].strip() == "1 day without a full report"


def test_sums_are_those_of_the_chart(folder, capsys):
    main(["waves", folder, "--from", day(49), "--to", day(51), "--by", "day"])
    assert capsys.readouterr().out.splitlines()[-3:] == [
        f"{day(49)}: 41 launched, 44% stopped",
        f"{day(50)}: 300 launched, 49% stopped",
        f"{day(51)}: 40 launched, 45% stopped",
    ]
    main(["waves", folder, "--from", "2026-04-01", "--by", "month", "--format", "json"])
    sums = json.loads(capsys.readouterr().out)["sums"]
    assert [(row["start"], row["end"], row["launched"]) for row in sums] == [("2026-04-01", day(99), 409)]


def test_days_without_a_report_are_named_in_the_sums(folder, capsys):
    main(["waves", folder, "--from", day(98), "--to", day(103), "--by", "week"])
    told = capsys.readouterr().out.splitlines()[-2:]
    assert told == [
        f"{day(98)} to {day(101)}: 82 launched, 45% stopped (2 of 4 days reported)",
        f"{day(102)} to {day(103)}: no report",
    ]


def test_competing_figures_are_listed_by_whose_count(tmp_path, capsys):
    raid = event(when=day(50), themes=["strikes"], figures={"drones": 350, "by": "alpha-army"})
    write_collection(tmp_path, {"raid": raid}, collection={"title": "Test", "strikes": {"by": "beta", "credit": ""}})
    days([*[40.0] * 50, 300.0, *[40.0] * 50]).days.to_csv(tmp_path / "strikes.csv", index=False)
    main(["window", str(tmp_path)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].strip() == "raid, drones launched: 300 to 350: 300 Beta (strike days); 350 Army of Alpha (event)"


def test_a_filter_without_events_has_nothing_to_compare(folder, capsys):
    assert main(["window", folder, "--filter", "q=nowhere", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["dates"] == []
    assert report["sentences"] == ["There is nothing to compare.", "Sequence is not cause."]


def test_a_window_is_told_in_the_sentences_of_the_page(folder, capsys):
    assert main(["window", folder, "--filter", "theme=talks", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["events"] == "Talks events"
    assert report["dates"] == [day(45)]
    assert len(report["days"]) == 43
    assert report["summary"]["after"]["values"] == 7
    main(["window", folder, "--filter", "theme=talks"])
    told = capsys.readouterr().out.splitlines()
    assert told == ["Talks events: 1 date.", "Figures: Beta. By Beta.", *report["sentences"]]
    assert told[-1] == "Sequence is not cause."


def test_a_period_of_the_filter_is_told_before_during_and_after(folder, capsys):
    main(["window", folder, "--filter", f"from={day(50)}&to={day(50)}"])
    assert "7 days before: 41 launches a day, 28 missiles in all" in capsys.readouterr().out


def test_what_a_filter_names_in_vain_is_told_beside_the_answer(folder, capsys):
    assert main(["window", folder, "--filter", "theme=nothing"]) == 0
    assert "left out: theme=nothing: the link asks for a theme we do not have" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["waves"],
        ["waves", "data", "--from", "soon"],
        ["waves", "data", "--top", "-1"],
        ["waves", "data", "--top", "0"],
        ["waves", "data", "--by", "year"],
        ["window", "data", "--known", "2026-13-01"],
    ],
)
def test_a_wrong_call_is_refused_with_advice(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_period_the_wrong_way_round_is_refused(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["waves", "data", "--from", "2026-03-31", "--to", "2025-08-01"])
    assert ended.value.code == 2
    assert "--from 2026-03-31 is after --to 2025-08-01; give the earlier day first" in capsys.readouterr().err


def test_a_folder_without_records_is_refused(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["waves", str(tmp_path / "nowhere")])
    assert ended.value.code == 2
    assert "holds no events and no days of a series" in capsys.readouterr().err


def test_the_record_answers_which_waves_were_the_heaviest(root, capsys):
    main(["waves", str(root / "data"), "--from", "2025-08-01", "--to", "2026-03-31", "--top", "5", "--format", "json"])
    found = json.loads(capsys.readouterr().out)["waves"]
    assert [(wave["start"], wave["launched"], wave["share_stopped"]) for wave in found] == [
        ("2026-03-28", 2623, 0.9074),
        ("2025-08-28", 1279, 0.9249),
        ("2026-03-23", 1233, 0.9505),
        ("2025-10-03", 1079, 0.8072),
        ("2025-08-19", 985, 0.8883),
    ]


def test_the_record_answers_what_happened_around_the_pause(root, capsys):
    main(["window", str(root / "data"), "--filter", "from=2026-01-30&to=2026-02-01"])
    assert capsys.readouterr().out.splitlines()[2:5] == [
        "7 days before: 165 launches a day, 24 missiles in all, 84 % stopped.",
        "30 January 2026 to 1 February 2026: 96 launches a day, 1 missile in all, 77 % stopped; 43 of the 323 runs of "
        "3 days in the year around it had as few or fewer.",
        "7 days after: 267 launches a day, 120 missiles in all, 87 % stopped.",
    ]


def quoted_blocks():
    """Each command of docs/waves.md that stands before what it prints, with that."""
    text = (Path(__file__).resolve().parents[2] / "docs/waves.md").read_text(encoding="utf-8")
    found = re.findall(r"^```\n\$ python -m timeline (.+)\n((?:.*\n)*?)```", text, re.MULTILINE)
    assert found
    return found


@pytest.mark.parametrize(("command", "printed"), quoted_blocks())
def test_what_the_document_quotes_is_what_the_command_prints(root, monkeypatch, capsys, command, printed):
    monkeypatch.chdir(root)
    main(shlex.split(command))
    lines = capsys.readouterr().out.splitlines()
    for line in printed.splitlines():
        assert line == "..." or line in lines

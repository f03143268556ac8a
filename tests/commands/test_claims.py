"""``claims``, ``story`` and ``changes`` on the shipped record and on small ones."""

from __future__ import annotations

import json
import re

import pytest

from tests.ledger.writing import record_of, statement, topic
from timeline.__main__ import main

ROWS = {
    "a": (
        ("anna", "asserts", "2026-01-01"),
        ("boris", "denies", "2026-01-02"),
        ("anna", "denies", "2026-01-03"),
    ),
    "b": (("digest", "asserts", "2026-01-01", "paper"),),
    "c": (("digest", "asserts", "2026-01-01", "paper"),),
    "d": (("digest", "asserts", "2026-01-01", "paper"),),
}


@pytest.fixture
def folder(tmp_path):
    record_of(tmp_path, ROWS, [topic("Is it?", a="affirms", b="negates")])
    return str(tmp_path)


def answer(capsys, *arguments):
    assert main(arguments) == 0
    return capsys.readouterr().out


def as_json(capsys, *arguments):
    return json.loads(answer(capsys, *arguments, "--format", "json"))


def test_claims_with_each_actors_latest_position_and_the_changes(folder, capsys):
    out = answer(capsys, "claims", folder)
    assert out.startswith("4 of 4 claims.")
    assert "Denied only: a" in out
    assert out.count("    Others: not looked for yet.\n") == 3
    assert "denies: Boris (2 January 2026, First Wire), Anna Łęcka (3 January 2026, First Wire)" in out
    assert "1 change of position:" in out
    assert "Anna Łęcka asserted it on 1 January 2026 (First Wire) and denied it on 3 January 2026" in out
    assert "Document a-2, https://example.org/a-2" in out


def test_claims_as_known_on_a_day(folder, capsys):
    found = as_json(capsys, "claims", folder, "--contest", "contested", "--known", "2026-01-02")
    assert found["known"] == ("on 2 January 2026: 4 of 4 events known; 1 claim disputed between sides, now denied only")
    assert (found["total"], found["shown"], found["changes"]) == (4, 1, [])
    (row,) = found["claims"]
    assert (row["claim"], row["said"], row["changed"]) == ("e-a#1", "2026-01-02", None)
    assert [stand["actor"] for stand in row["stands"]] == ["anna", "boris"]


@pytest.mark.parametrize(
    ("wishes", "shown"),
    [
        (["--speaker", "alpha", "--stance", "denies"], ["e-a#1"]),
        (["--speaker", "alpha", "--against", "beta"], []),
        (["--speaker", "digest"], ["e-b#1", "e-c#1", "e-d#1"]),
        (["--topic", "t"], ["e-a#1", "e-b#1"]),
        (
            ["--contest", "denied", "--contest", "one-sided", "--sort", "contest"],
            ["e-a#1", "e-b#1", "e-c#1", "e-d#1"],
        ),
        (["--sought", "not-yet"], ["e-b#1", "e-c#1", "e-d#1"]),
        (["--sought", "none", "--sought", "some"], []),
        (["--filter", "q=nothing-like-it"], []),
    ],
)
def test_wishes(folder, capsys, wishes, shown):
    assert [row["claim"] for row in as_json(capsys, "claims", folder, *wishes)["claims"]] == shown


def test_a_topic_with_its_changes_and_documents(folder, capsys):
    found = as_json(capsys, "claims", folder, "--topic", "t")
    assert found["topics"][0]["question"] == "Is it?"
    (change,) = found["changes"]
    assert (change["who"], change["to_date"], change["to_url"]) == (
        "anna",
        "2026-01-03",
        "https://example.org/a-2",
    )
    assert "t: Is it?" in answer(capsys, "claims", folder, "--topics")
    assert as_json(capsys, "claims", folder, "--topics")[0]["changes"] == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["claims", "{}", "--topic", "tt"], "there is no topic 'tt'"),
        (["claims", "{}", "--speaker", "alfa"], "alpha"),
        (["story", "{}", "--source", "https://example.org/papr"], "there is no document"),
        (["changes", "{}", "--from", "2026-02-10", "--to", "2026-01-10"], "give the earlier day first"),
        (["changes", "{}", "--from", "soon"], "write it like 2026-02-10"),
        (["changes", "{}"], "--from"),
    ],
)
def test_a_wrong_call_is_told_what_is_wrong(folder, capsys, arguments, message):
    with pytest.raises(SystemExit) as stopped:
        main([folder if word == "{}" else word for word in arguments])
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


def test_a_story_and_the_documents_that_can_be_read_so(folder, capsys):
    assert "3 statements on 3 claims: Document paper (Digest)" in answer(capsys, "story", folder)
    assert as_json(capsys, "story", folder)[0]["claims"] == 3
    out = answer(capsys, "story", folder, "--source", "https://example.org/paper")
    assert "Their claims: 0 disputed between sides, 0 agreed." in out
    assert "Is it? The statement answers no." in out
    assert "Boris answered no on 2 January 2026 (First Wire)." in out
    assert out.count("Nobody else has spoken on this, as far as the record knows.") == 2
    found = as_json(capsys, "story", folder, "--source", "https://example.org/paper")
    assert found["counts"]["alone"] == 2
    (claim,) = found["statements"][0]["claims"]
    assert [question["stance"] for question in claim["questions"]] == ["denies"]


def test_a_story_with_a_list_is_told_by_it(tmp_path, capsys):
    said = [statement(2, "b", section="Opening", speaker="Digest, of some", note="So it says."), statement(5, "c", "d")]
    record_of(tmp_path, ROWS, [topic("Is it?", a="affirms", b="negates")], said)
    out = answer(capsys, "story", str(tmp_path), "--source", "https://example.org/paper")
    assert "2 statements of the document, in its order and in our words." in out
    assert "OPENING\n\n2. Statement 2 (Digest, of some)\n    Note: So it says.\n    Digest asserts: b\n" in out
    assert "\n5. Statement 5\n    Digest asserts: c\n" in out
    found = as_json(capsys, "story", str(tmp_path), "--source", "https://example.org/paper")
    assert [(s["number"], [c["claim"] for c in s["claims"]], s["alone"]) for s in found["statements"]] == [
        (2, ["e-b#1"], False),
        (5, ["e-c#1", "e-d#1"], True),
    ]


def test_what_changed_between_two_days(folder, capsys):
    days = ("--from", "2026-01-01", "--to", "2026-01-03")
    out = answer(capsys, "changes", folder, *days)
    assert "Between 1 January 2026 and 3 January 2026: 0 events became known." in out
    assert "Only one side has spoken → Denied only: a" in out
    assert "Boris denies, on 2 January 2026: a" in out
    assert "Is it? Anna Łęcka answered yes" in out
    found = as_json(capsys, "changes", folder, *days)
    assert [row["to_"] for row in found["grades"]] == ["denied"]
    assert {row["subject"] for row in found["changes"]} == {"t", "e-a#1"}


def test_the_shipped_record_answers_who_changed_on_anchorage(root, capsys):
    out = answer(capsys, "claims", str(root / "data"), "--topic", "anchorage-agreement")
    assert "Vladimir Putin answered yes on 21 November 2025 (TSAMTO) and answered no on 28 June 2026 (Dagens)" in out


def test_the_shipped_record_answers_what_the_commentary_says_of_the_attack(root, capsys):
    url = "https://insightdigest.net/lavrov-critical-us-mediated-negotiations-anchorage-formula"
    out = answer(capsys, "story", str(root / "data"), "--source", url)
    assert re.search(r"Insight Digest asserts: .*attempt.* in Abu Dhabi", out)
    assert "Dmitry Peskov answered yes on 6 February 2026 (The Kyiv Independent)." in out


def test_the_shipped_record_answers_what_was_contested_on_10_february(root, capsys):
    data = str(root / "data")
    found = as_json(capsys, "claims", data, "--contest", "contested", "--known", "2026-02-10")
    assert f"; {found['shown']} claims disputed between sides" in found["known"]

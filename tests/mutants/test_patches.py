"""The patches fit the code as it is, and what is wrong with one is said in a sentence."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.mutants.__main__ import check_patches
from tests.mutants.patches import Patch, PatchError, read_accepted, read_patch, read_patches

ROOT = Path(__file__).resolve().parents[2]
PATCHES = {patch.name: patch for patch in read_patches()}
REVIEWED = 53
"""Faults that the review put into the code; none is dropped without a word."""


@pytest.mark.parametrize("name", PATCHES)
def test_a_patch_fits_the_code(name):
    """When this fails the code has moved: write the patch anew, with the same meaning (docs/testing.md)."""
    patch = PATCHES[name]
    check_patches([patch], ROOT)
    assert ast.dump(ast.parse(patch.apply(ROOT))) != ast.dump(ast.parse((ROOT / patch.file).read_text("utf-8")))


def test_no_fault_of_the_review_is_lost():
    accepted = read_accepted()
    assert set(accepted) == {"survive", "gone"}
    assert accepted["survive"].keys() <= PATCHES.keys()
    assert not accepted["gone"].keys() & PATCHES.keys()
    assert len(PATCHES) + len(accepted["gone"]) >= REVIEWED
    assert all(len(reason) > 20 for part in accepted.values() for reason in part.values())


@pytest.fixture
def tree(tmp_path) -> Path:
    (tmp_path / "timeline" / "room").mkdir(parents=True)
    (tmp_path / "timeline" / "room" / "one.py").write_text("a = 1\nif a:\n    b = 1\nif not a:\n    b = 1\n")
    (tmp_path / "timeline" / "room" / "two.py").write_text("c = 3\n")
    return tmp_path


def patch(file: str, before: str, after: str) -> Patch:
    return Patch("name", file, "meaning", ("timeline",), before, after)


@pytest.mark.parametrize(
    ("file", "before", "problem"),
    [
        ("one.py", "    b = 1\n", "changes lines of timeline/room/one.py, and they stand there 2 times"),
        ("one.py", "c = 3\n", "they stand in timeline/room/two.py now. Change “file:”"),
        ("gone.py", "c = 3\n", "they stand in timeline/room/two.py now"),
        ("one.py", "d = 1\n", "they are not there. Write them as they are now"),
        ("one.py", "b = 1\n", "they are not there"),  # a part of a line is not the line
    ],
)
def test_a_patch_that_does_not_fit_is_an_error(tree, file, before, problem):
    with pytest.raises(PatchError, match=problem):
        check_patches([patch(f"timeline/room/{file}", before, "")], tree)


def test_all_that_do_not_fit_are_told_at_once_and_tests_that_are_not_there(tree):
    wrong = [patch("timeline/room/one.py", f"{letter} = 9\n", "") for letter in "xy"]
    lost = Patch("lost", "timeline/room/two.py", "meaning", ("tests/nowhere",), "c = 3\n", "c = 4\n")
    with pytest.raises(PatchError) as refused:
        check_patches([*wrong, lost], tree)
    assert str(refused.value).count("\n") == 2
    assert "lost.patch names the tests tests/nowhere, which are not there" in str(refused.value)


def test_a_patch_is_read_and_applied_to_its_lines_alone(tree, tmp_path):
    path = tmp_path / "small-fault.patch"
    path.write_text(
        "file: timeline/room/one.py\nmeaning: b: is two\ntests: tests/a tests/b\n\n if a:\n-    b = 1\n+    b = 2\n"
    )
    found = read_patch(path)
    assert (found.name, found.room, found.meaning) == ("small-fault", "room", "b: is two")
    assert found.tests == ("tests/a", "tests/b")
    assert found.change == "b = 1  →  b = 2"
    assert found.apply(tree) == "a = 1\nif a:\n    b = 2\nif not a:\n    b = 1\n"


HEAD = "file: timeline/a.py\nmeaning: m\ntests: tests\n\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (HEAD, "write file:, meaning: and tests:"),
        ("file: a\ntests: b\n\n-x\n", "write file:, meaning: and tests:"),
        (f"{HEAD}-x\ny\n", "'y' begins with neither"),
        (f"{HEAD}-x\n+x\n", "no line goes"),
        (f"{HEAD}+x\n", "no line goes"),
    ],
)
def test_what_is_no_patch_is_refused_with_words(tmp_path, text, problem):
    path = tmp_path / "bad.patch"
    path.write_text(text)
    with pytest.raises(PatchError, match=problem):
        read_patch(path)

"""Random changes: which there are, that a seed always draws the same, and what is run and reported for them."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from tests.mutants.__main__ import TimedFile as File
from tests.mutants.__main__ import Told, find_tests, promised_files, report
from tests.mutants.changes import Change, draw, find_changes
from tests.mutants.patches import Patch
from tests.mutants.trees import Tree

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("a < b", ["a <= b"]),
        ("a == b != c", ["a != b != c", "a == b == c"]),
        ("a not in b", ["a in b"]),
        ("a is not b", ["a is b"]),
        ("(a) >= (b)", ["(a) > (b)"]),
        ("a and b or c", ["a and b and c", "a or b or c"]),
        ("not a", [" a"]),
        ("a + b // c", ["a - b // c", "a + b * c"]),
        ("'é' + a", ["'é' - a"]),
        ("min(a, any(b))", ["max(a, any(b))", "min(a, all(b))"]),
        ("10", ["11"]),
        ("True", ["False"]),
        (
            "def f(a: int | None) -> int | None:\n    return 'x'",
            ['def f(a: int | None) -> int | None:\n    return "mutant"'],
        ),
        ("f'{a + 1}'", []),
        ("a.b(c, 'd')", []),
        ("a @ b", []),
        ("'a < b'", []),
    ],
)
def test_every_change_of_a_text(text, changed):
    data = text.encode()
    found = [data[: c.start] + c.new.encode() + data[c.end :] for c in find_changes("timeline/a.py", text)]
    assert sorted(found) == sorted(line.encode() for line in changed)


def test_a_change_knows_its_line_and_function():
    text = "A = 1\n\n@cache\ndef f(x):\n    y = 'ü'\n    return x > y\n"
    found = [(c.line, c.function, c.old) for c in find_changes("timeline/a.py", text)]
    assert found == [(1, None, "1"), (6, 3, ">")]


def test_a_seed_draws_the_same_and_another_one_others():
    files = promised_files(ROOT)
    assert {Path(file).parts[1] for file in files} == {"evidence", "query", "snapshots", "ledger", "waves", "web"}
    one, again, other = (draw(ROOT, files, 40, seed) for seed in (1, 1, 2))
    assert one == again
    assert len(set(one)) == 40
    assert len(set(one) & set(other)) < 20
    for change in one:
        before, after = (ROOT / change.file).read_text("utf-8"), change.apply(ROOT)
        assert ast.dump(ast.parse(before)) != ast.dump(ast.parse(after)), change
        assert before.splitlines()[change.line - 1] != after.splitlines()[change.line - 1], change


def change_in(function: int | None) -> Change:
    return Change("timeline/query/a.py", 8, 0, 1, "<", "<=", function)


def timed(name: str, seconds: float, *lines: int, file: str = "timeline/query/a.py") -> File:
    return File(name, seconds, 2 * seconds, {file: list(lines)})


def test_a_change_is_shown_to_the_tests_that_enter_its_function():
    """Those of its room first, of each the quickest, and no more than fit the time."""
    tests = [
        timed("tests/web/test_a.py", 1, 7),
        timed("tests/query/test_b.py", 1, 7, file="timeline/query/b.py"),
        timed("tests/query/test_c.py", 2, 1),
        timed("tests/query/test_d.py", 50, 1, 7),
        timed("tests/web/test_e.py", 12, 7),
        timed("tests/web/test_f.py", 8, 7),
    ]
    assert [test.name[-4] for test in find_tests(change_in(7), tests)] == ["d", "a", "f"]
    assert [test.name[-4] for test in find_tests(change_in(None), tests)] == ["c", "d", "a"]
    assert find_tests(change_in(2), tests) == []
    too_long = [timed("tests/query/test_g.py", 99, 7), timed("tests/query/test_h.py", 98, 7)]
    assert [test.name[-4] for test in find_tests(change_in(7), too_long)] == ["h"]


def test_a_patch_that_survives_fails_unless_it_is_accepted(capsys, monkeypatch):
    cosmetic, other = (Patch(n, "timeline/evidence/grades.py", "m", (), "a\n", "b\n") for n in ("cosmetic", "other"))
    monkeypatch.setattr("tests.mutants.__main__.read_accepted", lambda: {"survive": {"cosmetic": "a taller lane"}})
    random_one = Change("timeline/evidence/grades.py", 1, 0, 1, "<", "<=", None)
    survive = [Told(cosmetic, "survives"), Told(random_one, "survives")]
    assert report(survive, ROOT, 60) == 0
    assert "| evidence | 0 of 1 | 0 of 1 |" in capsys.readouterr().out
    assert report([*survive, Told(other, "hangs")], ROOT, 60) == 0
    assert "| evidence | 1 of 2 | 0 of 1 |" in capsys.readouterr().out
    assert report([*survive, Told(other, "survives")], ROOT, 60) == 1
    assert "NOT ACCEPTED" in capsys.readouterr().out
    assert report([Told(cosmetic, "caught"), Told(random_one, "not run")], ROOT, 60) == 0
    assert "cosmetic is caught now" in capsys.readouterr().out


@pytest.fixture
def tree(tmp_path, monkeypatch) -> Tree:
    """A project of one function and one test, which imports our plugin from here."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(ROOT)]))
    (tmp_path / "timeline").mkdir()
    (tmp_path / "timeline" / "__init__.py").touch()
    (tmp_path / "timeline" / "a.py").write_text("def f():\n    return 1\n\n\ndef g():\n    return 2\n")
    (tmp_path / "test_a.py").write_text("from timeline.a import f\n\n\ndef test_f():\n    assert f() == 1\n")
    tree = Tree.__new__(Tree)
    tree.root = tmp_path
    return tree


def test_a_run_follows_what_is_entered(tree):
    run = tree.run(["test_a.py"], 30, follow=True)
    assert run.result == "passed", run.output
    assert run.entered == {"timeline/a.py": [1]}
    assert 0 < run.seconds <= 4 * run.clock_seconds


HANGS = "import threading\n\n\ndef f():\n    lock = threading.Lock()\n    return lock.acquire() and lock.acquire()\n"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("def f():\n    return 2\n", "failed"),
        ("def f():\n    return 1.0\n", "passed"),
        ("def f(:\n", "failed"),
        ("def f():\n    return bytearray(10**11) and 1\n", "failed"),
        (HANGS, "hangs"),
    ],
)
def test_a_fault_is_put_in_and_shown(tree, text, result):
    before = (tree.root / "timeline" / "a.py").read_text()
    assert tree.run_mutated("timeline/a.py", text, ["test_a.py"], 1).result == result
    assert (tree.root / "timeline" / "a.py").read_text() == before


def test_nothing_of_a_fault_is_left(tree):
    """Python compiles a module anew by its size and time, which are the same here."""
    text = (tree.root / "timeline" / "a.py").read_text()
    faulty = text.replace("return 1", "return 3")
    for _ in range(2):
        assert tree.run_mutated("timeline/a.py", faulty, ["test_a.py"], 30).result == "failed"
        assert tree.run_mutated("timeline/a.py", text, ["test_a.py"], 30).result == "passed"


def test_a_wrong_call_is_no_fault_that_was_caught(tree):
    with pytest.raises(RuntimeError, match="pytest cannot run nothing_there"):
        tree.run(["nothing_there.py"], 30)

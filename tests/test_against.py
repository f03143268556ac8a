"""`make bench BASE=<commit>`: which script measures, and what the ratios are of."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import against
from benchmarks.against import CannotMeasure, Comparison, Tree


class Timed(Tree):
    """A tree whose measurements stand in a list; a text among them is what a script failed with."""

    def measure(self, kind: str, place: str, number: int) -> dict[str, float]:
        answer = ANSWERS[self.root.name].pop(0)
        if isinstance(answer, str):
            raise CannotMeasure(answer)
        return {"all clicks": answer, f"only {self.root.name}": 1.0}


ANSWERS: dict[str, list[float | str]] = {}


@pytest.fixture
def comparison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Comparison:
    """Two trees, each with scripts that say whose they are."""
    for name in ("base", "here"):
        for folder in against.SCRIPTS:
            (tmp_path / name / folder).mkdir(parents=True)
            (tmp_path / name / folder / "whose").write_text(name)
    monkeypatch.setattr(against, "ROOT", tmp_path / "here")
    return Comparison(Timed(tmp_path / "base", tmp_path), Timed(tmp_path / "here", tmp_path), tmp_path / "scripts")


def whose(comparison: Comparison) -> set[str]:
    """Whose scripts lie in the base."""
    return {(comparison.base.root / folder / "whose").read_text() for folder in against.SCRIPTS}


def test_ratios_are_of_what_both_trees_measured(comparison: Comparison) -> None:
    ANSWERS.update(base=[100.0, 200.0, 600.0], here=[50.0, 300.0, 300.0])
    for _ in range(3):
        comparison.turn("clicks", "1000", 1)
    row = comparison.report().splitlines()[2]
    assert row == "| all clicks | 1,000 | 100 | 50 | 0.50 | 200 | 300 | **1.50** |"
    assert "only" not in comparison.report()
    assert "- clicks: measured by this tree's" in comparison.report()
    assert whose(comparison) == {"here"}


def test_a_base_on_which_our_script_fails_is_measured_by_its_own(comparison: Comparison) -> None:
    ANSWERS.update(base=["ImportError: no facets", 100.0, 100.0], here=[50.0, 50.0])
    for _ in range(2):
        comparison.turn("facets", "1000", 1)
    assert "facets: measured by each tree's own script" in comparison.report()
    assert "(ImportError: no facets)" in comparison.report()
    assert whose(comparison) == {"base"}


def test_what_neither_script_can_measure_is_an_error(comparison: Comparison) -> None:
    ANSWERS.update(base=["one", "two"], here=[])
    with pytest.raises(CannotMeasure, match="two"):
        comparison.turn("facets", "1000", 1)

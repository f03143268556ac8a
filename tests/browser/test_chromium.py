"""Finding Chromium: what does not start is passed over, what was named is never replaced."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import chromium

STUB = "echo 'requires the chromium snap to be installed'; exit 1"


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH of our own, without CHROMIUM and without Playwright's browser."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "playwrights_own", lambda: str(tmp_path / "playwrights"))
    return tmp_path


def program(path: Path, script: str) -> str:
    """Writes a shell script that stands for a browser."""
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_a_stub_and_a_broken_browser_are_passed_over(bin_folder: Path) -> None:
    program(bin_folder / "chromium", "exit 127")
    program(bin_folder / "chromium-browser", STUB)
    wanted = program(bin_folder / "google-chrome-stable", "echo Google Chrome 150.0")
    assert chromium.find_chromium() == wanted


def test_the_one_without_windows_comes_first(bin_folder: Path) -> None:
    program(bin_folder / "chromium", "echo Chromium 150")
    quick = program(bin_folder / "chromium-headless-shell", "echo Chromium 150")
    assert chromium.find_chromium() == quick


def test_playwrights_own_comes_last(bin_folder: Path) -> None:
    own = program(bin_folder / "playwrights", "echo Chromium 159")
    assert chromium.find_chromium() == own
    installed = program(bin_folder / "chromium", "echo Chromium 150")
    assert chromium.find_chromium() == installed


def test_nothing_is_found_where_nothing_is(bin_folder: Path) -> None:
    assert chromium.find_chromium() == ""


def test_the_one_that_was_named_is_used(bin_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(bin_folder / "chromium", "echo Chromium 150")
    named = program(bin_folder / "mine", "echo Chromium 160")
    monkeypatch.setenv("CHROMIUM", named)
    assert chromium.find_chromium() == named


def test_one_that_was_named_and_does_not_start_is_an_error(bin_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(bin_folder / "chromium", "echo Chromium 150")
    monkeypatch.setenv("CHROMIUM", str(bin_folder / "nowhere"))
    with pytest.raises(chromium.NoChromium, match="nowhere does not start"):
        chromium.find_chromium()


def test_when_all_fails_it_is_an_error_and_says_what_to_do(bin_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[tuple[str, ...]] = []
    monkeypatch.setattr(chromium, "ensure_driver", lambda: None)
    monkeypatch.setattr(chromium, "attempt", lambda *command: tried.append(command) or False)
    with pytest.raises(chromium.NoChromium, match="CHROMIUM=/path/to/chrome make test"):
        chromium.ensure_chromium()
    assert tried[0][-3:] == ("install", "--no-shell", "chromium")


def test_make_test_stops_when_there_is_none(bin_folder: Path) -> None:
    command = [sys.executable, "-m", "tests.browser.chromium", "--ensure"]
    missing = {"CHROMIUM": str(bin_folder / "nowhere"), "PATH": str(bin_folder)}
    run = subprocess.run(command, capture_output=True, text=True, env=missing, cwd=Path(__file__).parents[2])
    assert run.returncode == 1
    assert "does not start" in run.stderr

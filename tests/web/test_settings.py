"""Settings: documented as they are, and sound whatever the environment holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from timeline.web import settings


def test_the_table_for_deployers_is_the_settings_themselves(root: Path):
    table = (root / "docs" / "deploy.md").read_text(encoding="utf-8").splitlines()
    for setting in settings.SETTINGS:
        default = f"`{setting.default}`" if setting.default else ""
        assert " ".join(f"| `{setting.name}` | {default} | {setting.meaning} |".split()) in table


@pytest.mark.parametrize(("text", "cards"), [("", 20), ("50", 50), ("0", 1), ("many", 20), ("9" * 30, 20), ("٣", 20)])
def test_a_number_that_is_none_leaves_the_default(monkeypatch, text, cards):
    monkeypatch.setenv("TIMELINE_CARDS", text)
    assert settings.cards_a_page() == cards


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "{root}/var/snapshots.sqlite"),
        ("/srv/x.sqlite", "/srv/x.sqlite"),
        ("postgresql+psycopg://h/d", "postgresql+psycopg://h/d"),
    ],
)
def test_a_relative_store_counts_from_the_project(monkeypatch, root, text, place):
    monkeypatch.setenv("TIMELINE_SNAPSHOTS", text)
    assert settings.snapshots_place() == place.format(root=root)


@pytest.mark.parametrize(("text", "may"), [("", True), ("on", True), ("off", False), ("OFF", False), ("0", False)])
def test_freezing_is_switched_off_by_words(monkeypatch, text, may):
    monkeypatch.setenv("TIMELINE_FREEZE", text)
    assert settings.may_freeze() is may


LINKS, COUNTED = "TIMELINE_URL is not set", "may freeze 30 snapshots an hour"


@pytest.mark.parametrize(
    ("address", "environment", "told"),
    [
        ("127.0.0.1", {}, [COUNTED]),
        ("::1", {}, [COUNTED]),
        ("localhost", {}, [COUNTED]),
        ("0.0.0.0", {}, [LINKS, COUNTED]),  # noqa: S104
        ("::", {}, [LINKS, COUNTED]),
        (None, {}, [LINKS, COUNTED]),
        ("192.0.2.7", {"TIMELINE_FREEZE": "off"}, [LINKS]),
        ("192.0.2.7", {"TIMELINE_FREEZES_AN_HOUR": "0"}, [LINKS]),
        ("192.0.2.7", {"TIMELINE_URL": "https://record.example"}, [COUNTED]),
        ("127.0.0.1", {"TIMELINE_FREEZE": "off"}, []),
    ],
)
def test_the_server_says_at_its_start_what_its_settings_mean(monkeypatch, address, environment, told):
    for setting in settings.SETTINGS:
        monkeypatch.setenv(setting.name, environment.get(setting.name, ""))
    lines = settings.told_at_start(address)
    assert len(lines) == len(told)
    assert all(words in line for words, line in zip(told, lines, strict=True))

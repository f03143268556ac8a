"""A folder that is read again: what was sound and is faulty now is held, and what was taken back goes at once."""

from __future__ import annotations

import pytest
import yaml

from tests.writing import ACTORS, event, write_collection
from timeline.collection.held import KEPT, read_again

EVENTS = {
    "first": event(title="First meeting"),
    "second": event(title="Second meeting", actors=["gamma"]),
    "third": event(title="Third meeting", actors=["anna"]),
}
TITLES = {"First meeting", "Second meeting", "Third meeting"}
WITHDRAWN = "corrections:\n- {date: 2026-03-01, event: second, kind: withdrawn, reason: It was another day.}\n"


@pytest.fixture
def folder(tmp_path):
    return write_collection(tmp_path, EVENTS)


def write(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")


def edit(folder, name, old, new):
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    write(folder, name, text.replace(old, new))


def only(*ids):
    return yaml.safe_dump({"actors": [actor for actor in ACTORS if actor["id"] in ids]}, allow_unicode=True)


def withdraw(folder):
    write(folder, "corrections.yaml", WITHDRAWN)


# What an editor does, and the files that are held then.
MISHAPS = {
    "an event is emptied": (lambda at: write(at, "events/second.md", ""), {"events/second.md"}),
    "an event gets a wrong date": (
        lambda at: edit(at, "events/second.md", "2026-02-03", "soon"),
        {"events/second.md"},
    ),
    "an event is not text": (lambda at: (at / "events/second.md").write_bytes(b"\xff\xfe\x00"), {"events/second.md"}),
    "an event is too large": (lambda at: write(at, "events/second.md", "x" * 1_000_001), {"events/second.md"}),
    "the actors are emptied": (lambda at: write(at, "actors.yaml", ""), {"actors.yaml"}),
    "the actors are garbage": (lambda at: write(at, "actors.yaml", "actors: [{"), {"actors.yaml"}),
    "the actors are deleted": (lambda at: (at / "actors.yaml").unlink(), {"actors.yaml"}),
    "an actor has a wrong kind": (lambda at: edit(at, "actors.yaml", "kind: person", "kind: x"), {"actors.yaml"}),
    "an actor is taken out of a sound list": (
        lambda at: write(at, "actors.yaml", only("alpha", "alpha-army", "anna", "andrei", "beta", "boris")),
        {"actors.yaml"},
    ),
    "a theme has a new id": (lambda at: edit(at, "themes.yaml", "id: talks", "id: meetings"), {"themes.yaml"}),
    "two files at once": (
        lambda at: (write(at, "events/third.md", "---\n"), write(at, "publishers.yaml", "- x")),
        {"events/third.md", "publishers.yaml"},
    ),
}


@pytest.mark.parametrize(("mishap", "held"), MISHAPS.values(), ids=MISHAPS)
def test_readers_keep_every_event_and_the_editor_is_told(folder, mishap, held):
    sound = read_again(folder, {}).sound
    mishap(folder)
    reading = read_again(folder, sound)
    assert set(reading.tables.events["title"]) == TITLES
    assert set(reading.tables.held) == held
    assert any(problem.consequence == KEPT for problem in reading.tables.problems)
    again = read_again(folder, reading.sound)
    assert set(again.tables.events["title"]) == TITLES, "and as long as the process lives"
    assert again.tables.version == reading.tables.version


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (lambda at: (at / "events/second.md").unlink(), {"first", "third"}),
        (
            lambda at: ((at / "events/second.md").unlink(), withdraw(at)),
            {"first", "third"},
        ),
        (
            lambda at: (write(at, "events/second.md", ""), withdraw(at)),
            {"first", "third"},
        ),
        (lambda at: ((at / "events/second.md").unlink(), write(at, "events/third.md", "")), {"first", "third"}),
    ],
    ids=["deleted", "withdrawn", "withdrawn and emptied", "deleted while another is emptied"],
)
def test_what_was_taken_back_goes_at_once(folder, change, left):
    sound = read_again(folder, {}).sound
    change(folder)
    assert set(read_again(folder, sound).tables.events["id"]) == left


def test_a_file_that_never_was_sound_is_left_out(folder):
    write(folder, "events/fourth.md", "---\ntitle: Half\n")
    reading = read_again(folder, read_again(folder, {}).sound)
    assert set(reading.tables.events["id"]) == {"first", "second", "third"}
    assert reading.tables.held == ()
    assert reading.tables.events_left_out == 1


def test_an_actor_that_is_renamed_everywhere_but_in_one_event_leaves_the_old_state_whole(folder):
    sound = read_again(folder, {}).sound
    for name in ("actors.yaml", "events/first.md"):
        edit(folder, name, "beta", "beta-state")
    edit(folder, "publishers.yaml", "controlled_by: beta", "controlled_by: beta-state")
    edit(folder, "actors.yaml", "id: gamma", "id: gamma-state")
    reading = read_again(folder, sound)
    assert set(reading.tables.events["title"]) == TITLES
    assert "events/first.md" in reading.tables.held
    edit(folder, "events/second.md", "gamma", "gamma-state")
    mended = read_again(folder, reading.sound)
    assert mended.tables.held == ()
    assert not mended.tables.problems
    assert "beta-state" in set(mended.tables.actors["id"])


def test_the_version_is_that_of_what_is_shown(folder):
    before = read_again(folder, {})
    edit(folder, "events/second.md", "2026-02-03", "soon")
    held = read_again(folder, before.sound)
    assert held.tables.version == before.tables.version
    edit(folder, "events/third.md", "Third meeting", "Third talks")
    assert read_again(folder, held.sound).tables.version != before.tables.version

"""topics.yaml: claims that exist, followed by their texts when they move; what is wrong is told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.writing import claim, event, write_collection
from timeline.collection.read import load_tables


def two_claims() -> dict[str, Any]:
    first, second = (claim(("alpha", "asserts"), text=text) for text in ("The bridge held.", "The road was open."))
    return event(claims=[first, second])


def load(folder, topics, **lists):
    return load_tables(write_collection(folder, {"crossing": two_claims()}, topics=topics, **lists))


def entry(**fields: str) -> dict[str, str]:
    given = {"claim": "crossing#1", "text": "The bridge", "bears": "affirms"}
    return {key: value for key, value in (given | fields).items() if value}


def topic(*claims: dict[str, str], name: str = "bridge") -> dict[str, Any]:
    return {"id": name, "question": "Did the bridge hold?", "claims": list(claims)}


def test_a_topic_becomes_two_tables(tmp_path):
    second = entry(claim="crossing#2", text="The road", bears="negates", because="No road without a bridge.")
    tables = load(tmp_path, [topic(entry(), second)])
    assert not tables.problems
    assert tables.topics.to_dict("records") == [{"id": "bridge", "question": "Did the bridge hold?"}]
    assert tables.topic_claims.to_dict("records") == [
        {"topic": "bridge", "claim": "crossing#1", "bears": "affirms", "because": ""},
        {
            "topic": "bridge",
            "claim": "crossing#2",
            "bears": "negates",
            "because": "No road without a bridge.",
        },
    ]


def test_no_topics_at_all(tmp_path):
    tables = load(tmp_path, None)
    assert not tables.problems
    assert (len(tables.topics), len(tables.topic_claims)) == (0, 0)


def test_topics_count_toward_the_version(tmp_path):
    one = load(tmp_path / "one", [topic(entry())])
    other = load(tmp_path / "other", [topic(entry(bears="negates"))])
    assert one.version != other.version


@pytest.mark.parametrize(
    ("given", "kept", "message"),
    [
        # the number moved, the words did not
        (entry(claim="crossing#2"), ["crossing#1"], "is that of crossing#1"),
        # the words changed, the number did not: whether it still bears so, only an editor can tell
        (entry(text="The bridge fell"), [], "begins differently"),
        (entry(claim="crossing#7", text=""), [], "crossing has 2"),
        (entry(claim="crosing#1"), [], "whose event is not in this record"),
        (entry(claim="crossing"), [], "claim"),
        (entry(bears="supports"), [], "bears"),
    ],
)
def test_a_claim_that_is_not_there(tmp_path, given, kept, message):
    sound = entry(claim="crossing#2", text="The road")
    tables = load(tmp_path, [topic(given, name="doubtful"), topic(sound, name="sound")])
    found = tables.topic_claims
    assert found.loc[found["topic"] == "doubtful", "claim"].tolist() == kept
    assert found.loc[found["topic"] == "sound", "claim"].tolist() == ["crossing#2"]
    assert any("topics.yaml" in problem.file and message in str(problem) for problem in tables.problems)


def test_a_claim_that_is_named_twice_counts_once(tmp_path):
    tables = load(tmp_path, [topic(entry(), entry(bears="negates"))])
    assert tables.topic_claims[["claim", "bears"]].to_numpy().tolist() == [["crossing#1", "affirms"]]
    assert any("twice" in str(problem) for problem in tables.problems)


def test_a_merged_event_is_followed_by_the_text(tmp_path):
    gone = [{"date": "2026-03-01", "event": "ford", "kind": "merged", "to": "crossing", "reason": "same"}]
    tables = load(tmp_path, [topic(entry(claim="ford#3"))], corrections=gone)
    assert tables.topic_claims["claim"].tolist() == ["crossing#1"]
    assert any("is that of crossing#1" in str(problem) for problem in tables.problems)


def test_the_shipped_topics_carry_how_each_claim_begins(root):
    text = (root / "data" / "topics.yaml").read_text(encoding="utf-8")
    assert text.count("claim:") == text.count("text:")

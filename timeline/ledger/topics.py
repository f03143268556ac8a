"""The topics of a record: each question with how the answers to it stand."""

from __future__ import annotations

from typing import Any

import pandas as pd

from timeline import evidence
from timeline.collection.tables import Tables, rows_of
from timeline.ledger.stances import derive_stances, find_turns, latest_answers
from timeline.ledger.stands import Part, days_of
from timeline.query.record import Record


def topic_row(record: Record, topic: str) -> dict[str, Any]:
    """One topic as :func:`topics_table` has it, from its claims alone, however large the record is.

    Args:
        record: of any size.
        topic: id of one of its topics.

    Raises:
        NotHere: the record cannot tell.
    """
    bearing = record.topic_claims
    claims = record.find("claims", bearing.loc[bearing["topic"] == topic, "claim"])
    topics = record.topics[record.topics["id"] == topic].reset_index(drop=True)
    return rows_of(topics_table(Part.of(record, claims)._replace(topics=topics)))[0]


def topics_table(record: Tables | Part) -> pd.DataFrame:
    """Every topic and how the answers to its question stand.

    Returns:
        One row a topic, in the order of the file: ``topic``, ``question``, ``contest`` (by the rules for a
        claim, from each actor's latest answer; "no-position" where nobody has spoken), ``claims``,
        ``positions``, ``actors`` (how many of each), ``said`` (day of the latest position, NaT if none is
        dated), ``changes`` (how often an actor has changed position; where another member of its side says
        otherwise, nobody need have changed).
    """
    stances = derive_stances(record, record.topics["id"])
    turns = find_turns(stances)
    changes = turns.loc[turns["level"] == "actor", "subject"].value_counts()
    answers = latest_answers(stances)
    contest = evidence.derive_contest(answers.assign(claim=answers["subject"], latest=True))
    by_topic = stances.groupby("subject")
    topic = record.topics["id"]
    return pd.DataFrame(
        {
            "topic": topic,
            "question": record.topics["question"],
            "contest": pd.Series([contest.get(name, "no-position") for name in topic], dtype="str"),
            "claims": topic.map(by_topic["claim"].nunique()).fillna(0).astype("int64"),
            "positions": topic.map(by_topic.size()).fillna(0).astype("int64"),
            "actors": topic.map(by_topic["actor"].nunique()).fillna(0).astype("int64"),
            "said": days_of(topic, by_topic["date_start"].max()),
            "changes": topic.map(changes).fillna(0).astype("int64"),
        }
    )

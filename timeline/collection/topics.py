"""topics.yaml: questions, held against the claims of the record."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from timeline.collection.check import by_id
from timeline.collection.folder import Folder
from timeline.collection.list_entries import TopicEntry
from timeline.collection.named_claims import NamedClaims

FILE = "topics.yaml"


def check_topics(folder: Folder, topics: Iterable[TopicEntry], claims: NamedClaims) -> list[TopicEntry]:
    """The topics with only claims that exist.

    Args:
        folder: gathers the faults.
        topics: as they are written.
        claims: finds those that are meant.
    """
    report = partial(folder.report, FILE)
    sound = []
    for name, topic in by_id(folder, "topics", topics).items():
        found = claims.sound(report, f"{name}.claims", topic.claims)
        if found:
            sound.append(topic.model_copy(update={"claims": found}))
        elif not any(map(claims.is_absent, topic.claims)):
            report("has no claim of this record.", field=name, consequence="The topic was left out.")
    return sound

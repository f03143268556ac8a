"""What the network chart says in words: hover texts, alt text, notes, and the same data as tables."""

from __future__ import annotations

import pandas as pd

from timeline.charts.hover import wrap
from timeline.collection import english
from timeline.collection.english import join

_NAMED = 4


def hover_texts(nodes: pd.DataFrame, edges: pd.DataFrame) -> list[str]:
    """One text for each actor, in their order."""
    beside = _beside(nodes, edges)
    columns = (nodes[name].tolist() for name in ("actor", "name", "side_name", "event_count"))
    texts = []
    for actor, name, side, count in zip(*columns, strict=True):
        lines = [f"<b>{wrap(name, 44)}</b>", wrap(side, 44) if side != name else "", _events(count)]
        if beside[actor]:
            lines.append(wrap(f"Most often with {join(beside[actor])}", 50))
        texts.append("<br>".join(line for line in lines if line))
    return texts


def _beside(nodes: pd.DataFrame, edges: pd.DataFrame) -> dict[str, list[str]]:
    """For each actor the names of those joined to it, strongest first, with the number of shared events."""
    names = dict(zip(nodes["actor"], nodes["name"], strict=True))
    found: dict[str, list[str]] = {actor: [] for actor in names}
    for source, target, count in zip(edges["source"], edges["target"], edges["event_count"], strict=True):
        for one, other in ((source, target), (target, source)):
            if len(found[one]) < _NAMED:
                found[one].append(f"{names[other]} ({count})")
    return found


def alt_text(nodes: pd.DataFrame, edges: pd.DataFrame) -> str:
    """The chart in one sentence."""
    if not len(nodes):
        return "Network without any actor."
    text = f"Network of {english.count(len(nodes), 'actor')} from {english.count(nodes['side'].nunique(), 'side')}"
    text += f"; {nodes['name'].iloc[0]} is named most often ({_events(nodes['event_count'].iloc[0])})"
    if len(edges):
        names = dict(zip(nodes["actor"], nodes["name"], strict=True))
        pair = edges.iloc[0]
        text += (
            f", and {names[pair['source']]} and {names[pair['target']]} share the most events ({pair['event_count']:,})"
        )
    return text + "."


def write_notes(drawn: int, nameless: int, left_out: int) -> tuple[str, ...]:
    """How to read the chart and what it leaves out, a sentence each.

    Args:
        drawn: number of marks.
        nameless: number of marks beside which no name found room.
        left_out: number of actors without a mark.
    """
    notes = []
    if drawn:
        notes.append(
            "Only the strongest lines of each actor are drawn, and none between a state or an organisation and its own "
            "member."
        )
    if nameless:
        notes.append(f"{english.count(nameless, 'mark')} had no room for a name: point at a mark to read it.")
    if left_out:
        notes.append(
            f"{english.count(left_out, 'further actor')} with fewer events "
            f"{'is' if left_out == 1 else 'are'} not drawn; "
            "a narrower filter brings them in."
        )
    return tuple(notes)


def build_table(nodes: pd.DataFrame, edges: pd.DataFrame) -> pd.DataFrame:
    """One row an actor, in the order of the nodes."""
    beside = _beside(nodes, edges)
    return pd.DataFrame(
        {
            "Actor": nodes["name"].tolist(),
            "Side": nodes["side_name"].tolist(),
            "Events": nodes["event_count"].tolist(),
            "Most often with": [", ".join(beside[actor]) for actor in nodes["actor"]],
            "Id": nodes["actor"].tolist(),
        }
    )


def build_pair_table(nodes: pd.DataFrame, edges: pd.DataFrame) -> pd.DataFrame:
    """One row a line, in the order of the edges."""
    names = dict(zip(nodes["actor"], nodes["name"], strict=True))
    return pd.DataFrame(
        {
            "Actor": [names[actor] for actor in edges["source"]],
            "With": [names[actor] for actor in edges["target"]],
            "Events": edges["event_count"].tolist(),
        }
    )


def _events(number: int) -> str:
    return english.count(number, "event")

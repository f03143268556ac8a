"""Which actors events name together, and where each stands when friends are drawn close."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd

from timeline.query.record import View

AT_MOST = 60
EDGES_EACH = 4
"""Strongest edges of each actor that are kept; an edge stays if either end keeps it."""
_SEED = 20_260_201
_ROUNDS = 300
_SPREAD, _PULL, _MIDDLE = 2.0, 0.5, ""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Actors and the events they share.

    Attributes:
        nodes: one row an actor, most events first: ``actor``, ``name``, ``kind``, ``side``, ``side_name``,
            ``event_count`` (events that name it), ``x`` and ``y`` (both within -1 to 1).
        edges: one row a pair, strongest first: ``source`` and ``target`` (actor ids, ``source`` the one earlier
            in ``nodes``) and ``event_count`` (events that name both).
        actors_left_out: how many more actors the events name.
    """

    nodes: pd.DataFrame
    edges: pd.DataFrame
    actors_left_out: int


def actor_network(view: View, at_most: int = AT_MOST) -> Network:
    """The network of the actors that most events name.

    An actor counts where an event names it; naming a member does not name the wider actor. A wider actor and its own
    member are not joined: they share most events, and that says nothing.

    Args:
        view: the events.
        at_most: greatest number of actors.
    """
    actors = view.record.actors
    nodes, left_out = _nodes(actors, view.named(), at_most)
    edges = _strongest(_pairs(view, nodes["actor"].tolist(), actors))
    return Network(nodes.join(_positions(nodes, edges)), edges, left_out)


def _nodes(actors: pd.DataFrame, counts: pd.Series, at_most: int) -> tuple[pd.DataFrame, int]:
    names = dict(zip(actors["id"], actors["name"], strict=True))
    known = actors[actors["id"].isin(counts.index)]
    table = pd.DataFrame(
        {
            "actor": known["id"],
            "name": known["name"],
            "kind": known["kind"],
            "side": known["side"],
            "side_name": [names[side] for side in known["side"]],
            "event_count": known["id"].map(counts).astype("int64"),
        }
    )
    ranked = table.sort_values("event_count", ascending=False, kind="stable")
    return ranked.head(at_most).reset_index(drop=True), max(0, len(ranked) - at_most)


def _pairs(view: View, ids: list[str], actors: pd.DataFrame) -> pd.DataFrame:
    """All pairs of these actors that share an event, kin left out, strongest first."""
    place = {actor: number for number, actor in enumerate(ids)}
    counts = view.together(ids)
    lines = dict(zip(actors["id"], actors["line"], strict=True))
    kin = {(place[wider], place[actor]) for actor in ids for wider in lines[actor][1:] if wider in place}
    kin |= {(second, first) for first, second in kin}
    pairs = zip(counts["first"], counts["second"], strict=True)
    apart = np.array([pair not in kin for pair in pairs], dtype=bool)
    counts = counts[apart].sort_values(["event_count", "first", "second"], ascending=[False, True, True])
    named_by = np.array(ids, dtype="object")
    return pd.DataFrame(
        {
            "source": pd.Series(named_by[counts["first"].to_numpy()], dtype="str"),
            "target": pd.Series(named_by[counts["second"].to_numpy()], dtype="str"),
            "event_count": counts["event_count"].to_numpy(),
        }
    )


def _strongest(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs that are among the strongest of either end; they come strongest first."""
    ends = pd.concat([pairs["source"], pairs["target"]]).sort_index(kind="stable")
    rank = ends.groupby(ends).cumcount()
    kept = rank[rank < EDGES_EACH].index.unique()
    return pairs.loc[sorted(kept)].reset_index(drop=True)


def _positions(nodes: pd.DataFrame, edges: pd.DataFrame) -> pd.DataFrame:
    """Coordinates by a spring layout whose seed is fixed: the same nodes and edges stand at the same places."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(nodes["actor"])
    graph.add_weighted_edges_from(
        (source, target, 1 + np.log(count)) for source, target, count in edges.itertuples(index=False)
    )
    # A weak tie of each to one point in the middle keeps what is joined to nothing else from drifting far off.
    graph.add_weighted_edges_from((_MIDDLE, actor, _PULL) for actor in nodes["actor"])
    places = nx.spring_layout(graph, k=_SPREAD / np.sqrt(len(nodes) + 1), iterations=_ROUNDS, seed=_SEED)
    found = np.array([places[actor] for actor in nodes["actor"]], dtype="float64").reshape(-1, 2)
    return pd.DataFrame(np.round(found, 4) + 0.0, columns=["x", "y"], index=nodes.index)

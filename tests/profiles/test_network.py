"""Who is named together with whom: counts worked by hand, a layout that stays."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from tests.writing import event, source, write_collection
from timeline import Filter, open_collection
from timeline.profiles.network import AT_MOST, EDGES_EACH, actor_network


def record_of(folder, *casts):
    """One event for each list of actors, opened."""
    events = {
        f"e{number}": event(actors=list(cast), themes=["talks", "strikes"][number % 2 :][:1], sources={"one": source()})
        for number, cast in enumerate(casts)
    }
    record = open_collection(write_collection(folder, events))
    assert not record.problems, record.problems
    return record


@pytest.fixture
def record(tmp_path):
    return record_of(
        tmp_path,
        ["alpha", "beta", "anna"],
        ["alpha", "beta"],
        ["alpha", "boris", "anna"],
        ["gamma"],
    )


def test_actors_by_the_events_that_name_them(record):
    nodes = actor_network(record.view()).nodes
    assert [tuple(row) for row in nodes[["actor", "side_name", "event_count"]].itertuples(index=False)] == [
        ("alpha", "Alpha", 3),
        ("anna", "Alpha", 2),
        ("beta", "Beta", 2),
        ("boris", "Beta", 1),
        ("gamma", "Gamma", 1),
    ]


def test_pairs_by_the_events_that_they_share(record):
    network = actor_network(record.view())
    assert [tuple(row) for row in network.edges.itertuples(index=False)] == [
        ("alpha", "beta", 2),
        ("alpha", "boris", 1),
        ("anna", "beta", 1),
        ("anna", "boris", 1),
    ]  # Alpha and its member Anna share two, and are not joined
    assert network.actors_left_out == 0


def test_only_the_events_that_are_asked_for(record):
    network = actor_network(record.view(Filter(themes=["strikes"])))
    assert set(network.nodes["actor"]) == {"alpha", "beta", "gamma"}
    assert network.edges["event_count"].tolist() == [1]


def test_no_more_actors_than_asked_for(record):
    network = actor_network(record.view(), at_most=3)
    assert network.nodes["actor"].tolist() == ["alpha", "anna", "beta"]
    assert network.actors_left_out == 2
    assert set(network.edges["source"]) | set(network.edges["target"]) <= {"alpha", "anna", "beta"}


@pytest.mark.parametrize("casts", [[["alpha"]], [["alpha", "anna"]], [["alpha"], ["beta"]]])
def test_nobody_joined(tmp_path, casts):
    record = record_of(tmp_path, *casts)
    network = actor_network(record.view())
    assert len(network.edges) == 0
    assert np.isfinite(network.nodes[["x", "y"]]).all(axis=None)


def test_no_events_no_network(record):
    network = actor_network(record.view(Filter(q="zzz")))
    assert (len(network.nodes), len(network.edges), network.actors_left_out) == (0, 0, 0)
    assert {"actor", "name", "side", "x", "y"} <= set(network.nodes)


def test_the_real_record_stays_readable(real_record):
    network = actor_network(real_record.view())
    assert len(network.nodes) == AT_MOST
    named = set(real_record.events["actors"].explode().dropna())
    assert network.actors_left_out == len(named) - AT_MOST
    # Every line is among the strongest of one of its ends.
    assert len(network.edges) <= EDGES_EACH * AT_MOST
    assert network.nodes[["x", "y"]].abs().max(axis=None) <= 1
    assert not network.nodes.duplicated(["x", "y"]).any()
    lines = dict(zip(real_record.actors["id"], real_record.actors["line"], strict=True))
    for pair in network.edges.itertuples():
        assert pair.target not in lines[pair.source]
        assert pair.source not in lines[pair.target]
        both = [{pair.source, pair.target} <= set(cast) for cast in real_record.events["actors"]]
        assert sum(both) == pair.event_count


def test_the_same_record_stands_at_the_same_places(real_record):
    first = actor_network(real_record.view())
    pd.testing.assert_frame_equal(first.nodes, actor_network(real_record.view()).nodes)


def test_another_process_gives_the_same_places(real_record, root):
    code = (
        "import timeline\nfrom timeline.profiles.network import actor_network\n"
        "record = timeline.open_collection('data')\n"
        "print(actor_network(record.view()).nodes[['actor', 'x', 'y']].to_csv(index=False))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    here = actor_network(real_record.view()).nodes[["actor", "x", "y"]].to_csv(index=False)
    assert run.stdout.strip() == here.strip()

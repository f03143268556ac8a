"""Claims in the list of an event that another event holds: whether they lead to one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import pyarrow as pa

from timeline.collection.arrow_text import LARGE_TEXT, positions_in
from timeline.collection.folder import Folder
from timeline.collection.places import event_of, number_of
from timeline.collection.problems import Place, advise

ClaimTexts = Mapping[str, Mapping[int, str]]
"""Of some events: event id to the texts of its claims by their numbers."""


class Reference(NamedTuple):
    """A claim in the list of an event that says which claim of another event it is."""

    id: str
    """Event id, '#', number in its list."""
    same: str
    """The id that it names."""
    place: Place


def check_references(
    folder: Folder, references: Sequence[Reference], claims: pa.Array, events: pa.Array
) -> dict[str, str]:
    """The references that lead to a claim of another event, each claim once an event: id to the id of that claim.

    Args:
        folder: gathers the faults.
        references: as they are written.
        claims: ids of all claims that an event holds itself.
        events: ids of all sound events.
    """
    given, found, stands = {r.id: r.same for r in references}, dict[str, str](), dict[tuple[str, str], str]()
    held = positions_in(pa.array([r.same for r in references], LARGE_TEXT), claims)
    known = positions_in(pa.array([event_of(r.same) for r in references], LARGE_TEXT), events)
    for reference, claim, event in zip(references, held.tolist(), known.tolist(), strict=True):
        own = event_of(reference.id)
        there = stands.get((own, reference.same), "")
        if claim >= 0 and own != event_of(reference.same) and not there:
            found[reference.id] = reference.same
            stands[own, reference.same] = reference.id
            continue
        tell = partial(_tell_reference, reference, given.get(reference.same, ""), there, event >= 0, events)
        field = f"claims.{number_of(reference.id) - 1}.same"
        folder.fault(reference.place, field, tell, "The claim was left out of this event.")
    return found


def _tell_reference(reference: Reference, onward: str, there: str, is_event: bool, events: pa.Array) -> tuple[str, str]:
    """What is wrong with a reference, and what to write instead.

    Args:
        reference: the one.
        onward: what the claim that it names names itself, where that is a reference.
        there: the id by which the claim stands in the event already.
        is_event: whether it names an event that is here.
        events: ids of all.
    """
    same, event = reference.same, event_of(reference.same)
    if same == reference.id:
        return "names itself.", "Name the claim of the event where it was first made."
    if event == event_of(reference.id):
        return f"names {same}, which stands in this event anyway.", "Delete it, or name a claim of another event."
    if not is_event:
        names = (str(name) for name in events[:2_000].to_pylist())
        return f"names {same}, whose event is not in this record.", advise(event, names, "events/")
    if onward:
        return f"names {same}, which is itself another claim: {onward}.", f"Write same: {onward}."
    if there:
        return f"names {same}, which stands in this event already, as {there}.", "Keep one of the two."
    return f"names {same}, and {event} has no claim of that number.", "Count its claims from 1, as in its file."

"""The rules. These two functions are the tables of ``docs/method.md``; all else in this room counts for them.

A grade says how a statement stands on the record. It does not say whether it is true.
"""

from __future__ import annotations

MANY = 2
"""No rule tells counts from here on apart: two are several, and so are two hundred."""


def grade_support(independent: int, own_sides: int, weak: int) -> str:
    """Support of an event (``vocabulary.SUPPORTS``) from the distinct publishers of its sources.

    Publishers whose owner is unknown are set aside before: they are among none of these.

    Args:
        independent: publishers that no side of the event runs, controls or speaks through.
        own_sides: sides of the event whose own publishers report it.
        weak: aggregators, republishers without a named origin and the like, which corroborate nothing.
    """
    if independent >= 2 or own_sides >= 2:
        return "corroborated"
    if independent == 1:
        return "single-source"
    if own_sides == 1:
        return "one-side-only"
    return "weakly-sourced" if weak else "not-assessed"


def grade_contest(asserting: int, denying: int, together: int, questioned: bool) -> str:
    """Contest of a claim (``vocabulary.CONTESTS``) from each actor's latest position on it.

    Args:
        asserting: sides of which somebody asserts it.
        denying: sides of which somebody denies it.
        together: sides of which somebody does either; 1 where those who contradict each other are of one side.
        questioned: whether anybody questions it.
    """
    if asserting and denying:
        return "contested" if together > 1 else "split"
    if denying:
        return "denied"
    if questioned:
        return "questioned"
    if asserting:
        return "agreed" if asserting > 1 else "one-sided"
    return "no-position"

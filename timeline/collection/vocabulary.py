"""Closed vocabularies of a collection: what a field may say, and how each word reads on screen.

An unknown word in a file is a fault (:mod:`timeline.collection.problems`), never a guess.
Every vocabulary is a mapping from the word in files and links to its label for readers.
"""

from __future__ import annotations

from types import MappingProxyType

ACTOR_KINDS = MappingProxyType(
    {
        "person": "Person",
        "state": "State",
        "organisation": "Organisation",
        "group": "Group",
        "unknown": "Not known",
    }
)

SOURCE_KINDS = MappingProxyType(
    {
        "primary": "primary document",
        "official": "official statement",
        "wire": "news agency",
        "press": "press",
        "analysis": "analysis",
        "dataset": "data set",
    }
)

CONTROLS = MappingProxyType(
    {
        "private": "private",
        "public-service": "public-service",
        "state-run": "state-run",
        "official": "official",
        "unknown": "owner unknown",
    }
)

STANCES = MappingProxyType(
    {
        "asserts": "asserts",
        "denies": "denies",
        "questions": "questions",
        "declines": "declines to comment",
    }
)

FOUND = ("none", "some")
"""What a search for what others say came to: nothing, or something near the claim and not on it."""

# How a claim on which only one side has spoken reads, by the last search for what others say.
SOUGHT = MappingProxyType({"not-yet": "Not looked for yet", "none": "Nothing found", "some": "Something near it"})

RELATIONS = MappingProxyType(
    {
        "follows": "follows",
        "responds-to": "responds to",
        "part-of": "is part of",
        "contradicts": "contradicts",
        "same-story": "belongs to the same story as",
    }
)

RELATIONS_REVERSED = MappingProxyType(
    {
        "follows": "is followed by",
        "responds-to": "is answered by",
        "part-of": "includes",
        "contradicts": "is contradicted by",
        "same-story": "belongs to the same story as",
    }
)

# Strongest first. How each grade is derived: timeline.evidence and docs/method.md.
SUPPORTS = MappingProxyType(
    {
        "corroborated": "Corroborated",
        "single-source": "Single source",
        "one-side-only": "One side only",
        "weakly-sourced": "Weakly sourced",
        "not-assessed": "Not assessed",
    }
)

# Most disputed first; the order decides which claim stands for its event.
CONTESTS = MappingProxyType(
    {
        "contested": "Disputed between sides",
        "split": "Disputed within a side",
        "denied": "Denied only",
        "questioned": "Questioned",
        "one-sided": "Only one side has spoken",
        "agreed": "Agreed",
        "no-position": "No position taken",
    }
)

DISPUTED = ("contested", "split")
"""Grades of contest by which somebody asserts what somebody else denies, between sides or within one."""

# The same after "with a claim that", in the words over a view.
CONTEST_CLAUSES = MappingProxyType(
    {
        "contested": "is disputed between sides",
        "split": "is disputed within a side",
        "denied": "is only denied",
        "questioned": "is questioned",
        "one-sided": "only one side has spoken on",
        "agreed": "is agreed",
        "no-position": "nobody has taken a position on",
    }
)

# What each grade says, for pages and for docs/method.md; the rules themselves are timeline.evidence.grades.
SUPPORT_MEANINGS = MappingProxyType(
    {
        "corroborated": "two or more independent publishers, or the own publishers of two different sides",
        "single-source": "exactly one independent publisher",
        "one-side-only": "only publishers that one side of the event runs or controls",
        "weakly-sourced": "only aggregators, republishers without a named origin and the like",
        "not-assessed": "only publishers of which nobody has looked up who owns them",
    }
)

CONTEST_MEANINGS = MappingProxyType(
    {
        "contested": "one side asserts it and another side denies it",
        "split": "members of one side contradict each other, and no other side denies it",
        "denied": "somebody denies it, and nobody asserts it",
        "questioned": "somebody questions it, and nobody denies it",
        "agreed": "two or more sides assert it",
        "one-sided": "one side asserts it; the others have said nothing that we know of, or declined to comment",
        "no-position": "those who were asked declined to comment",
    }
)

COVERAGE_LEVELS = MappingProxyType({"good": "looked at closely", "thin": "thinly covered", "none": "not covered"})

CORRECTION_KINDS = MappingProxyType({"corrected": "Corrected", "merged": "Merged", "withdrawn": "Withdrawn"})

PRECISIONS = ("time", "day", "month", "season", "quarter", "year")

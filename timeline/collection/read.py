"""A folder of records to tables, with every fault listed and every sound event kept."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
from collections import ChainMap
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from timeline.collection import about, tables
from timeline.collection.build import EventTables, Keep, build_lists, keep_in_memory
from timeline.collection.check import (
    LEFT_OUT,
    Register,
    check_corrections,
    check_event,
    check_links,
    check_register,
)
from timeline.collection.copies import INDEX, Copies, load_copies
from timeline.collection.days import load_days
from timeline.collection.documents import listed_documents, uncited_documents
from timeline.collection.entries import (
    ActorEntry,
    CorrectionEntry,
    CoverageEntry,
    EventEntry,
    PublisherEntry,
    ThemeEntry,
)
from timeline.collection.event_files import EventFiles, Events, Written
from timeline.collection.event_sheets import EventSheets, has_sheets
from timeline.collection.folder import AnyEntry, Folder
from timeline.collection.journal import PENDING, PendingError, finish_pending
from timeline.collection.lead import Question, split_link
from timeline.collection.list_entries import StatementsEntry, TopicEntry
from timeline.collection.named_claims import NamedClaims
from timeline.collection.places import event_of
from timeline.collection.problems import Origin
from timeline.collection.references import ClaimTexts
from timeline.collection.series import Series
from timeline.collection.statements import check_statements
from timeline.collection.tables import Tables
from timeline.collection.topics import check_topics


def load_tables(
    path: str | os.PathLike[str], tell: Callable[[str], None] | None = None, keep: Keep = keep_in_memory
) -> Tables:
    """Reads a collection folder.

    Never raises for what the folder holds or lacks: faults stand in ``Tables.problems``, an event with a
    fault is left out whole (half an event would say something that its editor did not).

    Args:
        path: the folder.
        tell: called with a few words before each longer step.
        keep: where to keep each table of events as soon as it is whole.
    """
    return read_folder(Folder(Path(path), tell), keep)


def read_folder(folder: Folder, keep: Keep = keep_in_memory) -> Tables:
    """As :func:`load_tables`, of a folder that also says what was read."""
    _finish_write(folder)
    register, said, series = _open_lists(folder)
    corrections = _list(folder, "corrections", CorrectionEntry) or []
    topics = _list(folder, "topics", TopicEntry) or []
    statements = _list(folder, "statements", StatementsEntry) or []
    is_large, wanted = has_sheets(folder.path), _named(corrections, topics, statements, said.questions)
    figures = register.figures
    events: Events = EventSheets(folder, figures, register, wanted) if is_large else EventFiles(folder)
    copies = folder.attempt(INDEX, dict[str, Copies](), load_copies, folder)
    made = EventTables(register, folder, compact=is_large, copies=copies)
    for document in listed_documents(folder, register):
        made.put(document)
    with no_garbage_rounds():
        loaded = _load_events(folder, register, events, made, wanted)
        for document in uncited_documents(folder, register, events.uncited()):
            made.put(document)
    folder.tell("Putting the events in order")
    named, drafts = loaded.named, loaded.drafts
    built = made.finish(keep, drafts.ids)
    is_named = bool(corrections or topics or statements or said.questions or len(built["links"]))
    ids = dict.fromkeys(built["events"]["id"] if is_named else ())
    corrections = check_corrections(folder, [c for c in corrections if not drafts.concern(c)], ids)
    absent = drafts.ids.union(str(c.event) for c in corrections if c.kind == "withdrawn")
    links = _leading_to_others(built["links"], absent)
    built["links"] = check_links(folder, links, ids, corrections, events.place_of_link)[[*tables.LINKS]]
    folder.count_the_rest()
    merged = {str(c.event): c.to for c in corrections if c.kind == "merged"}
    claims = NamedClaims(_claim_texts(named, made.same, built["claims"]), made.same, ids, merged, absent)
    sound_topics = check_topics(folder, topics, claims)
    hidden = {topic.id for topic in topics if any(map(claims.is_absent, topic.claims))} - {t.id for t in sound_topics}
    statements = drafts.without_statements(statements, built["sources"])
    listed = check_statements(folder, statements, built, made.uncited, register, named, claims)
    documents = _linked_documents(said.questions, built["sources"])
    known = _known(register, sound_topics, claims.texts, ChainMap(ids, dict.fromkeys(merged))) | documents
    asked = [question for question in said.questions if not _asks_for(question, absent, hidden)]
    questions = about.check_questions(folder, asked, known)
    lists = build_lists(
        register,
        topics=sound_topics,
        statements=listed,
        corrections=corrections,
        coverage=_load_coverage(folder, register),
        series=series,
        days=folder.attempt(series.file, [], load_days, folder, series) if series else [],
    )
    return Tables(
        **(built | lists),
        about=about.build_about(said, register.figures, series, questions),
        version=folder.version,
        problems=tuple(folder.problems),
        events_left_out=loaded.left_out,
        copies_version=hashlib.sha256(folder.texts[INDEX]).hexdigest() if INDEX in folder.texts else "",
        held=(),
        drafts=tuple(sorted(drafts.ids)),
        uncited=made.uncited,
    )


def _open_lists(folder: Folder) -> tuple[Register, about.CollectionEntry, Series | None]:
    """The registers that events refer to, what the collection says of itself, and its series."""
    if not folder.path.is_dir():
        folder.report(
            str(folder.path),
            "is not a folder." if folder.path.exists() else "does not exist.",
            "Give the path of a collection: a folder with collection.yaml and events/.",
        )
    register = check_register(
        folder,
        _list(folder, "actors", ActorEntry),
        _list(folder, "themes", ThemeEntry),
        _list(folder, "publishers", PublisherEntry),
    )
    said = folder.attempt("collection.yaml", about.NOTHING_SAID, about.load_about, folder)
    series = about.declared_series(said, folder)
    about.check_names(folder, said, series, set(register.actors), set(register.themes))
    register.figures, register.supposed = about.declared_figures(said), not (said.declares or series)
    return register, said, series


def _finish_write(folder: Folder) -> None:
    """Finishes or undoes a write of several files that was ended half-way."""
    try:
        finish_pending(folder.path)
    except (PendingError, OSError) as error:
        folder.report(PENDING, str(error) if isinstance(error, PendingError) else f"cannot be finished: {error}.")


def _list(folder: Folder, name: str, kind: type[AnyEntry]) -> list[AnyEntry] | None:
    """The sound entries of ``name.yaml``; None where it is missing."""
    nothing: list[AnyEntry] | None = []
    return folder.attempt(f"{name}.yaml", nothing, folder.entries, f"{name}.yaml", name, kind)


@contextlib.contextmanager
def no_garbage_rounds() -> Iterator[None]:
    """Rounds of the garbage collector, which would find nothing, take a quarter of the time of a million events."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _named(
    corrections: Iterable[CorrectionEntry],
    topics: Iterable[TopicEntry],
    statements: Iterable[StatementsEntry],
    questions: Iterable[Question],
) -> set[str]:
    """Ids of the events that corrections, topics, statements and questions name."""
    claims = [claim.claim for topic in topics for claim in topic.claims]
    claims += [claim.claim for said in statements for statement in said.statements for claim in statement.claims]
    claims += [claim for question in questions for claim in split_link(question.link).params.get("claim", ())]
    ids = {claim.partition("#")[0] for claim in claims}
    return ids | {str(event) for c in corrections for event in (c.event, c.to) if event}


def _claim_texts(named: Mapping[str, EventEntry], same: Mapping[str, str], claims: pd.DataFrame) -> ClaimTexts:
    """The claims of some events, those among them that other events hold."""
    found = {name: {number: claim.text for number, claim in event.own_claims} for name, event in named.items()}
    places = [(name, number) for name, event in named.items() for number, _ in event.references]
    further = {place: same[id_] for place in places if (id_ := f"{place[0]}#{place[1]}") in same}
    if further:
        texts = claims[claims["id"].isin(set(further.values()))].set_index("id")["text"]
        for (name, number), claim in further.items():
            found[name][number] = str(texts[claim])
    return found


def _known(
    register: Register, topics: Iterable[TopicEntry], named: ClaimTexts, events: Mapping[str, None]
) -> dict[str, about.Known]:
    """What the parameters of a link may name."""
    claims = [f"{name}#{number}" for name, texts in named.items() for number in texts]
    actors = about.Known(register.actors, "actors.yaml")
    return {
        "topic": about.Known([topic.id for topic in topics], "topics.yaml"),
        "claim": about.Known(claims, "events/"),
        "event": about.Known(events, "events/"),
        "theme": about.Known(register.themes, "themes.yaml"),
        "publisher": about.Known(register.publishers, "publishers.yaml"),
        **dict.fromkeys(("actor", "profile", "speaker", "against"), actors),
    }


def _linked_documents(questions: Iterable[Question], sources: pd.DataFrame) -> dict[str, about.Known]:
    """The documents that links may name; of a large collection they are not looked through where none does."""
    if not any("document" in split_link(question.link).params for question in questions):
        return {}
    return {"document": about.Known(dict.fromkeys(sources["id"]), "the sources of an event")}


class _Drafts(NamedTuple):
    """Sound events that only those see who edit."""

    ids: set[str]
    addresses: set[str]
    """Of the documents that they cite."""

    def concern(self, correction: CorrectionEntry) -> bool:
        """Whether a correction speaks of one of them."""
        return not self.ids.isdisjoint((correction.event, correction.to))

    def without_statements(self, said: list[StatementsEntry], sources: pd.DataFrame) -> list[StatementsEntry]:
        """The statements but for those of documents that only they cite."""
        if not said or not self.addresses:
            return said
        hidden = self.addresses - set(sources["url"])
        return [listed for listed in said if listed.document not in hidden]


class _Loaded(NamedTuple):
    named: dict[str, EventEntry]
    """The wanted ones among the sound events."""
    left_out: int
    """Events with a fault."""
    drafts: _Drafts


def _load_events(
    folder: Folder, register: Register, events: Events, tables: EventTables, wanted: Collection[str]
) -> _Loaded:
    """Puts the sound events into tables.

    Drafts are checked like the others, and after them: what only they name does not enter an open list.
    """
    named, left_out, aside = dict[str, EventEntry](), 0, list[Written]()
    for found in events:
        if not isinstance(found, Written):
            tables.add_block(found)
            continue
        name, value, origin, is_sound = found
        if value and str(value.get("draft")).strip() == "true":
            aside.append(found)
            continue
        entry = folder.attempt(origin.file, None, _sound_event, folder, value, origin, register, lost=LEFT_OUT)
        if entry is None or not is_sound:
            left_out += 1
            continue
        tables.add(name, entry, origin)
        if name in wanted:
            named[name] = entry
    drafts, own = _Drafts(set(), set()), register.copy() if aside else register
    for name, value, origin, is_sound in aside:
        entry = folder.attempt(origin.file, None, _sound_event, folder, value, origin, own, lost=LEFT_OUT)
        if entry is not None and is_sound:
            drafts.ids.add(name)
            drafts.addresses.update(source.url for source in entry.sources.values())
    return _Loaded(named, left_out, drafts)


def _leading_to_others(links: pd.DataFrame, absent: Collection[str]) -> pd.DataFrame:
    """The links that lead to none of some events."""
    return links[~links["to"].isin(absent)].reset_index(drop=True) if absent else links


def _asks_for(question: Question, absent: Container[str], topics: Container[str]) -> bool:
    """Whether the link of a question names an event that is not shown, a claim of one, or a topic of such alone."""
    params = split_link(question.link).params
    events = [event_of(value) for name in ("event", "claim") for value in params.get(name, ())]
    return any(event in absent for event in events) or any(topic in topics for topic in params.get("topic", ()))


def _sound_event(folder: Folder, value: Any, origin: Origin, register: Register) -> EventEntry | None:
    """The entry of an event, None where it has a fault."""
    entry = None if value is None else folder.check(EventEntry, value, origin, consequence=LEFT_OUT)
    return entry if entry is not None and check_event(folder, entry, origin, register) else None


def _load_coverage(folder: Folder, register: Register) -> list[CoverageEntry]:
    records = _list(folder, "coverage", CoverageEntry) or []
    for number, record in enumerate(records):
        if record.theme != "all" and record.theme not in register.themes:
            folder.report(
                "coverage.yaml",
                f"names the unknown theme {record.theme}.",
                "Use an id of themes.yaml, or all.",
                field=f"coverage.{number}.theme",
            )
    return [record for record in records if record.theme == "all" or record.theme in register.themes]

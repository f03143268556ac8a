"""What an import would do, row by row; nothing is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from timeline.bring.cast import Cast
from timeline.bring.cells import KEY, WHY, Cells, Columns, as_text
from timeline.bring.documents import Document, Documents
from timeline.bring.events import EventMaker, Made, row_key
from timeline.bring.fields import LEAVE
from timeline.bring.forms import FORMS
from timeline.bring.known import MENDED, MERGED, OWN, Brought, Known, Value, brought_as_own
from timeline.bring.likeness import Pair, compare
from timeline.bring.names import make_slug
from timeline.bring.recipe import Recipe
from timeline.bring.rows import Input, Row
from timeline.bring.updates import seal_fields, update
from timeline.bring.when import DateAnswers, DateNotes
from timeline.collection.english import count, join
from timeline.collection.entries import ID, MAX_ID
from timeline.collection.read import no_garbage_rounds

WRITTEN, WAITING, REFUSED = "written", "waiting", "refused"
_TOLD_EVERY = 10_000
_SHOWN = 5
_WORDS = 60
"""Letters of a title that an id is made of."""


class Outcome(NamedTuple):
    """How a row stands after the run."""

    number: int
    key: str
    state: str
    """WRITTEN, MERGED, WAITING or REFUSED."""
    event: str = ""
    """The event or document that it stands in."""
    why: str = ""


class Balance(NamedTuple):
    """Every row once: rows = written + merged + waiting + refused."""

    rows: int
    written: int
    merged: int
    waiting: int
    refused: int

    @property
    def holds(self) -> bool:
        """Whether every row is accounted for."""
        return self.rows == self.written + self.merged + self.waiting + self.refused


@dataclass
class Plan:
    """One run.

    Attributes:
        input: the file.
        known: the collection before it.
        recipe: with what the file itself has decided, such as the order of day and month.
        cast: new entries and aliases.
        notes: what its dates say.
        events: what is to be written, new or changed, by id.
        documents: those that no event cites, new or changed, by local name.
        outcomes: of every row.
        waiting: the cells of rows that wait, in their order.
        kept: cells that stay with the editors, by key.
        brought: what the next run needs to know.
        conflicts: sentences.
        notes_on_rows: sentences about what was done with rows that differ, are gone, or are named in vain.
        pairs: events that look alike and on which nobody has decided.
    """

    input: Input
    known: Known
    recipe: Recipe
    cast: Cast
    notes: DateNotes
    events: dict[str, Value] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    waiting: list[dict[str, str]] = field(default_factory=list)
    kept: dict[str, dict[str, str]] = field(default_factory=dict)
    brought: dict[str, Brought] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    notes_on_rows: list[str] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    crowds: list[str] = field(default_factory=list)

    @property
    def balance(self) -> Balance:
        """How many rows stand how."""
        states = Counter(outcome.state for outcome in self.outcomes)
        return Balance(len(self.outcomes), *(states[state] for state in (WRITTEN, MERGED, WAITING, REFUSED)))

    @property
    def changed(self) -> int:
        """How many events and documents are new or differ from what the folder holds."""
        return len(self.events) + len(self.documents)


def make_plan(given: Input, recipe: Recipe, known: Known, tell: Callable[[str], None] | None = None) -> Plan:
    """What an import would do.

    Args:
        given: the file.
        recipe: how it is read; columns that it does not name stay with the editors.
        known: the collection that it goes into.
        tell: called with a few words now and then, since a million rows take minutes.

    Raises:
        BringError: the file is damaged further down, or what an earlier run left is.
    """
    with no_garbage_rounds():
        return _Run(given, recipe, known, tell or (lambda words: None)).plan()


class _Run:
    """One pass over the rows for what their dates say, one for what they are."""

    def __init__(self, given: Input, recipe: Recipe, known: Known, tell: Callable[[str], None]) -> None:
        self._given, self._known, self._tell = given, known, tell
        self._form = FORMS[recipe.form]
        self._before = known.brought(recipe.name)
        self._times = Counter[str]()
        self._further = dict[str, int]()
        """By id, the last number that was tried behind it."""
        self._own: dict[str, _Own] = {}
        self._documents_seen: set[str] = set()
        notes = DateNotes()
        for cells in self._cells(recipe, "Reading dates"):
            notes.add(cells.dates())
        if notes.order and not recipe.dates.order:
            recipe = recipe.with_answer(("dates", "order"), notes.order)
        self._recipe = recipe
        self._decided = {pair.row for pair in recipe.pairs}
        cast = Cast(known, recipe)
        answers = DateAnswers(**recipe.dates.model_dump())
        self._documents = Documents(recipe, cast, dict(known.addresses), answers, self._foreign())
        self._maker = EventMaker(recipe, cast, self._documents, answers)
        self._plan = Plan(given, known, recipe, cast, notes)

    def _cells(self, recipe: Recipe, words: str) -> Iterator[Cells]:
        columns = Columns(self._given.columns, recipe.columns, recipe.form)
        for row in self._given.read():
            if row.number % _TOLD_EVERY == 0:
                self._tell(f"{words}: {row.number:,} rows")
            yield Cells(row, columns)

    def _foreign(self) -> dict[str, Value]:
        """Documents that the collection describes and this import did not, by address."""
        own = {brought.event for brought in self._before.values() if brought.how != MERGED}
        cited = (value.get("sources", {}).values() for name, value in self._known.events.items() if name not in own)
        found = {str(source.get("url", "")): source for sources in cited for source in sources}
        listed = {url: entry for url, entry in self._known.documents.items() if entry.get("id") not in own}
        return {url: entry for url, entry in (found | listed).items() if url}

    def plan(self) -> Plan:
        """Every row in its place."""
        take = self._take_document if self._form.documents else self._take_event
        for cells in self._cells(self._recipe, "Reading rows"):
            key = self._key(cells)
            if cells.row.refused:
                self._settle(cells.row.number, key, REFUSED, why=cells.row.refused)
                continue
            kept = cells.kept() | (cells.shown() if self._form.documents else {})  # a document shows nothing beside
            if kept:
                self._plan.kept[key] = kept
            take(cells, key)
        if self._own:
            self._tell("Looking for events that are alike")
            self._compare()
        self._plan.outcomes.sort()
        # in the order of the rows; what the file no longer has keeps what it brought
        brought = self._before | self._plan.brought
        in_order = dict.fromkeys([*(outcome.key for outcome in self._plan.outcomes), *brought])
        self._plan.brought = {key: brought[key] for key in in_order if key in brought}
        self._plan.notes_on_rows = list(self._remarks())
        return self._plan

    def _remarks(self) -> Iterator[str]:
        """What a person should know beside the balance."""
        yield from self._plan.cast.faults
        is_waiting = KEY in self._given.columns
        gone = [row.event for key, row in self._before.items() if not self._times[key]]
        if gone and not is_waiting:
            told = f"Not in the file any more: {count(len(gone), 'row')} of an earlier run"
            yield f"{told}. What they brought stays: {_some(gone)}."
        if differing := list(self._documents.differing):
            told = f"Described in more than one way: {count(len(differing), 'document')}"
            yield f"{told}. The first one counts: {_some(differing)}."
        unknown = [name for name in self._recipe.columns if name not in self._given.columns]
        if unknown and not is_waiting:
            yield f"The recipe maps columns that the file does not have: {_some(unknown)}."
        known = {*self._known.taken, *(row.event for row in self._own.values())}
        vain = [pair.event for pair in self._recipe.pairs if pair.event not in known]
        if vain:
            yield f"The recipe has pairs with events that are not there: {_some(vain)}."

    def _key(self, cells: Cells) -> str:
        """What names the row; rows of one name are told apart by their order."""
        key = cells.named(KEY) or row_key(cells, self._form) or f"row {cells.row.number}"
        self._times[key] += 1
        return key if self._times[key] == 1 else f"{key} ({self._times[key]})"

    def _settle(self, number: int, key: str, state: str, event: str = "", why: str = "") -> None:
        self._plan.outcomes.append(Outcome(number, key, state, event, why))

    def _wait(self, row: Row, key: str, why: str) -> None:
        self._settle(row.number, key, WAITING, why=why)
        out = [column for column, field in self._recipe.columns.items() if field == LEAVE]
        cells = {column: as_text(value) for column, value in row.cells.items() if column not in (KEY, WHY, *out)}
        self._plan.waiting.append({KEY: key, WHY: why, **cells})

    def _take_event(self, cells: Cells, key: str) -> None:
        before = self._before.get(key)
        if before and before.event not in self._known.taken:
            self._plan.brought[key] = before
            self._settle(cells.row.number, key, REFUSED, why=f"had the event {before.event}, which was deleted since")
            return
        made = self._maker.make(cells, key)
        if before and (made.value is None or before.how == MERGED or self._is_mended(before)):
            self._keep(cells.row.number, key, before, made)
        elif made.value is None:
            self._wait(cells.row, key, made.why)
        else:
            row = cells.row if key in self._decided else None
            name = before.event if before else self._id(cells, made.value)
            self._own[key] = _Own(cells.row.number, name, made.value, before, row)

    def _keep(self, number: int, key: str, before: Brought, made: Made) -> None:
        """A row whose event stays as it is: it stands in another's, or cannot be read any more."""
        self._settle(number, key, MERGED if before.how == MERGED else WRITTEN, before.event)
        self._plan.brought[key] = before
        if before.how == MENDED and made.value is not None:
            stands = "was mended among the rows that waited, and stays as it is"
            self._plan.conflicts.append(f"{before.event} {stands}. Row {number} of the file was not read for it.")
        elif made.value is None:
            self._plan.conflicts.append(f"{before.event} stays as it is. Row {number}: {made.why}")

    def _is_mended(self, before: Brought) -> bool:
        """Whether a person mended the row, so that the file itself says what it said before."""
        return before.how == MENDED and KEY not in self._given.columns

    def _bring(self, name: str, seals: Mapping[str, str]) -> Brought:
        return brought_as_own(name, seals, MENDED if KEY in self._given.columns else OWN)

    def _write(self, key: str, name: str, current: Value, new: Value, before: Mapping[str, str]) -> None:
        """Brings an event up to what its row says."""
        if not current:
            self._plan.events[name] = new
            self._plan.brought[key] = self._bring(name, seal_fields(new))
            return
        found = update(current, new, before)
        differ = dict.fromkeys([*found.changed, *found.conflicts])
        if differ and not before and self._recipe.form == "own":  # no import wrote it: it may be another event
            told = f"{name} is here already and differs ({', '.join(differ)}). It stays as it is."
            self._plan.conflicts.append(told)
            self._plan.brought[key] = self._bring(name, {})
            return
        for part in found.conflicts:
            self._plan.conflicts.append(f"{name}: {part} was edited since, and differs in the file. The edit stays.")
        if found.changed:
            self._plan.events[name] = found.value
        self._plan.brought[key] = self._bring(name, found.seals)

    def _compare(self) -> None:
        """Rows against each other and against what else is there; then each is written, merged, or waits."""
        events = {row.event for row in self._own.values()}
        others = {name: value for name, value in self._known.events.items() if name not in events}
        is_own = self._recipe.form == "own"  # ids say which is which
        given = {} if is_own else {key: (row.event, row.value) for key, row in self._own.items()}
        found = compare(given, others, self._recipe)
        self._plan.pairs, self._plan.crowds = list(found.open), list(found.crowds)
        joined = {
            key: row for key, row in self._own.items() if not row.before and (key in found.same or key in found.later)
        }
        for key, row in self._own.items():
            if key not in joined:
                self._settle(row.number, key, WRITTEN, row.event)
                current = self._known.events.get(row.event, {})
                self._write(key, row.event, current, row.value, row.before.seals if row.before else {})
                if key in found.same:
                    self._plan.conflicts.append(_too_late(row.event, found.same[key]))
        for key, row in joined.items():
            self._join(key, row, "" if key in found.later else found.same[key])

    def _join(self, key: str, row: _Own, name: str) -> None:
        """The row's documents join those of the event that it is the same as; nothing else of it does."""
        target = self._plan.events.get(name) or self._known.events.get(name)
        if target is None:
            given = row.row or Row(row.number, {})
            self._wait(given, key, "It is like another event. Decide whether it is the same.")
            return
        addresses = {source.get("url") for source in target.get("sources", {}).values()}
        further = {local: source for local, source in row.value["sources"].items() if source["url"] not in addresses}
        if further:
            self._plan.events[name] = {**target, "sources": {**target["sources"], **further}}
        self._settle(row.number, key, MERGED, name)
        self._plan.brought[key] = Brought(name, MERGED)

    def _id(self, cells: Cells, value: Value) -> str:
        """An id for a new event: its own where it has one that is an id, else made of title and date."""
        given = cells.line("id")
        if self._recipe.form == "own":
            return given
        is_id = ID.fullmatch(given) and len(given) <= MAX_ID and not given.isdigit()
        stem = given if is_id else make_slug(f"{self._recipe.name} {given}") if given else ""
        title = make_slug(value["title"])
        words = title if len(title) <= _WORDS else title[:_WORDS].rpartition("-")[0] or title[:_WORDS]
        stem = stem or make_slug(f"{words} {value['when'][:10]}") or self._recipe.name
        name = stem
        while name in self._known.taken:  # every smaller number was found taken before, and stays so
            number = self._further[stem] = self._further.get(stem, 1) + 1
            name = f"{stem[: MAX_ID - 8]}-{number}"
        self._known.taken.add(name)
        return name

    def _take_document(self, cells: Cells, key: str) -> None:
        document = self._documents.one(cells)
        if document is None:
            self._wait(cells.row, key, "It has no web address. Write one that begins with https://.")
            return
        name, url = self._documents.name(document), document["url"]
        current = self._known.documents.get(url)
        if (current is None and url in self._known.addresses) or name in self._documents_seen:
            self._settle(cells.row.number, key, MERGED, name)
            return
        self._documents_seen.add(name)
        self._settle(cells.row.number, key, WRITTEN, name)
        before, entry = self._before.get(key), {"id": name, **document}
        found = update(current or {}, entry, before.seals if before else {})
        if found.changed:
            self._plan.documents[name] = found.value
        self._plan.conflicts += [f"{name}: {part} was edited since. The edit stays." for part in found.conflicts]
        self._plan.brought[key] = self._bring(name, found.seals)


class _Own(NamedTuple):
    """A row that has an event of its own, or would have one."""

    number: int
    event: str
    value: Value
    before: Brought | None
    """What an earlier run wrote for it."""
    row: Row | None
    """The row itself, where it may have to wait."""


def _some(names: Sequence[str]) -> str:
    """The first of some names, and how many more there are."""
    more = [f"{len(names) - _SHOWN:,} more"] if len(names) > _SHOWN else []
    return join([*names[:_SHOWN], *more])


def _too_late(event: str, same: str) -> str:
    """What to do about two that were both written before somebody decided that they are one."""
    return (
        f"{event} and {same} are decided to be the same, and both were written before. Move what you need into {same}, "
        f"delete {event}, and list it in corrections.yaml as merged."
    )

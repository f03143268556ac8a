"""Many records at once, column by column: each column is tried by the rule of its field, which stands in ``entries``.

A rule is a field's own annotation, so there is no second list of rules, and a new field needs nothing here. What does
not pass is told by nobody here: it is checked once more as a record, which gives it its sentence.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from timeline.collection.entries import Entry

Columns = Mapping[str, Sequence[Any]]


class Checked(NamedTuple):
    """Records as their columns: what the fields of entries would hold, and which records are not sound."""

    values: dict[str, list[Any]]
    """By field; at the place of an unsound record stands anything."""
    unsound: set[int]


class Rule:
    """The rule of one field.

    Args:
        annotation: its type, with all that it demands.
        default: what an empty cell means; ``...`` where there must be a value.
    """

    def __init__(self, annotation: Any, default: Any = ...) -> None:
        self._default = default
        self._adapter: TypeAdapter[list[Any]] = TypeAdapter(list[annotation], config={"str_strip_whitespace": True})

    @classmethod
    def of(cls, kind: type[Entry], name: str) -> Rule:
        """The rule of a field of a kind of records."""
        field = kind.model_fields[name]
        annotation = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
        return cls(annotation, ... if field.is_required() else field.get_default(call_default_factory=True))

    def check(self, cells: Sequence[Any]) -> tuple[list[Any], set[int]]:
        """What the cells say, and the places of those that the rule refuses; an empty cell says nothing."""
        written = cells if all(cells) else [cell for cell in cells if cell]
        if not written:
            return [self._default] * len(cells), set(range(len(cells)) if self._default is ... else ())
        distinct = written if isinstance(written[0], (list, dict)) else list(dict.fromkeys(written))
        if len(distinct) * 2 > len(written):
            known, refused = self._check_all(written)
        else:
            values, refused = self._check_all(distinct)
            known = list(map(dict(zip(distinct, values, strict=True)).__getitem__, written))
        if len(written) == len(cells):
            found = known
        else:
            places = iter(known)
            found = [next(places) if cell else self._default for cell in cells]
        if refused or (self._default is ... and len(written) < len(cells)):
            return found, {place for place, value in enumerate(found) if value is ...}
        return found, set()

    def _check_all(self, cells: Sequence[Any]) -> tuple[list[Any], bool]:
        """The value of each, ``...`` for one that is refused, and whether any is."""
        try:
            return self._adapter.validate_python(cells), False
        except ValidationError as error:
            faults = error.errors(include_url=False, include_context=False, include_input=False)
            refused = {fault["loc"][0] for fault in faults}
        sound = iter(self._adapter.validate_python([cell for n, cell in enumerate(cells) if n not in refused]))
        return [... if n in refused else next(sound) for n in range(len(cells))], True


class Rules:
    """The rules of a kind of records.

    Args:
        kind: of the records.
        parts: fields that are no columns, which the caller checks; of such a kind he checks as well what its fields
            say together.
    """

    def __init__(self, kind: type[Entry], parts: Iterable[str] = ()) -> None:
        self._kind, parts = kind, set(parts)
        self._rules = {name: Rule.of(kind, name) for name in kind.model_fields if name not in parts}
        validators = kind.__pydantic_decorators__
        fields = {name for found in validators.field_validators.values() for name in found.info.fields}
        self._joint = [] if parts else sorted(fields)
        """Fields that are held against others."""
        self._is_joint = bool(validators.model_validators) and not parts
        self._record: Any = _tuple_of(kind.__name__, self._rules)

    def check(self, columns: Columns, count: int) -> Checked:
        """Checks so many records; a column that is not given is empty."""
        values, empty = dict[str, list[Any]](), [None] * count
        unsound = {n for name in columns.keys() - self._rules.keys() for n, cell in enumerate(columns[name]) if cell}
        for name, rule in self._rules.items():
            values[name], refused = rule.check(columns.get(name, empty))
            unsound |= refused
        for place in self._to_join(columns, count) - unsound:
            written = {name: columns[name][place] for name in self._rules if name in columns and columns[name][place]}
            try:
                entry = self._kind.model_validate(written)
            except ValidationError:
                unsound.add(place)
            else:
                for name in self._rules:
                    values[name][place] = getattr(entry, name)
        return Checked(values, unsound)

    def records(self, checked: Checked) -> list[Any]:
        """The records with their fields as attributes, as entries have them."""
        return list(map(self._record._make, zip(*checked.values.values(), strict=True)))

    def _to_join(self, columns: Columns, count: int) -> set[int]:
        """Records whose fields have to be held against each other."""
        if self._is_joint:
            return set(range(count))
        return {n for name in self._joint if name in columns for n, cell in enumerate(columns[name]) if cell}


def _tuple_of(name: str, fields: Iterable[str]) -> Any:
    made: Any = namedtuple(name, fields)  # type: ignore[misc]  # mypy wants to know its fields
    return made


def length_of(kind: type[Entry], name: str) -> range:
    """The lengths that a list, tuple or mapping of a record may have."""
    metadata = kind.model_fields[name].metadata
    least = [found.min_length for found in metadata if hasattr(found, "min_length")]
    most = [found.max_length for found in metadata if hasattr(found, "max_length")]
    return range(max(least, default=0), min(most) + 1)

"""Who is meant: names of a file to ids of the collection, known ones and new ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from timeline.bring.known import REGISTERS, Known
from timeline.bring.names import Names, Near
from timeline.bring.publishers import Domains, host_of, name_publisher
from timeline.bring.recipe import NEW, Recipe
from timeline.collection.entries import MAX_LINE

_KINDS = MappingProxyType({"actors": "actor", "themes": "theme", "publishers": "publisher"})


class Likely(NamedTuple):
    """A new name that is like a known one."""

    register: str
    text: str
    near: Near


class Cast:
    """The registers of a collection, and what an import adds to them.

    Args:
        known: the collection.
        recipe: with the answers on names.

    Attributes:
        new: entries to add, by register.
        aliases: names to add to known entries, by register and id.
        faults: sentences about answers that cannot be followed.
    """

    def __init__(self, known: Known, recipe: Recipe) -> None:
        self._recipe = recipe
        self._known = {name: list(getattr(known.register, name).values()) for name in REGISTERS}
        self._names = {name: Names(entries, _KINDS[name]) for name, entries in self._known.items()}
        self._domains = Domains(self._known["publishers"])
        self._spellings = {entry.id: str(entry.name) for entry in self._known["publishers"]}
        self._answers: Mapping[str, Mapping[str, str]] = recipe.names.model_dump()
        self._found: dict[tuple[str, str], str] = {}
        self._asked: dict[str, dict[str, None]] = {name: {} for name in REGISTERS}
        self.new: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in REGISTERS}
        self.aliases: dict[tuple[str, str], list[str]] = {}
        self.faults: list[str] = []

    def actor(self, text: str) -> str:
        """The id of an actor, known or new."""
        return self._id("actors", text, kind="unknown")

    def theme(self, text: str) -> str:
        """The id of a theme, known or new."""
        return self._id("themes", text)

    def publisher(self, url: str, name: str) -> str:
        """The one spelling of a publisher, found by the address of a document or by name, or new."""
        key = ("", f"{url}\n{name}")
        if key not in self._found:
            self._found[key] = self._publisher(url, name)
        return self._found[key]

    def _publisher(self, url: str, name: str) -> str:
        known = self._domains.find(url)
        if not known:
            # no `domains` are written: a name at a domain does not say that the domain is its own
            named = name_publisher(url, name) or f"{host_of(url)} (author not named)"
            known = self._id("publishers", named, control="unknown")
        made = self.new["publishers"].get(known)
        return str(made["name"]) if made else self._spellings[known]

    def _id(self, register: str, text: str, **more: Any) -> str:
        text = " ".join(text.split())[:MAX_LINE]
        if (register, text) not in self._found:
            self._found[register, text] = self._look_up(register, text, more)
        return self._found[register, text]

    def _look_up(self, register: str, text: str, more: Mapping[str, Any]) -> str:
        names, answer = self._names[register], self._answers[register].get(text, "")
        found = names.find(text)
        if answer and answer != NEW and answer != found:
            if names.find(answer) == answer:
                return self._answered(register, text, answer, bool(found))
            self.faults.append(f"The recipe says that “{text}” is {answer}, which is not in {register}.yaml.")
        if found:
            return found
        made = names.add(text)
        self.new[register][made] = {"id": made, "name": text, **more}
        if not answer:
            self._asked[register][text] = None
        return made

    def _answered(self, register: str, text: str, answer: str, is_named: bool) -> str:
        """The entry that somebody says is meant, which gets the text as an alias where no entry has it as its name."""
        new = self.new[register].get(answer)
        if is_named:
            pass  # an entry of this name stands there from an earlier run: as an alias it would name two
        elif new is not None:
            new["aliases"] = [*new.get("aliases", ()), text]
        else:
            self.aliases.setdefault((register, answer), []).append(text)
        return answer

    def likely(self) -> list[Likely]:
        """New names that are like known ones, and on which nobody has decided."""
        found = []
        for register, texts in self._asked.items():
            before = Names(self._known[register], _KINDS[register])
            for text, near in zip(texts, before.nearest(list(texts)), strict=True):
                if near:
                    found.append(Likely(register, text, near))
        return found

    def told(self) -> Iterable[str]:
        """Sentences about names that mean two entries."""
        for names in self._names.values():
            yield from names.told()

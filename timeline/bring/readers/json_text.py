"""JSON read item by item: the text lies in memory, its values do not.

Every scalar is a text as it was written: ``1.50`` stays ``1.50``, true is "true", and null is "".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from timeline.bring.errors import BringError
from timeline.bring.readers.cells import text_of
from timeline.collection.problems import quote

_DEPTH = 4
"""How deep objects are looked into for a list of objects."""
_SPACE = re.compile(r"[ \t\r\n]*")


class Twice(ValueError):
    """An object has one name twice."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = {str(text_of(name)): value if isinstance(value, dict) else text_of(value) for name, value in pairs}
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise Twice(
            f"the name {quote(next(name for name in names if names.count(name) > 1))} stands twice in one object"
        )
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_int=str, parse_float=str, parse_constant=str, strict=False)


class Listed(NamedTuple):
    """A list somewhere in a JSON text."""

    path: str
    """Names of the objects around it, with dots between; "" where it is the whole text."""
    at: int
    """Where it begins."""
    objects: int
    """How many of its items are objects."""


class JsonText:
    """A JSON text.

    Args:
        name: of the file, for messages.
        text: the whole of it.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text

    def lists(self) -> list[Listed]:
        """Every list in the text that is no item of another one.

        Raises:
            BringError: the text is no JSON.
        """
        found = list[Listed]()
        end = self._walk(self._skip(0), "", 0, found)
        if self._skip(end) < len(self.text):
            raise self._broken(self._skip(end), "something stands behind its end")
        return found

    def items(self, at: int) -> Iterator[Any]:
        """The items of the list that begins there.

        Raises:
            BringError: the text is no JSON from here on.
        """
        for value, _ in self._items(at):
            yield value

    def value(self, at: int) -> tuple[Any, int]:
        """The value that begins there, and where it ends.

        Raises:
            BringError: the text is no JSON from here on.
        """
        try:
            value, end = _DECODER.raw_decode(self.text, at)
        except json.JSONDecodeError as error:
            raise self._broken(error.pos, error.msg) from error
        except Twice as error:
            raise self._broken(at, str(error)) from error
        except (RecursionError, ValueError) as error:
            raise self._broken(at, "it is nested too deep, or a number is too long") from error
        return value if isinstance(value, dict) else text_of(value), end

    def _walk(self, at: int, path: str, depth: int, found: list[Listed]) -> int:
        """Notes the lists of the value that begins there; returns where it ends."""
        sign = self.text[at : at + 1]
        if sign == "[":
            objects, end = 0, at + 1
            for value, after in self._items(at):
                objects, end = objects + isinstance(value, dict), after
            found.append(Listed(path, at, objects))
            return self._after(end, "]")
        if sign != "{" or depth == _DEPTH:
            return self.value(at)[1]
        end = self._skip(at + 1)
        while self.text[end : end + 1] != "}":
            if self.text[end : end + 1] != '"':
                raise self._broken(end, "a name in quotation marks is expected")
            name, end = self.value(end)
            end = self._walk(self._after(self._skip(end), ":"), f"{path}.{name}" if path else name, depth + 1, found)
            end = self._skip(end)
            if self.text[end : end + 1] == ",":
                end = self._skip(end + 1)
            elif self.text[end : end + 1] != "}":
                raise self._broken(end, "a comma or } is expected")
        return end + 1

    def _items(self, at: int) -> Iterator[tuple[Any, int]]:
        """The items of a list, each with where the next one or the end begins."""
        end = self._skip(at + 1)
        while self.text[end : end + 1] != "]":
            value, end = self.value(end)
            end = self._skip(end)
            if self.text[end : end + 1] == ",":
                end = self._skip(end + 1)
            elif self.text[end : end + 1] != "]":
                raise self._broken(end, "a comma or ] is expected")
            yield value, end

    def _after(self, at: int, sign: str) -> int:
        at = self._skip(at)
        if self.text[at : at + 1] != sign:
            raise self._broken(at, f"{sign} is expected")
        return self._skip(at + 1)

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def _broken(self, at: int, reason: str) -> BringError:
        line = self.text.count("\n", 0, at) + 1
        column = at - self.text.rfind("\n", 0, at)
        what = "it ends too early" if at >= len(self.text) else reason
        message = f"{self.name} is no JSON: {what} (line {line:,}, character {column:,})."
        return BringError(message, "Write it anew with the program that it came from.")

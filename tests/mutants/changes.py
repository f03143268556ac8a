"""Random faults: one operator, constant or condition of the code is changed.

mutmut 3.8 and cosmic-ray 8.7 were tried first; docs/testing.md says why neither does.
"""

from __future__ import annotations

import ast
import itertools
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.patches import room_of

_OPERATORS = {
    **{"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="},
    **{"in": "not in", "not in": "in", "is": "is not", "is not": "is", "and": "or", "or": "and"},
    **{"+": "-", "-": "+", "*": "+", "/": "*", "//": "*", "%": "*", "&": "|", "|": "&"},
}
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
# the longest first; words with nothing of a name around them
_OPERATOR = re.compile(r"not in\b|is not\b|\b(?:in|is|and|or)\b|<=|>=|==|!=|//|[<>+\-*/%&|]")


@dataclass(frozen=True)
class Change:
    """A fault that is made of one piece of a file."""

    file: str
    line: int
    start: int
    """Bytes from the beginning of the file."""
    end: int
    old: str
    new: str
    function: int | None
    """Line in which the innermost function around it begins, None where there is none."""

    @property
    def room(self) -> str:
        """The room of ``timeline`` that it changes."""
        return room_of(self.file)

    def apply(self, tree: Path) -> str:
        """The text of the file with the fault in it."""
        data = (tree / self.file).read_bytes()
        return (data[: self.start] + self.new.encode() + data[self.end :]).decode()


def draw(tree: Path, files: Sequence[str], number: int, seed: int) -> list[Change]:
    """So many changes of the files, the same for the same seed and code, in random order; all are Python still."""
    found = [change for file in sorted(files) for change in find_changes(file, (tree / file).read_text("utf-8"))]
    random.Random(seed).shuffle(found)  # noqa: S311  (nothing secret)
    return list(itertools.islice((change for change in found if _is_python(change.apply(tree))), number))


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def find_changes(file: str, text: str) -> Iterator[Change]:
    """Every change that can be made in a file, in the order of the syntax tree."""
    return _Finder(file, text).changes()


class _Finder:
    """Goes through the syntax tree; annotations and what stands inside f-strings are passed over."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.tree = file, ast.parse(text)
        self.lines = text.encode().splitlines(keepends=True)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        self.data = b"".join(self.lines)

    def changes(self) -> Iterator[Change]:
        yield from self._walk(self.tree, None)

    def _walk(self, node: ast.AST, function: int | None) -> Iterator[Change]:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            function = min([node.lineno, *(d.lineno for d in node.decorator_list)])
        for start, end, new in self._of_node(node):
            line = self.data.count(b"\n", 0, start) + 1
            yield Change(self.file, line, start, end, self.data[start:end].decode(), new, function)
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns") or isinstance(node, ast.JoinedStr):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from self._walk(child, function)

    def _of_node(self, node: ast.AST) -> Iterator[tuple[int, int, str]]:
        """Where a piece begins and ends, and what could stand there."""
        match node:
            case ast.Compare():
                yield from self._between([node.left, *node.comparators])
            case ast.BoolOp():
                yield from self._between(node.values)
            case ast.BinOp():
                yield from self._between([node.left, node.right])
            case ast.UnaryOp(op=ast.Not()):
                yield self._start(node), self._start(node) + len("not"), ""
            case ast.Constant(value=bool()):
                yield self._start(node), self._end(node), str(not node.value)
            case ast.Constant(value=int() | float()):
                yield self._start(node), self._end(node), str(node.value + 1)
            case ast.Return(value=ast.Constant(value=str())):
                yield self._start(node.value), self._end(node.value), '"mutant"'
            case ast.Name() if node.id in _NAMES:
                yield self._start(node), self._end(node), _NAMES[node.id]

    def _between(self, parts: Sequence[ast.expr]) -> Iterator[tuple[int, int, str]]:
        for left, right in itertools.pairwise(parts):
            gap_start = self._end(left)
            gap = self.data[gap_start : self._start(right)].decode()
            if found := _OPERATOR.search(gap):
                start = gap_start + len(gap[: found.start()].encode())
                if found[0] in _OPERATORS:
                    yield start, start + len(found[0]), _OPERATORS[found[0]]

    def _start(self, node: ast.expr) -> int:
        return self.starts[node.lineno - 1] + node.col_offset

    def _end(self, node: ast.expr) -> int:
        return self.starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)

"""An import as the command runs it, for tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from timeline.__main__ import main


def bring(capsys: pytest.CaptureFixture[str], file: Path, into: Path, *more: str) -> dict[str, Any]:
    """What ``bring FILE --into DIR --format json`` prints; its status is 0 and its balance holds."""
    capsys.readouterr()
    assert main(["bring", str(file), "--into", str(into), "--format", "json", *more]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    balance = told["balance"]
    assert balance["rows"] == sum(balance[name] for name in ("written", "merged", "waiting", "refused"))
    return told


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, but what opening it keeps."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def set_in_recipe(folder: Path, name: str, **answers: Any) -> None:
    """Writes answers into the recipe of an import, as a person would."""
    from timeline.bring.recipe import dump_recipe, load_recipe

    path = folder / "imports" / f"{name}.yaml"
    recipe = load_recipe(path)
    for field, value in answers.items():
        recipe = recipe.with_answer(tuple(field.split("__")), value)
    path.write_bytes(dump_recipe(recipe))

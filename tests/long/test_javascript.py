"""A fault in the types of a script is found, in a script like those of pages; needs npm's registry once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.javascript.__main__ import FOLDER, check, ensure

SCRIPTS = {
    "sound": ("/** @param {string} name */\nexport const greet = (name) => name.length;\n", True),
    "a misspelt name": ("/** @param {string} name */\nexport const greet = (name) => name.lenght;\n", False),
    "a value that may be missing": ("export const text = () => document.querySelector('p').textContent;\n", False),
    "a parameter without a type": ("export const greet = (name) => name.length;\n", False),
}


@pytest.mark.parametrize(("script", "sound"), SCRIPTS.values(), ids=SCRIPTS)
def test_a_fault_in_the_types_of_a_script_is_found(tmp_path: Path, script: str, sound: bool, capfd) -> None:
    ensure()
    settings = json.loads((FOLDER / "tsconfig.json").read_text(encoding="utf-8"))
    (tmp_path / "tsconfig.json").write_text(json.dumps(settings | {"include": ["*.js"], "exclude": []}))
    (tmp_path / "page.js").write_text(script)
    assert (check(tmp_path) == 0) is sound
    assert ("page.js" in capfd.readouterr().out) is not sound


def test_an_older_version_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(FOLDER / name, tmp_path)
    monkeypatch.setattr("tests.javascript.__main__.FOLDER", tmp_path)
    monkeypatch.setattr("tests.javascript.__main__.MODULES", tmp_path / "node_modules")
    ensure()
    kept = tmp_path / "node_modules/.package-lock.json"
    assert kept.is_file()
    kept.write_text(kept.read_text().replace("7.0.2", "7.0.1"))
    ensure()
    assert "7.0.1" not in kept.read_text()

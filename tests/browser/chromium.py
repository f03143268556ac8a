"""Find a Chromium or Chrome that really starts, or install one.

    python -m tests.browser.chromium            prints its path
    python -m tests.browser.chromium --ensure   installs one if there is none

A file of the right name is not enough: Ubuntu's /usr/bin/chromium-browser only says that there is a snap, and
a browser without its system libraries does not start. So each one found is asked for its version.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SHELL = "chromium-headless-shell"
"""Chromium without windows: a new page takes a fifth of the time, and the browser tests hundreds of pages."""
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VERSION_SECONDS = 60


class NoChromium(Exception):
    """There is no Chromium that starts; the text says what was tried and what to do."""


def version(path: str) -> str:
    """What the browser says of its version; '' if it does not start or is no Chromium."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=VERSION_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    words = answer.stdout.strip()
    return words if answer.returncode == 0 and "Chrom" in words else ""


def playwrights_own() -> str:
    """Where Playwright keeps the Chromium that it installs, there or not; '' if it cannot say."""
    ask = "from playwright.sync_api import sync_playwright as run\n"
    ask += "with run() as playwright: print(playwright.chromium.executable_path)"
    return subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True).stdout.strip()


def candidates() -> Iterator[str]:
    """The browsers that are there, in the order of preference; whether they start is another question."""
    for name in NAMES:
        path = shutil.which(name)
        if path:
            yield path
    own = playwrights_own()
    if own and Path(own).is_file():
        yield own


def find_chromium() -> str:
    """The path of a Chromium that starts, or ''.

    Raises:
        NoChromium: the environment variable CHROMIUM names something that does not start.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        if not version(named):
            raise NoChromium(f"CHROMIUM={named} does not start as a Chromium. Mend it or unset it.")
        return named
    return next((path for path in candidates() if version(path)), "")


def attempt(*command: str) -> bool:
    """Runs a command in sight of the reader; whether it succeeded."""
    print("  $", " ".join(command), flush=True)
    try:
        return subprocess.run(command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}).returncode == 0
    except OSError as error:
        print(f"  {error}", flush=True)
        return False


def apt_install(package: str) -> bool:
    """Installs a package of the distribution, where we may; whether it succeeded."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    attempt("apt-get", "update", "-q")
    return attempt("apt-get", "install", "-y", "-q", "--no-install-recommends", package)


def ensure_driver() -> None:
    """Makes sure that the program by which Playwright drives a browser starts.

    Raises:
        NoChromium: it does not. A bare Debian lacks one library that it needs.
    """
    ask = [sys.executable, "-m", "playwright", "--version"]
    answer = subprocess.run(ask, capture_output=True, text=True)
    if answer.returncode != 0 and "libatomic" in answer.stderr:
        print("Playwright does not start without libatomic1: trying to install it", flush=True)
        apt_install("libatomic1")
        answer = subprocess.run(ask, capture_output=True, text=True)
    if answer.returncode != 0:
        raise NoChromium(
            f"Playwright, which drives the browser tests, does not start:\n{answer.stderr.strip()}\n"
            "A missing library is cured by root; on Debian and Ubuntu: apt-get install libatomic1"
        )


def install() -> str:
    """Installs a Chromium: Playwright's own, else as root Debian's. Returns its path, or '' if all failed."""
    playwright = (sys.executable, "-m", "playwright")
    print("No Chromium that starts was found: installing Playwright's own", flush=True)
    if attempt(*playwright, "install", "--no-shell", "chromium"):
        if os.geteuid() == 0 and not version(playwrights_own()):
            print("It does not start yet: installing the system libraries it needs", flush=True)
            attempt(*playwright, "install-deps", "chromium")
        if path := find_chromium():
            return path
    print("That did not work: trying the distribution's package", flush=True)
    return find_chromium() if apt_install(SHELL) or apt_install("chromium") else ""


def ensure_chromium() -> str:
    """The path of a Chromium that starts, installed now if need be.

    Raises:
        NoChromium: there is none and none could be installed.
    """
    ensure_driver()
    path = find_chromium() or install()
    if not path:
        raise NoChromium(
            "No Chromium that starts could be found or installed, and the browser tests need one.\n"
            "Install it (Debian: apt-get install chromium; Ubuntu: Google's google-chrome-stable),\n"
            "or name one: CHROMIUM=/path/to/chrome make test. Run as root, make test installs it by itself."
        )
    return path


def main() -> None:
    """Prints which browser the tests will use. Exits with an error if there is none."""
    try:
        path = ensure_chromium() if "--ensure" in sys.argv[1:] else find_chromium()
    except NoChromium as error:
        sys.exit(f"\n{error}")
    if not path:
        sys.exit("No Chromium that starts was found; --ensure installs one.")
    print(f"Browser tests use {path} ({version(path)})")


if __name__ == "__main__":
    main()

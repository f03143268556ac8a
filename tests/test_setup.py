"""Setting up: what make says of a Python that will not do, where it serves, the pins, the settings of the server."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, version
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from streamlit import config

from tests.browser.server import free_port
from tests.writing import event, write_collection

ROOT = Path(__file__).resolve().parent.parent


PINS = dict(re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE))
OLDEST = "3.11.0"
NO_VENV = "This Python cannot make environments; on Debian and Ubuntu, as root: apt-get install python3-venv"
TOO_OLD = "On the Record needs Python 3.11 or newer; name one: make PYTHON=python3.12 run"
SECONDS = 60


def make(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs make in the repository, without what a make around the tests hands on."""
    foreign = {"HOST", "PORT", "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "VENV", "PYTHON", "CONSTRAINTS"}
    own = {name: value for name, value in os.environ.items() if name not in foreign}
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(command, cwd=ROOT, env=own | environment, capture_output=True, text=True, timeout=SECONDS)


@pytest.mark.parametrize(
    ("lacks", "told"),
    [
        (
            "ensurepip",
            NO_VENV,
        ),
        ("version_info", TOO_OLD),
    ],
)
def test_a_python_that_will_not_do_is_told_in_one_line(tmp_path: Path, lacks: str, told: str) -> None:
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\ncase "$2" in *{lacks}*) exit 1;; esac\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    run = make("setup", f"PYTHON={python}", f"VENV={tmp_path / 'venv'}")
    assert run.returncode == 2
    assert [line for line in run.stderr.splitlines() if not line.startswith("make")] == [told]
    assert not (tmp_path / "venv").exists()


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """An environment that make takes for installed: this one, by another name."""
    folder = tmp_path / "venv"
    (folder / "bin").mkdir(parents=True)
    python = folder / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    for stamp in (".installed", ".installed-dev"):
        (folder / stamp).touch()
    return folder


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_that_was_asked_for_is_an_error(environment: Path, taken: int) -> None:
    run = make("run", f"VENV={environment}", PORT=str(taken))
    assert run.returncode == 2
    assert f"Port {taken} is not available" in run.stdout + run.stderr


@pytest.mark.parametrize("port", ["x", "8501 9"])
def test_a_port_that_is_none_is_an_error(environment: Path, port: str) -> None:
    run = make("run", f"VENV={environment}", f"PORT={port}")
    assert run.returncode == 2
    assert f"'{port}' is not a valid integer" in run.stderr


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({}, "127.0.0.1"),
        ({"PORT": "free"}, "127.0.0.1"),
        ({"HOST": "0.0.0.0", "PORT": "free"}, "localhost"),  # noqa: S104
    ],
    ids=["nothing asked", "a port", "all addresses"],
)
def test_make_run_serves_at_the_address_that_it_prints(
    environment: Path, tmp_path: Path, settings: dict[str, str], shown: str
) -> None:
    port = str(free_port())
    own = {name: value for name, value in os.environ.items() if name not in ("HOST", "PORT", "MAKEFLAGS")}
    own |= {name: port if value == "free" else value for name, value in settings.items()}
    own |= {"PYTHONUNBUFFERED": "1", "TIMELINE_DATA": str(write_collection(tmp_path / "record", {"a": event()}))}
    with Path(tmp_path / "log").open("w+") as log:
        process = subprocess.Popen(
            ["make", "run", f"VENV={environment}"],
            cwd=ROOT,
            env=own,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            address = printed_address(process, tmp_path / "log")
            assert address.hostname == shown
            assert address.port == int(port) or "PORT" not in settings
            connection = http.client.HTTPConnection(address.netloc, timeout=SECONDS)
            connection.request("GET", "/healthz")
            assert json.load(connection.getresponse())["events"] == 1
            connection.close()
            told = Path(tmp_path / "log").read_text(encoding="utf-8")
            assert ("TIMELINE_URL is not set" in told) is (settings.get("HOST") == "0.0.0.0")  # noqa: S104
            assert "all readers on this machine count as one" in told
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=SECONDS)


def printed_address(process: subprocess.Popen[bytes], log: Path) -> SplitResult:
    """The address that a server prints when it listens."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        text = log.read_text(encoding="utf-8")
        if found := re.search(r"URL: (http://\S+)", text):
            return urlsplit(found[1])
        assert process.poll() is None, text
        time.sleep(0.1)
    raise AssertionError(f"no address was printed:\n{log.read_text(encoding='utf-8')}")


def requirements() -> list[Requirement]:
    """What running, testing and the extra ask for by name."""
    files = [ROOT / f"requirements{part}.txt" for part in ("", "-dev", "-archive")]
    lines = [line for file in files for line in file.read_text().splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-r"))]


@pytest.mark.parametrize("requirement", requirements(), ids=lambda requirement: requirement.name)
def test_each_requirement_has_a_pin_within_its_range(requirement: Requirement) -> None:
    pins = {canonicalize_name(name): version for name, version in PINS.items()}
    assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)])


def test_pins_can_be_installed_on_the_oldest_python() -> None:
    asked = {name: metadata(name)["Requires-Python"] for name, version in PINS.items() if version_here(name) == version}
    assert len(asked) > len(PINS) / 2, "this environment has other versions: make setup-dev"
    assert {name: needs for name, needs in asked.items() if needs and not SpecifierSet(needs).contains(OLDEST)} == {}


def version_here(name: str) -> str | None:
    """The version of a package in this environment, if it is there."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def test_the_vendored_script_is_the_one_that_make_vendor_took() -> None:
    folder = ROOT / "timeline/web/vendor"
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    told = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    files = {path.name: path for path in folder.iterdir() if path.name != "SHA256SUMS"}
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()} == told


SCRIPTS = ROOT / "tests/javascript"


def test_make_check_always_checks_the_types_of_scripts() -> None:
    recipe = re.search(r"^check:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert recipe
    assert "\t$(BIN)/python -m tests.javascript\n" in recipe[1]


def test_what_checks_scripts_is_pinned_with_hashes() -> None:
    asked = json.loads((SCRIPTS / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    packages = json.loads((SCRIPTS / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert packages.pop("")["devDependencies"] == asked
    assert {name: packages[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert [name for name, package in packages.items() if not package["integrity"].startswith("sha512-")] == []


def test_every_script_of_our_own_is_checked() -> None:
    told = json.loads((SCRIPTS / "tsconfig.json").read_text(encoding="utf-8"))
    checked = {path.resolve() for pattern in told["include"] for path in SCRIPTS.glob(pattern)}
    left_out = {(SCRIPTS / name).resolve() for name in told.get("exclude", [])}
    ours = {path for path in (ROOT / "timeline").rglob("*.js") if "vendor" not in path.parts}
    assert ours == checked
    assert left_out <= ours, "what is left out and no longer there need not be left out"
    assert told["compilerOptions"].items() >= {"checkJs": True, "strict": True}.items()


def flatten(table: dict[str, object], prefix: str = "") -> dict[str, object]:
    """A TOML table as dotted names."""
    flat: dict[str, object] = {}
    for name, value in table.items():
        flat |= flatten(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
    return flat


@pytest.fixture(scope="module")
def settings() -> dict[str, object]:
    """Streamlit's settings as the repository has them."""
    return flatten(tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8")))


def test_streamlit_knows_every_setting(settings: dict[str, object]) -> None:
    known = config.get_config_options()
    assert [name for name in settings if name not in known] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("browser.gatherUsageStats", False),
        ("client.showErrorDetails", "none"),
        ("client.toolbarMode", "viewer"),
        ("runner.magicEnabled", False),
        ("server.address", "127.0.0.1"),
        ("server.enableStaticServing", False),
        ("server.enableXsrfProtection", True),
    ],
)
def test_settings_that_readers_rely_on(settings: dict[str, object], name: str, value: object) -> None:
    assert settings[name] == value


def luminance(colour: str) -> float:
    """Relative luminance of a #rrggbb colour (WCAG 2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "least"),
    [("textColor", 7), ("linkColor", 4.5), ("primaryColor", 3)],
    ids=lambda value: str(value),
)
@pytest.mark.parametrize("back", ["backgroundColor", "secondaryBackgroundColor", "sidebar.backgroundColor"])
def test_colours_can_be_read(settings: dict[str, object], theme: str, front: str, back: str, least: float) -> None:
    pair = [str(settings[f"theme.{theme}.{name}"]) for name in (front, back)]
    assert contrast(*pair) >= least


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_white_text_on_a_primary_button_can_be_read(settings: dict[str, object], theme: str) -> None:
    colour = str(settings[f"theme.{theme}.primaryColor"])
    assert contrast("#ffffff", colour) >= 4.5

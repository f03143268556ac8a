"""Setting up: the Python environment without ensurepip, the port, the settings of the server."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import socket
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from streamlit import config

ROOT = Path(__file__).resolve().parent.parent


def load(name: str) -> ModuleType:
    """A script of .setup/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / ".setup" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bootstrap, serve = load("bootstrap"), load("serve")


def wheel(version: str, **more: object) -> dict[str, object]:
    """An entry of an index page."""
    name = f"pip-{version}-py3-none-any.whl"
    return {"filename": name, "url": f"files/{name}", "hashes": {"sha256": f"hash-{version}"}, **more}


def test_an_old_python_is_told_what_to_do() -> None:
    with pytest.raises(bootstrap.SetupError, match=r"3\.11 or newer.*3\.9[\s\S]*make PYTHON="):
        bootstrap.check_version((3, 9, 2), "/somewhere/python3")
    bootstrap.check_version((3, 11, 0), "python3")


def test_the_newest_pip_that_fits_is_taken_from_a_json_index() -> None:
    files = [
        wheel("9.0.1"),
        wheel("25.3"),
        wheel("26.0", **{"requires-python": ">=3.11"}),
        wheel("27.0", **{"requires-python": ">=9.9"}),
        wheel("28.0", yanked="broken"),
        wheel("29.0b1"),
        wheel("30.0", hashes={}),
        {"filename": "pip-31.0.tar.gz", "url": "x", "hashes": {"sha256": "x"}},
    ]
    found = bootstrap.parse_index(json.dumps({"files": files}), "https://index.example/simple/pip/")
    address = "https://index.example/simple/pip/files/pip-26.0-py3-none-any.whl"
    assert bootstrap.newest_pip(found) == (address, "hash-26.0")


def test_an_html_index_is_read_as_well() -> None:
    page = """<!DOCTYPE html><a name="x">no file</a>
    <a href="../../f/pip-25.3-py3-none-any.whl#sha256=aa" data-requires-python="&gt;=3.9">pip-25.3</a>
    <a href="../../f/pip-26.0-py3-none-any.whl#sha256=bb" data-yanked="">pip-26.0</a>"""
    found = bootstrap.parse_index(page, "https://index.example/simple/pip/")
    assert bootstrap.newest_pip(found) == ("https://index.example/f/pip-25.3-py3-none-any.whl", "aa")


def test_an_index_without_pip_is_an_error() -> None:
    with pytest.raises(bootstrap.SetupError, match="no pip wheel"):
        bootstrap.newest_pip([])


def test_the_index_comes_from_the_environment_then_from_pips_settings(tmp_path: Path) -> None:
    first, second = tmp_path / "first.conf", tmp_path / "second.conf"
    first.write_text("[global]\nindex-url = https://one.example/%s/simple\n")
    second.write_text("[install]\nindex-url = https://two.example/simple\n")
    broken = tmp_path / "broken.conf"
    broken.write_text("no section")
    files = [first, tmp_path / "missing.conf", broken]
    assert bootstrap.index_url({}, []) == "https://pypi.org/simple"
    assert bootstrap.index_url({}, files) == "https://one.example/%s/simple"
    assert bootstrap.index_url({}, [*files, second]) == "https://two.example/simple"
    assert bootstrap.index_url({"PIP_INDEX_URL": "https://env.example"}, files) == "https://env.example"


def test_pips_own_way_to_name_or_refuse_settings_is_kept() -> None:
    assert bootstrap.config_files({"PIP_CONFIG_FILE": "/dev/null"}) == []
    files = bootstrap.config_files({"PIP_CONFIG_FILE": "/x/pip.conf", "HOME": "/h"})
    assert files[-1] == Path("/x/pip.conf")
    assert Path("/h/.config/pip/pip.conf") in files


def test_a_wheel_that_is_not_what_the_index_promises_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "simple" / "pip"
    folder.mkdir(parents=True)
    name = "pip-26.0-py3-none-any.whl"
    (folder / name).write_bytes(b"not what it was")
    digest = hashlib.sha256(b"what it was").hexdigest()
    (folder / "index.html").write_text(f'<a href="{name}#sha256={digest}">{name}</a>')
    monkeypatch.setenv("PIP_INDEX_URL", (tmp_path / "simple").as_uri())
    with pytest.raises(bootstrap.SetupError, match="does not have the sha256"):
        bootstrap.install_pip(Path(sys.executable))


def test_an_address_that_is_no_web_address_is_refused() -> None:
    with pytest.raises(bootstrap.SetupError, match="neither http"):
        bootstrap.fetch("ftp://index.example/pip/", "ftp://index.example")


@pytest.fixture
def taken() -> object:
    """A port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_gives_way_to_the_next_free_one(
    taken: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "PORT", taken)
    port = serve.choose_port("127.0.0.1", "")
    assert port > taken
    assert f"Port {taken} is taken, using {port}" in capsys.readouterr().out


def test_a_taken_port_that_was_asked_for_is_an_error(taken: int) -> None:
    with pytest.raises(SystemExit, match=f"Port {taken} is taken"):
        serve.choose_port("127.0.0.1", str(taken))


@pytest.mark.parametrize("wanted", ["x", "0", "65536", "-1", "8501 "])
def test_a_port_that_is_none_is_an_error(wanted: str) -> None:
    with pytest.raises(SystemExit, match="is not a port"):
        serve.choose_port("127.0.0.1", wanted)


def test_an_address_of_another_machine_is_an_error() -> None:
    with pytest.raises(SystemExit, match="not an address of this machine"):
        serve.choose_port("192.0.2.1", "")


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

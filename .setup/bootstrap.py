"""Make a virtual environment and install requirement files into it.

    python3 .setup/bootstrap.py .venv requirements.txt [requirements-dev.txt ...]

Needs nothing but the standard library. Debian and Ubuntu keep `ensurepip` in a package of its own
(python3-venv): where it is missing, pip comes as a wheel from the package index instead, checked against
the sha256 which the index gives.
"""

import base64
import configparser
import hashlib
import html.parser
import json
import os
import re
import ssl
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

OLDEST = (3, 11)
INDEX = "https://pypi.org/simple"
WHEEL = re.compile(r"^pip-(\d+(?:\.\d+)+)-py3-none-any\.whl$")
ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.2"
SECONDS = 60


class SetupError(Exception):
    """Something the person at the terminal has to mend; the text says how."""


def check_version(version, executable):
    """Says so if this Python is too old.

    Raises:
        SetupError: it is older than OLDEST.
    """
    if tuple(version[:2]) < OLDEST:
        raise SetupError(
            "On the Record needs Python {}.{} or newer, and {} is Python {}.{}.\n"
            "Install a newer one, or name it: make PYTHON=python3.12 run".format(
                OLDEST[0], OLDEST[1], executable, version[0], version[1]
            )
        )


def main(arguments):
    """Sets up the environment `arguments[0]` with the requirement files `arguments[1:]`.

    Raises:
        SetupError: this Python is too old, or pip failed.
    """
    check_version(sys.version_info, sys.executable)
    folder, requirements = Path(arguments[0]), arguments[1:]
    python = folder / "bin" / "python"
    if not has_pip(python):
        make_environment(folder, python)
    names = " and ".join(Path(name).name for name in requirements)
    say(f"Installing {names} into {folder} (the first time takes a minute or two)")
    install = ["install", "--quiet", "--no-input", "--prefer-binary", "--disable-pip-version-check"]
    for name in requirements:
        install += ["-r", name]
    if subprocess.call([str(python), "-m", "pip", *install]) != 0:
        raise SetupError(f"pip could not install {names}; its message above says why. Then run make again.")


def say(text):
    """Prints at once, so that lines stay in order with what pip prints."""
    print(text, flush=True)


def has_pip(python):
    """Whether this environment is whole: a broken or half-made one is made anew."""
    if not python.exists():
        return False
    check = "import sys, pip; sys.exit(sys.version_info[:2] < {!r})".format(OLDEST)
    return subprocess.call([str(python), "-c", check], stderr=subprocess.DEVNULL) == 0


def make_environment(folder, python):
    """Makes the environment with ensurepip where there is one, else with pip from the index.

    Raises:
        SetupError: neither way worked.
    """
    say(f"Making a Python environment in {folder}")
    make = [sys.executable, "-m", "venv", "--clear"]
    made = subprocess.run([*make, str(folder)], capture_output=True, text=True)
    if made.returncode == 0 and has_pip(python):
        return
    say("This Python comes without ensurepip: fetching pip from the package index")
    bare = subprocess.run([*make, "--without-pip", str(folder)], capture_output=True, text=True)
    try:
        if bare.returncode != 0:
            raise SetupError((bare.stdout + bare.stderr).strip())
        install_pip(python)
    except (SetupError, OSError, ValueError) as error:
        raise SetupError(
            f"No Python environment could be made in {folder}: {error}\n"
            "On Debian and Ubuntu this cures it: apt-get install python3-venv"
        ) from error


def install_pip(python):
    """Installs the newest pip the index offers into the environment of `python`.

    Raises:
        SetupError: the file is not the one that the index promises, or does not install.
    """
    index = index_url(os.environ, config_files(os.environ))
    page, base = fetch(index.rstrip("/") + "/pip/", index)
    url, digest = newest_pip(parse_index(page.decode("utf-8"), base))
    wheel, _ = fetch(url, index)
    if hashlib.sha256(wheel).hexdigest() != digest:
        raise SetupError(f"{url} does not have the sha256 that the index gives ({digest})")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / url.rsplit("/", 1)[-1]
        path.write_bytes(wheel)
        # A wheel is a zip file: pip runs from inside it and installs itself.
        command = [str(python), f"{path}/pip", "install", "--quiet", "--no-index", "--no-deps", str(path)]
        if subprocess.call(command) != 0:
            raise SetupError(f"{path.name} could not be installed")


def config_files(environ):
    """The configuration files that pip reads, in its order: the later ones win."""
    named = environ.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return []
    home = Path(environ.get("HOME") or Path.home())
    user = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    files = [
        Path("/etc/xdg/pip/pip.conf"),
        Path("/etc/pip.conf"),
        home / ".pip/pip.conf",
        user / "pip/pip.conf",
    ]
    return files + ([Path(named)] if named else [])


def setting(name, files):
    """The value of one setting in pip's configuration files, or ''."""
    found = ""
    for path in files:
        config = configparser.RawConfigParser()
        try:
            config.read(path, encoding="utf-8")
        except (configparser.Error, OSError, UnicodeDecodeError):
            say(f"Not read, since it is broken: {path}")
            continue
        for section in ("global", "install"):
            found = config.get(section, name, fallback=found)
    return found.strip()


def index_url(environ, files):
    """The package index: from the environment, else from pip's configuration, else pypi.org."""
    return environ.get("PIP_INDEX_URL") or setting("index-url", files) or INDEX


def fetch(url, index):
    """Returns (content, final address). A name and password in the index's address go only to its host.

    Raises:
        SetupError: the address has an unknown scheme, or does not answer.
    """
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "file":
        path = Path(urllib.request.url2pathname(parts.path))
        path = path / "index.html" if path.is_dir() else path
        return path.read_bytes(), path.parent.as_uri() + "/"
    if parts.scheme not in ("http", "https"):
        raise SetupError(f"the package index has an address that is neither http, https nor file: {url}")
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    request = urllib.request.Request(bare, headers={"Accept": ACCEPT})  # noqa: S310 - http(s) checked above
    who = urllib.parse.urlsplit(index)
    if who.username and who.hostname == parts.hostname:
        pair = urllib.parse.unquote(f"{who.username}:{who.password or ''}")
        request.add_unredirected_header("Authorization", "Basic " + base64.b64encode(pair.encode()).decode())
    certificates = os.environ.get("PIP_CERT") or setting("cert", config_files(os.environ)) or None
    context = ssl.create_default_context(cafile=certificates) if parts.scheme == "https" else None
    try:
        with urllib.request.urlopen(request, timeout=SECONDS, context=context) as answer:  # noqa: S310
            return answer.read(), answer.geturl()
    except urllib.error.URLError as error:
        raise SetupError(f"{bare} cannot be fetched ({error})") from error


class Links(html.parser.HTMLParser):
    """Collects the files of an index page in HTML as a list of entries like those of its JSON form."""

    def __init__(self):
        super().__init__()
        self.files = []

    def handle_starttag(self, tag, attrs):
        """Takes one <a href="...#sha256=..."> as a file."""
        values = dict(attrs)
        if tag != "a" or not values.get("href"):
            return
        url, _, fragment = values["href"].partition("#")
        algorithm, _, digest = fragment.partition("=")
        self.files.append(
            {
                "filename": urllib.parse.unquote(url.rsplit("/", 1)[-1]),
                "url": url,
                "hashes": {algorithm: digest},
                "requires-python": values.get("data-requires-python"),
                "yanked": "data-yanked" in values,
            }
        )


def parse_index(text, base):
    """The files of a package's index page (JSON or HTML), with full addresses."""
    if text.lstrip().startswith("{"):
        files = json.loads(text)["files"]
    else:
        links = Links()
        links.feed(text)
        files = links.files
    return [dict(entry, url=urllib.parse.urljoin(base, entry["url"])) for entry in files]


def newest_pip(files):
    """The (address, sha256) of the newest final pip wheel for this Python.

    Raises:
        SetupError: the index offers none.
    """
    fitting = []
    for entry in files:
        name = WHEEL.match(entry["filename"])
        digest = (entry.get("hashes") or {}).get("sha256")
        if not name or not digest or entry.get("yanked"):
            continue
        # pip's wheels state a lowest version and nothing else
        lowest = re.search(r">=\s*(\d+)\.(\d+)", entry.get("requires-python") or "")
        if lowest and tuple(map(int, lowest.groups())) > sys.version_info[:2]:
            continue
        fitting.append((tuple(map(int, name.group(1).split("."))), entry["url"], digest))
    if not fitting:
        raise SetupError("the package index offers no pip wheel with a sha256")
    return max(fitting)[1:]


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except SetupError as error:
        sys.exit(f"\n{error}")

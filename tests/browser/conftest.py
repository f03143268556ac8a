"""Servers and pages for the browser tests.

serve         starts (once per setting) a server that the tests of a session share
fresh_server  starts a server of this test's own: for a deep link as the very first request
open_page     opens a page that shares nothing but the browser's cache: open_page(width=360, height=740, dark=True)
page          open_page() at 1280 x 900, light

Every test that opens a page also fails when the page asks another host for anything, when the browser's
console shows an error, or when the server prints a traceback. A test that expects one of the first two
empties the list: outside_requests.clear(), console_errors.clear().
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser import driving
from tests.browser.chromium import NoChromium, find_chromium
from tests.browser.contexts import Contexts
from tests.browser.server import Server

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No name but our own has an address: what a page asks of another host fails, and is noted.
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
TRACEBACK = "Traceback (most recent call last)"
# On a deep link Streamlit asks for its own end points below the page's path first, then at the root.
PROBES = re.compile(r"/.+/_stcore/(health|host-config)$")

Serve = Callable[..., Server]


class Servers:
    """The servers of this session, started when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: list[Server] = []
        self.shared: dict[tuple[tuple[str, str], ...], Server] = {}

    def start(self, data: Path | str | None = None, script: Path | None = None, **environment: str) -> Server:
        """A new server on the collection in `data` (default: the repository's own)."""
        if data is not None:
            environment["TIMELINE_DATA"] = str(data)
        server = Server(self.folder, environment, script)
        self.running.append(server)
        return server.wait()

    def share(self, data: Path | str | None = None, **environment: str) -> Server:
        """The session's server with these settings, started if there is none yet."""
        key = tuple(sorted({"TIMELINE_DATA": str(data or ""), **environment}.items()))
        if key not in self.shared:
            self.shared[key] = self.start(data, **environment)
            httpx2.get(f"{self.shared[key].url}/healthz", timeout=60)  # whichever test comes first, the record is open
        self.shared[key].check()
        return self.shared[key]

    def stop(self, server: Server) -> None:
        """Ends one server."""
        server.stop()
        self.running.remove(server)

    def origins(self) -> set[str]:
        """The hosts, with ports, that pages may ask."""
        return {f"127.0.0.1:{server.port}" for server in self.running}


@pytest.fixture(scope="package")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """All servers of the browser tests."""
    servers = Servers(tmp_path_factory.mktemp("servers"))
    yield servers
    for server in list(servers.running):
        servers.stop(server)


@pytest.fixture(scope="package")
def serve(servers: Servers) -> Serve:
    """Starts or reuses a server: `serve().url`, `serve(data=folder, NAME="value").url`."""
    return servers.share


@pytest.fixture
def fresh_server(servers: Servers) -> Iterator[Serve]:
    """Starts servers that nobody has asked anything yet, and ends them with the test."""
    own: list[Server] = []

    def start(*arguments: object, **settings: object) -> Server:
        own.append(servers.start(*arguments, **settings))  # type: ignore[arg-type]
        return own[-1]

    yield start
    for server in own:
        servers.stop(server)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests."""
    try:
        path = find_chromium()
    except NoChromium as error:
        pytest.fail(str(error), pytrace=False)
    if not path:
        pytest.fail("no Chromium that starts: python -m tests.browser.chromium --ensure", pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def contexts(browser: Browser) -> Contexts:
    """Its contexts, with what they have loaded."""
    return Contexts(browser)


@pytest.fixture
def outside_requests(servers: Servers) -> list[str]:
    """Every request of this test's pages to a host other than the servers; must end empty."""
    return []


@pytest.fixture
def console_errors() -> list[str]:
    """Every error in the console of this test's pages, and every uncaught one; must end empty."""
    return []


@pytest.fixture
def open_page(
    contexts: Contexts, servers: Servers, outside_requests: list[str], console_errors: list[str]
) -> Iterator[Callable[..., Page]]:
    """Opens pages, each in a context that no other test uses meanwhile, and looks after them at the end of the test."""
    printed = {server: len(server.log()) for server in servers.running}
    opened: list[BrowserContext] = []
    heard: dict[str, Callable[..., object]] = {
        "request": lambda request: note_address(request.url),
        "console": lambda message: note_console(message),
        "weberror": lambda failure: console_errors.append(str(failure.error)),
        "page": lambda page: page.on("websocket", lambda socket: note_address(socket.url)),
    }

    def note_address(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc not in servers.origins():
            outside_requests.append(url)

    def note_console(message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        if message.type == "error" and not PROBES.search(urlsplit(url).path):
            console_errors.append(f"{message.text} ({url})")

    def start(width: int = 1280, height: int = 900, dark: bool = False, **options: object) -> Page:
        viewport = {"width": width, "height": height}
        context = contexts.take(viewport=viewport, color_scheme="dark" if dark else "light", **options)
        opened.append(context)
        for event, hear in heard.items():
            context.on(event, hear)  # type: ignore[call-overload]
        return context.new_page()

    yield start
    for context in opened:
        for event, hear in heard.items():
            context.remove_listener(event, hear)
        contexts.give_back(context, servers.origins())
    for server in servers.running:
        server.check()
        fresh = server.log()[printed.get(server, 0) :]
        assert TRACEBACK not in fresh, f"the server printed a traceback:\n{fresh}"
    assert not outside_requests, f"the page asked other hosts: {outside_requests}"
    assert not console_errors, f"the browser's console shows errors: {console_errors}"


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page of 1280 x 900 in the light theme."""
    return open_page()


@pytest.fixture
def settled() -> Callable[..., Page]:
    """`settled(page)`: see tests.browser.driving."""
    return driving.settled


@pytest.fixture
def rerun() -> Callable[..., object]:
    """`with rerun(page): ...`: see tests.browser.driving."""
    return driving.rerun

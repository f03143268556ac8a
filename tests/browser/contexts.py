"""Contexts of the browser, taken and given back: what a page has loaded is not loaded again for the next test.

Cookies, storage and pages do not outlive a test; the browser's cache does, as it does for a reader.
"""

from __future__ import annotations

from collections.abc import Iterable

from playwright.sync_api import Browser, BrowserContext

from tests.browser import driving


class Contexts:
    """Those that nobody uses, by the options that they were made with."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: dict[str, list[BrowserContext]] = {}
        self._keys: dict[BrowserContext, str] = {}

    def take(self, **options: object) -> BrowserContext:
        """One that nobody uses; a new one where there is none."""
        key = repr(sorted(options.items()))
        idle = self._idle.setdefault(key, [])
        if idle:
            return idle.pop()
        context = self._browser.new_context(locale="en-GB", timezone_id="UTC", **options)  # type: ignore[arg-type]
        context.add_init_script(driving.WATCH)
        self._keys[context] = key
        return context

    def give_back(self, context: BrowserContext, origins: Iterable[str]) -> None:
        """Closes its pages and forgets what pages of these origins have kept."""
        context.set_offline(False)
        context.clear_cookies()
        if context.pages:
            devtools = context.new_cdp_session(context.pages[0])
            for origin in origins:
                devtools.send("Storage.clearDataForOrigin", {"origin": f"http://{origin}", "storageTypes": STORAGE})
        for page in context.pages:
            page.close()
        self._idle[self._keys[context]].append(context)


STORAGE = "local_storage,indexeddb,cache_storage,service_workers"

"""The fixtures of ``tests/browser``, for the tests that a change runs in `make prove`."""

from tests.browser.conftest import (
    browser,
    console_errors,
    contexts,
    fresh_server,
    open_page,
    outside_requests,
    page,
    rerun,
    serve,
    servers,
    settled,
)

__all__ = [
    "browser",
    "console_errors",
    "contexts",
    "fresh_server",
    "open_page",
    "outside_requests",
    "page",
    "rerun",
    "serve",
    "servers",
    "settled",
]

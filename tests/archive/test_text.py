"""The main text of a page: what is compared, and pages that are made to keep the parser busy."""

from __future__ import annotations

import hashlib
import time

import pytest

from tests.archive.site import LONG
from timeline.archive import text
from timeline.archive.text import MOST_BYTES, MainText, read_text, take_out, take_out_apart

ARTICLE = f"<nav><a href=x>Menu</a></nav><article><p>{LONG}</p></article>"
PAGE = f"<html><head><title>A meeting</title></head><body>{ARTICLE}</body></html>".encode()


def test_a_page_is_read_apart_as_it_is_read_here():
    assert take_out_apart(PAGE) == take_out(PAGE) == ("A meeting", LONG.strip())


@pytest.mark.parametrize("body", [b"", b"\0\xff" * 50, b"<html>", b"no page", b"<div>" * 10_000])
def test_a_page_without_text(body):
    assert take_out(body) == ("", "")


def test_a_page_that_is_made_to_take_long_is_left():
    body = b"<p " + b" ".join(b'a%d=""' % number for number in range(200_000)) + b">" + PAGE
    start = time.monotonic()
    assert take_out_apart(body, seconds=0.5) == ("", "")
    assert time.monotonic() - start < 1.5


def test_a_parser_that_breaks_gives_nothing(monkeypatch, tmp_path):
    broken = tmp_path / "broken.py"
    broken.write_text("raise SystemExit(3)")
    monkeypatch.setattr(text, "__file__", str(broken))
    assert take_out_apart(PAGE) == ("", "")


def test_white_space_is_no_difference():
    wide, narrow = (read_text(PAGE, "text/html", lambda body, gap=gap: ("", f"a{gap}b")) for gap in ("\n\n  ", " "))
    assert wide.sha256 == narrow.sha256 == hashlib.sha256(b"a b").hexdigest()


@pytest.mark.parametrize("kind", ["application/pdf", "", "text/plain", "image/svg+xml"])
def test_what_is_no_page_has_no_text(kind):
    assert read_text(PAGE, kind, take_out) == MainText()


def test_a_page_is_read_up_to_a_size():
    sizes = [len(PAGE), MOST_BYTES, MOST_BYTES + 1]
    found = [read_text(PAGE.ljust(size), "text/html", lambda body: ("", "text")).by for size in sizes]
    assert [name[:13] for name in found] == ["trafilatura 2", "trafilatura 2", ""]


@pytest.mark.parametrize(
    ("title", "line"), [("  a\n\tb ", "a b"), ("a\0b\u202ec", "a b c"), ("x" * 999, "x" * 300), ("Путь", "Путь")]
)
def test_a_title_is_one_line(title, line):
    assert read_text(PAGE, "text/html", lambda body: (title, "")).title == line

"""What holds for every format: it states filter, version and licence, and is the same whenever it is written."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pyarrow.parquet as pq
import pytest

from tests.exchange.views import BASE, TEXTS, hostile, talks
from timeline.exchange.formats import FORMATS
from timeline.exchange.icalendar import escape_text
from timeline.exchange.texts import escape_markdown
from timeline.exchange.view_files import VIEW_FORMATS, file_name, write_view
from timeline.exchange.view_tables import head_file
from timeline.query.filter import Filter

each_format = pytest.mark.parametrize("form", VIEW_FORMATS)


def stated(form: str, content: bytes) -> str:
    """The text of a file in which filter, version and licence must be found."""
    if form in ("csv", "parquet"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.read("README.txt").decode()
    text = content.decode()
    if form == "icalendar":
        return text.replace("\r\n ", "")
    if form == "atom":
        return text.replace("&amp;", "&")
    return text.replace("&amp;", "&") if form == "timelinejs" else text


def as_stated(form: str, text: str) -> str:
    if form == "icalendar":
        return escape_text(text)
    return escape_markdown(text) if form == "markdown" else text


@each_format
def test_filter_version_and_licence_stand_inside(real_view, form):
    if form == "csl-json" and not len(real_view):
        pytest.skip("a bare array of items has no place for it without an item")
    head, found = head_file(real_view, BASE), stated(form, write_view(real_view, form, BASE))
    for text in (head.filter_words, head.query, head.version, head.licence, head.title):
        if form == "bibtex":
            text = text.replace("@", "(at)")
        assert as_stated(form, text) in found


@each_format
def test_equal_views_give_equal_bytes(tmp_path, form):
    first, second = talks(tmp_path / "a"), talks(tmp_path / "b", Filter(page=2, event="meeting", sort="oldest"))
    assert write_view(first, form, BASE) == write_view(second, form, BASE)
    assert write_view(first, form) == write_view(first, form)


@each_format
@pytest.mark.parametrize("text", ["script", "control"])
def test_no_page_runs_and_no_terminal_obeys_a_file(tmp_path, form, text):
    content = write_view(hostile(tmp_path, TEXTS[text]), form, BASE)
    if form in ("atom", "markdown"):
        assert not re.search(rb"(?<!\\)<(script|img)", content)
    if form not in ("csv", "parquet"):
        assert not set(content) & {0, 7, 27}


@each_format
def test_a_view_without_events(real_record, form):
    content = write_view(real_record.view(Filter(q="nothing-like-it")), form, BASE)
    assert content
    if form in ("json", "geojson", "timelinejs", "csl-json"):
        json.loads(content)


def test_the_register():
    assert {*FORMATS} < {*VIEW_FORMATS}
    assert len({form.suffix for form in VIEW_FORMATS.values()}) == len(VIEW_FORMATS)
    assert len({form.label for form in VIEW_FORMATS.values()}) == len(VIEW_FORMATS)
    for form in VIEW_FORMATS.values():
        assert form.suffix.startswith(".")
        assert "/" in form.media_type


def test_names_of_files(tmp_path):
    view = talks(tmp_path)
    assert file_name(view, "csv") == f"on-the-record-{view.record.version[:12]}.csv.zip"


def test_a_zip_is_no_bomb_and_keeps_to_its_folder(real_record):
    for form in ("csv", "parquet"):
        with zipfile.ZipFile(io.BytesIO(write_view(real_record.view(), form))) as archive:
            assert all("/" not in name and "\\" not in name for name in archive.namelist())


def test_parquet_opens_without_the_zip_too(tmp_path):
    with zipfile.ZipFile(io.BytesIO(write_view(talks(tmp_path), "parquet"))) as archive:
        archive.extract("events.parquet", tmp_path)
    assert pq.read_table(tmp_path / "events.parquet").num_rows == 2


@pytest.mark.parametrize(
    ("form", "base", "message"),
    [
        ("xls", "", "there is no format 'xls'; write one of: csv, json, parquet"),
        ("atom", "example.org", "'example.org' is not the address of a dashboard"),
        ("atom", "javascript:alert(1)//", "is not the address"),
        ("atom", "https://example.org/?a=b", "is not the address"),
        ("icalendar", "https://example.org/\r\nX:1", "is not the address"),
    ],
)
def test_a_wrong_call(tmp_path, form, base, message):
    with pytest.raises(ValueError, match=message.replace("?", r"\?").replace("(", r"\(")):
        write_view(talks(tmp_path), form, base)

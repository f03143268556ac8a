"""Whatever dialect and encoding a table is written in, its cells come back (property tests)."""

from __future__ import annotations

import csv
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bring.files import rows_of
from timeline.bring.look import look

HEADER = ["date", "title", "place", "note"]
# Letters of four scripts, and every sign that a dialect could trip over.
TEXTS = st.text(alphabet="abcXYZ 0123éßжї–,;|\t\"'\n.-=", max_size=12)
UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-32"]
fixtures = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@st.composite
def written(draw, encodings, texts):
    """Rows as cells, and as bytes; each row has a date, so that none is blank."""
    days = st.dates().map(lambda day: day.isoformat())
    rows = draw(st.lists(st.tuples(days, texts, texts, texts).map(list), min_size=1, max_size=12))
    dialect = {
        "delimiter": draw(st.sampled_from(",;\t|")),
        "quoting": draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC])),
        "lineterminator": draw(st.sampled_from(["\n", "\r\n"])),
    }
    target = io.StringIO()
    csv.writer(target, **dialect).writerows([HEADER, *rows])
    encoding = draw(st.sampled_from(encodings))
    return rows, target.getvalue().encode(encoding), encoding, dialect["delimiter"]


@fixtures
@given(table=written(UNICODE, TEXTS))
def test_delimiter_and_encoding_are_found(table, tmp_path):
    rows, content, encoding, delimiter = table
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    assert [list(row.cells.values()) for row in rows_of(path)] == rows
    reading = look(path).reading
    assert reading["delimiter"] == {"\t": "tab"}.get(delimiter, delimiter)
    assert reading["encoding"] == encoding


@fixtures
@given(table=written(["cp1251", "cp866", "koi8_u"], st.text(alphabet="абвгдежзий ABC,;|\t\"'\n", max_size=12)))
def test_what_is_given_is_taken(table, tmp_path):
    """Of some random letters nobody could tell the encoding."""
    rows, content, encoding, _ = table
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    assert [list(row.cells.values()) for row in rows_of(path, reading={"encoding": encoding})] == rows


@fixtures
@given(
    rows=st.lists(st.lists(st.sampled_from(["a", "a, b", "c; d", "it's", "x|y"]), min_size=3, max_size=3), min_size=3)
)
def test_single_quotation_marks_are_found(rows, tmp_path):
    path = tmp_path / "table.csv"
    with path.open("w", newline="") as stream:
        csv.writer(stream, quotechar="'", quoting=csv.QUOTE_ALL).writerows([HEADER[:3], *rows])
    assert [list(row.cells.values()) for row in rows_of(path)] == rows
    assert look(path).reading["quote"] == "'"

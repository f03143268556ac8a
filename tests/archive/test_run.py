"""Whole runs over a site that changes, redirects, lies, loops and disappears, and what is kept of it."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
import zipfile

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.archive.site import GONE, LONG, MISSING, Clock, article, network, page, redirect
from tests.writing import claim, event, source, write_collection
from timeline.archive.run import IndexFaulty, archive_record
from timeline.archive.text import take_out
from timeline.query.collection import open_collection

CHANGED = LONG.replace("Tuesday", "Wednesday")


class Editor:
    """Somebody who keeps copies of the documents of a small collection."""

    def __init__(self, folder, site):
        self.folder, self.site, self.clock = folder, site, Clock()
        self.index = folder / "archive" / "index.csv"

    def cites(self, *paths, host="site.example"):
        sources = {f"s{n}": source(name=f"s{n}", url=self.site.url(path, host)) for n, path in enumerate(paths)}
        write_collection(self.folder, {"first": event(sources=sources)})

    def runs(self, day="2026-03-03", **asked):
        self.clock.move_to(day)
        given = {"network": network(self.clock), "now": self.clock.now, "take_out": take_out}  # quicker in this process
        report = archive_record(self.folder, **given | asked)
        return report.lines()

    def rows(self):
        with self.index.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def words(self):
        return open_collection(self.folder).sources["copy_words"].tolist()

    def files(self):
        return sorted(path.name for path in (self.folder / "archive").iterdir())


@pytest.fixture
def editor(tmp_path, site):
    return Editor(tmp_path, site)


def test_a_copy_is_kept_with_date_hashes_status_and_title(editor):
    sent = article(title="A  meeting\n")
    editor.site.pages |= {"/old": redirect("/new"), "/new": sent}
    editor.cites("/old")
    assert editor.runs() == ["Asked: 1. Copied: 1. Not found: 0. Not copied for other reasons: 0."]
    (row,) = editor.rows()
    body = sent.partition(b"\r\n\r\n")[2]
    assert row["text_by"].startswith("trafilatura 2.")
    assert {name: value for name, value in row.items() if name != "text_by"} == {
        "url": editor.site.url("/old"),
        "time": "2026-03-03T09:00:00Z",
        "outcome": "copied",
        "status": "200",
        "reason": "",
        "redirects": editor.site.url("/new"),
        "media_type": "text/html",
        "title": "A meeting",
        "size": str(len(body)),
        "sha256": hashlib.sha256(body).hexdigest(),
        "text_sha256": hashlib.sha256(LONG.strip().encode()).hexdigest(),
        "file": "20260303T090000Z.warc.gz",
    }
    assert editor.files() == [".gitignore", "20260303T090000Z.wacz", "index.csv"]
    assert editor.words() == ["copy of 3 March 2026"]


def test_the_wacz_is_valid_and_holds_every_step_as_it_was_sent(editor, tmp_path, capsys):
    chunks = b"3\r\nThe\r\n5\r\n text\r\n0\r\n\r\n"
    editor.site.pages |= {
        "/old": redirect("/new"),
        "/new": page(chunks, content_length="", transfer_encoding="chunked"),
    }
    editor.cites("/old")
    editor.runs()
    assert capsys.readouterr().out == ""
    path = tmp_path / "archive/20260303T090000Z.wacz"
    check = subprocess.run([sys.executable, "-m", "wacz", "validate", "-f", path], capture_output=True, text=True)
    assert check.returncode == 0, check.stdout
    with zipfile.ZipFile(path) as packed:
        pages = [json.loads(line) for line in packed.read("pages/pages.jsonl").splitlines()][1:]
        assert [(found["url"], found["ts"]) for found in pages] == [(editor.site.url("/new"), "2026-03-03T09:00:00Z")]
        with packed.open("archive/20260303T090000Z.warc.gz") as stream:
            records = [
                (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
                for record in ArchiveIterator(stream)
            ]
    old, new = editor.site.url("/old"), editor.site.url("/new")
    assert [record[:2] for record in records[1:]] == [
        ("response", old),
        ("request", old),
        ("response", new),
        ("request", new),
    ]
    assert records[3][2] == b"The text"


def test_a_change_is_said_between_two_of_our_copies(editor):
    editor.site.pages["/"] = article()
    editor.cites("/")
    editor.runs("2026-03-03")
    editor.site.pages["/"] = article(CHANGED)
    told = "text differs between the copies of 3 March 2026 and 9 May 2026"
    assert editor.runs("2026-05-09")[0] == f"{editor.site.url()}: {told}"
    assert editor.words() == [f"copy of 9 May 2026; {told}"]
    assert editor.runs("2026-06-01")[0].startswith("Asked"), "said once, by the run that found it"
    assert editor.words() == [f"copy of 1 June 2026; {told}"], "and by the record from then on"


def test_what_is_around_the_text_may_change(editor):
    editor.site.pages["/"] = article()
    editor.cites("/")
    editor.runs("2026-03-03")
    body = article().partition(b"\r\n\r\n")[2].replace(b"</body>", b"<script>1</script></body>")
    editor.site.pages["/"] = page(body)
    assert len(editor.runs("2026-03-04")) == 1
    first, second = editor.rows()
    assert first["sha256"] != second["sha256"]
    assert first["text_sha256"] == second["text_sha256"]


def test_a_file_without_text_is_compared_as_it_is(editor):
    editor.cites("/a.pdf")
    for day, body in (("2026-03-03", b"%PDF-1"), ("2026-03-04", b"%PDF-2")):
        editor.site.pages["/a.pdf"] = page(body, content_type="application/pdf")
        told = editor.runs(day)
    assert told[0].endswith("file differs between the copies of 3 March 2026 and 4 March 2026")


def test_a_copy_that_is_the_same_to_the_byte_is_not_kept_twice(editor):
    editor.site.pages["/"] = article()
    editor.cites("/")
    editor.runs("2026-03-03")
    editor.runs("2026-03-04")
    assert editor.files() == [".gitignore", "20260303T090000Z.wacz", "index.csv"]
    assert {row["file"] for row in editor.rows()} == {"20260303T090000Z.warc.gz"}
    assert editor.words() == ["copy of 4 March 2026"]
    (editor.folder / "archive/20260303T090000Z.wacz").unlink()
    editor.runs("2026-03-05")
    assert editor.files() == [".gitignore", "20260305T090002Z.wacz", "index.csv"], "one that was removed is kept anew"


def test_a_page_that_no_text_can_be_taken_from_is_kept_and_not_compared(editor):
    editor.cites("/")
    for day, text, found in (("2026-03-03", LONG, take_out), ("2026-03-04", CHANGED, lambda body: ("", ""))):
        editor.site.pages["/"] = article(text)
        assert len(editor.runs(day, take_out=found)) == 1
    assert editor.words() == ["copy of 4 March 2026"]
    assert [bool(row["text_sha256"]) for row in editor.rows()] == [True, False]


@pytest.mark.parametrize("answer", [GONE, MISSING])
def test_an_address_is_gone_after_two_failures_on_different_days(editor, answer):
    editor.site.pages["/"] = article()
    editor.cites("/")
    editor.runs("2026-03-03")
    editor.site.pages["/"] = answer
    status = answer[9:12].decode()
    assert editor.runs("2026-03-04")[0] == f"{editor.site.url()}: the server answers {status}"
    editor.runs("2026-03-04")
    assert editor.words() == ["copy of 3 March 2026"], "twice on one day may be one fault"
    told = "address gone since 4 March 2026; copy of 3 March 2026"
    assert editor.runs("2026-03-06")[0] == f"{editor.site.url()}: the server answers {status}; {told}"
    assert editor.words() == [told]
    editor.site.pages["/"] = article()
    editor.runs("2026-03-07")
    assert editor.words() == ["copy of 7 March 2026"], "it is back"


@pytest.mark.parametrize("status", ["403 Forbidden", "429 Too Many Requests", "500 Broken", "503 Busy"])
def test_where_somebody_is_there_and_says_no_nothing_is_gone(editor, status):
    editor.site.pages["/"] = page("no", status)
    editor.cites("/")
    for day in ("2026-03-03", "2026-03-04", "2026-03-05"):
        told = editor.runs(day)
    assert told[0] == f"{editor.site.url()}: the server answers {status[:3]}"
    assert editor.words() == [""]


def test_a_fault_of_another_kind_begins_the_count_anew(editor):
    editor.cites("/")
    for day, answer in (("2026-03-03", MISSING), ("2026-03-04", page("no", "503 Busy")), ("2026-03-05", MISSING)):
        editor.site.pages["/"] = answer
        editor.runs(day)
    assert editor.words() == [""]
    editor.runs("2026-03-06")
    assert editor.words() == ["address gone since 5 March 2026"]


def test_nobody_anywhere_is_our_own_connection(editor, monkeypatch):
    editor.cites("/a", "/b")
    editor.site.port = 9  # nobody listens there
    editor.cites("/a", "/b")
    for day in ("2026-03-03", "2026-03-04"):
        told = editor.runs(day)
    assert "nobody answered in this run, so it says nothing about the address" in told[0]
    assert editor.words() == ["", ""]


def test_a_server_that_is_gone_while_others_answer(editor):
    editor.site.pages["/a"] = article()
    sources = {"a": source(name="a", url=editor.site.url("/a")), "b": source(name="b", url="http://site.example:9/")}
    write_collection(editor.folder, {"first": event(sources=sources)})
    for day in ("2026-03-03", "2026-03-04"):
        editor.runs(day)
    assert editor.words() == ["copy of 4 March 2026", "address gone since 3 March 2026"]


@pytest.mark.parametrize(
    ("pages", "why"),
    [
        ({"/": page("x", content_length="100")}, "breaks off before its end"),
        ({"/": redirect("/")}, "redirects in a circle"),
        ({"/": redirect("http://private.example/")}, "private.example is at 10.0.0.1"),
        ({"/": article(), "/robots.txt": page("User-agent: *\nDisallow: /")}, "robots.txt of site.example does not"),
        ({"/": page("")}, "sends an empty document"),
        ({"/": page("x", "204 No Content")}, "the server answers 204"),
    ],
    ids=["lies", "loops", "leads inside", "forbids", "is empty", "has no content"],
)
def test_what_gives_no_copy_is_told_and_nothing_is_kept(editor, pages, why):
    editor.site.pages |= pages
    editor.cites("/")
    assert why in editor.runs()[0]
    (row,) = editor.rows()
    assert (row["outcome"], row["sha256"], row["file"]) == ("failed", "", "")
    assert why in row["reason"]
    assert editor.files() == [".gitignore", "index.csv"]


def test_only_new_and_limit(editor):
    editor.site.pages |= {"/a": article(), "/b": MISSING, "/c": article()}
    editor.cites("/a", "/b", "/c")
    assert editor.runs("2026-03-03", limit=2)[-1].endswith(" Left for the next run: 1.")
    assert [row["url"][-2:] for row in editor.rows()] == ["/a", "/b"]
    editor.runs("2026-03-04", limit=1)
    assert editor.rows()[-1]["url"].endswith("/c"), "those that were never asked come first"
    editor.runs("2026-03-05", limit=1)
    assert editor.rows()[-1]["url"].endswith("/a"), "then those asked longest ago"
    editor.runs("2026-03-06", only_new=True)
    assert [row["url"][-2:] for row in editor.rows()[4:]] == ["/b"], "of the others there is a copy"


def test_hosts_take_turns(editor):
    sources = {
        f"{host}{n}": source(name=f"{host}{n}", url=editor.site.url(f"/{n}", host))
        for host in ("a.x", "b.x")
        for n in (1, 2)
    }
    write_collection(editor.folder, {"first": event(sources={k.replace(".", "-"): v for k, v in sources.items()})})
    editor.runs()
    assert [host[:3] + path for host, path in editor.site.asked] == ["a.x/1", "b.x/1", "a.x/2", "b.x/2"]


def test_documents_that_positions_cite_are_asked_as_well_and_each_once(editor):
    cited = {"a": source(name="a", url=editor.site.url("/a")), "b": source(name="b", url=editor.site.url("/b"))}
    said = {"b": cited["b"] | {"cited_for": "positions"}, "a": cited["a"]}
    events = {
        "first": event(sources=cited),
        "second": event(sources=said, claims=[claim(("alpha", "asserts", None, "b"))]),
    }
    write_collection(editor.folder, events)
    editor.runs()
    assert sorted(path for _, path in editor.site.asked) == ["/a", "/b"]


def test_what_was_kept_stays_when_the_run_is_broken_off(editor):
    editor.site.pages |= {"/a": article(), "/b": article()}
    editor.cites("/a", "/b")

    def tell(words):
        if words.startswith("2 of 2"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        editor.runs(tell=tell)
    assert [row["url"][-2:] for row in editor.rows()] == ["/a"]
    assert editor.files() == [".gitignore", "20260303T090000Z.wacz", "index.csv"]


def test_an_index_that_cannot_be_read_is_not_added_to(editor):
    editor.cites("/")
    editor.runs()
    before = editor.index.read_text() + "something else\n"
    editor.index.write_text(before)
    with pytest.raises(IndexFaulty, match=r"archive/index.csv, line 3: has 1 cell instead of 13\. .* Mend it"):
        editor.runs()
    assert editor.index.read_text() == before


def test_a_title_is_no_formula(editor):
    editor.site.pages["/"] = article(title="=HYPERLINK(\u202e1)")
    editor.cites("/")
    editor.runs()
    assert editor.rows()[0]["title"] == "'=HYPERLINK(1)"


def test_the_copies_are_no_part_of_the_version(editor):
    editor.site.pages["/"] = article()
    editor.cites("/")
    before = open_collection(editor.folder)
    editor.runs()
    after = open_collection(editor.folder)
    assert after.version == before.version
    assert not after.problems
    assert (editor.folder / "archive/.gitignore").read_text().endswith("*\n")

"""One request and its answer: kept as it was sent, and never more, longer or elsewhere than allowed."""

from __future__ import annotations

import gzip
import ssl
import subprocess
import time
import zlib

import pytest

from tests.archive.site import article, network, page, serving, slowly
from timeline.archive.addresses import look_up
from timeline.archive.errors import NotCopied, Unanswered
from timeline.archive.exchange import ask

CHUNKED = {"content_length": "", "transfer_encoding": "chunked"}
GZIP = {"content_encoding": "gzip"}
CHUNKS = b"3\r\nThe\r\n5\r\n text\r\n0\r\n\r\n"


def get(site, path="/", **changes):
    asked = network(**changes)
    return ask(look_up(site.url(path), asked.resolve, allow_loopback=True), asked)


def test_the_name_is_asked_for_at_the_address_that_was_checked(site):
    site.pages["/a?b=c"] = page("The text")
    answer = get(site, "/a?b=c")
    assert (answer.status, answer.reason, answer.body, answer.ip) == (200, "OK", b"The text", "127.0.0.1")
    assert site.asked == [(f"site.example:{site.port}", "/a?b=c")]
    assert b"\r\nUser-Agent: on-the-record/" in answer.request


def test_the_name_is_not_looked_up_again_to_connect(site):
    site.pages["/"] = page("The text")
    target = look_up(site.url(), lambda host, port: ["127.0.0.1"], allow_loopback=True)
    later = network(resolve=lambda host, port: ["10.0.0.1"])  # who answers for the name has changed their mind
    assert ask(target, later).ip == "127.0.0.1"


def test_the_next_checked_address_is_tried(site):
    site.pages["/"] = page("The text")
    answer = get(site, resolve=lambda host, port: ["127.99.99.99", "::1", "127.0.0.1"])
    assert answer.body == b"The text"


@pytest.mark.parametrize(
    ("sent", "body"),
    [
        (page(CHUNKS, **CHUNKED), b"The text"),
        (page(gzip.compress(b"The text"), **GZIP), b"The text"),
        (page(zlib.compress(b"The text"), content_encoding="deflate"), b"The text"),
        (page(b"The text", content_length=""), b"The text"),
        (page(b"The text and more", content_length="8"), b"The text"),
        (page(b"", **GZIP), b""),
    ],
    ids=["chunks", "gzip", "deflate", "until the end", "says less than it sends", "nothing packed"],
)
def test_a_body_is_kept_as_it_was_sent_and_read_as_it_was_meant(site, sent, body):
    site.pages["/"] = sent
    answer = get(site)
    assert answer.body == body
    assert sent.partition(b"\r\n\r\n")[2].startswith(answer.sent)


def endless(write):
    write(page(content_length=""))
    while True:
        write(b"x" * 10_000)


NO_COPIES = {
    "a large answer": (page(b"x" * 5000), "more than 0.002 MB"),
    "one without end": (endless, "more than 0.002 MB"),
    "one that says it is huge": (page(b"x", content_length=str(10**15)), "more than 0.002 MB"),
    "a chunk that says so": (page(b"FFFFFFFFFFFF\r\nx", **CHUNKED), "more than 0.002 MB"),
    "one that is huge when unpacked": (page(gzip.compress(b"x" * 500_000), **GZIP), "0.002 MB when it is unpacked"),
    "long headers": (page(b"x", x="y" * 3000), "more than 0.002 MB"),
    "less than it says": (page(b"x", content_length="100"), "breaks off before its end"),
    "a chunk that is less": (page(b"5\r\nx", **CHUNKED), "breaks off before its end"),
    "half of a packed one": (page(gzip.compress(b"x" * 99)[:-9], **GZIP), "breaks off before its end"),
    "one that is not packed": (page(b"no gzip", **GZIP), "packed and damaged"),
    "one that is packed otherwise": (page(b"x", content_encoding="br"), r"did not ask for \(br\)"),
    "a chunk of less than nothing": (page(b"-5\r\nx", **CHUNKED), "does not answer as a web server does"),
    "another protocol": (b"SSH-2.0-OpenSSH_9.6\r\n", "does not answer as a web server does"),
    "nothing": (b"", "does not answer as a web server does"),
}


@pytest.mark.parametrize("case", NO_COPIES)
def test_an_answer_that_is_no_copy(site, case):
    site.pages["/"], why = NO_COPIES[case]
    with pytest.raises(NotCopied, match=why):
        get(site, most_bytes=2_000)


def test_an_answer_of_just_the_allowed_size(site):
    sent = page("x" * 1000)
    site.pages["/"] = sent
    assert len(get(site, most_bytes=len(sent)).body) == 1000
    with pytest.raises(NotCopied):
        get(site, most_bytes=len(sent) - 1)


def silent(write):
    time.sleep(1)


@pytest.mark.parametrize(
    ("answer", "changes"),
    [(slowly(article()), {"seconds": 0.3}), (silent, {"silence": 0.2}), (silent, {"seconds": 0.2})],
    ids=["byte by byte", "silence", "silence until the time is up"],
)
def test_a_server_that_takes_its_time_is_left(site, answer, changes):
    site.pages["/"] = answer
    start = time.monotonic()
    with pytest.raises(NotCopied, match="takes too long"):
        get(site, monotonic=time.monotonic, **changes)
    assert time.monotonic() - start < 0.9


def test_where_nobody_listens(site):
    with serving() as other:
        port = other.port
    site.port = port
    with pytest.raises(Unanswered, match=r"nobody answers at site\.example: Connection refused"):
        get(site)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of its own authority for named.example."""
    folder = tmp_path_factory.mktemp("certificate")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=x"
    named = ["-keyout", "key", "-out", "cert", "-addext", "subjectAltName=DNS:named.example"]
    subprocess.run([*command.split(), *named], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize(
    ("host", "trusted", "why"),
    [("named.example", True, ""), ("other.example", True, "not safe"), ("named.example", False, "not safe")],
)
def test_a_certificate_is_checked_by_name_although_the_connection_is_to_an_address(certificate, host, trusted, why):
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate / "cert", certificate / "key")
    trust = ssl.create_default_context(cafile=certificate / "cert" if trusted else None)
    with serving(server) as site:
        site.pages["/"] = page("The text")
        asked = network(context=trust)
        target = look_up(f"https://{host}:{site.port}/", asked.resolve, allow_loopback=True)
        if not why:
            assert ask(target, asked).body == b"The text"
            return
        with pytest.raises(NotCopied, match=why):
            ask(target, asked)

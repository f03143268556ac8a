"""The filter and its URL: a round trip that loses nothing, and links that ask for what is not there."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.writing import claim, event, source, write_collection
from timeline import Filter, open_collection
from timeline.collection.vocabulary import CONTESTS, SUPPORTS

words = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=8)
ids = st.lists(words, min_size=1, max_size=3).map("-".join)
many = st.lists(ids, max_size=4)
days = st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31))
texts = st.text(max_size=200).filter(lambda text: not text or any(c.isalnum() for c in text))

filters = st.builds(
    Filter,
    actors=many,
    themes=many,
    publishers=many,
    support=st.lists(st.sampled_from(list(SUPPORTS))),
    contest=st.lists(st.sampled_from(list(CONTESTS))),
    countries=st.lists(st.sampled_from(["UA", "RU", "US", "AE"])),
    start=days,
    end=days,
    known=days,
    certain=st.booleans(),
    together=st.booleans(),
    event=st.just("") | ids,
    sort=st.sampled_from(["newest", "oldest"]),
    page=st.integers(1, 1000),
    q=st.sampled_from(["", "Anchorage", "удар по Києву", "a & b = c?", "100%", "“quoted”", "x+y", "ＡＢＣ"]),
)


@given(filters)
def test_a_filter_comes_back_from_its_own_link(flt):
    assert Filter.from_query(flt.to_query()) == (flt, [])
    assert Filter.from_query("?" + flt.to_query()) == (flt, [])
    assert Filter.from_query(flt.to_params()) == (flt, [])


@given(texts)
def test_any_text_that_is_searched_for_comes_back(text):
    flt, _ = Filter.from_query(Filter(q=text).to_query())
    again, ignored = Filter.from_query(flt.to_query())
    assert (again, ignored) == (flt, [])


@given(st.text(max_size=300))
def test_no_link_whatever_raises(text):
    flt, _ = Filter.from_query(text)
    assert Filter.from_query(flt.to_query()) == (flt, [])


halves = st.text(st.characters(categories=["Cs"]) | st.sampled_from("aж1 &=?+%"), max_size=30)
"""Half characters, as a shell or JSON may give them; an address cannot hold one."""


@given(halves, st.sampled_from(["q", "actor", "event", "from", "x"]))
def test_half_characters_are_replaced_on_entry(text, name):
    for query in (text, f"{name}={text}", {name: [text], text: [text]}):
        flt, ignored = Filter.from_query(query)
        assert Filter.from_query(flt.to_query()) == (flt, [])
        "".join(map(str, ignored)).encode()  # raises where half a character is left
    Filter(q=text).to_query()


@given(
    st.dictionaries(
        st.sampled_from(["actor", "from", "to", "page", "sort", "q", "event", "known", "certain"]),
        st.lists(st.text()),
    )
)
def test_no_parameters_whatever_raise(params):
    flt, _ = Filter.from_query(params)
    assert Filter.from_query(flt.to_query()) == (flt, [])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", Filter()),
        ("actor=russia&actor=ukraine", Filter(actors=["ukraine", "russia"])),
        ("actor=russia&actor=russia", Filter(actors=["russia"])),
        ("from=2026-01-01&to=2026-02-01", Filter(start="2026-01-01", end="2026-02-01")),
        ("country=ua", Filter(countries=["UA"])),
        ("q=+two++words+", Filter(q="two words")),
        ("together=1&certain=1", Filter(together=True, certain=True)),
        (
            "event=anchorage-summit&page=3&sort=oldest",
            Filter(event="anchorage-summit", page=3, sort="oldest"),
        ),
        ("utm_source=x&embed=true&fbclid=1", Filter()),
    ],
)
def test_links_are_read(query, expected):
    assert Filter.from_query(query) == (expected, [])


@pytest.mark.parametrize(
    ("query", "parameter", "value"),
    [
        ("actor=Russia!", "actor", "Russia!"),
        ("actor=<script>", "actor", "<script>"),
        ("support=excellent", "support", "excellent"),
        ("contest=true", "contest", "true"),
        ("country=Ukraine", "country", "UKRAINE"),
        ("from=yesterday", "from", "yesterday"),
        ("from=2026-02-30", "from", "2026-02-30"),
        ("to=20260203", "to", "20260203"),
        ("known=2026-13-01", "known", "2026-13-01"),
        ("certain=maybe", "certain", "maybe"),
        ("page=0", "page", "0"),
        ("page=-1", "page", "-1"),
        ("page=1e3", "page", "1e3"),
        ("sort=random", "sort", "random"),
        ("event=../../etc/passwd", "event", "../../etc/passwd"),
        ("q=%21%21%21", "q", "!!!"),
        ("actors=russia", "actors", "russia"),
        ("from=2026-01-01&from=2026-01-02", "from", "2026-01-02"),
    ],
)
def test_what_a_link_asks_for_in_vain_is_named_and_ignored(query, parameter, value):
    flt, ignored = Filter.from_query(query)
    assert [(item.parameter, item.value) for item in ignored] == [(parameter, value)]
    assert flt.is_empty or flt.start


def test_a_reversed_period_is_put_in_order_and_said():
    flt, ignored = Filter.from_query("from=2026-03-01&to=2026-02-01")
    assert (flt.start, flt.end) == (date(2026, 2, 1), date(2026, 3, 1))
    assert "swapped" in ignored[0].why


def test_long_lists_and_texts_are_cut_and_said():
    flt, ignored = Filter.from_query("&".join(f"actor=a{n}" for n in range(500)))
    assert (len(flt.actors), ignored[0].parameter) == (100, "actor")
    flt, ignored = Filter.from_query({"q": ["a" * 5000]})
    assert (len(flt.q), ignored[0].parameter) == (200, "q")
    assert Filter.from_query("q=" + "a" * 100_000)[1][0].parameter == "link"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"start": "1 May"}, "write it as 2026-02-03"),
        ({"sort": "random"}, "write one of: newest, oldest"),
        ({"page": 0}, "pages count from 1"),
    ],
)
def test_a_filter_refuses_what_it_cannot_mean(fields, message):
    with pytest.raises(ValueError, match=message):
        Filter(**fields)


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    events = {
        "first": event(when="2026-01-05", claims=[claim(("alpha", "asserts"), ("beta", "denies"))]),
        "second": event(
            when="2026-02-01/2026-02-10",
            themes=["strikes"],
            actors=["anna"],
            place={"name": "Kyiv", "country": "UA"},
        ),
        "third": event(when="2026-03", actors=["beta", "gamma"], sources={"a": source("Digest", "a")}),
    }
    corrections = [
        {"date": "2026-11-01", "event": "gone", "kind": "merged", "to": "second", "reason": "one happening"},
        {
            "date": "2026-11-01",
            "event": "false-report",
            "kind": "withdrawn",
            "reason": "the document was a forgery",
        },
    ]
    return open_collection(write_collection(tmp_path_factory.mktemp("filter"), events, corrections=corrections))


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("actor=nobody", "the link asks for an actor we do not have"),
        ("theme=weather", "the link asks for a theme we do not have"),
        ("publisher=nobody", "the link asks for a publisher we do not have"),
        ("country=FR", "no event in this record is in that country"),
        ("event=nothing", "the link asks for an event we do not have"),
        ("event=false-report", "it was withdrawn: the document was a forgery"),
    ],
)
def test_unknown_ids_are_named_and_ignored(record, query, why):
    flt, ignored = record.read_filter(query)
    assert flt.is_empty
    assert not flt.event
    assert [item.why for item in ignored] == [why]


def test_a_retired_id_leads_to_the_event_that_took_it_over(record):
    flt, ignored = record.read_filter("event=gone")
    assert (flt.event, ignored) == ("second", [])


@pytest.mark.parametrize(
    ("flt", "words"),
    [
        (Filter(), "All events"),
        (
            Filter(themes=["talks"], actors=["alpha"], start="2026-01-01"),
            "Talks events involving Alpha since 1 January 2026",
        ),
        (Filter(themes=["talks", "strikes"]), "Strikes or talks events"),
        (Filter(actors=["alpha", "beta", "gamma"]), "Events involving Alpha, Beta or Gamma"),
        (Filter(actors=["alpha", "beta"], together=True), "Events involving Alpha and Beta"),
        (
            Filter(support=["one-side-only"], contest=["contested"]),
            "One side only events with a claim that is disputed between sides",
        ),
        (
            Filter(contest=["denied", "one-sided"]),
            "Events with a claim that is only denied or only one side has spoken on",
        ),
        (Filter(end="2026-02-01", certain=True), "Events certainly until 1 February 2026"),
        (Filter(start="2026-02-01", end="2026-02-01"), "Events on 1 February 2026"),
        (Filter(start="2026-02-01", end="2026-02-03"), "Events from 1 February 2026 to 3 February 2026"),
        (Filter(countries=["UA"], q="drones"), "Events in Ukraine mentioning “drones”"),
        (
            Filter(publishers=["digest"], known="2026-02-10"),
            "Events reported by Digest as known on 10 February 2026",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_filter_in_words(record, flt, words):
    assert flt.in_words(record) == words

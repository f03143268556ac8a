"""The pages on claims: what a link shows, what choices do, what is said of a rewound record."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.ledger.writing import record_of
from tests.shared_claims import EVENTS as SHARED
from tests.web.driving import charts, html, rows, run
from tests.writing import claim, dump, event, source, write_collection

SOURCES = {
    "one": source("First Wire", "one", published="2026-01-05"),
    "late": source("Beta Gazette", "late", published="2026-02-10"),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Alpha asserts, Beta denies only in February; Anna has changed; nobody else has spoken on the third."""
    first = event(
        title="First talks",
        when="2026-01-05",
        sources=SOURCES,
        claims=[
            claim(
                ("alpha", "asserts", "2026-01-05"),
                ("beta", "denies", "2026-02-10", "late", "Beta spoke of one room."),
                text="They agreed.",
            ),
            claim(("anna", "asserts", "2026-01-05"), ("anna", "denies", "2026-02-09", "late"), text="It rained."),
        ],
    )
    second = event(
        title="Second talks",
        when="2026-03-01",
        sources={"two": source("Second Wire", "two", published="2026-03-01")},
        claims=[
            claim(
                ("gamma", "asserts", "2026-03-01", "two"),
                text="It was long.",
                sought=[{"date": "2026-04-01", "found": "none"}],
            )
        ],
    )
    topics = [
        {
            "id": "agreement",
            "question": "Did they agree?",
            "claims": [{"claim": "first#1", "bears": "affirms", "text": "They agreed"}],
        }
    ]
    monkeypatch.setenv(
        "TIMELINE_DATA", str(write_collection(tmp_path, {"first": first, "second": second}, topics=topics))
    )


@pytest.mark.parametrize("params", [{"speaker": "beta"}, {"topic": "agreement"}])
def test_what_was_said_stands_under_a_position(folder, params):
    said = [line.text for line in html(run("claims.py", **params)).select(".ledger .said")]
    assert said[:1] == ["Beta spoke of one room."]


def claims(app) -> list[str]:
    return [block["data-claim"] for block in html(app).select(".ledger .claim")]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, ["first#1", "first#2", "second#1"]),
        ({"grade": "contested"}, ["first#1"]),
        ({"speaker": "alpha", "stance": "asserts", "against": "beta"}, ["first#1"]),
        ({"speaker": "beta", "stance": "asserts"}, []),
        ({"speaker": "gamma"}, ["second#1"]),
        ({"sought": "none"}, ["second#1"]),
        ({"sought": "not-yet"}, []),
        ({"sought": "none", "known": "2026-03-31"}, []),
        ({"sought": "not-yet", "known": "2026-03-31"}, ["second#1"]),
        ({"order": "said"}, ["second#1", "first#1", "first#2"]),
        ({"topic": "agreement"}, ["first#1"]),
        ({"from": "2026-02-01"}, ["second#1"]),
    ],
)
def test_the_ledger_shows_the_claims_that_a_link_asks_for(folder, params, expected):
    assert claims(run("claims.py", **params)) == expected


@pytest.mark.parametrize(("params", "told"), [({}, False), ({"order": "said"}, False), ({"actor": "gamma"}, True)])
def test_the_table_of_questions_says_that_the_filter_does_not_reach_it(folder, params, told):
    assert ("These stand for the whole record." in html(run("claims.py", **params)).text) is told


def test_a_choice_that_does_not_exist_is_named_and_dropped(folder):
    app = run("claims.py", speaker="nobody", order="upside-down")
    notice = html(app).select_one(".notices").text
    assert "nobody" in notice
    assert "upside-down" in notice
    assert len(claims(app)) == 3
    assert "speaker" not in app.query_params


def test_choices_made_on_the_page_stand_in_the_address(folder):
    app = run("claims.py")
    app.selectbox("o_grade").select("contested").run()
    assert app.query_params["grade"] == "contested"
    assert claims(app) == ["first#1"]
    app.selectbox("o_grade").select("").run()
    assert "grade" not in app.query_params
    assert len(claims(app)) == 3


def test_the_matrix_shows_each_side_s_latest_stance_and_silence(folder):
    table = rows(run("claims.py"), "Claim", "Alpha", "Beta", "Gamma")
    assert table[0] == ["They agreed.", "● asserts", "■ denies", ""]
    assert table[2] == ["It was long.", "", "", "● asserts"]


def test_a_topic_shows_stances_over_time_and_who_changed(folder):
    app = run("claims.py", topic="agreement")
    assert "Did they agree?" in [title.text for title in html(app).select("h2")]
    assert "No change of position is on record." in html(app).text
    changed = run("claims.py", claim="first#2")
    assert (
        "Anna Łęcka asserted it on 5 January 2026 (First Wire) and denied it on 9 February 2026" in html(changed).text
    )


def test_knowledge_is_rewound_on_every_page(folder):
    app = run("claims.py", known="2026-01-31")
    assert claims(app) == ["first#1", "first#2"]
    assert (
        "on 31 January 2026: 1 of 2 events known; no claim disputed between sides"
        in html(app).select_one(".notices").text
    )
    gone = run("claims.py", known="2026-01-31", claim="second#1")
    assert "Nothing about this was on record that day." in [text.value for text in gone.markdown]


def test_what_changed_between_two_days_is_told_and_listed(folder):
    app = run("changes.py", first="2026-01-31", last="2026-02-28")
    words = html(app).select_one(".findings").text
    assert "0 events became known" in words
    assert "“Disputed?” for 2 claims" in words
    moved = rows(app, "What", "Grade")
    assert ["They agreed.", "Disputed?", "Only one side has spoken", "Disputed between sides"] in moved
    assert "Events that became known" not in headings(app), "there are none"


def headings(app) -> list[str]:
    return [title.text for title in html(app).select("h2")]


def under(app, heading: str) -> dict[str, list[str]]:
    """What stands under a heading of the page: for each claim or question, which is a link, its lines."""
    (title,) = [title for title in html(app).select("h2") if title.text == heading]
    found = {}
    for block in title.find_next(class_="ledger").select(".claim"):
        assert block.select_one("h3 a[data-go]")["href"].startswith("who-says-what?")
        found[block.h3.text.strip()] = [" ".join(line.text.split()) for line in block.select("li")]
    return found


def test_what_was_said_stands_under_the_claim_that_it_was_said_of(folder):
    app = run("changes.py", first="2026-01-31", last="2026-02-28")
    assert under(app, "Who changed position") == {
        "It rained.": [
            "Anna Łęcka asserted it on 5 January 2026 (First Wire) and denied it on 9 February 2026 (Beta Gazette)."
        ]
    }
    assert under(app, "Positions that became known") == {
        "They agreed.": ["Beta denies 10 February 2026, Beta Gazette Beta spoke of one room."],
        "It rained.": ["Anna Łęcka (Alpha) denies 9 February 2026, Beta Gazette"],
    }


def test_an_answer_that_changed_names_the_question_and_what_was_said(tmp_path, monkeypatch):
    first = event(
        title="First talks",
        when="2026-01-05",
        sources=SOURCES,
        claims=[
            claim(("anna", "asserts", "2026-01-05"), ("anna", "denies", "2026-02-09", "late"), text="They agreed.")
        ],
    )
    topic = {"id": "talks", "question": "Did they talk?", "claims": [{"claim": "first#1", "bears": "negates"}]}
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path, {"first": first}, topics=[topic])))
    (line,) = under(run("changes.py"), "Who changed position")["Did they talk?"]
    assert line.startswith("Anna Łęcka answered no on 5 January 2026 (First Wire) and answered yes on 9 February 2026")
    assert line.endswith("Anna Łęcka asserts: They agreed.Anna Łęcka denies: They agreed.")


def test_the_page_opens_on_the_last_month_that_brought_an_event(folder):
    app = run("changes.py")
    assert [str(box.value) for box in app.date_input if box.key in ("o_first", "o_last")] == [
        "2026-01-30",
        "2026-03-01",
    ]
    assert "1 event became known" in html(app).select_one(".findings").text


def test_periods_are_links_and_the_calendar_ends_with_the_record(folder):
    app = run("changes.py", first="1999-01-01", last="2199-01-01")
    (first, last) = (next(box for box in app.date_input if box.key == key) for key in ("o_first", "o_last"))
    assert (str(first.min), str(last.max)) == ("2026-01-04", "2026-03-01")
    assert (str(first.value), str(last.value)) == ("2026-01-04", "2026-03-01")
    links = {link.text: link["href"] for link in html(app).select(".presets a")}
    assert list(links) == ["Last month", "Last three months", "Whole record"]
    assert links["Last month"] == "what-changed?first=2026-01-30&last=2026-03-01"
    assert links["Whole record"] == "what-changed?first=2026-01-04&last=2026-03-01"


def test_days_in_the_wrong_order_are_put_right(folder):
    app = run("changes.py", first="2026-02-28", last="2026-01-31")
    assert "Between 31 January 2026 and 28 February 2026" in html(app).select_one(".findings").text


def test_a_document_with_too_few_statements_is_not_offered(folder):
    app = run("story.py")
    assert "No document of this record reports positions on three or more claims." in [
        text.value for text in app.markdown
    ]


LISTED = [
    {"number": 2, "wording": "It <b>rained</b>.", "claims": [{"claim": "first#2"}], "section": "Talk & <i>rain</i>"},
    {"number": 1, "wording": "They agreed.", "claims": [{"claim": "first#1"}, {"claim": "second#1"}],
     "speaker": "Wire, of <u>some</u>", "note": "So <s>it</s> says."},
]  # fmt: skip


@pytest.fixture
def listed(folder):
    """The same record with what its first document says; the claim of March is not known in February."""
    path = Path(os.environ["TIMELINE_DATA"])
    said = [{"document": "https://example.org/one", "statements": LISTED}]
    (path / "statements.yaml").write_text(dump({"statements": said}))


def statements(app) -> dict[str, list[str]]:
    """The claims of each statement that is shown, by its number."""
    blocks = html(app).select(".story .statement")
    return {b["data-statement"]: [on["data-claim"] for on in b.select(".on-claim")] for b in blocks}


def test_a_document_with_a_list_is_shown_by_it(listed):
    app = run("story.py")
    assert app.selectbox("o_document").value == "one", "it is the first choice, however few claims it speaks to"
    assert statements(app) == {"1": ["first#1", "second#1"], "2": ["first#2"]}
    page = html(app)
    assert [title.text for title in page.select(".story h3")] == ["Talk & <i>rain</i>"], "as it was typed"
    assert page.select_one(".statement .speaker").text == "Wire, of <u>some</u>"
    assert page.select_one(".statement .note").text == "Note: So <s>it</s> says."
    assert page.select(".statement .wording")[1].text == "2 It <b>rained</b>."
    first = page.select_one(".on-claim")
    assert [a["href"] for a in first.select("q a")] == ["who-says-what?claim=first%231"]
    assert {"Alpha", "Beta"} >= {name.text for name in first.select("li b")}


def test_a_document_with_a_list_comes_before_one_with_more_statements_of_its_own(tmp_path, monkeypatch):
    rows = dict.fromkeys("abc", (("digest", "asserts", "2026-01-01", "paper"),))
    record_of(tmp_path, rows | {"d": (("anna", "asserts", "2026-01-01"),)})
    said = [{"number": 1, "wording": "So.", "claims": [{"claim": "e-d#1"}]}]
    document = {"document": "https://example.org/d-0", "statements": said}
    (tmp_path / "statements.yaml").write_text(dump({"statements": [document]}))
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    assert run("story.py").selectbox("o_document").value == "d-0"


def test_counts_lead_to_the_statements_that_they_count(listed):
    app = run("story.py", document="one")
    counts = {li["data-kind"]: li for li in html(app).select(".story-counts li")}
    assert {kind: li.b.text for kind, li in counts.items()} == {
        "": "2", "contested": "1", "denied": "1", "agreed": "0", "against": "1", "alone": "1",
    }  # fmt: skip
    assert counts["agreed"].a is None, "there is nothing to show"
    link = counts["contested"].a
    assert link["href"] == "story-check?document=one&show=contested"
    shown = run("story.py", document="one", show="contested")
    assert list(statements(shown)) == ["1"]
    assert html(shown).select_one("[aria-current=true]").b.text == "1"
    assert shown.query_params["show"] == "contested"
    assert list(statements(run("story.py", document="one", show="everything"))) == ["1", "2"]


def test_what_a_listed_document_said_is_rewound(listed):
    app = run("story.py", document="one", known="2026-01-31")
    assert statements(app) == {"1": ["first#1"], "2": ["first#2"]}
    assert "show=" not in html(app).select_one('[data-kind=""] a')["href"]
    assert "known=2026-01-31" in html(app).select_one('[data-kind=""] a')["href"]


def test_the_card_of_a_listed_document_leads_to_its_story_check(listed):
    cards = html(run("record.py")).select(".event-card")
    links = {card["data-event"]: [a["href"] for a in card.select(".sources a[data-go]")] for card in cards}
    assert links == {"first": ["story-check?document=one"], "second": []}


def test_the_seed_article_is_read_against_the_record(monkeypatch):
    monkeypatch.delenv("TIMELINE_DATA", raising=False)
    page = html(run("story.py", document="insightdigest-2026-02-lavrov"))
    where = next(
        block for block in page.select(".story .on-claim") if "took place in Abu Dhabi" in block.select_one("q").text
    )
    against = {item.select_one("b").text for item in where.select("li[class]")}
    assert {"Investigative Committee of Russia", "Dmitry Peskov"} <= against
    assert "It gives no verdict" in page.text


def test_a_profile_gathers_positions_companions_and_opponents(folder):
    app = run("actors.py", profile="alpha")
    page = html(app)
    assert "Also written Альфа." in page.text
    assert ["5 January 2026", "Alpha", "asserts", "They agreed.", "Disputed between sides"] in rows(app, "When", "Who")
    assert rows(app, "Actor", "Side", "Claims") == [["Beta", "Beta", "1"]]
    assert charts(app)


def test_the_filter_s_one_actor_is_the_profile(folder):
    assert "Also written Альфа." in html(run("actors.py", actor="alpha")).text


def test_publishers_say_who_controls_them_and_what_would_be_lost(folder):
    table = {row[0]: row for row in rows(run("sources.py"), "Publisher", "Country")}
    assert table["Beta Gazette"][2] == "official, controlled by Beta"
    assert "Corroborated → Single source" not in table["Second Wire"][-1]
    assert "No source left" in table["Second Wire"][-1]


@pytest.mark.parametrize(("find", "titles"), [("", 3), ("gazette", 1), ("document two", 1), ("nowhere", 0)])
def test_documents_are_found_by_their_words(folder, find, titles):
    params = {"find": find} if find else {}
    app = run("sources.py", **params)
    assert int(html(app).select_one(".document-count")["data-documents"]) == titles


@pytest.fixture
def shared(tmp_path, monkeypatch):
    """Claims that stand in several events."""
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path / "shared", SHARED)))


@pytest.mark.parametrize("asked", ["talks#2", "summit#2", "interview#1"])
def test_an_id_that_a_claim_has_elsewhere_leads_to_its_one_id(shared, asked):
    app = run("claims.py", claim=asked)
    assert app.query_params["claim"] == "talks#2"
    assert "No deal was made." in [title.text for title in html(app).select("h2")]


def test_the_ledger_lists_it_once_and_names_its_events(shared):
    app = run("claims.py")
    assert claims(app) == ["talks#2", "talks#1", "summit#1"]
    block = html(app).select_one('.ledger .claim[data-claim="talks#2"]')
    assert "The talks, 3 February 2026 · also in An <interview> · also in The summit" in block.text
    assert [link["href"] for link in block.select("p.meta a")] == ["?event=talks", "?event=interview", "?event=summit"]


def test_a_filter_that_leaves_out_its_own_event_still_lists_it(shared):
    assert claims(run("claims.py", theme="strikes")) == ["talks#2", "summit#1"]

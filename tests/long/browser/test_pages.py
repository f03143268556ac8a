"""What a person does beyond the opening page, in Chromium, on the real record."""

from __future__ import annotations

import re

import pytest

from tests.browser.driving import address, go, params, rerun, share, shown, tab
from tests.browser.facts import ARMS_CONTROL, KNOWN_THEN, TOTAL


@pytest.fixture
def origin(serve):
    """Address of a server of the real record."""
    return serve().url


DEEP_LINKS = [
    ("/talks-and-strikes?step=week&scale=log", "Heaviest waves"),
    ("/who-says-what?topic=anchorage-agreement", "Was an agreement or understanding on Ukraine reached in Anchorage?"),
    ("/story-check?document=insightdigest-2026-02-lavrov", "Lavrov critical of US-mediated negotiations"),
    ("/what-changed?first=2026-02-10&last=2026-03-10", "Grades that changed"),
    ("/who-is-who?profile=sergey-lavrov", "Most often named with"),
    ("/publishers-and-documents?find=lavrov", "Would be weaker without it"),
]


@pytest.mark.parametrize(("link", "words"), DEEP_LINKS)
def test_every_page_opens_what_a_link_names_at_once(origin, page, link, words):
    go(page, origin + link)
    assert page.get_by_text(words).first.is_visible()
    assert address(page) == origin + link


def test_choices_of_a_page_step_back_and_stay_behind_on_leaving(origin, page):
    go(page, origin + "/talks-and-strikes?theme=diplomacy")
    with rerun(page):
        page.get_by_text("By week", exact=True).click()
    assert params(page) == {"theme": ["diplomacy"], "step": ["week"]}
    with rerun(page):
        tab(page, "Claims").click()
    assert params(page) == {"theme": ["diplomacy"]}
    with rerun(page):
        page.evaluate("history.back()")
    assert params(page) == {"theme": ["diplomacy"], "step": ["week"]}
    assert "/talks-and-strikes" in address(page)
    with rerun(page):
        page.evaluate("history.back()")
    assert params(page) == {"theme": ["diplomacy"]}
    assert page.get_by_text("By day", exact=True).is_visible()


def test_a_wave_narrows_the_period_everywhere(origin, page):
    go(page, origin + "/talks-and-strikes?from=2026-01-20&to=2026-02-10")
    with rerun(page):
        page.locator(".table tbody th a").first.click()
    assert params(page) == {"from": ["2026-02-06"], "to": ["2026-02-07"]}
    with rerun(page):
        tab(page, "Timeline").click()
    assert params(page) == {"from": ["2026-02-06"], "to": ["2026-02-07"]}
    assert 0 < shown(page) < 30


def test_a_click_on_a_bar_offers_its_day_and_an_event_s_mark_opens_its_card(origin, page):
    go(page, origin + "/talks-and-strikes?theme=diplomacy&from=2026-01-20&to=2026-02-20")
    bar = page.locator(".js-plotly-plot").first.evaluate(
        """plot => {
          plot.scrollIntoView({block: "center"});
          const trace = plot.calcdata.find(([first]) => first.trace.type === "bar");
          const {trace: data} = trace[0], layout = plot._fullLayout, box = plot.getBoundingClientRect();
          const point = trace.reduce((most, next) => (next.s > most.s ? next : most));
          const y = layout[data.yaxis.replace("y", "yaxis")];
          return {days: data.customdata[point.i], x: box.left + layout.xaxis._offset + layout.xaxis.c2p(point.p),
                  y: box.top + y._offset + y.c2p(point.s / 2)};
        }"""
    )
    before = params(page)
    page.mouse.click(bar["x"], bar["y"])
    offer = page.get_by_role("button", name="Show only")
    offer.wait_for()
    assert params(page) == before, "a click alone filters nothing"
    with rerun(page):
        offer.click()
    day = bar["days"].split("/")[0]
    assert params(page) == {"theme": ["diplomacy"], "from": [day], "to": [day]}
    event = page.locator(".js-plotly-plot").first.evaluate(
        """plot => {
          plot.scrollIntoView({block: "center"});
          const layout = plot._fullLayout, box = plot.getBoundingClientRect();
          for (const points of plot.calcdata) for (const point of points) {
            const {trace} = points[0], id = [trace.customdata?.[point.i]].flat()[0];
            if (!trace.mode?.includes("markers") || typeof id !== "string" || id.includes("/")) continue;
            const y = layout[trace.yaxis.replace("y", "yaxis")];
            return {id, x: box.left + layout.xaxis._offset + layout.xaxis.c2p(point.x),
                    y: box.top + y._offset + y.c2p(point.y)};
          }
        }"""
    )
    with rerun(page):
        page.mouse.click(event["x"], event["y"])
    assert params(page)["event"] == [event["id"]]
    assert page.locator(".opened-card article").get_attribute("data-event") == event["id"]


def test_a_question_leads_to_stances_and_a_claim_to_its_own(origin, page):
    go(page, origin + "/who-says-what")
    with rerun(page):
        page.get_by_role("link", name=re.compile("^Was Alekseyev attacked in Moscow")).first.click()
    assert params(page) == {"topic": ["alekseyev-where"]}
    assert page.locator(".ledger .claim").count() == 2
    with rerun(page):
        page.locator(".ledger q a").first.click()
    assert params(page)["claim"][0].startswith("alekseyev-shot#")
    with rerun(page):
        page.get_by_role("button", name="All claims").click()
    assert params(page) == {}


def test_a_claim_in_the_story_check_leads_to_the_claims_page(origin, page):
    go(page, origin + "/story-check?document=insightdigest-2026-02-lavrov")
    with rerun(page):
        page.locator(".story q a", has_text="took place in Abu Dhabi").click()
    assert "/who-says-what" in address(page)
    assert params(page)["claim"][0].startswith("alekseyev-shot#")
    with rerun(page):
        page.evaluate("history.back()")
    assert "/story-check" in address(page)


def test_a_number_of_the_story_check_leads_to_the_statements_that_it_counts(origin, page):
    go(page, origin + "/")
    with rerun(page):
        page.locator(".questions a[href^=story-check]").click()
    assert "/story-check" in address(page)
    count = page.locator(".story-counts [data-kind=alone]")
    told = int(count.locator("b").inner_text())
    with rerun(page):
        count.locator("a").click()
    assert params(page)["show"] == ["alone"]
    assert page.locator(".story .statement").count() == told
    with rerun(page):
        page.evaluate("history.back()")
    assert "show" not in params(page)


def test_the_record_is_rewound_from_the_panel_and_says_so(origin, page):
    go(page, origin)
    page.locator(".st-key-panel .fold > summary").click()
    box = page.get_by_label("The record as known on")
    box.fill("2026-02-10")
    with rerun(page):
        box.press("Enter")
    assert params(page) == {"known": ["2026-02-10"]}
    assert f"{KNOWN_THEN} of {TOTAL} events known" in page.locator(".notices").inner_text()
    assert shown(page) == KNOWN_THEN
    with rerun(page):
        page.locator(".notices a").click()
    assert params(page) == {}
    assert shown(page) == TOTAL


def test_a_mark_of_the_network_opens_its_actor_s_profile_which_offers_the_filter(origin, page):
    go(page, origin + "/who-is-who?theme=diplomacy")
    page.locator(".js-plotly-plot").last.evaluate("plot => plot.scrollIntoView({block: 'center'})")
    with rerun(page):
        page.mouse.click(*place_of(page, "marco-rubio"))
    assert params(page) == {"theme": ["diplomacy"], "profile": ["marco-rubio"]}
    with rerun(page):
        page.get_by_role("link", name="Show only events that involve Marco Rubio").click()
    assert params(page) == {"theme": ["diplomacy"], "actor": ["marco-rubio"], "profile": ["marco-rubio"]}


def place_of(page, actor):
    """Where on the screen the mark of an actor stands."""
    return page.locator(".js-plotly-plot").last.evaluate(
        """(plot, actor) => {
          const layout = plot._fullLayout, box = plot.getBoundingClientRect();
          for (const points of plot.calcdata) for (const point of points) {
            if (points[0].trace.customdata?.[point.i] !== actor) continue;
            return [box.left + layout.xaxis._offset + layout.xaxis.c2p(point.x),
                    box.top + layout.yaxis._offset + layout.yaxis.c2p(point.y)];
          }
        }""",
        actor,
    )


def test_the_bibliography_is_downloaded_with_its_filter_inside(origin, page):
    go(page, origin + "/publishers-and-documents?theme=arms-control")
    with page.expect_download() as download:
        page.get_by_role("button", name="BibTeX").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert "Arms control events" in text
    assert text.count("\n@") >= 5


def test_what_is_shown_is_downloaded_as_a_page_that_needs_no_network(origin, page):
    go(page, origin + "/?theme=arms-control")
    with rerun(page):
        share(page).get_by_role("button", name="Download").click()
    with page.expect_download() as download:
        page.get_by_role("dialog").get_by_role("button", name="Web page").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert "Arms control events" in text
    assert text.count("<article") == ARMS_CONTROL

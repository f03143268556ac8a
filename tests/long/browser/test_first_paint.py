"""What stands on a page before any script has run, and how it gives way: without a jump, and without a lost click."""

from __future__ import annotations

import re

import httpx2
import pytest

from tests.browser.driving import go, option, params, settled, shown
from tests.browser.facts import ARMS_CONTROL, COVERS, GROUND_WAR, TOTAL
from timeline.web.pages import PAGES

SHIFTS = """
window.__shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.__shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
MOST_SHIFT = 0.02
SLOWER = 6
"""Times slower than this machine: on a fast one styles, fonts and parts come together, and what jumps is not seen."""
WIDE = {"width": 1280, "height": 720}
AGENT = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
PHONE = {"width": 360, "height": 740, "is_mobile": True, "has_touch": True, "user_agent": AGENT}
"""A phone says that it is one: the first HTML is laid out for it."""
PATHS = [f"/{page.path}" if page is not PAGES[0] else "/" for page in PAGES]


@pytest.mark.parametrize("path", PATHS)
def test_without_scripts_a_page_has_heading_date_events_and_links_that_filter(serve, open_page, path):
    page = open_page(java_script_enabled=False)
    page.goto(serve().url + path)
    assert page.locator("h1").is_visible()
    assert COVERS in page.locator(".dateline").inner_text()
    cards = page.locator("article.event-card")
    assert cards.first.is_visible()
    before, count = cards.count(), page.locator(".count-line")
    assert count.get_attribute("data-shown") == str(TOTAL)
    with page.expect_navigation():
        page.locator("[data-param=theme][data-value=ground-war]").click()
    assert count.get_attribute("data-shown") == str(GROUND_WAR)
    assert 0 < cards.count() <= min(GROUND_WAR, before)
    assert page.url.endswith("?theme=ground-war")


def test_without_scripts_a_mark_opens_its_card_and_the_lanes_stand(serve, open_page):
    page = open_page(java_script_enabled=False)
    page.goto(serve().url + "/?theme=arms-control")
    assert page.locator("svg.lanes a.mark").count() == ARMS_CONTROL
    with page.expect_navigation():
        page.locator("svg.lanes a.mark[data-event=new-start-expiry]").click()
    assert page.locator(".opened-card article").get_attribute("data-event") == "new-start-expiry"


@pytest.mark.parametrize("path", PATHS)
def test_title_and_description_are_in_the_first_html(serve, path):
    html = httpx2.get(f"{serve().url}{path}?theme=diplomacy", timeout=60).text
    title = re.findall(r"<title>(.*?)</title>", html.partition("</head>")[0])[0]
    assert "On the Record" in title
    assert title != "On the Record: from Anchorage to Abu Dhabi", "it says what is shown"
    (description,) = re.findall(r'<meta name="description" content="(.*?)">', html, re.DOTALL)
    assert "war between Russia and Ukraine" in description
    assert f'<meta property="og:title" content="{title}">' in html
    assert 'type="application/atom+xml"' in html
    assert "feed.atom?theme=diplomacy" in html


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["1280", "360"])
@pytest.mark.parametrize("path", ["/", "/?theme=diplomacy&event=anchorage-summit"])
def test_nothing_jumps_on_a_first_visit(serve, open_page, path, screen):
    page = open_page(**screen)
    page.add_init_script(SHIFTS)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    go(page, serve().url + path)
    assert page.evaluate("window.__shift") <= MOST_SHIFT


def test_an_unknown_path_gives_a_page(serve, page, console_errors):
    answer = page.goto(serve().url + "/no-such-page?theme=arms-control")
    assert answer.status in (200, 404)
    settled(page, needs=None)
    assert page.locator("h1").first.is_visible()
    assert shown(page) > 0
    assert [told for told in console_errors if "does not seem to exist" not in told] == []
    console_errors.clear()  # Streamlit says there that it shows the first page instead


def test_a_record_that_is_still_opening_gives_a_page_that_fills_itself(fresh_server, page):
    server = fresh_server()
    html = httpx2.get(server.url, timeout=60)
    assert html.status_code == 200
    assert "<title>" in html.text
    assert "Traceback" not in html.text
    go(page, server.url)
    assert shown(page) == TOTAL


def test_the_first_click_after_the_server_was_started_anew_filters(fresh_server, page, console_errors):
    server = fresh_server()
    go(page, server.url)
    server.kill_and_start_anew()
    option(page, "theme", "ground-war").click()
    page.wait_for_function("() => new URLSearchParams(location.search).get('theme') === 'ground-war'", timeout=90_000)
    settled(page)
    assert params(page) == {"theme": ["ground-war"]}
    assert shown(page) == GROUND_WAR
    console_errors.clear()  # of the connection that was cut

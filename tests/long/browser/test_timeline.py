"""What a person does on the opening page, in Chromium, on the real record."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.contrast import OPEN_ALL
from tests.browser.driving import address, cards, go, mark, option, overflow, params, rerun, settled, share, shown, tab
from tests.browser.facts import ARMS_CONTROL, TOTAL
from tests.writing import event, source, write_collection

HOSTILE = "<script>window.hacked=1</script><img src=x onerror=window.hacked=1><b>bold</b>"


@pytest.fixture
def origin(serve):
    """Address of a server of the real record."""
    return serve().url


def chips(page):
    """What is chosen, as the bar says it."""
    return [" ".join(words.rstrip("×").split()) for words in page.locator(".st-key-top .chip").all_inner_texts()]


# the path and query of a link -> events shown, a text that must stand on the page
DEEP_LINKS = [
    ("/?theme=arms-control", ARMS_CONTROL, "Arms control events"),
    ("/?actor=sergey-lavrov&contest=contested", None, "involving Sergey Lavrov"),
    (
        "/?from=2026-01-24&to=2026-02-04&theme=diplomacy&sort=oldest",
        None,
        "from 24 January 2026 to 4 February 2026",
    ),
    ("/?event=alekseyev-shot", TOTAL, "GRU deputy chief Vladimir Alekseyev is shot in Moscow"),
    ("/about-the-record?theme=arms-control", None, "How grades come about"),
]


@pytest.mark.parametrize(("link", "count", "words"), DEEP_LINKS)
def test_a_deep_link_opens_what_it_names_as_the_first_request_to_a_fresh_server(
    fresh_server, open_page, link, count, words
):
    page = open_page()
    go(page, fresh_server().url + link, "h1")
    assert page.get_by_text(words).filter(visible=True).first.is_visible()
    assert page.get_by_role("searchbox", name="Search the record").is_visible()
    if count:
        assert shown(page) == count
    assert parse_qs(urlsplit(address(page)).query) == parse_qs(urlsplit(link).query)


def test_filters_follow_the_reader_to_every_page_and_back(origin, page):
    go(page, origin + "/?theme=arms-control&actor=russia")
    for name in ("About the record", "Timeline"):
        with rerun(page, "h1"):
            tab(page, name).click()
        assert params(page) == {"theme": ["arms-control"], "actor": ["russia"]}
        assert tab(page, name).get_attribute("aria-current") == "page"
        assert chips(page) == ["Who: Russia", "Theme: Arms control"]
    assert shown(page) == ARMS_CONTROL


def test_back_and_forward_step_through_filters_cards_and_pages(origin, page):
    go(page, origin + "/?theme=diplomacy")
    steps = [(params(page), shown(page))]
    for press in (
        lambda: option(page, "theme", "strikes").click(),
        lambda: page.locator(".cards .chips a", has_text="Volodymyr Zelensky").first.click(),
        lambda: page.locator(".cards .event-card h2 a").first.click(),
    ):
        with rerun(page):
            press()
        steps.append((params(page), shown(page)))
    assert len({str(step) for step in steps}) == 4
    for expected in steps[-2::-1]:
        with rerun(page):
            page.evaluate("history.back()")
        assert (params(page), shown(page)) == expected
    for expected in steps[1:]:
        with rerun(page):
            page.evaluate("history.forward()")
        assert (params(page), shown(page)) == expected
    assert page.locator(".event-card.opened").count() == 1


def test_a_click_on_an_actor_of_a_card_adds_it_to_the_filter(origin, page):
    go(page, origin + "/?theme=diplomacy")
    before = shown(page)
    with rerun(page):
        page.locator(".cards .chips a", has_text="Sergey Lavrov").first.click()
    assert params(page)["actor"] == ["sergey-lavrov"]
    assert 0 < shown(page) < before
    assert option(page, "actor", "sergey-lavrov").get_attribute("aria-checked") == "true"
    assert chips(page) == ["Who: Sergey Lavrov", "Theme: Diplomacy"]


def test_a_link_to_an_event_outside_the_filter_shows_it_and_says_so(origin, page):
    go(page, origin + "/?theme=arms-control&event=alekseyev-shot")
    opened = page.locator(".opened-card")
    assert "outside the filter" in opened.inner_text()
    assert opened.locator("article").get_attribute("data-event") == "alekseyev-shot"
    assert shown(page) == ARMS_CONTROL
    with rerun(page):
        opened.locator("a.close").click()
    assert opened.count() == 0
    assert "event" not in params(page)


def test_unknown_ids_are_named_and_a_retired_one_leads_on(origin, page):
    go(page, origin + "/?actor=nobody&event=no-such-event&from=soon&theme=arms-control")
    notice = page.locator(".notices").inner_text()
    for words in ("an actor we do not have: nobody", "an event we do not have: no-such-event", "soon"):
        assert words in notice
    assert params(page) == {"theme": ["arms-control"]}
    assert shown(page) == ARMS_CONTROL
    go(page, origin + "/?event=residence-allegation-position-review")
    assert page.locator(".opened-card article").get_attribute("data-event") == "valdai-drone-claim"


def test_search_finds_as_words_are_given_and_a_half_typed_box_eats_no_click(origin, page):
    go(page, origin)
    box = page.get_by_role("searchbox", name="Search the record")
    box.fill("anchorage formula")
    with rerun(page):
        box.press("Enter")
    assert params(page) == {"q": ["anchorage formula"]}
    assert 0 < shown(page) < 30
    box.fill("half-typed")
    with rerun(page, "h1"):
        tab(page, "About the record").click()
    assert "/about-the-record" in address(page)
    assert params(page) == {"q": ["anchorage formula"]}


def test_the_period_in_words_sets_the_dates(origin, page):
    go(page, origin)
    box = page.get_by_label("Or in words")
    box.fill("з 24 січня по 4 лютого 2026")
    with rerun(page):
        box.press("Enter")
    assert params(page) == {"from": ["2026-01-24"], "to": ["2026-02-04"]}
    assert [page.get_by_label(name, exact=True).first.input_value() for name in ("From", "To")] == [
        "2026-01-24",
        "2026-02-04",
    ]
    box.fill("06/02/2026")
    with rerun(page):
        box.press("Enter")
    assert "6 February 2026 or 2 June 2026" in page.locator(".st-key-panel [role=alert]").inner_text()
    assert params(page) == {"from": ["2026-01-24"], "to": ["2026-02-04"]}


def test_two_dates_set_the_period_and_what_is_no_date_is_not_sent(origin, page):
    go(page, origin)
    first, last = (page.locator(f".st-key-panel [data-days] input[name={name}]") for name in ("from", "to"))
    first.fill("soon")
    first.press("Enter")
    assert first.evaluate("box => box.validity.patternMismatch")
    first.fill("2026-01-24")
    with rerun(page):
        last.focus()
    last.fill("2026-02-04")
    with rerun(page):
        last.press("Enter")
    assert params(page) == {"from": ["2026-01-24"], "to": ["2026-02-04"]}


def test_a_bar_of_the_panel_sets_its_month_and_drawing_over_bars_sets_them_all(origin, page):
    go(page, origin)
    bars = page.locator(".st-key-panel .bars .bar")
    with rerun(page):
        bars.nth(3).click()
    first, last = (bars.nth(3).get_attribute(f"data-{end}") for end in ("first", "last"))
    assert params(page) == {"from": [first], "to": [last]}
    boxes = [bars.nth(number).bounding_box() for number in (5, 7)]
    page.mouse.move(boxes[0]["x"] + boxes[0]["width"] / 2, boxes[0]["y"] + 20)
    with rerun(page):
        page.mouse.down()
        page.mouse.move(boxes[1]["x"] + boxes[1]["width"] / 2, boxes[1]["y"] + 20, steps=6)
        page.mouse.up()
    ends = [bars.nth(5).get_attribute("data-first"), bars.nth(7).get_attribute("data-last")]
    assert params(page) == {"from": [ends[0]], "to": [ends[1]]}


def test_an_actor_without_a_row_is_found_by_its_name(origin, page):
    go(page, origin)
    more = page.locator(".st-key-panel details.more[data-facet=actor]")
    more.locator("summary").click()
    more.locator("[data-find]").fill("witkoff")
    found = more.locator("[data-found] [data-value=steve-witkoff]")
    with rerun(page):
        found.click()
    assert params(page) == {"actor": ["steve-witkoff"]}
    assert chips(page) == ["Who: Steve Witkoff"]


COUNT_FETCHES = """() => {
  const real = window.fetch;
  let now = window.__mostAtOnce = 0;
  window.fetch = async (...asked) => {
    window.__mostAtOnce = Math.max(window.__mostAtOnce, ++now);
    try { return await real(...asked); } finally { now -= 1; }
  };
}"""


def test_lists_are_asked_for_one_at_a_time_and_again_when_the_server_is_busy(origin, page, console_errors):
    go(page, origin)
    refusals = [503]

    def busy_once(route):
        if refusals:
            route.fulfill(status=refusals.pop(), headers={"retry-after": "1"})
        else:
            route.continue_()

    page.evaluate(COUNT_FETCHES)
    page.route("**/panel/*", busy_once)
    lists = page.locator(".st-key-panel [data-found]")
    page.evaluate(OPEN_ALL)
    for number in range(lists.count()):
        lists.nth(number).locator("[data-value]").first.wait_for()
    assert lists.count() > 2
    assert (refusals, page.evaluate("window.__mostAtOnce")) == ([], 1)
    console_errors.clear()  # the refusal


def test_a_period_between_two_events_whose_titles_are_written_in_full(origin, page):
    go(page, origin)
    page.locator(".st-key-panel .between summary").click()
    first, last = page.locator("[data-between] input").all()
    for box, title in ((first, "Trump and Putin meet in Anchorage"), (last, "first three-way talks in Abu Dhabi")):
        with page.expect_response("**/panel/event?*"):
            box.fill(title)
    with rerun(page):
        last.press("Enter")
    assert params(page) == {"from": ["2025-08-15"], "to": ["2026-01-24"]}


def test_another_filter_begins_at_the_lanes_and_another_page_at_its_first_card(origin, page):
    go(page, origin)
    top = "selector => document.querySelector(selector).getBoundingClientRect().top"
    bar = page.locator(".part-bar").bounding_box()["height"]
    with rerun(page):
        page.locator(".st-key-main nav.pages a[rel=next]").last.click()
    assert 0 <= page.evaluate(top, ".part-list") <= bar + 80
    with rerun(page):
        option(page, "theme", "sanctions").click()
    assert 0 <= page.evaluate(top, ".part-lanes") <= bar + 80


def test_nothing_lies_over_the_buttons_that_zoom_and_they_over_nothing(origin, open_page):
    for width in (1280, 1920):
        page = open_page(width=width, height=900)
        go(page, origin)
        with rerun(page):
            option(page, "theme", "diplomacy").click()
        box = page.get_by_role("button", name="Zoom in").bounding_box()
        others = page.locator(".lanes-legend .entry, .lanes-legend summary, svg.lanes, .part-bar").all()
        for other in (one.bounding_box() for one in others):
            apart = other["x"] >= box["x"] + box["width"] or other["x"] + other["width"] <= box["x"]
            assert apart or other["y"] >= box["y"] + box["height"] or other["y"] + other["height"] <= box["y"]


def test_a_mark_opens_its_card_beside_and_dragging_over_the_dates_narrows_the_period(origin, page):
    go(page, origin + "/?theme=diplomacy&from=2026-01-01&to=2026-03-31")
    before = shown(page)
    with rerun(page):
        mark(page, "abu-dhabi-round-one").click()
    assert params(page)["event"] == ["abu-dhabi-round-one"]
    opened = page.locator(".event-card.opened")
    assert opened.get_attribute("data-event") == "abu-dhabi-round-one"
    current = page.locator("svg.lanes [aria-current]")
    assert {link.get_attribute("data-event") for link in current.all()} == {"abu-dhabi-round-one"}
    lanes = page.locator(".st-key-main svg.lanes")
    chart = lanes.bounding_box()
    assert opened.bounding_box()["x"] >= chart["x"] + chart["width"], "beside, and the lanes stay"
    dates = lanes.locator(".tick").first.bounding_box()
    y = dates["y"] + dates["height"] / 2
    page.mouse.move(chart["x"] + chart["width"] * 0.4, y)
    with rerun(page):
        page.mouse.down()
        page.mouse.move(chart["x"] + chart["width"] * 0.7, y, steps=8)
        page.mouse.up()
    found = params(page)
    assert "2026-01-15" < found["from"][0] < "2026-02-05"
    assert "2026-02-15" < found["to"][0] < "2026-03-10"
    assert 0 < shown(page) < before


def test_a_filter_leaves_the_rest_pale_and_a_link_hides_it(origin, page):
    go(page, origin + "/?theme=arms-control")
    lanes = page.locator(".st-key-main svg.lanes")
    assert lanes.locator("a.mark").count() == ARMS_CONTROL
    assert lanes.locator("path.pale").count() > 0
    with rerun(page):
        page.get_by_role("link", name="Hide events outside the filter").click()
    assert params(page) == {"theme": ["arms-control"], "rest": ["hidden"]}
    assert lanes.locator("path.pale").count() == 0


def test_small_themes_share_a_lane_that_opens(origin, page):
    go(page, origin)
    lanes = page.locator(".st-key-main svg.lanes .lane")
    merged = lanes.count()
    with rerun(page):
        page.locator(".st-key-main a.open-lanes").click()
    assert params(page) == {"lanes": ["all"]}
    assert lanes.count() > merged


def test_cards_are_paged_and_sorted(origin, page):
    go(page, origin)
    newest = cards(page)
    with rerun(page):
        page.locator(".st-key-main").get_by_role("link", name="Next →").first.click()
    assert params(page) == {"page": ["2"]}
    assert not set(cards(page)) & set(newest)
    with rerun(page):
        page.locator(".st-key-main").get_by_role("link", name="Oldest first").click()
    assert params(page) == {"sort": ["oldest"]}
    assert cards(page)[0] == "nord-stream-opening"


def test_chips_are_taken_out_and_all_is_cleared(origin, page):
    go(page, origin + "/?theme=diplomacy&actor=russia&q=talks")
    assert chips(page) == ["Words: talks", "Who: Russia", "Theme: Diplomacy"]
    with rerun(page):
        page.get_by_role("link", name="Remove Theme: Diplomacy").click()
    assert params(page) == {"actor": ["russia"], "q": ["talks"]}
    with rerun(page):
        page.get_by_role("link", name="Clear both").click()
    assert params(page) == {}
    assert shown(page) == TOTAL


def test_the_menu_copies_the_address_and_those_of_feed_and_calendar(serve, open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    origin = serve().url
    go(page, origin + "/?theme=diplomacy")
    menu, copied = share(page), "navigator.clipboard.readText()"
    menu.get_by_role("button", name="Copy link").click()
    menu.get_by_role("button", name="Link copied").wait_for()
    assert page.evaluate(copied) == address(page)
    for name in ("feed.atom", "calendar.ics"):
        button = menu.locator(f"button[data-copy-of^='{name}']")
        assert button.inner_text() == "Copy address"
        button.click()
        menu.get_by_text("Copied", exact=True).first.wait_for()
        assert page.evaluate(copied) == f"{origin}/{name}?theme=diplomacy"
        assert page.request.get(page.evaluate(copied)).ok
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_no_width_and_no_scheme_breaks_the_page(origin, open_page, width, dark):
    page = open_page(width=width, height=900, dark=dark)
    go(page, origin + "/?theme=diplomacy&event=lavrov-tv-brics-interview")
    assert overflow(page) <= 0
    for selector in (".event-card", "svg.lanes", ".count-line", "h1"):
        box = page.locator(selector).first.bounding_box()
        assert box, selector
        assert box["x"] >= 0, selector
        assert box["x"] + box["width"] <= width + 1, selector
    ink, paper = page.evaluate(
        """() => [getComputedStyle(document.querySelector('.event-card .summary')).color,
                  getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor]"""
    )
    assert (brightness(ink) > brightness(paper)) is dark


def brightness(colour):
    return sum(int(part) for part in re.findall(r"\d+", colour)[:3])


def test_the_lanes_have_a_name_and_the_same_as_a_table_that_follows_the_filter(origin, page):
    go(page, origin + "/?theme=arms-control")
    assert f"{ARMS_CONTROL} events" in page.locator(".st-key-main svg.lanes").get_attribute("aria-label")
    page.get_by_text("View as table").click()
    links = page.locator(".as-table table").first.locator("tbody a")
    links.first.wait_for()
    assert links.count() == ARMS_CONTROL
    with rerun(page):
        option(page, "theme", "energy").click()
    page.wait_for_function("() => document.querySelectorAll('.as-table table tbody a').length > 3")
    with rerun(page):
        links.first.click()
    assert page.locator(".event-card.opened").count() == 1


def test_hostile_texts_stay_texts(serve, open_page, tmp_path_factory):
    hostile = event(
        title=HOSTILE,
        place={"name": HOSTILE},
        summary=HOSTILE + " ![x](https://evil.example/p.png) [y](javascript:alert(1))",
        note=HOSTILE,
        sources={"one": source("First Wire", title=HOSTILE)},
    )
    folder = write_collection(
        tmp_path_factory.mktemp("hostile"),
        {"hostile": hostile},
        collection={"title": HOSTILE, "description": HOSTILE},
        themes=[{"id": "talks", "name": HOSTILE}],
        actors=[
            {"id": "alpha", "name": HOSTILE, "kind": "state"},
            {"id": "beta", "name": "B", "kind": "state"},
        ],
        publishers=[{"id": "first-wire", "name": "First Wire", "control": "private"}],
        coverage=[{"theme": "all", "period": "2026", "level": "thin", "note": HOSTILE}],
        corrections=[{"date": "2026", "event": "gone", "kind": "withdrawn", "reason": HOSTILE}],
    )
    page = open_page()
    for link in ("/?theme=talks&event=hostile", "/about-the-record", "/?event=gone&q=" + HOSTILE):
        page.goto(serve(data=folder).url + link)
        settled(page, "h1")
        assert page.evaluate("window.hacked") is None
        assert page.locator("body img[src='x'], body .event-card b:text('bold')").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    go(page, serve(data=folder).url)
    page.locator(".st-key-panel .between summary").click()
    page.locator(".st-key-panel [data-between] input").first.fill("script")
    suggested = page.locator("#between-first option")
    suggested.first.wait_for(state="attached")
    assert HOSTILE in suggested.first.get_attribute("value")
    page.get_by_text("View as table").click()
    page.locator(".as-table table").first.wait_for()
    assert page.evaluate("window.hacked") is None
    assert page.locator("body img[src='x']").count() == 0


def test_two_readers_do_not_share_a_filter(origin, open_page):
    first, second = open_page(), open_page()
    go(first, origin + "/?theme=arms-control")
    go(second, origin)
    assert (shown(first), shown(second)) == (ARMS_CONTROL, TOTAL)
    with rerun(second):
        option(second, "theme", "diplomacy").click()
    assert shown(first) == ARMS_CONTROL
    with rerun(first):
        option(first, "theme", "energy").click()
    assert params(second) == {"theme": ["diplomacy"]}

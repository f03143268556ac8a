"""Everything is done by the keyboard alone: what is reached, in how many stops, and where the focus is afterwards."""

from __future__ import annotations

import pytest

from tests.browser.driving import address, go, params, rerun, shown

FOCUSED = """() => {
  const at = document.activeElement;
  return (at.getAttribute("aria-label") || at.innerText || at.name || at.tagName).split("\\n")[0].trim();
}"""
IS_AT = "selector => document.activeElement.matches(selector)"
INSIDE = "selector => document.activeElement.closest(selector) !== null"
PRINTING = "window.print = () => { window.printed = true; };"
MOST_STOPS = 15
FILTERS = ("[data-skip=filters]", "Enter")


@pytest.fixture
def origin(serve):
    """Address of a server of the real record."""
    return serve().url


def tab_to(page, selector, most=120):
    """Goes on by Tab until something of this selector has the focus; the stops before it, by their names."""
    passed = []
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(IS_AT, selector):
            return passed
        passed.append(page.evaluate(FOCUSED))
    raise AssertionError(f"{selector} is not reached: {passed}")


def choose(page, selector, key="Enter", needs="h1"):
    """Goes to something and presses a key that the server answers."""
    tab_to(page, selector)
    with rerun(page, needs):
        page.keyboard.press(key)


def skip_to_the_filters(page):
    """The panel comes after the cards in the order of reading; a link at the top leads to it."""
    tab_to(page, FILTERS[0])
    page.keyboard.press("Enter")
    assert page.evaluate(IS_AT, ".st-key-panel h2")


def test_there_are_few_stops_before_the_content_and_the_first_skips_them(origin, page):
    page.set_viewport_size({"width": 1280, "height": 720})
    go(page, origin)
    stops = []
    while not page.evaluate(INSIDE, ".st-key-main"):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
        assert len(stops) <= MOST_STOPS + 1, stops
    assert stops[0] == "Skip to the content"
    assert "Search the record" in stops
    assert stops[-2] == "Share, cite, follow"


def test_skipping_leads_to_the_heading_and_on_to_what_lies_under_it(origin, page):
    go(page, origin)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate(IS_AT, "h1#content")
    assert address(page) == f"{origin}/"
    passed = tab_to(page, ".st-key-main a")
    assert passed == ["Share, cite, follow"]


# the task, by its number in test_tasks.py -> where it begins; what is reached and pressed, one after the other;
# what the address says then
TASKS = {
    "3 who contests what": ("/", [(".questions a", "Enter")], {"topic": ["anchorage-agreement"]}),
    "4 a listed actor and a theme": (
        "/",
        [FILTERS, ("[data-value=volodymyr-zelensky]", "Space"), ("[data-value=diplomacy]", "Space")],
        {"actor": ["volodymyr-zelensky"], "theme": ["diplomacy"]},
    ),
    "5 one of two is taken out": ("/?actor=russia&theme=energy", [(".chip a", "Enter")], {"theme": ["energy"]}),
    "6 a mark is opened": ("/?theme=arms-control", [(".lane a.mark", "Enter")], {"theme": ["arms-control"]}),
    "13 back from no result": ("/?theme=energy&q=nothinghasthisword", [(".nothing a", "Enter")], {"theme": ["energy"]}),
    "14 a card is read": ("/?theme=arms-control", [(".cards h2 a", "Enter")], {"theme": ["arms-control"]}),
    "a month": ("/", [FILTERS, (".bars .bar", "Enter")], {"from": ["2025-08-01"], "to": ["2025-08-31"]}),
    "another page of cards": ("/", [(".pages [rel=next]", "Enter")], {"page": ["2"]}),
}


@pytest.mark.parametrize(("start", "steps", "wanted"), TASKS.values(), ids=TASKS)
def test_a_task_is_done_by_keys(origin, page, start, steps, wanted):
    go(page, origin + start)
    for selector, key in steps:
        if (selector, key) == FILTERS:
            skip_to_the_filters(page)
        else:
            choose(page, selector, key)
    found = params(page)
    opened = found.pop("event", None)
    assert found == wanted
    assert bool(opened) is (steps[0][0] in (".lane a.mark", ".cards h2 a"))


def test_an_event_of_the_page_on_strikes_is_opened_by_its_link(origin, page):
    """Task 7: the marks of that chart are no stops; the table of waves has the same events as links."""
    go(page, origin + "/talks-and-strikes?from=2026-01-20&to=2026-02-10")
    choose(page, ".table td a[href*='event=']")
    event = params(page)["event"][0]
    assert page.locator(".opened-card article").get_attribute("data-event") == event


def test_an_actor_s_profile_is_chosen(origin, page):
    """Task 11."""
    go(page, origin + "/who-is-who")
    tab_to(page, "[data-testid=stSelectbox] input, .stSelectbox input")
    page.keyboard.type("Marco Rubio")
    with rerun(page):
        page.keyboard.press("Enter")
    assert params(page) == {"profile": ["marco-rubio"]}


def test_an_actor_without_a_row_is_found(origin, page):
    go(page, origin)
    skip_to_the_filters(page)
    tab_to(page, "details.more[data-facet=actor] summary")
    page.keyboard.press("Enter")
    tab_to(page, "[data-find=actor]")
    page.keyboard.type("witkoff")
    page.locator("[data-found=actor] [data-value=steve-witkoff]").wait_for()
    choose(page, "[data-value=steve-witkoff]", "Space")
    assert params(page) == {"actor": ["steve-witkoff"]}


def test_a_period_between_two_events_is_typed(origin, page):
    """Task 2; a name that the list under the box shows may as well be typed whole."""
    go(page, origin)
    skip_to_the_filters(page)
    tab_to(page, ".between summary")
    page.keyboard.press("Enter")
    titles = {"first": "First three-way talks in Abu Dhabi", "last": "Second round of three-way talks in Abu Dhabi"}
    for box, title in titles.items():
        tab_to(page, f"[data-between] input[name={box}]")
        page.keyboard.type(title)
        offered = page.locator(f"#between-{box} option[value^='{title}']")
        offered.wait_for(state="attached")
        page.keyboard.type(offered.get_attribute("value").removeprefix(title))
    with rerun(page):
        page.keyboard.press("Enter")
    assert params(page) == {"from": ["2026-01-23"], "to": ["2026-02-05"]}


def test_two_days_are_compared(origin, page):
    """Task 10."""
    go(page, origin)
    tab_to(page, ".tabs a[href^='what-changed']")
    with rerun(page):
        page.keyboard.press("Enter")
    for day in ("2026-02-10", "2026-03-10"):
        tab_to(page, "[data-testid=stDateInputField] [role=spinbutton]")
        with rerun(page):
            page.keyboard.type(day.replace("-", ""))
            for _ in range(2):  # past the button of the calendar: a date counts when its field is left
                page.keyboard.press("Tab")
    assert params(page) == {"first": ["2026-02-10"], "last": ["2026-03-10"]}


def test_the_menu_of_sharing_opens_copies_and_gives_the_focus_back(origin, open_page):
    """Tasks 8, 12 and 15."""
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script(PRINTING)
    go(page, origin + "/?theme=diplomacy")
    copied = "navigator.clipboard.readText()"
    for button, done in (
        ("[data-copy]", lambda: page.evaluate(copied) == address(page)),
        ("[data-copy-of^=feed]", lambda: page.evaluate(copied) == f"{origin}/feed.atom?theme=diplomacy"),
        ("[data-print]", lambda: page.evaluate("window.printed")),
    ):
        if not page.evaluate(INSIDE, "details.share[open]"):
            page.locator("#content").focus()
            tab_to(page, "details.share summary")
            page.keyboard.press("Enter")
        tab_to(page, f"details.share {button}")
        page.keyboard.press("Enter")
        assert done(), button
    page.locator("#content").focus()
    tab_to(page, "details.share summary")
    page.keyboard.press("Enter")
    tab_to(page, "[data-copy]")
    page.keyboard.press("Escape")
    assert page.evaluate(IS_AT, "details.share summary")
    assert page.locator("details.share").get_attribute("open") is None


def test_what_is_shown_is_frozen(origin, page):
    """Task 9."""
    go(page, origin + "/?theme=arms-control")
    tab_to(page, "details.share summary")
    page.keyboard.press("Enter")
    choose(page, "[data-act=freeze]")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    tab_to(page, "[role=dialog] input")
    page.keyboard.type("By keys")
    with rerun(page):
        page.keyboard.press("Enter")
    assert "/s/" in dialog.get_by_test_id("stCode").first.inner_text()
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")


def test_arrow_keys_go_among_marks_enter_opens_beside_and_escape_returns(origin, page):
    go(page, origin + "/?theme=diplomacy")
    event, lane = "document.activeElement.dataset.event", "document.activeElement.closest('.lane')?.ariaLabel"
    tab_to(page, ".lane a.mark")
    first = page.evaluate(event)
    page.keyboard.press("ArrowRight")
    second = page.evaluate(event)
    assert second not in (None, first)
    here = page.evaluate(lane)
    page.keyboard.press("ArrowDown")
    assert page.evaluate(lane) not in (None, here)
    page.keyboard.press("ArrowUp")
    assert page.evaluate(lane) == here
    mark = page.evaluate(event)
    with rerun(page):
        page.keyboard.press("Enter")
    opened = page.locator(".opened-card article")
    assert opened.get_attribute("data-event") == mark
    assert page.evaluate(INSIDE, ".opened-card h2"), "the heading has the focus"
    with rerun(page):
        page.keyboard.press("Escape")
    assert opened.count() == 0
    assert page.evaluate(event) == mark
    assert page.evaluate(INSIDE, ".st-key-main"), "the focus is back"


def test_arrow_keys_step_in_time_from_the_card(origin, page):
    go(page, origin + "/?theme=arms-control&sort=oldest")
    order = page.locator(".cards article.event-card").evaluate_all("all => all.map(card => card.dataset.event)")
    choose(page, ".cards h2 a")
    opened, heading = page.locator(".opened-card article"), ".opened-card h2"
    for key, expected in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1)):
        with rerun(page):
            page.keyboard.press(key)
        assert opened.get_attribute("data-event") == order[expected]
        assert page.evaluate(INSIDE, heading)


def test_the_focus_stays_on_a_pressed_option(origin, page):
    go(page, origin)
    skip_to_the_filters(page)
    for selector in ("[data-param=theme][data-value=energy]", "[data-param=contest]"):
        choose(page, f".st-key-panel {selector}", "Space")
        assert page.evaluate(IS_AT, selector)
        assert page.evaluate("document.activeElement.ariaChecked") == "true"
    before = shown(page)
    with rerun(page):
        page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.ariaChecked") == "false"
    assert shown(page) >= before


def test_a_search_is_typed(origin, page):
    go(page, origin)
    tab_to(page, "header.top input[type=search]")
    page.keyboard.type("anchorage formula")
    with rerun(page):
        page.keyboard.press("Enter")
    assert params(page) == {"q": ["anchorage formula"]}

"""What people come for, on a wide screen and on a phone, each with the most clicks that it may take.

A test counts its clicks and taps itself; typing is free, and so is going into the box that is typed in.
"""

from __future__ import annotations

import re

import pytest

from tests.browser.driving import COUNT_LINE, address, go, mark, option, params, rerun, settled, shown, tab
from tests.browser.facts import COVERS, GROUND_WAR

PHONE = {"width": 360, "height": 740, "has_touch": True, "is_mobile": True}
WIDE = {"width": 1280, "height": 720}
CLIPBOARD = ["clipboard-read", "clipboard-write"]


class Reader:
    """Somebody at a screen, whose clicks are counted."""

    def __init__(self, page, origin, *, phone):
        self.page, self.origin, self.phone = page, origin, phone
        self.clicks = 0

    def open(self, link="/", needs=COUNT_LINE):
        """Begins at an address, for nothing."""
        go(self.page, self.origin + link, needs)

    def press(self, what, **how):
        """One click, or one tap."""
        self.clicks += 1
        if self.phone:
            what.tap(**how)
        else:
            what.click(**how)

    def press_and_wait(self, what, needs=COUNT_LINE, **how):
        """A click that the server answers."""
        with rerun(self.page, needs):
            self.press(what, **how)

    def type(self, box, text):
        """Writes into a box, for nothing."""
        box.fill(text)

    def choose(self, box, words, name):
        """Types words of a name and chooses it from the list that the browser shows under a box: one click."""
        self.type(box, words)
        offered = self.page.locator(f"#{box.get_attribute('list')} option")
        full = offered.and_(self.page.locator(f'[value^="{name}"]')).first
        full.wait_for(state="attached")
        self.clicks += 1
        box.fill(full.get_attribute("value"))

    def open_filters(self):
        """The panel is there on a wide screen and a sheet on a phone."""
        if self.phone:
            self.press(self.page.locator("[data-sheet=panel]"))

    def close_filters(self):
        if self.phone:
            self.press(self.page.locator(".st-key-panel .panel-foot [data-close]"))

    def open_share(self):
        self.press(self.page.locator("[data-sheet=share]" if self.phone else ".st-key-top details.share summary"))
        return self.page.locator(".st-key-top details.share")

    def open_page(self, name, needs=COUNT_LINE):
        """A page of the record."""
        if self.phone:
            self.press(self.page.locator("[data-menu]"))
        self.press_and_wait(tab(self.page, name), needs)

    def sees(self, what):
        """Whether the middle of something is in view, and nothing lies over it."""
        what.wait_for()
        return what.evaluate(
            """element => {
              const [box] = element.getClientRects();
              const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              return over !== null && (element.contains(over) || over.contains(element));
            }"""
        )


@pytest.fixture(params=[False, True], ids=["1280", "360"])
def reader(request, serve, open_page):
    """At a wide screen, then at a phone."""
    size = PHONE if request.param else WIDE
    return Reader(open_page(permissions=CLIPBOARD, **size), serve().url, phone=request.param)


def test_1_what_is_this_and_up_to_when(reader):
    reader.open()
    head = reader.page.locator(".st-key-top .part-head")
    for part, words in (("h1", "From Anchorage to Abu Dhabi"), (".standfirst", "We give no verdict")):
        assert words in head.locator(part).inner_text()
        assert reader.sees(head.locator(part))
    assert COVERS in head.locator(".dateline").inner_text()
    assert reader.sees(head.locator(".dateline"))
    assert reader.sees(reader.page.locator("header.top .mark"))
    assert reader.clicks == 0


def test_2_what_lies_between_two_events(reader):
    reader.open()
    reader.open_filters()
    panel = reader.page.locator(".st-key-panel")
    reader.press(panel.locator(".between summary"))
    first, last = panel.locator("[data-between] input").all()
    reader.choose(first, "three-way talks abu dhabi", "First three-way talks")
    reader.choose(last, "second round three-way talks", "Second round of three-way talks")
    with rerun(reader.page):
        last.press("Enter")
    assert params(reader.page) == {"from": ["2026-01-23"], "to": ["2026-02-05"]}
    assert reader.sees(reader.page.locator(".st-key-top h1"))
    assert reader.clicks <= 4


def test_3_who_contests_what(reader):
    reader.open()
    reader.press_and_wait(reader.page.get_by_role("link", name="Was anything agreed in Anchorage?"))
    assert params(reader.page) == {"topic": ["anchorage-agreement"]}
    assert reader.page.locator(".js-plotly-plot").count() == 1
    assert reader.page.get_by_text("Who changed position").count() > 0
    assert reader.clicks <= 2


def test_4_an_actor_and_a_theme(reader):
    reader.open()
    reader.open_filters()
    if reader.phone:
        actor = "volodymyr-zelensky"
    else:  # one that has no row of its own
        actor = "marco-rubio"
        more = reader.page.locator(".st-key-panel details.more[data-facet=actor]")
        reader.press(more.locator("summary"))
        reader.type(more.locator("[data-find]"), "rubio")
    reader.press_and_wait(option(reader.page, "actor", actor))
    reader.press_and_wait(option(reader.page, "theme", "diplomacy"))
    reader.close_filters()
    assert params(reader.page) == {"actor": [actor], "theme": ["diplomacy"]}
    assert reader.sees(reader.page.locator(".st-key-top h1"))
    assert reader.clicks <= (4 if reader.phone else 3)


def test_5_one_of_two_is_taken_out(reader):
    reader.open("/?actor=sergey-lavrov&theme=diplomacy")
    reader.press_and_wait(reader.page.get_by_role("link", name="Remove Theme: Diplomacy"))
    assert params(reader.page) == {"actor": ["sergey-lavrov"]}
    assert reader.clicks <= 1


def test_6_from_a_mark_to_its_sources(reader):
    reader.open("/?theme=diplomacy")
    reader.press_and_wait(mark(reader.page, "anchorage-summit"))
    opened = reader.page.locator(".event-card.opened")
    assert opened.get_attribute("data-event") == "anchorage-summit"
    assert reader.sees(opened.locator("h2"))
    assert opened.locator(".sources li a").first.is_visible()
    assert reader.clicks <= 1


def test_7_the_event_that_was_aimed_at_in_the_chart_of_strikes(reader):
    reader.open("/talks-and-strikes")
    chart = reader.page.locator(".js-plotly-plot").first
    x, y = chart.evaluate(
        """(plot, event) => {
          plot.scrollIntoView({block: "center"});
          const layout = plot._fullLayout, box = plot.getBoundingClientRect();
          for (const points of plot.calcdata) for (const point of points) {
            const {trace} = points[0];
            if (!trace.mode?.includes("markers") || [trace.customdata?.[point.i]].flat()[0] !== event) continue;
            const y = layout[trace.yaxis.replace("y", "yaxis")];
            return [layout.xaxis._offset + layout.xaxis.c2p(point.x), y._offset + y.c2p(point.y)];
          }
        }""",
        "abu-dhabi-round-two",
    )
    reader.press_and_wait(chart, position={"x": x, "y": y}, force=True)
    assert params(reader.page) == {"event": ["abu-dhabi-round-two"]}
    assert reader.clicks <= 1


def test_8_what_is_shown_is_shared(reader):
    reader.open("/?theme=diplomacy")
    menu = reader.open_share()
    reader.press(menu.get_by_role("button", name="Copy link"))
    menu.get_by_role("button", name="Link copied").wait_for()
    assert reader.page.evaluate("navigator.clipboard.readText()") == address(reader.page)
    assert reader.clicks <= 2


def test_9_what_is_shown_is_frozen_cited_and_opened(reader):
    reader.open("/?q=anchorage")
    reader.press_and_wait(reader.open_share().get_by_role("button", name="Freeze and cite"))
    dialog = reader.page.get_by_role("dialog")
    title = dialog.get_by_label("Title")
    reader.type(title, f"By a reader {'on a phone' if reader.phone else 'at a desk'}")
    with rerun(reader.page):
        title.press("Enter")
    assert "By a reader" in dialog.get_by_test_id("stCode").nth(1).inner_text(), "the citation"
    with reader.page.context.expect_page() as opened:
        reader.press(dialog.get_by_role("link", name="Open in the dashboard"))
    page = settled(opened.value)
    assert params(page)["q"] == ["anchorage"]
    assert page.locator(".frozen").is_visible()
    assert reader.clicks <= 3


def test_10_two_days_are_compared(reader):
    reader.open()
    reader.open_page("What changed")
    for number, day in enumerate(("2026-02-10", "2026-03-10")):
        year = reader.page.get_by_test_id("stDateInputField").nth(number).get_by_role("spinbutton").first
        year.focus()
        with rerun(reader.page):
            reader.page.keyboard.type(day.replace("-", ""))
            for _ in range(2):  # past the button of the calendar: a date counts when its field is left
                reader.page.keyboard.press("Tab")
    assert params(reader.page) == {"first": ["2026-02-10"], "last": ["2026-03-10"]}
    assert reader.page.get_by_role("heading", name="Events that became known").count() == 1
    assert reader.clicks <= 3


def test_11_the_network_is_read(reader):
    reader.open()
    reader.open_page("Actors")
    assert reader.page.get_by_role("heading", name="Who is named together").is_visible()
    assert reader.page.get_by_text("The larger a mark, the more events name the actor").is_visible()
    network = reader.page.locator(".plot").last
    assert network.get_attribute("aria-label")
    assert network.locator(".js-plotly-plot, svg").first.is_visible()
    assert reader.clicks <= 2


def test_12_the_feed_of_what_is_shown(reader):
    reader.open("/?theme=diplomacy")
    menu = reader.open_share()
    reader.press(menu.locator("[data-copy-of^='feed.atom']"))
    menu.get_by_role("button", name="Copied").wait_for()
    feed = reader.page.evaluate("navigator.clipboard.readText()")
    assert feed == f"{reader.origin}/feed.atom?theme=diplomacy"
    assert "<feed" in reader.page.request.get(feed).text()
    assert reader.clicks <= 2


def test_13_back_from_no_result(reader):
    reader.open("/?actor=marco-rubio&theme=energy&q=nothinghasthisword")
    assert shown(reader.page) == 0
    reader.press_and_wait(reader.page.locator(".st-key-main .nothing a").first)
    assert shown(reader.page) > 0
    assert reader.clicks <= 1


def test_14_filter_close_and_read(reader):
    reader.open()
    reader.open_filters()
    reader.press_and_wait(option(reader.page, "theme", "ground-war"))
    if reader.phone:
        assert f"Show {GROUND_WAR} events" in reader.page.locator(".panel-foot").inner_text()
    reader.close_filters()
    reader.press_and_wait(reader.page.locator(".st-key-main .cards h2 a").first)
    opened = reader.page.locator(".event-card.opened")
    assert reader.sees(opened.locator("h2"))
    assert re.search(r"\w+", opened.locator(".summary").inner_text())
    assert reader.clicks <= 4


def test_15_what_is_shown_is_printed(reader):
    reader.page.add_init_script("window.print = () => { window.printed = document.title; };")
    reader.open("/?theme=arms-control")
    reader.press(reader.open_share().get_by_role("button", name="Print"))
    assert "Arms control events" in reader.page.evaluate("window.printed")
    assert reader.clicks <= 2

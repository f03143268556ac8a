"""What a person does on the opening page, in Chromium, on the real record."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.driving import address, rerun, settled
from tests.writing import event, source, write_collection

HOSTILE = "<script>window.hacked=1</script><img src=x onerror=window.hacked=1><b>bold</b>"


def shown(page):
    return int(page.locator(".count-line").get_attribute("data-shown"))


def cards(page):
    return page.locator(".cards article.event-card").evaluate_all("all => all.map(card => card.dataset.event)")


def params(page):
    return parse_qs(urlsplit(address(page)).query)


def go(page, url):
    page.goto(url)
    return settled(page)


# the path and query of a link -> events shown, a text that must stand on the page
DEEP_LINKS = [
    ("/?theme=arms-control", 3, "Arms control events"),
    ("/?actor=sergey-lavrov&contest=contested", None, "involving Sergey Lavrov"),
    (
        "/?from=2026-01-24&to=2026-02-04&theme=diplomacy&sort=oldest",
        None,
        "from 24 January 2026 to 4 February 2026",
    ),
    ("/?event=alekseyev-shot", 168, "GRU deputy chief Vladimir Alekseyev is shot in Moscow"),
    ("/about-the-record?theme=arms-control", None, "How grades come about"),
]


@pytest.mark.parametrize(("link", "count", "words"), DEEP_LINKS)
def test_a_deep_link_opens_what_it_names_as_the_first_request_to_a_fresh_server(
    fresh_server, open_page, link, count, words
):
    page = open_page()
    page.goto(fresh_server().url + link)
    settled(page, "h1")
    assert page.get_by_text(words).first.is_visible()
    assert page.get_by_role("textbox", name="Search").is_visible()
    if count:
        assert shown(page) == count
    assert parse_qs(urlsplit(address(page)).query) == parse_qs(urlsplit(link).query)


def test_filters_follow_the_reader_to_every_page_and_back(serve, page):
    go(page, serve().url + "/?theme=arms-control&actor=russia")
    with rerun(page, "h1"):
        page.get_by_role("link", name="About the record").first.click()
    assert params(page) == {"theme": ["arms-control"], "actor": ["russia"]}
    with rerun(page):
        page.get_by_role("link", name="Timeline", exact=True).click()
    assert params(page) == {"theme": ["arms-control"], "actor": ["russia"]}
    assert shown(page) == 3


def test_back_and_forward_step_through_filters_cards_and_pages(serve, page):
    go(page, serve().url + "/?theme=diplomacy")
    steps = [(params(page), shown(page))]
    with rerun(page):
        page.get_by_role("button", name=re.compile("^Strikes ·")).click()
    steps.append((params(page), shown(page)))
    with rerun(page):
        page.locator(".cards .chips a", has_text="Volodymyr Zelensky").first.click()
    steps.append((params(page), shown(page)))
    with rerun(page):
        page.locator(".cards .event-card h2 a").first.click()
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


def test_a_click_on_an_actor_adds_it_to_the_filter(serve, page):
    go(page, serve().url + "/?theme=diplomacy")
    before = shown(page)
    with rerun(page):
        page.locator(".cards .chips a", has_text="Sergey Lavrov").first.click()
    assert params(page)["actor"] == ["sergey-lavrov"]
    assert 0 < shown(page) < before
    assert page.get_by_test_id("stSidebar").get_by_text("Sergey Lavrov", exact=False).first.is_visible()


def test_a_link_to_an_event_outside_the_filter_shows_it_and_says_so(serve, page):
    go(page, serve().url + "/?theme=arms-control&event=alekseyev-shot")
    opened = page.locator(".opened-card")
    assert "outside the filter" in opened.inner_text()
    assert opened.locator("article").get_attribute("data-event") == "alekseyev-shot"
    assert shown(page) == 3
    with rerun(page):
        page.locator(".opened-card a.close").click()
    assert page.locator(".opened-card").count() == 0
    assert "event" not in params(page)


def test_unknown_ids_are_named_and_a_retired_one_leads_on(serve, page):
    go(page, serve().url + "/?actor=nobody&event=no-such-event&from=soon&theme=arms-control")
    notice = page.locator(".notices").inner_text()
    for words in ("an actor we do not have: nobody", "an event we do not have: no-such-event", "soon"):
        assert words in notice
    assert params(page) == {"theme": ["arms-control"]}
    assert shown(page) == 3
    go(page, serve().url + "/?event=residence-allegation-position-review")
    assert page.locator(".opened-card article").get_attribute("data-event") == "valdai-drone-claim"


def test_search_finds_as_words_are_given_and_a_half_typed_box_eats_no_click(serve, page):
    go(page, serve().url)
    box = page.get_by_role("textbox", name="Search")
    box.fill("anchorage formula")
    with rerun(page):
        box.press("Enter")
    assert params(page) == {"q": ["anchorage formula"]}
    assert 0 < shown(page) < 30
    box.fill("half-typed")
    with rerun(page, "h1"):
        page.get_by_role("link", name="About the record").first.click()
    assert "/about-the-record" in address(page)


def test_the_period_in_words_sets_the_dates(serve, page):
    go(page, serve().url)
    box = page.get_by_role("textbox", name="Period in words")
    box.fill("з 24 січня по 4 лютого 2026")
    with rerun(page):
        box.press("Enter")
    assert params(page) == {"from": ["2026-01-24"], "to": ["2026-02-04"]}
    box.fill("06/02/2026")
    with rerun(page):
        box.press("Enter")
    assert "6 February 2026 or 2 June 2026" in page.get_by_test_id("stAlert").inner_text()
    assert params(page) == {"from": ["2026-01-24"], "to": ["2026-02-04"]}


def first_mark(page):
    """Id and place on the screen of a mark of the chart that stands clear of its edges."""
    return page.locator(".js-plotly-plot").first.evaluate(
        """plot => {
          const layout = plot._fullLayout, box = plot.getBoundingClientRect();
          for (const [{trace}] of plot.calcdata) {
            if (!trace.mode?.includes("markers") || !trace.customdata) continue;
            const y = layout[trace.yaxis.replace("y", "yaxis")], x = layout.xaxis;
            for (const point of plot.calcdata[trace.index]) {
              const px = x.c2p(point.x), id = trace.customdata[point.i];
              if (px < 20 || px > x._length - 20 || typeof id !== "string") continue;
              return {id, x: box.left + x._offset + px, y: box.top + y._offset + y.c2p(point.y)};
            }
          }
        }"""
    )


def test_a_mark_opens_its_card_and_a_box_narrows_the_period(serve, page):
    go(page, serve().url + "/?theme=diplomacy&from=2026-01-01&to=2026-03-31")
    before = shown(page)
    target = first_mark(page)
    with rerun(page):
        page.mouse.click(target["x"], target["y"])
    assert params(page)["event"] == [target["id"]]
    assert page.locator(".event-card.opened").get_attribute("data-event") == target["id"]
    page.locator(".js-plotly-plot").first.hover()
    page.locator(".modebar-btn[data-title='Box Select']").first.click()
    area = page.locator(".nsewdrag").first.bounding_box()
    page.mouse.move(area["x"] + area["width"] * 0.3, area["y"] + 8)
    with rerun(page):
        page.mouse.down()
        page.mouse.move(area["x"] + area["width"] * 0.6, area["y"] + area["height"] - 8, steps=8)
        page.mouse.up()
    found = params(page)
    assert "2026-01-20" < found["from"][0] < "2026-02-05"
    assert "2026-02-15" < found["to"][0] < "2026-03-05"
    assert 0 < shown(page) < before


def test_cards_are_paged_and_sorted(serve, page):
    go(page, serve().url)
    newest = cards(page)
    with rerun(page):
        page.get_by_role("link", name="Next").first.click()
    assert params(page) == {"page": ["2"]}
    assert not set(cards(page)) & set(newest)
    with rerun(page):
        page.get_by_text("Oldest first").click()
    assert params(page) == {"sort": ["oldest"]}
    assert cards(page)[0] == "nord-stream-opening"


def test_reset_shows_everything_and_copy_puts_the_address_on_the_clipboard(serve, open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    go(page, serve().url + "/?theme=diplomacy&actor=russia&q=talks")
    page.get_by_role("button", name="Copy link").click()
    assert page.evaluate("navigator.clipboard.readText()") == address(page)
    with rerun(page):
        page.get_by_role("button", name="Reset", exact=True).click()
    assert params(page) == {}
    assert shown(page) == 168


def test_everything_is_reached_by_keyboard_alone(serve, page):
    go(page, serve().url + "/?theme=arms-control")
    reached = []
    for _ in range(220):
        page.keyboard.press("Tab")
        here = page.evaluate("(document.activeElement.innerText || document.activeElement.ariaLabel || '').trim()")
        reached.append(here)
        if here == "New START expires":
            break
    for words in ("Search", "Diplomacy ·", "Corroborated ·", "Copy link", "View as table"):
        assert any(words in text for text in reached), (words, reached)
    assert reached[-1] == "New START expires", reached
    with rerun(page):
        page.keyboard.press("Enter")
    assert params(page)["event"] == ["new-start-expiry"]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_no_width_and_no_scheme_breaks_the_page(serve, open_page, width, dark):
    page = open_page(width=width, height=900, dark=dark)
    go(page, serve().url + "/?theme=diplomacy&event=lavrov-tv-brics-interview")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    for selector in (".event-card", ".js-plotly-plot", ".count-line", "h1"):
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


def test_the_chart_has_an_alt_text_and_the_same_as_a_table(serve, page):
    go(page, serve().url + "/?theme=arms-control")
    label = page.locator('[role="figure"][aria-label]').first.get_attribute("aria-label")
    assert "3 events" in label
    with rerun(page):
        page.get_by_text("View as table").click()
    page.get_by_test_id("stDataFrame").first.wait_for()


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
        assert (
            page.locator("[data-testid=stApp] img[src='x'], [data-testid=stApp] .event-card b:text('bold')").count()
            == 0
        )
    assert page.locator("a[href^='javascript']").count() == 0


def test_two_readers_do_not_share_a_filter(serve, open_page):
    first, second = open_page(), open_page()
    go(first, serve().url + "/?theme=arms-control")
    go(second, serve().url)
    assert (shown(first), shown(second)) == (3, 168)
    with rerun(second):
        second.get_by_role("button", name=re.compile("^Diplomacy ·")).click()
    assert shown(first) == 3

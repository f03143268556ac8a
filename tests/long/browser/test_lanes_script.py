"""The living lanes: timeline/web/browser/lanes.js on the server's picture, in a page that holds nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.charts.small_events import NO_COVERAGE, THEMES, EventsOnAxis, small_events
from timeline.charts.lanes import plan_lanes
from timeline.charts.lanes_svg import STYLE, draw_plan, svg_colours
from timeline.charts.legend import legend_html

PERIOD = (date(2025, 8, 1), date(2026, 7, 1))
HOSTILE = "<img src=x onerror=alert(1)>"
MODULES = Path(__file__).parents[3] / "timeline/web/browser"
KEYS = ["anchorage-summit", "abu-dhabi-round-one", "putin-no-agreements-anchorage"]
SHIFTED = "parseFloat(mark.getAttribute('transform').slice(10))"


class Folder:
    """A folder over HTTP, which the fixtures of the browser tests look after as they do after a dashboard."""

    def __init__(self, folder: Path) -> None:
        class Quiet(SimpleHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def check(self) -> None:
        """It runs as long as the tests."""

    def log(self) -> str:
        """Nothing is printed."""
        return ""

    def stop(self) -> None:
        """Ends it."""
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def site(servers, tmp_path) -> Iterator[Callable[..., str]]:
    """`site(svg, themes)`: the address of a page with this picture."""
    for module in MODULES.glob("lanes*.js"):
        shutil.copy(module, tmp_path)
    (tmp_path / "favicon.ico").touch()
    folder = Folder(tmp_path)
    servers.running.append(folder)

    def write(svg: str, themes) -> str:
        (tmp_path / "index.html").write_text(page_of(svg, themes), encoding="utf-8")
        return folder.url

    yield write
    servers.stop(folder)


def page_of(svg: str, themes) -> str:
    """The picture with legend, colours and script; what it answers is noted in ``opened`` and ``chosen``."""
    light, dark = (
        ";".join(f"--{name}:{colour}" for name, colour in svg_colours(themes, scheme).items())
        for scheme in ("light", "dark")
    )
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Lanes</title>
    <meta name="viewport" content="width=device-width">
    <style>:root{{{light}}} @media (prefers-color-scheme: dark) {{:root{{{dark}}}}} {STYLE}
    body{{margin:16px;background:var(--ground);font-family:sans-serif}}</style>
    <main><div class="lanes-head">{legend_html()}<div class="lanes-tools"></div></div>
    <div id="root" class="lanes-living">{svg}</div></main>
    <script type="module">import {{ attachLanes }} from "./lanes.js";
    Object.assign(window, {{ opened: [], chosen: [] }});
    window.detach = attachLanes(document.getElementById("root"), {{
      open: (event, mark) => opened.push([event, mark.tagName]),
      period: (from, to) => chosen.push([from, to]),
    }});</script>"""


@pytest.fixture
def lanes(site, open_page, real_record):
    """`lanes(width=1280)`: a page with the lanes of the whole record."""

    def start(width: int = 1280, **options):
        page = open_page(width=width, height=800, **options)
        record = real_record
        events = record.view().weightiest(PERIOD, 600)
        plan = plan_lanes(
            record.view(), record.themes, record.daily, record.coverage, period=PERIOD, width=width - 32,
            publishers=record.publisher_names, keys=events[events["id"].isin(KEYS)],
        )  # fmt: skip
        page.goto(site(draw_plan(plan, toggle="?open"), record.themes))
        page.wait_for_function("Boolean(window.detach)")
        return page

    return start


def mark(page, event: str):
    return page.locator(f"a.mark[data-event='{event}']")


def middle(page, event: str) -> tuple[float, float]:
    box = mark(page, event).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def places(page) -> dict[str, float]:
    """Where each mark is shown, in the picture's pixels."""
    return page.evaluate(
        f"Object.fromEntries([...document.querySelectorAll('a.mark')].map(mark => [mark.dataset.event, {SHIFTED}]))"
    )


def noted(page, what: str) -> list[list[str]]:
    return page.evaluate(what)


def drag(page, start: tuple[float, float], end: tuple[float, float], *held: str) -> None:
    page.mouse.move(*start)
    for key in held:
        page.keyboard.down(key)
    page.mouse.down()
    page.mouse.move(*end, steps=5)
    page.mouse.up()
    for key in held:
        page.keyboard.up(key)


def test_the_pointer_is_told_what_a_mark_is_and_what_a_click_does(lanes):
    page = lanes()
    page.mouse.move(*middle(page, "anchorage-summit"))
    lines = page.locator(".lanes-tip div").all_inner_texts()
    assert lines[:2] == ["Trump and Putin meet in Anchorage", "15 August 2025"]
    assert lines[-1] == "Click: open this event"
    page.mouse.move(5, 5)
    assert page.locator(".lanes-tip").is_hidden()


@pytest.mark.parametrize("beside", [0, 7])
def test_a_click_on_or_near_a_mark_opens_its_event(lanes, beside):
    page = lanes()
    x, y = middle(page, "witkoff-putin-august-2025")
    page.mouse.click(x - beside, y)
    assert noted(page, "opened") == [["witkoff-putin-august-2025", "a"]]
    assert page.url.endswith("/"), "the page answers; the link is for those without a script"


def test_a_key_event_opens_too(lanes):
    page = lanes()
    page.locator("a.key-link[data-event='anchorage-summit'] text").click()
    assert noted(page, "opened") == [["anchorage-summit", "a"]]


def test_links_open_in_a_new_tab_as_links_do(lanes):
    page = lanes()
    mark(page, "witkoff-putin-august-2025").click(modifiers=["ControlOrMeta"])
    assert noted(page, "opened") == []


def test_one_stop_of_the_tab_key_a_lane_and_arrow_keys_from_there(lanes):
    page = lanes()
    stops = page.locator("svg.lanes [tabindex='0']")
    assert stops.count() == page.locator("svg.lanes .lane").count() + 1, "and one for the key events"
    first = page.locator(".lane a.mark").first
    first.focus()
    order = page.locator(".lane").first.locator("a.mark").evaluate_all("marks => marks.map(it => it.dataset.event)")
    focused = "document.activeElement.dataset.event"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused) == order[2]
    assert page.locator(".lanes-tip").is_visible()
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(focused) == order[1]
    page.keyboard.press("End")
    assert page.evaluate(focused) == order[-1]
    assert stops.count() == page.locator("svg.lanes .lane").count() + 1
    page.keyboard.press("ArrowDown")
    lane = "[...document.querySelectorAll('.lane')].indexOf(document.activeElement.closest('.lane'))"
    assert page.evaluate(lane) == 1
    page.keyboard.press("Enter")
    assert noted(page, "opened") == [[page.evaluate(focused), "a"]]


@pytest.mark.parametrize("held", [[], ["Shift"]])
def test_dragging_over_the_dates_or_with_shift_chooses_days(lanes, held):
    page = lanes()
    x1, y = middle(page, "anchorage-summit")
    x2, _ = middle(page, "abu-dhabi-round-one")
    y = y if held else page.locator(".tick").first.bounding_box()["y"] + 6
    drag(page, (x1, y - 3), (x2, y - 3), *held)
    assert noted(page, "chosen") == [["2025-08-15", "2026-01-23"]]
    assert noted(page, "opened") == []
    assert page.locator(".box").count() == 0


def test_dragging_in_the_lanes_chooses_nothing(lanes):
    page = lanes()
    x, y = middle(page, "anchorage-summit")
    drag(page, (x + 100, y), (x + 200, y))
    assert (noted(page, "chosen"), noted(page, "opened")) == ([], [])


def test_zooming_spreads_the_marks_a_drag_moves_them_and_a_double_click_takes_it_back(lanes):
    page = lanes()
    before = places(page)
    zoom_in = page.get_by_role("button", name="Zoom in")
    for _ in range(4):
        zoom_in.click()
    after = places(page)
    one, other = "abu-dhabi-round-one", "abu-dhabi-round-two"
    assert after[other] - after[one] == pytest.approx((before[other] - before[one]) * 1.6**4, abs=1)
    box = page.locator("svg.lanes").bounding_box()
    here = (box["x"] + 500, box["y"] + box["height"] - 60)
    page.mouse.move(*here)
    drag(page, here, (here[0] + 90, here[1]))
    moved = places(page)
    assert moved[one] - after[one] == pytest.approx(90, abs=2)
    page.mouse.dblclick(box["x"] + 300, box["y"] + 3)
    assert places(page) == pytest.approx(before, abs=0.06)


def test_control_and_the_wheel_zoom_about_the_pointer_and_the_wheel_alone_scrolls(lanes):
    page = lanes()
    event = "abu-dhabi-round-one"
    x, y = middle(page, event)
    before = places(page)
    page.mouse.move(x, y)
    page.mouse.wheel(0, -200)
    assert places(page) == before
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.wait_for_function("document.querySelector('svg.lanes.zoomed')")
    assert places(page)[event] == pytest.approx(before[event], abs=6)
    assert page.locator(".tick.extra").count() == 0 or page.locator(".tick:visible").count() > 0


def test_a_click_on_a_day_of_the_strip_opens_nothing_and_offers_to_show_only_that_day(lanes):
    page = lanes()
    x, _ = middle(page, "anchorage-summit")
    box = page.locator("path.series").first.bounding_box()
    page.mouse.click(x, box["y"] + box["height"] - 2)
    assert (noted(page, "chosen"), noted(page, "opened")) == ([], [])
    lines = page.locator(".lanes-tip div").all_inner_texts()
    assert lines[0] == "15 August 2025"
    assert "drones launched" in lines[1] + lines[2]
    choice = page.get_by_role("button", name="Show only 15 August 2025")
    page.keyboard.press("Escape")
    assert choice.is_hidden()
    page.mouse.click(x, box["y"] + box["height"] - 2)
    choice.click()
    assert noted(page, "chosen") == [["2025-08-15", "2025-08-15"]]
    assert page.locator(".lanes-tip").is_hidden()


def test_a_picture_that_comes_later_answers_as_the_first_did(lanes):
    page = lanes()
    page.evaluate("root.innerHTML = root.querySelector('svg').outerHTML")
    page.wait_for_selector("#root .lanes-tip", state="attached")
    page.mouse.click(*middle(page, "anchorage-summit"))
    assert noted(page, "opened") == [["anchorage-summit", "a"]]
    page.evaluate("detach()")
    page.mouse.move(*middle(page, "anchorage-summit"))
    assert page.locator(".lanes-tip, .lanes-tools button").count() == 0


def test_texts_of_a_collection_stay_texts(site, page):
    events = small_events([{"day": "2026-03-01", "title": HOSTILE}])
    plan = plan_lanes(EventsOnAxis(events), THEMES, None, NO_COVERAGE, period=PERIOD, width=1200)
    page.goto(site(draw_plan(plan), THEMES))
    page.wait_for_function("Boolean(window.detach)")
    page.mouse.move(*middle(page, "e0"))
    assert page.locator(".lanes-tip div").first.inner_text() == HOSTILE
    assert page.locator("img").count() == 0


def test_a_finger_scrolls_the_page_and_opens_what_it_touches(lanes):
    page = lanes(360, has_touch=True, is_mobile=True)
    assert page.locator("svg.lanes").evaluate("svg => getComputedStyle(svg).touchAction") == "pan-y"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.touchscreen.tap(*middle(page, "anchorage-summit"))
    assert noted(page, "opened") == [["anchorage-summit", "a"]]


@pytest.mark.parametrize("dark", [False, True])
def test_the_letters_of_the_chart_stand_out_from_what_lies_behind(lanes, dark):
    page = lanes(dark=dark)
    faint = page.evaluate(CONTRASTS)
    assert faint == []


CONTRASTS = """() => {
  const light = (text) => {
    const linear = (n) => (n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = text.match(/[\\d.]+/g).map((n) => linear(n / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const probe = document.body.appendChild(document.createElement("i"));
  const grounds = ["--ground", "--field", "--wash"].map((name) => {
    probe.style.color = `var(${name})`;
    return light(getComputedStyle(probe).color);
  });
  return [...document.querySelectorAll("svg.lanes text, svg.lanes tspan, .lanes-legend *")].flatMap((element) => {
    if (!element.textContent.trim() || /^kind-/.test(element.getAttribute("class") ?? "")) return [];
    const style = getComputedStyle(element);
    const ink = light(element.closest("svg") ? style.fill : style.color);
    const worst = Math.min(...grounds.map((ground) => (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05)));
    return worst < 4.5 || style.opacity !== "1" ? [`${element.textContent}: ${worst}`] : [];
  });
}"""

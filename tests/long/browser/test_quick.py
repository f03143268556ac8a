"""The page answers before the server does: options show that they are pressed, and none of several is lost."""

from __future__ import annotations

from tests.browser.driving import go, option, params, rerun, settled, shown

FRAMES = """
(selector) => new Promise((resolve) => {
  addEventListener("pointerup", () => {
    let frames = 0;
    const look = () => {
      frames += 1;
      const pressed = document.querySelector(selector).getAttribute("aria-checked") === "true";
      if (pressed || frames > 60) resolve([frames, location.search]);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, {once: true, capture: true});
  window.__ready = true;
})
"""
THEMES = ("energy", "strikes", "diplomacy")


def test_three_options_pressed_quickly_are_all_chosen(serve, page):
    go(page, serve().url)
    page.evaluate(
        """values => {
          for (const value of values) document.querySelector(`.st-key-panel [data-value="${value}"]`).click();
        }""",
        THEMES,
    )
    page.wait_for_function("() => new URLSearchParams(location.search).getAll('theme').length === 3")
    settled(page)
    assert sorted(params(page)["theme"]) == sorted(THEMES)
    for theme in THEMES:
        assert option(page, "theme", theme).get_attribute("aria-checked") == "true"
    together = shown(page)
    go(page, serve().url + "/?" + "&".join(f"theme={theme}" for theme in THEMES))
    assert shown(page) == together


def test_an_option_that_is_pressed_twice_is_as_it_was(serve, page):
    go(page, serve().url)
    with rerun(page):
        option(page, "theme", "energy").dblclick()
    settled(page)
    assert params(page) == {}
    assert option(page, "theme", "energy").get_attribute("aria-checked") == "false"


def test_a_pressed_option_shows_within_two_frames_and_before_the_answer(serve, page):
    go(page, serve().url)
    page.evaluate(f"void (window.__frames = ({FRAMES})('.st-key-panel [data-value=energy]'))")
    with rerun(page):
        option(page, "theme", "energy").click()
    frames, address = page.evaluate("window.__frames")
    assert frames <= 2
    assert address == "", "the server had not answered"
    assert params(page) == {"theme": ["energy"]}

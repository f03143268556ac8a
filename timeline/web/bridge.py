"""The one piece of JavaScript: links of our own stay in the session, a button copies the address.

Event cards, the legend and the page numbers are one block of HTML each, since that is far quicker
than a widget a card. Their links are real addresses, which open in a new tab or without JavaScript as
they should; a plain click on one is handed to Python instead, so that the page changes in place. This
uses Streamlit's documented component interface.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

_JS = """
export default function ({ data, setTriggerValue, setStateValue, parentElement }) {
  const page = document, view = page.defaultView;
  // Called anew whenever its data changes: what listened before stops.
  parentElement.listening?.abort();
  const { signal } = (parentElement.listening = new AbortController());
  const width = () =>
    data.steps.findLast((step) => step <= page.documentElement.clientWidth) ?? data.steps[0];
  if (data.width !== width()) setStateValue("width", width());

  const found = (event, selector) => event.target instanceof Element ? event.target.closest(selector) : null;
  const follow = (event) => {
    const link = found(event, "a[data-go]");
    const other = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!link || event.defaultPrevented || other) return;
    event.preventDefault();
    setTriggerValue("go", link.getAttribute("href"));
  };
  const copy = async (event) => {
    const button = found(event, "[data-copy]");
    if (!button) return;
    event.preventDefault();
    const said = button.dataset.said ?? (button.dataset.said = button.textContent);
    let done = true;
    const address = view.location.href;
    try { await view.navigator.clipboard.writeText(address); } catch { done = fallback(address); }
    button.textContent = done ? "Link copied" : "Copy the address bar";
    view.setTimeout(() => { button.textContent = said; }, 2000);
  };
  // Clipboards are only open to pages served over https or from this machine.
  const fallback = (text) => {
    const box = page.createElement("textarea");
    box.value = text; box.style.position = "fixed"; box.style.opacity = "0";
    page.body.append(box); box.select();
    const done = page.execCommand("copy");
    box.remove();
    return done;
  };
  let timer = 0;
  const resized = () => {
    view.clearTimeout(timer);
    timer = view.setTimeout(() => { if (data.width !== width()) setStateValue("width", width()); }, 300);
  };
  page.addEventListener("click", follow, { signal });
  page.addEventListener("click", copy, { signal });
  view.addEventListener("resize", resized, { signal });

  // A card that was opened from far down the page comes into sight.
  if (data.opened && view.__opened !== data.opened) {
    let tries = 0;
    const look = () => {
      const card = page.querySelector(`.event-card.opened[data-event="${CSS.escape(data.opened)}"]`);
      if (!card) { if (++tries < 40) view.setTimeout(look, 50); return; }
      const box = card.getBoundingClientRect();
      const seen = box.top >= 0 && box.top <= view.innerHeight - 120;
      if (!seen) card.scrollIntoView({ block: "start", behavior: "auto" });
    };
    view.setTimeout(look, 50);
  }
  view.__opened = data.opened;

  return () => parentElement.listening.abort();
}
"""

KEY = "bridge"
STEPS = (320, 400, 500, 640, 768, 900, 1024, 1152, 1280, 1440, 1600, 1900, 2300)
"""Widths of the window in CSS pixels, between which charts do not change."""


def mount_bridge(opened: str, on_go: Callable[[], None]) -> None:
    """Draws the component once a run.

    Args:
        opened: id of the event whose card is open, '' for none.
        on_go: called when a reader follows a link of our own; the link stands in :func:`followed_link`.
    """
    _component()(
        key=KEY,
        data={"opened": opened, "width": page_width(), "steps": STEPS},
        on_go_change=on_go,
        on_width_change=_nothing,
        default={"width": _guessed_width()},
    )


def followed_link() -> str:
    """The link that was followed, inside the callback."""
    return str(_state("go") or "")


def page_width() -> int:
    """Width of the reader's window in CSS pixels, rounded down to one of STEPS."""
    return int(_state("width") or _guessed_width())


def _guessed_width() -> int:
    """Until the browser has said it: what kind of device asks."""
    return 320 if "Mobi" in (st.context.headers.get("User-Agent") or "") else 1280


def _state(name: str) -> Any:
    state = st.session_state.get(KEY)
    return state.get(name) if state else None


def _nothing() -> None:
    """A change of width needs a rerun and nothing else."""


@st.cache_resource
def _component() -> Callable[..., Any]:
    return st.components.v2.component("on_the_record_bridge", html="<span hidden></span>", js=_JS)

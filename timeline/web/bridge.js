// The page around the charts: links of our own stay in the session, a button copies the address, the screen is told.

export default function ({ data, setTriggerValue, setStateValue, parentElement }) {
  const page = document, view = page.defaultView;
  // Called anew whenever its data changes: what listened before stops.
  parentElement.listening?.abort();
  const { signal } = (parentElement.listening = new AbortController());
  // What charts are laid out for, and whether a finger may drag them: two facts, since a small window may have a mouse.
  const coarse = view.matchMedia("(pointer: coarse)");
  const tell = () => {
    const width = data.steps.findLast((step) => step <= page.documentElement.clientWidth) ?? data.steps[0];
    if (data.width !== width || data.coarse !== coarse.matches) setStateValue("screen", { width, coarse: coarse.matches });
  };
  tell();

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
    timer = view.setTimeout(tell, 300);
  };
  page.addEventListener("click", follow, { signal });
  page.addEventListener("click", copy, { signal });
  view.addEventListener("resize", resized, { signal });
  coarse.addEventListener("change", tell, { signal });

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

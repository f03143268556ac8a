// The panel of the filter: rows to press, bars to draw over, days, words, names to find. It listens on the whole
// document, acts only inside .panel, and writes only lists of names that it asked the server for.
import { act, change, current, toggle } from "./session.js";

/** @param {Event} event @param {string} selector @returns {HTMLElement | null} */
export const near = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

/** Shows an option as pressed at once, and asks for its events. @param {HTMLElement} row */
export function press(row) {
  row.setAttribute("aria-checked", String(row.getAttribute("aria-checked") !== "true"));
  toggle(row.dataset.param ?? "", row.dataset.value ?? "");
}

document.addEventListener("keydown", (event) => {
  const row = near(event, '[role="checkbox"][data-param]');
  if (row && event.key === " ") {
    event.preventDefault();
    press(row);
  }
  const bar = near(event, ".bars .bar");
  const next = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[event.key];
  const other = bar && next && /** @type {any} */ (bar)[next];
  if (bar && other instanceof HTMLElement) {
    event.preventDefault();
    bar.tabIndex = -1;
    other.tabIndex = 0;
    other.focus();
  }
});

// --- drawing over the bars
/** @type {HTMLElement | null} */
let from = null;
let over = false;
/** @param {HTMLElement} last */
const stretch = (last) => {
  const bars = Array.from(last.parentElement?.children ?? []);
  const [low, high] = [bars.indexOf(/** @type {Element} */ (from)), bars.indexOf(last)].sort((a, b) => a - b);
  return { bars, low, high };
};
document.addEventListener("pointerdown", (event) => {
  from = event.button ? null : near(event, ".bars .bar");
  over = false;
  if (from) event.preventDefault(); // else the browser drags the link
});
document.addEventListener("pointermove", (event) => {
  const bar = from && document.elementFromPoint(event.clientX, event.clientY)?.closest(".bars .bar");
  if (!(bar instanceof HTMLElement) || (bar === from && !over)) return;
  over = true;
  const { bars, low, high } = stretch(bar);
  bars.forEach((one, number) => one.classList.toggle("in", low <= number && number <= high));
});
document.addEventListener("pointerup", (event) => {
  const bar = from && document.elementFromPoint(event.clientX, event.clientY)?.closest(".bars .bar");
  if (over && bar instanceof HTMLElement) {
    const { bars, low, high } = stretch(bar);
    const [first, last] = [bars[low], bars[high]].map((one) => /** @type {HTMLElement} */ (one).dataset);
    change({ from: first.first ?? "", to: last.last ?? "" });
  }
  from = null;
});
/** Whether the click that follows ends a drawing over the bars. */
export const drew = () => over;

// --- days, words, the record as it stood
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  const text = (/** @type {string} */ name) => String(new FormData(form).get(name) ?? "").trim();
  if (form.matches("[data-days]")) change({ from: text("from"), to: text("to") });
  else if (form.matches("[data-known]")) change({ known: text("known") });
  else if (form.matches("[data-search]")) change({ q: text("q") });
  else if (form.matches("[data-period]")) act({ what: "period", words: text("period") });
  else if (form.matches("[data-between]")) between(form);
  else return;
  event.preventDefault();
});
document.addEventListener("change", (event) => {
  const form = near(event, "[data-days], [data-known]");
  if (form instanceof HTMLFormElement && form.reportValidity()) form.requestSubmit();
});
document.addEventListener("search", (event) => {
  const box = near(event, "[data-search] input"); // the cross in the box
  if (box instanceof HTMLInputElement && !box.value && current().get("q")) change({ q: "" });
});

// --- what the page asks for beside its answers: one thing at a time, so that readers' pages come first
/** @type {Promise<unknown>} */
let before = Promise.resolve();
/** The answers come in the order of asking; null where there is none. @param {string} address @returns {Promise<string | null>} */
function ask(address) {
  const answer = before.then(() => patiently(address)).catch(() => null);
  before = answer;
  return answer;
}
/** Asks again when a busy server says so. @param {string} address @param {number} tries @returns {Promise<string | null>} */
async function patiently(address, tries = 3) {
  const answer = await fetch(address);
  if (answer.status !== 503 || tries === 1) return answer.ok ? answer.text() : null;
  const seconds = Number(answer.headers.get("retry-after")) || 2;
  await new Promise((done) => setTimeout(done, seconds * 1000));
  return patiently(address, tries - 1);
}

// --- names to find: the values of a facet that have no row yet
/** @param {Element} list @param {string} words */
async function find(list, words) {
  const facet = list.getAttribute("data-found") ?? "", query = current();
  query.set("find", words);
  const html = await ask(`./panel/${facet}?${query}`);
  const at = document.activeElement, value = at && list.contains(at) ? at.getAttribute("data-value") : null;
  list.innerHTML = html ?? '<li class="hint">The list could not be loaded. Try again.</li>'; // from our server, escaped there
  if (value === null) return;
  // somebody was on a row already when the answer to the last letter came
  const row = list.querySelector(`[data-value="${CSS.escape(value)}"]`) ?? list.parentElement?.querySelector("input");
  if (row instanceof HTMLElement) row.focus();
}
/** @param {ParentNode} root the lists that are open follow the new counts */
export function refreshLists(root) {
  for (const list of root.querySelectorAll("details.more[open] [data-found]")) {
    const box = list.parentElement?.querySelector("input");
    find(list, box?.value ?? "");
  }
  const table = document.querySelector("details.as-table[open] [data-table]");
  if (table) tabulate(table);
}
document.addEventListener("toggle", (event) => {
  const fold = near(event, "details.more[open]");
  const list = fold === event.target && fold?.querySelector("[data-found]");
  if (list) find(list, fold?.querySelector("input")?.value ?? "");
}, true);
document.addEventListener("toggle", async (event) => {
  const place = near(event, "details.as-table[open]")?.querySelector("[data-table]");
  if (place) await tabulate(place);
}, true);
/** @param {Element} place */
async function tabulate(place) {
  const html = await ask(`./panel/table?${current()}`);
  place.innerHTML = html ?? "<p>The table could not be loaded. Close it and try again.</p>"; // ours, escaped
}
let timer = 0;
document.addEventListener("input", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement)) return;
  const list = box.matches("[data-find]") && box.parentElement?.querySelector("[data-found]");
  if (!list && !box.matches("[data-between] input")) return;
  clearTimeout(timer);
  timer = setTimeout(() => (list ? find(list, box.value) : suggest(box)), 150);
});

// --- between two events
/** @type {Map<string, {first: string, last: string}>} */
const events = new Map();
/** @param {HTMLInputElement} box */
async function suggest(box) {
  box.setCustomValidity("");
  if (events.has(box.value) || !box.list) return;
  const answer = await ask(`./panel/event?${new URLSearchParams({ find: box.value })}`);
  /** @type {{name: string, first: string, last: string}[]} */
  const found = JSON.parse(answer ?? "[]");
  for (const event of found) events.set(event.name, event);
  box.list.replaceChildren(...found.map(({ name }) => Object.assign(document.createElement("option"), { value: name })));
}
/** The event that somebody has chosen from the list, or whose whole title is written, where one alone has it.
 * @param {string} words */
function eventOf(words) {
  const title = `${words.trim().toLowerCase()} (`;
  const found = [...events].filter(([name]) => name.toLowerCase().startsWith(title));
  return events.get(words) ?? (found.length === 1 ? found[0][1] : undefined);
}
/** @param {HTMLFormElement} form */
function between(form) {
  const boxes = Array.from(form.querySelectorAll("input"));
  for (const box of boxes) box.setCustomValidity(eventOf(box.value) ? "" : "Type words from the event’s title, then choose it from the list.");
  if (!form.reportValidity()) return;
  const [one, two] = boxes.map((box) => /** @type {{first: string, last: string}} */ (eventOf(box.value)));
  change({ from: one.first < two.first ? one.first : two.first, to: one.last > two.last ? one.last : two.last });
}

// The page around cards and charts: it writes the bars, the panel and the opening page into their places, follows links
// of our own inside the session, and tells the server what kind of screen the reader has.
import { attachLanes } from "./lanes.js";
import { morphParts } from "./morph.js";
import { drew, near, press, refreshLists } from "./panel.js";
import { act, answers, change, connect, current, go, tellScreen } from "./session.js";

/** @typedef {{name: string, html: string}} Part */
/** @typedef {{data: any, parentElement: HTMLElement, setTriggerValue: any, setStateValue: any}} Mounted */

const root = document.documentElement;
root.classList.add("scripted");
const coarse = matchMedia("(pointer: coarse)"), dark = matchMedia("(prefers-color-scheme: dark)");
let steps = /** @type {number[]} */ ([]), told = "";

/** Heading, bars and what they hold. @param {Mounted} args */
export function drawTop(args) {
  const { data } = args;
  connect(args);
  root.dataset.scheme = data.scheme;
  steps = data.steps;
  told = JSON.stringify(data.screen);
  lookAtScreen();
  draw(args.parentElement, data, answers(data.number));
  countCorrections();
  // Streamlit makes its scrolling element a stop of the Tab key, before the link that skips to the content.
  document.getElementById("stMain")?.setAttribute("tabindex", "-1");
}

/** The panel. @param {Mounted} args */
export function drawPanel(args) {
  if (!draw(args.parentElement, args.data, answers(args.data.number))) return;
  refreshLists(args.parentElement);
}

/** Lanes, cards, and the card that is open. @param {Mounted} args */
export function drawMain(args) {
  const { data, parentElement } = args;
  draw(parentElement, data, answers(data.number));
  const lanes = parentElement.querySelector(".part-lanes .picture");
  if (lanes instanceof HTMLElement && lanes !== living) {
    living = lanes;
    attachLanes(lanes, { open: openEvent, period: (from, to) => change({ from, to }) });
  }
  openCard(data.event);
  for (const mark of parentElement.querySelectorAll(".lanes a[aria-current]")) mark.removeAttribute("aria-current");
  const marks = data.event ? parentElement.querySelectorAll(`.lanes a[data-event="${CSS.escape(data.event)}"]`) : [];
  for (const mark of marks) mark.setAttribute("aria-current", "true");
  showBeginning(parentElement, data);
}

let asked = { filter: "", page: "" };
/** Another filter begins with its lanes, another page of cards with its first card: where these have left the window at
 * the top, they come back. @param {HTMLElement} place @param {{filter: string, page: string}} data */
function showBeginning(place, { filter, page }) {
  const { filter: left, page: leaf } = asked;
  asked = { filter, page };
  if (!left || (left === filter && leaf === page)) return;
  const first = place.querySelector(left === filter ? ".part-list" : ".part-lanes");
  if (first && first.getBoundingClientRect().top < 0) first.scrollIntoView({ block: "start" });
}

/** Writes the parts that differ; an answer to an earlier question waits for the last.
 * @param {HTMLElement} place @param {{parts: Part[]}} data @param {boolean} current */
function draw(place, data, current) {
  const root = place.querySelector("[data-parts]");
  if (!root || (!current && root.firstChild)) return false;
  morphParts(root, data.parts);
  return true;
}

/** @type {HTMLElement | undefined} */
let living;
/** Opens the card of an event beside what is shown. @param {string} event */
function openEvent(event) {
  const query = current();
  query.set("event", event);
  go(`?${query}`);
}

// --- the card that is open
let opened = "";
/** The focus goes to the heading of a card that opens, and back to its mark when it closes. @param {string} event */
function openCard(event) {
  if (event === opened) return;
  const left = opened;
  opened = event;
  if (event) {
    const heading = document.querySelector(".opened-card .event-card :is(h2, h3)");
    if (!(heading instanceof HTMLElement)) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    const box = heading.getBoundingClientRect();
    if (box.top < 0 || box.top > innerHeight - 120) heading.scrollIntoView({ block: "center" });
  } else {
    const mark = document.querySelector(`.lanes [data-event="${CSS.escape(left)}"], .cards [data-event="${CSS.escape(left)}"] a`);
    if (mark instanceof HTMLElement || mark instanceof SVGElement) mark.focus();
  }
}

// --- clicks and keys
document.addEventListener("click", (event) => {
  const other = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  const link = near(event, 'a[data-go], a[role="checkbox"][data-param]');
  if (link && !other && !event.defaultPrevented) {
    event.preventDefault();
    if (link.dataset.param) press(link);
    else if (!drew()) go(link.getAttribute("href") ?? "?");
    if (link.closest("header")) closeSheets();
    return;
  }
  const skip = near(event, "[data-skip]");
  if (skip) {
    event.preventDefault();
    const there = document.getElementById(skip.dataset.skip ?? "");
    if (there?.getClientRects().length === 0) setSheet("panel"); // the filters of a narrow window
    there?.focus();
    there?.scrollIntoView();
  }
  const button = near(event, "button");
  if (button) perform(button);
  const share = near(event, "details.share");
  for (const menu of document.querySelectorAll("details.share[open]")) {
    const done = button && button.matches("[data-act], [data-print]");
    if (menu !== share || done) menu.removeAttribute("open");
  }
});

/** @param {HTMLElement} button */
function perform(button) {
  const { copyOf, act: what, sheet, print } = button.dataset;
  if (button.hasAttribute("data-copy")) copy(button, location.href);
  else if (copyOf) copy(button, new URL(copyOf, document.baseURI).href);
  else if (what) act({ what });
  else if (print !== undefined) window.print();
  else if (button.hasAttribute("data-menu")) setSheet(button.getAttribute("aria-expanded") === "true" ? "" : "menu");
  else if (sheet) setSheet(sheet);
  else if (button.hasAttribute("data-close")) closeSheets();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = document.querySelector("details.share[open]");
    if (menu) {
      menu.removeAttribute("open");
      menu.querySelector("summary")?.focus();
    } else if (root.dataset.sheet) closeSheets();
    else if (!(event.target instanceof HTMLInputElement)) document.querySelector(".opened-card [data-esc]")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  }
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step && near(event, ".opened-card") && !(event.target instanceof HTMLInputElement)) {
    const link = document.querySelector(`.opened-card [data-step="${step}"]`);
    if (link) go(link.getAttribute("href") ?? "?");
  }
});

// --- on phones: the panel, the search box and the menu are sheets
/** @param {string} name */
function setSheet(name) {
  if (name === "share") {
    const menu = document.querySelector("details.share");
    // after this click, which would close it
    setTimeout(() => menu?.setAttribute("open", ""));
    menu?.scrollIntoView({ block: "nearest" });
    return;
  }
  root.dataset.sheet = name;
  document.querySelector("[data-menu]")?.setAttribute("aria-expanded", String(name === "menu"));
  const first = { search: ".top .search input", panel: ".part-panel h2, .part-panel a", menu: ".top .tabs a" }[name];
  const target = first && document.querySelector(first);
  if (target instanceof HTMLElement) target.focus();
}
const closeSheets = () => {
  const was = root.dataset.sheet;
  delete root.dataset.sheet;
  document.querySelector("[data-menu]")?.setAttribute("aria-expanded", "false");
  const button = was && document.querySelector(`[data-sheet="${was}"]`);
  if (button instanceof HTMLElement) button.focus();
};

// A form that was sent from a sheet is done with it; one that was refused is not. (panel.js has heard it before.)
document.addEventListener("submit", ({ target }) => {
  if (target instanceof HTMLFormElement && target.matches("[data-search], [data-between]") && target.checkValidity()) closeSheets();
});

// --- copying
/** @param {HTMLElement} button @param {string} text */
async function copy(button, text) {
  const said = (button.dataset.said ??= button.textContent ?? "");
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    done = copyBySelection(text);
  }
  button.textContent = done ? (said === "Copy link" ? "Link copied" : "Copied") : "Copy it from the address bar";
  setTimeout(() => { button.textContent = said; }, 2000);
}
/** Clipboards are only open to pages served over https or from this machine. @param {string} text */
function copyBySelection(text) {
  const box = document.createElement("textarea");
  box.value = text;
  box.style.position = "fixed";
  box.style.opacity = "0";
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  return done;
}

// --- the screen that charts are laid out for, and whether a finger may drag them: a small window may have a mouse
function lookAtScreen() {
  const width = steps.findLast((step) => step <= root.clientWidth) ?? steps[0];
  const screen = { width, coarse: coarse.matches };
  if (steps.length && JSON.stringify(screen) !== told) {
    told = JSON.stringify(screen);
    tellScreen(screen);
  }
}
// Streamlit follows the system from light to dark by itself; charts and colours of ours follow with the next answer.
const followScheme = () => tellScreen({ ...JSON.parse(told), dark: dark.matches });
/** Soon, but not while a dialog is open: a run of the whole page would close it, with what is written there. @param {() => void} tell */
function soon(tell) {
  let timer = 0;
  return function later() {
    clearTimeout(timer);
    timer = setTimeout(() => (document.querySelector('[data-testid="stDialog"]') ? later() : tell()), 300);
  };
}
addEventListener("resize", soon(lookAtScreen));
coarse.addEventListener("change", lookAtScreen);
dark.addEventListener("change", soon(followScheme));

// --- what was corrected since the reader was here last; only this browser knows when that was
const VISIT = "on-the-record:visit";
const today = new Date().toISOString().slice(0, 10);
/** @type {string | null | undefined} */
let last;
function countCorrections() {
  if (last === undefined) {
    try {
      last = localStorage.getItem(VISIT);
      localStorage.setItem(VISIT, today);
    } catch {
      last = null;
    }
  }
  for (const line of document.querySelectorAll(".dateline[data-corrections]")) {
    const since = line.querySelector(".since");
    if (!last || !since || since.textContent) continue;
    const visit = last;
    /** @type {[string, number][]} */
    const days = JSON.parse(line.getAttribute("data-corrections") ?? "[]");
    const count = days.reduce((sum, [day, number]) => sum + (day > visit ? number : 0), 0);
    if (!count) continue;
    const when = new Date(visit).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
    const link = document.createElement("a");
    link.href = `what-changed?first=${visit}&last=${today}`;
    link.dataset.go = "";
    link.textContent = `${count} correction${count === 1 ? "" : "s"} since your visit of ${when}`;
    since.replaceChildren(" · ", link);
    since.removeAttribute("hidden");
  }
}

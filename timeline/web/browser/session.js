// What the page asks of the server: a link of our own to follow, or something to do. It touches nothing in the page but
// one call of Streamlit's to the history.
// The address that is wanted is known here at once, so that a second click builds on the first before its answer.

/** @typedef {{setTriggerValue: (name: string, value: unknown) => void, setStateValue: (name: string, value: unknown) => void}} Channel */

/** @type {Channel | undefined} */
let channel;
/** @type {URLSearchParams | undefined} */
let wanted;
let asked = 0;

// Streamlit leaves a page whose address has more than the filter in two steps: first it takes the rest out of the address
// of the page that is left, then it goes on. Back would land between the two, so the first is no step of its own.
let leaving = "";
const push = history.pushState.bind(history);
history.pushState = (state, unused, url) => {
  const half = leaving && url && new URL(url, location.href).pathname === leaving;
  if (half) return;
  leaving = "";
  push(state, unused, url);
};

/** @param {Channel} latest the way to the server, which Streamlit gives anew with each answer */
export function connect(latest) {
  channel = latest;
}

const PATIENCE = 1500, TRIES = 30;
let timer = 0;

/** Sends a question, and again as long as nobody answers though the server is there and idle: what is asked while it is
 * started anew reaches nobody, and Streamlit does not keep it.
 * @param {string} name @param {Record<string, unknown>} question */
function send(name, question) {
  let tries = 0;
  const look = () => {
    if ((tries += 1) > TRIES) return;
    if (isIdle()) channel?.setTriggerValue(name, question);
    timer = setTimeout(look, PATIENCE);
  };
  clearTimeout(timer);
  channel?.setTriggerValue(name, question);
  timer = setTimeout(look, PATIENCE);
}

function isIdle() {
  const app = document.querySelector('[data-testid="stApp"]');
  return app instanceof HTMLElement && app.dataset.testConnectionState === "CONNECTED" && app.dataset.testScriptState === "notRunning";
}

/** Whether an answer is the one to the last question.
 * @param {number} number of the question that the server had heard last */
export function answers(number) {
  if (number < asked) return false;
  clearTimeout(timer);
  wanted = undefined;
  return true;
}

/** Follows a link of our own inside the session. @param {string} link "?theme=talks" or "claims?topic=x" */
export function go(link) {
  asked += 1;
  wanted = link.startsWith("?") ? new URLSearchParams(link) : undefined;
  const there = new URL(link, document.baseURI).pathname;
  leaving = wanted || there === location.pathname ? "" : location.pathname;
  send("go", { link, number: asked });
}

/** Asks for something that is no address: a dialog, a period in words. @param {Record<string, string>} what */
export function act(what) {
  asked += 1;
  send("act", { ...what, number: asked });
}

/** @param {{width: number, coarse: boolean, dark?: boolean}} screen */
export function tellScreen(screen) {
  channel?.setStateValue("screen", screen);
}

/** The wanted address with some parameters changed; "" takes one out. A change goes back to the first page of cards.
 * @param {Record<string, string>} values */
export function change(values) {
  const query = current();
  for (const [name, value] of Object.entries({ ...values, page: "", event: "" })) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  go(`?${query}`);
}

/** Adds a value of a parameter, or takes it out. @param {string} name @param {string} value */
export function toggle(name, value) {
  const query = current(), values = query.getAll(name);
  const rest = values.filter((other) => other !== value);
  query.delete(name);
  for (const kept of rest.length < values.length ? rest : [...values, value]) query.append(name, kept);
  query.delete("page");
  query.delete("event");
  go(`?${query}`);
}

/** @returns {URLSearchParams} */
export function current() {
  return new URLSearchParams(wanted ?? location.search);
}

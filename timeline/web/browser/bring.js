// The page Bring: it sends a file or pasted rows to the server, and tells what somebody chooses and presses. It listens
// and writes inside its own element only. What was told is told again until the server has heard it.
import { morphParts } from "./morph.js";

/** @typedef {{number: number, path: string[], value: string}} Said */
/** @typedef {{parts: {name: string, html: string}[], heard: number, focus: string}} Data */

/** @type {{setTriggerValue: (name: string, value: unknown) => void} | undefined} */
let channel;
let number = 0, busy = 0, focused = "";
/** @type {Said[]} */
let pending = [];
/** @type {WeakSet<Element>} */
const attached = new WeakSet();

/** @param {{data: Data, parentElement: HTMLElement, setTriggerValue: (name: string, value: unknown) => void}} args */
export function drawBring(args) {
  const { data, parentElement } = args;
  channel = args;
  const root = parentElement.querySelector("[data-parts]");
  if (!(root instanceof HTMLElement)) return;
  number = Math.max(number, data.heard); // the page was opened anew in a session that goes on
  pending = pending.filter((said) => said.number > data.heard);
  morphParts(root, data.parts);
  settle(root);
  if (!attached.has(root)) attach(root);
  if (busy <= data.heard) {
    busy = 0;
    root.removeAttribute("aria-busy");
    for (const button of root.querySelectorAll("button.pressed")) button.classList.remove("pressed");
  }
  if (data.focus && data.focus !== focused) {
    const there = document.getElementById(data.focus.split(" ")[0]);
    there?.focus({ preventScroll: true });
    there?.scrollIntoView({ block: "start" });
  }
  focused = data.focus;
  if (pending.length && !busy) send();
}

/** Choices are as the server has them, unless it has not heard the last one yet. @param {HTMLElement} root */
function settle(root) {
  const waits = new Set(pending.map((said) => JSON.stringify(said.path)));
  for (const control of root.querySelectorAll("[data-path]")) {
    if (waits.has(JSON.stringify(pathOf(control)))) continue;
    if (control instanceof HTMLSelectElement) {
      const chosen = control.querySelector("option[selected]");
      control.value = chosen instanceof HTMLOptionElement ? chosen.value : "";
    } else if (control instanceof HTMLInputElement && /^(radio|checkbox)$/.test(control.type)) control.checked = control.hasAttribute("checked");
  }
}

/** @param {Element} control @returns {string[]} */
const pathOf = (control) => JSON.parse(control.getAttribute("data-path") ?? "[]");

/** @param {HTMLElement} root */
function attach(root) {
  attached.add(root);
  root.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === "file") {
      const file = target.files?.[0];
      if (file) upload(root, file, file.name, Number(target.dataset.most));
    } else if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) {
      if (!target.dataset.path) return;
      const box = target instanceof HTMLInputElement && target.type === "checkbox";
      tell(pathOf(target), box ? (target.checked ? "true" : "") : target.value);
    }
  });
  root.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    if (!button || busy) return;
    if (button.dataset.do) {
      button.classList.add("pressed");
      root.setAttribute("aria-busy", "true");
      busy = number + 1;
      tell(["do", button.dataset.do], button.dataset.value ?? "", true);
    } else if (button.hasAttribute("data-paste")) {
      const area = root.querySelector("#bring-rows");
      const rows = area instanceof HTMLTextAreaElement ? area.value : "";
      const most = Number(root.querySelector("input[type=file]")?.getAttribute("data-most"));
      if (rows.trim()) upload(root, new Blob([rows]), "pasted.csv", most);
    }
  });
}

/** Tells the server; what is chosen while it works waits until it has answered.
 * @param {string[]} path @param {string} value @param {boolean} now */
function tell(path, value, now = false) {
  number += 1;
  pending.push({ number, path, value });
  if (now || !busy) send();
}
const send = () => channel?.setTriggerValue("said", { number, entries: pending });

/** Sends a file; the server answers with a token by which the page opens it.
 * @param {HTMLElement} root @param {Blob} file @param {string} name @param {number} most bytes */
function upload(root, file, name, most) {
  const bar = root.querySelector(".sending progress"), words = root.querySelector(".sending [role=status]");
  const say = (/** @type {string} */ text) => { if (words) words.textContent = text; };
  if (file.size > most) return say(`${name} has ${(file.size / 1e6).toFixed(1)} MB, and ${most / 1e6} can be sent.`);
  const request = new XMLHttpRequest(); // fetch does not tell how far it is
  request.open("PUT", new URL(`./bring/upload?${new URLSearchParams({ name })}`, document.baseURI));
  request.upload.addEventListener("progress", (event) => {
    if (bar instanceof HTMLProgressElement) bar.value = event.loaded / event.total;
  });
  request.addEventListener("loadend", () => {
    if (bar instanceof HTMLProgressElement) bar.hidden = true;
    /** @type {{token?: string, error?: string}} */
    let answer = {};
    try { answer = JSON.parse(request.responseText); } catch { /* an answer without words */ }
    if (request.status === 200 && answer.token) {
      say(`${name} was sent.`);
      busy = number + 1;
      tell(["file"], answer.token, true);
    } else say(answer.error ?? "The file did not reach the server. Try again.");
  });
  if (bar instanceof HTMLProgressElement) {
    bar.value = 0;
    bar.hidden = false;
  }
  say(`Sending ${name} …`);
  request.send(file);
}

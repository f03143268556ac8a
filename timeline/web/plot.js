// One chart: drawn by Plotly when its figure changes, and left as it is otherwise.

/** @typedef {{marks: string[], boxes: [any, any][]}} Chosen what a reader has chosen: marks by meaning, boxes by edges */
/** @typedef {{figure: string, height: number}} Drawn */
/** @typedef {{on: (event: string, react: (event: any) => void) => void, layout: any}} Plot what Plotly adds to an element */
/** @typedef {{choose: (chosen: Chosen) => void, chooses: boolean, drawn?: Drawn, wanted?: string, stop?: () => void}} Kept */
/** @typedef {HTMLElement & Plot & Kept} Holder the element that a chart is drawn into */
/** @typedef {{figure: string, library: string, alt: string, chooses: boolean}} Data what timeline/web/plot.py sends */
/** @typedef {{data: Data, parentElement: HTMLElement, setTriggerValue: (name: string, value: unknown) => void}} Mounted */

/** @type {Promise<any> | undefined} */
let library;
/** @param {string} path */
const load = (path) => {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(path, document.baseURI).href;
    script.onload = () => resolve(/** @type {any} */ (window).Plotly);
    script.onerror = () => {
      library = undefined;
      script.remove();
      reject(new Error("The chart script did not load. Reload the page. The table below each chart shows the same."));
    };
    document.head.append(script);
  });
  return library;
};

const FULLSCREEN = {
  width: 24,
  height: 24,
  path: "M3 3h7v2H5v5H3zM14 3h7v7h-2V5h-5zM3 14h2v5h5v2H3zM19 14h2v7h-7v-2h5z",
};

/** @param {Holder} holder @param {{chooses: boolean}} data */
const settings = (holder, { chooses }) => ({
  displaylogo: false,
  showSendToCloud: false,
  scrollZoom: false,
  doubleClick: "reset",
  modeBarButtonsToRemove: ["lasso2d", ...(chooses ? [] : ["select2d"])],
  modeBarButtonsToAdd: !document.fullscreenEnabled ? [] : [{
    name: "fullscreen",
    title: "Fullscreen",
    icon: FULLSCREEN,
    click: () => (document.fullscreenElement ? document.exitFullscreen() : holder.requestFullscreen()),
  }],
});

/** @param {Holder} holder */
const sizes = (holder) => ({
  width: Math.max(holder.clientWidth, 150),
  height: document.fullscreenElement === holder ? window.innerHeight : (holder.drawn?.height ?? 0),
});

/** What stands behind a mark: a text, or a list that begins with one. @param {{customdata?: unknown}} point */
const meaning = ({ customdata }) => (Array.isArray(customdata) ? customdata[0] : customdata);
/** @param {any[]} points @returns {string[]} */
const marks = (points) => [...new Set(points.map(meaning).filter((value) => typeof value === "string"))];

/** A click opens what a mark stands for. Days are no place to go to: they are offered as a period, by a button.
 * @param {Holder} holder @param {{points: any[], event: MouseEvent}} click */
const open = (holder, { points, event }) => {
  const chosen = marks(points);
  holder.querySelector(".offer")?.remove();
  if (!holder.chooses) return;
  if (!chosen[0]?.includes("/")) return holder.choose({ marks: chosen, boxes: [] });
  const [first, last] = chosen[0].split("/").map(inWords);
  const offer = document.createElement("button");
  Object.assign(offer, { type: "button", className: "offer", textContent: `Show only ${first === last ? first : `${first} – ${last}`}` });
  const box = holder.getBoundingClientRect();
  offer.style.left = `${Math.max(0, Math.min(event.clientX - box.left, box.width - 260))}px`;
  offer.style.top = `${Math.max(0, event.clientY - box.top - 44)}px`;
  offer.addEventListener("click", () => { offer.remove(); holder.choose({ marks: chosen, boxes: [] }); });
  offer.addEventListener("keydown", ({ key }) => { if (key === "Escape") offer.remove(); });
  holder.append(offer);
  offer.focus({ preventScroll: true });
};
/** @param {string} day "2026-02-03" */
const inWords = (day) => {
  const date = new Date(`${day}T00:00:00Z`);
  return isNaN(+date) ? day : date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
};

/** @param {any} Plotly @param {Holder} holder */
const listen = (Plotly, holder) => {
  holder.on("plotly_click", (click) => open(holder, click));
  holder.on("plotly_selected", (event) => {
    /** @type {[any, any][]} */
    const boxes = (event?.selections ?? []).map((/** @type {any} */ { x0, x1 }) => [x0, x1]);
    if (!boxes.length) return;
    holder.choose({ marks: marks(event.points ?? []), boxes });
    Plotly.update(holder, { selectedpoints: null }, { selections: [] });
  });
  const fit = () => {
    if (window.matchMedia("print").matches) return; // paper is no other window: its style scales what is drawn
    const { width, height } = sizes(holder);
    const shown = holder.layout;
    if (holder.clientWidth && (shown.width !== width || shown.height !== height)) Plotly.relayout(holder, { width, height });
  };
  const observer = new ResizeObserver(fit);
  observer.observe(holder);
  document.addEventListener("fullscreenchange", fit);
  // The scale of paper (frame.css) is worked out from the width that is drawn.
  const tellWidth = () => holder.style.setProperty("--drawn-width", holder.layout.width);
  holder.on("plotly_afterplot", tellWidth);
  tellWidth();
  holder.stop = () => {
    observer.disconnect();
    document.removeEventListener("fullscreenchange", fit);
    Plotly.purge(holder);
  };
};

/** @param {Mounted} args */
export default async function ({ data, setTriggerValue, parentElement }) {
  const holder = /** @type {Holder} */ (parentElement.querySelector(".plot"));
  holder.setAttribute("aria-label", data.alt);
  holder.chooses = data.chooses;
  holder.choose = (chosen) => { if (data.chooses) setTriggerValue("chosen", chosen); };
  if (holder.drawn?.figure !== data.figure) {
    const { data: traces, layout } = JSON.parse(data.figure);
    const wanted = (holder.wanted = data.figure);
    holder.style.minHeight = `${layout.height}px`;
    const Plotly = await load(data.library);
    // A newer figure may have come while the script was under way.
    if (holder.wanted !== wanted || !holder.isConnected) return undefined;
    const first = !holder.drawn;
    holder.drawn = { figure: data.figure, height: layout.height };
    Plotly.react(holder, traces, { ...layout, ...sizes(holder) }, settings(holder, data));
    if (first) listen(Plotly, holder);
  }
  return () => holder.stop?.();
}

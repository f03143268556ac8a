// One chart: drawn by Plotly when its figure changes, and left as it is otherwise.

let library;
const load = (path) => {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(path, document.baseURI).href;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      library = undefined;
      script.remove();
      reject(new Error("The charts' script did not come. Reload the page; the table below each chart has the same."));
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

const sizes = (holder) => ({
  width: Math.max(holder.clientWidth, 150),
  height: document.fullscreenElement === holder ? window.innerHeight : holder.drawn.height,
});

// What stands behind a mark: a text, or a list that begins with one.
const meaning = ({ customdata }) => (Array.isArray(customdata) ? customdata[0] : customdata);
const marks = (points) => [...new Set(points.map(meaning).filter((value) => typeof value === "string"))];

const listen = (Plotly, holder) => {
  holder.on("plotly_click", ({ points }) => holder.choose({ marks: marks(points), boxes: [] }));
  holder.on("plotly_selected", (event) => {
    const boxes = (event?.selections ?? []).map(({ x0, x1 }) => [x0, x1]);
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

export default async function ({ data, setTriggerValue, parentElement }) {
  const holder = parentElement.querySelector(".plot");
  holder.setAttribute("aria-label", data.alt);
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

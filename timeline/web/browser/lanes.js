/**
 * The living lanes: what a pointer, finger and key do with the SVG that the server drew (timeline/charts/lanes_svg.py).
 *
 * May touch: the element that it is given, the svg.lanes inside it, and two small elements of its own there (a tip, the
 * zoom buttons). Asks no server, keeps nothing, reads and writes no address; texts are put in as text, never as HTML.
 *
 * @typedef {import("./lanes_axis.js").Days} Days
 * @typedef {object} Answers
 * @property {(event: string, mark: Element) => void} open    opens the card of an event
 * @property {(from: string, to: string) => void} period      shows only these days, both inclusive, as ISO dates
 */

import { Axis, inWords, iso } from "./lanes_axis.js";

const LINKS = "a.mark, a.key-link";
const DRAGGED = 4; // pixels from which on a press is no click
const STEP = 1.6; // how much one press of a zoom button does

/**
 * Makes the lanes inside an element answer; a picture that is put there later does, too.
 *
 * @param {HTMLElement} root
 * @param {Answers} answers
 * @returns {() => void} takes everything back
 */
export function attachLanes(root, answers) {
  const lanes = new Lanes(root, answers);
  return () => lanes.detach();
}

class Lanes {
  /** @param {HTMLElement} root  @param {Answers} answers */
  constructor(root, answers) {
    this.root = root;
    this.answers = answers;
    this.gone = new AbortController();
    /** @type {WeakMap<Element, Axis>} */
    this.axes = new WeakMap();
    this.tip = Object.assign(document.createElement("div"), { className: "lanes-tip", hidden: true });
    this.tools = this.makeTools();
    this.pinned = false; // whether the tip stays until it is left
    /** @type {{x: number, pan: number, box: SVGElement | undefined, moved: boolean} | undefined} */
    this.drag = undefined;
    this.justDragged = false;
    const handlers = {
      pointermove: this.onMove, pointerdown: this.onDown, pointerup: this.onUp, pointercancel: this.onUp,
      pointerleave: this.onLeave, click: this.onClick, dblclick: this.onDouble, wheel: this.onWheel,
      keydown: this.onKey, focusin: this.onFocus, focusout: this.onLeave, dragstart: this.onNativeDrag,
    };
    for (const [type, answer] of Object.entries(handlers)) {
      const listener = /** @type {EventListener} */ (answer.bind(this));
      root.addEventListener(type, listener, { signal: this.gone.signal, passive: false });
    }
    this.watch = new MutationObserver(() => this.dress());
    this.watch.observe(root, { childList: true });
    this.dress();
  }

  detach() {
    this.gone.abort();
    this.watch.disconnect();
    this.tip.remove();
    this.tools.remove();
  }

  /** The axis of the picture that is there now. */
  get axis() {
    const svg = /** @type {SVGSVGElement | null} */ (this.root.querySelector("svg.lanes"));
    if (svg && !this.axes.has(svg)) this.axes.set(svg, new Axis(svg));
    return svg ? this.axes.get(svg) : undefined;
  }

  /** Puts the elements of our own beside a new picture: the tip over it, the buttons into their place above it. */
  dress() {
    if (this.root.contains(this.tip) || !this.axis) return;
    this.hide();
    this.root.append(this.tip);
    (this.root.parentElement?.querySelector(".lanes-tools") ?? this.root).append(this.tools);
  }

  makeTools() {
    const tools = document.createElement("span");
    for (const [sign, name, factor] of /** @type {[string, string, number][]} */ ([
      ["+", "Zoom in", STEP],
      ["−", "Zoom out", 1 / STEP],
    ])) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign, title: name });
      button.setAttribute("aria-label", name);
      button.addEventListener("click", () => this.zoom(factor));
      tools.append(button);
    }
    return tools;
  }

  /** @param {number} factor  @param {number} [about]  the pixel that keeps its day, the middle if none is given */
  zoom(factor, about) {
    const axis = this.axis;
    axis?.zoomTo(axis.zoom * factor, about ?? (axis.left + axis.right) / 2);
    this.hide();
  }

  // What the tip says

  /** @param {string[]} lines  @param {string} hint  @param {number} x  @param {number} y  @param {Days} [days] */
  show(lines, hint, x, y, days) {
    const { tip, root, axis } = this;
    if (!axis) return;
    tip.replaceChildren(
      ...[...lines, hint].map((line) => Object.assign(document.createElement("div"), { textContent: line })),
    );
    tip.lastElementChild?.classList.add("hint");
    if (days) tip.append(this.makeChoice(days));
    tip.hidden = false;
    const [box, home] = [axis.svg, root].map((element) => element.getBoundingClientRect());
    const scale = box.width / axis.svg.viewBox.baseVal.width;
    const [left, top] = [box.left - home.left + x * scale, box.top - home.top + y * scale];
    const above = top - tip.offsetHeight - 10;
    tip.style.left = `${Math.min(Math.max(left - tip.offsetWidth / 2, 0), home.width - tip.offsetWidth)}px`;
    tip.style.top = `${above + home.top > 0 ? above : top + 14}px`;
  }

  /** @param {Days} days  @returns {HTMLElement} the button that shows only these */
  makeChoice(days) {
    const label = `Show only ${inWords(days)}`;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    button.addEventListener("click", () => this.choose(days));
    return button;
  }

  /** @param {Days} days */
  choose(days) {
    this.hide();
    this.answers.period(iso(days.first), iso(days.last));
  }

  hide() {
    this.pinned = false;
    this.tip.hidden = true;
  }

  /** @param {Element} link */
  showLink(link) {
    const axis = this.axis;
    const place = axis?.movable.find(({ element }) => element === (link.closest(".key") ?? link));
    if (axis && place) {
      this.show(told(link), "Click: open this event", axis.shown(place.x), place.y || axis.top);
    }
  }

  /** @param {MouseEvent} event  @returns {Element | undefined} the link that is under the pointer or near it */
  linkAt(event) {
    const target = /** @type {Element} */ (event.target);
    const axis = this.axis;
    if (!axis?.svg.contains(target) || target.closest("a")) return target.closest(LINKS) ?? undefined;
    return axis.nearest(...axis.point(event));
  }

  /** @param {MouseEvent} event  @returns {{days: Days, lines: string[]} | undefined} what is counted there */
  countsAt(event) {
    const target = /** @type {Element} */ (event.target);
    const axis = this.axis;
    if (!axis?.svg.contains(target)) return undefined;
    const [x, y] = axis.point(event);
    const isStrip = y > axis.strip && y < axis.foot && x >= axis.left && x <= axis.right;
    const outlines = [...(isStrip ? axis.svg.querySelectorAll(".series") : target.matches(".counts") ? [target] : [])];
    const bins = outlines.map((outline) => axis.bin(outline, x));
    if (!bins.length) return undefined;
    return { days: bins[0].days, lines: [inWords(bins[0].days), ...new Set(bins.map((bin) => bin.told))] };
  }

  // What a pointer does

  /** @param {PointerEvent} event */
  onMove(event) {
    const axis = this.axis;
    if (!axis) return;
    const [x, y] = axis.point(event);
    if (this.drag) return this.onDrag(event, x);
    if (this.pinned || event.pointerType === "touch" || this.tip.contains(/** @type {Node} */ (event.target))) return;
    const link = this.linkAt(event);
    const counts = link ? undefined : this.countsAt(event);
    axis.svg.style.cursor = link || counts ? "pointer" : this.isOnAxis(y) ? "ew-resize" : axis.zoom > 1 ? "grab" : "";
    if (link) this.showLink(link);
    else if (counts) this.show(counts.lines, "Click: choose these days", x, y);
    else this.hide();
  }

  /** @param {number} y  @returns {boolean} whether it is the dates, above or below */
  isOnAxis(y) {
    const axis = this.axis;
    return Boolean(axis && ((y < axis.top && y > axis.top - 22) || y > axis.foot));
  }

  /** @param {PointerEvent} event */
  onDown(event) {
    const axis = this.axis;
    this.justDragged = false;
    if (!axis?.svg.contains(/** @type {Node} */ (event.target)) || event.button) return;
    const [x, y] = axis.point(event);
    const isBox = x >= axis.left && (this.isOnAxis(y) || event.shiftKey);
    this.drag = { x, pan: axis.pan, box: isBox ? axis.addBox() : undefined, moved: false };
  }

  /** @param {PointerEvent} event  @param {number} x */
  onDrag(event, x) {
    const { drag, axis } = this;
    if (!drag || !axis || (!drag.moved && Math.abs(x - drag.x) < DRAGGED)) return;
    if (!drag.moved) axis.svg.setPointerCapture(event.pointerId);
    drag.moved = true;
    if (!drag.box) return axis.zoom > 1 ? axis.moveTo(drag.pan - (x - drag.x) / axis.zoom) : undefined;
    const days = axis.days(drag.x, x);
    const [from, to] = [axis.px(days.first - 0.5), axis.px(days.last + 0.5)];
    drag.box.setAttribute("x", String(from));
    drag.box.setAttribute("width", String(to - from));
    this.show([inWords(days)], "Let go: show only these days", x, axis.top);
  }

  /** @param {PointerEvent} event */
  onUp(event) {
    const { drag, axis } = this;
    this.drag = undefined;
    drag?.box?.remove();
    if (!drag?.moved || !axis) return;
    this.justDragged = true;
    this.hide();
    if (drag.box && event.type === "pointerup") this.choose(axis.days(drag.x, axis.point(event)[0]));
  }

  /** @param {Event} event */
  onLeave(event) {
    const to = /** @type {FocusEvent} */ (event).relatedTarget;
    if (!this.pinned || (event.type === "focusout" && !this.tip.contains(/** @type {Node | null} */ (to)))) this.hide();
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const dragged = this.justDragged;
    this.justDragged = false;
    if (dragged) event.preventDefault();
    if (dragged || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = this.linkAt(event);
    const counts = link ? undefined : this.countsAt(event);
    if (link) {
      event.preventDefault();
      this.hide();
      this.answers.open(/** @type {SVGElement} */ (link).dataset.event ?? "", link);
    } else if (counts && this.axis) {
      this.show(counts.lines, "", ...this.axis.point(event), counts.days);
      this.pinned = true;
      this.tip.querySelector("button")?.focus();
    } else if (!this.tip.contains(/** @type {Node} */ (event.target))) {
      this.hide();
    }
  }

  /** @param {MouseEvent} event */
  onDouble(event) {
    if (this.axis?.svg.contains(/** @type {Node} */ (event.target)) && !this.linkAt(event)) this.zoom(0);
  }

  /** @param {WheelEvent} event */
  onWheel(event) {
    if (!event.ctrlKey || !this.axis) return;
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY / 200), this.axis.point(event)[0]);
  }

  /** A link is not carried off while the axis is dragged.  @param {DragEvent} event */
  onNativeDrag(event) {
    if (this.axis?.svg.contains(/** @type {Node} */ (event.target))) event.preventDefault();
  }

  // What a key does

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const link = /** @type {Element} */ (event.target).closest(LINKS);
    if (event.key === "Escape") return this.hide();
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
    const factor = { "+": STEP, "=": STEP, "-": 1 / STEP, 0: 0 }[event.key];
    const next = /** @type {SVGElement | undefined} */ (this.neighbour(link, event.key));
    if (factor === undefined && !next) return;
    event.preventDefault();
    if (factor !== undefined) return this.zoom(factor, this.axis?.shownAt(link));
    this.axis?.reveal(/** @type {SVGElement} */ (next));
    next?.focus();
  }

  /** The focus makes a mark the one stop of its lane.  @param {FocusEvent} event */
  onFocus(event) {
    const link = /** @type {Element} */ (event.target).closest(LINKS);
    if (!link) return;
    for (const other of this.group(link)) other.setAttribute("tabindex", other === link ? "0" : "-1");
    if (link.matches(":focus-visible")) this.showLink(link);
  }

  /** @param {Element} link  @returns {Element[]} all links of its lane, or of the key events, by time */
  group(link) {
    return [...(link.closest(".lane, .keys")?.querySelectorAll(LINKS) ?? [])];
  }

  /** @param {Element} link  @param {string} key  @returns {Element | undefined} where a key leads from there */
  neighbour(link, key) {
    const own = this.group(link);
    const at = own.indexOf(link);
    const along = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: own.length - 1 }[key];
    if (along !== undefined) return own[along];
    const aside = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (!aside || !this.axis) return undefined;
    const groups = [...this.root.querySelectorAll(".lane, .keys")].filter((group) => group.querySelector(LINKS));
    const next = groups[groups.findIndex((group) => group.contains(link)) + aside];
    return this.axis.closest(link, [...(next?.querySelectorAll(LINKS) ?? [])]);
  }
}

/** @param {Element} link  @returns {string[]} the lines of its title, which becomes its name: no second tip is shown */
function told(link) {
  const title = link.querySelector("title");
  if (title) {
    link.setAttribute("aria-label", title.textContent ?? "");
    title.remove();
  }
  return (link.getAttribute("aria-label") ?? "").split("\n");
}

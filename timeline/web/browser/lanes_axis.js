/**
 * The axis of time of the lanes: which day is where, and what moves when it is zoomed.
 *
 * May touch: the svg.lanes that it is given (timeline/charts/lanes_svg.py), and nothing else.
 *
 * @typedef {{first: number, last: number}} Days   day numbers from 1970-01-01
 * @typedef {{element: Element, x: number, width: number}} Bar
 * @typedef {{element: SVGGraphicsElement, x: number, y: number, bars: Bar[]}} Movable
 */

const NEAR = 12; // pixels from a mark within which the pointer means it
const MOST_ZOOM = 60;
const DAY_PX = 44; // least pixels from one date to the next
const SVG = "http://www.w3.org/2000/svg";

/** The axis of time of one picture: days to pixels, as far as it is zoomed. */
export class Axis {
  /** @param {SVGSVGElement} svg */
  constructor(svg) {
    const number = (/** @type {string} */ name) => Number(svg.dataset[name]);
    this.svg = svg;
    this.left = number("left"); // the plot's edges
    this.right = number("right");
    this.day = number("day"); // what day it is at the left edge, and how many days a pixel has
    this.perPx = number("perPx");
    this.first = number("first"); // days of the period
    this.last = number("last");
    this.top = number("axis"); // heights: under the dates, above the strip, above the lower dates
    this.strip = number("strip");
    this.foot = number("foot");
    this.zoom = 1;
    this.pan = 0; // pixels of the unzoomed picture that are hidden at the left
    /** @type {Movable[]} */
    this.movable = [...svg.querySelectorAll(".mark, .key, .tick")].map((element) => {
      const [x, y] = (element.getAttribute("transform") ?? "").match(/-?[\d.]+/g)?.map(Number) ?? [0, 0];
      const bars = [...element.querySelectorAll(".bar, .span")].map((bar) => {
        return { element: bar, x: Number(bar.getAttribute("x")), width: Number(bar.getAttribute("width")) };
      });
      return { element: /** @type {SVGGraphicsElement} */ (element), x, y, bars };
    });
    this.marks = this.movable.filter(({ element }) => element.matches("a.mark"));
  }

  /** @param {MouseEvent} at  @returns {[number, number]} where the pointer is, in the picture's pixels */
  point(at) {
    const box = this.svg.getBoundingClientRect();
    const scale = this.svg.viewBox.baseVal.width / box.width;
    return [(at.clientX - box.left) * scale, (at.clientY - box.top) * scale];
  }

  /** @param {number} x  @returns {number} where that of the unzoomed picture is shown */
  shown(x) {
    return (x - this.left - this.pan) * this.zoom + this.left;
  }

  /** @param {number} x  @returns {number} the day that is shown there */
  dayAt(x) {
    const day = Math.floor(this.day + ((x - this.left) / this.zoom + this.pan) * this.perPx + 0.5);
    return Math.min(Math.max(day, this.first), this.last);
  }

  /** @param {number} day  @returns {number} where a day, or half of one, is shown */
  px(day) {
    return this.shown((day - this.day) / this.perPx + this.left);
  }

  /** @param {number} zoom  @param {number} about  pixel that keeps its day */
  zoomTo(zoom, about) {
    const kept = (about - this.left) / this.zoom + this.pan;
    this.zoom = Math.min(Math.max(zoom, 1), MOST_ZOOM);
    this.moveTo(kept - (about - this.left) / this.zoom);
  }

  /** @param {number} pan */
  moveTo(pan) {
    const width = this.right - this.left;
    this.pan = Math.min(Math.max(pan, 0), width - width / this.zoom);
    this.draw();
  }

  draw() {
    const { zoom, left, right, svg } = this;
    const is = zoom > 1;
    svg.classList.toggle("zoomed", is);
    this.clip(is);
    const stretched = svg.querySelector(".stretch");
    stretched?.setAttribute("transform", `translate(${left - (left + this.pan) * zoom} 0) scale(${zoom} 1)`);
    const fine = this.drawDays();
    for (const { element, x, y, bars } of this.movable) {
      const at = this.shown(x);
      element.setAttribute("transform", `translate(${at.toFixed(1)} ${y})`);
      const isTick = element.matches(".tick");
      const ends = bars.flatMap((bar) => [at + bar.x * zoom, at + (bar.x + bar.width) * zoom]);
      const isOff = Math.max(at, ...ends) < left - 6 || Math.min(at, ...ends) > right + 6;
      element.style.display = isOff || (isTick && fine) ? "none" : "";
      for (const bar of bars) {
        bar.element.setAttribute("x", String(bar.x * zoom));
        bar.element.setAttribute("width", String(bar.width * zoom));
      }
    }
  }

  /** Names single days where months have become wide.  @returns {boolean} whether it does */
  drawDays() {
    for (const old of this.svg.querySelectorAll(".extra")) old.remove();
    const step = [1, 2, 4, 7].find((days) => (days / this.perPx) * this.zoom >= DAY_PX);
    if (this.zoom === 1 || !step) return false;
    const begin = this.dayAt(this.left);
    for (let day = begin + ((this.first - begin) % step); day <= this.dayAt(this.right); day += step) {
      const x = this.px(day - 0.5);
      if (x < this.left || x > this.right - DAY_PX + 8) continue;
      for (const y of [this.top - 6, this.foot + 15]) {
        const text = document.createElementNS(SVG, "text");
        text.setAttribute("class", "tick extra");
        text.setAttribute("transform", `translate(${x + 4} ${y})`);
        text.textContent = inWords({ first: day, last: day }, { day: "numeric", month: "short" });
        this.svg.append(text);
      }
      const line = document.createElementNS(SVG, "path");
      line.setAttribute("class", "grid extra");
      line.setAttribute("d", `M${x} ${this.top}V${this.foot}`);
      this.svg.querySelector(".inside")?.append(line);
    }
    return true;
  }

  /** @param {boolean} is  whether what leaves the plot is cut */
  clip(is) {
    const id = "lanes-plot";
    if (is && !this.svg.querySelector("clipPath")) {
      const clip = this.svg.appendChild(document.createElementNS(SVG, "clipPath"));
      const box = clip.appendChild(document.createElementNS(SVG, "rect"));
      const size = { x: this.left, y: 0, width: this.right - this.left, height: this.svg.viewBox.baseVal.height };
      for (const [name, value] of Object.entries(size)) box.setAttribute(name, String(value));
      clip.id = id;
    }
    for (const part of this.svg.querySelectorAll(".inside")) {
      if (is) part.setAttribute("clip-path", `url(#${id})`);
      else part.removeAttribute("clip-path");
    }
  }

  /** @param {number} x  @param {number} y  @returns {Element | undefined} the mark that is meant there */
  nearest(x, y) {
    const far = (/** @type {Movable} */ { x: at, y: high }) => Math.hypot(this.shown(at) - x, high - y);
    const near = this.marks.filter((mark) => far(mark) <= NEAR).sort((one, other) => far(one) - far(other));
    return near[0]?.element;
  }

  /** @param {number} from  @param {number} to  @returns {Days} the days between two pixels */
  days(from, to) {
    return { first: this.dayAt(Math.min(from, to)), last: this.dayAt(Math.max(from, to)) };
  }

  /** @param {Element} link  @returns {number} where a mark or key event is shown */
  shownAt(link) {
    return this.shown(this.movable.find(({ element }) => element.contains(link))?.x ?? this.left);
  }

  /** @param {Element} link  @param {Element[]} others  @returns {Element | undefined} that which is nearest in time */
  closest(link, others) {
    const far = (/** @type {Element} */ other) => Math.abs(this.shownAt(other) - this.shownAt(link));
    return others.sort((one, other) => far(one) - far(other))[0];
  }

  /** @param {Element} link  moves the axis so far that it is seen */
  reveal(link) {
    const at = this.shownAt(link);
    if (at < this.left || at > this.right) this.moveTo(this.pan + (at - (this.left + this.right) / 2) / this.zoom);
  }

  /** @returns {SVGElement} an empty box over the plot */
  addBox() {
    const box = this.svg.appendChild(document.createElementNS(SVG, "rect"));
    box.setAttribute("class", "box");
    box.setAttribute("y", String(this.top));
    box.setAttribute("height", String(this.foot - this.top));
    return box;
  }

  /** @param {Element} counts  an outline  @param {number} x  @returns {{days: Days, told: string}} its bin there */
  bin(counts, x) {
    const data = /** @type {SVGElement} */ (counts).dataset;
    const size = Number(data.bin);
    const number = Math.floor((this.dayAt(x) - this.first) / size);
    const first = this.first + number * size;
    const value = data.values?.split(" ")[number] ?? "-";
    const mean = size > 1 && counts.matches(".series") ? " a day on average" : "";
    const told = value === "-" ? "no report" : `${Number(value).toLocaleString("en-GB")} ${data.words}${mean}`;
    return { days: { first, last: Math.min(first + size - 1, this.last) }, told };
  }
}

/** @param {number} day  @returns {string} as ISO date */
export const iso = (day) => new Date(day * 864e5).toISOString().split("T")[0];

/** @param {Days} days  @param {Intl.DateTimeFormatOptions} [format]  @returns {string} "3–4 February 2026" */
export function inWords({ first, last }, format = { day: "numeric", month: "long", year: "numeric" }) {
  const era = new Date(first * 864e5).getUTCFullYear() < 1 ? /** @type {const} */ ({ era: "short" }) : {};
  return new Intl.DateTimeFormat("en-GB", { ...format, ...era, timeZone: "UTC" }).formatRange(first * 864e5, last * 864e5);
}

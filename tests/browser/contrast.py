"""Contrast as a browser works it out: every text that can be seen, by its computed colours.

axe leaves text aside whose ground it is not sure of, and most of ours was among that. Here the ground is what the
nearest ancestors paint, down to the first opaque one; opacity of ancestors counts; both are blended as a browser does.
"""

from __future__ import annotations

from playwright.sync_api import Page

OPEN_ALL = "() => document.querySelectorAll('details').forEach((part) => { part.open = true; })"

FAINT = """
([within, least, leastLarge]) => {
  const sheet = Object.assign(document.createElement("canvas"), {width: 1, height: 1});
  const pen = sheet.getContext("2d", {willReadFrequently: true});
  const known = new Map();
  const rgba = (colour) => {
    if (!known.has(colour)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
      known.set(colour, [r, g, b, a / 255]);
    }
    return known.get(colour);
  };
  const over = ([r, g, b, a], ground) => [r, g, b].map((part, i) => part * a + ground[i] * (1 - a));
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const layer = rgba(getComputedStyle(at).backgroundColor);
      layers.push(layer);
      if (layer[3] === 1) break;
    }
    return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const opacity = (element) => {
    let all = 1;
    for (let at = element; at; at = at.parentElement) all *= Number(getComputedStyle(at).opacity);
    return all;
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const hex = (colour) => "#" + colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("");
  const seen = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].some((box) => box.width > 1 && box.height > 1);
  };
  const found = new Map();
  for (const root of document.querySelectorAll(within)) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement, words = node.textContent.trim();
      if (!/[\\p{L}\\p{N}]/u.test(words)) continue; // a square in a legend is a sign, not text
      if (/^(script|style|noscript|title|desc|option)$/i.test(element.tagName)) continue;
      if (element.closest("[aria-hidden=true], :disabled, [aria-disabled=true]") || !seen(node)) continue;
      const style = getComputedStyle(element);
      if (style.visibility !== "visible") continue;
      const below = ground(element), drawn = element instanceof SVGElement;
      const [r, g, b, a] = rgba(drawn ? style.fill : style.color);
      const text = over([r, g, b, a * opacity(element)], below);
      const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const measured = ratio(text, below);
      if (measured < (large ? leastLarge : least)) {
        const place = `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`;
        const told = `${measured.toFixed(2)}:1, ${hex(text)} on ${hex(below)}, ${place}`;
        found.set(told, found.get(told) ?? words.slice(0, 60));
      }
    }
  }
  return [...found].map(([told, words]) => `${told}: ${words}`);
}
"""


def faint_texts(page: Page, within: str = "body") -> list[str]:
    """Texts below 4.5:1 (large ones below 3:1), a line each kind; those of what is folded too.

    Args:
        page: as it is shown; its folds are opened.
        within: CSS selector of the parts to look at.
    """
    page.evaluate(OPEN_ALL)
    found: list[str] = page.evaluate(FAINT, [within, 4.5, 3.0])
    return found

// Makes what stands in the page equal to new HTML, and writes only what differs: focus, typed text, opened folds and
// scrolling stay. It touches the children of the element that it is given, nothing else. The HTML comes from our
// server, whose templates escape it.

/** @type {WeakMap<Element, string>} */
const drawn = new WeakMap();

/**
 * @param {Element} root
 * @param {string} html
 * @returns {boolean} whether anything was to be done
 */
export function morph(root, html) {
  if (drawn.get(root) === html) return false;
  const template = document.createElement("template");
  template.innerHTML = html;
  if (root.firstChild) children(root, template.content);
  else root.append(template.content);
  drawn.set(root, html);
  // as they are before any script has touched them
  for (const whole of root.querySelectorAll("[data-replace]")) if (!drawn.has(whole)) drawn.set(whole, whole.innerHTML);
  return true;
}

/** Writes parts of a page in their order, each into an element of its own.
 * @param {Element} root @param {{name: string, html: string}[]} parts */
export function morphParts(root, parts) {
  parts.forEach(({ name, html }, number) => {
    let part = root.children[number];
    if (!part) {
      part = document.createElement("div");
      root.append(part);
    }
    part.className = `part-${name}`;
    morph(part, html);
  });
  while (root.children.length > parts.length) root.lastElementChild?.remove();
}

/** What tells an element from its neighbours, so that it is found again where it has moved.
 * @param {Node} node */
function key(node) {
  if (!(node instanceof Element)) return "";
  const { event, param, value } = node instanceof HTMLElement ? node.dataset : {};
  return node.id || event || (param && `${param}=${value}`) || "";
}

/** @param {ParentNode & Node} here @param {ParentNode & Node} there */
function children(here, there) {
  const known = new Map(Array.from(here.children, (child) => [key(child), child]));
  let at = here.firstChild;
  for (const next of Array.from(there.childNodes)) {
    const name = key(next);
    const found = name ? known.get(name) : at;
    if (!found || found.nodeName !== next.nodeName || (!name && key(found))) here.insertBefore(next, at);
    else {
      if (found === at) at = at.nextSibling;
      else here.insertBefore(found, at);
      become(found, next);
    }
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

/** @param {Node} here @param {Node} there */
function become(here, there) {
  if (!(here instanceof Element) || !(there instanceof Element)) {
    if (here.nodeValue !== there.nodeValue) here.nodeValue = there.nodeValue;
    return;
  }
  // a fold is the reader's own once it is there
  const mine = (/** @type {string} */ name) => name === "open" && here.nodeName === "DETAILS";
  for (const { name } of Array.from(here.attributes)) if (!there.hasAttribute(name) && !mine(name)) here.removeAttribute(name);
  for (const { name, value } of there.attributes) if (here.getAttribute(name) !== value && !mine(name)) here.setAttribute(name, value);
  if (here instanceof HTMLInputElement && here !== document.activeElement) here.value = there.getAttribute("value") ?? "";
  if (here.hasAttribute("data-replace")) replace(here, there);
  else if (!here.hasAttribute("data-keep")) children(here, there);
}

/** A picture is put in whole, where it differs from the one that was put in last; what a script added beside it stays.
 * @param {Element} here @param {Element} there */
function replace(here, there) {
  const html = there.innerHTML;
  if (drawn.get(here) === html) return;
  here.firstElementChild?.replaceWith(...there.childNodes);
  drawn.set(here, html);
}

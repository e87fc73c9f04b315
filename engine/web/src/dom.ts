/** Elements, made in one expression. */

type Child = Node | string | null | undefined | false;

/** Properties of an element: `class`, `data-…`, `aria-…` and other attributes; `on…` listeners. */
export type Properties = Record<string, unknown>;

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element. `false`, `null` and `undefined` leave an attribute or a child out; `true` sets it empty. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  apply(element, properties);
  append(element, children);
  return element;
}

/** An SVG element. */
export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  apply(element, properties);
  append(element, children);
  return element;
}

/** Puts children in place of those that were there. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren();
  append(element, children);
}

/** Sets attributes and listeners; `false`, `null` and `undefined` take an attribute away. */
export function apply(element: Element, properties: Properties): void {
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on") && typeof value === "function") {
      element.addEventListener(name.slice(2).toLowerCase(), value as EventListener);
    } else if (value === false || value === null || value === undefined) {
      element.removeAttribute(name);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

function append(element: Element, children: Child[]): void {
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

/** A place that scrolls sideways where it has to, by keyboard too; `kind` adds to its class. */
export function scroll(label: string, kind = "", ...children: Child[]): HTMLElement {
  return h("div", { class: `scroll ${kind}`.trimEnd(), tabindex: "0", role: "region", "aria-label": label }, ...children);
}

let idsGiven = 0;

/** An id no other element has. */
export function freshId(prefix: string): string {
  idsGiven += 1;
  return `${prefix}-${idsGiven}`;
}

/** Waits until what was changed has been painted. */
export function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
}

/** Signs of the playback, drawn: fonts lack some of them. */

import { s } from "../dom.js";

const SHAPES = {
  first: "M3 2h2v12H3zM14 2v12L6 8z",
  back: "M11 2v12L3 8z",
  play: "M4 2l10 6-10 6z",
  pause: "M3 2h4v12H3zM9 2h4v12H9z",
  on: "M5 2l8 6-8 6z",
  last: "M11 2h2v12h-2zM2 2l8 6-8 6z",
  sun: "M8 4.2a3.8 3.8 0 1 0 0 7.6a3.8 3.8 0 1 0 0-7.6zM7.3 0h1.4v2.6H7.3zM7.3 13.4h1.4V16H7.3zM0 7.3h2.6v1.4H0zM13.4 7.3H16v1.4h-2.6zM2 3l1-1 1.8 1.8-1 1zM11.2 12.2l1-1L14 13l-1 1zM2 13l1.8-1.8 1 1L3 14zM11.2 3.8L13 2l1 1-1.8 1.8z",
  moon: "M6 1a7 7 0 1 0 9 9A6 6 0 0 1 6 1z",
} as const;

/** A sign's name. */
export type Icon = keyof typeof SHAPES;

/** A sign in the colour of the text around it; what it means is its button's label. */
export function icon(name: Icon): SVGSVGElement {
  return s("svg", { class: "sign", viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" },
    s("path", { d: SHAPES[name], fill: "currentColor" }));
}

/** Loading, empty, wrong: the three things a view can be besides full. */

import { h } from "../dom.js";

/** Something is under way. */
export function loading(sentence: string): HTMLElement {
  return h("p", { class: "state", role: "status" }, h("span", { class: "spinner", "aria-hidden": "true" }), sentence);
}

/** Nothing is there yet; the children say what to do about it. */
export function empty(title: string, ...children: (Node | string)[]): HTMLElement {
  return h("div", { class: "state empty" }, h("p", { class: "state-title" }, title), ...children);
}

/** Something went wrong; the children say what can be done. */
export function errorBox(error: unknown, ...children: (Node | string)[]): HTMLElement {
  return h("div", { class: "error", role: "alert" }, h("p", {}, sentence(error)), ...children);
}

/** What an error says to a person. */
export function sentence(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}

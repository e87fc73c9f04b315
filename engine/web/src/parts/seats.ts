/** A team, seat by seat. */

import { h } from "../dom.js";
import { agentSelect, fillAgents } from "./fields.js";

/** Seats of a team on the page; the engine itself takes 256. */
export const SEATS_MAX = 12;

/** The seats of a team. */
export interface Seats {
  element: HTMLElement;
  /** The choices, in the order of seats. */
  choices(): string[];
  set(choices: readonly string[]): void;
  /** Lists the agents anew. */
  refresh(): void;
}

/** A list of seats that can grow and shrink. */
export function seats(start: readonly string[], onChange: () => void = () => {}): Seats {
  let selects: HTMLSelectElement[] = [];
  const list = h("div", { class: "seats" });
  const add = h("button", { type: "button", class: "small" }, "Add a seat");
  const draw = (choices: readonly string[]) => {
    selects = choices.map((choice, seat) => agentSelect(`Agent in seat ${seat + 1}`, choice));
    selects.forEach((select) => select.addEventListener("change", onChange));
    list.replaceChildren(...selects.map((select, seat) =>
      h("div", { class: "seat" },
        h("span", { class: `seat-number series-${(seat % 8) + 1}`, "aria-hidden": "true" }, String(seat + 1)),
        select,
        h("button", {
          type: "button", class: "quiet icon small", "aria-label": `Remove seat ${seat + 1}`, disabled: choices.length === 1,
          onclick: () => {
            draw(read().filter((_, other) => other !== seat));
            (selects[Math.max(0, seat - 1)] ?? add).focus();
            onChange();
          },
        }, "✕"))));
    add.disabled = choices.length >= SEATS_MAX;
  };
  const read = () => selects.map((select) => select.value);
  add.addEventListener("click", () => {
    draw([...read(), read().at(-1) ?? "firefighter"]);
    selects.at(-1)?.focus();
    onChange();
  });
  draw(start);
  return {
    element: h("fieldset", {}, h("legend", {}, "Team"), list, h("div", {}, add)),
    choices: read,
    set: draw,
    refresh: () => selects.forEach((select) => fillAgents(select)),
  };
}

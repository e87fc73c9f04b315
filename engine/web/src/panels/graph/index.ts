/** Graph: who helps whom in a town, and which jokers go together. */

import { fill, h } from "../../dom.js";
import { loadEngine } from "../../engine.js";
import type { Panel } from "../../panel.js";
import { createCooperation } from "./cooperation.js";
import { createSynergy } from "./synergy.js";

/** Makes the view. */
export async function create(): Promise<Panel> {
  // The lists of scenarios and agents are the engine's.
  await loadEngine();
  const place = h("div", {});
  const parts = [
    { id: "cooperation", title: "Who helps whom", part: createCooperation() },
    { id: "synergy", title: "Joker synergies", part: createSynergy() },
  ];
  const buttons = parts.map(({ id, title }) => h("button", { type: "button", "aria-pressed": "false", onclick: () => open(id) }, title));
  const open = (id: string | null) => {
    const index = Math.max(0, parts.findIndex((one) => one.id === id));
    buttons.forEach((button, other) => button.setAttribute("aria-pressed", String(other === index)));
    const part = parts[index]?.part;
    if (!part || part.element.isConnected) return;
    fill(place, part.element);
    part.show();
  };
  const element = h("div", { class: "view" },
    h("div", { class: "row spread" },
      h("div", { class: "view-head" }, h("h2", {}, "Graphs to explore"), h("p", {}, "Choose a node in the drawing or in the list below it; its neighbours stay, the rest fades.")),
      h("div", { class: "modes", role: "group", "aria-label": "Which graph" }, ...buttons)),
    place);
  return { element, show: (parameters) => open(parameters.get("of") ?? parts.find(({ part }) => part.element.isConnected)?.id ?? null) };
}

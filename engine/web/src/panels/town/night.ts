/** One night in words and figures. */

import type { GameRecord, NightRecord } from "@ludograph/engine";

import { h } from "../../dom.js";
import { figure } from "../../numbers.js";

/** What a night came to, in a sentence. */
export function summary(night: NightRecord): string {
  const burning = night.before.filter((house) => house === 1).length;
  const fires = burning === 0 ? "nothing burned" : burning === 1 ? "one house burned" : `${burning} houses burned`;
  const lies = night.actions.filter(([, mode, signal]) => mode !== signal).length;
  const lied = lies === 0 ? "nobody lied" : lies === 1 ? "one agent lied" : `${lies} agents lied`;
  return `Night ${night.night + 1}: ${fires}, ${night.saved.length} saved, ${night.lost.length} lost; ${lied}.`;
}

const STATES = ["safe", "burning", "ruined"] as const;

/** Who did what in a night, and what it has brought so far. Frame 0 has done nothing yet. */
export function nightTable(record: GameRecord, frame: number, labels: readonly string[]): HTMLElement {
  const night = record.nights[frame - 1];
  const totals = labels.map((_, agent) =>
    record.nights.slice(0, frame).reduce((sum, night) => sum + (night.rewards[agent] ?? 0), 0));
  const rows = labels.map((label, agent) => {
    const action = night?.actions[agent];
    const target = action ? night?.before[action[0]] : undefined;
    return h("tr", {},
      h("th", { scope: "row" }, h("span", { class: `series-${(agent % 8) + 1}` }, `${agent + 1} `), label.replaceAll("_", " ")),
      h("td", {}, action
        ? h("span", { class: "together" }, `${action[0] + 1} `, h("span", { class: `tag ${STATES[target ?? 0]}` }, STATES[target ?? 0]))
        : "–"),
      h("td", {}, action ? (action[1] === 1 ? "works" : "rests") : "–"),
      h("td", {}, action ? told(action[1], action[2]) : "–"),
      h("td", { class: "number" }, night ? figure(night.rewards[agent]) : "–"),
      h("td", { class: "number" }, figure(totals[agent])));
  });
  const head = ["Agent", "House", "Does", "Says"].map((text) => h("th", { scope: "col" }, text));
  const numbers = ["Reward", "Total"].map((text) => h("th", { scope: "col", class: "number" }, text));
  return h("table", {},
    h("caption", {}, night ? summary(night) : "Before the first night: nobody has acted."),
    h("thead", {}, h("tr", {}, ...head, ...numbers)),
    h("tbody", {}, ...rows));
}

function told(mode: number, signal: number): Node {
  const said = signal === 1 ? "work" : "rest";
  return mode === signal ? h("span", {}, said) : h("span", { class: "together" }, `${said} `, h("span", { class: "tag lie" }, "lied"));
}

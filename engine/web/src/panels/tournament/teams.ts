/** Which teams play: named one by one, or every mix of a pool. */

import type { TeamDesign, TeamMember } from "@ludograph/engine";

import { freshId, h } from "../../dom.js";
import { agentSelect, field, fillAgents, numberIn, numberInput } from "../../parts/fields.js";
import { memberOf } from "../../saved.js";

/** Teams that the page lists one by one. */
const TEAMS_MAX = 24;
const SEATS_MAX = 8;

const START = [
  ["firefighter", "firefighter", "firefighter", "firefighter"],
  ["firefighter", "free_rider", "hero", "coordinator"],
  ["coordinator", "coordinator", "free_rider", "free_rider"],
  ["liar", "liar", "liar", "liar"],
];
const POOL = ["firefighter", "coordinator", "hero", "free_rider", "liar"];

/** The teams of a tournament. */
export type Teams = TeamMember[][] | TeamDesign;

/** The part of the form. */
export interface TeamsForm {
  element: HTMLElement;
  read(): Teams;
  set(teams: Teams): void;
  refresh(): void;
}

/** Makes it. */
export function createTeams(): TeamsForm {
  const list = agentLists("Team", TEAMS_MAX, START);
  const pool = agentLists("Pool", 1, [POOL]);
  const size = numberInput(4, 1, SEATS_MAX);
  const name = freshId("design");
  const radio = (value: string, label: string, checked: boolean) => {
    const input = h("input", { type: "radio", name, value, id: freshId("radio"), checked, onchange: () => show() });
    return { input, element: h("div", { class: "check" }, input, h("label", { for: input.id }, label)) };
  };
  const [byName, byMix] = [radio("teams", "Teams one by one", true), radio("mix", "Every mix of a pool", false)];
  const mix = h("div", { class: "form" }, pool.element, field("Seats of a team", size));
  const show = () => {
    list.element.hidden = !byName.input.checked;
    mix.hidden = byName.input.checked;
  };
  show();
  return {
    element: h("fieldset", {}, h("legend", {}, "Who plays"), byName.element, byMix.element, list.element, mix),
    read: () => byName.input.checked
      ? list.read().map((team) => team.map(memberOf))
      : { pool: [...new Set(pool.read()[0])].map(memberOf), size: numberIn(size, "The size of a team"), design: "round_robin" },
    set(teams) {
      const isList = Array.isArray(teams);
      (isList ? byName : byMix).input.checked = true;
      const text = (member: TeamMember) => (typeof member === "string" ? member : "firefighter");
      if (isList) list.set(teams.map((team) => team.map(text)));
      else {
        pool.set([teams.pool.map(text)]);
        size.value = String(teams.size);
      }
      show();
    },
    refresh() {
      list.refresh();
      pool.refresh();
    },
  };
}

/** Several lists of agents, each with its own seats. */
function agentLists(noun: string, listsMax: number, start: readonly (readonly string[])[]) {
  let lists: HTMLSelectElement[][] = [];
  const place = h("div", { class: "form" });
  const read = () => lists.map((selects) => selects.map((select) => select.value));
  const add = h("button", { type: "button", class: "small" }, "Add a team");
  const element = h("div", { class: "form" }, place, listsMax > 1 ? h("div", {}, add) : null);
  const small = (label: string, sign: string, disabled: boolean, act: () => void) =>
    h("button", { type: "button", class: "quiet icon small", "aria-label": label, title: label, disabled, onclick: act }, sign);

  function draw(next: readonly (readonly string[])[]): void {
    lists = next.map((team, index) => team.map((choice, seat) =>
      agentSelect(`${noun} ${listsMax > 1 ? `${index + 1}, ` : ""}agent ${seat + 1}`, choice)));
    place.replaceChildren(...lists.map((selects, index) => {
      const title = listsMax > 1 ? `${noun} ${index + 1}` : noun;
      const changed = (team: string[]) => {
        const all: string[][] = read();
        all[index] = team;
        draw(all);
        lists[index]?.at(-1)?.focus();
      };
      const team = () => read()[index] ?? [];
      return h("div", { class: "team", role: "group", "aria-label": title },
        h("div", { class: "row spread" },
          h("strong", {}, title),
          h("div", { class: "row" },
            small(`One agent fewer in ${title}`, "−", selects.length === 1, () => changed(team().slice(0, -1))),
            small(`One agent more in ${title}`, "+", selects.length >= SEATS_MAX, () => changed([...team(), team().at(-1) ?? "firefighter"])),
            listsMax > 1
              ? small(`Remove ${title}`, "✕", lists.length === 1, () => {
                  draw(read().filter((_, other) => other !== index));
                  add.focus();
                })
              : null)),
        h("div", { class: "team-seats" }, ...selects));
    }));
    add.disabled = lists.length >= listsMax;
  }
  add.addEventListener("click", () => {
    draw([...read(), read().at(-1) ?? ["firefighter"]]);
    lists.at(-1)?.[0]?.focus();
  });
  draw(start);
  return { element, read, set: draw, refresh: () => lists.flat().forEach((select) => fillAgents(select)) };
}

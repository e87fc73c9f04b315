/** The choices before a tournament. */

import { type Rules, scenarioNames } from "@ludograph/engine";

import { freshId, h } from "../../dom.js";
import { field, numberIn, numberInput, rulesSelect } from "../../parts/fields.js";
import { type Teams, createTeams } from "./teams.js";

/** Games of each team in each scenario that the page runs at once; the engine itself has no such bound. */
const GAMES_MAX = 100_000;
const NIGHTS_MAX = 1_000;

/** A tournament as it is shared: plain data. */
export interface Plan {
  scenarios: string[];
  teams: Teams;
  games: number;
  seed: number;
  rules: Rules;
  nightsMax: number;
}

/** The form. */
export interface Setup {
  element: HTMLFormElement;
  /** What is chosen; throws a sentence where something cannot be. */
  read(): Plan;
  set(plan: Plan): void;
  /** While a tournament runs it can be cancelled and not started. */
  setRunning(isRunning: boolean): void;
  refresh(): void;
}

/** Makes the form. */
export function createSetup(onRun: () => void, onCancel: () => void): Setup {
  const boxes = scenarioNames().map((name) => h("input", { type: "checkbox", value: name, id: freshId("scenario"), checked: name === "default" }));
  const teams = createTeams();
  const games = numberInput(250, 1, GAMES_MAX);
  const seed = numberInput(42, 0, Number.MAX_SAFE_INTEGER);
  const nights = numberInput(100, 1, NIGHTS_MAX);
  const rules = rulesSelect("rust_core");
  const run = h("button", { type: "submit", class: "primary" }, "Run the tournament");
  const cancel = h("button", { type: "button", disabled: true, onclick: onCancel }, "Cancel");
  const scenarios = h("fieldset", {}, h("legend", {}, "Scenarios"),
    h("div", { class: "choices" }, ...boxes.map((box) =>
      h("div", { class: "check" }, box, h("label", { for: box.id }, box.value.replaceAll("_", " "))))));
  const element = h("form", {
    class: "card form", "aria-label": "Tournament", novalidate: true,
    onsubmit: (event: Event) => {
      event.preventDefault();
      onRun();
    },
  },
  teams.element, scenarios, field("Rules", rules),
  h("div", { class: "fields" }, field("Games a team", games), field("Seed", seed), field("Nights at most", nights)),
  h("div", { class: "row" }, run, cancel));
  return {
    element,
    read() {
      const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
      if (chosen.length === 0) throw new Error("Choose at least one scenario.");
      return {
        scenarios: chosen,
        teams: teams.read(),
        games: numberIn(games, "The number of games"),
        seed: numberIn(seed, "The seed"),
        rules: rules.value as Rules,
        nightsMax: numberIn(nights, "The number of nights"),
      };
    },
    set(plan) {
      boxes.forEach((box) => (box.checked = plan.scenarios.includes(box.value)));
      teams.set(plan.teams);
      games.value = String(plan.games);
      seed.value = String(plan.seed);
      nights.value = String(plan.nightsMax);
      rules.value = plan.rules;
    },
    setRunning(isRunning) {
      run.disabled = isRunning;
      cancel.disabled = !isRunning;
    },
    refresh: () => teams.refresh(),
  };
}

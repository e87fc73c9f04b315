/** The choices before a game. */

import { type MatchOptions, type Rules, type TeamMember } from "@ludograph/engine";

import { h } from "../../dom.js";
import { field, numberIn, numberInput, rulesSelect, scenarioSelect } from "../../parts/fields.js";
import { seats } from "../../parts/seats.js";
import { memberOf } from "../../saved.js";

/** Nights the page shows; the engine itself has no such bound. */
const NIGHTS_MAX = 1_000;

/** The form. */
export interface Setup {
  element: HTMLFormElement;
  /** What is chosen; throws a sentence where something cannot be. */
  read(): MatchOptions<TeamMember>;
  /** Shows what a replay says. */
  set(options: { rules: string; seed: bigint; team: readonly string[] }): void;
  setTeam(choices: readonly string[]): void;
  refresh(): void;
}

/** Makes the form; `onPlay` is called when it is submitted. */
export function createSetup(onPlay: () => void): Setup {
  const scenario = scenarioSelect();
  const rules = rulesSelect();
  const seed = numberInput(42, 0, Number.MAX_SAFE_INTEGER);
  const nights = numberInput(100, 1, NIGHTS_MAX);
  const team = seats(["firefighter", "coordinator", "free_rider", "liar"]);
  const another = h("button", {
    type: "button",
    onclick: () => {
      seed.value = String(Number(seed.value) >= Number.MAX_SAFE_INTEGER ? 0 : Number(seed.value) + 1);
      onPlay();
    },
  }, "Next seed");
  const element = h("form", {
    class: "card form",
    "aria-label": "Game",
    novalidate: true,
    onsubmit: (event: Event) => {
      event.preventDefault();
      onPlay();
    },
  },
  field("Scenario", scenario),
  field("Rules", rules),
  h("div", { class: "fields" }, field("Seed", seed), field("Nights at most", nights)),
  team.element,
  h("div", { class: "row" }, h("button", { type: "submit", class: "primary" }, "Play a game"), another));
  return {
    element,
    read: () => ({
      scenario: scenario.value,
      rules: rules.value as Rules,
      seed: numberIn(seed, "The seed"),
      nightsMax: numberIn(nights, "The number of nights"),
      team: team.choices().map(memberOf),
    }),
    set(options) {
      rules.value = options.rules;
      if (options.seed <= BigInt(Number.MAX_SAFE_INTEGER)) seed.value = String(options.seed);
      if (options.team.length > 0) team.set(options.team);
    },
    setTeam: (choices) => team.set(choices),
    refresh: () => team.refresh(),
  };
}

/** What there is by name. */

import { guarded, scenarioText, word } from "./check.js";
import type { Rules, Scenario, ScenarioInput } from "./types.js";
import { agent_names, archetype_numbers, scenario_names, scenario_parameters } from "./wasm/brigade.js";

/** All rule sets, the default first. */
export const RULES: readonly Rules[] = ["paper", "rust_core", "python_env", "contagion"];

/** What the ten numbers of a heuristic are, in order. */
export const HEURISTIC_PARAMETERS = [
  "honesty_bias",
  "work_tendency",
  "neighbor_help_bias",
  "own_house_priority",
  "risk_aversion",
  "coordination_weight",
  "exploration_rate",
  "fatigue_memory",
  "rest_reward_bias",
  "altruism_factor",
] as const;

/** The names of the built-in scenarios, sorted. */
export function scenarioNames(): string[] {
  return guarded(() => JSON.parse(scenario_names()) as string[]);
}

/** A scenario with all its parameters, from a name, JSON text or parameters. */
export function scenario(input: ScenarioInput): Scenario {
  const text = scenarioText(input);
  return guarded(() => JSON.parse(scenario_parameters(text)) as Scenario);
}

/** The names of the built-in agents, sorted: archetypes, `upstream_rust:` and `web:` ones, scripts, `random`, `uniform`. */
export function agentNames(): string[] {
  return guarded(() => JSON.parse(agent_names()) as string[]);
}

/** The ten numbers of an archetype; `table` is `python` (five archetypes) or `web` (ten). */
export function archetype(name: string, table: "python" | "web" = "python"): number[] {
  const [which, whose] = [word("table", table, "python"), word("name", name, "")];
  return guarded(() => JSON.parse(archetype_numbers(which, whose)) as number[]);
}

/** What there is by name. */

import { EngineError } from "./errors.js";
import type { Rules, Scenario, ScenarioInput } from "./types.js";

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
  throw new EngineError("internal", "not built yet");
}

/** A scenario with all its parameters, from a name, JSON text or parameters. */
export function scenario(_input: ScenarioInput): Scenario {
  throw new EngineError("internal", "not built yet");
}

/** The names of the built-in agents, sorted: archetypes, `upstream_rust:` and `web:` ones, scripts, `random`, `uniform`. */
export function agentNames(): string[] {
  throw new EngineError("internal", "not built yet");
}

/** The ten numbers of an archetype; `table` is `python` (five archetypes) or `web` (ten). */
export function archetype(_name: string, _table: "python" | "web" = "python"): number[] {
  throw new EngineError("internal", "not built yet");
}

/** What there is by name. */

import { builtInNames } from "./agent-spec.js";
import { word } from "./check.js";
import { CATALOG } from "./generated/catalog.js";
import { unknown } from "./names.js";
import { SCENARIOS, copyOf, readScenario } from "./scenario.js";
import type { Rules, Scenario, ScenarioInput } from "./types.js";

/** All rule sets, the default first. */
export const RULES: readonly Rules[] = CATALOG.rules;

/** What the ten numbers of a heuristic are, in order. */
export const HEURISTIC_PARAMETERS: readonly string[] = CATALOG.parameters;

/** The names of the built-in scenarios, sorted. */
export function scenarioNames(): string[] {
  return [...SCENARIOS.keys()].sort();
}

/** A scenario with all its parameters, from a name, JSON text or parameters. */
export function scenario(input: ScenarioInput): Scenario {
  return copyOf(readScenario(input));
}

/** The names of the built-in agents, sorted: archetypes, `upstream_rust:` and `web:` ones, scripts, `random`, `uniform`. */
export function agentNames(): string[] {
  return builtInNames();
}

/** The ten numbers of an archetype; `table` is `python` (five archetypes) or `web` (ten). */
export function archetype(name: string, table: "python" | "web" = "python"): number[] {
  const tables = new Map(Object.entries(CATALOG.tables));
  const [which, whose] = [word("table", table, "python"), word("name", name, "")];
  const found = tables.get(which);
  if (found === undefined) throw unknown("table of archetypes", which, tables.keys());
  const numbers = new Map(Object.entries(found)).get(whose);
  if (numbers === undefined) throw unknown("archetype", whose, Object.keys(found));
  return [...numbers];
}

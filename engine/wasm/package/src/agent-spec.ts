/** Built-in agents: read from names and JSON, and written as the numbers the engine reads. */

import type { NamedAgent } from "./catalog-types.js";
import { quoted } from "./check.js";
import { EngineError } from "./errors.js";
import { CATALOG } from "./generated/catalog.js";
import { placeOf, unknown } from "./names.js";
import type { AgentSpec, HeuristicAgent, ScriptRule, ScriptedAgent } from "./types.js";

/** Kinds of agents at the border; the place of a heuristic among {@link CATALOG.heuristics} is added to its own. */
const [OUTSIDE, RANDOM, UNIFORM, HEURISTIC, SCRIPT] = [0, 1, 2, 3, 5];

/** The numbers of a seat that is decided outside. */
export const OUTSIDE_NUMBERS: readonly number[] = [OUTSIDE as number];

const AGENTS: ReadonlyMap<string, NamedAgent> = new Map(Object.entries(CATALOG.agents));
const U16_MAX = 2 ** 16 - 1;
const U32_MAX = 2 ** 32 - 1;

/** An agent that was read. */
export interface BuiltIn {
  label: string;
  /** As it is written again. */
  spec: AgentSpec;
  numbers: readonly number[];
}

/** The names of all built-in agents, sorted. */
export function builtInNames(): string[] {
  return [...AGENTS.keys()].sort();
}

/** Reads an agent, which is JSON: a name, a heuristic with numbers, or rules. */
export function readAgent(value: unknown): BuiltIn {
  if (typeof value === "string") {
    const named = AGENTS.get(value);
    if (named === undefined) throw unknown("agent", value, AGENTS.keys());
    return { label: value, spec: value, numbers: numbersOf(named) };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw noAgent(value);
  const spec = "heuristic" in value ? heuristicOf(value as HeuristicAgent) : scriptOf(value as ScriptedAgent);
  const label = "rules" in spec ? spec.name : spec.heuristic === "full" ? "heuristic" : spec.heuristic;
  return { label, spec, numbers: numbersOf(spec) };
}

function noAgent(value: unknown): EngineError {
  const what = "an agent is a name, {heuristic, parameters: ten numbers}, or {name, rules}";
  return new EngineError("argument", `${what}, not ${quoted(typeof value === "object" ? JSON.stringify(value) : value)}`);
}

function heuristicOf(value: HeuristicAgent): HeuristicAgent {
  const { heuristic, parameters } = value;
  const isTen = Array.isArray(parameters) && parameters.length === CATALOG.parameters.length;
  if (!isTen || !parameters.every((number) => typeof number === "number") || typeof heuristic !== "string") throw noAgent(value);
  placeOf("heuristic", CATALOG.heuristics, heuristic);
  return { heuristic, parameters };
}

function scriptOf(value: ScriptedAgent): ScriptedAgent {
  const { name, rules, ...others } = value;
  if (typeof name !== "string" || !Array.isArray(rules) || Object.keys(others).length > 0) throw noAgent(value);
  return { name, rules: rules.map((rule, index) => ruleOf(`agent ${quoted(name)}, rule ${index + 1}`, rule)) };
}

/** A rule with its members in the order in which the engine writes them. */
function ruleOf(where: string, rule: unknown): ScriptRule {
  if (typeof rule !== "object" || rule === null || Array.isArray(rule)) {
    throw new EngineError("argument", `${where}: ${quoted(rule)} is no object of when, house, mode and signal`);
  }
  const { when = [], house, mode, signal = "honest", ...others } = rule as ScriptRule;
  const [stranger] = Object.keys(others);
  if (stranger !== undefined) throw unknown(`member of ${where}`, stranger, ["when", "house", "mode", "signal"]);
  if (!Array.isArray(when)) throw new EngineError("argument", `${where}: when: ${quoted(when)} is no list of conditions`);
  const conditions = when.map((condition) => Object.fromEntries([conditionOf(where, condition)]));
  targetOf(where, house);
  placeOf(`mode of ${where}`, CATALOG.deeds, textOf(where, "mode", mode));
  placeOf(`signal of ${where}`, CATALOG.signals, textOf(where, "signal", signal));
  return { ...(conditions.length > 0 ? { when: conditions } : {}), house, mode, signal };
}

function textOf(where: string, part: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw new EngineError("argument", `${where}: ${part}: ${quoted(value)} is no name`);
}

/** The name and the number of an object with one member. */
function pairOf(where: string, part: string, value: unknown, most: (name: string) => number | undefined): [string, number] {
  const members = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const [[name, number] = ["", undefined]] = members;
  if (members.length !== 1) throw new EngineError("argument", `${where}: ${part}: ${quoted(value)} is no name with a number`);
  const limit = most(name);
  const fits = typeof number === "number" && (limit === undefined || (Number.isInteger(number) && number >= 0 && number <= limit));
  if (!fits) throw new EngineError("argument", `${where}: ${name}: ${quoted(number)} is no ${limit === undefined ? "number" : `whole number in 0..=${limit}`}`);
  return [name, number as number];
}

function conditionOf(where: string, value: unknown): [string, number] {
  const most = (name: string): number | undefined => {
    placeOf(`condition of ${where}`, CATALOG.conditions, name);
    return name === "chance" ? undefined : name === "night_at_least" ? U32_MAX : U16_MAX;
  };
  return pairOf(where, "when", value, most);
}

/** The place of a target, and its number. */
function targetOf(where: string, house: unknown): [number, number] {
  const plain = CATALOG.targets.slice(0, CATALOG.targetsPlain);
  if (typeof house === "string") return [placeOf(`house of ${where}`, plain, house), 0];
  const numbered = CATALOG.targets.slice(CATALOG.targetsPlain);
  const [name, number] = pairOf(where, "house", house, (name) => {
    placeOf(`house of ${where}`, numbered, name);
    return U16_MAX;
  });
  return [CATALOG.targets.indexOf(name), number];
}

/** The numbers of an agent, as `engine/wasm/src/numbers.rs` reads them. */
function numbersOf(agent: NamedAgent | HeuristicAgent): readonly number[] {
  if ("random" in agent) return [agent.random ? (UNIFORM as number) : (RANDOM as number)];
  if ("parameters" in agent) return [(HEURISTIC as number) + CATALOG.heuristics.indexOf(agent.heuristic), ...agent.parameters];
  const numbers = [SCRIPT as number, agent.rules.length];
  for (const { when = [], house, mode, signal = "honest" } of agent.rules) {
    const conditions = when.map((condition) => conditionOf("", condition));
    numbers.push(conditions.length);
    for (const [name, number] of conditions) numbers.push(CATALOG.conditions.indexOf(name), number);
    numbers.push(...targetOf("", house), CATALOG.deeds.indexOf(mode), CATALOG.signals.indexOf(signal));
  }
  return numbers;
}

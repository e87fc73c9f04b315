/** Scenarios: read from names and JSON, and written as the numbers the engine reads. */

import type { ScenarioField } from "./catalog-types.js";
import { scenarioText } from "./check.js";
import { EngineError } from "./errors.js";
import { CATALOG } from "./generated/catalog.js";
import { type Fields, fieldsOf, listOf, numberOf, parsed, wholeOf, wrong } from "./json.js";
import { unknown } from "./names.js";
import type { Scenario, ScenarioInput } from "./types.js";

/** The built-in scenarios by name, each with all its parameters. */
export const SCENARIOS: ReadonlyMap<string, Scenario> = new Map(
  Object.entries(CATALOG.scenarios).map(([name, parameters]) => [name, filled(parameters as Fields)]),
);

const FIELD_NAMES: ReadonlySet<string> = new Set(CATALOG.fields.map((field) => field.name));

/** A scenario of a caller. */
export function readScenario(input: ScenarioInput): Scenario {
  const text = scenarioText(input).trimStart();
  return text.startsWith("{") ? scenarioOf(parsed("scenario", text)) : scenarioNamed(text);
}

/** A built-in scenario. The published ids `<name>-v1` are accepted too. */
export function scenarioNamed(name: string): Scenario {
  const found = SCENARIOS.get(name.replace(/-v1$/, ""));
  if (found === undefined) throw unknown("scenario", name, SCENARIOS.keys());
  return found;
}

/** A scenario from its parameters. `num_agents`, which the upstream's files carry, is passed over. */
export function scenarioOf(value: unknown): Scenario {
  const fields = fieldsOf("scenario", value);
  for (const name of Object.keys(fields)) {
    if (name !== "num_agents" && !FIELD_NAMES.has(name)) throw unknown("scenario parameter", name, FIELD_NAMES);
  }
  return scenarioWithin(fields);
}

/** The same where parameters nobody knows are passed over, as in files. */
export function scenarioWithin(value: unknown): Scenario {
  const fields = fieldsOf("scenario", value);
  // A misspelt choice is told before anything that is missing.
  for (const field of CATALOG.fields) if (field.kind === "choice") choose(field, fields[field.name]);
  return filled(fields);
}

function filled(fields: Fields): Scenario {
  const read = CATALOG.fields.map((field) => {
    const value = Object.hasOwn(fields, field.name) ? fields[field.name] : field.default;
    return [field.name, valueOf(field, value)];
  });
  return Object.fromEntries(read) as unknown as Scenario;
}

function valueOf(field: ScenarioField, value: unknown): unknown {
  const part = `scenario: ${field.name}`;
  if (value === undefined) throw new EngineError("json", `${part}: it is missing`);
  switch (field.kind) {
    case "number":
      return numberOf(part, value);
    case "whole":
      return wholeOf(part, value, field.most);
    case "homes":
      return listOf(part, value).map((home) => wholeOf(part, home, field.most));
    case "per_agent":
      if (typeof value !== "number" && !Array.isArray(value)) throw wrong(part, value, "a number or a list, one for each agent");
      return typeof value === "number" ? value : value.map((one) => numberOf(part, one));
    case "choice":
      if (typeof value !== "string") throw wrong(part, value, `one of ${field.names.join(", ")}`);
      return value;
  }
}

function choose(field: Extract<ScenarioField, { kind: "choice" }>, value: unknown): void {
  if (typeof value === "string" && !field.names.includes(value)) throw unknown(field.name, value, field.names);
}

/** The numbers of a scenario, in the order `engine/wasm/src/numbers.rs` reads them. */
export function scenarioNumbers(scenario: Scenario): Float64Array {
  const numbers: number[] = [];
  for (const field of CATALOG.fields) {
    const value = scenario[field.name as keyof Scenario];
    if (field.kind === "choice") numbers.push(field.names.indexOf(value as string));
    else if (typeof value === "number") numbers.push(...(field.kind === "per_agent" ? [0, value] : [value]));
    else numbers.push(...(field.kind === "per_agent" ? [1] : []), value.length, ...(value as readonly number[]));
  }
  return Float64Array.from(numbers);
}

/** A copy, which its reader may change. */
export function copyOf(scenario: Scenario): Scenario {
  return structuredClone(scenario);
}

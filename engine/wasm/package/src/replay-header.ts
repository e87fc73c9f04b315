/** The header of a replay's compact form: JSON, byte for byte as the engine writes it, so that a game has one such form. */

import { CATALOG } from "./generated/catalog.js";
import { EngineError } from "./errors.js";
import { fieldsOf, parsed, textOf, wholeOf, wordOf } from "./json.js";
import { placeOf } from "./names.js";
import type { ReplayData } from "./replay-data.js";
import { agentsOf } from "./replay-json.js";
import { SCENARIOS, scenarioNamed, scenarioWithin } from "./scenario.js";
import type { AgentSpec, Rules, Scenario, Stream } from "./types.js";

/** What stands in the header. */
export type Header = Pick<ReplayData, "scenario" | "rules" | "seed" | "nightsMax" | "stream" | "agents">;

/** Writes a header; a built-in scenario by its name alone. */
export function headerText({ scenario, rules, seed, nightsMax, stream, agents }: Header): string {
  const named = [...SCENARIOS].find(([, known]) => JSON.stringify(known) === JSON.stringify(scenario));
  const part = named === undefined ? scenarioText(scenario) : JSON.stringify(named[0]);
  const list = agents.map(agentText).join(",");
  return `{"scenario":${part},"rules":"${rules}","seed":${seed},"nights_max":${nightsMax},"stream":"${stream}","agents":[${list}]}`;
}

/** Reads a header. */
export function headerOf(text: string): Header {
  // A number of 64 bits has more digits than JavaScript reads. A quoted text cannot hold this pattern: its quotes are escaped.
  const fields = fieldsOf("replay header", parsed("replay header", text.replace(/"seed"\s*:\s*(\d+)/g, '"seed":"$1"')));
  const { scenario } = fields;
  return {
    scenario: typeof scenario === "string" ? scenarioNamed(scenario) : scenarioWithin(scenario),
    rules: CATALOG.rules[placeOf("rule set", CATALOG.rules, textOf("replay header: rules", fields.rules))] as Rules,
    seed: wordOf("replay header: seed", fields.seed),
    nightsMax: wholeOf("replay header: nights_max", fields.nights_max, 2 ** 32 - 1),
    stream: CATALOG.streams[placeOf("stream", CATALOG.streams, textOf("replay header: stream", fields.stream))] as Stream,
    agents: agentsOf(fields),
  };
}

function scenarioText(scenario: Scenario): string {
  const members = CATALOG.fields.map((field) => {
    const value = scenario[field.name as keyof Scenario];
    const isFloat = field.kind === "number" || field.kind === "per_agent";
    return `"${field.name}":${isFloat ? floats(value as number | readonly number[]) : JSON.stringify(value)}`;
  });
  return `{${members.join(",")}}`;
}

function agentText(agent: AgentSpec): string {
  if (typeof agent === "string") return JSON.stringify(agent);
  if ("parameters" in agent) return `{"heuristic":"${agent.heuristic}","parameters":${floats(agent.parameters)}}`;
  const rules = agent.rules.map(({ when = [], house, mode, signal }) => {
    const conditions = when.map((condition) => {
      const [name, number] = Object.entries(condition)[0] ?? ["", 0];
      return `{"${name}":${name === "chance" ? floats(number) : number}}`;
    });
    const first = conditions.length > 0 ? `"when":[${conditions.join(",")}],` : "";
    return `{${first}"house":${JSON.stringify(house)},"mode":"${mode}","signal":"${signal ?? "honest"}"}`;
  });
  return `{"name":${JSON.stringify(agent.name)},"rules":[${rules.join(",")}]}`;
}

function floats(value: number | readonly number[]): string {
  return typeof value === "number" ? float(value) : `[${value.map(float).join(",")}]`;
}

/** A number of 64 bits as the engine writes it: the shortest digits, always with a point or an exponent. */
export function float(value: number): string {
  if (!Number.isFinite(value)) throw new EngineError("argument", `${value} cannot be written into a replay`);
  const [mantissa = "0", power = "0"] = Math.abs(value).toExponential().split("e");
  const [digits, sign] = [mantissa.replace(".", ""), value < 0 || Object.is(value, -0) ? "-" : ""];
  const point = Number(power) + 1;
  if (value === 0) return `${sign}0.0`;
  if (point > 0 && point <= 16) {
    return `${sign}${digits.slice(0, point).padEnd(point, "0")}.${digits.slice(point) || "0"}`;
  }
  if (point > -5 && point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  const tail = digits.length > 1 ? `.${digits.slice(1)}` : "";
  return `${sign}${digits[0]}${tail}e${point > 0 ? "+" : ""}${point - 1}`;
}

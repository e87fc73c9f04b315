/** The texts of the older interface. */

import { readAgent } from "./agent-spec.js";
import { CATALOG } from "./generated/catalog.js";
import { fieldsOf, listOf, parsed, wrong } from "./json.js";
import { Kind, refusal } from "./refusals.js";
import { readScenario, scenarioOf } from "./scenario.js";
import type { AgentSpec, Scenario } from "./types.js";

/** A scenario from JSON or a name. Lists of more values than agents are cut, as the upstream's files have ten. */
export function olderScenario(text: string, agents: number): Scenario {
  if (!text.trimStart().startsWith("{")) return readScenario(text);
  const fields = Object.entries(fieldsOf("scenario", parsed("scenario", text))).map(([name, value]) => {
    const isLong = Array.isArray(value) && name !== "agent_home_positions";
    return [name, isLong ? value.slice(0, agents) : value] as const;
  });
  return scenarioOf(Object.fromEntries(fields));
}

/** Built-in agents from a JSON list; ten numbers are a heuristic of the upstream's Rust core. */
export function olderAgents(text: string): AgentSpec[] {
  return listOf("agents", parsed("agents", text)).map((agent) => {
    const isPlain = typeof agent === "object" && agent !== null && "parameters" in agent && !("heuristic" in agent);
    const numbers = isPlain ? agent.parameters : agent;
    const isTen = Array.isArray(numbers) && numbers.length === CATALOG.parameters.length;
    return readAgent(isTen ? { heuristic: "upstream_rust", parameters: numbers } : agent).spec;
  });
}

const I32_MAX = 2 ** 31;

/** The flat actions of `[[house, mode, signal], …]`, or of pairs with an honest signal. */
export function olderActions(text: string, agents: number, houses: number): Int32Array {
  const list = listOf("actions", parsed("actions", text)).map((action, agent) => {
    const parts = listOf("actions", action);
    for (const part of parts) if (!Number.isInteger(part)) throw wrong("actions", part, "a whole number");
    if (parts.length !== 2 && parts.length !== 3) throw refusal(Kind.ActionLength, [agent, parts.length]);
    const [house, mode, signal = mode] = parts as number[];
    if (Math.abs(house as number) >= I32_MAX) throw refusal(Kind.House, [agent, house as number, houses]);
    return [house, mode, signal] as number[];
  });
  if (list.length !== agents) throw refusal(Kind.Count, [agents, list.length], ["actions"]);
  // What is no mode stays none when it is cut to 32 bits.
  return Int32Array.from(list.flat(), (part) => Math.max(-I32_MAX, Math.min(part, I32_MAX - 1)));
}

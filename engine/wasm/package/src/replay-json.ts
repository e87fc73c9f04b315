/** Replays as JSON. */

import { readAgent } from "./agent-spec.js";
import { allShortest } from "./float32.js";
import { actionIn, actionOf, bitsOfAction } from "./game-state.js";
import { CATALOG } from "./generated/catalog.js";
import { type Fields, fieldsOf, listOf, numberOf, parsed, textOf, wholeOf, wordOf } from "./json.js";
import { placeOf } from "./names.js";
import { Kind, refusal } from "./refusals.js";
import { type ReplayData, isTwoPhase, nightsOf } from "./replay-data.js";
import { copyOf, scenarioWithin } from "./scenario.js";
import type { Action, AgentSpec, Mode, ReplayJson, Rules, Stream } from "./types.js";

const U32_MAX = 2 ** 32 - 1;

/** The replay of a text. */
export function replayOfText(text: string): ReplayData {
  const fields = fieldsOf("replay", parsed("replay", text));
  const version = wholeOf("replay: version", fields.version, U32_MAX);
  const known = CATALOG.replayVersion;
  if (version !== known) throw refusal(Kind.Range, [version, known, known], ["version"]);
  const scenario = scenarioWithin(fields.scenario);
  const numAgents = wholeOf("replay: num_agents", fields.num_agents, U32_MAX);
  const nights = listOf("replay: actions", fields.actions);
  expectNights(nights.length);
  const houses = Math.min(scenario.num_houses, 2 ** 14);
  const round1 = listOf("replay: round1", fields.round1 ?? []);
  if (isTwoPhase(scenario)) expectCount("nights of round1 signals", nights.length, round1.length);
  return {
    scenario,
    rules: CATALOG.rules[placeOf("rule set", CATALOG.rules, textOf("replay: rules", fields.rules))] as Rules,
    seed: wordOf("replay: seed", fields.seed),
    nightsMax: wholeOf("replay: nights_max", fields.nights_max, U32_MAX),
    stream: CATALOG.streams[placeOf("stream", CATALOG.streams, textOf("replay: stream", fields.stream))] as Stream,
    numAgents,
    agents: agentsOf(fields),
    actions: Uint16Array.from(nights.flatMap((night) => row("actions", night, numAgents).map((action, agent) => {
      const read = actionIn("replay: actions", action);
      if (read[0] >= houses) throw refusal(Kind.House, [agent, read[0], scenario.num_houses]);
      return bitsOfAction(read);
    }))),
    round1: Uint8Array.from(isTwoPhase(scenario) ? round1.flatMap((night) =>
      row("round1 signals", night, numAgents).map((signal) => wholeOf("replay: round1", signal, 1))) : []),
    scores: Float32Array.from(listOf("replay: scores", fields.scores), (score) => numberOf("replay: scores", score)),
    fingerprint: wordOf("replay: fingerprint", fields.fingerprint),
  };
}

/** Refuses more nights than a replay can hold. */
export function expectNights(nights: number): void {
  if (nights > CATALOG.replayNightsMax) throw refusal(Kind.Range, [nights, 0, CATALOG.replayNightsMax], ["nights"]);
}

/** Refuses a list of another length. */
export function expectCount(what: string, expected: number, found: number): void {
  if (found !== expected) throw refusal(Kind.Count, [expected, found], [what]);
}

function row(what: string, value: unknown, agents: number): readonly unknown[] {
  const found = listOf(`replay: ${what}`, value);
  expectCount(what, agents, found.length);
  return found;
}

/** The agents; whether their names are known is asked when they are to play. */
export function agentsOf(fields: Fields): AgentSpec[] {
  const agents = listOf("replay: agents", fields.agents ?? []);
  return agents.map((agent) => (typeof agent === "string" ? agent : readAgent(agent).spec));
}

/** The JSON of a replay. */
export function jsonOfReplay(data: ReplayData): ReplayJson {
  const nights = nightsOf(data);
  const rows = <T>(each: (place: number) => T): T[][] =>
    Array.from({ length: nights }, (_, night) => Array.from({ length: data.numAgents }, (_, agent) => each(night * data.numAgents + agent)));
  return {
    version: 1,
    scenario: copyOf(data.scenario),
    rules: data.rules,
    seed: String(data.seed),
    nights_max: data.nightsMax,
    stream: data.stream,
    num_agents: data.numAgents,
    agents: structuredClone(data.agents) as AgentSpec[],
    actions: rows((place): Action => actionOf(data.actions[place] ?? 0)),
    round1: data.round1.length > 0 ? rows((place) => data.round1[place] as Mode) : [],
    scores: allShortest(data.scores),
    fingerprint: String(data.fingerprint),
  };
}

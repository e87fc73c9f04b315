/** Who plays what, as the engine reads it. */

import { OUTSIDE_NUMBERS, readAgent } from "./agent-spec.js";
import { guarded, jsonOf, options as checked, quoted, streamOf, whole, word } from "./check.js";
import { EngineError } from "./errors.js";
import { CATALOG } from "./generated/catalog.js";
import { parsed } from "./json.js";
import { placeOf } from "./names.js";
import { ColumnNumber } from "./places.js";
import { raise } from "./refusals.js";
import type { ReplayData } from "./replay-data.js";
import { keptWhole } from "./results.js";
import { readScenario, scenarioNumbers } from "./scenario.js";
import type { AgentSpec, Rules, ScenarioInput, Seed, Stream } from "./types.js";
import { MatchCore } from "./wasm/brigade.js";

/** Who plays what. */
export interface MatchOptions<Member = AgentSpec> {
  scenario: ScenarioInput;
  /** In the order of seats. */
  team: readonly Member[];
  rules?: Rules;
  seed?: Seed;
  nightsMax?: number;
  stream?: Stream;
}

/** The most nights of a game that is kept. */
const NIGHTS_KEPT_MAX = 1_000_000;

/** A match as the engine reads it: numbers only, which go to workers as they are. */
export interface MatchNumbers {
  scenario: Float64Array;
  team: Float64Array;
  seats: number;
  /** Rules and stream by their places in the catalog. */
  rules: number;
  nightsMax: number;
  stream: number;
}

/** How a match is played, apart from its team. */
export type MatchSettings = Pick<MatchOptions, "scenario" | "rules" | "nightsMax" | "stream">;

/** A match of a team; a seat that is null is decided outside. */
export function matchOf(options: MatchSettings, team: readonly unknown[], nightsMost: number = 2 ** 32 - 1): MatchNumbers {
  const given = checked("options", options);
  const scenario = scenarioNumbers(readScenario(given.scenario));
  return {
    scenario,
    team: teamNumbers(team),
    seats: team.length,
    rules: placeOf("rule set", CATALOG.rules, word("rules", given.rules, "paper")),
    nightsMax: whole("nightsMax", given.nightsMax ?? 100, 1, nightsMost),
    stream: CATALOG.streams.indexOf(streamOf(given.stream)),
  };
}

/** The same for a game that is kept. */
export function keptMatchOf(options: MatchSettings, team: readonly unknown[]): MatchNumbers {
  return matchOf(options, team, NIGHTS_KEPT_MAX);
}

/** The numbers of a team's agents, one after the other. */
export function teamNumbers(team: readonly unknown[]): Float64Array {
  const numbers = team.map((agent) => (agent === null ? OUTSIDE_NUMBERS : readAgent(parsed("agent", jsonOf("agent", agent))).numbers));
  return Float64Array.from(numbers.flat());
}

/** The engine's object for a match of built-in agents. */
export function matchCore({ scenario, team, rules, nightsMax, stream }: MatchNumbers): MatchCore {
  return guarded(() => new MatchCore(scenario, team, rules, nightsMax, stream));
}

/** Plays the game of a seed, and keeps what was done. */
export function keptGame(
  match: MatchNumbers, seed: bigint, isTwoPhase: boolean,
): Pick<ReplayData, "actions" | "round1" | "scores" | "fingerprint"> {
  const core = matchCore(match);
  try {
    if (core.play(seed, 1, true) < 0) raise();
    if (core.number(ColumnNumber.IsKept) === 0) throw new EngineError("exhausted", "the game has more nights than a replay can hold");
    return keptWhole(core, isTwoPhase);
  } finally {
    core.free();
  }
}

/** The team of a match, checked to be a list. */
export function teamList(options: MatchOptions<unknown>): readonly unknown[] {
  const { team } = checked("options", options);
  if (Array.isArray(team)) return team;
  throw new EngineError("argument", `team: ${quoted(team)} is no list of agents`);
}

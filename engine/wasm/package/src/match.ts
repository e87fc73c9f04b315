/** Who plays what, as the engine reads it. */

import { jsonOf, options as checked, quoted, scenarioText, streamOf, whole, word } from "./check.js";
import { EngineError } from "./errors.js";
import type { AgentSpec, Rules, ScenarioInput, Seed, Stream } from "./types.js";

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

/** A match as JSON; a seat that is null is decided outside. */
export function matchText(options: MatchOptions<unknown>, team: readonly unknown[]): string {
  const given = checked("options", options);
  return jsonOf("match", {
    scenario: scenarioText(given.scenario),
    team,
    rules: word("rules", given.rules, "paper"),
    nightsMax: whole("nightsMax", given.nightsMax ?? 100, 1, NIGHTS_KEPT_MAX),
    stream: streamOf(given.stream),
  });
}

/** The team of a match, checked to be a list. */
export function teamList(options: MatchOptions<unknown>): readonly unknown[] {
  const { team } = checked("options", options);
  if (Array.isArray(team)) return team;
  throw new EngineError("argument", `team: ${quoted(team)} is no list of agents`);
}

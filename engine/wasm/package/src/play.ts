/** A whole game of a team. */

import { EngineError } from "./errors.js";
import type { Replay } from "./replay.js";
import type {
  AgentSpec, GameRecord, GameResult, Rules, ScenarioInput, Seed, Stream, TeamMember,
} from "./types.js";

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

/** A game that was played. */
export interface Played {
  result: GameResult;
  record: GameRecord;
  replay: Replay;
}

/** Plays a game of built-in agents to its end. */
export function playGame(_options: MatchOptions): Played {
  throw new EngineError("internal", "not built yet");
}

/** Plays a game in which agents written in JavaScript may have seats. Rejects with an {@link AgentError} where one fails. */
export async function playMixedGame(
  _options: MatchOptions<TeamMember>,
  _control: { signal?: AbortSignal } = {},
): Promise<Played> {
  throw new EngineError("internal", "not built yet");
}

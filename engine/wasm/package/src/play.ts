/** A whole game of a team. */

import { agentPlan } from "./agent-plan.js";
import { guarded, seedOf } from "./check.js";
import { type MatchOptions, matchText, teamList } from "./match.js";
import { MixedGames } from "./mixed.js";
import { Replay } from "./replay.js";
import type { GameRecord, GameResult, TeamMember } from "./types.js";
import { play_match } from "./wasm/brigade.js";

/** A game that was played. */
export interface Played {
  result: GameResult;
  record: GameRecord;
  replay: Replay;
}

/** Plays a game of built-in agents to its end. */
export function playGame(options: MatchOptions): Played {
  const match = matchText(options, teamList(options));
  const seed = seedOf(options.seed);
  const replay = Replay.of(guarded(() => play_match(match, seed)));
  return { ...replay.play(), replay };
}

/** Plays a game in which agents written in JavaScript may have seats. Rejects with an {@link AgentError} where one fails. */
export async function playMixedGame(
  options: MatchOptions<TeamMember>,
  control: { signal?: AbortSignal } = {},
): Promise<Played> {
  control.signal?.throwIfAborted();
  const members = teamList(options).map((member) => agentPlan(member as TeamMember));
  const match = matchText(options, members.map((member) => member.spec));
  const seed = seedOf(options.seed);
  if (members.every((member) => member.code === undefined)) {
    return playGame(options as MatchOptions);
  }
  const games = new MixedGames(match, members.map((member) => member.code), 1, true);
  const stop = (): void => games.interrupt(control.signal?.reason);
  control.signal?.addEventListener("abort", stop);
  try {
    await games.play(seed, 1, control.signal);
    const replay = games.replay();
    return { ...replay.play(), replay };
  } finally {
    control.signal?.removeEventListener("abort", stop);
    games.close();
  }
}

/** A whole game of a team. */

import { agentPlan } from "./agent-plan.js";
import { readAgent } from "./agent-spec.js";
import { jsonOf, seedOf, streamOf } from "./check.js";
import { CATALOG } from "./generated/catalog.js";
import { parsed } from "./json.js";
import { type MatchNumbers, type MatchOptions, keptGame, keptMatchOf, teamList } from "./match.js";
import { MixedGames } from "./mixed.js";
import { Replay } from "./replay.js";
import { type ReplayData, isTwoPhase } from "./replay-data.js";
import { readScenario } from "./scenario.js";
import type { AgentSpec, GameRecord, GameResult, Rules, TeamMember } from "./types.js";

/** A game that was played. */
export interface Played {
  result: GameResult;
  record: GameRecord;
  replay: Replay;
}

/** Plays a game of built-in agents to its end. */
export function playGame(options: MatchOptions): Played {
  const team = teamList(options);
  const match = keptMatchOf(options, team);
  const agents = team.map((agent) => readAgent(parsed("agent", jsonOf("agent", agent))).spec);
  const about = aboutOf(options, match, agents);
  return played({ ...about, ...keptGame(match, about.seed, isTwoPhase(about.scenario)) });
}

/** Plays a game in which agents written in JavaScript may have seats. Rejects with an {@link AgentError} where one fails. */
export async function playMixedGame(
  options: MatchOptions<TeamMember>,
  control: { signal?: AbortSignal } = {},
): Promise<Played> {
  control.signal?.throwIfAborted();
  const members = teamList(options).map((member) => agentPlan(member as TeamMember));
  if (members.every((member) => member.code === undefined)) return playGame(options as MatchOptions);
  const match = keptMatchOf(options as MatchOptions, members.map((member) => member.spec));
  const about = aboutOf(options as MatchOptions, match, []);
  const games = new MixedGames(match, members.map((member) => member.code), 1, true);
  const stop = (): void => games.interrupt(control.signal?.reason);
  control.signal?.addEventListener("abort", stop);
  try {
    await games.play(about.seed, 1, control.signal);
    return played({ ...about, ...games.kept(isTwoPhase(about.scenario)) });
  } finally {
    control.signal?.removeEventListener("abort", stop);
    games.close();
  }
}

/** What a replay says of a game before it was played. */
function aboutOf(
  options: MatchOptions, match: MatchNumbers, agents: readonly AgentSpec[],
): Omit<ReplayData, "actions" | "round1" | "scores" | "fingerprint"> {
  return {
    scenario: readScenario(options.scenario),
    rules: CATALOG.rules[match.rules] as Rules,
    seed: seedOf(options.seed),
    nightsMax: match.nightsMax,
    stream: streamOf(options.stream),
    numAgents: match.seats,
    agents,
  };
}

function played(data: ReplayData): Played {
  const replay = Replay.of(data);
  return { ...replay.play(), replay };
}

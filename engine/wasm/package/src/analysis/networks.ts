/** Who helps whom, and how towns end. */

import { seedOf, whole } from "../check.js";
import { type MatchOptions, matchText, teamList } from "../match.js";
import { cooperation_network, town_graph } from "../wasm/analysis.js";
import { ask } from "./load.js";
import { Writer, parsed } from "./packed.js";

/** A match and how many of its games: seeds `seed..seed + games`. */
export interface GamesOptions extends MatchOptions {
  /** 1 to 100,000. */
  games: number;
}

export interface CooperationAgent {
  agent: number; label: string; reward: number; rewardShare: number; worked: number; workShare: number;
  freeRiderIndex: number; workCost: number; helped: number; wasHelped: number; reciprocity: number | null;
  centralityGiven: number; centralityReceived: number; signalledWork: number; lied: number; honesty: number | null;
}
export interface HelpEdge {
  from: number; to: number; worked: number; helped: number; saved: number; atOwnRisk: number; cost: number;
  restForgone: number;
}
export interface CooperationNetwork {
  games: number; nights: number; reciprocity: number | null; agents: CooperationAgent[]; edges: HelpEdge[];
}

export interface TownState {
  /** One letter a house: S, B, R. */
  houses: string;
  visits: number; meanReward: number; expectedVisits: number;
}
export interface TownTransition { from: number; to: number; count: number; meanReward: number }
/** Towns and the nights between them; `from` and `to` index `states`. */
export interface StateGraph { games: number; states: TownState[]; transitions: TownTransition[] }

const GAMES_MAX = 100_000;

/** Who plays what, as the module reads it. */
function packedMatch(options: GamesOptions): Uint8Array {
  const game = parsed("match", matchText(options, teamList(options))) as { scenario: string };
  const { scenario } = game;
  const isText = scenario.trimStart().startsWith("{");
  const writer = new Writer();
  writer.value("match", isText ? { ...game, scenario: parsed("scenario", scenario) } : game);
  return writer.bytes();
}

/** Who works for whom in games played for this call. */
export function cooperation(options: GamesOptions): CooperationNetwork {
  const game = packedMatch(options);
  const [seed, games] = [seedOf(options.seed), whole("games", options.games, 1, GAMES_MAX)];
  return ask(() => cooperation_network(game, seed, games));
}

/** The towns met in games played for this call; `canonical` takes towns that differ by turning or mirroring as one. */
export function stateGraph(options: GamesOptions & { canonical?: boolean }): StateGraph {
  const game = packedMatch(options);
  const [seed, games] = [seedOf(options.seed), whole("games", options.games, 1, GAMES_MAX)];
  return ask(() => town_graph(game, seed, games, options.canonical === true));
}

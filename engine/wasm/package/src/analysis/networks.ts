/** Who helps whom, and how towns end. */

import { readAgent } from "../agent-spec.js";
import { guarded, jsonOf, seedOf, translated, whole } from "../check.js";
import { EngineError } from "../errors.js";
import { wasmMemory } from "../init.js";
import { parsed } from "../json.js";
import { type MatchNumbers, type MatchOptions, keptMatchOf, matchCore, teamList } from "../match.js";
import { ColumnNumber } from "../places.js";
import { raise } from "../refusals.js";
import { NightsCore } from "../wasm/analysis.js";
import { costs_of } from "../wasm/brigade.js";
import { answerOf, expectLoaded } from "./load.js";

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

/** The most games of a call: they are played in one go, which nothing stops. */
const GAMES_MAX = 100_000;
const SEEDS_END = 2n ** 64n - 1n;
/** What one call may take at most, as far as its size can be told before. */
const BYTES_MAX = 2 ** 29;

/** Who plays what, and the seeds of the games. */
interface Games {
  match: MatchNumbers;
  labels: readonly string[];
  first: bigint;
  end: bigint;
  games: number;
}

function gamesOf(options: GamesOptions): Games {
  const team = teamList(options);
  const match = keptMatchOf(options, team);
  const [first, games] = [seedOf(options.seed), whole("games", options.games, 1, GAMES_MAX)];
  const end = first + BigInt(games);
  const labels = team.map((agent) => readAgent(parsed("agent", jsonOf("agent", agent))).label);
  return { match, labels, first, end: end < SEEDS_END ? end : SEEDS_END, games };
}

/** The first of a scenario's numbers. */
function housesOf({ scenario }: MatchNumbers): number {
  return scenario[0] ?? 0;
}

/** A network whose agents have no labels yet. */
type Counted = Omit<CooperationNetwork, "agents"> & { agents: Omit<CooperationAgent, "label">[] };

/** Lets the module of the games play, the other one count, and tells what that comes to. */
function counted<T>({ match, first, end }: Games, counting: () => NightsCore): T {
  const core = matchCore(match);
  try {
    const counts = translated(counting);
    try {
      core.tell_from(first);
      for (;;) {
        if (core.tell(end) < 0) raise();
        const words = core.number(ColumnNumber.Told);
        if (words === 0) break;
        const told = new Uint32Array(wasmMemory(), core.number(ColumnNumber.ToldAt), words);
        translated(() => counts.add(told));
      }
      return answerOf(() => counts.finish());
    } finally {
      counts.free();
    }
  } finally {
    core.free();
  }
}

/** Who works for whom in games played for this call. */
export function cooperation(options: GamesOptions): CooperationNetwork {
  expectLoaded();
  const games = gamesOf(options);
  const { match, labels } = games;
  const network = counted<Counted>(games, () => {
    const costs = guarded(() => costs_of(match.scenario, match.seats));
    return NightsCore.of_agents(housesOf(match), match.seats, costs);
  });
  const agents = network.agents.map(({ agent, ...measures }) => ({ agent, label: labels[agent] ?? "", ...measures }));
  return { ...network, agents };
}

/** The towns met in games played for this call; `canonical` takes towns that differ by turning or mirroring as one. */
export function stateGraph(options: GamesOptions & { canonical?: boolean }): StateGraph {
  expectLoaded();
  const games = gamesOf(options);
  const { match } = games;
  // At the worst every night is a transition of its own.
  const bytes = games.games * Math.min(match.nightsMax, 100) * 64;
  if (bytes > BYTES_MAX) {
    const [mebibytes, most] = [Math.floor(bytes / 2 ** 20), BYTES_MAX / 2 ** 20];
    throw new EngineError("exhausted", `the graph would take ${mebibytes} MiB; at most ${most} MiB are given`);
  }
  return counted(games, () => NightsCore.of_towns(housesOf(match), match.seats, options.canonical === true));
}

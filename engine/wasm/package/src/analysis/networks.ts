/** Who helps whom, and how towns end. */

import { EngineError } from "../errors.js";
import type { MatchOptions } from "../play.js";

/** A match and how many of its games: seeds `seed..seed + games`. */
export interface GamesOptions extends MatchOptions {
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

/** Who works for whom in games played for this call. */
export function cooperation(_options: GamesOptions): CooperationNetwork { throw new EngineError("internal", "not built yet"); }
/** The towns met in games played for this call; `canonical` takes towns that differ by turning or mirroring as one. */
export function stateGraph(_options: GamesOptions & { canonical?: boolean }): StateGraph { throw new EngineError("internal", "not built yet"); }

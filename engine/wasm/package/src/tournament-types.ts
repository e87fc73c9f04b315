/** What a tournament is asked for, and what it answers. */

import type { WorkerPool } from "./pool.js";
import type { Estimate, Rules, ScenarioInput, Seed, Stream, TeamMember } from "./types.js";

/** Teams by rule instead of one by one. */
export interface TeamDesign {
  pool: readonly TeamMember[];
  /** Seats of a team. */
  size: number;
  /** Every multiset of the pool once, or so many teams with seats drawn from the pool by the seed. */
  design: "round_robin" | { random: number };
}

/** A tournament. Every team plays the same seeds: `seed..seed + games` in each scenario. */
export interface TournamentOptions {
  scenarios: readonly (ScenarioInput | { name: string; scenario: ScenarioInput })[];
  /** The teams, in the order of seats; or a design. */
  teams: readonly (readonly TeamMember[])[] | TeamDesign;
  /** Games of each team in each scenario. */
  games: number;
  /** 42 unless given. */
  seed?: Seed;
  /** `paper` unless given. */
  rules?: Rules;
  /** 100 unless given. */
  nightsMax?: number;
  stream?: Stream;
  /** How many workers (as many as there are cores unless given; 0: none, everything here), or a pool. */
  workers?: number | WorkerPool;
}

/** Games that have been played: of one team, in one scenario, with consecutive seeds. Typed arrays hold a row a game. */
export interface GamesPart {
  /** Index into {@link Tournament.scenarioNames}. */
  scenario: number;
  /** Index into {@link Tournament.teams}. */
  team: number;
  /** Index of the first game; its seed is the tournament's plus this. */
  firstGame: number;
  count: number;
  seats: number;
  /** count: sums of the scores. */
  teamScores: Float64Array;
  /** count × seats: each agent's sum of rewards. */
  scores: Float32Array;
  /** count: nights played. */
  nights: Uint32Array;
  /** count: 1 ended by the rules, 2 by the cap. */
  endings: Uint8Array;
  /** count × 3: safe, burning and ruined houses at the end. */
  houses: Uint16Array;
  /** count × seats: nights of work. */
  worked: Uint32Array;
  /** count × seats: nights with a false signal. */
  lied: Uint32Array;
}

/** How far a tournament is. */
export interface TournamentProgress {
  /** Games played. */
  games: number;
  /** Games in all. */
  gamesAll: number;
}

/** A team's outcome in one scenario. */
export interface TeamOutcome {
  /** Indices into {@link Tournament.pool}. */
  members: number[];
  labels: string[];
  /** The mean of the team's score over its games. */
  score: Estimate;
  /** The team's score by game. */
  scores: Float64Array;
}

/** An agent's standing in one scenario. */
export interface Standing {
  /** Index into {@link Tournament.pool}. */
  agent: number;
  label: string;
  /** What its presence adds to the team's score, by Bayesian ridge regression over all games. */
  skill: Estimate;
  /** Its own mean score per seat and game. */
  ownScore: number;
  /** The share of its seats whose score is the highest of the team; a tie of k counts 1/k each. */
  winRate: number;
  seats: number;
}

/** What a scenario came to. */
export interface ScenarioReport {
  scenario: string;
  /** In the order of {@link Tournament.teams}. */
  teams: TeamOutcome[];
  /** The best skill first. */
  standings: Standing[];
  /** What the model expects of a team without any skill. */
  intercept: Estimate;
}

/** What a tournament came to; the same for any number of workers. */
export interface TournamentResult {
  scenarios: ScenarioReport[];
  /** Every game, by scenario, team and first game. */
  parts: GamesPart[];
  /** Wall time, which is not part of what is the same. */
  milliseconds: number;
}

/** How a run is watched and ended. */
export interface RunControl {
  /** Aborting it rejects the run with the signal's reason, and frees the workers. */
  signal?: AbortSignal;
  /** After each part, before `onPart`. */
  onProgress?: (progress: TournamentProgress) => void;
  /** Each part as it comes: in the order in which workers end them. */
  onPart?: (part: GamesPart) => void;
}

/** Two teams compared game by game, on the same seeds. */
export interface HeadToHead {
  /** Mean difference of the scores: positive where `one` is better. */
  difference: Estimate;
  /** Games in which one scored more, both the same, the other more. */
  wins: number;
  ties: number;
  losses: number;
}

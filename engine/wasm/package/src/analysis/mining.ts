/** What goes together in runs; docs/mining.md says which figure means what. */

import { EngineError } from "../errors.js";

/** One run. */
export interface Run {
  won: boolean;
  /** Items owned; `jokers` is read as well. */
  items?: readonly string[];
  jokers?: readonly string[];
  /** In order. */
  events?: readonly string[];
  ante?: number;
  score?: number;
}

/** Runs, or their JSON text, one a line. */
export type RunsInput = readonly Run[] | string;

/** Bounds and support of a search. */
export interface PatternOptions {
  /** Rows where it is a whole number of 1 or more, a share of all rows below 1. */
  support: number;
  /** 3 unless given. */
  lengthMax?: number;
  /** 1,000 unless given, at most 100,000. */
  patternsMax?: number;
  /** 10,000 unless given. */
  timeMaxMs?: number;
}

/** Which bounds ended a search. */
export interface Reached { patterns: boolean; length: boolean; deadline: boolean }

export interface Itemset { items: string[]; support: number; share: number; lift: number; p: number; q: number }
export interface Itemsets { rows: number; patterns: Itemset[]; complete: boolean }
export interface FrequentSequence {
  events: string[]; support: number; share: number; lift: number | null; p: number | null; q: number | null;
}
export interface FrequentSequences { rows: number; patterns: FrequentSequence[]; complete: boolean }
export interface Contrast {
  pattern: string[]; support: number; wins: number; winShare: number; lift: number;
  oddsRatio: number | null; oddsLow: number | null; oddsHigh: number | null; p: number; q: number;
}
export interface Contrasts { rows: number; won: number; patterns: Contrast[]; complete: boolean }

/** What two items are to each other in recorded runs. */
export interface SynergyPair {
  first: string; second: string; runs: number; wins: number; winRate: number; support: number; lift: number; npmi: number;
  togetherP: number; associationP: number; associationQ: number;
  /** Log odds of winning that having both adds to having each, given how far the run came. */
  uplift: number; upliftError: number; upliftP: number; upliftQ: number;
  /** Uplift above 0 with q at most 0.05. */
  isWinning: boolean;
}
export interface SynergyPairs { runs: number; won: number; pairs: SynergyPair[]; complete: boolean }

/** Groups of items that go together at one resolution. */
export interface Clusters {
  resolutions: { resolution: number; modularity: number; communities: { members: string[]; stability: number | null }[] }[];
}

export interface ShopInput {
  owned: readonly string[];
  offers: readonly { item: string; cost: number }[];
  money: number;
  /** 5 unless given. */
  slots?: number;
  sellValues?: readonly number[];
  /** The ante; the average unless given. */
  depth?: number;
}
export interface Suggestion {
  item: string; cost: number; insteadOf: string | null; gain: number; gainLow: number; gainHigh: number;
  evidence: { with: string | null; logOdds: number; deviation: number; runs: number }[];
}

/** The interaction of two jokers, from scoring. */
export interface ScoringPair {
  one: string; other: string; interaction: number; low: number; high: number; p: number; q: number; significant: boolean;
  samples: number;
}

export function frequentItemsets(_runs: RunsInput, _options: PatternOptions): Itemsets { throw new EngineError("internal", "not built yet"); }
export function frequentSequences(_runs: RunsInput, _options: PatternOptions): FrequentSequences { throw new EngineError("internal", "not built yet"); }
/** Patterns that tell won runs from lost ones. */
export function contrastPatterns(_kind: "itemsets" | "sequences", _runs: RunsInput, _options: PatternOptions): Contrasts { throw new EngineError("internal", "not built yet"); }
/** Every pair of items with enough runs (20 unless given). */
export function synergyPairs(_runs: RunsInput, _options: { runsMin?: number; top?: number } = {}): SynergyPairs { throw new EngineError("internal", "not built yet"); }
/** Communities of what goes together. */
export function synergyClusters(
  _runs: RunsInput,
  _options: { runsMin?: number; by?: "association" | "uplift"; resolutions?: readonly number[]; seed?: number; bootstrap?: number } = {},
): Clusters { throw new EngineError("internal", "not built yet"); }
/** The best next item, by what it is expected to do for winning. */
export function suggest(_runs: RunsInput, _shop: ShopInput, _options: { runsMin?: number } = {}): Suggestion[] { throw new EngineError("internal", "not built yet"); }
/** Every pair of these jokers (at least five ids), from scoring sampled hands. O(pairs · contexts); a second for twenty jokers. */
export function scoringSynergy(_ids: readonly string[], _options: { contexts?: number; seed?: number; timeMaxMs?: number } = {}): { pairs: ScoringPair[]; complete: boolean } { throw new EngineError("internal", "not built yet"); }
/** Runs of the engine's own generator, to try things on. */
export function demoRuns(_runs: number, _seed = 1): Run[] { throw new EngineError("internal", "not built yet"); }

/** What goes together in runs; docs/mining.md says which figure means what. */

import { jsonOf, options as checked, quoted, seedOf, whole, word } from "../check.js";
import { EngineError } from "../errors.js";
import type { Seed } from "../types.js";
import {
  demo_runs, mine_clusters, mine_contrast, mine_itemsets, mine_pairs, mine_scoring, mine_sequences, mine_suggestions,
} from "../wasm/analysis.js";
import { timeOf } from "./balatro.js";
import { ask } from "./load.js";

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

export interface Itemset { items: string[]; support: number; share: number; lift: number; p: number | null; q: number | null }
/** `complete`: neither the time nor the number of patterns ended the search. */
export interface Itemsets { rows: number; patterns: Itemset[]; complete: boolean }
export interface FrequentSequence {
  events: string[]; support: number; share: number; lift: number | null; p: number | null; q: number | null;
}
export interface FrequentSequences { rows: number; patterns: FrequentSequence[]; complete: boolean }
export interface Contrast {
  pattern: string[]; support: number; wins: number; winShare: number; lift: number | null;
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

const RUNS_MIN = 20;
const COUNT_MAX = 2 ** 32 - 1;

function linesOf(runs: RunsInput): string {
  if (typeof runs === "string") return runs;
  if (!Array.isArray(runs)) throw new EngineError("argument", `runs: ${quoted(runs)} is neither a list nor text`);
  return runs.map((run) => jsonOf("run", run)).join("\n");
}

/** Frequent sets of items. */
export function frequentItemsets(runs: RunsInput, options: PatternOptions): Itemsets {
  const [lines, asked] = [linesOf(runs), jsonOf("options", options)];
  return ask(() => mine_itemsets(lines, asked));
}

/** Frequent sequences of events. */
export function frequentSequences(runs: RunsInput, options: PatternOptions): FrequentSequences {
  const [lines, asked] = [linesOf(runs), jsonOf("options", options)];
  return ask(() => mine_sequences(lines, asked));
}

/** Patterns that tell won runs from lost ones. */
export function contrastPatterns(kind: "itemsets" | "sequences", runs: RunsInput, options: PatternOptions): Contrasts {
  const [which, lines, asked] = [word("kind", kind, ""), linesOf(runs), jsonOf("options", options)];
  return ask(() => mine_contrast(which, lines, asked));
}

/** Every pair of items with enough runs (20 unless given). */
export function synergyPairs(runs: RunsInput, options: { runsMin?: number; top?: number } = {}): SynergyPairs {
  const [lines, least] = [linesOf(runs), whole("runsMin", checked("options", options).runsMin ?? RUNS_MIN, 1, COUNT_MAX)];
  const top = options.top === undefined ? 0 : whole("top", options.top, 1, COUNT_MAX);
  return ask(() => mine_pairs(lines, least, top));
}

/** Communities of what goes together. */
export function synergyClusters(
  runs: RunsInput,
  options: {
    runsMin?: number; by?: "association" | "uplift"; resolutions?: readonly number[]; seed?: Seed; bootstrap?: number;
  } = {},
): Clusters {
  const [lines, least] = [linesOf(runs), whole("runsMin", checked("options", options).runsMin ?? RUNS_MIN, 1, COUNT_MAX)];
  const [by, resolutions] = [word("by", options.by, "association"), jsonOf("resolutions", options.resolutions ?? [0.5, 1, 2])];
  const [seed, bootstrap] = [seedOf(options.seed), whole("bootstrap", options.bootstrap ?? 0, 0, COUNT_MAX)];
  return ask(() => mine_clusters(lines, least, by, resolutions, seed, bootstrap));
}

/** The best next item, by what it is expected to do for winning. */
export function suggest(runs: RunsInput, shop: ShopInput, options: { runsMin?: number } = {}): Suggestion[] {
  const [lines, asked] = [linesOf(runs), jsonOf("shop", shop)];
  const least = whole("runsMin", checked("options", options).runsMin ?? RUNS_MIN, 1, COUNT_MAX);
  return ask(() => mine_suggestions(lines, asked, least));
}

/** Every pair of these jokers (at least five ids), from scoring sampled hands. O(pairs · contexts). */
export function scoringSynergy(
  ids: readonly string[],
  options: { contexts?: number; seed?: Seed; timeMaxMs?: number } = {},
): { pairs: ScoringPair[]; complete: boolean } {
  const [text, contexts] = [jsonOf("ids", ids), whole("contexts", checked("options", options).contexts ?? 16, 2, 10_000)];
  const [seed, time] = [seedOf(options.seed), timeOf(options.timeMaxMs, 10_000)];
  return ask(() => mine_scoring(text, contexts, seed, time));
}

/** Runs of the engine's own generator, to try things on; at most 100,000. */
export function demoRuns(runs: number, seed: Seed = 1): Run[] {
  const [count, bits] = [whole("runs", runs, 0, 100_000), seedOf(seed)];
  return ask(() => demo_runs(count, bits));
}

/** What goes together in runs; docs/mining.md says which figure means what. */

import { options as checked, quoted, seedOf, whole, word } from "../check.js";
import { EngineError } from "../errors.js";
import type { Seed } from "../types.js";
import {
  demo_runs, mine_clusters, mine_contrast, mine_itemsets, mine_pairs, mine_scoring, mine_sequences, mine_suggestions,
} from "../wasm/analysis.js";
import { timeOf } from "./balatro.js";
import { ask } from "./load.js";
import { packedNames } from "./packed.js";
import { packedRuns } from "./runs.js";

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

/** Finite numbers. */
function numbersOf(name: string, value: unknown): Float64Array {
  if (Array.isArray(value) && value.every((entry) => typeof entry === "number" && Number.isFinite(entry))) {
    return Float64Array.from(value as number[]);
  }
  throw new EngineError("json", `${name}: ${quoted(value)} is no list of finite numbers`);
}

/** Support, the longest pattern, the most patterns and the time of a search. */
function searchOf(options: PatternOptions): [support: number, lengthMax: number, patternsMax: number, timeMaxMs: number] {
  const { support, lengthMax, patternsMax, timeMaxMs, ...rest } = checked("options", options);
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) {
    const allowed = "allowed are support, lengthMax, patternsMax, timeMaxMs";
    throw new EngineError("json", `options: unknown member ${quoted(unknown)}, ${allowed}`);
  }
  if (typeof support !== "number") throw new EngineError("json", `options.support: ${quoted(support)} is no number`);
  const [longest, most] = [whole("lengthMax", lengthMax ?? 3, 0, COUNT_MAX), whole("patternsMax", patternsMax ?? 1000, 0, COUNT_MAX)];
  return [support, longest, most, timeOf(timeMaxMs, 10_000)];
}

/** Frequent sets of items. */
export function frequentItemsets(runs: RunsInput, options: PatternOptions): Itemsets {
  const [bytes, search] = [packedRuns(runs), searchOf(options)];
  return ask(() => mine_itemsets(bytes, ...search));
}

/** Frequent sequences of events. */
export function frequentSequences(runs: RunsInput, options: PatternOptions): FrequentSequences {
  const [bytes, search] = [packedRuns(runs), searchOf(options)];
  return ask(() => mine_sequences(bytes, ...search));
}

/** Patterns that tell won runs from lost ones. */
export function contrastPatterns(kind: "itemsets" | "sequences", runs: RunsInput, options: PatternOptions): Contrasts {
  const [which, bytes, search] = [word("kind", kind, ""), packedRuns(runs), searchOf(options)];
  return ask(() => mine_contrast(which, bytes, ...search));
}

/** Every pair of items with enough runs (20 unless given). */
export function synergyPairs(runs: RunsInput, options: { runsMin?: number; top?: number } = {}): SynergyPairs {
  const [bytes, least] = [packedRuns(runs), whole("runsMin", checked("options", options).runsMin ?? RUNS_MIN, 1, COUNT_MAX)];
  const top = options.top === undefined ? 0 : whole("top", options.top, 1, COUNT_MAX);
  return ask(() => mine_pairs(bytes, least, top));
}

/** Communities of what goes together. */
export function synergyClusters(
  runs: RunsInput,
  options: {
    runsMin?: number; by?: "association" | "uplift"; resolutions?: readonly number[]; seed?: Seed; bootstrap?: number;
  } = {},
): Clusters {
  const [bytes, least] = [packedRuns(runs), whole("runsMin", checked("options", options).runsMin ?? RUNS_MIN, 1, COUNT_MAX)];
  const [by, resolutions] = [word("by", options.by, "association"), numbersOf("resolutions", options.resolutions ?? [0.5, 1, 2])];
  const [seed, bootstrap] = [seedOf(options.seed), whole("bootstrap", options.bootstrap ?? 0, 0, COUNT_MAX)];
  return ask(() => mine_clusters(bytes, least, by, resolutions, seed, bootstrap));
}

/** The best next item, by what it is expected to do for winning. */
export function suggest(runs: RunsInput, shop: ShopInput, options: { runsMin?: number } = {}): Suggestion[] {
  const { owned, offers, money, slots, sellValues, depth } = checked("shop", shop);
  if (!Array.isArray(offers)) throw new EngineError("json", `shop.offers: ${quoted(offers)} is no list`);
  const offered = offers.map((offer: ShopInput["offers"][number]) => checked("shop.offers", offer));
  const items = packedNames("shop.offers", offered.map(({ item }) => item));
  const costs = Uint32Array.from(offered, ({ cost }) => whole("shop.offers.cost", cost, 0, COUNT_MAX));
  if (!Array.isArray(sellValues ?? [])) throw new EngineError("json", `shop.sellValues: ${quoted(sellValues)} is no list`);
  const sells = Uint32Array.from(sellValues ?? [], (value) => whole("shop.sellValues", value, 0, COUNT_MAX));
  const [have, bytes] = [packedNames("shop.owned", owned), packedRuns(runs)];
  const [budget, places] = [whole("shop.money", money, 0, COUNT_MAX), whole("shop.slots", slots ?? 5, 0, COUNT_MAX)];
  const [reached] = numbersOf("shop.depth", depth === undefined ? [] : [depth]);
  const least = whole("runsMin", checked("options", options).runsMin ?? RUNS_MIN, 1, COUNT_MAX);
  return ask(() => mine_suggestions(bytes, have, items, costs, sells, budget, places, reached ?? Number.NaN, least));
}

/** Every pair of these jokers (at least five ids), from scoring sampled hands. O(pairs · contexts). */
export function scoringSynergy(
  ids: readonly string[],
  options: { contexts?: number; seed?: Seed; timeMaxMs?: number } = {},
): { pairs: ScoringPair[]; complete: boolean } {
  const [names, contexts] = [packedNames("ids", ids), whole("contexts", checked("options", options).contexts ?? 16, 2, 10_000)];
  const [seed, time] = [seedOf(options.seed), timeOf(options.timeMaxMs, 10_000)];
  return ask(() => mine_scoring(names, contexts, seed, time));
}

/** Runs of the engine's own generator, to try things on; at most 100,000. */
export function demoRuns(runs: number, seed: Seed = 1): Run[] {
  const [count, bits] = [whole("runs", runs, 0, 100_000), seedOf(seed)];
  return ask(() => demo_runs(count, bits));
}

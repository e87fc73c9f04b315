/** Pairs of jokers, wherever they come from, as the view needs them. */

import type { Run, RunsInput } from "@ludograph/engine/analysis";

import { ask } from "../../analysis.js";
import { count, figure } from "../../numbers.js";

/** How a pair is measured. */
export type Measure = "association" | "uplift";

/** A pair. */
export interface Pair {
  one: string;
  other: string;
  /** What it is measured by: above 0 they go together, below they do not. */
  value: number;
  q: number;
  /** Cells of the table, as its heads name them. */
  cells: string[];
}

/** Pairs, with the group of each joker. */
export interface Pairs {
  about: string;
  heads: string[];
  pairs: Pair[];
  groups: Map<string, number>;
}

/** The pairs of recorded runs, and their communities. */
export async function pairsOfRuns(runs: RunsInput, measure: Measure, names: ReadonlyMap<string, string>): Promise<Pairs> {
  const [found, clusters] = await Promise.all([
    ask("synergyPairs", runs, {}),
    ask("synergyClusters", runs, { by: measure, bootstrap: 0 }),
  ]);
  const name = (id: string) => names.get(id) ?? id;
  const groups = new Map<string, number>();
  clusters.resolutions[0]?.communities.forEach(({ members }, group) => members.forEach((member) => groups.set(name(member), group)));
  return {
    about: `${count(found.runs)} runs, of which ${count(found.won)} were won; ${count(found.pairs.length)} pairs were seen often enough.`,
    heads: ["Runs", "Won", "Lift", "Uplift", "q"],
    groups,
    pairs: found.pairs.map((pair) => {
      const q = measure === "uplift" ? pair.upliftQ : pair.associationQ;
      return {
        one: name(pair.first), other: name(pair.second), q,
        value: measure === "uplift" ? pair.uplift : Math.log2(pair.lift),
        cells: [count(pair.runs), `${Math.round(pair.winRate * 100)} %`, figure(pair.lift), figure(pair.uplift), small(q)],
      };
    }),
  };
}

/** The pairs of some jokers, from scoring sampled hands. */
export async function pairsOfScoring(ids: readonly string[], names: ReadonlyMap<string, string>): Promise<Pairs> {
  const { pairs, complete } = await ask("scoringSynergy", ids, {});
  const name = (id: string) => names.get(id) ?? id;
  return {
    about: `${count(pairs.length)} pairs of ${ids.length} jokers, from scoring sampled hands${complete ? "" : "; the time ended before all were sampled"}.`,
    heads: ["Interaction", "95 %", "q"],
    groups: new Map(),
    pairs: pairs.map((pair) => ({
      one: name(pair.one), other: name(pair.other), value: pair.interaction, q: pair.q,
      cells: [figure(pair.interaction), `[${figure(pair.low)}, ${figure(pair.high)}]`, small(pair.q)],
    })),
  };
}

/** Runs of the engine's generator. */
export function generated(runs: number, seed: number): Promise<Run[]> {
  return ask("demoRuns", runs, seed);
}

function small(q: number): string {
  return q < 0.001 ? "< 0.001" : figure(q);
}

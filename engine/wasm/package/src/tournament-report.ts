/** What a tournament's games come to. The sums are the engine's; here they are only handed over in order. */

import { guarded, quoted } from "./check.js";
import { EngineError } from "./errors.js";
import { raise } from "./refusals.js";
import type { TournamentPlan } from "./tournament-plan.js";
import type { GamesPart, HeadToHead, ScenarioReport, Standing, TeamOutcome } from "./tournament-types.js";
import type { Estimate } from "./types.js";
import { ReportCore, estimate_of } from "./wasm/brigade.js";

/** Numbers of an estimate, and of an agent's standing. */
const [ESTIMATE_NUMBERS, STANDING_NUMBERS] = [3, 7];

/** Adds up the parts, which are sorted by scenario, team and first game. */
export function reportOf(plan: TournamentPlan, parts: readonly GamesPart[]): ScenarioReport[] {
  const labels = plan.pool.map((agent) => agent.label);
  return plan.scenarios.map(({ name }, scenario) => {
    const core = new ReportCore(plan.pool.length);
    const totals = plan.teams.map((members, team) => {
      const own = parts.filter((part) => part.scenario === scenario && part.team === team);
      if (core.add(Uint32Array.from(members), joined(Float32Array, own.map((part) => part.scores))) < 0) raise();
      return joined(Float64Array, own.map((part) => part.teamScores));
    });
    const numbers = core.finish();
    if (numbers.length === 0) raise();
    const standings = plan.pool.map((_, place) => standingAt(numbers, ESTIMATE_NUMBERS + place * STANDING_NUMBERS, labels));
    const from = ESTIMATE_NUMBERS + plan.pool.length * STANDING_NUMBERS;
    const teams = plan.teams.map((members, index): TeamOutcome => ({
      members: [...members],
      score: estimateAt(numbers, from + index * ESTIMATE_NUMBERS),
      labels: members.map((member) => labels[member] ?? ""),
      scores: totals[index] as Float64Array,
    }));
    return { scenario: name, teams, standings, intercept: estimateAt(numbers, 0) };
  });
}

function estimateAt(numbers: Float64Array, at: number): Estimate {
  const [mean, low, high] = numbers.subarray(at, at + ESTIMATE_NUMBERS);
  return { mean: mean as number, low: low as number, high: high as number };
}

function standingAt(numbers: Float64Array, at: number, labels: readonly string[]): Standing {
  const [agent, , , , ownScore, winRate, seats] = numbers.subarray(at, at + STANDING_NUMBERS) as unknown as number[];
  return {
    agent: agent as number, label: labels[agent as number] ?? "", skill: estimateAt(numbers, at + 1),
    ownScore: ownScore as number, winRate: winRate as number, seats: seats as number,
  };
}

function joined<T extends Float32Array | Float64Array>(kind: new (length: number) => T, parts: readonly T[]): T {
  const all = new kind(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The mean of values with its 95 % interval. */
export function estimate(values: ArrayLike<number>): Estimate {
  if (typeof values !== "object" || values === null || !("length" in values)) {
    throw new EngineError("argument", `values: ${quoted(values)} is no list of numbers`);
  }
  let numbers: Float64Array;
  try {
    numbers = Float64Array.from(values, Number);
  } catch (error) {
    throw new EngineError("argument", `values: ${quoted((error as Error).message)}`);
  }
  return estimateAt(guarded(() => estimate_of(numbers)), 0);
}

/** Compares two teams of a scenario by common random numbers: game by game, on the same seeds. */
export function headToHead(one: TeamOutcome, other: TeamOutcome): HeadToHead {
  if (one.scores.length !== other.scores.length) {
    const lengths = `${one.scores.length} and ${other.scores.length}`;
    throw new EngineError("count", `the teams have played ${lengths} games; only games with the same seeds compare`);
  }
  const differences = one.scores.map((score, game) => score - (other.scores[game] as number));
  let [wins, ties] = [0, 0];
  for (const difference of differences) {
    if (difference > 0) wins++;
    else if (difference === 0) ties++;
  }
  return { difference: estimate(differences), wins, ties, losses: differences.length - wins - ties };
}

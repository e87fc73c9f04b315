/** What a tournament's games come to. The sums are the engine's; here they are only handed over in order. */

import { guarded, quoted } from "./check.js";
import { EngineError } from "./errors.js";
import type { TournamentPlan } from "./tournament-plan.js";
import type { GamesPart, HeadToHead, ScenarioReport, Standing, TeamOutcome } from "./tournament-types.js";
import type { Estimate } from "./types.js";
import { ReportCore, estimate_of } from "./wasm/brigade.js";

interface RawReport {
  teams: { members: number[]; score: Estimate }[];
  standings: Standing[];
  intercept: Estimate;
}

/** Adds up the parts, which are sorted by scenario, team and first game. */
export function reportOf(plan: TournamentPlan, parts: readonly GamesPart[]): ScenarioReport[] {
  const labels = plan.pool.map((agent) => agent.label);
  return plan.scenarios.map(({ name }, scenario) => {
    const core = new ReportCore(plan.pool.length);
    const totals = plan.teams.map((members, team) => {
      const own = parts.filter((part) => part.scenario === scenario && part.team === team);
      core.add(Uint32Array.from(members), joined(Float32Array, own.map((part) => part.scores)));
      return joined(Float64Array, own.map((part) => part.teamScores));
    });
    const report = JSON.parse(core.finish(JSON.stringify(labels))) as RawReport;
    const teams = report.teams.map((team, index): TeamOutcome => ({
      ...team,
      labels: team.members.map((member) => labels[member] ?? ""),
      scores: totals[index] as Float64Array,
    }));
    return { scenario: name, teams, standings: report.standings, intercept: report.intercept };
  });
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
  const [mean, low, high] = guarded(() => estimate_of(numbers));
  return { mean: mean as number, low: low as number, high: high as number };
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

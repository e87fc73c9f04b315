/** What a tournament consists of: checked, numbered, cut into parts. */

import { type AgentPlan, agentPlan } from "./agent-plan.js";
import { OUTSIDE_NUMBERS, readAgent } from "./agent-spec.js";
import { guarded, jsonOf, options as checked, quoted, seedOf, streamOf, whole, word } from "./check.js";
import { EngineError } from "./errors.js";
import { NIGHTS_MAX } from "./game.js";
import { CATALOG } from "./generated/catalog.js";
import { type MatchNumbers, matchCore } from "./match.js";
import { placeOf } from "./names.js";
import { raise } from "./refusals.js";
import { readScenario, scenarioNumbers } from "./scenario.js";
import { design_teams } from "./wasm/brigade.js";
import type { TeamDesign, TournamentOptions } from "./tournament-types.js";
import type { TeamMember } from "./types.js";

/** The most games of a tournament, all teams and scenarios together. */
export const GAMES_MAX = 10_000_000;
/** The most teams. */
export const TEAMS_MAX = 100_000;
/** Games of one part: few enough to be heard of soon, many enough that messages cost nothing. */
const GAMES_PER_PART_MIN = 16;
const GAMES_PER_PART_MAX = 4096;
/** Parts each worker has of a tournament, so that all end at the same time. */
const PARTS_PER_WORKER = 8;

/** A part that is to be played. */
export interface PlannedPart {
  scenario: number;
  team: number;
  firstGame: number;
  count: number;
}

/** A tournament, ready to be played. */
export interface TournamentPlan {
  scenarios: { name: string; numbers: Float64Array }[];
  pool: AgentPlan[];
  /** By team, by seat, the index into the pool. */
  teams: number[][];
  games: number;
  seed: bigint;
  /** Rules and stream by their places in the catalog. */
  settings: { rules: number; nightsMax: number; stream: number };
  /** Which of all tournaments of this page it is. */
  id: number;
}

let planned = 0;

/** Checks everything that can be wrong. */
export function planOf(options: TournamentOptions): TournamentPlan {
  const given = checked("options", options);
  const scenarios = scenariosOf(given.scenarios);
  const games = whole("games", given.games, 1, GAMES_MAX);
  const seed = seedOf(given.seed);
  const settings = {
    rules: placeOf("rule set", CATALOG.rules, word("rules", given.rules, "paper")),
    nightsMax: whole("nightsMax", given.nightsMax ?? 100, 1, NIGHTS_MAX),
    stream: CATALOG.streams.indexOf(streamOf(given.stream)),
  };
  const { pool, teams } = isList(given.teams) ? teamsByName(given.teams) : teamsByDesign(given.teams, games, seed);
  const plan: TournamentPlan = { scenarios, pool, teams, games, seed, settings, id: planned++ };
  whole("games of all teams", games * teams.length * scenarios.length, 1, GAMES_MAX);
  checkMatches(plan);
  return plan;
}

/** The match of a team in a scenario. */
export function matchOfTeam(plan: TournamentPlan, scenario: number, team: number): MatchNumbers {
  const members = plan.teams[team] ?? [];
  const numbers = members.flatMap((member) => {
    const spec = plan.pool[member]?.spec ?? null;
    return spec === null ? OUTSIDE_NUMBERS : readAgent(spec).numbers;
  });
  const { numbers: given = new Float64Array() } = plan.scenarios[scenario] ?? {};
  return { scenario: given, team: Float64Array.from(numbers), seats: members.length, ...plan.settings };
}

/** Whether a seat of the team is decided by JavaScript. */
export function isMixed(plan: TournamentPlan, team: number): boolean {
  return (plan.teams[team] ?? []).some((member) => plan.pool[member]?.spec === null);
}

/** Cuts a tournament into parts: by scenario, by team, by game. How it is cut changes no result. */
export function partsOf(plan: TournamentPlan, workers: number): PlannedPart[] {
  const all = plan.games * plan.teams.length * plan.scenarios.length;
  const wanted = Math.ceil(all / (Math.max(workers, 1) * PARTS_PER_WORKER));
  const size = Math.min(Math.max(wanted, GAMES_PER_PART_MIN), GAMES_PER_PART_MAX);
  const parts: PlannedPart[] = [];
  for (let scenario = 0; scenario < plan.scenarios.length; scenario++) {
    for (let team = 0; team < plan.teams.length; team++) {
      for (let firstGame = 0; firstGame < plan.games; firstGame += size) {
        parts.push({ scenario, team, firstGame, count: Math.min(size, plan.games - firstGame) });
      }
    }
  }
  return parts;
}

function isList<T>(value: readonly T[] | object): value is readonly T[] {
  return Array.isArray(value);
}

function scenariosOf(given: TournamentOptions["scenarios"]): TournamentPlan["scenarios"] {
  if (!Array.isArray(given) || given.length === 0) {
    throw new EngineError("argument", `scenarios: a list with at least one was expected, not ${quoted(given)}`);
  }
  return given.map((entry, index) => {
    const isNamed = typeof entry === "object" && entry !== null && "scenario" in entry && "name" in entry;
    const input = isNamed ? entry.scenario : entry;
    const name = isNamed ? word("name", entry.name, "") : nameOf(input, index);
    return { name, numbers: scenarioNumbers(readScenario(input)) };
  });
}

function nameOf(input: unknown, index: number): string {
  return typeof input === "string" && !input.trimStart().startsWith("{") ? input : `scenario ${index + 1}`;
}

/** Agents that are the same have one place in the pool. */
function teamsByName(given: readonly (readonly TeamMember[])[]): Pick<TournamentPlan, "pool" | "teams"> {
  whole("teams", given.length, 1, TEAMS_MAX);
  const pool: AgentPlan[] = [];
  const places = new Map<string, number>();
  const teams = given.map((team) => {
    if (!Array.isArray(team)) throw new EngineError("argument", `teams: ${quoted(team)} is no list of agents`);
    whole("team", team.length, 1, 256);
    return team.map((member: TeamMember) => {
      const key = jsonOf("agent", member);
      let place = places.get(key);
      if (place === undefined) {
        place = pool.push(agentPlan(member)) - 1;
        places.set(key, place);
      }
      return place;
    });
  });
  return { pool, teams };
}

function teamsByDesign(given: TeamDesign, games: number, seed: bigint): Pick<TournamentPlan, "pool" | "teams"> {
  const design = checked("teams", given);
  if (!Array.isArray(design.pool)) throw new EngineError("argument", `pool: ${quoted(design.pool)} is no list of agents`);
  const pool = design.pool.map(agentPlan);
  const size = whole("size", design.size, 1, 256);
  let random = 0;
  if (design.design !== "round_robin") {
    random = whole("random", (design.design as { random?: unknown } | undefined)?.random, 1, TEAMS_MAX);
  }
  const members = guarded(() => design_teams(pool.length, size, random, BigInt(games), seed));
  if (members.length === 0) raise();
  const teams = Array.from({ length: members.length / size }, (_, team) => [...members.subarray(team * size, (team + 1) * size)]);
  return { pool, teams };
}

/** Each scenario with each size of team is made once, so that nothing can be wrong later. */
function checkMatches(plan: TournamentPlan): void {
  for (let scenario = 0; scenario < plan.scenarios.length; scenario++) {
    const sizes = new Set<number>();
    for (const team of plan.teams) {
      if (sizes.has(team.length)) continue;
      sizes.add(team.length);
      const random = Float64Array.from(team.flatMap(() => readAgent("random").numbers));
      const numbers = plan.scenarios[scenario]?.numbers ?? new Float64Array();
      matchCore({ scenario: numbers, team: random, seats: team.length, ...plan.settings }).free();
    }
  }
}

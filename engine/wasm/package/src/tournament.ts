/** Teams against the fires, on every core. */

import type { CodePlan } from "./agent-plan.js";
import { guarded } from "./check.js";
import { EngineError } from "./errors.js";
import type { MatchNumbers } from "./match.js";
import { MixedGames } from "./mixed.js";
import type { GameColumns } from "./parts.js";
import { WorkerPool } from "./pool.js";
import { type Task, perform } from "./tasks.js";
import {
  type PlannedPart, type TournamentPlan, isMixed, matchOfTeam, partsOf, planOf,
} from "./tournament-plan.js";
import { reportOf } from "./tournament-report.js";
import type { GamesPart, RunControl, TournamentOptions, TournamentResult } from "./tournament-types.js";

/** A tournament. `for await (const part of tournament)` streams it; {@link Tournament.run} also adds it up. */
export class Tournament implements AsyncIterable<GamesPart> {
  readonly #plan: TournamentPlan;
  readonly #workers: number | WorkerPool | undefined;

  /** Checks everything that can be wrong about the options. */
  constructor(options: TournamentOptions) {
    this.#plan = planOf(options);
    const workers = options.workers;
    if (workers !== undefined && workers !== 0 && !(workers instanceof WorkerPool)) new WorkerPool(workers).close();
    this.#workers = workers;
  }

  get scenarioNames(): readonly string[] { return this.#plan.scenarios.map((scenario) => scenario.name); }
  /** Labels of all agents that have a seat. */
  get pool(): readonly string[] { return this.#plan.pool.map((agent) => agent.label); }
  /** By team, by seat, the index into {@link Tournament.pool}. */
  get teams(): readonly (readonly number[])[] { return this.#plan.teams; }
  /** Games in all. */
  get gamesAll(): number { return this.#plan.games * this.#plan.teams.length * this.#plan.scenarios.length; }

  /** Plays everything and adds it up. Rejects with the first error, or with the reason of an aborted signal. */
  async run(control: RunControl = {}): Promise<TournamentResult> {
    const began = performance.now();
    const parts: GamesPart[] = [];
    for await (const part of this.parts(control)) parts.push(part);
    const order = (part: GamesPart): number => part.scenario * this.#plan.teams.length + part.team;
    parts.sort((one, other) => order(one) - order(other) || one.firstGame - other.firstGame);
    const scenarios = guarded(() => reportOf(this.#plan, parts));
    return { scenarios, parts, milliseconds: performance.now() - began };
  }

  /** The parts as they come. Leaving the loop cancels the rest. */
  async *parts(control: RunControl = {}): AsyncGenerator<GamesPart, void, undefined> {
    control.signal?.throwIfAborted();
    const isOwn = !(this.#workers instanceof WorkerPool);
    const pool = this.#workers === 0 ? undefined : isOwn ? new WorkerPool(this.#workers as number) : this.#workers;
    const stop = new AbortController();
    const abort = (): void => stop.abort(control.signal?.reason);
    control.signal?.addEventListener("abort", abort);
    let games = 0;
    try {
      for await (const part of this.#played(pool as WorkerPool | undefined, stop.signal)) {
        games += part.count;
        control.onProgress?.({ games, gamesAll: this.gamesAll });
        control.onPart?.(part);
        yield part;
      }
    } finally {
      control.signal?.removeEventListener("abort", abort);
      // Ended or left: whatever still plays is of no use to anybody.
      stop.abort(new EngineError("worker", "the tournament was left"));
      if (isOwn) (pool as WorkerPool | undefined)?.close();
    }
  }

  [Symbol.asyncIterator](): AsyncIterator<GamesPart> {
    return this.parts();
  }

  async *#played(pool: WorkerPool | undefined, signal: AbortSignal): AsyncGenerator<GamesPart, void, undefined> {
    const planned = partsOf(this.#plan, pool?.size ?? 1);
    // Twice what the workers hold: they never wait, and a slow reader does not pile up results.
    const atOnceMax = 4 * (pool?.size ?? 1);
    // Each code of a user is a worker of its own: of parts with such, as many at once as there are workers.
    const slots = new Slots(pool?.size ?? 1);
    const underway = new Map<number, Promise<[number, GamesPart]>>();
    let next = 0;
    while (next < planned.length || underway.size > 0) {
      signal.throwIfAborted();
      while (next < planned.length && underway.size < atOnceMax) {
        const id = next++;
        const played = this.#play(planned[id] as PlannedPart, pool, slots, signal).then((part): [number, GamesPart] => [id, part]);
        // Of several that fail the first is told; the others are no news.
        played.catch(() => {});
        underway.set(id, played);
      }
      const [id, part] = await Promise.race(underway.values());
      underway.delete(id);
      yield part;
    }
  }

  async #play(part: PlannedPart, pool: WorkerPool | undefined, slots: Slots, signal: AbortSignal): Promise<GamesPart> {
    const { scenario, team, firstGame, count } = part;
    const match = matchOfTeam(this.#plan, scenario, team);
    const first = BigInt.asUintN(64, this.#plan.seed + BigInt(firstGame));
    if (isMixed(this.#plan, team)) {
      const codes = (this.#plan.teams[team] ?? []).map((member) => this.#plan.pool[member]?.code);
      await slots.take();
      try {
        return { ...part, seats: codes.length, ...(await mixed(match, codes, first, count, signal)) };
      } finally {
        slots.give();
      }
    }
    const task: Task = { kind: "play", key: `${this.#plan.id}:${scenario}:${team}`, match, first, games: count };
    const outcome = pool === undefined ? await here(task, signal) : await pool.submit(task, signal);
    if (outcome.kind !== "play") throw new EngineError("internal", "a worker has answered another question");
    return { scenario, team, firstGame, count, seats: outcome.seats, ...outcome.columns };
  }
}

/** Plays the games of a part in which code of users has seats. */
async function mixed(
  match: MatchNumbers, codes: readonly (CodePlan | undefined)[], first: bigint, count: number, signal: AbortSignal,
): Promise<GameColumns> {
  signal.throwIfAborted();
  const games = new MixedGames(match, codes, count, false);
  const stop = (): void => games.interrupt(signal.reason);
  signal.addEventListener("abort", stop);
  try {
    return await games.play(first, count, signal);
  } finally {
    signal.removeEventListener("abort", stop);
    games.close();
  }
}

/** So many at once, the others in their turn. */
class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async take(): Promise<void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}

/** A task done by this thread, after what else waits has had its turn. */
async function here(task: Task, signal: AbortSignal): Promise<ReturnType<typeof perform>> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  signal.throwIfAborted();
  return perform(task);
}

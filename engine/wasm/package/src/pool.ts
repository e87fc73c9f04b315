/** Workers that play. */

import { cores, startGameWorker } from "./platform/index.js";

import { whole } from "./check.js";
import { EngineError, type ErrorCode } from "./errors.js";
import { compiledModule } from "./init.js";
import { matchOf } from "./match.js";
import type { WorkerLike } from "./platform/types.js";
import type { Outcome, Task } from "./tasks.js";

/** The most workers of a pool. */
export const WORKERS_MAX = 64;
/** How many tasks wait in a worker while it is at one: the next then starts without a round trip. */
const TASKS_PER_WORKER_MAX = 2;

interface Waiting {
  task: Task;
  resolve: (outcome: Outcome) => void;
  reject: (error: unknown) => void;
}

interface Seat {
  worker: WorkerLike;
  ready: Promise<void>;
  tasks: Map<number, Waiting>;
}

type Answer =
  | { kind: "ready" }
  | { kind: "broken"; message: string }
  | { kind: "outcome"; id: number; outcome: Outcome }
  | { kind: "refused"; id: number; code: ErrorCode; message: string };

/** Agents whose code is called most, and games until an engine has compiled it well: some ten milliseconds. */
const [REHEARSAL_TEAM, REHEARSAL_GAMES] = [["hero", "upstream_rust:hero", "specialist", "random"], 200] as const;

/** Games whose results nobody wants. */
function rehearsal(): Task {
  const match = matchOf({ scenario: "default", rules: "rust_core" }, REHEARSAL_TEAM);
  return { kind: "play", key: "rehearsal", match, first: 0n, games: REHEARSAL_GAMES };
}

/** Workers kept for several tournaments. Without one, a tournament starts and ends its own. */
export class WorkerPool {
  readonly #seats: Seat[] = [];
  readonly #queue: Waiting[] = [];
  readonly #size: number;
  #next = 0;
  #isClosed = false;

  /** `size`: how many, 1 to 64; as many as there are cores unless given. They start when they are first needed. */
  constructor(size?: number) {
    this.#size = whole("workers", size ?? Math.min(cores(), WORKERS_MAX), 1, WORKERS_MAX);
  }

  get size(): number { return this.#size; }

  /**
   * Starts all workers now, and lets each play a few games to no purpose, so that the first tournament neither waits for
   * workers nor runs on code that is compiled in haste.
   */
  async start(): Promise<void> {
    this.#checkOpen();
    while (this.#seats.length < this.#size) this.#seats.push(this.#open());
    await Promise.all(this.#seats.map((seat) => seat.ready));
    // As many tasks as workers, all at once: each takes one.
    await Promise.all(this.#seats.map(() => this.submit(rehearsal())));
  }

  /** Ends all workers; tournaments under way reject with `worker`. */
  close(): void {
    this.#isClosed = true;
    const error = new EngineError("worker", "the pool was closed");
    for (const seat of this.#seats.splice(0)) this.#drop(seat, error);
    for (const waiting of this.#queue.splice(0)) waiting.reject(error);
  }

  /** @internal Has a task done by the worker with least to do. Aborting ends the worker that is at it. */
  submit(task: Task, signal?: AbortSignal): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#checkOpen();
      signal?.throwIfAborted();
      const abort = (): void => this.#abort(waiting, signal?.reason);
      const done = (): void => signal?.removeEventListener("abort", abort);
      const waiting: Waiting = {
        task,
        resolve: (outcome) => (done(), resolve(outcome)),
        reject: (error) => (done(), reject(error)),
      };
      signal?.addEventListener("abort", abort);
      this.#queue.push(waiting);
      this.#dispatch();
    });
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new EngineError("worker", "the pool was closed");
  }

  #dispatch(): void {
    while (this.#queue.length > 0) {
      const seat = this.#leastBusy();
      if (seat === undefined) return;
      const waiting = this.#queue.shift() as Waiting;
      const id = this.#next++;
      seat.tasks.set(id, waiting);
      seat.worker.hold(true);
      seat.worker.post({ kind: "task", id, task: waiting.task });
    }
  }

  #leastBusy(): Seat | undefined {
    let best = this.#seats[0];
    for (const seat of this.#seats) if (best === undefined || seat.tasks.size < best.tasks.size) best = seat;
    if ((best === undefined || best.tasks.size > 0) && this.#seats.length < this.#size) {
      best = this.#open();
      this.#seats.push(best);
    }
    return best !== undefined && best.tasks.size < TASKS_PER_WORKER_MAX ? best : undefined;
  }

  #open(): Seat {
    const module = compiledModule();
    const worker = startGameWorker();
    const seat: Seat = { worker, tasks: new Map(), ready: Promise.resolve() };
    seat.ready = new Promise((resolve, reject) => {
      const fail = (message: string): void => {
        const error = new EngineError("worker", `a worker has failed: ${message}`);
        reject(error);
        this.#lose(seat, error);
      };
      worker.onFailure(fail);
      worker.onMessage((message) => {
        const answer = message as Answer;
        if (answer.kind === "ready") resolve();
        else if (answer.kind === "broken") fail(answer.message);
        else this.#settle(seat, answer);
      });
    });
    // Whoever waits for the worker hears of its failure through his task.
    seat.ready.catch(() => {});
    worker.hold(true);
    seat.ready.then(() => seat.tasks.size === 0 && worker.hold(false), () => {});
    worker.post({ kind: "load", module });
    return seat;
  }

  #settle(seat: Seat, answer: Extract<Answer, { id: number }>): void {
    const waiting = seat.tasks.get(answer.id);
    seat.tasks.delete(answer.id);
    if (seat.tasks.size === 0) seat.worker.hold(false);
    if (answer.kind === "outcome") waiting?.resolve(answer.outcome);
    else waiting?.reject(new EngineError(answer.code, answer.message));
    this.#dispatch();
  }

  #abort(waiting: Waiting, reason: unknown): void {
    const queued = this.#queue.indexOf(waiting);
    if (queued >= 0) this.#queue.splice(queued, 1);
    const seat = this.#seats.find((seat) => [...seat.tasks.values()].includes(waiting));
    waiting.reject(reason);
    if (seat === undefined) return;
    // Nothing stops a task from outside but the end of its worker. What else waits there is done by another.
    const others = [...seat.tasks.values()].filter((other) => other !== waiting);
    seat.tasks.clear();
    this.#lose(seat, reason);
    this.#queue.unshift(...others);
    this.#dispatch();
  }

  #lose(seat: Seat, error: unknown): void {
    const place = this.#seats.indexOf(seat);
    if (place >= 0) this.#seats.splice(place, 1);
    this.#drop(seat, error);
  }

  #drop(seat: Seat, error: unknown): void {
    seat.worker.terminate();
    for (const waiting of seat.tasks.values()) waiting.reject(error);
    seat.tasks.clear();
  }
}

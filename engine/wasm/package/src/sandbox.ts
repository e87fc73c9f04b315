/** One worker with the code of a user in it, as its owner sees it. */

import { startSandbox } from "./platform/index.js";

import type { CodePlan } from "./agent-plan.js";
import { AgentError, type ErrorCode } from "./errors.js";
import type { WorkerLike } from "./platform/types.js";
import { type SandboxAnswer, type SandboxRequest, sandboxCode } from "./sandbox-code.js";

/** Milliseconds a worker may be late in telling of a move that kept its limit. */
const LATE_MS = 250;
/** Milliseconds to start a worker and to read the code; and to run what lies outside of `act`. */
const START_MS = 5000;
const BEGIN_MS_MIN = 1000;

/** A request without its number, which the sandbox gives it. */
type Unnumbered<T> = T extends unknown ? Omit<T, "id"> : never;

interface Pending {
  id: number;
  /** Moves still to come; undefined while a game begins. */
  moves: Int32Array | undefined;
  limitMs: number;
  resolve: (moves: Int32Array) => void;
  reject: (error: AgentError) => void;
}

/** A sandbox. After a timeout its worker is ended; the next game has another. */
export class Sandbox {
  readonly #plan: CodePlan;
  readonly #lines: number;
  #worker: WorkerLike | undefined;
  #ready: Promise<void> | undefined;
  #fail: ((error: AgentError) => void) | undefined;
  #pending: Pending | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #next = 0;

  constructor(plan: CodePlan) {
    this.#plan = plan;
    this.#lines = plan.source.split("\n").length;
  }

  /** Starts the worker and reads the code. */
  start(): Promise<void> {
    this.#ready ??= this.#open();
    return this.#ready;
  }

  /** Begins games: fresh variables and memory for each key. */
  async begin(keys: number[], seeds: [number, number, number][]): Promise<void> {
    await this.start();
    await this.#ask({ kind: "begin", keys, seeds }, undefined, Math.max(this.#plan.timeLimitMs, BEGIN_MS_MIN));
  }

  /** One move of each key: three numbers each. */
  act(request: Unnumbered<Extract<SandboxRequest, { kind: "act" }>>): Promise<Int32Array> {
    return this.#ask(request, new Int32Array(3 * request.keys.length), this.#plan.timeLimitMs);
  }

  /** Ends the worker; who waits for it is told. */
  close(): void {
    this.#lose(this.#error("worker", "the sandbox was closed"));
  }

  #open(): Promise<void> {
    return new Promise((resolve, reject) => {
      const banned = this.#banned();
      if (banned !== undefined) return reject(banned);
      const worker = startSandbox(sandboxCode(this.#plan.source));
      this.#worker = worker;
      worker.hold(true);
      const late = setTimeout(() => this.#lose(this.#error("agent_timeout", "the code could not be started in time")), START_MS);
      this.#fail = (error) => {
        clearTimeout(late);
        reject(error);
      };
      worker.onFailure((message, line, column) => {
        // Before it has said anything, a worker fails of what it cannot read.
        const code = this.#next === 0 ? "agent_syntax" : "agent_exception";
        this.#lose(this.#error(code, message.replace(/^Uncaught /, ""), { line: this.#line(line), column }));
      });
      worker.onMessage((message) => {
        const answer = message as SandboxAnswer;
        if (answer.kind === "ready") {
          clearTimeout(late);
          worker.hold(false);
          resolve();
        } else if (answer.kind === "unread") {
          this.#lose(this.#error("agent_syntax", answer.message, { line: this.#line(answer.line) }));
        } else {
          this.#hear(answer);
        }
      });
    });
  }

  #banned(): AgentError | undefined {
    const found = /\b(import|export)\b/.exec(this.#plan.source);
    if (found === null) return undefined;
    const line = this.#plan.source.slice(0, found.index).split("\n").length;
    const message = `the word \`${found[1]}\` is not allowed, in comments and texts neither: an agent is one function \`act\``;
    return this.#error("agent_syntax", message, { line });
  }

  #ask(request: Unnumbered<SandboxRequest>, moves: Int32Array | undefined, limitMs: number): Promise<Int32Array> {
    return new Promise((resolve, reject) => {
      const worker = this.#worker;
      if (worker === undefined) return reject(this.#error("worker", "the sandbox was closed"));
      const id = ++this.#next;
      this.#pending = { id, moves, limitMs, resolve, reject };
      worker.hold(true);
      worker.post({ ...request, id, ...(request.kind === "act" ? { limit: limitMs } : {}) });
      this.#watch(limitMs + LATE_MS, false);
    });
  }

  /** Ends a worker that is silent. This thread may have been the late one, so it first hears what has arrived. */
  #watch(milliseconds: number, isLast: boolean): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!isLast) return this.#watch(30, true);
      const limit = this.#pending?.limitMs ?? 0;
      this.#lose(this.#error("agent_timeout", `a move takes longer than ${limit} ms; the code was ended`));
    }, milliseconds);
  }

  #hear(answer: Exclude<SandboxAnswer, { kind: "ready" | "unread" }>): void {
    const pending = this.#pending;
    if (pending === undefined || answer.id !== pending.id) return;
    if (answer.kind === "moves" && pending.moves !== undefined) {
      const end = 3 * answer.from + answer.moves.length;
      pending.moves.set(answer.moves, 3 * answer.from);
      if (end < pending.moves.length) return this.#watch(pending.limitMs + LATE_MS, false);
    }
    this.#settle();
    if (answer.kind !== "failed") return pending.resolve(pending.moves ?? new Int32Array());
    const code: ErrorCode = `agent_${answer.why}`;
    const place = answer.why === "exception" ? this.#place(answer.stack) : {};
    const limit = answer.why === "timeout" ? `; allowed are ${pending.limitMs} ms` : "";
    pending.reject(this.#error(code, answer.message + limit, { ...place, night: answer.night }));
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#pending = undefined;
    this.#worker?.hold(false);
  }

  #lose(error: AgentError): void {
    const pending = this.#pending;
    this.#settle();
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#ready = undefined;
    this.#fail?.(error);
    pending?.reject(error);
  }

  #error(
    code: ErrorCode, message: string, place: { line?: number | undefined; column?: number | undefined; night?: number | undefined } = {},
  ): AgentError {
    const where = place.line === undefined ? "" : `, line ${place.line}`;
    return new AgentError(code, `agent ${this.#plan.name}${where}: ${message}`, this.#plan.name, place);
  }

  /** The innermost line of the user's code in a stack. */
  #place(stack: string): { line?: number | undefined; column?: number | undefined } {
    for (const found of stack.matchAll(/(?:ludograph-agent\.js|blob:[^\s)]*?):(\d+)(?::(\d+))?/g)) {
      const line = Number(found[1]) - 1;
      if (line >= 1) return { line: this.#line(Number(found[1])), column: found[2] === undefined ? undefined : Number(found[2]) };
    }
    return {};
  }

  /** A line of the user's code: what is missing at its end is noticed after it. */
  #line(ofSandbox: number | undefined): number | undefined {
    return ofSandbox === undefined ? undefined : Math.min(Math.max(ofSandbox - 1, 1), this.#lines);
  }
}

/**
 * The code that runs around a user's code, in a worker that has nothing else.
 *
 * What is guaranteed: the code cannot reach the page (a worker has none), and has no timers, network, storage, further
 * workers, clock or `eval`: of the worker's globals only those of {@link ALLOWED} are left, the constructors of functions
 * throw, and a source with the word `import` or `export` in it is refused, because dynamic imports cannot be taken away.
 * Each game begins with fresh variables and a fresh `memory`, and `Math.random` draws from the game's seed.
 *
 * What is not: a worker shares the page's origin, and a hole in the browser is a hole here. A page that runs the code of
 * strangers adds a Content-Security-Policy (`connect-src 'self'; worker-src 'self' blob:`), which blob workers inherit. In
 * Node a worker's context is no wall against an attacker at all. Memory is bounded in Node only.
 */

import { SANDBOX_HOST } from "./platform/index.js";

/** The globals that are left: the language itself, without clocks and without what makes code of text. */
const ALLOWED = [
  "Array", "ArrayBuffer", "BigInt", "BigInt64Array", "BigUint64Array", "Boolean", "DataView", "Error", "EvalError",
  "Float32Array", "Float64Array", "Infinity", "Int16Array", "Int32Array", "Int8Array", "Iterator", "JSON", "Map", "Math",
  "NaN", "Number", "Object", "Promise", "Proxy", "RangeError", "ReferenceError", "Reflect", "RegExp", "Set", "String",
  "Symbol", "SyntaxError", "TypeError", "URIError", "Uint16Array", "Uint32Array", "Uint8Array", "Uint8ClampedArray",
  "WeakMap", "WeakSet", "decodeURI", "decodeURIComponent", "encodeURI", "encodeURIComponent", "globalThis", "isFinite",
  "isNaN", "parseFloat", "parseInt", "undefined",
];

/** How the code around reaches its owner. */
interface SandboxHost {
  post(message: unknown): void;
  now(): number;
  listen(listener: (message: SandboxRequest) => void): void;
}

/** What does not change during a game. */
export interface Surroundings {
  home: number;
  num_houses: number;
  num_agents: number;
  scenario_info: number[];
}

/** What a sandbox is asked. A key is one seat of one game. */
export type SandboxRequest =
  | { kind: "begin"; id: number; keys: number[]; seeds: [number, number, number][] }
  | {
      kind: "act"; id: number; limit: number; keys: number[]; seats: number[]; lanes: number[];
      surroundings: Record<number, Surroundings>;
      nights: Uint32Array; houses: Uint8Array; last: Uint16Array; signals: Uint8Array;
    };

/** What it answers. `moves` are three numbers a key, from the `from`-th on. */
export type SandboxAnswer =
  | { kind: "ready" }
  | { kind: "unread"; message: string; line?: number }
  | { kind: "begun"; id: number }
  | { kind: "moves"; id: number; from: number; moves: Int32Array }
  | { kind: "failed"; id: number; why: "exception" | "answer" | "timeout"; message: string; stack: string; night?: number };

/**
 * The text for a sandbox. The host's part is a statement of its own in the first line: the worker is locked before anything
 * of the user's runs, whatever braces it closes, and a line of the user's code is its own number plus one.
 */
export function sandboxCode(source: string): string {
  const host = `(${driver.toString()})(${JSON.stringify(ALLOWED)}, ${SANDBOX_HOST})`.replaceAll("\n", " ");
  const user = `function (random) {\n${source}\n;return typeof act === "function" ? act : undefined; }`;
  return `"use strict"; const __ludograph = ${host}; __ludograph(${user});\n//# sourceURL=ludograph-agent.js`;
}

/**
 * Runs inside the sandbox. It is passed on as text, so it uses nothing from outside itself, and it has no line comments,
 * because its lines are joined.
 */
function driver(allowed: string[], host: SandboxHost): (make: (random: () => number) => unknown) => void {
  type Memory = { act: (observation: unknown, memory: object) => unknown; memory: object; draw: () => number };
  const { post, now, listen } = host;
  const games = new Map<number, Memory>();
  const isArray = Array.isArray;
  const sliceMs = 10;
  let draw: () => number = () => 0;

  const lock = (): void => {
    const isKept = new Set<PropertyKey>(allowed);
    for (let level: object | null = globalThis; level !== null; level = Object.getPrototypeOf(level) as object | null) {
      if (level === Object.prototype) break;
      for (const name of Reflect.ownKeys(level)) {
        if (isKept.has(name)) continue;
        if (!Reflect.deleteProperty(level, name)) {
          try { Object.defineProperty(level, name, { value: undefined }); } catch { /* it is fixed, as `location` is */ }
        }
      }
    }
    const refuse = function (): never { throw new TypeError("code cannot be made of text here"); };
    const kinds = [function () {}, async function () {}, function* () {}, async function* () {}];
    for (const kind of kinds) {
      Object.defineProperty(Object.getPrototypeOf(kind), "constructor", { value: refuse, writable: false });
    }
    Math.random = () => draw();
  };

  /* Four words of 32 bits, mixed before use: two words of the game's seed and the seat. */
  const stream = (high: number, low: number, seat: number): (() => number) => {
    let [a, b, c, d] = [high | 0, low | 0, seat | 0, 1];
    const next = (): number => {
      const sum = (((a + b) | 0) + d) | 0;
      d = (d + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + sum) | 0;
      return sum >>> 0;
    };
    for (let round = 0; round < 16; round++) next();
    return () => next() / 4294967296;
  };

  const begin = (make: (random: () => number) => unknown, key: number, [high, low, seat]: [number, number, number]): void => {
    const own = stream(high, low, seat);
    draw = own;
    const act = make(() => draw()) as Memory["act"] | undefined;
    if (act === undefined) throw new TypeError("the code defines no function `act`");
    games.set(key, { act, memory: {}, draw: own });
  };

  const quote = (value: unknown): string => {
    let text: string | undefined;
    try { text = JSON.stringify(value); } catch { text = undefined; }
    text = text ?? typeof value;
    return text.length > 60 ? text.slice(0, 60) + "…" : text;
  };

  const readMove = (answer: unknown, houses: number, moves: Int32Array, at: number): string | undefined => {
    if (!isArray(answer) || answer.length < 2 || answer.length > 3) return `${quote(answer)} is no [house, mode, signal]`;
    const [house, mode] = answer as number[];
    const signal = answer.length === 3 ? (answer[2] as number) : mode;
    const isWhole = (value: unknown, most: number): boolean => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
    if (!isWhole(house, houses - 1)) return `house ${quote(house)} is no whole number in 0..=${houses - 1}`;
    if (!isWhole(mode, 1)) return `mode ${quote(mode)} is neither 0 (rest) nor 1 (work)`;
    if (!isWhole(signal, 1)) return `signal ${quote(signal)} is neither 0 (rest) nor 1 (work)`;
    moves[at] = house as number;
    moves[at + 1] = mode as number;
    moves[at + 2] = signal as number;
    return undefined;
  };

  const observationOf = (request: Extract<SandboxRequest, { kind: "act" }>, index: number): object => {
    const seat = request.seats[index] as number;
    const lane = request.lanes[index] as number;
    const around = request.surroundings[seat] as Surroundings;
    const agents = around.num_agents;
    const last = request.last.subarray(lane * agents * 3, (lane + 1) * agents * 3);
    const actions: number[][] = [];
    const signals: number[] = [];
    const locations: number[] = [];
    for (let agent = 0; agent < agents; agent++) {
      const [house, mode, signal] = [last[3 * agent] as number, last[3 * agent + 1] as number, last[3 * agent + 2] as number];
      actions.push([house, mode, signal]);
      signals.push(signal);
      locations.push(house);
    }
    return {
      agent_id: seat, night: request.nights[lane], num_houses: around.num_houses, num_agents: agents, home: around.home,
      houses: Array.from(request.houses.subarray(lane * around.num_houses, (lane + 1) * around.num_houses)),
      signals, locations, last_actions: actions, scenario_info: around.scenario_info.slice(),
      round1_signals: Array.from(request.signals.subarray(lane * agents, (lane + 1) * agents)),
    };
  };

  const fail = (id: number, why: string, error: unknown, night?: number): void => {
    const isError = error instanceof Error;
    const message = isError ? `${error.name}: ${error.message}` : typeof error === "string" ? error : quote(error);
    post({ kind: "failed", id, why, message, stack: isError ? String(error.stack) : "", night });
  };

  const actAll = (request: Extract<SandboxRequest, { kind: "act" }>): void => {
    const { id, keys } = request;
    let moves = new Int32Array(3 * keys.length);
    let from = 0;
    let posted = now();
    for (let index = 0; index < keys.length; index++) {
      const game = games.get(keys[index] as number) as Memory;
      const seat = request.seats[index] as number;
      const night = request.nights[request.lanes[index] as number];
      const observation = observationOf(request, index);
      draw = game.draw;
      const began = now();
      let answer: unknown;
      try {
        answer = game.act(observation, game.memory);
      } catch (error) {
        return fail(id, "exception", error, night);
      }
      const ended = now();
      if (ended - began > request.limit) return fail(id, "timeout", `a move took ${Math.round(ended - began)} ms`, night);
      const houses = (request.surroundings[seat] as Surroundings).num_houses;
      const wrong = readMove(answer, houses, moves, 3 * (index - from));
      if (wrong !== undefined) return fail(id, "answer", wrong, night);
      const isLast = index + 1 === keys.length;
      if (isLast || ended - posted > sliceMs) {
        post({ kind: "moves", id, from, moves: moves.slice(0, 3 * (index + 1 - from)) });
        from = index + 1;
        posted = ended;
        if (!isLast) moves = new Int32Array(3 * (keys.length - from));
      }
    }
  };

  lock();
  return (make) => {
    listen((request) => {
      if (request.kind === "act") return actAll(request);
      try {
        games.clear();
        request.keys.forEach((key, index) => begin(make, key, request.seeds[index] as [number, number, number]));
        post({ kind: "begun", id: request.id });
      } catch (error) {
        fail(request.id, "exception", error);
      }
    });
    post({ kind: "ready" });
  };
}

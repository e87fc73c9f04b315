/** Values from outside, checked before they cross the border. */

import { EngineError } from "./errors.js";
import { wasmMemory } from "./init.js";
import { lastRefusal } from "./refusals.js";
import type { ErrorCode } from "./errors.js";
import type { FlatActions, ScenarioInput, Seed, Stream } from "./types.js";

const SEED_MAX = 2n ** 64n - 1n;

/** A value as it is quoted back in an error: short, and never the cause of another error. */
export function quoted(value: unknown): string {
  let text: string;
  try {
    text = typeof value === "string" ? JSON.stringify(value) : String(value);
  } catch {
    text = typeof value;
  }
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}

/** A whole number in a range. */
export function whole(name: string, value: unknown, least: number, most: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new EngineError("argument", `${name}: ${quoted(value)} is no whole number in ${least}..=${most}`);
}

/** A seed as 64 bits. */
export function seedOf(value: Seed | undefined, name = "seed"): bigint {
  if (value === undefined) return 42n;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
  if (typeof value === "bigint" && value >= 0n && value <= SEED_MAX) return value;
  const allowed = "a whole number in 0..=2^53-1, or a bigint in 0..=2^64-1";
  throw new EngineError("argument", `${name}: ${quoted(value)} is not ${allowed}`);
}

/** Text, or a default. */
export function word(name: string, value: unknown, fallback: string): string {
  if (value === undefined) return fallback;
  if (typeof value === "string") return value;
  throw new EngineError("argument", `${name}: ${quoted(value)} is no text`);
}

/** Yes or no, or a default. */
export function flag(name: string, value: unknown, fallback: boolean): boolean {
  if (value === undefined) return fallback;
  if (typeof value === "boolean") return value;
  throw new EngineError("argument", `${name}: ${quoted(value)} is neither true nor false`);
}

/** An object with options. */
export function options<T extends object>(name: string, value: T): T {
  if (typeof value === "object" && value !== null) return value;
  throw new EngineError("argument", `${name}: an object with options was expected, not ${quoted(value)}`);
}

/** JSON text of a value. */
export function jsonOf(name: string, value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    throw new EngineError("json", `${name}: it cannot be written as JSON: ${quoted((error as Error).message)}`);
  }
  if (text === undefined) throw new EngineError("argument", `${name}: ${quoted(value)} is no value of JSON`);
  return text;
}

/** A scenario as text: a name, or JSON. */
export function scenarioText(input: ScenarioInput): string {
  if (typeof input === "string") return input;
  if (typeof input === "object" && input !== null && !Array.isArray(input)) return jsonOf("scenario", input);
  throw new EngineError("argument", `scenario: ${quoted(input)} is neither a name nor an object`);
}

/** Runs a call of the engine and gives its errors their class. */
export function guarded<T>(call: () => T): T {
  wasmMemory();
  return translated(call);
}

/** The same for a module that is known to be loaded. */
export function translated<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    // Null: the games' module has kept why.
    if (error === null) throw lastRefusal();
    throw typeof error === "string" ? refused(error) : asEngineError(error);
  }
}

/** The error of a text of code, tab and sentence. */
export function refused(text: string): EngineError {
  const tab = text.indexOf("\t");
  return tab < 0 ? new EngineError("internal", text) : new EngineError(text.slice(0, tab) as ErrorCode, text.slice(tab + 1));
}

function asEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  return new EngineError("internal", `the engine failed: ${quoted((error as Error | undefined)?.message ?? error)}`);
}

/** Refuses what is no list of whole numbers, or of another length. A detached array has the length 0. */
export function flatActions(name: string, value: FlatActions, length: number): void {
  if (!(value instanceof Int32Array || value instanceof Uint8Array || value instanceof Uint16Array)) {
    throw new EngineError("argument", `${name}: an Int32Array, Uint16Array or Uint8Array was expected, not ${quoted(value)}`);
  }
  if (value.length !== length) {
    throw new EngineError("count", `${name}: expected ${length} numbers, got ${value.length}`);
  }
}

type Array32 = Float32Array | Uint8Array;

/** The caller's buffer, if it is one that fits. */
export function buffer<T extends Array32>(
  name: string, kind: new (length: number) => T, into: T | undefined, length: number,
): T {
  if (into === undefined) return new kind(length);
  if (!(into instanceof kind)) {
    throw new EngineError("argument", `${name}: a ${kind.name} was expected, not ${quoted(into)}`);
  }
  if (into.length !== length) throw new EngineError("count", `${name}: expected ${length} entries, got ${into.length}`);
  return into;
}

/** The name of a stream, checked. */
export function streamOf(value: unknown): Stream {
  const stream = value ?? "per_agent";
  if (stream === "per_agent" || stream === "companion") return stream;
  throw new EngineError("argument", `stream: ${quoted(stream)} is neither "per_agent" nor "companion"`);
}

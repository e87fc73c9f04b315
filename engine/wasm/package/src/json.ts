/** JSON from outside, checked part by part. Each error names the part, what it is and what is wanted. */

import { quoted } from "./check.js";
import { EngineError } from "./errors.js";

/** An object of JSON. */
export type Fields = Readonly<Record<string, unknown>>;

/** A value from text. */
export function parsed(what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EngineError("json", `${what}: ${(error as Error).message.slice(0, 300)}`);
  }
}

/** What is wrong with a part. */
export function wrong(part: string, value: unknown, wanted: string): EngineError {
  const found = value === undefined ? "it is missing" : `${shown(value)} is not`;
  return new EngineError("json", value === undefined ? `${part}: ${found}; ${wanted} was expected` : `${part}: ${found} ${wanted}`);
}

function shown(value: unknown): string {
  return quoted(typeof value === "object" && value !== null ? JSON.stringify(value) : value);
}

/** An object. */
export function fieldsOf(part: string, value: unknown): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw wrong(part, value, "an object");
}

/** A list. */
export function listOf(part: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw wrong(part, value, "a list");
}

/** A number. */
export function numberOf(part: string, value: unknown): number {
  if (typeof value === "number") return value;
  throw wrong(part, value, "a number");
}

/** A whole number of 0 to `most`. */
export function wholeOf(part: string, value: unknown, most: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw wrong(part, value, `a whole number in 0..=${most}`);
}

/** Text. */
export function textOf(part: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw wrong(part, value, "text");
}

/** Yes or no. */
export function flagOf(part: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw wrong(part, value, "true or false");
}

const WORD_MAX = 2n ** 64n - 1n;

/** A whole number of 64 bits, as its decimal digits. */
export function wordOf(part: string, value: unknown): bigint {
  if (typeof value === "string" && /^\d{1,20}$/.test(value) && BigInt(value) <= WORD_MAX) return BigInt(value);
  throw wrong(part, value, "the decimal digits of a number of 64 bits");
}

/** The sentences of what the engine refuses: it tells a kind, numbers and names (`engine/wasm/src/refusal.rs`). */

import { EngineError, type ErrorCode } from "./errors.js";
import { wasmMemory } from "./init.js";
import { refusal_number } from "./wasm/brigade.js";

/** What is wrong, as the engine numbers it. */
export const enum Kind {
  House = 1,
  Mode = 2,
  ActionLength = 3,
  Count = 4,
  Parameter = 5,
  Range = 6,
  Over = 7,
  Commitment = 8,
  Exhausted = 9,
}

/** A refusal of a kind, with its numbers and names. */
export function refusal(kind: Kind, [one = 0, two = 0, three = 0]: readonly number[], texts: readonly string[] = [], lane = -1): EngineError {
  const [code, sentence] = told(kind, [one, two, three], [texts[0] ?? "", texts[1] ?? ""]);
  return new EngineError(code, lane < 0 ? sentence : `lane ${lane}: ${sentence}`);
}

function told(kind: Kind, [one, two, three]: [number, number, number], [text, other]: [string, string]): [ErrorCode, string] {
  switch (kind) {
    case Kind.House:
      return ["action", `agent ${one}: house ${two} is outside 0..=${Math.max(three - 1, 0)}`];
    case Kind.Mode:
      return ["action", `agent ${one}: ${text} ${two} is neither 0 (rest) nor 1 (work)`];
    case Kind.ActionLength:
      return ["action", `agent ${one}: an action has 2 or 3 parts [house, mode, signal], not ${two}`];
    case Kind.Count:
      return ["count", `${text}: expected ${one} entries, got ${two}`];
    case Kind.Parameter:
      return ["argument", `${text}: ${one} is not ${other}`];
    case Kind.Range:
      return ["argument", `${text}: ${one} is outside ${two}..=${three}`];
    case Kind.Over:
      return ["over", `the game is over after ${one} nights; reset it first`];
    case Kind.Commitment:
      return ["commitment", `the scenario's commitment mode is \`${text}\`: call \`${other}\``];
    case Kind.Exhausted:
      return ["exhausted", `${text} would take ${mebibytes(one)} MiB; at most ${mebibytes(two)} MiB are given`];
    default:
      return ["internal", "the engine refused without a reason"];
  }
}

function mebibytes(bytes: number): number {
  return Math.floor(bytes / 2 ** 20);
}

/** What the engine refused last. */
export function lastRefusal(): EngineError {
  const [kind, one, two, three, lane, at, length, otherAt, otherLength] = Array.from({ length: 9 }, (_, which) => refusal_number(which));
  const texts = [textAt(at as number, length as number), textAt(otherAt as number, otherLength as number)];
  return refusal(kind as Kind, [one as number, two as number, three as number], texts, lane);
}

/** Throws what a call that answered with a number below 0 has left. */
export function raise(): never {
  throw lastRefusal();
}

function textAt(at: number, length: number): string {
  return length === 0 ? "" : new TextDecoder().decode(new Uint8Array(wasmMemory(), at, length));
}

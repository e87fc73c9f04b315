/** A game's state as plain data, and as the words the engine has it in (`GameState::words`). */

import { allShortest, bitsOf, singleOf } from "./float32.js";
import { type Fields, fieldsOf, flagOf, listOf, numberOf, parsed, textOf, wholeOf, wrong } from "./json.js";
import { jsonOf } from "./check.js";
import { Kind, refusal } from "./refusals.js";
import type { Action, GameState, HouseState, Mode } from "./types.js";

const U16_MAX = 2 ** 16 - 1;
const U32_MAX = 2 ** 32 - 1;
const LOW = 2n ** 64n - 1n;

/** `[house, mode, signal]` from one number: four times the house, two for work, one for a signal of work. */
export function actionOf(bits: number): Action {
  return [bits >> 2, ((bits >> 1) & 1) as Mode, (bits & 1) as Mode];
}

/** The number of an action. */
export function bitsOfAction([house, mode, signal]: Action): number {
  return (house << 2) | (mode << 1) | signal;
}

/** The state of words. */
export function stateOf(words: BigUint64Array): GameState {
  let at = 0;
  const take = <T>(count: number, each: (word: bigint) => T): T[] => Array.from(words.subarray(at, (at += count)), each);
  const one = (): bigint => words[at++] ?? 0n;
  const singles = (count: number): number[] => allShortest(Float32Array.from(take(count, singleOf)));
  const houses = take(Number(one()), (word) => Number(word) as HouseState);
  const progress = singles(Number(one()));
  const agents = Number(one());
  const last_actions = take(agents, (word) => actionOf(Number(word)));
  const round1_signals = take(agents, (word) => Number(word) as Mode);
  const rewards = singles(agents);
  const night = one();
  const wide = (): string => (one() | (one() << 64n)).toString(16).padStart(32, "0");
  return {
    houses, progress, last_actions, round1_signals, rewards, night: Number(night >> 2n),
    done: (night & 2n) !== 0n, truncated: (night & 1n) !== 0n, random: [wide(), wide()],
  };
}

/** The words of a state that a caller hands over, for a game that has `like` as its own. */
export function wordsOf(state: GameState, like: GameState): BigUint64Array {
  const fields = fieldsOf("state", parsed("state", jsonOf("state", state)));
  const list = (name: keyof GameState): readonly unknown[] => {
    const found = listOf(`state: ${name}`, fields[name]);
    const expected = (like[name] as readonly unknown[]).length;
    if (found.length !== expected) throw refusal(Kind.Count, [expected, found.length], [name]);
    return found;
  };
  const houses = list("houses").map((house) => BigInt(wholeOf("state: houses", house, 2)));
  const progress = list("progress").map((done) => bitsOf(numberOf("state: progress", done)));
  const actions = list("last_actions").map((action) => BigInt(bitsOfAction(actionIn("state: last_actions", action))));
  const signals = list("round1_signals").map((signal) => BigInt(wholeOf("state: round1_signals", signal, 1)));
  const rewards = list("rewards").map((reward) => bitsOf(numberOf("state: rewards", reward)));
  const night = BigInt(wholeOf("state: night", fields.night, U32_MAX)) << 2n;
  const flags = (flagOf("state: done", fields.done) ? 2n : 0n) | (flagOf("state: truncated", fields.truncated) ? 1n : 0n);
  const lists = [houses, progress, actions].flatMap((all) => [BigInt(all.length), ...all]);
  return BigUint64Array.from([...lists, ...signals, ...rewards, night | flags, ...streamOf(fields)]);
}

/** An action of JSON: `[house, mode, signal]`, or `[house, mode]` with an honest signal. */
export function actionIn(part: string, value: unknown): Action {
  const parts = listOf(part, value);
  if (parts.length !== 2 && parts.length !== 3) throw wrong(part, value, "[house, mode, signal] or [house, mode]");
  const [house, mode, signal = mode] = parts;
  return [wholeOf(part, house, U16_MAX), wholeOf(part, mode, 1) as Mode, wholeOf(part, signal, 1) as Mode];
}

/** Where the random stream stands, as four words. */
function streamOf(fields: Fields): bigint[] {
  const numbers = listOf("state: random", fields.random);
  if (numbers.length !== 2) throw wrong("state: random", numbers, "two hexadecimal numbers");
  return numbers.flatMap((number) => {
    const text = textOf("state: random", number);
    if (!/^[0-9a-f]{1,32}$/i.test(text)) throw wrong("state: random", text, "a hexadecimal number of 128 bits");
    const wide = BigInt(`0x${text}`);
    return [wide & LOW, wide >> 64n];
  });
}

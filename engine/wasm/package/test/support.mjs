// What all tests need: the engine loaded, recorded data if it lies beside the checkout, a random source of their own.
import { existsSync, readFileSync } from "node:fs";

import { init } from "@ludograph/engine";
import { initAnalysis } from "@ludograph/engine/analysis";

await init();
await initAnalysis();

/** A recorded file from beside the checkout; `undefined`, and said so, where it is not. */
export function golden(path) {
  const url = new URL(`../../../../../shared/golden/${path}`, import.meta.url);
  if (existsSync(url)) return readFileSync(url, "utf8");
  console.log(`skipped: ${path} is not beside the checkout`);
  return undefined;
}

export const native = JSON.parse(readFileSync(new URL("fixtures/native.json", import.meta.url), "utf8"));

/** The error of a call, which has to have one. */
export function errorOf(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("no error");
}

/** Whole numbers below a bound, the same in every run. */
export function dice(seed) {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** The actions of the workload `bare`: [(k + 3i) mod 10, (k + i) mod 2, 1] for night k and agent i. */
export function workload(night, agents = 4, houses = 10) {
  const actions = new Int32Array(3 * agents);
  for (let agent = 0; agent < agents; agent++) {
    actions.set([(night + 3 * agent) % houses, (night + agent) % 2, 1], 3 * agent);
  }
  return actions;
}

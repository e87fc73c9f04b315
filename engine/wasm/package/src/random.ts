/** The games' random stream by itself. */

import { guarded, seedOf } from "./check.js";
import { Handle } from "./handle.js";
import type { Seed } from "./types.js";
import { RandomCore } from "./wasm/brigade.js";

/** PCG XSL-RR 128/64 of a seed: the stream every game draws from, with the same numbers as natively. */
export class Random {
  readonly #handle: Handle<RandomCore>;

  constructor(seed: Seed) {
    const bits = seedOf(seed);
    this.#handle = new Handle(guarded(() => new RandomCore(bits)), "stream");
  }

  /** The next 64 bits. */
  nextU64(): bigint { return this.#handle.core.next_u64(); }
  /** Uniform in [0, 1) with 24 bits, as games draw. */
  nextF32(): number { return Number(BigInt.asUintN(32, this.nextU64()) >> 8n) / 2 ** 24; }
  /** Uniform in [0, 1) with 53 bits. */
  next(): number { return Number(this.nextU64() >> 11n) / 2 ** 53; }
  /** Uniform in 0..bound; a bound of 0 gives 0. */
  nextBelow(bound: Seed): bigint { return this.#handle.core.next_below(seedOf(bound, "bound")); }
  free(): void { this.#handle.free(); }
}

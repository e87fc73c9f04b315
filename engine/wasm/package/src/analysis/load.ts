/** Loading the second module. */

import { translated } from "../check.js";
import { EngineError } from "../errors.js";
import { init } from "../init.js";
import { type WasmSource, compile } from "../load.js";
import initWasm from "../wasm/analysis.js";
import { unpacked } from "./packed.js";

let loading: Promise<void> | undefined;
let isLoaded = false;

/**
 * Loads the module; to be awaited once before the other functions of `@ludograph/engine/analysis`. Networks are of games that
 * the first module plays, so that is loaded too, as by `init()`.
 */
export function initAnalysis(source?: WasmSource): Promise<void> {
  loading ??= load(source ?? new URL("../wasm/analysis_bg.wasm", import.meta.url)).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(source: WasmSource): Promise<void> {
  // Where the first module does not lie beside this one, whoever wants networks loads it from elsewhere, and is told so.
  const games = init().catch(() => undefined);
  await initWasm({ module_or_path: await compile(source) });
  await games;
  isLoaded = true;
}

/** Refuses what is asked before the module was loaded. */
export function expectLoaded(): void {
  if (!isLoaded) throw new EngineError("not_loaded", "the module is not loaded: await initAnalysis() first");
}

/** Asks the module and reads its answer. */
export function ask<T>(call: () => Uint8Array): T {
  expectLoaded();
  return answerOf(call);
}

/** Reads the answer of a module that is loaded. */
export function answerOf<T>(call: () => Uint8Array): T {
  return translated(() => unpacked(call()) as T);
}

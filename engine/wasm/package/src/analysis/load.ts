/** Loading the second module. */

import { translated } from "../check.js";
import { EngineError } from "../errors.js";
import { type WasmSource, compile } from "../load.js";
import initWasm from "../wasm/analysis.js";
import { unpacked } from "./packed.js";

let loading: Promise<void> | undefined;
let isLoaded = false;

/** Loads the module; to be awaited once before the other functions of `@ludograph/engine/analysis`. */
export function initAnalysis(source?: WasmSource): Promise<void> {
  loading ??= load(source ?? new URL("../wasm/analysis_bg.wasm", import.meta.url)).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(source: WasmSource): Promise<void> {
  await initWasm({ module_or_path: await compile(source) });
  isLoaded = true;
}

/** Asks the module and reads its answer. */
export function ask<T>(call: () => Uint8Array): T {
  if (!isLoaded) throw new EngineError("not_loaded", "the module is not loaded: await initAnalysis() first");
  return translated(() => unpacked(call()) as T);
}

/** Balatro, mining and graphs, in a WebAssembly module of their own. `await initAnalysis()` first. */

import { EngineError } from "../errors.js";
import type { WasmSource } from "../init.js";

/** Loads the module; to be awaited once before the other functions. */
export async function initAnalysis(_source?: WasmSource): Promise<void> {
  throw new EngineError("internal", "not built yet");
}

export * from "./balatro.js";
export * from "./mining.js";
export * from "./networks.js";

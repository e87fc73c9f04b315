/** Loading the engine. */

import { EngineError } from "./errors.js";

/** Where the engine's bytes come from: an address, bytes, a compiled module. */
export type WasmSource = string | URL | BufferSource | WebAssembly.Module | Response | Promise<Response>;

/**
 * Loads the engine; to be awaited once before anything else. Further calls wait for the first.
 *
 * Without a source the file that lies beside this module is taken (fetched in a browser, read in Node).
 */
export async function init(_source?: WasmSource): Promise<void> {
  throw new EngineError("internal", "not built yet");
}

/** Whether {@link init} has finished. */
export function isLoaded(): boolean {
  return false;
}

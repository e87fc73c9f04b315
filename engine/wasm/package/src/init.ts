/** Loading the engine. */

import { EngineError } from "./errors.js";
import { type WasmSource, compile } from "./load.js";
import initWasm from "./wasm/brigade.js";

export type { WasmSource } from "./load.js";

let loading: Promise<void> | undefined;
let compiled: WebAssembly.Module | undefined;
let memory: WebAssembly.Memory | undefined;

/**
 * Loads the engine; to be awaited once before anything else. Further calls wait for the first.
 *
 * Without a source the file that lies beside this module is taken (fetched in a browser, read in Node).
 */
export function init(source?: WasmSource): Promise<void> {
  loading ??= load(source ?? new URL("./wasm/brigade_bg.wasm", import.meta.url)).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(source: WasmSource): Promise<void> {
  const module = await compile(source);
  memory = (await initWasm({ module_or_path: module })).memory;
  compiled = module;
}

/** Whether {@link init} has finished. */
export function isLoaded(): boolean {
  return memory !== undefined;
}

/** The compiled module, for workers. */
export function compiledModule(): WebAssembly.Module {
  if (compiled === undefined) throw notLoaded();
  return compiled;
}

/** The engine's memory. It grows: a view of it ends when its length becomes 0. */
export function wasmMemory(): ArrayBuffer {
  if (memory === undefined) throw notLoaded();
  return memory.buffer as ArrayBuffer;
}

function notLoaded(): EngineError {
  return new EngineError("not_loaded", "the engine is not loaded: await init() first");
}

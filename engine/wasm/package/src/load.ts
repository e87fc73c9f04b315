/** Compiling a module once, from wherever its bytes come. */

import { readBytes } from "./platform/files.js";

import { EngineError } from "./errors.js";

/** Where a module's bytes come from: an address, bytes, a compiled module, a response. */
export type WasmSource = string | URL | BufferSource | WebAssembly.Module | Response | Promise<Response>;

/** Compiles a source. */
export async function compile(source: WasmSource): Promise<WebAssembly.Module> {
  const given = await source;
  try {
    if (given instanceof WebAssembly.Module) return given;
    if (typeof given === "string" || given instanceof URL) return await compileAt(new URL(given, import.meta.url));
    if (typeof Response !== "undefined" && given instanceof Response) return await compileResponse(given);
    return await WebAssembly.compile(given as BufferSource);
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw new EngineError("not_loaded", `the engine could not be loaded: ${String((error as Error).message ?? error)}`);
  }
}

async function compileAt(url: URL): Promise<WebAssembly.Module> {
  if (url.protocol === "file:") return WebAssembly.compile((await readBytes(url)) as BufferSource);
  return compileResponse(await fetch(url));
}

async function compileResponse(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) throw new EngineError("not_loaded", `the engine could not be loaded: status ${response.status}`);
  // Compiling while it loads needs the right type; a plain file server may not send it.
  if (response.headers.get("content-type")?.startsWith("application/wasm")) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}
